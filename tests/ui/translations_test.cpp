// SPDX-License-Identifier: GPL-3.0-or-later
// Every text of the window is translated, and asked for where the translation has it.
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTranslator>
#include <QXmlStreamReader>

#include "tests/ui/window_fixture.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/setup_page.h"

namespace paretune {
namespace {

struct Message {
  QString context, source, text;
  bool finished = true;
};

std::vector<Message> messagesOf(const QString& path) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  QXmlStreamReader xml(&file);
  std::vector<Message> out;
  QString context;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("name")) context = xml.readElementText();
    if (xml.name() == QLatin1String("message")) out.push_back({context, {}, {}});
    if (xml.name() == QLatin1String("source")) out.back().source = xml.readElementText();
    if (xml.name() == QLatin1String("translation")) {
      out.back().finished = !xml.attributes().hasAttribute("type");
      out.back().text = xml.readElementText();
    }
  }
  EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
  return out;
}

QStringList languages() {
  QStringList codes = language::available();
  codes.removeAll("en");
  return codes;
}
QString fileOf(const QString& code) { return QStringLiteral(PARETUNE_SOURCE_DIR "/resources/translations/paretune_%1.ts").arg(code); }

TEST(Translations, NoTextOfTheWindowLacksOne) {
  ASSERT_TRUE(languages().contains("de"));
  for (const QString& code : languages()) {
    // What lupdate finds in the sources today against what is translated.
    const QTemporaryDir folder;
    const QString copy = folder.filePath("paretune_" + code + ".ts");
    ASSERT_TRUE(QFile::copy(fileOf(code), copy));
    QProcess lupdate;
    lupdate.start(PARETUNE_LUPDATE, {"-silent", "-no-obsolete", "-locations", "none", "-I", PARETUNE_SOURCE_DIR, PARETUNE_SOURCE_DIR "/ui", "-ts", copy});
    ASSERT_TRUE(lupdate.waitForFinished(120'000) && lupdate.exitCode() == 0) << lupdate.readAllStandardError().toStdString();
    const auto messages = messagesOf(copy);
    EXPECT_GT(messages.size(), 400u);
    for (const Message& message : messages) {
      EXPECT_TRUE(message.finished && !message.text.isEmpty())
          << code.toStdString() << ", " << message.context.toStdString() << ": " << message.source.toStdString()
          << "\n  What to do: build the target update_translations, then translate it in " << fileOf(code).toStdString();
    }
  }
}

TEST(Translations, KeepPlacesAndEndings) {
  static const QRegularExpression place("%\\d");
  for (const QString& code : languages()) {
    for (const Message& message : messagesOf(fileOf(code))) {
      QStringList here, there;
      for (auto it = place.globalMatch(message.source); it.hasNext();) here << it.next().captured();
      for (auto it = place.globalMatch(message.text); it.hasNext();) there << it.next().captured();
      here.sort();
      there.sort();
      EXPECT_EQ(here, there) << message.source.toStdString();
      EXPECT_EQ(message.source.count('\n'), message.text.count('\n')) << message.source.toStdString();
      EXPECT_EQ(message.source.contains('&'), message.text.contains('&')) << message.source.toStdString();
      EXPECT_EQ(message.source.endsWith('.'), message.text.endsWith('.')) << message.source.toStdString();
    }
  }
}

// Notes what is asked for and translates nothing.
class Recorder : public QTranslator {
 public:
  QString translate(const char* context, const char* source, const char*, int) const override {
    asked.insert(QString::fromUtf8(context) + '\n' + QString::fromUtf8(source));
    return {};
  }
  bool isEmpty() const override { return false; }
  mutable QSet<QString> asked;
};

struct TranslationsInUse : WindowFixture {};

// A class without Q_OBJECT, say, asks under the name of its base, where the translation is not.
TEST_F(TranslationsInUse, AreAskedForUnderTheNamesTheyHave) {
  Recorder recorder;
  qApp->installTranslator(&recorder);
  FakeEngineOptions fake;
  fake.step_ms = 2;
  open(fake, {true});
  for (int page = 0; page < MainWindow::kPageCount; ++page) {
    window->goTo(page);
    QTest::qWait(300);
  }
  window->showTour();
  ExportDialog dialog(engine, QString::fromStdString(engine->runs().back().id));
  dialog.show();
  QTest::qWait(50);
  qApp->removeTranslator(&recorder);
  QSet<QString> known;
  for (const Message& message : messagesOf(fileOf("de"))) known.insert(message.context + '\n' + message.source);
  int own = 0;
  for (const QString& each : std::as_const(recorder.asked)) {
    const QString context = each.section('\n', 0, 0);
    if (!context.startsWith("paretune::") && context != "runs" && context != "metrics") continue;
    ++own;
    EXPECT_TRUE(known.contains(each)) << each.toStdString();
  }
  EXPECT_GT(own, 250);
}

}  // namespace
}  // namespace paretune
