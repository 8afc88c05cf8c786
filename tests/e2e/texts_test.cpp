// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine gives for showing has a translation.
#include <gtest/gtest.h>

#include <QFile>
#include <QMap>
#include <QXmlStreamReader>

#include "tests/support/program.h"
#include "training/api/engine.h"

namespace paretune {
namespace {

QMap<QString, QString> translationsOf(const QString& code) {
  QFile file(QStringLiteral(PARETUNE_SOURCE_DIR "/resources/translations/engine_%1.ts").arg(code));
  EXPECT_TRUE(file.open(QIODevice::ReadOnly));
  QXmlStreamReader xml(&file);
  QMap<QString, QString> out;
  QString source;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("source")) source = xml.readElementText();
    if (xml.name() == QLatin1String("translation")) out[source] = xml.readElementText();
  }
  EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
  return out;
}

TEST(EngineTexts, AreAllTranslated) {
  const test::TempFolder home;
  const auto engine = Engine::open({home / "home", "cpu", 1}).value();
  QMap<QString, QString> texts = translationsOf("de");
  ASSERT_GT(texts.size(), 300);
  QStringList missing;
  const auto need = [&](const std::string& text) {
    const QString source = QString::fromStdString(text);
    if (source.isEmpty()) return;
    if (texts.value(source).isEmpty() && !missing.contains(source)) missing << source;
  };
  for (const auto& method : engine->methods()) {
    need(method.summary);
    for (const auto& spec : method.schema.params) need(spec.help);
  }
  for (const ParamSchema* schema : {&data_schema(), &training_schema()})
    for (const auto& spec : schema->params) need(spec.help);
  for (const auto& item : engine->doctor()) {
    need(item.name);
    if (!item.ok) need(item.remedy);
  }
  EXPECT_TRUE(missing.isEmpty()) << missing.size() << " lack a translation in engine_de.ts:\n" << missing.join('\n').toStdString();
}

}  // namespace
}  // namespace paretune
