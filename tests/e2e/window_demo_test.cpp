// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on the real engine: mouse and keyboard only, from launch to a trained adapter. Pictures go to <build>/screenshots.
#include <QComboBox>
#include <QDir>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>

#include "tests/ui/ui_support.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/charts/chart_view.h"
#include "ui/main_window.h"
#include "ui/pages/chat_pane.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/run_charts.h"
#include "ui/pages/run_view.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/setup_page.h"

namespace paretune {
namespace {

constexpr int kTrainingMs = 15 * 60 * 1000;

void picture(QWidget& window, const char* name) {
  const QString folder = QStringLiteral(PARETUNE_BINARY_DIR) + "/screenshots";
  QDir().mkpath(folder);
  EXPECT_TRUE(window.grab().save(folder + "/" + name + ".png"));
}

TEST(WindowDemo, StartTrainsToAVisibleGain) {
  const QTemporaryDir home;
  const auto engine = Engine::open({home.path().toStdString(), "cpu", 0}).value();
  MainWindow window(engine, StudioOptions{true});
  window.resize(1440, 900);
  window.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&window));
  auto* start = child<QPushButton>(&window, "startButton");
  ASSERT_TRUE(waitUntil([&] { return start->isEnabled() && window.setupPage()->missing().isEmpty(); }, 60'000));
  QTest::qWait(1500);  // the estimate arrives a moment later
  picture(window, "demo_setup");
  click(start);
  ASSERT_TRUE(waitUntil([&] { return window.page() == MainWindow::kRuns && !window.selection()->current().isEmpty(); }, 30'000));
  const std::string id = window.selection()->current().toStdString();

  // The window stays responsive while the training thread works.
  QElapsedTimer whole, gap;
  whole.start();
  qint64 longest = 0;
  bool pictured = false;
  auto* loss = window.runsPage()->view()->charts()->chart("loss");
  while (whole.elapsed() < kTrainingMs) {
    gap.start();
    QTest::qWait(10);
    longest = std::max(longest, gap.elapsed());
    const auto row = engine->run(id);
    if (row && !pictured && row->step > 25) {
      picture(window, "demo_training");
      pictured = true;
    }
    if (row && (row->state == "finished" || row->state == "failed")) break;
  }
  std::printf("longest stall of the event loop while training: %lld ms\n", static_cast<long long>(longest));
  const RunRow row = engine->run(id).value();
  ASSERT_EQ(row.state, "finished") << row.error;
  ASSERT_TRUE(waitUntil([&] { return static_cast<int64_t>(loss->series(0).data.size()) == row.total_steps; }, 10'000));
  QTest::qWait(500);
  picture(window, "demo_finished");

  const auto exact = engine->metric(id, "exact_match");
  ASSERT_GE(exact.size(), 2U);
  std::printf("exact match %.2f -> %.2f\n", exact.front().value, exact.back().value);
  EXPECT_GE(exact.back().value - exact.front().value, 0.30);

  QTest::keyClick(&window, Qt::Key_4, Qt::ControlModifier);
  QTest::qWait(800);
  picture(window, "demo_compare");

  QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
  click(child<QPushButton>(&window, "tryButton"));
  ASSERT_TRUE(waitUntil([&] { return window.page() == MainWindow::kPlayground; }));
  auto* page = window.findChild<PlaygroundPage*>();
  auto* prompt = child<QPlainTextEdit>(page, "playPrompt");
  auto* send = child<QPushButton>(page, "playSend");
  prompt->setFocus();
  QTest::keyClicks(prompt, "The chain of my Kestrel keeps slipping. Please hurry!");
  ASSERT_TRUE(waitUntil([&] { return send->isEnabled(); }, 30'000));
  click(send);
  ASSERT_TRUE(waitUntil([&] { return page->isBusy(); }, 10'000));
  ASSERT_TRUE(waitUntil([&] { return !page->isBusy(); }, 180'000));
  const QString base = child<ChatPane>(page, "playBase")->lastAnswer(), adapted = child<ChatPane>(page, "playAdapter")->lastAnswer();
  std::printf("base: %s\nadapter: %s\n", qPrintable(base.left(60)), qPrintable(adapted));
  EXPECT_EQ(adapted, "gears TAMU-7 today");
  EXPECT_NE(base, adapted);
  picture(window, "demo_playground");
}

}  // namespace
}  // namespace paretune
