// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The whole window on a FakeEngine with a home of its own.
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QTemporaryDir>

#include "tests/ui/fake_engine.h"
#include "tests/ui/ui_support.h"
#include "ui/language.h"
#include "ui/main_window.h"

namespace paretune {

struct WindowFixture : ::testing::Test {
  QTemporaryDir home;
  std::shared_ptr<FakeEngine> engine;
  std::unique_ptr<MainWindow> window;

  void set(const char* key, const QVariant& value) {
    QSettings settings(home.filePath("studio.ini"), QSettings::IniFormat);
    settings.setValue(key, value);
  }
  QVariant setting(const char* key) { return QSettings(home.filePath("studio.ini"), QSettings::IniFormat).value(key); }
  void open(FakeEngineOptions fake = {}, StudioOptions options = {}) {
    if (!engine) engine = std::make_shared<FakeEngine>(home.path().toStdString(), fake);
    window = std::make_unique<MainWindow>(engine, options);
    window->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window.get()));
    window->activateWindow();
    QTest::qWait(50);
  }
  void TearDown() override {
    window.reset();
    language::apply(*qApp, "en");
  }
  QString write(const char* name, const QByteArray& content) {
    const QString path = home.filePath(name);
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    return path;
  }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QWidget* focus = QApplication::focusWidget();
    QTest::keyClick(focus ? focus : window.get(), key, modifiers);
  }
};

}  // namespace paretune
