// SPDX-License-Identifier: GPL-3.0-or-later
// Against the reference packages of Python; skipped, and said so, where they are not installed.
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <random>
#include <sstream>

#include "tests/support/demo_model.h"
#include "tests/io/io_test_support.h"
#include "tests/support/promise.h"
#include "training/io/ggml_quantize.h"
#include "training/io/gguf_writer.h"
#include "training/io/model_source.h"
#include "training/io/safetensors.h"

namespace paretune {
namespace {
using namespace test;
namespace fs = std::filesystem;

const std::string kVenv = PARETUNE_SOURCE_DIR "/build/venv";

std::string python(const std::string& arguments) {
  const std::string command = "OMP_NUM_THREADS=1 '" + kVenv + "/bin/python' '" PARETUNE_SOURCE_DIR "/tests/io/interop.py' " + arguments;
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) throw std::runtime_error("popen");
  std::string out;
  std::array<char, 65536> buffer;
  while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), n);
  if (pclose(pipe) != 0) throw std::runtime_error("python failed: " + command);
  return out;
}

bool has_python() { return fs::exists(kVenv + "/bin/python"); }

TEST(Interop, PythonReadsOurSafetensors) {
  if (!has_python()) GTEST_SKIP() << "no Python environment";
  TempFolder folder;
  const float numbers[] = {1.5f, -2.f, 3.f};
  const int64_t ids[] = {5, 6};
  const uint8_t bytes[] = {7};
  const std::string path = folder / "ours.safetensors";
  write_safetensors(path,
                    {{"b", "U8", {1}, std::as_bytes(std::span(bytes))},
                     {"a.\xC3\xA9", "F32", {3, 1}, std::as_bytes(std::span(numbers))},
                     {"ids", "I64", {2}, std::as_bytes(std::span(ids))},
                     {"none", "F32", {0}, {}}},
                    {{"who", "paretune"}})
      .value();
  const Json seen = Json::parse(python("read-safetensors '" + path + "'"));
  EXPECT_EQ(seen["metadata"], Json({{"format", "pt"}, {"who", "paretune"}}));
  EXPECT_EQ(seen["tensors"], Json({{"b", {7}}, {"a.\xC3\xA9", {{1.5}, {-2.0}, {3.0}}}, {"ids", {5, 6}}, {"none", Json::array()}}));
}

TEST(Interop, WeReadPythonsSafetensors) {
  if (!has_python()) GTEST_SKIP() << "no Python environment";
  TempFolder folder;
  const std::string path = folder / "theirs.safetensors";
  python("write-safetensors '" + path + "'");
  const auto file = SafetensorsFile::open(path);
  ASSERT_TRUE(file.ok()) << file.error().text();
  EXPECT_EQ(file->metadata().at("k"), "v");
  float values[2];
  ASSERT_NE(file->find("half"), nullptr);
  EXPECT_EQ(file->find("half")->shape, (std::vector<int64_t>{1, 2}));
  convert_to_f32("F16", file->find("half")->data, values);
  EXPECT_EQ(values[0], 1.5f);
  EXPECT_EQ(values[1], -2.f);
  convert_to_f32("BF16", file->find("brain")->data, values);
  EXPECT_EQ(values[0], 3.25f);
  EXPECT_EQ(file->find("none")->shape, (std::vector<int64_t>{0, 3}));
  EXPECT_TRUE(file->find("one")->shape.empty());
  EXPECT_EQ(file->find("ids")->dtype, "I64");
}

TEST(Interop, DemoModelEqualsGgufPyToTheBit) {
  const std::string path = demo_gguf(kVenv);
  if (path.empty()) GTEST_SKIP() << "the demo model is not installed";
  const auto file = GgufFile::open(path);
  ASSERT_TRUE(file.ok()) << file.error().text();
  std::istringstream lines(python("gguf-digests '" + path + "'"));
  std::string line;
  std::size_t compared = 0;
  while (std::getline(lines, line)) {
    const Json digest = Json::parse(line);
    const GgufTensor* tensor = file->find(digest[0].get<std::string>());
    ASSERT_NE(tensor, nullptr) << line;
    std::vector<float> values(static_cast<std::size_t>(tensor->elements));
    dequantize(tensor->type, tensor->data, tensor->elements, values.data());
    EXPECT_EQ(sha256_hex({reinterpret_cast<const char*>(values.data()), values.size() * 4}), digest[1].get<std::string>()) << tensor->name;
    ++compared;
  }
  EXPECT_EQ(compared, file->tensors().size());
  EXPECT_EQ(compared, 272u);
}

// Random bytes are blocks of every kind: scales that are subnormal, infinite or no number as well. 10^5 of each type, 10^6 with PARETUNE_NIGHTLY=1.
TEST(Interop, RandomBlocksEqualGgufPyToTheBit) {
  if (!has_python()) GTEST_SKIP() << "no Python environment";
  Promise promise("10,000 random blocks of a quantised type have gguf-py's values to the bit");
  constexpr int64_t kBlocks = 10'000;  // of a chunk
  const int64_t chunks = nightly() ? 100 : 10;
  const uint64_t seed = nightly() ? std::random_device()() : 20261130;
  for (const GgmlType type : {GgmlType::Q4_0, GgmlType::Q4_1, GgmlType::Q5_0, GgmlType::Q5_1, GgmlType::Q8_0, GgmlType::Q4_K, GgmlType::Q5_K, GgmlType::Q6_K}) {
    SCOPED_TRACE(std::string(ggml_type_name(type)) + ", seed " + std::to_string(seed));
    const GgmlTypeInfo& info = *ggml_type_info(type);
    std::istringstream theirs(python(std::string("gguf-random-digests ") + info.name + "," + std::to_string(chunks) + "," + std::to_string(kBlocks) + "," + std::to_string(seed)));
    const auto bytes = static_cast<std::size_t>(kBlocks * info.block_bytes);
    std::vector<uint64_t> words((bytes + 7) / 8);
    std::vector<float> values(static_cast<std::size_t>(kBlocks * info.block_elements));
    for (int64_t chunk = 0; chunk < chunks; ++chunk) {
      promise.try_once([&] {
        for (std::size_t i = 0; i < words.size(); ++i) {
          uint64_t z = (i + static_cast<uint64_t>(chunk) * words.size() + 1) * 0x9E3779B97F4A7C15U + seed;
          z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
          z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
          words[i] = z ^ (z >> 31);
        }
        dequantize(type, std::as_bytes(std::span(words)).first(bytes), static_cast<int64_t>(values.size()), values.data());
        for (float& value : values) {
          if (std::isnan(value)) value = std::numeric_limits<float>::quiet_NaN();
        }
        std::string digest;
        ASSERT_TRUE(std::getline(theirs, digest));
        EXPECT_EQ(sha256_hex({reinterpret_cast<const char*>(values.data()), values.size() * 4}), digest) << "chunk " << chunk;
      });
    }
  }
}

TEST(Interop, QuantisedBytesEqualGgufPy) {
  if (!has_python()) GTEST_SKIP() << "no Python environment";
  const TempFolder folder;
  std::mt19937 random(11);
  std::normal_distribution<float> normal;
  std::vector<float> values(256 * 600);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::ldexp(normal(random), static_cast<int>(i / 256 % 40) - 30);  // halves without and with subnormals
  std::fill(values.begin() + 64, values.begin() + 96, 0.0f);   // a block of zeros
  std::fill(values.begin() + 96, values.begin() + 128, -3.0f);  // and one of equals
  for (std::size_t i = 0; i < 32; ++i) values[128 + i] = static_cast<float>(i) - 15.5f;  // ties
  values[500 * 256] = 65519.9f;
  folder.write("values", {reinterpret_cast<const char*>(values.data()), values.size() * 4});
  const Json theirs = Json::parse(python("gguf-quantize '" + folder / "values" + "'"));
  ASSERT_EQ(theirs.size(), 6u);
  for (const auto& [name, digest] : theirs.items()) {
    const auto bytes = quantize(writable_ggml_type(name), values, name);
    EXPECT_EQ(sha256_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()}), digest) << name;
  }
}

TEST(Interop, PythonReadsOurGguf) {
  if (!has_python()) GTEST_SKIP() << "no Python environment";
  const TempFolder folder;
  const std::vector<float> values = {1, 2, 3, 4, 5, 6};
  const std::vector<GgufEntry> entries = {gguf_text("general.architecture", "llama"), gguf_number("n", 7), gguf_real("x", 0.5), gguf_flag("yes", true),
                                          {"big", GgufValueType::U64, uint64_t{1} << 40}, {"words", GgufValueType::Text, Json({"a", "\xC3\xA9"}), true},
                                          {"types", GgufValueType::I32, Json({1, -3}), true}};
  write_gguf(folder / "x.gguf", entries, {{"t", {2, 3}, GgmlType::F32, [&] { return quantize(GgmlType::F32, values, "t"); }}}).value();
  const Json seen = Json::parse(python("gguf-read '" + folder / "x.gguf" + "'"));
  for (const GgufEntry& entry : entries) {
    const Json& field = seen["fields"][entry.key];
    EXPECT_EQ(field[1], entry.value) << entry.key;
    EXPECT_EQ(field[0].back(), static_cast<int>(entry.type)) << entry.key;
  }
  EXPECT_EQ(seen["tensors"]["t"], Json({"F32", {3, 2}, {{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}}}));
}

TEST(Interop, DemoModelOpens) {
  const std::string path = demo_gguf(kVenv);
  if (path.empty()) GTEST_SKIP() << "the demo model is not installed";
  const auto model = ModelSource::open(path);
  ASSERT_TRUE(model.ok()) << model.error().text();
  EXPECT_EQ((*model)->config()["num_hidden_layers"], 30);
  EXPECT_EQ((*model)->config()["vocab_size"], 49152);
  EXPECT_EQ((*model)->config()["rms_norm_eps"], 1e-5);
  EXPECT_EQ((*model)->config()["tie_word_embeddings"], true);
  EXPECT_TRUE((*model)->config()["rope_scaling"].is_null());
  EXPECT_EQ((*model)->storage(), "Q4_1 + Q8_0 + F32");
  EXPECT_EQ((*model)->licence(), "apache-2.0");
  EXPECT_EQ((*model)->tokenizer().gguf["tokenizer.ggml.merges"].size(), 48900u);
  int64_t elements = 0;
  for (const StoredTensor& tensor : (*model)->tensors()) {
    std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
    (*model)->read_f32(tensor, values.data());
    elements += tensor.elements();
  }
  EXPECT_EQ(elements, 134515008);
}

}  // namespace
}  // namespace paretune
