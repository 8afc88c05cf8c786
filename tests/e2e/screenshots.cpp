// SPDX-License-Identifier: GPL-3.0-or-later
// Not a test: pictures of every page on the real engine, light and dark, at 1280 x 800 and 2560 x 1440. The runs shown are made up.
//   studio_screenshots FOLDER [de]
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/example_runs.h"
#include "ui/bridge/background.h"
#include "ui/main_window.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/setup_page.h"
#include "ui/pages/tournament_page.h"
#include "ui/tour.h"
#include "ui/widgets/card.h"

namespace paretune {
namespace {

bool waitFor(const std::function<bool()>& holds, int ms = 120'000) { return QTest::qWaitFor(holds, ms); }

QModelIndex rowNamed(const QListView* list, const QString& name) { return list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly).value(0); }

struct Shooter {
  QString folder;
  MainWindow& window;
  theme::Scheme scheme;
  QSize size;
  bool good = true;

  void take(const QString& name) {
    QTest::qWait(350);
    const QString path = QStringLiteral("%1/%2-%3-%4.png").arg(folder, name, theme::schemeName(scheme)).arg(size.width());
    if (!window.grab().save(path)) good = false, std::fprintf(stderr, "cannot write %s\n", qPrintable(path));
  }
};

int shoot(const QString& folder, const QString& language) {
  const QTemporaryDir home;
  const std::string root = home.path().toStdString();
  const auto engine = Engine::open({root, "cpu", 0}).value();
  const RunConfig demo = engine->demo_config().value();
  {
    std::vector<std::string> notices;
    const auto store = RunStore::open(root, notices).value();
    int number = 0;
    for (const auto& run : test::example_runs()) test::add_example_run(*store, root, demo, run, ++number);
    const Json tournament = {{"name", "10 methods on train.jsonl"}, {"base", demo.to_json()}, {"tournament", {{"methods", "useful"}}}};
    test::add_example_sweep(*store, root, demo, engine->sweeps().plan(tournament, {}).value(), number + 1);
  }
  QSettings(home.filePath("studio.ini"), QSettings::IniFormat).setValue("language", language);
  MainWindow window(engine, {true, false});
  window.show();
  auto* start = window.findChild<QPushButton*>("startButton");
  if (!waitFor([&] { return start->isEnabled() && window.setupPage()->missing().isEmpty(); })) return 1;
  auto* steps = window.findChild<QLabel*>("planSteps");
  if (!waitFor([&] { return !steps->text().contains(QChar(0x2013)); })) return 1;  // the plan is there
  // One question to the base model, so that the playground is not empty.
  window.goTo(MainWindow::kPlayground);
  auto* page = window.findChild<PlaygroundPage*>();
  window.findChild<QPlainTextEdit*>("playPrompt")->setPlainText("What is the capital of France?");
  auto* send = window.findChild<QPushButton*>("playSend");
  if (waitFor([&] { return send->isEnabled(); }, 30'000)) {
    send->click();
    QTest::qWait(200);
    waitFor([&] { return !page->isBusy(); });
  }
  bool good = true;
  for (const QSize size : {QSize(1280, 800), QSize(2560, 1440)}) {
    window.resize(size);
    for (const auto scheme : {theme::Scheme::light, theme::Scheme::dark}) {
      window.setScheme(scheme);
      Shooter shooter{folder, window, scheme, size};
      auto* scroll = window.findChild<QScrollArea*>("setupScroll")->verticalScrollBar();
      window.goTo(MainWindow::kSetup);
      scroll->setValue(0);
      QTest::qWait(600);
      shooter.take("setup");
      scroll->setValue(window.findChild<Card*>("methodCard")->y() - 16);
      shooter.take("setup-method");
      window.goTo(MainWindow::kTournament);
      window.tournamentPage()->showNew();
      waitFor([&] { return window.findChild<QPushButton*>("tournamentStart")->isEnabled(); });
      shooter.take("tournament-new");
      window.tournamentPage()->showTournament("20261121-example");
      shooter.take("tournament");
      window.goTo(MainWindow::kRuns);
      auto* list = window.findChild<QListView*>("runsTable");
      waitFor([&] { return list->model()->rowCount() > int(test::example_runs().size()); });
      auto* tabs = window.findChild<QTabWidget*>("runTabs");
      list->setCurrentIndex(rowNamed(list, "Tickets, LoRA r16"));
      QTest::qWait(800);
      for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        static const char* const names[] = {"run", "run-samples", "run-adapter", "run-settings", "run-notes"};
        shooter.take(names[tab]);
      }
      tabs->setCurrentIndex(0);
      list->setCurrentIndex(rowNamed(list, "Tickets, OFT"));
      QTest::qWait(600);
      shooter.take("run-failed");
      window.goTo(MainWindow::kCompare);
      QTest::qWait(900);
      shooter.take("compare");
      window.goTo(MainWindow::kPlayground);
      shooter.take("playground");
      window.goTo(MainWindow::kDoctor);
      QTest::qWait(1200);
      shooter.take("doctor");
      window.goTo(MainWindow::kSetup);
      scroll->setValue(0);
      window.showTour();
      shooter.take("tour");
      window.tour()->end();
      good &= shooter.good;
    }
  }
  // A fresh home: what a page says when there is nothing yet.
  const QTemporaryDir nothing;
  const auto fresh = Engine::open({nothing.path().toStdString(), "cpu", 0}).value();
  MainWindow empty(fresh, {false, false});
  empty.resize(1280, 800);
  empty.show();
  for (const auto scheme : {theme::Scheme::light, theme::Scheme::dark}) {
    empty.setScheme(scheme);
    Shooter shooter{folder, empty, scheme, QSize(1280, 800)};
    empty.goTo(MainWindow::kRuns);
    shooter.take("empty-runs");
    empty.goTo(MainWindow::kCompare);
    shooter.take("empty-compare");
    empty.goTo(MainWindow::kPlayground);
    shooter.take("empty-playground");
    good &= shooter.good;
  }
  return good ? 0 : 1;
}

}  // namespace
}  // namespace paretune

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  QApplication::setApplicationName("Paretune");
  if (argc < 2 || !QDir().mkpath(argv[1])) return std::fprintf(stderr, "usage: studio_screenshots FOLDER [LANGUAGE]\n"), 2;
  const int code = paretune::shoot(QString::fromLocal8Bit(argv[1]), argc > 2 ? QString::fromLocal8Bit(argv[2]) : QStringLiteral("en"));
  paretune::finishBackground();
  return code;
}
