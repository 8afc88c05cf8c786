// SPDX-License-Identifier: GPL-3.0-or-later
// torch.autocast on the emulated device: the operators that CUDA computes in the lower type and in fp32.
#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <torch/library.h>

namespace at::autocast {
TORCH_LIBRARY_IMPL(_, AutocastPrivateUse1, m) { m.fallback(torch::CppFunction::makeFallthrough()); }
TORCH_LIBRARY_IMPL(aten, AutocastPrivateUse1, m) {
#define PARETUNE_LOWER(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, lower_precision_fp)
#define PARETUNE_FP32(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, fp32)
#define PARETUNE_PROMOTE(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, promote)
  AT_FORALL_LOWER_PRECISION_FP(PARETUNE_LOWER)
  AT_FORALL_FP32(PARETUNE_FP32)
  AT_FORALL_PROMOTE(PARETUNE_PROMOTE)
}
}  // namespace at::autocast
