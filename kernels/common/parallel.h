// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace paretune::kernels {

// Splits [0, n) into one contiguous range per thread of LibTorch's OpenMP team, at least `grain` items each. Inside another parallel
// region, or for n <= grain, runs in place. `run` must not throw.
void parallel_ranges(int64_t n, int64_t grain, void (*run)(const void* context, int64_t begin, int64_t end), const void* context);

// Runs items 0 ... n - 1 on the same team, each on the next thread that is free. `worker` is below parallel_workers() and belongs to one
// thread while it runs an item.
void parallel_items(int64_t n, void (*run)(const void* context, int64_t item, int64_t worker), const void* context);
int64_t parallel_workers();

// parallel_each(n, [&](int64_t item, int64_t worker) { ... });
template <typename F>
void parallel_each(int64_t n, const F& body) {
  parallel_items(
      n, [](const void* context, int64_t item, int64_t worker) { (*static_cast<const F*>(context))(item, worker); }, std::addressof(body));
}

// parallel_rows(n, grain, [&](int64_t begin, int64_t end) { ... });
template <typename F>
void parallel_rows(int64_t n, int64_t grain, const F& body) {
  parallel_ranges(
      n, grain, [](const void* context, int64_t begin, int64_t end) { (*static_cast<const F*>(context))(begin, end); }, std::addressof(body));
}

// A grain for rows of so many numbers that a thread's share is worth its waking.
inline int64_t rows_for_thread(int64_t columns) { return std::max<int64_t>(1, 16384 / std::max<int64_t>(1, columns)); }

}  // namespace paretune::kernels
