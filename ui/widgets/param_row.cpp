// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/param_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/language.h"
#include "ui/theme.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"

namespace paretune {

ParamRow::ParamRow(const ParamSpec& spec, bool stacked, QWidget* parent)
    : QWidget(parent), m_spec(spec), m_name(new QLabel(this)), m_editor(ParamEditor::create(spec, this)), m_reset(new QToolButton),
      m_help(new QLabel(this)), m_problem(new ToneLabel(ToneLabel::error)) {
  const QString key = QString::fromStdString(spec.key);
  const QString help = language::engineText(spec.help);
  setObjectName("row_" + key);
  m_name->setBuddy(m_editor->control());
  m_editor->control()->setObjectName("param_" + key);
  m_editor->control()->setAccessibleName(key);
  m_editor->control()->setAccessibleDescription(help);
  QString hint = help;
  hint += (hint.isEmpty() ? QString() : QStringLiteral("\n")) + tr("Default: %1").arg(shownDefault(spec));
  if (spec.min) hint += QStringLiteral("\n") + tr("Least: %1").arg(*spec.min);
  if (spec.max) hint += QStringLiteral("\n") + tr("Largest: %1").arg(*spec.max);
  m_name->setToolTip(hint);
  m_editor->control()->setToolTip(hint);
  m_reset->setText(QStringLiteral("↺"));
  m_reset->setAutoRaise(true);
  m_reset->setObjectName("reset_" + key);
  m_reset->setToolTip(tr("Back to the default: %1").arg(shownDefault(spec)));
  m_reset->setAccessibleName(tr("Reset %1").arg(key));
  theme::markFlat(m_reset);
  QSizePolicy keep = m_reset->sizePolicy();
  keep.setRetainSizeWhenHidden(!stacked);
  m_reset->setSizePolicy(keep);
  m_help->setText(help);
  m_help->setTextFormat(Qt::PlainText);
  m_help->setWordWrap(true);
  m_help->setFont(scaledFont(font(), 0.9));
  m_help->setVisible(!help.isEmpty() && !stacked);
  makeMuted(m_help);
  m_problem->setWordWrap(true);
  m_problem->setObjectName("problem_" + key);
  m_problem->hide();
  auto* grid = new QGridLayout(this);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(2);
  if (stacked) {
    grid->setContentsMargins(0, 0, 0, 0);
    m_reset->setFixedHeight(fontMetrics().height() + 14);
    m_name->setMinimumHeight(fontMetrics().height() + 14);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_reset, 0, 1);
    grid->addWidget(m_editor, 1, 0, 1, 2);
    grid->addWidget(m_problem, 2, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setRowStretch(3, 1);
    m_name->setMinimumWidth(letters(this, 6));
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  } else {
    grid->setContentsMargins(0, 2, 0, 6);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_editor, 0, 1);
    grid->addWidget(m_reset, 0, 2);
    grid->addWidget(m_problem, 1, 1, 1, 2);
    grid->addWidget(m_help, 2, 1, 1, 2);
    grid->setColumnStretch(1, 1);
  }
  connect(m_editor, &ParamEditor::changed, this, [this] {
    m_outside.clear();
    refresh();
    emit changed();
  });
  connect(m_reset, &QToolButton::clicked, this, [this] {
    setValue(m_spec.default_value);
    m_editor->control()->setFocus();
    emit changed();
  });
  refresh();
}

void ParamRow::setValue(const Json& value) {
  m_editor->setValue(value);
  m_outside.clear();
  refresh();
}

void ParamRow::setOutsideProblem(const QString& text) {
  m_outside = text;
  refresh();
}

bool ParamRow::matches(const QString& filter) const {
  const QString words = filter.trimmed();
  if (words.isEmpty()) return true;
  const QString text = QString::fromStdString(m_spec.key + ' ' + m_spec.help + ' ') + m_help->text();
  const QStringList parts = words.split(' ', Qt::SkipEmptyParts);
  return std::all_of(parts.begin(), parts.end(), [&](const QString& part) { return text.contains(part, Qt::CaseInsensitive); });
}

int ParamRow::nameWidth() const {
  return QFontMetrics(scaledFont(m_name->font(), 1.0, QFont::Bold)).horizontalAdvance(QString::fromStdString(m_spec.key)) + 2;
}

int ParamRow::leastWidth() const { return nameWidth() + 8 + m_reset->sizeHint().width(); }
void ParamRow::setNameWidth(int width) { m_name->setFixedWidth(width); }

void ParamRow::refresh() {
  const bool differs = isChanged();
  m_problem_text = problemOf(m_spec, value());
  if (m_problem_text.isEmpty()) m_problem_text = m_outside;
  // Rich text keeps its weight when a style sheet is applied anew; a font would not.
  const QString key = QString::fromStdString(m_spec.key).toHtmlEscaped();
  m_name->setText(differs ? QStringLiteral("<b>%1</b>").arg(key) : key);
  m_reset->setVisible(differs);
  m_problem->setText(m_problem_text);
  m_problem->setVisible(!m_problem_text.isEmpty());
}

}  // namespace paretune
