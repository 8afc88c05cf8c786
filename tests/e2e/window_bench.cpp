// SPDX-License-Identifier: GPL-3.0-or-later
// Not a test: how the window feels, in figures.
//   studio_window_bench start [RUNS]     from the start of the process to a usable window, with that many runs in the store (1000)
//   studio_window_bench chart            10 runs of 100,000 points: frames a second while zooming
//   studio_window_bench train [STEPS]    the demo trained in the open window: the longest time the main thread did not answer, and why
#include <qcustomplot.h>
#include <unistd.h>

#include <QApplication>
#include <QListView>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <sstream>

#include "tests/support/example_runs.h"
#include "ui/bridge/background.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/charts/chart_view.h"
#include "ui/main_window.h"
#include "ui/pages/setup_page.h"

namespace paretune {
namespace {

double clockMs(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

// Since the kernel made this process; good to 10 ms.
double processAgeMs() {
  std::ifstream stat("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string field;
  for (int i = 0; i < 20; ++i) fields >> field;
  return clockMs(CLOCK_BOOTTIME) - std::stod(field) * 1000.0 / double(sysconf(_SC_CLK_TCK));
}

// Times every event the main thread handles: on the wall, and in its own processor time.
class TimedApplication : public QApplication {
 public:
  using QApplication::QApplication;
  struct Long {
    double wall = 0, own = 0;
    QString what;
  };
  bool notify(QObject* receiver, QEvent* event) override {
    if (m_depth > 0) return QApplication::notify(receiver, event);
    const QString what = QStringLiteral("%1 %2, event %3").arg(receiver->metaObject()->className(), receiver->objectName()).arg(int(event->type()));
    const double wall = clockMs(CLOCK_MONOTONIC), own = clockMs(CLOCK_THREAD_CPUTIME_ID);
    ++m_depth;
    const bool result = QApplication::notify(receiver, event);
    --m_depth;
    all.push_back({clockMs(CLOCK_MONOTONIC) - wall, clockMs(CLOCK_THREAD_CPUTIME_ID) - own, what});
    return result;
  }
  std::vector<Long> all;

 private:
  int m_depth = 0;
};

int start(int runs) {
  // The store is filled by a process before this one.
  if (const char* home = std::getenv("PARETUNE_BENCH_HOME")) {
    const auto engine = Engine::open({home, "cpu", 0}).value();
    MainWindow window(engine, {true, false});
    window.show();
    if (!QTest::qWaitForWindowExposed(&window)) return 1;
    const double shown = processAgeMs();
    window.goTo(MainWindow::kRuns);
    auto* list = window.findChild<QListView*>("runsTable");
    if (!QTest::qWaitFor([&] { return list->model()->rowCount() == runs; }, 60'000)) return 1;
    window.goTo(MainWindow::kSetup);
    QApplication::processEvents();
    const double usable = processAgeMs(), own = clockMs(CLOCK_THREAD_CPUTIME_ID);
    auto* button = window.findChild<QPushButton*>("startButton");
    const bool ready = QTest::qWaitFor([&] { return button->isEnabled() && window.setupPage()->missing().isEmpty(); }, 60'000);
    std::printf("%d runs: window shown after %.0f ms, all runs listed after %.0f ms (%.0f ms of the main thread's own work), the demo ready to start after %.0f ms\n", runs, shown, usable, own,
                ready ? processAgeMs() : -1);
    return 0;
  }
  const QTemporaryDir home;
  {
    const auto engine = Engine::open({home.path().toStdString(), "cpu", 0}).value();
    const RunConfig demo = engine->demo_config().value();
    std::vector<std::string> notices;
    const auto store = RunStore::open(home.path().toStdString(), notices).value();
    const auto& kinds = test::example_runs();
    for (int i = 0; i < runs; ++i) test::add_example_run(*store, home.path().toStdString(), demo, kinds[size_t(i) % kinds.size()], i + 1, 60);
  }
  qputenv("PARETUNE_BENCH_HOME", home.path().toLocal8Bit());
  int code = 0;
  for (int i = 0; i < 5 && code == 0; ++i) code = QProcess::execute(QCoreApplication::applicationFilePath(), {"start", QString::number(runs)});
  return code;
}

int chart() {
  ChartView view("Loss", Unit::number);
  view.resize(1000, 420);
  for (int run = 0; run < 10; ++run) {
    const int series = view.addSeries({QString::number(run), QString("run %1").arg(run), run, true});
    std::vector<double> xs, ys;
    for (int i = 0; i < 100'000; ++i) {
      xs.push_back(i);
      ys.push_back(2 + run * 0.1 + std::sin(i * 0.001) + 0.2 * std::sin(i * 1.7 + run));
    }
    view.assign(series, xs, ys);
  }
  view.show();
  if (!QTest::qWaitForWindowExposed(&view)) return 1;
  view.replotNow();
  for (const double smoothing : {0.0, 0.9}) {
    view.setSmoothing(smoothing);
    view.replotNow();
    std::vector<double> frames;
    const double own = clockMs(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < 120; ++i) {
      const double begin = clockMs(CLOCK_MONOTONIC);
      view.plot()->xAxis->setRange(i * 300, 99'999 - i * 300);
      view.plot()->replot(QCustomPlot::rpImmediateRefresh);
      frames.push_back(clockMs(CLOCK_MONOTONIC) - begin);
    }
    const double cpu = (clockMs(CLOCK_PROCESS_CPUTIME_ID) - own) / double(frames.size());
    std::sort(frames.begin(), frames.end());
    std::printf("10 x 100,000 points, smoothing %.1f: %.1f ms a frame (median), %.1f ms at most, %.1f ms of processor time: %.0f frames/s\n", smoothing,
                frames[frames.size() / 2], frames.back(), cpu, 1000 / frames[frames.size() / 2]);
  }
  return 0;
}

int train(TimedApplication& app, int steps) {
  const QTemporaryDir home;
  const auto engine = Engine::open({home.path().toStdString(), "cpu", 0}).value();
  MainWindow window(engine, {false, false});
  window.show();
  RunConfig demo = engine->demo_config().value();
  demo.training["max_steps"] = steps;
  demo.training["eval_steps"] = std::max(2, steps / 2);
  demo.training["eval_max_rows"] = 16;
  window.setupPage()->setConfig(demo);
  auto* button = window.findChild<QPushButton*>("startButton");
  if (!QTest::qWaitFor([&] { return button->isEnabled() && window.setupPage()->missing().isEmpty(); }, 120'000)) return 1;
  QTest::qWait(2000);
  app.all.clear();
  button->click();
  if (!QTest::qWaitFor([&] { return !window.controller()->liveRuns().isEmpty(); }, 60'000)) return 1;
  std::vector<double> gaps;
  double last = clockMs(CLOCK_MONOTONIC), own = clockMs(CLOCK_THREAD_CPUTIME_ID), worst = 0, worst_own = 0;
  QTimer tick;
  tick.setTimerType(Qt::PreciseTimer);
  QObject::connect(&tick, &QTimer::timeout, [&] {
    const double now = clockMs(CLOCK_MONOTONIC), mine = clockMs(CLOCK_THREAD_CPUTIME_ID);
    const double late = now - last - 5;
    gaps.push_back(late);
    if (late > worst) worst = late, worst_own = mine - own;
    last = now;
    own = mine;
  });
  tick.start(5);
  while (!window.controller()->liveRuns().isEmpty()) QApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
  const auto row = engine->runs().front();
  std::printf("%s after %lld steps\n", row.state.c_str(), static_cast<long long>(row.step));
  std::sort(gaps.begin(), gaps.end());
  std::printf("main thread late by: %.1f ms at most (of them %.1f ms its own work), 99.9 %% within %.1f ms, %ld of %zu over 50 ms\n", worst, worst_own,
              gaps[gaps.size() * 999 / 1000], std::count_if(gaps.begin(), gaps.end(), [](double gap) { return gap > 50; }), gaps.size());
  std::sort(app.all.begin(), app.all.end(), [](const auto& a, const auto& b) { return a.wall > b.wall; });
  for (std::size_t i = 0; i < std::min<std::size_t>(12, app.all.size()); ++i)
    std::printf("  %6.1f ms, own %6.1f ms: %s\n", app.all[i].wall, app.all[i].own, qPrintable(app.all[i].what));
  return 0;
}

}  // namespace
}  // namespace paretune

int main(int argc, char** argv) {
  paretune::TimedApplication app(argc, argv);
  QApplication::setApplicationName("Paretune");
  const QString what = argc > 1 ? argv[1] : "";
  const int number = argc > 2 ? QString(argv[2]).toInt() : 0;
  int code = 2;
  if (what == "start") code = paretune::start(number > 0 ? number : 1000);
  else if (what == "chart") code = paretune::chart();
  else if (what == "train") code = paretune::train(app, number > 0 ? number : 24);
  else std::fprintf(stderr, "usage: studio_window_bench start [RUNS] | chart | train [STEPS]\n");
  paretune::backgroundPool().waitForDone();
  return code;
}
