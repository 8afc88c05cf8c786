// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/self_test.h"

#include <cmath>

#include "kernels/common/cases.h"

namespace paretune::kernels {
namespace {

// Of the largest value: the CPU's kernels sum in fp32 with few terms, a GPU's exp and the order of its sums differ a little more; bf16 has
// eight bits, and linear_cross_entropy and attention round on the way.
double allowed_error(const at::Device& device, at::ScalarType type) { return type == at::kBFloat16 ? 3e-2 : device.is_cpu() ? 2e-6 : 1e-5; }

double worst_error(const std::vector<at::Tensor>& ours, const std::vector<at::Tensor>& exact) {
  double worst = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const at::Tensor values = ours[i].to(at::kCPU, at::kDouble);
    const double size = std::max(1e-3, exact[i].abs().max().item<double>()), error = (values - exact[i]).abs().max().item<double>() / size;
    if (!(error <= worst)) worst = error;  // NaN stays
  }
  return worst;
}

OperatorCheck checked(const OperatorCase& c, const at::Device& device, at::ScalarType type) {
  OperatorCheck out{c.name, c.shape, type, 0, allowed_error(device, type), {}};
  try {
    std::vector<at::Tensor> rounded;
    for (const auto& t : c.inputs) rounded.push_back(t.is_floating_point() ? t.to(type) : t);
    out.error = worst_error(results_of(c.ours, rounded, c.trained, type, device), results_of(c.aten, rounded, c.trained, at::kDouble));
    if (!std::isfinite(out.error)) out.problem = "gives values that are no numbers";
  } catch (const c10::Error& error) {
    out.problem = error.what_without_backtrace();
  } catch (const std::exception& error) {
    out.problem = error.what();
  }
  return out;
}

}  // namespace

std::vector<OperatorCheck> check_operators(const at::Device& device) {
  const at::AutoGradMode grad_on(true);
  std::vector<at::ScalarType> types{at::kFloat};
  if (!device.is_cpu()) types.push_back(at::kBFloat16);
  std::vector<OperatorCheck> out;
  // Odd sizes, and sizes whose rows move in packs; heads that a GPU's flash attention takes.
  for (const CaseSizes& sizes : {CaseSizes{19, 44, 6, 2, 20, 37, 203, 3, 11, {0, 1, 9, 9, 14, 19}}, CaseSizes{70, 64, 4, 2, 32, 96, 512, 8, 16, {0, 3, 40, 70}}}) {
    for (const auto& c : cases_of(sizes)) {
      for (const auto type : types) out.push_back(checked(c, device, type));
    }
  }
  return out;
}

}  // namespace paretune::kernels
