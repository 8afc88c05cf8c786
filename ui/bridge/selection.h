// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QObject>
#include <QPalette>
#include <QPen>
#include <QSet>
#include <QStringList>

namespace paretune {

// Which runs are looked at, shared by every view: one current run, a set of checked runs, one under the pointer;
// and the colour and line style each run has everywhere.
class Selection : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  QString current() const { return m_current; }
  QString hovered() const { return m_hovered; }
  bool isChecked(const QString& id) const { return m_checked.contains(id); }
  QStringList checked() const { return m_checked; }  // in the order they were checked

  void setCurrent(const QString& id);
  void setHovered(const QString& id);
  void setChecked(const QString& id, bool on);
  void setCheckedRuns(const QStringList& ids);
  void forget(const QString& id);

  // Styles kept from earlier sittings; of ids not yet known.
  void adopt(const QHash<QString, int>& styles);
  // Gives each id not yet known the first style that no run has; call with the oldest run first.
  void enroll(const QStringList& ids);
  int styleIndex(const QString& id) const { return m_styles.value(id, 0); }
  void setStyleIndex(const QString& id, int index);
  QColor color(const QString& id, const QPalette& palette) const;
  QPen pen(const QString& id, const QPalette& palette) const;

 Q_SIGNALS:
  void currentChanged(const QString& id);
  void hoveredChanged(const QString& id);
  void checkedChanged();
  void stylesChanged();
  void styleChosen(const QString& id, int index);  // by a person

 private:
  QString m_current, m_hovered;
  QStringList m_checked;
  QHash<QString, int> m_styles;
};

}  // namespace paretune
