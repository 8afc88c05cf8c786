// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <functional>
#include <vector>

#include "kernels/common/isa.h"

namespace paretune::kernels {

using at::Tensor;
using Tensors = std::vector<Tensor>;
using Call = std::function<Tensor(const Tensors&)>;

// Restores the thread count and the instruction set.
struct Restore {
  int threads = at::get_num_threads();
  Isa isa = active_isa();
  ~Restore() {
    at::set_num_threads(threads);
    set_active_isa(isa);
  }
};

inline Tensor normal(at::IntArrayRef shape) { return at::randn(shape, at::kFloat); }

// Output and gradients (of the inputs that require grad in `given`) of sum(output * pull), computed in `type`. Strides are kept.
inline Tensors forward_backward(const Call& call, const Tensors& given, at::ScalarType type) {
  Tensors inputs, leaves;
  for (const auto& t : given) {
    Tensor copy = t;
    if (t.defined() && t.is_floating_point()) {
      copy = at::empty_strided(t.sizes(), t.strides(), t.options().dtype(type).requires_grad(false)).copy_(t.detach());
      if (t.requires_grad()) leaves.push_back(copy.requires_grad_());
    }
    inputs.push_back(copy);
  }
  const Tensor out = call(inputs);
  Tensors results{out.detach()};
  if (leaves.empty()) return results;
  const Tensor pull = out.numel() == 0 ? at::ones_like(out) : at::linspace(-1, 1, out.numel(), out.options().requires_grad(false)).add(0.3).view(out.sizes());
  for (auto& g : torch::autograd::grad({out}, leaves, {pull})) results.push_back(g);
  return results;
}

// Ours in fp32 against the reference in fp64: largest error relative to the largest value, or to `floor` where that is larger: sums of
// terms of order one may cancel to nothing, their rounding does not.
inline void expect_close(const Tensors& ours, const Tensors& exact, double tolerance, double floor) {
  ASSERT_EQ(ours.size(), exact.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    ASSERT_EQ(ours[i].sizes(), exact[i].sizes()) << "result " << i;
    if (ours[i].numel() == 0) continue;
    const double size = std::max(floor, exact[i].abs().max().item<double>());
    const double error = (ours[i].to(at::kDouble) - exact[i]).abs().max().item<double>() / size;
    EXPECT_LT(error, tolerance) << "result " << i << " of shape " << exact[i].sizes();
  }
}

// In every instruction set and with one and two threads; the thread count must not change a bit of what the raw kernels make.
inline void expect_matches(const Call& ours, const Call& reference, const Tensors& inputs, double tolerance = 2e-6, bool same_bits = true,
                           double floor = 1) {
  const Restore restore;
  const Tensors exact = forward_backward(reference, inputs, at::kDouble);
  for (const Isa isa : {Isa::baseline, Isa::avx2}) {
    if (!isa_available(isa)) continue;
    SCOPED_TRACE(isa_name(isa));
    set_active_isa(isa);
    at::set_num_threads(1);
    const Tensors one = forward_backward(ours, inputs, at::kFloat);
    at::set_num_threads(2);
    const Tensors two = forward_backward(ours, inputs, at::kFloat);
    expect_close(one, exact, tolerance, floor);
    expect_close(two, exact, tolerance, floor);
    for (std::size_t i = 0; same_bits && i < one.size(); ++i) EXPECT_TRUE(at::equal(one[i], two[i])) << "threads change result " << i;
  }
}

}  // namespace paretune::kernels
