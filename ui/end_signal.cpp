// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/end_signal.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>

#include <QSocketNotifier>
#include <cerrno>
#include <csignal>
#include <utility>

namespace paretune {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};
int ends[2] = {-1, -1};  // of a pipe: to the handler there is nothing else to call
volatile std::sig_atomic_t seen = 0;

void note(int) {
  if (seen) _exit(130);
  seen = 1;
  const int before = errno;
  [[maybe_unused]] const auto written = ::write(ends[1], "", 1);
  errno = before;
}

}  // namespace

EndSignal::EndSignal(QObject* parent) : QObject(parent) {
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return;  // signals then end the program as they did
  auto* notifier = new QSocketNotifier(ends[0], QSocketNotifier::Read, this);
  connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
    notifier->setEnabled(false);
    Q_EMIT asked();
  });
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags = SA_RESTART;
  for (const int signal : kSignals) ::sigaction(signal, &action, nullptr);
}

EndSignal::~EndSignal() {
  if (ends[0] < 0) return;
  // Still caught from here on, without a word: whoever asked is waiting for the last checkpoint.
  delete findChild<QSocketNotifier*>();
  for (int& end : ends) ::close(std::exchange(end, -1));
}

}  // namespace paretune
#else
namespace paretune {
EndSignal::EndSignal(QObject* parent) : QObject(parent) {}
EndSignal::~EndSignal() = default;
}  // namespace paretune
#endif
