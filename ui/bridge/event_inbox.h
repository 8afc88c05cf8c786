// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "training/api/run_event.h"

namespace paretune {

// Where training threads leave events and the GUI thread takes them in batches.
class EventInbox : public RunSink {
 public:
  using Batch = std::vector<std::pair<std::string, RunEvent>>;

  void on_event(const std::string& run_id, const RunEvent& event) override {
    std::lock_guard lock(m_mutex);
    m_events.emplace_back(run_id, event);
  }
  Batch take() {
    std::lock_guard lock(m_mutex);
    return std::exchange(m_events, {});
  }

 private:
  std::mutex m_mutex;
  Batch m_events;
};

}  // namespace paretune
