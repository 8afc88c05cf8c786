// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

namespace paretune::kernels {

// One operator, forward and backward, against the same in plain ATen autograd, on the CPU with the current thread count.
struct KernelTiming {
  std::string name, shape;
  double ours_ms, aten_ms;  // best of several
  double max_abs_diff;      // over the output and all gradients, both in fp32
};

// SmolLM2-135M's shapes with 512 tokens. quick: fewer repetitions.
std::vector<KernelTiming> bench_kernels(bool quick);

}  // namespace paretune::kernels
