// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/param_form.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/param_row.h"
#include "ui/widgets/tones.h"

namespace paretune {

ParamForm::ParamForm(QWidget* parent)
    : QWidget(parent), m_search(new QLineEdit), m_count(new QLabel), m_reset(new QToolButton), m_advanced(new QToolButton),
      m_nothing(new QLabel(tr("No setting matches the search."))), m_list(new QWidget), m_top(new QWidget) {
  m_search->setPlaceholderText(tr("Search settings"));
  m_search->setClearButtonEnabled(true);
  m_search->setObjectName("paramSearch");
  m_search->setAccessibleName(tr("Search settings"));
  m_search->setMinimumWidth(letters(this, 28));
  m_count->setObjectName("paramCount");
  m_reset->setText(tr("Reset all"));
  m_reset->setAutoRaise(true);
  theme::markFlat(m_reset);
  theme::markFlat(m_advanced);
  m_reset->setObjectName("paramResetAll");
  m_reset->setAccessibleName(tr("Reset all settings"));
  m_advanced->setCheckable(true);
  m_advanced->setAutoRaise(true);
  m_advanced->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_advanced->setArrowType(Qt::RightArrow);
  m_advanced->setObjectName("paramAdvanced");
  m_advanced->setAccessibleName(tr("Advanced settings"));
  makeMuted(m_count);
  makeMuted(m_nothing);
  m_nothing->hide();
  auto* told = new QWidget;
  auto* told_row = new QHBoxLayout(told);
  told_row->setContentsMargins(0, 0, 0, 0);
  told_row->setSpacing(8);
  told_row->addWidget(m_count);
  told_row->addWidget(m_reset);
  auto* head = new FlowLayout(nullptr, 8, FlowLayout::Last::at_the_right);
  head->addWidget(m_advanced);
  head->addWidget(m_search);
  head->addWidget(told);
  m_grid = new QGridLayout(m_top);
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(16);
  m_grid->setVerticalSpacing(8);
  m_top->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // its columns follow the width, not the width them
  m_column = new QVBoxLayout(m_list);
  m_column->setContentsMargins(0, 0, 0, 0);
  m_column->setSpacing(0);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_top);
  column->addLayout(head);
  column->addWidget(m_list);
  column->addWidget(m_nothing);
  connect(m_search, &QLineEdit::textChanged, this, &ParamForm::arrange);
  connect(m_advanced, &QToolButton::toggled, this, &ParamForm::arrange);
  connect(m_reset, &QToolButton::clicked, this, &ParamForm::resetAll);
  rowChanged();
}

void ParamForm::setSchema(const ParamSchema& schema, const QStringList& hidden, const QStringList& front, int columns) {
  m_schema = schema;
  m_front = front;
  m_kept = Json::object();
  for (ParamRow* row : m_rows) delete row;
  m_rows.clear();
  for (const QString& key : front) {
    const ParamSpec* spec = m_schema.find(key.toStdString());
    if (spec && !hidden.contains(key)) addRow(*spec, true);
  }
  m_top->setVisible(!m_rows.empty());
  m_columns = 0;
  m_most_columns = columns;
  placeFront();
  // The usual settings come before the advanced ones.
  for (const bool advanced : {false, true}) {
    for (const ParamSpec& spec : m_schema.params) {
      const QString key = QString::fromStdString(spec.key);
      if (spec.advanced == advanced && !hidden.contains(key) && !front.contains(key)) m_column->addWidget(addRow(spec, false));
    }
  }
  int widest = 0;
  for (const ParamRow* row : m_rows)
    if (row->parentWidget() == m_list) widest = std::max(widest, row->nameWidth());
  for (ParamRow* row : m_rows)
    if (row->parentWidget() == m_list) row->setNameWidth(widest);
  m_search->clear();
  rowChanged();
  arrange();
}

void ParamForm::placeFront() {
  std::vector<ParamRow*> front;
  int need = 1;
  for (ParamRow* row : m_rows) {
    if (row->parentWidget() != m_top) continue;
    front.push_back(row);
    need = std::max(need, row->leastWidth());
  }
  const int gap = m_grid->horizontalSpacing(), columns = std::clamp((width() + gap) / (need + gap), 1, m_most_columns);
  if (columns == m_columns) return;
  m_columns = columns;
  for (ParamRow* row : front) m_grid->removeWidget(row);
  for (int i = 0; i < static_cast<int>(front.size()); ++i) m_grid->addWidget(front[static_cast<std::size_t>(i)], i / columns, i % columns);
  for (int i = 0; i < m_most_columns; ++i) m_grid->setColumnStretch(i, i < columns);
}

void ParamForm::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  placeFront();
}

ParamRow* ParamForm::addRow(const ParamSpec& spec, bool stacked) {
  auto* row = new ParamRow(spec, stacked, stacked ? m_top : m_list);
  connect(row, &ParamRow::changed, this, [this] {
    rowChanged();
    emit changed();
  });
  m_rows.push_back(row);
  return row;
}

bool ParamForm::isFolded(const ParamRow* row) const {
  if (m_front.isEmpty()) return row->spec().advanced;
  return !m_front.contains(QString::fromStdString(row->spec().key));
}

Json ParamForm::value() const {
  Json out = m_kept;
  for (const ParamRow* row : m_rows) {
    if (row->isChanged()) out[row->spec().key] = row->value();
  }
  return out;
}

void ParamForm::setValue(const Json& given) {
  m_kept = Json::object();
  if (given.is_object()) {
    for (const auto& [key, value] : given.items()) {
      const ParamSpec* spec = m_schema.find(key);
      if (!rowOf(QString::fromStdString(key)) && !(spec && spec->default_value == value)) m_kept[key] = value;
    }
  }
  for (ParamRow* row : m_rows) {
    const auto& spec = row->spec();
    row->setValue(given.is_object() && given.contains(spec.key) ? given.at(spec.key) : spec.default_value);
  }
  rowChanged();
  arrange();
}

void ParamForm::resetAll() {
  for (ParamRow* row : m_rows) row->setValue(row->spec().default_value);
  rowChanged();
  emit changed();
}

int ParamForm::changedCount() const {
  int count = 0;
  for (const ParamRow* row : m_rows) count += row->isChanged();
  return count;
}

QStringList ParamForm::problems() const {
  QStringList out;
  for (const ParamRow* row : m_rows) {
    if (!row->problem().isEmpty()) out << QStringLiteral("%1: %2").arg(QString::fromStdString(row->spec().key), row->problem());
  }
  return out;
}

bool ParamForm::showProblem(const QString& key, const QString& text) {
  ParamRow* row = rowOf(key);
  if (!row) return false;
  row->setOutsideProblem(text);
  arrange();
  return true;
}

void ParamForm::clearProblems() {
  for (ParamRow* row : m_rows) row->setOutsideProblem({});
}

void ParamForm::setFilter(const QString& text) { m_search->setText(text); }
void ParamForm::setAdvancedOpen(bool open) { m_advanced->setChecked(open); }

QString ParamForm::summary() const {
  const int count = changedCount();
  return count == 0 ? tr("All defaults") : count == 1 ? tr("1 non-default setting") : tr("%1 non-default settings").arg(count);
}

void ParamForm::rowChanged() {
  const int count = changedCount();
  m_count->setText(summary());
  m_reset->setVisible(count > 0);
}

void ParamForm::arrange() {
  const QString filter = m_search->text().trimmed();
  int shown = 0, folded = 0, folded_changed = 0;
  bool any_below = false;
  for (ParamRow* row : m_rows) {
    const bool fold = isFolded(row);
    if (fold) ++folded, folded_changed += row->isChanged();
    // A search looks into the fold; a problem is never folded away.
    const bool visible = row->matches(filter) && (!fold || m_advanced->isChecked() || !filter.isEmpty() || !row->problem().isEmpty());
    row->setVisible(visible);
    shown += visible;
    any_below = any_below || (visible && row->parentWidget() == m_list);
  }
  const QString title = m_front.isEmpty() ? tr("Advanced") : tr("More settings");
  m_advanced->setArrowType(m_advanced->isChecked() ? Qt::DownArrow : Qt::RightArrow);
  m_advanced->setText(folded_changed ? tr("%1 (%2, %3 changed)").arg(title).arg(folded).arg(folded_changed) : tr("%1 (%2)").arg(title).arg(folded));
  m_advanced->setVisible(folded > 0);
  m_advanced->setEnabled(filter.isEmpty());
  m_search->setVisible(m_rows.size() > 6 && (m_front.isEmpty() || m_advanced->isChecked() || !filter.isEmpty()));
  m_list->setVisible(any_below);
  m_nothing->setVisible(shown == 0 && !filter.isEmpty());
}

ParamRow* ParamForm::rowOf(const QString& key) const {
  for (ParamRow* row : m_rows) {
    if (row->spec().key == key.toStdString()) return row;
  }
  return nullptr;
}

}  // namespace paretune
