// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>

#include <QApplication>
#include <QDir>
#include <QTest>
#include <QWidget>

#include "ui/theme.h"

namespace paretune {

template <class T>
T* child(QWidget* parent, const char* name) {
  T* found = parent->findChild<T*>(name);
  EXPECT_NE(found, nullptr) << name;
  return found;
}

// Saves <binary dir>/screenshots/page-<name>-light.png and -dark.png.
inline void saveScreenshots(QWidget* widget, const QString& name) {
  const QString folder = QStringLiteral(PARETUNE_BINARY_DIR "/screenshots");
  ASSERT_TRUE(QDir().mkpath(folder));
  for (const auto scheme : {theme::Scheme::light, theme::Scheme::dark}) {
    theme::apply(*qApp, scheme);
    QTest::qWait(120);
    const QString path = QStringLiteral("%1/page-%2-%3.png").arg(folder, name, theme::schemeName(scheme));
    EXPECT_TRUE(widget->grab().save(path)) << path.toStdString();
  }
  theme::apply(*qApp, theme::Scheme::light);
}

}  // namespace paretune
