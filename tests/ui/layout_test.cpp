// SPDX-License-Identifier: GPL-3.0-or-later
// No text is clipped, nothing lies over something else, every control has a name: each page, at 1280 x 800, in both languages, with larger letters.
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QSplitter>
#include <QTabWidget>
#include <QTextDocument>
#include <QToolButton>

#include "tests/ui/window_fixture.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/setup_page.h"
#include "ui/pages/tournament_page.h"
#include "ui/pages/tournament_view.h"
#include "ui/tour.h"
#include "ui/widgets/message_bar.h"

namespace paretune {
namespace {

QString nameOf(const QWidget* widget) {
  QStringList path;
  for (const QWidget* up = widget; up && path.size() < 4; up = up->parentWidget())
    path.prepend(up->objectName().isEmpty() ? QString(up->metaObject()->className()).section("::", -1) : up->objectName());
  return path.join('/');
}

// Where the rest of a text can be read when it does not fit.
bool toldElsewhere(const QWidget* widget, const QString& text) {
  return widget->toolTip().contains(text) || widget->toolTip().contains(QString(text).remove('&'));
}

QSize textSize(const QLabel* label) {
  if (label->textFormat() == Qt::RichText || (label->textFormat() == Qt::AutoText && Qt::mightBeRichText(label->text()))) {
    QTextDocument document;
    document.setDefaultFont(label->font());
    document.setDocumentMargin(0);
    document.setHtml(label->text());
    return document.size().toSize();
  }
  return label->fontMetrics().size(Qt::TextShowMnemonic, label->text());
}

void checkText(const QWidget* widget, QStringList& problems) {
  if (const auto* label = qobject_cast<const QLabel*>(widget)) {
    if (label->text().isEmpty()) return;
    if (label->wordWrap()) {
      const int need = label->heightForWidth(label->width());
      if (need > label->height() + 1) problems << QString("%1: %2 of %3 px of height: %4").arg(nameOf(label)).arg(label->height()).arg(need).arg(label->text().left(60));
      return;
    }
    const QSize room = label->contentsRect().size(), need = textSize(label);
    if ((need.width() > room.width() + 1 || need.height() > room.height() + 1) && !toldElsewhere(label, label->text()))
      problems << QString("%1: %2x%3 of %4x%5: %6").arg(nameOf(label)).arg(room.width()).arg(room.height()).arg(need.width()).arg(need.height()).arg(label->text().left(60));
  } else if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) {
    if (button->text().isEmpty()) return;
    const QSize need = button->sizeHint();
    if ((need.width() > button->width() + 1 || need.height() > button->height() + 1) && !toldElsewhere(button, button->text()))
      problems << QString("%1: %2x%3 of %4x%5: %6").arg(nameOf(button)).arg(button->width()).arg(button->height()).arg(need.width()).arg(need.height()).arg(button->text());
  } else if (const auto* combo = qobject_cast<const QComboBox*>(widget)) {
    const int need = combo->fontMetrics().horizontalAdvance(combo->currentText()) + 24;
    if (need > combo->width() && combo->toolTip().isEmpty())
      problems << QString("%1: choice of %2 in %3 px and no tool tip: %4").arg(nameOf(combo)).arg(need).arg(combo->width()).arg(combo->currentText());
    if (combo->height() < combo->fontMetrics().height()) problems << nameOf(combo) + ": lower than its letters";
  } else if (const auto* bar = qobject_cast<const QTabBar*>(widget)) {
    for (int i = 0; i < bar->count(); ++i)
      if (bar->fontMetrics().horizontalAdvance(bar->tabText(i)) > bar->tabRect(i).width()) problems << nameOf(bar) + ": tab " + bar->tabText(i);
  } else if (qobject_cast<const QLineEdit*>(widget) && widget->height() < widget->fontMetrics().height()) {
    problems << nameOf(widget) + ": lower than its letters";
  }
}

// A page whose content is wider than it can show, with no way to scroll there; a column narrower than its title.
void checkRoom(const QWidget* widget, QStringList& problems) {
  if (const auto* area = qobject_cast<const QScrollArea*>(widget)) {
    if (area->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff && area->widget()->width() > area->viewport()->width() + 1)
      problems << QString("%1: %2 px of content in %3").arg(nameOf(area)).arg(area->widget()->width()).arg(area->viewport()->width());
  } else if (const auto* header = qobject_cast<const QHeaderView*>(widget); header && header->orientation() == Qt::Horizontal && header->model()) {
    for (int i = 0; i < header->count(); ++i) {
      if (!header->isSectionHidden(i) && header->sectionSize(i) < header->sectionSizeHint(i))
        problems << QString("%1: %2 of %3 px of width: %4").arg(nameOf(header)).arg(header->sectionSize(i)).arg(header->sectionSizeHint(i))
                        .arg(header->model()->headerData(i, Qt::Horizontal).toString());
    }
  }
}

// What lies over others on purpose, or is arranged by Qt itself.
bool isLoose(const QWidget* widget) {
  const QString name = widget->objectName(), type = widget->metaObject()->className();
  return widget->isWindow() || name.startsWith("tour") || name.startsWith("qt_") || qobject_cast<const QSplitterHandle*>(widget) ||
         type.contains("Readout") || type.contains("QToolBarExtension") || type == "QSizeGrip";
}

// A dock with another tab in front is not laid out.
bool isBehind(const QWidget* widget) {
  for (const QWidget* up = widget; up; up = up->parentWidget())
    if (qobject_cast<const QDockWidget*>(up) && up->visibleRegion().isEmpty()) return true;
  return false;
}

void checkChildren(const QWidget* parent, QStringList& problems) {
  if (qobject_cast<const QAbstractScrollArea*>(parent) || qobject_cast<const QComboBox*>(parent) || qobject_cast<const QLineEdit*>(parent) ||
      parent->inherits("QCustomPlot") || parent->inherits("QHeaderView") || parent->objectName().startsWith("qt_"))
    return;
  std::vector<QWidget*> shown;
  for (auto* object : parent->children()) {
    auto* widget = qobject_cast<QWidget*>(object);
    if (widget && widget->isVisible() && !isBehind(widget) && !isLoose(widget) && !widget->geometry().isEmpty()) shown.push_back(widget);
  }
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (!parent->rect().adjusted(-1, -1, 1, 1).contains(shown[i]->geometry()))
      problems << QString("%1 reaches out of its place").arg(nameOf(shown[i]));
    for (std::size_t j = i + 1; j < shown.size(); ++j) {
      const QRect both = shown[i]->geometry().intersected(shown[j]->geometry());
      if (both.width() > 1 && both.height() > 1)
        problems << QString("%1 and %2 overlap by %3x%4").arg(nameOf(shown[i]), nameOf(shown[j])).arg(both.width()).arg(both.height());
    }
  }
}

void checkName(QWidget* widget, QStringList& problems) {
  const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                       qobject_cast<QAbstractItemView*>(widget) || qobject_cast<QPlainTextEdit*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) ||
                       (widget->focusPolicy() & Qt::TabFocus && !qobject_cast<QLabel*>(widget) && !qobject_cast<QScrollArea*>(widget));
  if (!control || widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_") || qobject_cast<QTabBar*>(widget) || qobject_cast<QTabWidget*>(widget)) return;
  auto* accessible = QAccessible::queryAccessibleInterface(widget);
  if (!accessible || accessible->text(QAccessible::Name).trimmed().isEmpty()) problems << nameOf(widget) + " (" + widget->metaObject()->className() + ") has no name";
}

QStringList problemsOf(QWidget* top) {
  QStringList problems;
  checkChildren(top, problems);
  for (QWidget* widget : top->findChildren<QWidget*>()) {
    if (!widget->isVisible()) continue;
    if (isBehind(widget)) continue;
    checkText(widget, problems);
    checkRoom(widget, problems);
    checkChildren(widget, problems);
    checkName(widget, problems);
  }
  problems.removeDuplicates();
  return problems;
}

struct Case {
  const char* language;
  double scale;
};
void PrintTo(const Case& each, std::ostream* out) { *out << each.language << " x" << each.scale; }

struct Layout : WindowFixture, ::testing::WithParamInterface<Case> {
  QFont before = QApplication::font();
  void SetUp() override {
    set("language", GetParam().language);
    QFont larger = before;
    larger.setPointSizeF(before.pointSizeF() * GetParam().scale);
    QApplication::setFont(larger);
  }
  void TearDown() override {
    WindowFixture::TearDown();
    QApplication::setFont(before);
  }
  void expectGood(const QString& where) {
    QTest::qWait(60);
    QStringList problems;  // a busy machine lays out late
    waitUntil([&] { return (problems = problemsOf(window.get())).isEmpty(); }, 5000);
    EXPECT_TRUE(problems.isEmpty()) << where.toStdString() << ":\n  " << problems.join("\n  ").toStdString();
    const QString folder = QStringLiteral(PARETUNE_BINARY_DIR "/screenshots/layout");
    ASSERT_TRUE(QDir().mkpath(folder));
    EXPECT_TRUE(window->grab().save(QString("%1/%2-%3-%4.png").arg(folder, GetParam().language).arg(GetParam().scale).arg(where)));
  }
  // Everything stands, and the rows are shown: until then cards still grow.
  bool ready() {
    return waitUntil([&] {
      return child<QPushButton>(window.get(), "startButton")->isEnabled() && window->setupPage()->missing().isEmpty() &&
             child<QLabel>(window.get(), "dataCounts")->isVisible();
    });
  }
};

TEST_P(Layout, EveryPageWithRuns) {
  FakeEngineOptions fake;
  fake.step_ms = 4;
  fake.steps = 4000;
  open(fake, {true, false});
  window->resize(1280, 800);
  EXPECT_EQ(window->size(), QSize(1280, 800)) << "does not fit on a small screen";
  ASSERT_TRUE(ready());
  QTest::qWait(500);
  expectGood("setup");
  auto* scroll = child<QScrollArea>(window.get(), "setupScroll")->verticalScrollBar();
  scroll->setValue(scroll->maximum());
  for (auto* more : window->setupPage()->findChildren<QToolButton*>("paramAdvanced")) more->setChecked(true);
  expectGood("setup-all-settings");
  child<QLineEdit>(window.get(), "param_r")->setText("lots");
  expectGood("setup-wrong");
  child<QLineEdit>(window.get(), "param_r")->setText("8");
  ASSERT_TRUE(ready());
  window->findChild<QAction*>("start")->trigger();
  ASSERT_TRUE(waitUntil([&] { return window->page() == MainWindow::kRuns; }));
  ASSERT_TRUE(waitUntil([&] { return engine->run(window->selection()->current().toStdString())->step > 60; }));
  for (int tab = 0; tab < child<QTabWidget>(window.get(), "runTabs")->count(); ++tab) {
    child<QTabWidget>(window.get(), "runTabs")->setCurrentIndex(tab);
    expectGood(QString("run-tab%1").arg(tab));
  }
  child<QTabWidget>(window.get(), "runTabs")->setCurrentIndex(0);
  window->controller()->stopAll();
  ASSERT_TRUE(waitUntil([&] { return window->controller()->liveRuns().isEmpty(); }));
  auto* list = child<QListView>(window.get(), "runsTable");
  for (int row = 0; row < list->model()->rowCount(); ++row) {  // stopped, failed, long names
    list->setCurrentIndex(list->model()->index(row, 0));
    QTest::qWait(150);
    expectGood(QString("run%1").arg(row));
  }
  child<QToolButton>(window.get(), "runMenu")->menu()->findChild<QAction*>("deleteAction")->trigger();
  expectGood("run-delete");
  for (int page : {MainWindow::kTournament, MainWindow::kCompare, MainWindow::kPlayground, MainWindow::kDoctor}) {
    window->goTo(page);
    QTest::qWait(400);
    expectGood(QString("page%1").arg(page));
  }
  window->goTo(MainWindow::kCompare);
  child<QDockWidget>(window.get(), "samplesDock")->raise();
  expectGood("compare-samples");
  window->messageBar()->showMessage(2, "rows.jsonl, row 3: this row has no trained token, so that nothing can be learnt from it\n  What to do: Set train_on to all, or remove the row.");
  expectGood("message");
}

TEST_P(Layout, EveryPageWithNothing) {
  FakeEngineOptions fake;
  fake.with_runs = false;
  open(fake, {});
  window->resize(1280, 800);
  ASSERT_TRUE(waitUntil([&] { return window->tour() && window->tour()->isVisible(); }));
  ASSERT_TRUE(ready());
  QTest::qWait(300);
  expectGood("tour");
  window->tour()->end();
  for (int page = 0; page < MainWindow::kPageCount; ++page) {
    window->goTo(page);
    QTest::qWait(300);
    expectGood(QString("empty%1").arg(page));
  }
  window->goTo(MainWindow::kCompare);
  child<QDockWidget>(window.get(), "samplesDock")->raise();
  expectGood("empty-samples");
}

// Names of 80 letters, a path of 200, twelve runs side by side.
TEST_P(Layout, LongNamesAndManyRuns) {
  FakeEngineOptions fake;
  fake.step_ms = 1;
  fake.steps = 20;
  open(fake, {true, false});
  window->resize(1280, 800);
  ASSERT_TRUE(ready());
  while (engine->runs().size() < 12) {
    auto config = engine->demo_config().value();
    config.name = "run";
    engine->wait(engine->submit(config, nullptr).value());
  }
  int number = 0;
  for (const auto& run : engine->runs()) {
    std::string name = "Run " + std::to_string(++number) + " of the support answers with a name that nobody would want to read in full";
    name.resize(80, '.');
    ASSERT_TRUE(engine->rename_run(run.id, name).ok());
    ASSERT_TRUE(engine->tag_run(run.id, "a-tag-of-some-length", true).ok());
  }
  window->goTo(MainWindow::kRuns);
  ASSERT_TRUE(waitUntil([&] { return child<QListView>(window.get(), "runsTable")->model()->rowCount() == 12; }));
  expectGood("long-runs");
  window->goTo(MainWindow::kCompare);
  click(child<QPushButton>(window.get(), "checkAll"));
  QTest::qWait(400);
  expectGood("long-compare");
  child<QDockWidget>(window.get(), "samplesDock")->raise();
  expectGood("long-samples");
  window->goTo(MainWindow::kPlayground);
  expectGood("long-playground");
  window->goTo(MainWindow::kSetup);
  QString path = "/home/somebody";
  while (path.size() < 190) path += "/a_folder_of_models";
  window->setupPage()->offerModel(path.left(194) + ".gguf");
  QTest::qWait(500);
  expectGood("long-model");
}

TEST_P(Layout, ATournament) {
  FakeEngineOptions fake;
  fake.with_runs = false;
  fake.steps = 20;
  fake.step_ms = 12;
  fake.broken_sweep = true;
  open(fake, {true, false});
  window->resize(1280, 800);
  ASSERT_TRUE(ready());
  ASSERT_TRUE(waitUntil([&] { return window->messageBar()->isVisible(); }));
  QTest::qWait(300);
  expectGood("tournament-offer");
  window->messageBar()->clear();
  window->goTo(MainWindow::kTournament);
  auto* start = child<QPushButton>(window.get(), "tournamentStart");
  ASSERT_TRUE(waitUntil([&] { return start->isEnabled(); }));
  child<QDoubleSpinBox>(window.get(), "budgetMemory")->setValue(0.5);
  child<QComboBox>(window.get(), "budgetKind")->setCurrentIndex(1);
  child<QSpinBox>(window.get(), "budgetTokens")->setValue(18'000);
  ASSERT_TRUE(waitUntil([&] { return start->isEnabled() && child<QWidget>(window.get(), "leftOut")->isVisible(); }));
  expectGood("tournament-new");
  child<QDoubleSpinBox>(window.get(), "budgetMemory")->setValue(0);
  child<QCheckBox>(window.get(), "searchRates")->setChecked(false);
  ASSERT_TRUE(waitUntil([&] { return start->isEnabled() && !child<QWidget>(window.get(), "leftOut")->isVisible(); }));
  click(start);
  const auto state = [&] { return window->tournamentPage()->view()->state(); };
  ASSERT_TRUE(waitUntil([&] { return state().state == "running"; }));
  expectGood("tournament-began");
  ASSERT_TRUE(waitUntil([&] { return state().done >= 12; }));
  expectGood("tournament-under-way");
  click(child<QPushButton>(window.get(), "tournamentStop"));
  ASSERT_TRUE(waitUntil([&] { return state().state == "stopped"; }));
  expectGood("tournament-stopped");
}

TEST_P(Layout, Dialogs) {
  open({}, {false, false});
  ExportDialog dialog(engine, QString::fromStdString(engine->runs().back().id), window.get());
  dialog.show();
  QTest::qWait(80);
  QStringList problems = problemsOf(&dialog);
  click(child<QPushButton>(&dialog, "exportButton"));
  ASSERT_TRUE(waitUntil([&] { return !dialog.isBusy(); }));
  QTest::qWait(80);
  problems += problemsOf(&dialog);
  EXPECT_TRUE(problems.isEmpty()) << problems.join("\n").toStdString();
}

INSTANTIATE_TEST_SUITE_P(All, Layout, ::testing::Values(Case{"en", 1.0}, Case{"de", 1.0}, Case{"en", 1.5}, Case{"de", 1.5}),
                         [](const auto& info) { return std::string(info.param.language) + (info.param.scale > 1 ? "Large" : ""); });

}  // namespace
}  // namespace paretune
