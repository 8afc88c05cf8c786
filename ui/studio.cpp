// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/studio.h"

#include <QApplication>
#include <QLockFile>
#include <cstdio>

#include "training/api/run_queue.h"
#include "ui/bridge/background.h"
#include "ui/end_signal.h"
#include "ui/main_window.h"

namespace paretune {

int run_studio(int& argc, char** argv, std::shared_ptr<Engine> engine, const StudioOptions& options) {
#ifdef Q_OS_LINUX
  // Qt ends the process where no display answers; say what to do instead.
  if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
    std::fprintf(stderr,
                 "The studio needs a display, and neither DISPLAY nor WAYLAND_DISPLAY is set.\n"
                 "  What to do: start it on a desktop, or use a subcommand (see paretune --help).\n");
    return 1;
  }
#endif
  QApplication app(argc, argv);
  QApplication::setApplicationName("Paretune");
  QApplication::setApplicationDisplayName("Paretune");
  QApplication::setDesktopFileName("paretune");
  // One studio a folder takes up the queue; a second one may look and train as well, and says so. A killed studio's lock is stale at once.
  QLockFile lock(QString::fromStdString(engine->home()) + "/studio.lock");
  lock.setStaleLockTime(0);
  int code = 0;
  StudioOptions next = options;
  if (!lock.tryLock() && lock.error() == QLockFile::LockFailedError) {
    QString host, program;
    lock.getLockInfo(&next.other, &host, &program);
  }
  const EndSignal signal;
  // Logging out may yet be called off: a checkpoint now, in case it is not.
  QObject::connect(&app, &QGuiApplication::commitDataRequest, &app, [&engine] { engine->save_now(engine->queue().current()); });
  for (bool again = true; again;) {
    MainWindow window(engine, next);
    QObject::connect(&signal, &EndSignal::asked, &window, [&window] {
      std::fputs("Closing; what is under way saves a checkpoint and goes on at the next start. Once more ends at once.\n", stderr);
      window.saveLayout();
      QCoreApplication::exit();  // not quit(), which asks the window
    });
    window.show();
    code = QApplication::exec();
    again = window.restartWanted();  // another language was chosen: texts are made anew, what is set up stays
    if (again) next = {false, false, window.setupFile(), next.other};
  }
  engine->close();                 // what waits behind training need not wait for its last step
  finishBackground();              // calls still under way hold the engine
  return code;
}

}  // namespace paretune
