// SPDX-License-Identifier: GPL-3.0-or-later
// How a text of the engine finds its entry, whatever stands in its places.
#include "ui/engine_texts.h"

#include <gtest/gtest.h>

#include <QBuffer>
#include <QElapsedTimer>
#include <QFile>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

namespace paretune {
namespace {

EngineTexts tableOf(const std::vector<std::pair<QString, QString>>& entries) {
  QByteArray bytes;
  QXmlStreamWriter xml(&bytes);
  xml.writeStartElement("TS");
  for (const auto& [source, translation] : entries) {
    xml.writeStartElement("message");
    xml.writeTextElement("source", source);
    xml.writeTextElement("translation", translation);
    xml.writeEndElement();
  }
  xml.writeEndElement();
  QBuffer buffer(&bytes);
  EXPECT_TRUE(buffer.open(QIODevice::ReadOnly));
  return EngineTexts(buffer);
}

const QString kGerman = QStringLiteral(PARETUNE_SOURCE_DIR "/resources/translations/engine_de.ts");
EngineTexts german() {
  QFile file(kGerman);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly));
  return EngineTexts(file);
}

TEST(EngineTextsTable, PlacesMayComeInAnotherOrder) {
  const auto texts = tableOf({{"%1 needs r of at most %2 for a weight of %3 x %4, not %5", "%1: für %3 x %4 höchstens r %2, nicht %5"}});
  EXPECT_EQ(texts.entry("olora needs r of at most 8 for a weight of 16 x 32, not 64"), "olora: für 16 x 32 höchstens r 8, nicht 64");
  EXPECT_EQ(texts.entry("pissa needs r of at most %3 for a weight of %2 x %1, not %%"), "pissa: für %2 x %1 höchstens r %3, nicht %%") << "places in a name are no places";
}

TEST(EngineTextsTable, WhatFitsNothingIsNull) {
  const auto texts = tableOf({{"no run '%1'", "kein Lauf '%1'"}, {"%1 is missing", "%1 fehlt"}, {"not yet", ""}});
  for (const char* text : {"", "no run 'x", "no run x", "no run '", "is missing", " is missing", "one is missing.", "not yet", "kein Lauf 'x'"})
    EXPECT_TRUE(texts.entry(text).isNull()) << text;
  EXPECT_EQ(texts.entry("no run ''"), "kein Lauf ''");
  EXPECT_EQ(texts.told("file.json: one is missing."), "file.json: one is missing.");
}

TEST(EngineTextsTable, TheMostLettersWin) {
  const auto texts = tableOf({{"%1 is %2", "%1 ist %2"}, {"%1 is %2, not a text", "%1 ist %2, kein Text"}, {"a is b, not a text", "ganz"}, {"%1 has %2", "%1 hat %2"}});
  EXPECT_EQ(texts.entry("x is y"), "x ist y");
  EXPECT_EQ(texts.entry("x is y, not a text"), "x ist y, kein Text");
  EXPECT_EQ(texts.entry("a is b, not a text"), "ganz");
}

TEST(EngineTextsTable, OverlappingLettersAreNoFit) {
  const auto texts = tableOf({{"ab%1ba", "x%1"}, {"[%1, %2]", "(%1; %2)"}});
  EXPECT_TRUE(texts.entry("aba").isNull());
  EXPECT_EQ(texts.entry("abba"), "x");
  EXPECT_TRUE(texts.entry("[,]").isNull());
  EXPECT_EQ(texts.entry("[1, 2]"), "(1; 2)");
  EXPECT_TRUE(texts.entry("[1, ").isNull());
}

TEST(EngineTextsTable, PhrasesInPlacesAreToldAndNamesStay) {
  const auto texts = tableOf({{"must be %1, not %2", "muss %1 sein, nicht %2"}, {"a number", "eine Zahl"}, {"loss", "Verlust"}, {"key '%1'%2", "Schlüssel '%1'%2"},
                              {"; did you mean '%1'?", "; ist '%1' gemeint?"}});
  EXPECT_EQ(texts.entry("must be a number, not loss"), "muss eine Zahl sein, nicht loss") << "a word may be a name";
  EXPECT_EQ(texts.entry("key 'a number'; did you mean 'loss'?"), "Schlüssel 'a number'; ist 'loss' gemeint?") << "between quotes it is one";
  EXPECT_EQ(texts.entry("key 'x'"), "Schlüssel 'x'");
}

TEST(EngineTextsTable, ThePlaceOfAnErrorStays) {
  const auto texts = tableOf({{"%1 is missing", "es fehlt %1"}, {"cannot be read", "ist nicht lesbar"}, {"No such file", "keine Datei"}, {"Look at %1.", "%1 ansehen."}, {"What to do: %1", "Abhilfe: %1"}});
  EXPECT_EQ(texts.told("C: my rows.jsonl: the key is missing"), "C: my rows.jsonl: es fehlt the key");
  EXPECT_EQ(texts.told("a: cannot be read: No such file"), "a: ist nicht lesbar: keine Datei");
  EXPECT_EQ(texts.told("a: cannot be read: oddly: enough"), "a: ist nicht lesbar: oddly: enough");
  EXPECT_EQ(texts.told("a: nothing known\n  What to do: Look at it."), "a: nothing known\n  Abhilfe: it ansehen.");
}

TEST(EngineTextsTable, PiecesOfAListAreToldEach) {
  const auto texts = tableOf({{"no list of it", "keine Liste davon"}, {"x: {y} (may be left out)", "x: {y} (darf fehlen)"}});
  EXPECT_EQ(texts.told("{\"a\": [b]}; no list of it; c; x: {y} (may be left out)"), "{\"a\": [b]}; keine Liste davon; c; x: {y} (darf fehlen)");
}

// Every entry of the language says itself, whatever the others say.
TEST(EngineTextsTable, EveryEntryIsFoundWithNamesInIt) {
  const auto texts = german();
  QFile file(kGerman);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  QXmlStreamReader xml(&file);
  QString source;
  int patterns = 0;
  const auto named = [](QString text) {
    for (int i = 9; i > 0; --i) text.replace(QStringLiteral("%%1").arg(i), QStringLiteral("Name%1").arg(QChar('a' + i)));
    return text;
  };
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("source")) source = xml.readElementText();
    if (xml.name() != QLatin1String("translation")) continue;
    patterns += source.contains("%1");
    EXPECT_EQ(texts.entry(named(source)), named(xml.readElementText())) << source.toStdString();
  }
  EXPECT_GT(patterns, 400);
}

// What arrives may be written by whoever made a model or a data set.
TEST(EngineTextsTable, AMillionHostileLettersAreQuick) {
  const auto texts = german();
  constexpr int kMany = 1'000'000;
  const auto many = [](const char* piece) { return QString(piece).repeated(kMany / int(qstrlen(piece))); };
  const QStringList hostile = {many("a"), many(" "), many(": "), many("a: "), many("a b; "), many("a: b; "), QString("a b" + many("x").left(kMany / 15) + "; ").repeated(15), many("is "), many("\n  What to do: "), many("%1"), many("%"), many("'"), many(" to , and "),
                               "Set " + many(" to "), "Set " + many(", and to ") + ").", "unknown key \"" + many("\"; did you mean \""), "no run '" + many("no run '") + "'",
                               "x: cannot be read: " + many("cannot be read: "), many("missing: ") + "; of another shape: ", "must be " + many(", not "), many(" is ") + ", not a text"};
  for (const QString& text : hostile) {
    QElapsedTimer timer;
    timer.start();
    EXPECT_FALSE(texts.told(text).isEmpty());
    (void)texts.entry(text);
    EXPECT_LT(timer.elapsed(), 2000) << text.left(40).toStdString();
  }
}

}  // namespace
}  // namespace paretune
