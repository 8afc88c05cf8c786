// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QSignalSpy>

#include "tests/ui/ui_test_tools.h"
#include "ui/palette.h"

namespace paretune {
namespace {

TEST(FuzzyScore, OrdersAsPeopleExpect) {
  EXPECT_GE(fuzzyScore("", "Start training"), 0);
  EXPECT_EQ(fuzzyScore("xq", "Start training"), -1);
  EXPECT_GT(fuzzyScore("st", "Start training"), fuzzyScore("st", "Last step"));
  EXPECT_GT(fuzzyScore("gr", "Go to Runs"), 0);
  EXPECT_GT(fuzzyScore("go runs", "Go to Runs"), fuzzyScore("go runs", "Go to currents"));
  EXPECT_EQ(fuzzyScore("runsx", "Go to Runs"), -1);
}

struct Palette : testing::Test {
  QMainWindow window;
  QAction* start = new QAction("&Start training", &window);
  QAction* runs = new QAction("Go to &Runs", &window);
  QAction* off = new QAction("Stop the run", &window);
  void SetUp() override {
    start->setShortcut(Qt::Key_F5);
    off->setEnabled(false);
    window.addActions({start, runs, off});
    window.resize(800, 600);
    window.show();
  }
};

TEST_F(Palette, ListsEnabledActionsAndRunsTheChosenOne) {
  CommandPalette palette(&window);
  palette.open();
  EXPECT_EQ(palette.visibleCount(), 2);
  EXPECT_TRUE(palette.visibleText(0).contains("F5"));
  QSignalSpy spy(runs, &QAction::triggered);
  auto* words = child<QLineEdit>(&palette, "paletteWords");
  QTest::keyClicks(words, "runs");
  EXPECT_EQ(palette.visibleCount(), 1);
  QTest::keyClick(words, Qt::Key_Return);
  EXPECT_FALSE(palette.isVisible());
  ASSERT_TRUE(QTest::qWaitFor([&] { return spy.count() == 1; }, 1000));
}

TEST_F(Palette, ArrowsMoveEscapeClosesNothingMatches) {
  CommandPalette palette(&window);
  palette.open();
  auto* words = child<QLineEdit>(&palette, "paletteWords");
  auto* list = child<QListWidget>(&palette, "paletteList");
  QTest::keyClick(words, Qt::Key_Down);
  EXPECT_EQ(list->currentRow(), 1);
  QTest::keyClick(words, Qt::Key_Down);
  EXPECT_EQ(list->currentRow(), 0);
  QTest::keyClicks(words, "zzz");
  EXPECT_EQ(palette.visibleCount(), 0);
  QSignalSpy spy(start, &QAction::triggered);
  QTest::keyClick(words, Qt::Key_Return);
  QTest::keyClick(words, Qt::Key_Escape);
  EXPECT_FALSE(palette.isVisible());
  QTest::qWait(20);
  EXPECT_EQ(spy.count(), 0);
}

}  // namespace
}  // namespace paretune
