// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Accelerator kernels on the host: loops play the lanes, phase by phase, and reductions join in the order of the device's shuffles.
#include <vector>

#include "kernels/common/device_run.h"

namespace paretune::testing {

// bfloat16, rounded to nearest even.
struct Bf16 {
  uint16_t bits;
  Bf16() = default;
  explicit Bf16(float value) {
    uint32_t wide;
    std::memcpy(&wide, &value, sizeof wide);
    if ((wide & 0x7fffffffu) > 0x7f800000u) bits = static_cast<uint16_t>(wide >> 16 | 0x40u);
    else bits = static_cast<uint16_t>((wide + 0x7fffu + (wide >> 16 & 1u)) >> 16);
  }
  explicit operator float() const {
    const uint32_t wide = static_cast<uint32_t>(bits) << 16;
    float value;
    std::memcpy(&value, &wide, sizeof value);
    return value;
  }
};

struct HostBlock {
  int64_t lanes;

  template <class F>
  void each(F f) const {
    for (int64_t l = lanes - 1; l >= 0; --l) f(kernels::Lane{l, lanes});  // no order is promised
  }
  template <class Join, class F>
  auto reduce(Join join, F part) const {
    using T = decltype(part(kernels::Lane{}));
    std::vector<T> values(static_cast<std::size_t>(lanes));
    for (int64_t l = lanes - 1; l >= 0; --l) values[static_cast<std::size_t>(l)] = part(kernels::Lane{l, lanes});
    for (std::size_t by = kernels::kWarp / 2; by > 0; by /= 2) {
      const auto before = values;
      for (std::size_t l = 0; l < values.size(); ++l) values[l] = join(before[l], before[l ^ by]);
    }
    T all = values[0];
    for (std::size_t l = kernels::kWarp; l < values.size(); l += kernels::kWarp) all = join(all, values[l]);
    return all;
  }
};

// Where a "device" keeps what the host must not touch, pointers need turning before kernels may use them: see emulated_device.cpp.
class HostRun {
 public:
  using bf16 = Bf16;
  explicit HostRun(void*) {}
  static inline int64_t launches = 0;  // kernels run so far

  template <class Op>
  void rows(int64_t rows, int64_t packs, const Op& op) const {
    ++launches;
    const HostBlock block{kernels::row_launch(rows, packs).block};
    for (int64_t row = rows - 1; row >= 0; --row) op(block, row);
  }
  template <class Op>
  void elements(int64_t count, const Op& op) const {
    ++launches;
    for (int64_t i = count - 1; i >= 0; --i) op(i);
  }
  template <class Op>
  void parts(int parts, int64_t most, const Op& op) const {
    if (most == 0) return;
    ++launches;
    const auto launch = kernels::element_launch(most);
    const int64_t lanes = int64_t{launch.grid} * launch.block;
    for (int part = 0; part < parts; ++part) {
      for (int64_t lane = 0; lane < lanes; ++lane) {
        if (lane < op.count(part)) op(part, lane, lanes);
      }
    }
  }
};

}  // namespace paretune::testing
