// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/studio.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include "ui/bridge/background.h"
#include "ui/main_window.h"

namespace paretune {

int run_studio(int& argc, char** argv, std::shared_ptr<Engine> engine, const StudioOptions& options) {
  QApplication app(argc, argv);
  QApplication::setApplicationName("Paretune");
  QApplication::setApplicationDisplayName("Paretune");
  QApplication::setDesktopFileName("paretune");
  QTranslator qt_texts;
  if (qt_texts.load(QLocale(), "qtbase", "_", QLibraryInfo::path(QLibraryInfo::TranslationsPath))) QApplication::installTranslator(&qt_texts);
  int code = 0;
  {
    MainWindow window(std::move(engine), options);
    window.show();
    code = QApplication::exec();
  }
  backgroundPool().waitForDone();  // calls still under way hold the engine
  return code;
}

}  // namespace paretune
