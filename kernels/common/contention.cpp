// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/contention.h"

#include <dirent.h>
#include <omp.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace paretune::kernels {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kLookEvery = std::chrono::milliseconds(250);
constexpr double kMuch = 0.15, kLittle = 0.03;  // share of the time in which a thread of the team waits for a core
constexpr int kQuietLooks = 4;

// libgomp spins a thousand rounds instead of 300,000 while there are more OpenMP threads than cores. Its setting for that is read before
// main(), so a sleeping team of that size is held for as long as this lives.
class BriefSpinning {
 public:
  BriefSpinning() {
    m_thread = std::thread([this] {
      std::atomic<int> threads{0};  // an empty region would be left out
#pragma omp parallel num_threads(omp_get_num_procs() + 1)
      threads.fetch_add(1, std::memory_order_relaxed);
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [this] { return m_end; });
    });
  }
  ~BriefSpinning() {
    {
      const std::lock_guard lock(m_mutex);
      m_end = true;
    }
    m_wake.notify_one();
    m_thread.join();  // its team ends with it
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_end = false;
  std::thread m_thread;
};

// Nanoseconds all threads of this process were ready and had no core.
long long waited_ns() {
  long long sum = 0;
  DIR* tasks = opendir("/proc/self/task");
  if (!tasks) return 0;
  while (const dirent* task = readdir(tasks)) {
    if (task->d_name[0] == '.') continue;
    std::FILE* file = std::fopen((std::string("/proc/self/task/") + task->d_name + "/schedstat").c_str(), "re");
    if (!file) continue;
    long long ran = 0, waited = 0;
    if (std::fscanf(file, "%lld %lld", &ran, &waited) == 2) sum += waited;
    std::fclose(file);
  }
  closedir(tasks);
  return sum;
}

struct Watch {
  std::mutex mutex;
  const bool off = std::getenv("GOMP_SPINCOUNT") || std::getenv("OMP_WAIT_POLICY");
  Clock::time_point last{};
  long long waited = 0;
  int quiet = 0;
  std::unique_ptr<BriefSpinning> brief;
};

}  // namespace

void watch_contention() {
  static Watch* const watch = new Watch;  // never destroyed: its team may be in use until the process ends
  if (watch->off || omp_get_max_threads() == 1) return;
  const std::unique_lock lock(watch->mutex, std::try_to_lock);
  if (!lock) return;
  const auto now = Clock::now();
  const auto passed = now - watch->last;
  if (passed < kLookEvery) return;
  const long long waited = waited_ns();
  const double share = static_cast<double>(waited - watch->waited) / (std::chrono::duration<double, std::nano>(passed).count() * omp_get_max_threads());
  const bool first = watch->last == Clock::time_point{};
  watch->last = now;
  watch->waited = waited;
  if (first) return;
  watch->quiet = share < kLittle ? watch->quiet + 1 : 0;
  if (share > kMuch && !watch->brief) watch->brief = std::make_unique<BriefSpinning>();
  else if (watch->quiet >= kQuietLooks) watch->brief.reset();
}

}  // namespace paretune::kernels
