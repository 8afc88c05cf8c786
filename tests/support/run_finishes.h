// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <thread>

#include "training/runs/run_store.h"

namespace paretune::test {

// Whether another program finishes the run in time, as the database says.
inline bool run_finishes(const std::string& home, const std::string& id, std::chrono::seconds time) {
  const auto limit = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < limit) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::vector<std::string> notices;
    if (RunStore::open(home, notices).value()->find(id)->state == "finished") return true;
  }
  return false;
}

}  // namespace paretune::test
