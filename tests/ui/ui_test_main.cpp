// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QApplication>

#include "ui/theme.h"

// A window system is not needed: without QT_QPA_PLATFORM the tests draw off screen.
int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  testing::InitGoogleTest(&argc, argv);
  QApplication app(argc, argv);
  paretune::theme::apply(app, paretune::theme::Scheme::light);
  return RUN_ALL_TESTS();
}
