// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QTest>
#include <QWidget>
#include <string>

namespace paretune {

// Lets the event loop run until it holds; false after the time is over, which is long because test machines are busy.
template <class Predicate>
bool waitUntil(Predicate holds, int ms = 60000) {
  QElapsedTimer timer;
  timer.start();
  while (!holds()) {
    if (timer.elapsed() > ms) return false;
    QTest::qWait(10);
  }
  return true;
}

// A child by its objectName; the test fails when there is none.
template <class T>
T* child(QWidget* parent, const char* name) {
  auto* found = parent->findChild<T*>(name);
  EXPECT_NE(found, nullptr) << "no child named " << name;
  return found;
}

inline void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton, {}, widget->rect().center()); }

}  // namespace paretune
