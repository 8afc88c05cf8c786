// SPDX-License-Identifier: GPL-3.0-or-later
// What 'paretune doctor --self-test' would say of a GPU: the whole of it on the emulated device, and that it sees a wrong kernel.
#include "training/engine/self_test.h"

#include <gtest/gtest.h>

#include <set>

#include "kernels/common/device_table.h"
#include "tests/support/emulated_device.h"

namespace paretune {
namespace {

using testing::emulated_device;

std::set<std::string> faults_of(const std::vector<SelfTestRow>& rows) {
  std::set<std::string> out;
  for (const auto& row : rows) {
    if (!row.ok) out.insert(row.part + " " + row.name);
  }
  return out;
}

TEST(SelfTest, PassesOnTheCpuAndOnTheEmulatedDevice) {
  for (const at::Device& device : {at::Device(at::kCPU), emulated_device()}) {
    std::size_t told = 0;
    const auto before = testing::emulated_device_use();
    const auto rows = self_test_of(device, [&](const SelfTestRow&) { ++told; });
    EXPECT_EQ(told, rows.size());
    std::set<std::string> names;
    for (const auto& row : rows) {
      EXPECT_TRUE(row.ok) << row.device << " " << row.part << " " << row.name << " " << row.detail << ": " << row.error << " of " << row.allowed << " " << row.problem;
      EXPECT_EQ(row.device, device.str());
      names.insert(row.name);
    }
    for (const char* name : {"rms_norm", "rope", "swiglu", "linear_cross_entropy", "lora_linear", "frozen_linear", "causal_attention", "block_rotation", "dequantize",
                             "LORA", "LORA, recomputed", "LORA on NF4", "OFT", "SHIRA", "FULL"}) {
      EXPECT_TRUE(names.count(name)) << name;
    }
    if (device.is_cpu()) continue;
    EXPECT_TRUE(names.count("LORA in bf16"));
    EXPECT_GT(testing::emulated_device_use().kernels, before.kernels + 500);
    EXPECT_GT(testing::emulated_device_use().flash, before.flash + 20);
  }
}

TEST(SelfTest, SeesAWrongKernel) {
  emulated_device();
  const kernels::DeviceKernels* right = kernels::emulated_device_kernels();
  const auto restore = std::shared_ptr<void>(nullptr, [&](void*) { kernels::set_emulated_device_kernels(right); });
  kernels::DeviceKernels wrong = *right;
  static void (*honest)(kernels::DeviceType, int64_t, const void*, const void*, void*, void*) = right->swiglu_forward;
  wrong.swiglu_forward = [](kernels::DeviceType type, int64_t count, const void* gate, const void* up, void* y, void* stream) {
    honest(type, count, up, gate, y, stream);  // the wrong way round
  };
  kernels::set_emulated_device_kernels(&wrong);
  const auto faults = faults_of(self_test_of(emulated_device(), {}));
  EXPECT_TRUE(faults.count("kernel swiglu"));
  EXPECT_TRUE(faults.count("training LORA"));
  EXPECT_FALSE(faults.count("kernel rope"));
}

}  // namespace
}  // namespace paretune
