// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QApplication>

#include "ui/bridge/background.h"
#include "ui/theme.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  QApplication::setApplicationName("Paretune");
  paretune::theme::apply(app, paretune::theme::Scheme::light);
  const int code = RUN_ALL_TESTS();
  paretune::finishBackground();
  return code;
}
