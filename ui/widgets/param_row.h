// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One line of a ParamForm: key, editor, way back to the default, help and problem.
#include <QWidget>

#include "ui/widgets/param_editor.h"

class QLabel;
class QToolButton;

namespace paretune {

class ToneLabel;

class ParamRow : public QWidget {
  Q_OBJECT
 public:
  // stacked: key above the editor and help only as tooltip, for narrow columns.
  ParamRow(const ParamSpec& spec, bool stacked, QWidget* parent);
  const ParamSpec& spec() const { return m_spec; }
  Json value() const { return m_editor->value(); }
  void setValue(const Json& value);
  bool isChanged() const { return value() != m_spec.default_value; }
  QString problem() const { return m_problem_text; }
  void setOutsideProblem(const QString& text);
  bool matches(const QString& filter) const;
  int nameWidth() const;   // of the name in bold
  int leastWidth() const;  // that shows the whole name and the way back
  void setNameWidth(int width);

 signals:
  void changed();

 private:
  void refresh();
  ParamSpec m_spec;
  QString m_problem_text, m_outside;
  QLabel* m_name;
  ParamEditor* m_editor;
  QToolButton* m_reset;
  QLabel* m_help;
  ToneLabel* m_problem;
};

}  // namespace paretune
