// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <memory>

#include "ui/engine_texts.h"

static void initialiseTranslations() { Q_INIT_RESOURCE(translations); }

namespace paretune::language {
namespace {

const QString kFolder = QStringLiteral(":/translations");

QString fileOf(const QString& code) { return QStringLiteral("%1/paretune_%2.qm").arg(kFolder, code); }

// The language spoken, and what the engine says in it: read when it is first asked for, null in English.
QString spoken = QStringLiteral("en");
std::unique_ptr<EngineTexts> read;

const EngineTexts* engineTexts() {
  if (!read && spoken != QLatin1String("en")) {
    QFile file(QStringLiteral("%1/engine_%2.ts").arg(kFolder, spoken));
    if (!file.open(QIODevice::ReadOnly)) qWarning("The engine's texts in the language %s cannot be read.", qPrintable(spoken));
    read = std::make_unique<EngineTexts>(file);
  }
  return read.get();
}

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
  const QString whole = QString::fromStdString(text);
  const QString found = engineTexts() ? engineTexts()->entry(whole) : QString();
  return found.isNull() ? whole : found;
}

QString errorText(const std::string& text) {
  const QString whole = QString::fromStdString(text);
  return engineTexts() ? engineTexts()->told(whole) : whole;
}

void apply(QApplication& app, const QString& setting) {
  static std::unique_ptr<QTranslator> own, qt;
  own.reset();  // a translator that goes takes itself out
  qt.reset();
  const QString code = resolve(setting);
  read.reset();
  spoken = code;
  QLocale::setDefault(setting.isEmpty() ? QLocale::system() : QLocale(code));
  if (code == QLatin1String("en")) return;
  own = std::make_unique<QTranslator>();
  if (!own->load(fileOf(code)) || !app.installTranslator(own.get())) qWarning("The texts of the language %s cannot be read.", qPrintable(code));
  qt = std::make_unique<QTranslator>();
  if (qt->load(QLocale(code), QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    app.installTranslator(qt.get());
}

}  // namespace paretune::language
