// SPDX-License-Identifier: GPL-3.0-or-later
// Names, notes and tags of runs: written behind the window's back, in order, and never lost.
#include <gtest/gtest.h>

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QToolButton>

#include "tests/ui/window_fixture.h"
#include "ui/bridge/background.h"
#include "ui/bridge/run_edits.h"
#include "ui/models/run_table.h"
#include "ui/widgets/message_bar.h"

namespace paretune {
namespace {

struct Edits : WindowFixture {
  std::string id;
  // The third run with its notes in sight.
  void openRun() {
    open();
    press(Qt::Key_3, Qt::ControlModifier);
    auto* list = child<QListView>(window.get(), "runsTable");
    ASSERT_TRUE(waitUntil([&] { return list->model()->rowCount() == 6; }));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(2, 0)).center());
    id = list->model()->index(2, 0).data(RunTable::kIdRole).toString().toStdString();
    child<QTabWidget>(window.get(), "runTabs")->setCurrentIndex(4);
  }
  QPlainTextEdit* note() { return child<QPlainTextEdit>(window.get(), "runNote"); }
  QLineEdit* beginRename() {
    child<QToolButton>(window.get(), "runMenu")->menu()->findChild<QAction*>("renameAction")->trigger();
    return child<QLineEdit>(window.get(), "renameEdit");
  }
  RunRow stored() { return *engine->run(id); }
};

TEST_F(Edits, TheWindowDoesNotWaitAndTheOrderIsKept) {
  openRun();
  RunEdits edits(engine);
  engine->next_edit_ms = 300;  // the first write is the slowest
  const QString run = QString::fromStdString(id);
  edits.setNote(run, "first");
  edits.setNote(run, "second");
  edits.rename(run, "named");
  edits.tag(run, "a", true);
  edits.tag(run, "a", false);
  edits.setNote(run, "third");
  EXPECT_EQ(stored().note, "");  // nobody has waited for it
  int written = 0;
  QObject::connect(&edits, &RunEdits::written, [&](const QString&, int, bool stored) { written += stored; });
  EXPECT_TRUE(waitUntil([&] { return written == 6; }));
  EXPECT_EQ(stored().note, "third");
  EXPECT_EQ(stored().name, "named");
  EXPECT_TRUE(stored().tags.empty());
}

TEST_F(Edits, WhatIsRefusedIsSaidAndTheFieldsShowWhatIsStored) {
  openRun();
  QTest::keyClicks(note(), "kept");
  ASSERT_TRUE(waitUntil([&] { return stored().note == "kept"; }));
  const RunRow before = stored();
  engine->refuses_edits = true;
  QTest::keyClicks(note(), " and lost");
  EXPECT_TRUE(waitUntil([&] { return note()->toPlainText() == "kept"; }));
  auto* bar = window->findChild<MessageBar*>();
  EXPECT_TRUE(waitUntil([&] { return bar->isVisible(); }));
  auto* edit = beginRename();
  edit->setText("Another name");
  QTest::keyClick(edit, Qt::Key_Return);
  child<QToolButton>(window.get(), "runMenu")->menu()->findChild<QAction*>("tagAction")->trigger();
  auto* tag = child<QLineEdit>(window.get(), "tagEdit");
  QTest::keyClicks(tag, "mark");
  QTest::keyClick(tag, Qt::Key_Return);
  waitForBackground();
  QTest::qWait(100);
  EXPECT_EQ(child<QLabel>(window.get(), "runName")->text().toStdString(), before.name);
  EXPECT_EQ(window->findChild<QToolButton*>("tag:mark"), nullptr);
  EXPECT_EQ(stored().note, "kept");
  // The store takes edits again.
  engine->refuses_edits = false;
  QTest::keyClicks(note(), "!");
  EXPECT_TRUE(waitUntil([&] { return stored().note == note()->toPlainText().toStdString() && stored().note.size() == 5; }));
}

TEST_F(Edits, ClosingRightAfterTypingLosesNothing) {
  openRun();
  auto* edit = beginRename();
  edit->setText("Half typed");
  engine->next_edit_ms = 100;
  note()->setFocus();
  QTest::keyClicks(note(), "written at the last moment");
  window->close();
  window.reset();
  waitForBackground();
  EXPECT_EQ(stored().note, "written at the last moment");
  EXPECT_EQ(stored().name, "Half typed");
}

TEST_F(Edits, AnotherRunIsChosenWhileANoteWaits) {
  openRun();
  QTest::keyClicks(note(), "of the third");
  auto* list = child<QListView>(window.get(), "runsTable");
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
  EXPECT_TRUE(waitUntil([&] { return stored().note == "of the third"; }));
  EXPECT_EQ(note()->toPlainText(), "");
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(2, 0)).center());
  EXPECT_TRUE(waitUntil([&] { return note()->toPlainText() == "of the third"; }));
}

}  // namespace
}  // namespace paretune
