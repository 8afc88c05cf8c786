// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/param_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <cmath>

#include "ui/language.h"
#include "ui/widgets/calm_combo.h"

namespace paretune {
namespace {

std::string dumped(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }
QString shortNumber(const Json& value) {
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (std::isfinite(number) && number == std::floor(number) && std::fabs(number) < 1e15) return QString::number(number, 'f', 0);
    if (number != 0 && std::fabs(number) < 1e-3) {
      QString text = QString::number(number, 'g', 12);
      return text.replace(QLatin1String("e-0"), QLatin1String("e-"));
    }
  }
  return QString::fromStdString(dumped(value));
}

bool looksLikePattern(const QString& text) {
  return std::any_of(text.begin(), text.end(), [](QChar c) { return QStringLiteral("\\()[]{}|^$*+?").contains(c); });
}

Json emptyValue(const ParamSpec& spec) { return spec.default_value; }

Json numberFromText(const QString& text) {
  const Json parsed = Json::parse(text.toStdString(), nullptr, false);
  if (parsed.is_number()) return parsed;
  bool ok = false;
  const double number = QLocale::c().toDouble(text, &ok);
  if (ok) return number;
  return text.toStdString();
}

}  // namespace

Json valueFromText(const ParamSpec& spec, const QString& raw) {
  const QString text = raw.trimmed();
  switch (spec.type) {
    case ParamType::boolean:
      if (text.isEmpty()) return emptyValue(spec);
      if (text == QLatin1String("true")) return true;
      if (text == QLatin1String("false")) return false;
      return text.toStdString();
    case ParamType::integer:
    case ParamType::number:
      if (text.isEmpty()) return emptyValue(spec);
      return numberFromText(text);
    case ParamType::choice:
      if (text.isEmpty()) return emptyValue(spec);
      return text.toStdString();
    case ParamType::text: {
      if (raw.isEmpty()) return spec.default_value.is_null() ? Json() : Json("");
      if (text.startsWith('"')) {
        const Json parsed = Json::parse(text.toStdString(), nullptr, false);
        if (parsed.is_string()) return parsed;
      }
      return raw.toStdString();
    }
    case ParamType::text_list: {
      if (text.isEmpty()) return spec.default_value.is_null() ? Json() : Json::array();
      if (text.startsWith('[') || text.startsWith('"')) {
        const Json parsed = Json::parse(text.toStdString(), nullptr, false);
        if (!parsed.is_discarded()) return parsed;
      }
      if (text == QLatin1String("all-linear") || looksLikePattern(text)) return text.toStdString();
      Json list = Json::array();
      for (const QString& part : text.split(',')) {
        if (!part.trimmed().isEmpty()) list.push_back(part.trimmed().toStdString());
      }
      return list;
    }
    case ParamType::any: {
      if (text.isEmpty()) return emptyValue(spec);
      Json parsed = Json::parse(text.toStdString(), nullptr, false);
      if (!parsed.is_discarded()) return parsed;
      return text.toStdString();
    }
  }
  return {};
}

QString textFromValue(const ParamSpec& spec, const Json& value) {
  if (value.is_null()) return spec.type == ParamType::any && !spec.default_value.is_null() ? QStringLiteral("null") : QString();
  QString text;
  if (value.is_string())
    text = QString::fromStdString(value.get<std::string>());
  else if (value.is_number())
    text = shortNumber(value);
  else if (spec.type == ParamType::text_list && value.is_array()) {
    QStringList parts;
    for (const Json& part : value) parts << (part.is_string() ? QString::fromStdString(part.get<std::string>()) : QString());
    text = parts.join(QStringLiteral(", "));
  } else {
    text = QString::fromStdString(dumped(value));
  }
  // What does not come back the same is written as JSON.
  if (valueFromText(spec, text) != value) text = QString::fromStdString(dumped(value));
  return text;
}

QString problemOf(const ParamSpec& spec, const Json& value) {
  const auto checked = ParamSchema{{spec}}.complete(Json{{spec.key, value}}, "");
  if (checked) return {};
  QString text = language::errorText(checked.error().message);
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  if (!checked.error().remedy.empty()) text += QStringLiteral(". ") + language::errorText(checked.error().remedy);
  return text;
}

QString shownDefault(const ParamSpec& spec) {
  if (spec.default_value.is_null()) return ParamEditor::tr("not set");
  if (spec.default_value.is_boolean()) return spec.default_value.get<bool>() ? ParamEditor::tr("on") : ParamEditor::tr("off");
  const QString text = textFromValue(spec, spec.default_value);
  return text.isEmpty() ? ParamEditor::tr("empty") : text;
}

ParamEditor::ParamEditor(QWidget* parent) : QWidget(parent) {}

namespace {

QHBoxLayout* bareRow(QWidget* owner) {
  auto* row = new QHBoxLayout(owner);
  row->setContentsMargins(0, 0, 0, 0);
  return row;
}

class FlagEditor : public ParamEditor {
 public:
  FlagEditor(const ParamSpec& spec, QWidget* parent) : ParamEditor(parent), m_box(new QCheckBox(ParamEditor::tr("on"))) {
    bareRow(this)->addWidget(m_box, 1);
    setValue(spec.default_value);
    connect(m_box, &QCheckBox::toggled, this, [this](bool on) {
      m_box->setText(on ? ParamEditor::tr("on") : ParamEditor::tr("off"));
      m_odd = Json();
      emit changed();
    });
  }
  Json value() const override { return m_odd.is_null() ? Json(m_box->isChecked()) : m_odd; }
  void setValue(const Json& value) override {
    const QSignalBlocker quiet(m_box);
    m_odd = value.is_boolean() ? Json() : value;
    m_box->setChecked(value.is_boolean() && value.get<bool>());
    m_box->setText(m_box->isChecked() ? ParamEditor::tr("on") : ParamEditor::tr("off"));
  }
  QWidget* control() const override { return m_box; }

 private:
  QCheckBox* m_box;
  Json m_odd;  // a value of a wrong type, kept so that it is reported and not lost
};

class ChoiceEditor : public ParamEditor {
 public:
  ChoiceEditor(const ParamSpec& spec, QWidget* parent) : ParamEditor(parent), m_spec(spec), m_box(new CalmCombo) {
    auto add = [this](const QString& title, const Json& value) {
      const bool usual = value == m_spec.default_value;
      m_box->addItem(usual ? ParamEditor::tr("%1  (default)").arg(title) : title, QString::fromStdString(value.dump()));
    };
    if (spec.default_value.is_null()) add(ParamEditor::tr("not set"), Json());
    if (spec.type == ParamType::boolean) {
      add(ParamEditor::tr("on"), true);
      add(ParamEditor::tr("off"), false);
    }
    for (const auto& choice : spec.choices) add(QString::fromStdString(choice), choice);
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(8);
    bareRow(this)->addWidget(m_box, 1);
    setValue(spec.default_value);
    connect(m_box, &QComboBox::currentIndexChanged, this, [this] { emit changed(); });
  }
  Json value() const override { return Json::parse(m_box->currentData().toString().toStdString(), nullptr, false); }
  void setValue(const Json& value) override {
    const QSignalBlocker quiet(m_box);
    const QString wanted = QString::fromStdString(dumped(value));
    int index = m_box->findData(wanted);
    if (index < 0) {  // unknown: shown and reported, not lost
      m_box->addItem(wanted, wanted);
      index = m_box->count() - 1;
    }
    m_box->setCurrentIndex(index);
  }
  QWidget* control() const override { return m_box; }

 private:
  ParamSpec m_spec;
  QComboBox* m_box;
};

class LineEditor : public ParamEditor {
 public:
  LineEditor(const ParamSpec& spec, QWidget* parent) : ParamEditor(parent), m_spec(spec), m_line(new QLineEdit) {
    bareRow(this)->addWidget(m_line, 1);
    m_line->setPlaceholderText(spec.default_value.is_null() ? ParamEditor::tr("not set") : ParamEditor::tr("default: %1").arg(shownDefault(spec)));
    m_line->installEventFilter(this);
    setValue(spec.default_value);
    connect(m_line, &QLineEdit::textChanged, this, [this] { emit changed(); });
  }
  Json value() const override { return valueFromText(m_spec, m_line->text()); }
  void setValue(const Json& value) override {
    const QSignalBlocker quiet(m_line);
    m_line->setText(textFromValue(m_spec, value));
    m_line->setCursorPosition(0);
  }
  QWidget* control() const override { return m_line; }
  // Up and Down step whole numbers by one, other numbers by a factor of two.
  bool eventFilter(QObject* object, QEvent* event) override {
    if (object == m_line && event->type() == QEvent::KeyPress) {
      const int key = static_cast<QKeyEvent*>(event)->key();
      if (key == Qt::Key_Up || key == Qt::Key_Down) return step(key == Qt::Key_Up);
    }
    return ParamEditor::eventFilter(object, event);
  }

 private:
  bool step(bool up) {
    const Json now = value();
    if (!now.is_number() || (m_spec.type != ParamType::integer && m_spec.type != ParamType::number)) return false;
    Json next;
    if (m_spec.type == ParamType::integer) {
      if (!now.is_number_integer()) return false;
      next = now.get<int64_t>() + (up ? 1 : -1);
    } else {
      next = now.get<double>() * (up ? 2.0 : 0.5);
    }
    if (!problemOf(m_spec, next).isEmpty()) return true;
    m_line->setText(textFromValue(m_spec, next));
    return true;
  }
  ParamSpec m_spec;
  QLineEdit* m_line;
};

}  // namespace

ParamEditor* ParamEditor::create(const ParamSpec& spec, QWidget* parent) {
  if (spec.type == ParamType::boolean && !spec.default_value.is_null()) return new FlagEditor(spec, parent);
  if (spec.type == ParamType::choice || spec.type == ParamType::boolean) return new ChoiceEditor(spec, parent);
  return new LineEditor(spec, parent);
}

}  // namespace paretune
