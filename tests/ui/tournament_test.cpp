// SPDX-License-Identifier: GPL-3.0-or-later
// Tournaments from the window: planned, started, stopped, gone on with, read and used; and what an earlier sitting left behind.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>

#include "tests/ui/window_fixture.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/bridge/sweep_controller.h"
#include "ui/charts/pareto_chart.h"
#include "ui/models/run_table.h"
#include "ui/models/sweep_table.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/setup_page.h"
#include "ui/pages/tournament_page.h"
#include "ui/pages/tournament_view.h"
#include "ui/widgets/message_bar.h"

namespace paretune {
namespace {

struct Tournament : WindowFixture {
  QPushButton* button(const char* name) { return child<QPushButton>(window.get(), name); }
  QCheckBox* box(const char* name) { return child<QCheckBox>(window.get(), name); }
  QString text(const char* name) { return child<QLabel>(window.get(), name)->text(); }
  // Without what groups the digits.
  int number(const char* name) { return text(name).remove(',').toInt(); }
  QPushButton* startButton() { return button("tournamentStart"); }
  // A check box answers to its mark and its words only.
  void tick(QCheckBox* each) { QTest::mouseClick(each, Qt::LeftButton, {}, QPoint(8, each->height() / 2)); }
  void openPage(FakeEngineOptions fake, bool with_runs = false) {
    fake.with_runs = with_runs;
    open(fake, {true, false});
    ASSERT_TRUE(waitUntil([&] { return button("startButton")->isEnabled() && window->setupPage()->missing().isEmpty(); }));
    press(Qt::Key_2, Qt::ControlModifier);
    ASSERT_EQ(window->page(), MainWindow::kTournament);
    ASSERT_TRUE(waitUntil([&] { return startButton()->isEnabled(); }));
  }
  static FakeEngineOptions quick() {
    FakeEngineOptions fake;
    fake.step_ms = 1;
    fake.steps = 20;
    return fake;
  }
  // Two methods, no search of learning rates.
  void chooseTwo() {
    click(button("noMethods"));
    EXPECT_EQ(startButton()->text(), "Choose a method first");
    EXPECT_FALSE(startButton()->isEnabled());
    tick(box("method:LoRA r16"));
    tick(box("method:(IA)³"));
    tick(box("searchRates"));
    ASSERT_TRUE(waitUntil([&] { return startButton()->isEnabled() && text("tournamentRuns") == "6"; }));
  }
  QString shown() { return window->tournamentPage()->shown(); }
  bool waitState(const std::string& state) {
    return waitUntil([&] { return !shown().isEmpty() && window->tournamentPage()->view()->state().state == state; });
  }
  QString bar() { return window->messageBar()->isVisible() ? window->messageBar()->text() : QString(); }
};

TEST_F(Tournament, OneActionStartsItOnTheExample) {
  openPage(quick());
  EXPECT_TRUE(text("tournamentSubject").contains("SmolLM2")) << text("tournamentSubject").toStdString();
  EXPECT_EQ(text("tournamentRuns"), "30 + 60 short");
  EXPECT_NE(text("tournamentTime"), "–");
  EXPECT_NE(text("tournamentMemory"), "–");
  EXPECT_EQ(number("tournamentTokens"), 15'360);
  EXPECT_TRUE(text("tournamentStory").contains("10 methods train 3 times each"));
  click(startButton());
  ASSERT_TRUE(waitState("running"));
  ASSERT_TRUE(waitState("finished"));
  const QString sentence = text("tournamentSentence");
  EXPECT_TRUE(sentence.startsWith("On your data ")) << sentence.toStdString();
  EXPECT_TRUE(sentence.contains(QChar(0x00B1))) << sentence.toStdString();
  const auto* table = child<QTableView>(window.get(), "tournamentTable")->model();
  ASSERT_EQ(table->rowCount(), 10);
  for (int row = 0; row < 10; ++row) {
    EXPECT_EQ(table->index(row, SweepTable::kRuns).data().toString(), "3 of 3");
    EXPECT_NE(table->index(row, SweepTable::kRate).data().toString(), "–");
  }
  EXPECT_EQ(table->headerData(SweepTable::kFirstFigure, Qt::Horizontal).toString(), "Exact match");
  const auto quality = [&](int row) { return table->index(row, SweepTable::kFirstFigure).data(SweepTable::kValueRole).toDouble(); };
  for (int row = 1; row < 10; ++row) EXPECT_GE(quality(row - 1), quality(row)) << "the best first";
  EXPECT_FALSE(child<ParetoChart>(window.get(), "tournamentChart")->frontIds().isEmpty());
  EXPECT_FALSE(child<QListWidget>(window.get(), "failedRuns")->isVisible());
}

TEST_F(Tournament, SetupLeadsThereAndBack) {
  open(quick(), {true, false});
  ASSERT_TRUE(waitUntil([&] { return button("startButton")->isEnabled(); }));
  click(button("tournamentButton"));
  EXPECT_EQ(window->page(), MainWindow::kTournament);
  click(button("changeSubject"));
  EXPECT_EQ(window->page(), MainWindow::kSetup);
}

TEST_F(Tournament, WhatIsMissingIsNamed) {
  FakeEngineOptions fake = quick();
  open(fake, {false, false});
  click(child<QToolButton>(window.get(), "railTournament"));
  ASSERT_TRUE(waitUntil([&] { return startButton()->text() == "Choose a base model first"; }));
  EXPECT_FALSE(startButton()->isEnabled());
}

TEST_F(Tournament, MethodsAndBudgetAreChosenAndPlannedAtOnce) {
  openPage(quick());
  chooseTwo();
  EXPECT_EQ(text("methodCount"), "2 methods");
  auto* seeds = child<QSpinBox>(window.get(), "seeds");
  seeds->setFocus();
  press(Qt::Key_Down);
  ASSERT_TRUE(waitUntil([&] { return text("tournamentRuns") == "4" && startButton()->isEnabled(); }));
  auto* more = child<QComboBox>(window.get(), "moreMethods");
  more->setFocus();
  press(Qt::Key_Down);
  ASSERT_TRUE(waitUntil([&] { return text("tournamentRuns") == "6" && startButton()->isEnabled(); }));
  EXPECT_TRUE(box("method:IA3")->isChecked());
  auto* kind = child<QComboBox>(window.get(), "budgetKind");
  kind->setFocus();
  press(Qt::Key_Down);
  auto* tokens = child<QSpinBox>(window.get(), "budgetTokens");
  ASSERT_TRUE(tokens->isVisible());
  tokens->selectAll();
  QTest::keyClicks(tokens, "31000");
  QTest::keyClick(tokens, Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return number("tournamentTokens") == 30'720 && startButton()->isEnabled(); })) << text("tournamentTokens").toStdString();
  click(button("usefulMethods"));
  ASSERT_TRUE(waitUntil([&] { return text("methodCount") == "10 methods" && text("tournamentRuns") == "20"; }));
}

TEST_F(Tournament, WhatDoesNotFitIsLeftOutWithAWayToFit) {
  openPage(quick());
  auto* memory = child<QDoubleSpinBox>(window.get(), "budgetMemory");
  memory->setFocus();
  memory->selectAll();
  QTest::keyClicks(memory, "0.6");
  QTest::keyClick(memory, Qt::Key_Return);
  auto* left_out = child<QWidget>(window.get(), "leftOut");
  ASSERT_TRUE(waitUntil([&] { return left_out->isVisible(); }));
  QString all;
  for (const auto* label : left_out->findChildren<QLabel*>()) all += label->text() + '\n';
  EXPECT_TRUE(all.contains("1 method is left out")) << all.toStdString();
  EXPECT_TRUE(all.contains("rsLoRA r64") && all.contains("It would fit: r = 16")) << all.toStdString();
  EXPECT_TRUE(startButton()->isEnabled()) << "the others can still be compared";
}

TEST_F(Tournament, LongOnesTakeFewerSeedsUntilAPersonSaysHowMany) {
  FakeEngineOptions fake;
  fake.steps = 1000;  // 30 runs of 310 s and the searches: above two hours
  openPage(fake);
  ASSERT_TRUE(waitUntil([&] { return child<QSpinBox>(window.get(), "seeds")->value() == 2 && startButton()->isEnabled(); }));
  EXPECT_TRUE(text("tournamentStory").contains("Fewer seeds than three")) << text("tournamentStory").toStdString();
  child<QSpinBox>(window.get(), "seeds")->setFocus();
  press(Qt::Key_Up);
  ASSERT_TRUE(waitUntil([&] { return text("tournamentStory").contains("train 3 times") && startButton()->isEnabled(); }));
  EXPECT_FALSE(text("tournamentStory").contains("Fewer seeds"));
}

TEST_F(Tournament, StopKeepsWhatIsFinishedAndGoOnMakesTheRest) {
  FakeEngineOptions fake = quick();
  fake.step_ms = 8;
  openPage(fake);
  chooseTwo();
  press(Qt::Key_F5);  // as the Start button
  ASSERT_TRUE(waitUntil([&] { return !shown().isEmpty() && window->tournamentPage()->view()->state().done >= 1; }));
  click(button("tournamentStop"));
  ASSERT_TRUE(waitState("stopped"));
  const SweepState stopped = window->tournamentPage()->view()->state();
  EXPECT_LT(stopped.summary.methods.empty() ? 0 : stopped.summary.methods[0].finished, 3);
  const std::string first = stopped.items[0].run_id;
  EXPECT_TRUE(bar().contains("Go on")) << bar().toStdString();

  // Another sitting finds it in the list.
  window.reset();
  open({}, {true, false});
  press(Qt::Key_2, Qt::ControlModifier);
  auto* list = child<QListWidget>(window.get(), "tournaments");
  ASSERT_TRUE(waitUntil([&] { return list->count() == 1 && list->isVisible(); }));
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
  ASSERT_TRUE(waitUntil([&] { return button("tournamentGoOn")->isVisible(); }));
  click(button("tournamentGoOn"));
  ASSERT_TRUE(waitState("finished"));
  const SweepState over = window->tournamentPage()->view()->state();
  EXPECT_EQ(over.items[0].run_id, first) << "no finished run is made twice";
  for (const auto& item : over.items) EXPECT_EQ(item.state, "finished");
  EXPECT_FALSE(button("tournamentGoOn")->isVisible());
  click(button("newTournament"));
  EXPECT_TRUE(waitUntil([&] { return startButton()->isVisible() && startButton()->isEnabled(); }));
}

TEST_F(Tournament, ItsResultIsUsed) {
  openPage(quick());
  chooseTwo();
  click(startButton());
  ASSERT_TRUE(waitState("finished"));
  auto* view = child<QTableView>(window.get(), "tournamentTable");
  auto* proxy = qobject_cast<QSortFilterProxyModel*>(view->model());
  ASSERT_NE(proxy, nullptr);
  QAbstractItemModelTester check(proxy->sourceModel(), QAbstractItemModelTester::FailureReportingMode::Fatal);
  button("copyMethods")->menu()->findChild<QAction*>("copyMethodsMarkdown")->trigger();
  const QString markdown = QGuiApplication::clipboard()->text();
  EXPECT_TRUE(markdown.startsWith("| Method | Seeds ")) << markdown.toStdString();
  EXPECT_EQ(markdown.count('\n'), 4);
  button("copyMethods")->menu()->findChild<QAction*>("copyMethodsCsv")->trigger();
  EXPECT_EQ(QGuiApplication::clipboard()->text().count('\n'), 3);

  const SweepState state = window->tournamentPage()->view()->state();
  const std::string method = state.summary.methods[state.summary.recommended].method;
  click(button("exportRecommended"));
  auto* dialog = window->findChild<ExportDialog*>();
  ASSERT_NE(dialog, nullptr);
  dialog->reject();
  click(button("compareRuns"));
  EXPECT_EQ(window->page(), MainWindow::kCompare);
  EXPECT_EQ(window->selection()->checked().size(), 6);
  press(Qt::Key_2, Qt::ControlModifier);
  click(button("useSettings"));
  EXPECT_EQ(window->page(), MainWindow::kSetup);
  EXPECT_EQ(window->setupFile()["peft"]["peft_type"], method == "LoRA r16" ? "LORA" : "IA3");
}

TEST_F(Tournament, SearchesAreHiddenUntilAskedFor) {
  openPage(quick());
  click(button("noMethods"));
  tick(box("method:LoRA r16"));
  ASSERT_TRUE(waitUntil([&] { return startButton()->isEnabled() && text("tournamentRuns") == "3 + 6 short"; }));
  click(startButton());
  ASSERT_TRUE(waitState("finished"));
  press(Qt::Key_3, Qt::ControlModifier);
  auto* list = child<QListView>(window.get(), "runsTable");
  ASSERT_TRUE(waitUntil([&] { return list->model()->rowCount() == 3; }));
  auto* all = child<QCheckBox>(list->parentWidget(), "showSearches");
  ASSERT_TRUE(waitUntil([&] { return all->isVisible(); }));
  tick(all);
  EXPECT_TRUE(waitUntil([&] { return list->model()->rowCount() == 9; }));
  press(Qt::Key_4, Qt::ControlModifier);
  auto* table = child<QTableView>(window.get(), "compareTable");
  auto* same = child<QCheckBox>(child<QWidget>(window.get(), "runsDock"), "showSearches");
  EXPECT_TRUE(same->isVisible() && same->isChecked()) << "both pages say the same";
  tick(same);
  EXPECT_TRUE(waitUntil([&] { return table->model()->rowCount() == 3; }));
}

TEST_F(Tournament, FailedRunsAreShownWhereTheyHappened) {
  FakeEngineOptions fake = quick();
  fake.fail_at_step = 7;
  openPage(fake);
  chooseTwo();
  click(startButton());
  ASSERT_TRUE(waitState("finished"));
  auto* failed = child<QListWidget>(window.get(), "failedRuns");
  ASSERT_EQ(failed->count(), 6);
  EXPECT_TRUE(failed->isVisible());
  EXPECT_TRUE(failed->item(0)->text().contains("LoRA r16 / seed 0 failed: ")) << failed->item(0)->text().toStdString();
  EXPECT_TRUE(failed->item(0)->text().contains("not enough memory"));
  EXPECT_TRUE(button("tournamentRetry")->isVisible());
  EXPECT_FALSE(button("exportRecommended")->isEnabled());
  failed->setCurrentRow(0);
  QTest::keyClick(failed, Qt::Key_Return);
  EXPECT_EQ(window->page(), MainWindow::kRuns);
}

TEST_F(Tournament, ClosingStopsItWithACheckpoint) {
  FakeEngineOptions fake = quick();
  fake.step_ms = 20;
  openPage(fake);
  chooseTwo();
  click(startButton());
  ASSERT_TRUE(waitUntil([&] { return !window->sweeps()->live().isEmpty() && !window->controller()->liveRuns().isEmpty(); }));
  window->close();
  EXPECT_TRUE(window->isVisible());
  EXPECT_TRUE(bar().startsWith("A tournament is still going")) << bar().toStdString();
  window->close();
  EXPECT_TRUE(waitUntil([&] { return !window->isVisible(); }));
  EXPECT_EQ(engine->sweeps().list()[0].state, "stopped");
}

TEST_F(Tournament, WhatAnEarlierSittingLeftGoesOn) {
  FakeEngineOptions fake = quick();
  fake.with_runs = false;
  fake.left_behind = 3;
  fake.broken_sweep = true;
  fake.step_ms = 100;  // they still go on when the window is there
  open(fake, {});
  ASSERT_TRUE(waitUntil([&] { return !bar().isEmpty(); }));
  EXPECT_EQ(bar(), "3 runs that were left go on.");
  click(child<QToolButton>(window->messageBar(), "messageClose"));
  EXPECT_TRUE(waitUntil([&] { return engine->runs().size() == 3 && engine->runs()[0].state == "finished" && engine->runs()[2].state == "finished"; }));
  ASSERT_TRUE(waitUntil([&] { return bar().startsWith("The tournament Two methods was broken off after 0 of 2 runs."); })) << bar().toStdString();
  click(button("messageAction"));
  EXPECT_TRUE(waitUntil([&] { return window->page() == MainWindow::kTournament; }));
  EXPECT_TRUE(waitState("finished"));
  EXPECT_EQ(window->tournamentPage()->view()->state().id, "sweep-broken");
}

TEST_F(Tournament, WhatGoesOnByItselfCanBeStopped) {
  FakeEngineOptions fake = quick();
  fake.with_runs = false;
  fake.left_behind = 1;
  fake.step_ms = 50;
  open(fake, {});
  ASSERT_TRUE(waitUntil([&] { return bar() == "A run that was left goes on."; })) << bar().toStdString();
  click(button("messageAction"));
  EXPECT_TRUE(waitUntil([&] { return engine->runs()[0].state == "stopped"; }));
}

TEST_F(Tournament, ARunThatBrokeOffTwiceIsOffered) {
  FakeEngineOptions fake = quick();
  fake.with_runs = false;
  fake.left_behind = 1;
  fake.breaks_off = true;
  open(fake, {});
  ASSERT_TRUE(waitUntil([&] { return !bar().isEmpty(); }));
  EXPECT_EQ(bar(), "A run was broken off.");
  window->messageBar()->showMessage(0, "Something else.");
  click(child<QToolButton>(window->messageBar(), "messageClose"));
  EXPECT_TRUE(bar().startsWith("A run was broken off.")) << "another message only covers it";
  click(button("messageAction"));
  EXPECT_TRUE(waitUntil([&] { return window->page() == MainWindow::kRuns; }));
  EXPECT_TRUE(waitUntil([&] { return engine->runs()[0].state == "finished"; }));
}

TEST_F(Tournament, ASecondStudioSaysSoAndLeavesTheQueueAlone) {
  FakeEngineOptions fake = quick();
  fake.with_runs = false;
  fake.left_behind = 2;
  open(fake, {false, false, {}, 4711});
  ASSERT_TRUE(waitUntil([&] { return bar().startsWith("Paretune is open on this folder already (process 4711)."); })) << bar().toStdString();
  EXPECT_EQ(engine->queue().left_behind().size(), 2u);
}

TEST_F(Tournament, AnOfferCanBeTurnedDown) {
  FakeEngineOptions fake = quick();
  fake.with_runs = false;
  fake.left_behind = 1;
  fake.breaks_off = true;
  open(fake, {});
  ASSERT_TRUE(waitUntil([&] { return bar().startsWith("A run was broken off."); }));
  press(Qt::Key_Escape);
  EXPECT_FALSE(window->messageBar()->isVisible());
  EXPECT_EQ(engine->queue().left_behind().size(), 1u);
}

}  // namespace
}  // namespace paretune
