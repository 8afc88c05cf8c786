// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/retries.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>

namespace paretune {

void fail_stopped() { fail(ErrorKind::stopped, "stopped; what came so far is kept", "download", "Run the same command again to go on from there."); }

void Retries::after(const Passing& trouble) {
  if (++m_failed >= m_rules.tries) throw trouble;
  const double own = std::min(m_rules.first_wait * std::pow(2.0, m_failed - 1), m_rules.longest_wait);
  if (trouble.wait().value_or(0) > m_rules.longest_asked) {
    fail(ErrorKind::io, trouble.error().message + ", and asks to wait " + std::to_string(std::llround(*trouble.wait())) + " s", trouble.error().where,
         "Try again after that time; what came so far is kept.");
  }
  const double seconds = std::max(own, trouble.wait().value_or(0));
  if (m_on_wait) m_on_wait(trouble.error().message);
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, m_stop, std::chrono::duration<double>(seconds), [] { return false; });
  if (m_stop.stop_requested()) fail_stopped();
}

}  // namespace paretune
