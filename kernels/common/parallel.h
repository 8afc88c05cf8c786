// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <type_traits>

namespace paretune::kernels {

// Threads of a team that wait for another give their core away soon. Once; for programs that share a machine. GNU's OpenMP spins at every
// barrier for a good part of a millisecond while it takes all cores for its own: with one other busy process on two cores, a loop of short
// parallel ranges took 48 times as long.
void wait_politely();

// Splits [0, n) into one contiguous range per thread of LibTorch's OpenMP team, at least `grain` items each. Inside another parallel
// region, or for n <= grain, runs in place. `run` must not throw.
void parallel_ranges(int64_t n, int64_t grain, void (*run)(const void* context, int64_t begin, int64_t end), const void* context);

// parallel_rows(n, grain, [&](int64_t begin, int64_t end) { ... });
template <typename F>
void parallel_rows(int64_t n, int64_t grain, const F& body) {
  parallel_ranges(n, grain, [](const void* context, int64_t begin, int64_t end) { (*static_cast<const F*>(context))(begin, end); },
                  std::addressof(body));
}

}  // namespace paretune::kernels
