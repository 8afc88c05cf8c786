// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/selection.h"

#include "ui/theme.h"

namespace paretune {

void Selection::setCurrent(const QString& id) {
  if (m_current == id) return;
  m_current = id;
  Q_EMIT currentChanged(id);
}

void Selection::setHovered(const QString& id) {
  if (m_hovered == id) return;
  m_hovered = id;
  Q_EMIT hoveredChanged(id);
}

void Selection::setChecked(const QString& id, bool on) {
  if (id.isEmpty() || m_checked.contains(id) == on) return;
  if (on) m_checked << id;
  else m_checked.removeAll(id);
  Q_EMIT checkedChanged();
}

void Selection::setCheckedRuns(const QStringList& ids) {
  if (m_checked == ids) return;
  m_checked = ids;
  Q_EMIT checkedChanged();
}

void Selection::forget(const QString& id) {
  setChecked(id, false);
  if (m_hovered == id) setHovered({});
  if (m_current == id) setCurrent({});
}

void Selection::adopt(const QHash<QString, int>& styles) {
  for (auto it = styles.begin(); it != styles.end(); ++it)
    if (!m_styles.contains(it.key())) m_styles.insert(it.key(), it.value());
}

void Selection::enroll(const QStringList& ids) {
  QSet<int> taken(m_styles.begin(), m_styles.end());
  int next = 0;
  for (const auto& id : ids) {
    if (m_styles.contains(id)) continue;
    while (taken.contains(next)) ++next;
    m_styles.insert(id, next++);
  }
}

void Selection::setStyleIndex(const QString& id, int index) {
  if (m_styles.value(id, -1) == index) return;
  m_styles.insert(id, index);
  Q_EMIT stylesChanged();
  Q_EMIT styleChosen(id, index);
}

QColor Selection::color(const QString& id, const QPalette& palette) const { return theme::seriesColor(styleIndex(id), palette); }
QPen Selection::pen(const QString& id, const QPalette& palette) const { return QPen(color(id, palette), 1.5, theme::seriesPen(styleIndex(id))); }

}  // namespace paretune
