// SPDX-License-Identifier: GPL-3.0-or-later
// The operators' branches for accelerators, on the emulated device: shapes, strides, types, and what falls back to ATen.
#include "kernels/causal_attention/causal_attention.h"
#include "kernels/common/cases.h"
#include "kernels/common/device_kernels.h"
#include "kernels/common/self_test.h"
#include "kernels/linear_cross_entropy/linear_cross_entropy.h"
#include "kernels/memory/device_memory.h"
#include "kernels/rms_norm/rms_norm.h"
#include "kernels/rope/rope.h"
#include "kernels/swiglu/swiglu.h"
#include "tests/kernels/kernels_test_support.h"
#include "tests/support/emulated_device.h"

namespace paretune::kernels {
namespace {

using paretune::testing::emulated_device;
using paretune::testing::emulated_device_use;

// Results on the device, brought back, against the same call on the CPU.
void expect_same_on_device(const Call& call, const Tensors& inputs, double tolerance = 4e-6) {
  const auto moved = [&](const Tensors& given, at::Device device) {
    Tensors out, leaves;
    for (const auto& t : given) {
      Tensor copy = t.defined() ? t.detach().to(device) : t;
      if (t.defined() && t.requires_grad()) leaves.push_back(copy.requires_grad_());
      out.push_back(copy);
    }
    const Tensor result = call(out);
    const Tensor pull = at::linspace(-1, 1, std::max<int64_t>(1, result.numel())).slice(0, 0, result.numel()).view(result.sizes()).to(device, result.scalar_type());
    Tensors results{result.detach()};
    if (!leaves.empty()) {
      for (auto& g : torch::autograd::grad({result}, leaves, {pull})) results.push_back(g);
    }
    for (Tensor& t : results) t = t.to(at::kCPU);
    return results;
  };
  const Tensors here = moved(inputs, at::kCPU), there = moved(inputs, emulated_device());
  ASSERT_EQ(here.size(), there.size());
  for (std::size_t i = 0; i < here.size(); ++i) {
    ASSERT_EQ(here[i].sizes(), there[i].sizes());
    ASSERT_EQ(here[i].scalar_type(), there[i].scalar_type());
    if (here[i].numel() == 0) continue;
    const double size = std::max(1.0, here[i].abs().max().item<double>());
    EXPECT_LT((here[i].to(at::kDouble) - there[i].to(at::kDouble)).abs().max().item<double>() / size, tolerance) << "result " << i;
  }
}

Tensor trained(Tensor t) { return t.requires_grad_(); }

TEST(EmulatedDevice, IsStrictAsAGpu) {
  const Tensor there = at::ones({3}, at::TensorOptions(emulated_device())), here = at::ones({3});
  EXPECT_EQ((there + 2 * there).to(at::kCPU).sum().item<double>(), 9);
  EXPECT_THROW(there + here, c10::Error);
  EXPECT_THROW(at::cat({there, here}), c10::Error);
  EXPECT_NO_THROW(there + at::ones({}));  // a number may come from the host
  EXPECT_THROW(at::empty({3}, there.options()).normal_(0, 1, at::detail::getDefaultCPUGenerator()), c10::Error);
  EXPECT_TRUE(at::empty({3}, there.options()).isnan().all().item<bool>());
  EXPECT_DEATH(static_cast<volatile float*>(there.data_ptr())[0] = 1, "");
  const Tensor grown = at::empty({0}, there.options());
  at::add_out(const_cast<Tensor&>(grown), there, there);
  EXPECT_EQ(grown.to(at::kCPU).sum().item<double>(), 6);
}

TEST(DeviceOperators, EveryOperatorAgreesWithItsReference) {
  const auto before = emulated_device_use();
  std::set<std::string> names;
  for (const auto& check : check_operators(emulated_device())) {
    EXPECT_TRUE(check.ok()) << check.name << " " << check.shape << " " << c10::toString(check.type) << ": " << check.error << " " << check.problem;
    names.insert(check.name);
  }
  EXPECT_EQ(names.size(), 8u);
  EXPECT_GT(emulated_device_use().kernels, before.kernels + 30);
  EXPECT_GT(emulated_device_use().flash, before.flash + 3);
}

TEST(DeviceOperators, StridesTypesAndEmptyInputs) {
  const Call norm = [](const Tensors& i) { return rms_norm(i[0], i[1], 1e-5); };
  expect_same_on_device(norm, {trained(normal({40, 6}).t()), trained(normal({40}))});
  expect_same_on_device(norm, {trained(normal({0, 8})), normal({8})});
  expect_same_on_device(norm, {trained(normal({6, 40}).to(at::kBFloat16)), normal({40}).to(at::kBFloat16)}, 3e-2);
  expect_same_on_device(norm, {trained(normal({6, 40})), normal({40}).to(at::kBFloat16)}, 3e-2);  // mixed: ATen's part
  const Tensor angle = normal({9, 8});
  const Call turn = [](const Tensors& i) { return rope(i[0], i[1], i[2]); };
  expect_same_on_device(turn, {trained(normal({3, 9, 16}).transpose(0, 1)), angle.cos(), angle.sin()});
  expect_same_on_device(turn, {trained(normal({9, 3, 16}).to(at::kBFloat16)), angle.cos(), angle.sin()}, 3e-2);
  const Call gated = [](const Tensors& i) { return swiglu(i[0], i[1]); };
  expect_same_on_device(gated, {trained(normal({7, 5}).t()), trained(normal({5, 7}))});
  expect_same_on_device(gated, {trained(normal({4, 8})), trained(normal({4, 8}).to(at::kBFloat16))}, 3e-2);
  Tensor targets = at::randint(97, {12}, at::kLong);
  targets.narrow(0, 3, 4).fill_(-100);
  for (const Tensor& bias : {Tensor(), normal({97})}) {
    const Call loss = [&](const Tensors& i) { return linear_cross_entropy(i[0], i[1], i[2], i[3], 5); };
    expect_same_on_device(loss, {trained(normal({12, 8})), trained(normal({97, 8})), bias, targets});
    expect_same_on_device(loss, {trained(normal({12, 8})), normal({97, 8}), bias, at::full({12}, -100, at::kLong)});
  }
}

TEST(DeviceOperators, AttentionTakesFlashWhereItCan) {
  const auto attention = [](std::vector<int64_t> offsets) -> Call {
    return [offsets](const Tensors& i) { return causal_attention(i[0], i[1], i[2], offsets, 0.3); };
  };
  const auto inputs = [](int64_t n, int64_t hd, at::ScalarType type) {
    return Tensors{trained(normal({n, 4, hd}).to(type)), trained(normal({n, 2, hd}).to(type)), trained(normal({n, 2, hd}).to(type))};
  };
  auto before = emulated_device_use();
  expect_same_on_device(attention({0, 3, 3, 10, 17}), inputs(17, 16, at::kBFloat16), 3e-2);
  EXPECT_GE(emulated_device_use().flash, before.flash + 2);  // forward and backward: one call each for all samples
  EXPECT_LE(emulated_device_use().flash, before.flash + 4);  // and two when it was tried
  before = emulated_device_use();
  expect_same_on_device(attention({0, 3, 10, 17}), inputs(17, 16, at::kFloat));
  expect_same_on_device(attention({0, 3, 10, 17}), inputs(17, 12, at::kBFloat16), 3e-2);
  EXPECT_EQ(emulated_device_use().flash, before.flash);
}

TEST(DeviceOperators, CanBeTurnedOffOneByOne) {
  const DeviceKernels all = *device_table(emulated_device().type());
  const auto restore = std::shared_ptr<const DeviceKernels>(emulated_device_kernels(), [](const DeviceKernels* t) { set_emulated_device_kernels(t); });
  for (const auto& name : device_kernel_names()) {
    const DeviceKernels some = without(all, name);
    set_emulated_device_kernels(&some);
    const int64_t before = emulated_device_use().kernels;
    for (const auto& check : check_operators(emulated_device())) EXPECT_TRUE(check.ok()) << name << " off, " << check.name << " " << check.error << check.problem;
    EXPECT_GT(emulated_device_use().kernels, before);
  }
  const DeviceKernels none = without(all, "off");
  set_emulated_device_kernels(&none);
  const int64_t before = emulated_device_use().kernels;
  for (const auto& check : check_operators(emulated_device())) EXPECT_TRUE(check.ok()) << check.name << " " << check.error << check.problem;
  EXPECT_EQ(emulated_device_use().kernels, before);
}

TEST(DeviceMemoryOf, CountsAndRefuses) {
  reset_device_peak(emulated_device());
  const auto before = device_memory(emulated_device());
  {
    const Tensor t = at::zeros({1 << 18}, at::TensorOptions(emulated_device()));
    EXPECT_EQ(device_memory(emulated_device()).allocated, before.allocated + (1 << 20));
  }
  EXPECT_EQ(device_memory(emulated_device()).allocated, before.allocated);
  EXPECT_GE(device_memory(emulated_device()).peak, before.allocated + (1 << 20));
  EXPECT_EQ(device_memory(at::kCPU).allocated, 0);
  paretune::testing::limit_emulated_device(before.allocated + 1000);
  EXPECT_THROW(at::zeros({1 << 18}, at::TensorOptions(emulated_device())), c10::OutOfMemoryError);
  paretune::testing::limit_emulated_device(0);
}

}  // namespace
}  // namespace paretune::kernels
