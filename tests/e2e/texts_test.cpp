// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine gives for showing has a translation, its notes with figures too.
#include <gtest/gtest.h>

#include <QApplication>
#include <QFile>
#include <QMap>
#include <QXmlStreamReader>
#include <fstream>

#include "tests/support/program.h"
#include "training/api/engine.h"
#include "training/api/sweep_summary.h"
#include "training/loop/health.h"
#include "ui/language.h"

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

// Every note a run can get from its figures, brought about.
std::vector<std::string> healthNotes() {
  std::vector<std::string> out;
  const auto keep = [&](const std::optional<HealthNote>& note) {
    if (note) out.push_back(note->text);
  };
  TrainSettings settings;
  settings.learning_rate = 0.002;
  HealthWatch wild(settings), idle(settings), still(settings), rote(settings);
  for (int step = 1; step <= 90; ++step) {
    keep(wild.after_step(step, step == 60 ? 9 : 1.5, step >= 12 && step < 50 ? 38 : 0.5));
    keep(idle.after_step(step, 1.5, 0));
    keep(still.after_step(step, 1.5, 0.5));
    (void)rote.after_step(step, 2.0 - 0.02 * step, 0.5);
    if (step % 30 == 0) keep(rote.after_eval(step, 1.0 + 0.1 * step));
  }
  return out;
}

TEST(EngineTexts, NotesWithFiguresAreTranslated) {
  language::apply(*qApp, "de");
  QSet<QString> said;
  for (const auto& note : healthNotes()) {
    const QString source = QString::fromStdString(note), german = language::engineText(note);
    EXPECT_NE(german, source);
    EXPECT_FALSE(german.contains('%')) << german.toStdString();
    said << german.left(5);
  }
  EXPECT_EQ(said.size(), 5) << "a kind of note is missing here";
  EXPECT_EQ(language::engineText("Gradient norm 38, usual 0.1 to 1e+01, 2 steps so far at learning rate 0.002. If it goes on, lower it."),
            QString::fromUtf8("Gradientennorm 38, üblich 0.1 bis 1e+01, bisher 2 Schritte bei Lernrate 0.002. Wenn es so weitergeht, die Lernrate senken."));
  EXPECT_EQ(language::engineText("A text nobody translated, with 3 figures."), "A text nobody translated, with 3 figures.");
  language::apply(*qApp, "en");
}

// The place stays, with colons of its own; the message and the way out are translated, each by itself.
TEST(EngineTexts, ErrorsKeepTheirPlace) {
  language::apply(*qApp, "de");
  const Error known{ErrorKind::input, "the file is empty", "C: my rows.jsonl", "Give a file with at least one row."};
  EXPECT_EQ(language::errorText(known.text()), QString::fromUtf8("C: my rows.jsonl: die Datei ist leer\n  Abhilfe: Eine Datei mit mindestens einer Zeile angeben."));
  const Error figures{ErrorKind::input, "the loss was not finite in 5 steps in a row; the last rows were 3, 17, 40", "rows.jsonl", ""};
  EXPECT_EQ(language::errorText(figures.text()), QString::fromUtf8("rows.jsonl: der Verlust war in 5 Schritten in Folge nicht endlich; die letzten Zeilen waren 3, 17, 40"));
  const Error unknown{ErrorKind::input, "something unheard of", "row 3", "Look at it."};
  EXPECT_EQ(language::errorText(unknown.text()), "row 3: something unheard of\n  Abhilfe: Look at it.");
  language::apply(*qApp, "en");
  EXPECT_EQ(language::errorText(known.text()), QString::fromStdString(known.text()));
}

// Errors as the engine makes them, told whole: names stay, no English word is left.
TEST(EngineTexts, ErrorsOfTheEngineAreToldWhole) {
  const test::TempFolder home;
  const auto engine = Engine::open({home / "home", "cpu", 1}).value();
  language::apply(*qApp, "de");
  const auto told = [](const auto& result) { return result ? std::string("no error") : language::errorText(result.error().text()).toStdString(); };
  const auto rows = [&](const char* name, const std::string& text) {
    std::ofstream(home / name) << text;
    return Json{{"path", home / name}};
  };
  const auto config = parse_run_config({{"model", "demo"}, {"data", {{"path", "rows.jsonl"}}}, {"peft", {{"peft_type", "LORA"}, {"r", 0}}}});
  EXPECT_EQ(told(engine->run("zzz")), home / "home/paretune.db" + ": es gibt keinen Lauf 'zzz'\n  Abhilfe: ‚paretune runs list‘ zeigt die Läufe.");
  EXPECT_EQ(told(engine->preview_data("demo", {{"path", home / "none.jsonl"}}, 1)),
            home / "none.jsonl" + ": kann nicht geöffnet werden: Datei oder Ordner nicht gefunden\n  Abhilfe: Den Pfad prüfen; dort ist nichts.");
  EXPECT_EQ(told(engine->preview_data("demo", rows("cut.jsonl", "{\"text\": \"a\"}\n{\"text\": "), 1)),
            home / "cut.jsonl" + ":2: kein gültiges JSON in Zeile 2, Spalte 10\n  Abhilfe: Das JSON dort ausbessern; häufige Ursachen sind ein fehlendes "
                                 "Komma, ein roher Zeilenumbruch in einem Text oder eine abgeschnittene Datei.");
  EXPECT_EQ(told(engine->preview_data("demo", rows("odd.jsonl", "{\"question\": 1}\n"), 1)),
            home / "odd.jsonl" + ":1: die Zeile hat die Schlüssel \"question\"; das ist kein bekanntes Format\n  Abhilfe: Die Schlüssel so benennen: "
                                 "{\"messages\": [{\"role\", \"content\"}, ...]}; {\"conversations\": [{\"from\", \"value\"}, ...]}; {\"input_ids\": [...], "
                                 "\"labels\": [...] (darf fehlen), \"attention_mask\": [...] (darf fehlen)}; {\"prompt\", \"completion\"}; {\"instruction\", "
                                 "\"input\" (darf fehlen), \"output\"}; {\"text\"}; {\"text\", \"label\"}.");
  EXPECT_EQ(told(engine->preview_data("demo", rows("odd.csv", "text,text\na,b\n"), 1)),
            home / "odd.csv" + ": die Spalte \"text\" gibt es zweimal\n  Abhilfe: Jeder Spalte der Kopfzeile einen eigenen Namen geben.");
  EXPECT_EQ(told(engine->plan(config.value())), "peft.r: 0 liegt unter dem kleinsten Wert 1\n  Abhilfe: Einen Wert von mindestens 1 angeben.");
  language::apply(*qApp, "en");
}

}  // namespace
}  // namespace paretune
