// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One editor for one ParamSpec. Text typed by people becomes JSON here and nowhere else.
#include <QString>
#include <QWidget>

#include "training/api/schema.h"

namespace paretune {

// Text <-> value, apart from the widget. An empty text is null where the default is null, else the default.
// text_list: words with commas are a list; "all-linear" and patterns are one string; JSON is taken as it is.
// any: JSON, or a plain text when it is no JSON.
Json valueFromText(const ParamSpec& spec, const QString& text);
QString textFromValue(const ParamSpec& spec, const Json& value);
// Empty when the value is allowed; else what is wrong and what to do.
QString problemOf(const ParamSpec& spec, const Json& value);
QString shownDefault(const ParamSpec& spec);

class ParamEditor : public QWidget {
  Q_OBJECT
 public:
  static ParamEditor* create(const ParamSpec& spec, QWidget* parent);
  virtual Json value() const = 0;
  virtual void setValue(const Json& value) = 0;  // does not emit
  virtual QWidget* control() const = 0;          // the focusable part

 signals:
  void changed();

 protected:
  explicit ParamEditor(QWidget* parent);
};

}  // namespace paretune
