// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdio>
#include <thread>

#include "app/cli/command.h"

namespace paretune {

// The first SIGINT, SIGTERM or SIGHUP says `text` and calls `stop`, the second ends the program at once.
class StopOnSignal {
 public:
  StopOnSignal() : m_signals(stop_signals()) {}
  void watch(std::string text, std::function<void()> stop) {
    m_thread = std::jthread([this, text = std::move(text), stop = std::move(stop)](std::stop_token end) {
      int seen = 0;
      while (!end.stop_requested()) {
        const timespec wait{0, 100'000'000};
        if (sigtimedwait(&m_signals, nullptr, &wait) < 0) continue;
        if (++seen > 1) std::_Exit(130);
        std::fprintf(stderr, "\n%s\n", text.c_str());
        stop();
      }
    });
  }

 private:
  sigset_t m_signals;
  std::jthread m_thread;
};

}  // namespace paretune
