// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with OpenMP, apart from the LibTorch sources (the precompiled header has other flags). The libgomp is the one LibTorch
// loads, so the thread team and at::set_num_threads are shared.
#include "kernels/common/parallel.h"

#include <omp.h>

namespace paretune::kernels {

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

int64_t parallel_workers() { return omp_in_parallel() ? 1 : omp_get_max_threads(); }

void parallel_items(int64_t n, void (*run)(const void*, int64_t, int64_t), const void* context) {
  if (n <= 1 || parallel_workers() == 1) {
    for (int64_t item = 0; item < n; ++item) run(context, item, 0);
    return;
  }
#pragma omp parallel for schedule(dynamic, 1)
  for (int64_t item = 0; item < n; ++item) run(context, item, omp_get_thread_num());
}

}  // namespace paretune::kernels
