// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/bench.h"

#include <chrono>
#include <limits>

#include "kernels/common/cases.h"

namespace paretune::kernels {
namespace {

using at::Tensor;

double best_ms(const OperatorCase& c, const OperatorCall& op, int repeats) {
  std::vector<Tensor> inputs, leaves;
  for (std::size_t i = 0; i < c.inputs.size(); ++i) {
    Tensor t = c.inputs[i].detach();
    if (i < c.trained) leaves.push_back(t.requires_grad_());
    inputs.push_back(t);
  }
  Tensor pull;
  double best = std::numeric_limits<double>::infinity();
  for (int r = 0; r <= repeats; ++r) {
    const auto from = std::chrono::steady_clock::now();
    const Tensor out = op(inputs);
    if (!pull.defined()) pull = at::ones_like(out);
    const auto grads = torch::autograd::grad({out}, leaves, {pull});
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - from;
    if (r > 0) best = std::min(best, took.count());  // the first call warms caches and allocator
  }
  return best;
}

}  // namespace

std::vector<KernelTiming> bench_kernels(bool quick) {
  const at::AutoGradMode grad_on(true);
  const CaseSizes sizes{512, 576, 9, 3, 64, 1536, 49152, 16, 32, {0, 120, 250, 256, 400, 512}};
  std::vector<KernelTiming> out;
  const auto time_case = [&](const OperatorCase& c) {
    const auto ours = results_of(c.ours, c.inputs, c.trained, at::kFloat), aten = results_of(c.aten, c.inputs, c.trained, at::kFloat);
    double diff = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) diff = std::max(diff, (ours[i] - aten[i]).abs().max().item<double>());
    const int repeats = (c.name == "linear_cross_entropy" ? 3 : 20) / (quick ? 3 : 1);
    out.push_back({c.name, c.shape, best_ms(c, c.ours, repeats), best_ms(c, c.aten, repeats), diff});
  };
  for (const auto& c : cases_of(sizes)) time_case(c);
  CaseSizes one_sample = sizes, many = sizes;
  one_sample.vocab = many.vocab = 8;
  one_sample.offsets = {0, 512};
  many.offsets.clear();
  for (int64_t at = 0; at <= 512; at += 16) many.offsets.push_back(at);
  for (const auto& lengths : {one_sample, many}) {
    for (const auto& c : cases_of(lengths)) {
      if (c.name == "causal_attention") time_case(c);
    }
  }
  return out;
}

}  // namespace paretune::kernels
