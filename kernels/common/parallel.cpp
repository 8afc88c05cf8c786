// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with OpenMP, apart from the LibTorch sources (the precompiled header has other flags). The libgomp is the one LibTorch
// loads, so the thread team and at::set_num_threads are shared.
#include "kernels/common/parallel.h"

#include <omp.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace paretune::kernels {

// It spins a thousand rounds only once there are more OpenMP threads than cores, so a team that sleeps for good is made. The setting for it
// (GOMP_SPINCOUNT) is read before main() and the person's own choice, where there is one, stays.
void wait_politely() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (std::getenv("GOMP_SPINCOUNT") || std::getenv("OMP_WAIT_POLICY")) return;
    std::thread([] {
      std::atomic<int> threads{0};  // an empty region would be left out
#pragma omp parallel num_threads(omp_get_num_procs() + 1)
      threads.fetch_add(1, std::memory_order_relaxed);
      for (;;) std::this_thread::sleep_for(std::chrono::hours(24));
    }).detach();
  });
}

void parallel_ranges(int64_t n, int64_t grain, void (*run)(const void*, int64_t, int64_t), const void* context) {
  if (n <= 0) return;
  if (grain < 1) grain = 1;
  if (n <= grain || omp_in_parallel() || omp_get_max_threads() == 1) {
    run(context, 0, n);
    return;
  }
  const int64_t most = (n + grain - 1) / grain;
#pragma omp parallel
  {
    int64_t threads = omp_get_num_threads();
    if (threads > most) threads = most;
    const int64_t size = (n + threads - 1) / threads, begin = omp_get_thread_num() * size;
    const int64_t end = begin + size < n ? begin + size : n;
    if (begin < end) run(context, begin, end);
  }
}

}  // namespace paretune::kernels
