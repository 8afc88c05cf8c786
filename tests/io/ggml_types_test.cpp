// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/ggml_types.h"

#include "tests/io/io_test_support.h"
#include "training/io/safetensors.h"

namespace paretune {
namespace {
using namespace test;

class Dequantize : public testing::TestWithParam<GgmlType> {};

TEST_P(Dequantize, EqualsGgufPyToTheBit) {
  const auto file = SafetensorsFile::open(golden("dequantised.safetensors"));
  ASSERT_TRUE(file.ok()) << file.error().text();
  const std::string name = ggml_type_name(GetParam());
  const SafeTensor* stored = file->find(name + ".raw");
  const SafeTensor* expected = file->find(name + ".f32");
  ASSERT_NE(stored, nullptr);
  ASSERT_NE(expected, nullptr);
  const int64_t n = expected->shape.at(0);
  std::vector<float> out(static_cast<std::size_t>(n));
  dequantize(GetParam(), stored->data, n, out.data());
  for (int64_t i = 0; i < n; ++i) {
    uint32_t ours, theirs;
    std::memcpy(&ours, &out[static_cast<std::size_t>(i)], 4);
    std::memcpy(&theirs, expected->data.data() + 4 * i, 4);
    ASSERT_EQ(ours, theirs) << name << " element " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Types, Dequantize,
                         testing::Values(GgmlType::F32, GgmlType::F16, GgmlType::BF16, GgmlType::F64, GgmlType::Q8_0, GgmlType::Q4_0, GgmlType::Q4_1,
                                         GgmlType::Q5_0, GgmlType::Q5_1, GgmlType::Q4_K, GgmlType::Q5_K, GgmlType::Q6_K),
                         [](const auto& info) { return std::string(ggml_type_name(info.param)); });

TEST(GgmlTypes, WrongSizesAndTypesAreRefused) {
  std::vector<std::byte> bytes(36);
  std::vector<float> out(64);
  EXPECT_THROW(dequantize(GgmlType::Q4_0, bytes, 33, out.data()), Failure);
  EXPECT_THROW(dequantize(GgmlType::Q4_0, bytes, 32, out.data()), Failure);
  EXPECT_THROW(dequantize(GgmlType::Q4_0, bytes, 96, out.data()), Failure);
  EXPECT_THROW(dequantize(GgmlType::Q4_0, std::span(bytes).first(35), 64, out.data()), Failure);
  EXPECT_THROW(dequantize(GgmlType::Q4_0, bytes, -32, out.data()), Failure);
  EXPECT_THROW(dequantize(static_cast<GgmlType>(10), bytes, 256, out.data()), Failure);
  EXPECT_NO_THROW(dequantize(GgmlType::Q4_0, bytes, 64, out.data()));
  EXPECT_NO_THROW(dequantize(GgmlType::Q4_0, {}, 0, nullptr));
  EXPECT_STREQ(ggml_type_name(static_cast<GgmlType>(10)), "Q2_K");
}

}  // namespace
}  // namespace paretune
