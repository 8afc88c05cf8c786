// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language.h"

#include <QApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QTranslator>
#include <memory>

static void initialiseTranslations() { Q_INIT_RESOURCE(translations); }

namespace paretune::language {
namespace {

const QString kFolder = QStringLiteral(":/translations");

// "Gradient norm 38, usual 0.1 to 10" as "Gradient norm %1, usual %2 to %3": so a table can hold it.
QString withoutNumbers(const QString& text, const QRegularExpression& number, QStringList& numbers) {
  QString out;
  qsizetype at = 0;
  for (auto it = number.globalMatch(text); it.hasNext();) {
    const auto match = it.next();
    numbers << match.captured();
    out += text.mid(at, match.capturedStart() - at) + QStringLiteral("%%1").arg(numbers.size());
    at = match.capturedEnd();
  }
  return out + text.mid(at);
}

QString fileOf(const QString& code) { return QStringLiteral("%1/paretune_%2.qm").arg(kFolder, code); }

}  // namespace

QStringList available() {
  initialiseTranslations();
  QStringList out{QStringLiteral("en")};
  for (QString name : QDir(kFolder).entryList({QStringLiteral("paretune_*.qm")}, QDir::Files, QDir::Name)) {
    out << name.remove(QStringLiteral("paretune_")).remove(QStringLiteral(".qm"));
  }
  return out;
}

QString nativeName(const QString& code) {
  QString name = code == QLatin1String("en") ? QStringLiteral("English") : QLocale(code).nativeLanguageName();
  if (!name.isEmpty()) name[0] = name[0].toUpper();
  return name;
}

QString resolve(const QString& setting) {
  const QStringList known = available();
  if (known.contains(setting)) return setting;
  for (const QString& wanted : QLocale::system().uiLanguages()) {
    const QString code = wanted.section(QLatin1Char('-'), 0, 0).toLower();
    if (known.contains(code)) return code;
  }
  return QStringLiteral("en");
}

QString engineText(const std::string& text) {
  if (text.empty()) return {};
  const QString whole = QString::fromStdString(text), found = QCoreApplication::translate("engine", text.c_str());
  if (found != whole) return found;
  // Each number by itself, else a list of them ("rows 3, 17, 40") as one.
  static const QString one = QStringLiteral(R"((?<![\w.])[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?%1(?!\w))");
  static const QRegularExpression single(one.arg(QString())), list(one.arg(QStringLiteral("(?:, \\d+)*")));
  for (const auto* number : {&single, &list}) {
    QStringList numbers;
    const QString pattern = withoutNumbers(whole, *number, numbers);
    QString out = QCoreApplication::translate("engine", pattern.toUtf8().constData());
    if (out == pattern) continue;
    for (const QString& each : numbers) out = out.arg(each);
    return out;
  }
  return whole;
}

QString errorText(const std::string& text) {
  static const std::string mark = "\n  What to do: ";
  const auto end = text.find(mark);
  const std::string head = text.substr(0, end);
  QString out = engineText(head);
  // The place comes before the message and may hold colons of its own.
  for (auto at = head.find(": "); at != std::string::npos && out == QString::fromStdString(head); at = head.find(": ", at + 1)) {
    const std::string message = head.substr(at + 2);
    const QString told = engineText(message);
    if (told != QString::fromStdString(message)) out = QString::fromStdString(head.substr(0, at + 2)) + told;
  }
  if (end == std::string::npos) return out;
  return out + QStringLiteral("\n  ") + engineText("What to do: %1").arg(engineText(text.substr(end + mark.size())));
}

void apply(QApplication& app, const QString& setting) {
  static std::unique_ptr<QTranslator> own, qt;
  own.reset();  // a translator that goes takes itself out
  qt.reset();
  const QString code = resolve(setting);
  QLocale::setDefault(setting.isEmpty() ? QLocale::system() : QLocale(code));
  if (code == QLatin1String("en")) return;
  own = std::make_unique<QTranslator>();
  if (!own->load(fileOf(code)) || !app.installTranslator(own.get())) qWarning("The texts of the language %s cannot be read.", qPrintable(code));
  qt = std::make_unique<QTranslator>();
  if (qt->load(QLocale(code), QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    app.installTranslator(qt.get());
}

}  // namespace paretune::language
