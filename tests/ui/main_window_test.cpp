// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>

#include "tests/ui/fake_engine.h"
#include "tests/ui/ui_support.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/pareto_chart.h"
#include "ui/models/run_table.h"
#include "ui/models/sample_compare.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/run_charts.h"
#include "ui/pages/run_view.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/setup_page.h"
#include "ui/widgets/message_bar.h"

namespace paretune {
namespace {

struct WindowTest : ::testing::Test {
  QTemporaryDir home;
  std::shared_ptr<FakeEngine> engine;
  std::unique_ptr<MainWindow> window;

  void open(FakeEngineOptions options = {}, bool demo = false) {
    engine = std::make_shared<FakeEngine>(home.path().toStdString(), options);
    show(demo);
  }
  void show(bool demo = false) {
    window = std::make_unique<MainWindow>(engine, StudioOptions{demo});
    window->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window.get()));
    window->activateWindow();
    QTest::qWait(50);
  }
  void TearDown() override { window.reset(); }

  QPushButton* button(const char* name) { return child<QPushButton>(window.get(), name); }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(window.get(), key, modifiers); }
  QString bar() { return window->messageBar()->isVisible() ? window->messageBar()->text() : QString(); }
  QString current() { return window->selection()->current(); }
  QString status() { return child<QLabel>(window.get(), "runStatus")->text(); }
  // The demo, ready to start.
  bool ready() {
    return waitUntil([&] { return button("startButton")->isEnabled() && window->setupPage()->missing().isEmpty(); });
  }
  QString startDemo() {
    EXPECT_TRUE(ready());
    click(button("startButton"));
    EXPECT_TRUE(waitUntil([&] { return window->page() == MainWindow::kRuns && window->controller()->isLive(current()); }));
    return current();
  }
};

TEST_F(WindowTest, ThreeActionsFromLaunchToATrainedAdapter) {
  FakeEngineOptions options;
  options.with_runs = false;
  options.steps = 40;
  open(options, true);
  QElapsedTimer timer;
  timer.start();
  const QString id = startDemo();
  auto* loss = window->runsPage()->view()->charts()->chart("loss");
  ASSERT_TRUE(waitUntil([&] { return loss->series(0).data.size() > 0; }));
  RecordProperty("first_loss_point_ms", int(timer.elapsed()));
  ASSERT_TRUE(waitUntil([&] { return engine->run(id.toStdString())->state == "finished"; }));
  ASSERT_TRUE(waitUntil([&] { return button("exportButton")->isVisible(); }));
  EXPECT_TRUE(waitUntil([&] { return bar().contains("finished"); }));
  EXPECT_EQ(loss->series(0).data.size(), 40u);
  EXPECT_EQ(loss->series(loss->seriesIndex("eval_loss")).data.size(), 3u);
  // A key nobody planned for has a chart of its own.
  EXPECT_NE(window->runsPage()->view()->charts()->chart("entropy"), nullptr);
  // Base model in column zero, then later steps.
  auto* samples = child<QTableView>(window.get(), "samplesTable");
  EXPECT_EQ(samples->model()->rowCount(), 3);
  EXPECT_EQ(samples->model()->headerData(1, Qt::Horizontal).toString(), "Base model");
}

TEST_F(WindowTest, KeysGoToThePagesAndBack) {
  open();
  press(Qt::Key_3, Qt::ControlModifier);
  EXPECT_EQ(window->page(), MainWindow::kRuns);
  press(Qt::Key_4, Qt::ControlModifier);
  EXPECT_EQ(window->page(), MainWindow::kCompare);
  press(Qt::Key_5, Qt::ControlModifier);
  EXPECT_EQ(window->page(), MainWindow::kPlayground);
  press(Qt::Key_Escape);
  EXPECT_EQ(window->page(), MainWindow::kCompare);
  press(Qt::Key_Escape);
  EXPECT_EQ(window->page(), MainWindow::kRuns);
  click(child<QToolButton>(window.get(), "railDoctor"));
  EXPECT_EQ(window->page(), MainWindow::kDoctor);
  press(Qt::Key_1, Qt::ControlModifier);
  EXPECT_EQ(window->page(), MainWindow::kSetup);
}

TEST_F(WindowTest, F5StartsFromSetup) {
  open({}, true);
  ASSERT_TRUE(ready());
  press(Qt::Key_F5);
  EXPECT_TRUE(waitUntil([&] { return window->page() == MainWindow::kRuns && window->controller()->isLive(current()); }));
}

TEST_F(WindowTest, StopResumeSampleAndSave) {
  FakeEngineOptions options;
  options.with_runs = false;
  options.steps = 200;
  open(options, true);
  const QString id = startDemo();
  ASSERT_TRUE(waitUntil([&] { return engine->run(id.toStdString())->step >= 5 && button("sampleNowButton")->isVisible(); }));
  auto* samples = child<QTableView>(window.get(), "samplesTable")->model();
  const int columns = samples->columnCount();
  click(button("sampleNowButton"));
  EXPECT_TRUE(waitUntil([&] { return samples->columnCount() > columns; }));
  click(button("saveNowButton"));
  EXPECT_TRUE(waitUntil([&] { return bar().contains("Checkpoint of step"); }));
  EXPECT_TRUE(waitUntil([&] { return status().contains("left"); })) << status().toStdString();
  click(button("stopButton"));
  ASSERT_TRUE(waitUntil([&] { return button("resumeButton")->isVisible(); }));
  const auto stopped_at = engine->run(id.toStdString())->step;
  EXPECT_LT(stopped_at, 200);
  EXPECT_FALSE(button("stopButton")->isVisible());
  click(button("resumeButton"));
  ASSERT_TRUE(waitUntil([&] { return engine->run(id.toStdString())->step > stopped_at; }));
  EXPECT_TRUE(waitUntil([&] { return button("stopButton")->isVisible(); }));
  // The curve goes on without a jump back.
  const auto& data = window->runsPage()->view()->charts()->chart("loss")->series(0).data;
  ASSERT_TRUE(waitUntil([&] { return data.size() > size_t(stopped_at) + 2; }));
  for (size_t i = 1; i < data.size(); ++i) EXPECT_EQ(data.x(i), data.x(i - 1) + 1);
}

TEST_F(WindowTest, AFailedRunSaysWhyAndWhatToDo) {
  FakeEngineOptions options;
  options.with_runs = false;
  options.fail_at_step = 8;
  open(options, true);
  startDemo();
  auto* error = child<QLabel>(window.get(), "runError");
  ASSERT_TRUE(waitUntil([&] { return error->isVisible(); }));
  EXPECT_TRUE(error->text().contains("not enough memory"));
  EXPECT_TRUE(error->text().contains("What to do"));
  EXPECT_TRUE(bar().contains("failed"));
}

TEST_F(WindowTest, RenameTagNoteAndDelete) {
  open();
  press(Qt::Key_3, Qt::ControlModifier);
  auto* list = child<QListView>(window.get(), "runsTable");
  ASSERT_TRUE(waitUntil([&] { return list->model()->rowCount() == 6; }));
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(2, 0)).center());
  const QString id = list->model()->index(2, 0).data(RunTable::kIdRole).toString();
  ASSERT_EQ(current(), id);
  auto* menu = child<QToolButton>(window.get(), "runMenu")->menu();
  auto trigger = [&](const char* name) {
    auto* action = menu->findChild<QAction*>(name);
    ASSERT_NE(action, nullptr) << name;
    action->trigger();
  };
  trigger("renameAction");
  auto* edit = child<QLineEdit>(window.get(), "renameEdit");
  ASSERT_TRUE(edit->isVisible());
  QTest::keyClicks(edit, "A better name");
  QTest::keyClick(edit, Qt::Key_Return);
  EXPECT_TRUE(waitUntil([&] { return engine->run(id.toStdString())->name == "A better name"; }));

  trigger("tagAction");
  auto* tag = child<QLineEdit>(window.get(), "tagEdit");
  QTest::keyClicks(tag, "keep");
  QTest::keyClick(tag, Qt::Key_Return);
  EXPECT_TRUE(waitUntil([&] { return engine->run(id.toStdString())->tags == std::vector<std::string>{"keep"}; }));
  ASSERT_TRUE(waitUntil([&] { return window->findChild<QToolButton*>("tag:keep") != nullptr; }));

  child<QTabWidget>(window.get(), "runTabs")->setCurrentIndex(4);
  QTest::keyClicks(child<QPlainTextEdit>(window.get(), "runNote"), "worth a second look");
  EXPECT_TRUE(waitUntil([&] { return engine->run(id.toStdString())->note == "worth a second look"; }));

  trigger("deleteAction");
  ASSERT_TRUE(button("confirmDelete")->isVisible());
  press(Qt::Key_Escape);  // closes the question, deletes nothing
  EXPECT_FALSE(button("confirmDelete")->isVisible());
  EXPECT_TRUE(engine->run(id.toStdString()).ok());
  trigger("deleteAction");
  click(button("confirmDelete"));
  EXPECT_TRUE(waitUntil([&] { return !engine->run(id.toStdString()).ok() && list->model()->rowCount() == 5; }));
  EXPECT_TRUE(waitUntil([&] { return !current().isEmpty() && current() != id; }));
}

TEST_F(WindowTest, FilterFindsByTagAndMethod) {
  open();
  press(Qt::Key_3, Qt::ControlModifier);
  auto* list = child<QListView>(window.get(), "runsTable");
  ASSERT_TRUE(waitUntil([&] { return list->model()->rowCount() == 6; }));
  QTest::keyClicks(child<QLineEdit>(window.get(), "runsFilter"), "vera");
  EXPECT_EQ(list->model()->rowCount(), 1);
  press(Qt::Key_Escape);
  EXPECT_EQ(list->model()->rowCount(), 6);
}

TEST_F(WindowTest, EmptyStoreSaysTheNextStep) {
  FakeEngineOptions options;
  options.with_runs = false;
  open(options);
  press(Qt::Key_3, Qt::ControlModifier);
  ASSERT_TRUE(button("goToSetup")->isVisible());
  click(button("goToSetup"));
  EXPECT_EQ(window->page(), MainWindow::kSetup);
}

TEST_F(WindowTest, ARunPickedAnywhereLightsUpEverywhere) {
  open();
  press(Qt::Key_4, Qt::ControlModifier);
  auto* table = child<QTableView>(window.get(), "compareTable");
  auto* overlay = child<ChartView>(window.get(), "overlayChart");
  ASSERT_TRUE(waitUntil([&] { return table->model()->rowCount() == 6 && overlay->seriesCount() == 6; }));
  const auto cell = table->model()->index(3, 1);
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
  const QString id = table->model()->index(3, 0).data(RunTable::kIdRole).toString();
  EXPECT_EQ(current(), id);
  // Picked on a curve's name: the row follows.
  window->selection()->setCurrent(table->model()->index(0, 0).data(RunTable::kIdRole).toString());
  EXPECT_EQ(table->currentIndex().row(), 0);
  press(Qt::Key_3, Qt::ControlModifier);
  EXPECT_EQ(window->runsPage()->view()->runId(), current());
}

TEST_F(WindowTest, CompareChecksMetricsAxesAndCopies) {
  open();
  press(Qt::Key_4, Qt::ControlModifier);
  auto* table = child<QTableView>(window.get(), "compareTable");
  auto* overlay = child<ChartView>(window.get(), "overlayChart");
  auto* scatter = child<ParetoChart>(window.get(), "paretoChart");
  ASSERT_TRUE(waitUntil([&] { return overlay->seriesCount() == 6; }));
  EXPECT_FALSE(scatter->frontIds().isEmpty());
  click(button("checkNone"));
  EXPECT_TRUE(waitUntil([&] { return overlay->seriesCount() == 0; }));
  EXPECT_TRUE(scatter->frontIds().isEmpty());
  for (int row : {4, 5}) table->model()->setData(table->model()->index(row, 0), Qt::Checked, Qt::CheckStateRole);
  ASSERT_TRUE(waitUntil([&] { return overlay->seriesCount() == 2; }));
  auto* differing = child<QTableView>(window.get(), "differingSettings")->model();
  ASSERT_EQ(differing->rowCount(), 2);  // r and lora_alpha
  EXPECT_EQ(differing->index(1, 0).data().toString(), "peft.r");

  auto* metric = child<QComboBox>(window.get(), "overlayMetric");
  metric->setCurrentIndex(metric->findData("exact_match"));
  ASSERT_TRUE(waitUntil([&] { return overlay->seriesCount() == 2 && overlay->series(0).data.size() == 11; }));
  auto* by = child<QComboBox>(window.get(), "overlayBy");
  by->setCurrentIndex(by->findData("wall"));
  EXPECT_NEAR(overlay->series(0).data.x(10), 200 * 0.31, 1e-9);
  by->setCurrentIndex(by->findData("tokens"));
  EXPECT_GT(overlay->series(0).data.x(10), 20'000);

  const QString markdown = window->comparePage()->markdown();
  EXPECT_EQ(markdown.count('\n'), 4);
  EXPECT_TRUE(markdown.startsWith("| Run ")) << markdown.toStdString();
  EXPECT_EQ(window->comparePage()->csv().count('\n'), 3);
}

TEST_F(WindowTest, CompareShowsSamplesTagsNotesAndFilters) {
  open();
  press(Qt::Key_4, Qt::ControlModifier);
  auto* table = child<QTableView>(window.get(), "compareTable");
  auto* samples = child<QTableView>(window.get(), "compareSamples");
  ASSERT_TRUE(waitUntil([&] { return samples->model()->columnCount() == 8 && samples->model()->rowCount() == 3; }));
  EXPECT_EQ(samples->model()->index(0, 1).data().toString().left(4), "Well");
  const QString html = samples->model()->index(0, 2).data(SampleCompare::kHtmlRole).toString();
  EXPECT_TRUE(html.contains("underline")) << html.toStdString();
  // A column picked in the samples is the run picked everywhere, and stands out.
  child<QDockWidget>(window.get(), "samplesDock")->raise();
  QTest::qWait(50);
  samples->setCurrentIndex(samples->model()->index(0, 4));
  EXPECT_EQ(current(), static_cast<SampleCompare*>(samples->model())->runId(4));
  EXPECT_TRUE(samples->model()->index(1, 4).data(Qt::BackgroundRole).isValid());
  EXPECT_FALSE(samples->model()->index(1, 3).data(Qt::BackgroundRole).isValid());
  // Tags and notes are written in the table.
  const QString id = current();
  auto cell = [&](int column) {
    for (int row = 0; row < table->model()->rowCount(); ++row)
      if (table->model()->index(row, 0).data(RunTable::kIdRole).toString() == id) return table->model()->index(row, column);
    return QModelIndex();
  };
  EXPECT_TRUE(table->model()->setData(cell(RunTable::kNote), "the one to keep"));
  EXPECT_TRUE(waitUntil(
      [&] { return engine->run(id.toStdString())->note == "the one to keep" && cell(RunTable::kNote).data().toString() == "the one to keep"; }));
  EXPECT_TRUE(table->model()->setData(cell(RunTable::kTags), "good, small"));
  EXPECT_TRUE(waitUntil([&] { return engine->run(id.toStdString())->tags == std::vector<std::string>{"good", "small"}; }));
  EXPECT_FALSE(table->isColumnHidden(RunTable::kNote));
  QTest::keyClicks(child<QLineEdit>(window.get(), "compareFilter"), "small");
  ASSERT_TRUE(waitUntil([&] { return table->model()->rowCount() >= 1 && table->model()->rowCount() < 6; }));
  click(button("checkNone"));
  click(button("checkAll"));
  EXPECT_EQ(window->selection()->checked().size(), table->model()->rowCount()) << "what the filter leaves";
}

TEST_F(WindowTest, ColoursOfRunsAreKept) {
  open();
  press(Qt::Key_4, Qt::ControlModifier);
  auto* table = child<QTableView>(window.get(), "compareTable");
  ASSERT_TRUE(waitUntil([&] { return table->model()->rowCount() == 6; }));
  const std::string id = engine->runs()[2].id;
  window->selection()->setStyleIndex(QString::fromStdString(id), 17);
  ASSERT_TRUE(waitUntil([&] {
    const auto rows = engine->runs();
    return rows[2].style == 17 && std::all_of(rows.begin(), rows.end(), [](const RunRow& row) { return row.style >= 0; });
  }));
  const int oldest = engine->runs().back().style, newest = engine->runs().front().style;
  window.reset();
  engine->remove_run(engine->runs().back().id).value();
  show();
  press(Qt::Key_4, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([&] { return child<QTableView>(window.get(), "compareTable")->model()->rowCount() == 5; }));
  EXPECT_EQ(window->selection()->styleIndex(QString::fromStdString(id)), 17);
  EXPECT_EQ(window->selection()->styleIndex(QString::fromStdString(engine->runs().front().id)), newest) << "another run's going changes nothing";
  EXPECT_EQ(oldest, 0);
}

TEST_F(WindowTest, AHealthNoteIsAppliedToANewRun) {
  open();
  press(Qt::Key_3, Qt::ControlModifier);
  auto* list = child<QListView>(window.get(), "runsTable");
  ASSERT_TRUE(waitUntil([&] { return list->model()->rowCount() == 6; }));
  list->setCurrentIndex(list->model()->index(5, 0));
  auto* tabs = child<QTabWidget>(window.get(), "runTabs");
  tabs->setCurrentIndex(4);
  ASSERT_TRUE(waitUntil([&] { return window->findChild<QPushButton*>("applyToNewRun") != nullptr; }));
  click(button("applyToNewRun"));
  EXPECT_EQ(window->page(), MainWindow::kSetup);
  const Json file = window->setupPage()->runFile();
  EXPECT_EQ(file["training"]["learning_rate"], 0.0001);
  EXPECT_EQ(file["peft"]["peft_type"], "LORA");
  EXPECT_TRUE(bar().contains("learning_rate")) << bar().toStdString();
}

TEST_F(WindowTest, TheAdapterReportIsAMapOfModules) {
  open();
  press(Qt::Key_3, Qt::ControlModifier);
  auto* list = child<QListView>(window.get(), "runsTable");
  ASSERT_TRUE(waitUntil([&] { return list->model()->rowCount() == 6; }));
  list->setCurrentIndex(list->model()->index(5, 0));
  auto* map = child<QTableView>(window.get(), "layerMap");
  ASSERT_TRUE(waitUntil([&] { return map->model()->rowCount() == 30; }));
  child<QTabWidget>(window.get(), "runTabs")->setCurrentIndex(2);
  EXPECT_EQ(map->model()->columnCount(), 7);
  EXPECT_EQ(map->model()->headerData(0, Qt::Horizontal).toString(), "q_proj");
  EXPECT_EQ(map->model()->headerData(4, Qt::Vertical).toString(), "Block 4");
  EXPECT_EQ(map->model()->index(4, 0).data().toString(), QString::fromUtf8("✕ dead"));
  EXPECT_TRUE(map->model()->index(0, 0).data().toString().endsWith(" %"));
  EXPECT_TRUE(child<QLabel>(window.get(), "adapterVerdict")->text().contains("acts"));
  EXPECT_TRUE(child<QLabel>(window.get(), "deadModules")->text().contains("2 of 210"));
  // A failed run has none.
  list->setCurrentIndex(list->model()->index(0, 0));
  EXPECT_TRUE(waitUntil([&] { return map->isHidden(); }));
}

TEST_F(WindowTest, SameSettingsGoBackToSetup) {
  open();
  press(Qt::Key_3, Qt::ControlModifier);
  auto* list = child<QListView>(window.get(), "runsTable");
  ASSERT_TRUE(
      waitUntil([&] { return list->model()->rowCount() == 6 && current() == list->model()->index(0, 0).data(RunTable::kIdRole).toString(); }));
  child<QToolButton>(window.get(), "runMenu")->menu()->findChild<QAction*>("sameAction")->trigger();
  EXPECT_EQ(window->page(), MainWindow::kSetup);
  EXPECT_EQ(window->setupPage()->runFile()["peft"]["peft_type"], "OFT");
}

TEST_F(WindowTest, TryOpensThePlayground) {
  open();
  press(Qt::Key_3, Qt::ControlModifier);
  auto* list = child<QListView>(window.get(), "runsTable");
  ASSERT_TRUE(waitUntil([&] { return list->model()->rowCount() == 6; }));
  list->setCurrentIndex(list->model()->index(5, 0));
  ASSERT_TRUE(waitUntil([&] { return button("tryButton")->isVisible(); }));
  click(button("tryButton"));
  EXPECT_EQ(window->page(), MainWindow::kPlayground);
}

TEST_F(WindowTest, LayoutAndColoursAreKeptUnderTheStudiosFolder) {
  open();
  window->resize(1111, 777);
  window->setScheme(theme::Scheme::dark);
  EXPECT_TRUE(theme::isDark(window->palette()));
  window->close();
  window.reset();
  ASSERT_TRUE(QFile::exists(home.filePath("studio.ini")));
  show();
  EXPECT_TRUE(theme::isDark(window->palette()));
  EXPECT_EQ(window->size(), QSize(1111, 777));
  window->setScheme(theme::Scheme::light);
}

TEST_F(WindowTest, ClosingAsksOnceWhileARunGoesOn) {
  FakeEngineOptions options;
  options.with_runs = false;
  options.steps = 2000;
  open(options, true);
  const QString id = startDemo();
  window->close();
  EXPECT_TRUE(window->isVisible());
  EXPECT_TRUE(bar().contains("Close once more"));
  window->close();
  EXPECT_TRUE(waitUntil([&] { return !window->isVisible(); }));
  EXPECT_EQ(engine->run(id.toStdString())->state, "stopped");
}

TEST_F(WindowTest, EveryButtonHasAName) {
  open();
  QStringList unnamed;
  for (auto* each : window->findChildren<QAbstractButton*>()) {
    if (each->text().isEmpty() && each->accessibleName().isEmpty() && !each->objectName().startsWith("qt_") && each->focusPolicy() != Qt::NoFocus)
      unnamed << QString(each->metaObject()->className()) + " in " + each->parent()->metaObject()->className() + " " + each->parent()->objectName();
  }
  EXPECT_TRUE(unnamed.isEmpty()) << unnamed.join("; ").toStdString();
}

// A picture of every page in both colour schemes, for people to judge; and no page may be blank.
TEST_F(WindowTest, PicturesOfEveryPage) {
  FakeEngineOptions options;
  options.step_ms = 6;
  options.steps = 600;
  open(options, true);
  const QString folder = QString(PARETUNE_BINARY_DIR) + "/screenshots";
  ASSERT_TRUE(QDir().mkpath(folder));
  window->resize(1280, 800);
  startDemo();
  ASSERT_TRUE(waitUntil([&] { return engine->run(current().toStdString())->step > 120; }));
  static const char* const names[MainWindow::kPageCount] = {"setup", "tournament", "runs", "compare", "playground", "doctor"};
  for (auto scheme : {theme::Scheme::light, theme::Scheme::dark}) {
    window->setScheme(scheme);
    for (int page = 0; page < MainWindow::kPageCount; ++page) {
      window->goTo(page);
      QTest::qWait(500);
      const QImage image = window->grab().toImage();
      QSet<QRgb> colors;
      for (int y = 0; y < image.height(); y += 7)
        for (int x = 110; x < image.width(); x += 7) colors << image.pixel(x, y);
      EXPECT_GT(colors.size(), 8) << names[page];
      EXPECT_TRUE(image.save(folder + "/" + names[page] + "-" + theme::schemeName(scheme) + ".png"));
    }
    window->goTo(MainWindow::kRuns);
    for (int tab = 1; tab < 5; ++tab) {
      child<QTabWidget>(window.get(), "runTabs")->setCurrentIndex(tab);
      QTest::qWait(80);
      window->grab().save(QString("%1/runs-tab%2-%3.png").arg(folder).arg(tab).arg(theme::schemeName(scheme)));
    }
    child<QTabWidget>(window.get(), "runTabs")->setCurrentIndex(0);
  }
  // A failed run, a chart under the pointer, the published layer.
  auto* list = child<QListView>(window.get(), "runsTable");
  list->setCurrentIndex(list->model()->index(1, 0));
  QTest::qWait(200);
  auto* loss = window->runsPage()->view()->charts()->chart("loss");
  QTest::mouseMove(loss->findChild<QWidget*>("plot"), QPoint(300, 80));
  QTest::qWait(100);
  window->grab().save(folder + "/runs-failed.png");
  window->goTo(MainWindow::kCompare);
  child<QAbstractButton>(window.get(), "publishedRuns")->setChecked(true);
  QTest::qWait(400);
  window->grab().save(folder + "/compare-published.png");
  window->setScheme(theme::Scheme::light);
}

}  // namespace
}  // namespace paretune
