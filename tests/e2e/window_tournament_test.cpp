// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on the real engine, as somebody new walks through it with data of their own: mouse and keyboard only, from launch over a
// tournament to the recommended adapter as a folder. Pictures go to <build>/screenshots.
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

#include "tests/ui/ui_support.h"
#include "ui/main_window.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/setup_page.h"
#include "ui/pages/tournament_page.h"
#include "ui/pages/tournament_view.h"
#include "ui/tour.h"

namespace paretune {
namespace {

void picture(QWidget& window, const char* name) {
  const QString folder = QStringLiteral(PARETUNE_BINARY_DIR) + "/screenshots";
  QDir().mkpath(folder);
  EXPECT_TRUE(window.grab().save(folder + "/" + name + ".png"));
}

// 60 rows with a rule: the drink decides the answer.
void writeRows(const QString& path) {
  static const char* const drinks[][2] = {{"tea", "shelf four"}, {"coffee", "shelf nine"}, {"cocoa", "shelf two"}};
  static const char* const who[] = {"Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana", "Ivo", "Jo",
                                    "Kai", "Lia", "Max", "Nora", "Otto", "Pia", "Quin", "Rita", "Sam", "Tess"};
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("prompt,completion\n");
  for (const char* name : who)
    for (const auto& drink : drinks) file.write(QStringLiteral("%1 wants some %2. Where is it?,%3\n").arg(name, drink[0], drink[1]).toUtf8());
}

void tick(QCheckBox* box) { QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2)); }

void typeInto(QSpinBox* box, const char* text) {
  click(box);
  QTest::keyClick(box, Qt::Key_A, Qt::ControlModifier);
  QTest::keyClicks(box, text);
  QTest::keyClick(box, Qt::Key_Return);
}

TEST(WindowTournament, OwnDataToARecommendedAdapter) {
  const QTemporaryDir home;
  const QString rows = home.filePath("drinks.csv");
  writeRows(rows);
  const auto engine = Engine::open({home.filePath("studio").toStdString(), "cpu", 0}).value();
  MainWindow window(engine, {});
  window.resize(1280, 800);
  window.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&window));
  ASSERT_TRUE(waitUntil([&] { return child<QPushButton>(&window, "startButton")->isEnabled() && window.setupPage()->missing().isEmpty(); }));
  if (window.tour() && window.tour()->isVisible()) QTest::keyClick(&window, Qt::Key_Escape);

  auto* path = child<QLineEdit>(&window, "dataPath");
  click(path);
  QTest::keyClick(path, Qt::Key_A, Qt::ControlModifier);
  QTest::keyClicks(path, rows);
  QTest::keyClick(path, Qt::Key_Return);
  auto* counts = child<QLabel>(&window, "dataCounts");
  ASSERT_TRUE(waitUntil([&] { return counts->text().startsWith("57 rows to train, 3 held out"); })) << counts->text().toStdString();

  click(child<QPushButton>(&window, "tournamentButton"));
  ASSERT_EQ(window.page(), MainWindow::kTournament);
  click(child<QPushButton>(&window, "noMethods"));
  tick(child<QCheckBox>(&window, "method:LoRA r16"));
  tick(child<QCheckBox>(&window, "method:MiSS r32"));
  typeInto(child<QSpinBox>(&window, "seeds"), "1");
  auto* kind = child<QComboBox>(&window, "budgetKind");
  kind->setFocus();
  QTest::keyClick(kind, Qt::Key_Down);
  typeInto(child<QSpinBox>(&window, "budgetTokens"), "6000");
  tick(child<QCheckBox>(&window, "searchRates"));
  auto* start = child<QPushButton>(&window, "tournamentStart");
  ASSERT_TRUE(waitUntil([&] { return start->isEnabled() && child<QLabel>(&window, "tournamentRuns")->text() == "2"; }, 120'000));
  std::printf("planned: %s, %s tokens a run, %s\n", qPrintable(child<QLabel>(&window, "tournamentTime")->text()),
              qPrintable(child<QLabel>(&window, "tournamentTokens")->text()), qPrintable(child<QLabel>(&window, "tournamentMemory")->text()));
  picture(window, "own_tournament_plan");
  click(start);
  const auto state = [&] { return window.tournamentPage()->view()->state(); };
  ASSERT_TRUE(waitUntil([&] { return state().state == "running"; }, 30'000));
  ASSERT_TRUE(waitUntil([&] { return state().state != "running"; }, 8 * 60 * 1000));
  ASSERT_EQ(state().state, "finished") << state().error;
  for (const auto& item : state().items) EXPECT_EQ(item.state, "finished") << item.item.key << ": " << item.error;
  const QString sentence = child<QLabel>(&window, "tournamentSentence")->text();
  std::printf("%s\n", qPrintable(sentence));
  picture(window, "own_tournament");
  static const QRegularExpression numbers("^On your data (LoRA r16|MiSS r32) scores [a-z ]+ [0-9.]+ against (LoRA r16|MiSS r32)'s [0-9.]+ .*one seed cannot show");
  EXPECT_TRUE(numbers.match(sentence).hasMatch()) << sentence.toStdString();

  click(child<QPushButton>(&window, "exportRecommended"));
  auto* dialog = window.findChild<ExportDialog*>();
  ASSERT_NE(dialog, nullptr);
  const QString folder = child<QLineEdit>(dialog, "exportPath")->text();
  click(child<QPushButton>(dialog, "exportButton"));
  ASSERT_TRUE(waitUntil([&] { return dialog->isBusy(); }, 5'000));
  ASSERT_TRUE(waitUntil([&] { return !dialog->isBusy(); }, 180'000));
  picture(*dialog, "own_tournament_export");
  EXPECT_TRUE(QFile::exists(folder + "/adapter_config.json")) << folder.toStdString();
  EXPECT_TRUE(QFile::exists(folder + "/adapter_model.safetensors"));
}

}  // namespace
}  // namespace paretune
