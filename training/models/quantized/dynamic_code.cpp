// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/quantized/dynamic_code.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace paretune {
namespace {

DynamicCode make_code(bool has_sign) {
  constexpr int kExponentBits = 7;
  std::vector<float> values = {0.0f, 1.0f};
  for (int i = 0; i < kExponentBits; ++i) {
    const at::Tensor borders = at::linspace(0.1, 1.0, (int64_t{1} << (has_sign ? i : i + 1)) + 1, at::kFloat);
    const at::Tensor means = (borders.slice(0, 0, -1) + borders.slice(0, 1)).div(2.0).mul(std::pow(10.0, i - (kExponentBits - 1)));
    for (int64_t k = 0; k < means.numel(); ++k) {
      values.push_back(means.data_ptr<float>()[k]);
      if (has_sign) values.push_back(-values.back());
    }
  }
  TORCH_INTERNAL_ASSERT(values.size() == 256);
  std::sort(values.begin(), values.end());
  DynamicCode code;
  std::copy(values.begin(), values.end(), code.begin());
  return code;
}

}  // namespace

const DynamicCode& dynamic_code(bool has_sign) {
  static const DynamicCode with_sign = make_code(true), without = make_code(false);
  return has_sign ? with_sign : without;
}

}  // namespace paretune
