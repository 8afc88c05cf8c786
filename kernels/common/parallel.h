// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <type_traits>

namespace paretune::kernels {

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
