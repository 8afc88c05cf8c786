// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine gives for showing has a translation.
#include <gtest/gtest.h>

#include <QFile>
#include <QMap>
#include <QXmlStreamReader>

#include "tests/support/program.h"
#include "training/api/engine.h"
#include "training/api/sweep_summary.h"

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
  // What tournaments can conclude, in all its pieces.
  using Values = std::vector<double>;
  const auto conclude = [&](const std::vector<std::pair<Values, double>>& methods, bool failed, const std::string& cost) {
    std::vector<ScoredRun> runs;
    for (std::size_t i = 0; i < methods.size(); ++i)
      for (const double value : methods[i].first) runs.push_back({"M" + std::to_string(i), true, {{"exact_match", value}, {cost, methods[i].second}}});
    for (int i = 0; failed && i < 3; ++i) runs.push_back({i == 0 ? "Lost" : "Lost twice", false, {}});
    for (const Phrase& phrase : summarize(runs, {"exact_match"}, cost).phrases) {
      if (phrase.text != "." && phrase.text != ", ") need(phrase.text);
      for (const std::string& value : phrase.values)
        if (value[0] != 'M' && value[0] != 'L' && !std::isdigit(static_cast<unsigned char>(value[0]))) need(value);
    }
  };
  const Values low = {0.50, 0.51, 0.52}, high = {0.80, 0.81, 0.82}, wide = {0.70, 0.80, 0.90};
  for (const char* cost : {"memory_peak_bytes", "step_ms", "train_seconds", "wall_seconds", "adapter_bytes", "trainable_parameters", "forgetting", "drift"}) {
    conclude({}, false, cost);
    conclude({{{0.5}, 1}}, false, cost);
    conclude({{low, 1}}, false, cost);
    conclude({{{0.5}, 1}, {{0.6}, 1.2}}, true, cost);
    conclude({{low, 1}, {high, 1.5}}, false, cost);
    conclude({{low, 1}, {high, 5}}, false, cost);
    conclude({{wide, 1}, {high, 1.5}}, false, cost);
    conclude({{wide, 1}, {high, 1}}, false, cost);
  }
  EXPECT_TRUE(missing.isEmpty()) << missing.size() << " lack a translation in engine_de.ts:\n" << missing.join('\n').toStdString();
}

}  // namespace
}  // namespace paretune
