// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/gguf_writer.h"

#include <cmath>
#include <random>

#include "tests/io/io_test_support.h"
#include "training/io/ggml_quantize.h"
#include "training/io/gguf_names.h"
#include "training/io/model_source.h"

namespace paretune {
namespace {
using namespace test;

std::vector<std::byte> bytes_of(const std::vector<float>& values) {
  const auto bytes = std::as_bytes(std::span(values));
  return {bytes.begin(), bytes.end()};
}

std::size_t files_in(const TempFolder& folder) {
  std::size_t n = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++n;
  return n;
}

const std::vector<GgufEntry> kEveryType = {
    {"u8", GgufValueType::U8, 255},
    {"i8", GgufValueType::I8, -128},
    {"u16", GgufValueType::U16, 65535},
    {"i16", GgufValueType::I16, -32768},
    {"u32", GgufValueType::U32, 4294967295u},
    {"i32", GgufValueType::I32, -2147483648},
    {"u64", GgufValueType::U64, ~uint64_t{0}},
    {"i64", GgufValueType::I64, std::numeric_limits<int64_t>::min()},
    {"f32", GgufValueType::F32, 0.5},
    {"f64", GgufValueType::F64, 0.1},
    {"yes", GgufValueType::Bool, true},
    {"text", GgufValueType::Text, "\xC3\xA9"},
    {"empty", GgufValueType::Text, Json::array(), true},
    {"texts", GgufValueType::Text, Json({"a", "", "bc"}), true},
    {"numbers", GgufValueType::I16, Json({1, -2, 3}), true},
    {"flags", GgufValueType::Bool, Json({true, false}), true},
};

TEST(GgufWriter, WhatIsWrittenIsRead) {
  const TempFolder folder;
  const std::vector<float> a = {1, 2, 3, 4, 5, 6}, b(32, 0.25f);
  const std::vector<GgufOutTensor> tensors = {{"a", {2, 3}, GgmlType::F32, [&] { return bytes_of(a); }},
                                              {"b", {32}, GgmlType::Q8_0, [&] { return quantize(GgmlType::Q8_0, b, "b"); }},
                                              {"c", {1, 1, 1, 6}, GgmlType::F32, [&] { return bytes_of(a); }}};
  for (const uint32_t alignment : {0u, 8u, 64u}) {
    auto entries = kEveryType;
    if (alignment > 0) entries.push_back(gguf_number("general.alignment", alignment));
    ASSERT_TRUE(write_gguf(folder / "x.gguf", entries, tensors).ok());
    const auto file = GgufFile::open(folder / "x.gguf");
    ASSERT_TRUE(file.ok()) << file.error().text();
    EXPECT_EQ(file->version(), 3u);
    EXPECT_EQ(file->metadata().size(), entries.size());
    for (const GgufEntry& entry : entries) {
      EXPECT_EQ(file->metadata().at(entry.key), entry.value) << entry.key;
      const auto [type, element] = file->type_of(entry.key);
      EXPECT_EQ(type, entry.array ? GgufValueType::Array : entry.type) << entry.key;
      EXPECT_EQ(element, entry.type) << entry.key;
    }
    ASSERT_EQ(file->tensors().size(), 3u);
    EXPECT_EQ(file->find("a")->ne, (std::vector<int64_t>{3, 2}));
    EXPECT_EQ(std::memcmp(file->find("a")->data.data(), a.data(), 24), 0);
    EXPECT_EQ(file->find("b")->type, GgmlType::Q8_0);
    EXPECT_EQ(std::memcmp(file->find("c")->data.data(), a.data(), 24), 0);
    EXPECT_EQ(file->file_bytes() % (alignment > 0 ? alignment : 32), 0);
  }
  EXPECT_EQ(files_in(folder), 1u);
}

TEST(GgufWriter, AFailureLeavesTheOldFile) {
  const TempFolder folder;
  const std::string path = folder.write("x.gguf", "old");
  const auto failed = [&](const std::vector<GgufEntry>& entries, const std::vector<GgufOutTensor>& tensors) {
    EXPECT_FALSE(write_gguf(path, entries, tensors).ok());
    EXPECT_EQ(read_text_file(path).value(), "old");
    EXPECT_EQ(files_in(folder), 1u);
  };
  const auto four = [] { return std::vector<std::byte>(16); };
  failed({}, {{"a", {4}, GgmlType::F32, four}, {"b", {4}, GgmlType::F32, []() -> std::vector<std::byte> { fail(ErrorKind::io, "gone"); }}});
  failed({}, {{"a", {4}, GgmlType::F32, [] { return std::vector<std::byte>(15); }}});
  failed({}, {{"a", {4}, GgmlType::F32, four}, {"a", {4}, GgmlType::F32, four}});
  failed({}, {{std::string(64, 'x'), {4}, GgmlType::F32, four}});
  failed({}, {{"a", {4}, GgmlType::Q8_0, four}});
  failed({}, {{"a", {}, GgmlType::F32, four}});
  failed({gguf_flag("k", true), gguf_flag("k", true)}, {});
  failed({{"k", GgufValueType::U8, 256}}, {});
  failed({{"k", GgufValueType::U32, -1}}, {});
  failed({{"k", GgufValueType::I8, -129}}, {});
  failed({{"k", GgufValueType::U32, 1.5}}, {});
  failed({{"k", GgufValueType::Text, "\xFF"}}, {});
  failed({{"k", GgufValueType::Text, "no array", true}}, {});
  failed({{"k", GgufValueType::Array, Json::array(), true}, {"l", GgufValueType::Array, 1}}, {});
  failed({gguf_number("general.alignment", 24)}, {});
}

TEST(Quantize, ErrorsStayWithinHalfAStep) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal(0, 0.1f);
  std::vector<float> values(32 * 64);
  for (float& value : values) value = normal(random);
  for (const auto& [type, share] : {std::pair{GgmlType::F32, 0.0}, {GgmlType::F16, 0.0006}, {GgmlType::BF16, 0.005}, {GgmlType::Q8_0, 0.0055}, {GgmlType::Q4_0, 0.13}, {GgmlType::Q4_1, 0.075}}) {
    const auto bytes = quantize(type, values, "x");
    std::vector<float> again(values.size());
    dequantize(type, bytes, static_cast<int64_t>(values.size()), again.data());
    for (std::size_t block = 0; block < values.size(); block += 32) {
      float largest = 0, error = 0;
      for (std::size_t i = block; i < block + 32; ++i) {
        largest = std::max(largest, std::abs(values[i]));
        error = std::max(error, std::abs(values[i] - again[i]));
      }
      EXPECT_LE(error, static_cast<float>(share) * largest) << ggml_type_name(type);
    }
    EXPECT_EQ(quantize(type, again, "x"), quantize(type, again, "x"));
  }
}

TEST(Quantize, WhatATypeCannotHoldIsRefused) {
  for (const char* name : {"f32", "f16", "bf16", "q8_0", "q4_0", "q4_1"}) {
    const GgmlType type = writable_ggml_type(name);
    for (const float bad : {NAN, INFINITY, -INFINITY}) {
      std::vector<float> values(32, 1.0f);
      values[5] = bad;
      EXPECT_THROW(quantize(type, values, "x"), Failure) << name;
    }
    EXPECT_NO_THROW(quantize(type, std::vector<float>(32, 0.0f), "x"));
    if (type != GgmlType::F32 && type != GgmlType::F16 && type != GgmlType::BF16) {
      EXPECT_THROW(quantize(type, std::vector<float>(33, 0.0f), "x"), Failure) << name;
    }
  }
  EXPECT_THROW(quantize(GgmlType::F16, std::vector<float>{65520.0f}, "x"), Failure);
  EXPECT_NO_THROW(quantize(GgmlType::F16, std::vector<float>{65519.9f}, "x"));
  EXPECT_THROW(writable_ggml_type("q2_k"), Failure);
  EXPECT_THROW(quantize(GgmlType::Q4_K, std::vector<float>(256, 0.0f), "x"), Failure);
}

// Reader and writer of names and rows against each other: the small Llama of the goldens written again is the same model.
TEST(GgufNames, TheWayBackLeadsToTheSameModel) {
  const auto model = ModelSource::open(golden("llama.gguf")).value();
  const GgufArch& arch = gguf_arch_of("llama", "x");
  const TempFolder folder;
  std::vector<GgufEntry> entries = {gguf_text("general.architecture", "llama")};
  for (const GgufEntry& entry : gguf_config(arch, model->config())) entries.push_back(entry);
  std::vector<GgufOutTensor> tensors;
  for (const StoredTensor& tensor : model->tensors()) {
    const GgufPlace place = gguf_place(arch, model->config(), tensor.name);
    tensors.push_back({place.name, tensor.shape, GgmlType::F32, [&, place] {
                         std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
                         model->read_f32(tensor, values.data());
                         return bytes_of(place.heads > 0 ? gguf_rows_from_hf(values, tensor.elements() / tensor.shape[0], place.heads) : values);
                       }});
  }
  if (const auto divisors = gguf_rope_divisors(model->config()); !divisors.empty()) {
    tensors.push_back({"rope_freqs.weight", {static_cast<int64_t>(divisors.size())}, GgmlType::F32, [divisors] { return bytes_of(divisors); }});
  }
  write_gguf(folder / "again.gguf", entries, tensors).value();
  const auto again = ModelSource::open(folder / "again.gguf");
  ASSERT_TRUE(again.ok()) << again.error().text();
  Json before = model->config(), after = (*again)->config();
  for (const char* of_tokenizer : {"bos_token_id", "eos_token_id", "pad_token_id"}) before.erase(of_tokenizer);
  EXPECT_EQ(after, before);
  ASSERT_EQ((*again)->tensors().size(), model->tensors().size());
  for (const StoredTensor& tensor : model->tensors()) {
    std::vector<float> wanted(static_cast<std::size_t>(tensor.elements())), got(wanted.size());
    model->read_f32(tensor, wanted.data());
    const StoredTensor* found = (*again)->find(tensor.name);
    ASSERT_NE(found, nullptr) << tensor.name;
    (*again)->read_f32(*found, got.data());
    EXPECT_EQ(got, wanted) << tensor.name;
  }
}

TEST(GgufNames, Llama3DivisorsAndRowsGoBothWays) {
  const Json scaling = {{"rope_type", "llama3"}, {"factor", 32.0}, {"low_freq_factor", 1.0}, {"high_freq_factor", 4.0}, {"original_max_position_embeddings", 8192}};
  const auto divisors = gguf_rope_divisors({{"rope_scaling", scaling}, {"rope_theta", 500000.0}, {"head_dim", 64}});
  ASSERT_EQ(divisors.size(), 32u);
  EXPECT_EQ(llama3_scaling(divisors, 500000.0, 64).value(), scaling);
  std::vector<float> values(2 * 8 * 3);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  const auto there = gguf_rows_from_hf(values, 3, 2);
  EXPECT_NE(there, values);
  EXPECT_EQ(gguf_rows_to_hf(there, 3, 2), values);
  EXPECT_EQ(there[3], 12.0f);  // row 1 of the file is row 4 of HF: the second half's first
  EXPECT_THROW(gguf_place(gguf_arch_of("llama", "x"), {{"num_attention_heads", 2}}, "model.layers.0.mlp.experts.weight"), Failure);
  EXPECT_THROW(gguf_arch_of("bloom", "x"), Failure);
}

}  // namespace
}  // namespace paretune
