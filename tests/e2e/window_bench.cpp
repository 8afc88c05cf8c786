// SPDX-License-Identifier: GPL-3.0-or-later
// Not a test: how the window feels, in figures; 1 where it does not keep what is promised.
//   studio_window_bench start [RUNS]     from the start of the process to a usable window, with that many runs in the store (1000)
//   studio_window_bench chart            10 runs of 100,000 points: frames a second while zooming
//   studio_window_bench stream [HOURS]   a run's events of that many hours (24), a step every 100 ms: memory and the time of a frame, hour by hour
//   studio_window_bench open [HOURS]     a stored run of that many hours (24), eight figures ten times a second, is opened
//   studio_window_bench compare          200 runs of 50 figures: 20 of them laid over each other, the list filtered
//   studio_window_bench train [STEPS]    the demo trained in the open window: the longest time the main thread did not answer, and why
#include <qcustomplot.h>
#include <unistd.h>

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QProcess>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <sstream>

#include "tests/support/example_runs.h"
#include "tests/ui/fake_engine.h"
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

void longestFirst(TimedApplication& app) {
  std::sort(app.all.begin(), app.all.end(), [](const auto& a, const auto& b) { return a.wall > b.wall; });
}

void printLongest(const TimedApplication& app, std::size_t count) {
  for (std::size_t i = 0; i < std::min(count, app.all.size()); ++i)
    std::printf("  %6.1f ms, own %6.1f ms: %s\n", app.all[i].wall, app.all[i].own, qPrintable(app.all[i].what));
}

bool everything_held = true;

void promise(const char* what, double figure, double most, const char* unit) {
  const bool held = figure <= most;
  everything_held = everything_held && held;
  std::printf("  %s: %s, %.0f of %.0f %s\n", held ? "held" : "MISSED", what, figure, most, unit);
}

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
    promise("the window is there within a second", shown, 1000, "ms");
    return everything_held ? 0 : 1;
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
    promise("30 frames a second", frames[frames.size() * 95 / 100], 1000.0 / 30, "ms");
  }
  return 0;
}

int64_t residentBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t size = 0, resident = 0;
  statm >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

int stream(int hours) {
  const QTemporaryDir home;
  FakeEngineOptions options;
  options.step_ms = 1'000'000'000;  // it says nothing by itself
  const auto engine = std::make_shared<FakeEngine>(home.path().toStdString(), options);
  MainWindow window(engine, {true, false});
  window.resize(1280, 800);
  window.show();
  if (!QTest::qWaitForWindowExposed(&window)) return 1;
  auto* button = window.findChild<QPushButton*>("startButton");
  if (!QTest::qWaitFor([&] { return button->isEnabled() && window.setupPage()->missing().isEmpty(); }, 60'000)) return 1;
  button->click();
  if (!QTest::qWaitFor([&] { return !window.controller()->liveRuns().isEmpty(); }, 60'000)) return 1;
  const std::string id = window.controller()->liveRuns().front().toStdString();
  auto* chart = window.findChild<ChartView*>("lossChart");
  if (!QTest::qWaitFor([&] { return chart->isVisible(); }, 10'000)) return 1;
  const auto sink = window.controller()->sink();
  constexpr int64_t kStepMs = 100, kStepsPerHour = 3'600'000 / kStepMs;
  std::printf("| hour | steps | resident, MB | frame, ms | longest turn of the event loop, ms |\n| ---: | ---: | ---: | ---: | ---: |\n");
  int64_t step = 0;
  double eighth = 0;  // by then every series has as many points as it keeps
  for (int hour = 1; hour <= hours; ++hour) {
    double longest = 0;
    for (int64_t i = 0; i < kStepsPerHour; ++i) {
      ++step;
      const double x = double(step);
      RunMetrics metrics{step, {}};
      metrics.values = {{"loss", 2 + std::sin(x * 0.001) + 0.2 * std::sin(x * 1.7)}, {"learning_rate", 1e-4 * std::cos(x * 1e-6)}, {"grad_norm", 1 + 0.5 * std::sin(x * 2.3)},
                        {"tokens_per_second", 300 + 10 * std::sin(x)}, {"step_ms", 100 + std::sin(x * 3)}, {"memory_bytes", 1e9 + 1e7 * std::sin(x * 0.1)}, {"memory_peak_bytes", 1.1e9}};
      sink->on_event(id, {step * kStepMs, metrics});
      if (step % 500 == 0) {
        sink->on_event(id, {step * kStepMs, RunPhase{"eval", 0}});
        sink->on_event(id, {step * kStepMs, RunMetrics{step, {{"eval_loss", 2 + std::sin(x * 0.001)}}}});
        sink->on_event(id, {step * kStepMs, RunPhase{"train", 0}});
      }
      if (step % (1000 / kStepMs) == 0) {
        const double begin = clockMs(CLOCK_MONOTONIC);
        QApplication::processEvents();
        longest = std::max(longest, clockMs(CLOCK_MONOTONIC) - begin);
      }
    }
    QTest::qWait(300);  // the last of them are taken in
    std::vector<double> frames;
    for (int i = 0; i < 30; ++i) {
      const double begin = clockMs(CLOCK_MONOTONIC);
      chart->plot()->replot(QCustomPlot::rpImmediateRefresh);
      frames.push_back(clockMs(CLOCK_MONOTONIC) - begin);
    }
    std::sort(frames.begin(), frames.end());
    if (hour <= 4 || hour % 4 == 0)
      std::printf("| %d | %lld | %.1f | %.1f | %.1f |\n", hour, static_cast<long long>(step), double(residentBytes()) / 1e6, frames[frames.size() / 2], longest);
    promise("30 frames a second", frames[frames.size() * 95 / 100], 1000.0 / 30, "ms");
    promise("no turn of the event loop is long", longest, 250, "ms");
    if (hour == 8) eighth = double(residentBytes()) / 1e6;
    if (hour > 8) promise("memory flat from the eighth hour on", double(residentBytes()) / 1e6 - eighth, 8, "MB more");
    std::fflush(stdout);
  }
  std::_Exit(everything_held ? 0 : 1);  // the run that says nothing would be waited for
}

int open(TimedApplication& app, int hours) {
  const QTemporaryDir home;
  const auto engine = Engine::open({home.path().toStdString(), "cpu", 0}).value();
  {
    std::vector<std::string> notices;
    const auto store = RunStore::open(home.path().toStdString(), notices).value();
    const RunConfig demo = engine->demo_config().value();
    test::add_example_run(*store, home.path().toStdString(), demo, test::example_runs()[0], 1, 60);
    const std::string id = store->runs().front().id;
    const int64_t steps = hours * int64_t{36'000};
    for (int64_t step = 61; step <= steps; ++step) {
      std::map<std::string, double> values;
      for (const char* key : {"loss", "learning_rate", "grad_norm", "tokens_per_second", "step_ms", "memory_bytes", "memory_peak_bytes", "epoch"})
        values[key] = 2 + std::sin(double(step) * 0.001) + 0.2 * std::sin(double(step) * 1.7);
      store->record(id, {step * 100, RunMetrics{step, std::move(values)}});
      if (step % 10'000 == 0) store->flush();
    }
    store->flush();
  }
  const int64_t before = residentBytes();
  MainWindow window(engine, {false, false});
  window.resize(1280, 800);
  window.show();
  if (!QTest::qWaitForWindowExposed(&window)) return 1;
  app.all.clear();
  const double begin = clockMs(CLOCK_MONOTONIC);
  window.goTo(MainWindow::kRuns);  // the only run is chosen by itself
  auto* chart = window.findChild<ChartView*>("lossChart");
  double painted = -1;
  const auto full = [&] {
    if (painted < 0 && chart->isVisible()) painted = clockMs(CLOCK_MONOTONIC) - begin;
    return chart->isVisible() && chart->series(0).data.size() > 100;
  };
  if (!QTest::qWaitFor(full, 120'000)) return 1;
  chart->replotNow();
  const double whole = clockMs(CLOCK_MONOTONIC) - begin, more = double(residentBytes() - before) / 1e6;
  longestFirst(app);
  const double busy = app.all.empty() ? 0.0 : app.all.front().wall;
  std::printf("%d hours, %lld steps: page there after %.0f ms, all curves after %.0f ms, +%.0f MB, the main thread busy for %.0f ms at most\n", hours,
              static_cast<long long>(hours) * 36'000, painted, whole, more, busy);
  promise("the page is there within a second", painted, 1000, "ms");
  promise("all of it within two", whole, 2000, "ms");
  promise("memory", more, 300, "MB");
  promise("the main thread answers", busy, 250, "ms");
  std::vector<double> frames;
  for (int i = 0; i < 60; ++i) {
    const double from = clockMs(CLOCK_MONOTONIC), steps = hours * 36'000.0;
    chart->plot()->xAxis->setRange(i * steps / 150, steps - i * steps / 150);
    chart->plot()->replot(QCustomPlot::rpImmediateRefresh);
    frames.push_back(clockMs(CLOCK_MONOTONIC) - from);
  }
  std::sort(frames.begin(), frames.end());
  promise("zooming", frames[frames.size() * 95 / 100], 50, "ms (95 %)");
  printLongest(app, 4);
  return 0;
}

int compare(TimedApplication& app) {
  const QTemporaryDir home;
  const auto engine = Engine::open({home.path().toStdString(), "cpu", 0}).value();
  {
    std::vector<std::string> notices;
    const auto store = RunStore::open(home.path().toStdString(), notices).value();
    const RunConfig demo = engine->demo_config().value();
    const auto& kinds = test::example_runs();
    for (int i = 0; i < 200; ++i) {
      test::add_example_run(*store, home.path().toStdString(), demo, kinds[size_t(i) % kinds.size()], i + 1, 400);
      std::map<std::string, double> more;
      for (int figure = 0; figure < 40; ++figure) more["figure_" + std::to_string(figure)] = figure + 0.01 * i;
      store->record(store->runs().front().id, {40'000, RunMetrics{400, std::move(more)}});
    }
    store->flush();
  }
  MainWindow window(engine, {false, false});
  window.resize(1280, 800);
  window.show();
  if (!QTest::qWaitForWindowExposed(&window)) return 1;
  double from = clockMs(CLOCK_MONOTONIC);
  window.goTo(MainWindow::kCompare);
  auto* table = window.findChild<QTableView*>("compareTable");
  if (!QTest::qWaitFor([&] { return table->model()->rowCount() == 200; }, 60'000)) return 1;
  QApplication::processEvents();
  promise("200 runs of 50 figures are listed", clockMs(CLOCK_MONOTONIC) - from, 1000, "ms");

  QStringList twenty;
  for (const auto& row : engine->runs())
    if (twenty.size() < 20) twenty << QString::fromStdString(row.id);
  auto* overlay = window.findChild<ChartView*>("overlayChart");
  from = clockMs(CLOCK_MONOTONIC);
  window.selection()->setCheckedRuns(twenty);
  const auto drawn = [&] {
    int full = 0;
    for (int i = 0; i < overlay->seriesCount(); ++i) full += overlay->series(i).data.size() > 100;
    return full >= 20;
  };
  if (!QTest::qWaitFor(drawn, 60'000)) return 1;
  overlay->replotNow();
  promise("20 runs lie over each other", clockMs(CLOCK_MONOTONIC) - from, 1000, "ms");

  auto* filter = window.findChild<QLineEdit*>("compareFilter");
  app.all.clear();
  double longest = 0;
  for (const char* text : {"l", "lo", "lor", "lora", "", "zzz", ""}) {
    from = clockMs(CLOCK_MONOTONIC);
    filter->setText(text);
    QApplication::processEvents();
    longest = std::max(longest, clockMs(CLOCK_MONOTONIC) - from);
  }
  promise("a letter of the filter", longest, 150, "ms");
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
  promise("the main thread answers while the demo trains", worst, 250, "ms");
  longestFirst(app);
  printLongest(app, 12);
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
  else if (what == "stream") code = paretune::stream(number > 0 ? number : 24);
  else if (what == "open") code = paretune::open(app, number > 0 ? number : 24);
  else if (what == "compare") code = paretune::compare(app);
  else if (what == "train") code = paretune::train(app, number > 0 ? number : 24);
  else std::fprintf(stderr, "usage: studio_window_bench start [RUNS] | chart | stream [HOURS] | open [HOURS] | compare | train [STEPS]\n");
  paretune::finishBackground();
  return code == 0 && !paretune::everything_held ? 1 : code;
}
