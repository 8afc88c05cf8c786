// SPDX-License-Identifier: GPL-3.0-or-later
// Finite differences in fp64 against every operator's own backward pass.
#include "kernels/causal_attention/causal_attention.h"
#include "kernels/frozen_linear/frozen_linear.h"
#include "kernels/linear_cross_entropy/linear_cross_entropy.h"
#include "kernels/lora_linear/lora_linear.h"
#include "kernels/rms_norm/rms_norm.h"
#include "kernels/rope/rope.h"
#include "kernels/swiglu/swiglu.h"
#include "tests/kernels/kernels_test_support.h"

namespace paretune::kernels {
namespace {

// Central differences of sum(out * pull) in every element of the first `count` inputs.
void gradcheck(const Call& call, Tensors inputs, std::size_t count) {
  for (auto& t : inputs) {
    if (t.defined() && t.is_floating_point()) t = t.to(at::kDouble);
  }
  Tensors leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(inputs[i].requires_grad_());
  const Tensor out = call(inputs), pull = at::randn(out.sizes(), at::kDouble);
  const auto grads = torch::autograd::grad({out}, leaves, {pull});
  const at::NoGradGuard off;
  constexpr double kStep = 1e-5;
  for (std::size_t i = 0; i < count; ++i) {
    Tensor flat = inputs[i].view(-1);
    const Tensor grad = grads[i].reshape(-1);
    for (int64_t j = 0; j < flat.numel(); ++j) {
      const double value = flat[j].item<double>();
      flat[j] = value + kStep;
      const double up = (call(inputs) * pull).sum().item<double>();
      flat[j] = value - kStep;
      const double down = (call(inputs) * pull).sum().item<double>();
      flat[j] = value;
      EXPECT_NEAR(grad[j].item<double>(), (up - down) / (2 * kStep), 1e-7) << "input " << i << " element " << j;
    }
  }
}

TEST(Gradcheck, RmsNorm) {
  gradcheck([](const Tensors& i) { return rms_norm(i[0], i[1], 1e-5); }, {normal({3, 5}), normal({5})}, 2);
}

TEST(Gradcheck, Rope) {
  const Tensor angle = normal({3, 2});
  gradcheck([](const Tensors& i) { return rope(i[0], i[1], i[2]); }, {normal({3, 2, 4}), angle.cos(), angle.sin()}, 1);
}

TEST(Gradcheck, SwiGlu) {
  gradcheck([](const Tensors& i) { return swiglu(i[0], i[1]); }, {normal({3, 5}), normal({3, 5})}, 2);
}

TEST(Gradcheck, LinearCrossEntropy) {
  const Tensor targets = at::tensor({2, -100, 0, 5}, at::kLong);
  gradcheck([&](const Tensors& i) { return linear_cross_entropy(i[0], i[1], i[2], targets, 2.5); }, {normal({4, 3}), normal({6, 3}), normal({6})}, 3);
}

TEST(Gradcheck, LoraLinear) {
  gradcheck([](const Tensors& i) { return lora_linear(i[0], i[3], i[4], i[1], i[2], 1.3); },
            {normal({4, 3}), normal({2, 3}), normal({5, 2}), normal({5, 3}), normal({5})}, 3);
}

TEST(Gradcheck, FrozenLinear) {
  gradcheck([](const Tensors& i) { return frozen_linear(i[0], i[1], i[2]); }, {normal({4, 3}), normal({5, 3}), normal({5})}, 1);
}

TEST(Gradcheck, CausalAttention) {
  gradcheck([](const Tensors& i) { return causal_attention(i[0], i[1], i[2], {0, 3, 5, 7}, 0.6); },
            {normal({7, 4, 3}), normal({7, 2, 3}), normal({7, 2, 3})}, 3);
}

}  // namespace
}  // namespace paretune::kernels
