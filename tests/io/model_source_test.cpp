// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/model_source.h"

#include <cmath>
#include <numbers>
#include <random>

#include "tests/io/io_test_support.h"
#include "training/io/gguf_arch.h"
#include "training/io/safetensors.h"

namespace paretune {
namespace {
using namespace test;

std::vector<float> values_of(const ModelSource& source, const std::string& name) {
  const StoredTensor* tensor = source.find(name);
  if (!tensor) throw std::runtime_error("no " + name);
  std::vector<float> out(static_cast<std::size_t>(tensor->elements()));
  source.read_f32(*tensor, out.data());
  return out;
}

TEST(GgufModel, SmallLlamaHasHfNamesConfigAndValues) {
  const auto opened = ModelSource::open(golden("llama.gguf"));
  ASSERT_TRUE(opened.ok()) << opened.error().text();
  const ModelSource& model = **opened;
  const Json& config = model.config();
  EXPECT_EQ(config["model_type"], "llama");
  EXPECT_EQ(config["architectures"], Json({"LlamaForCausalLM"}));
  EXPECT_EQ(config["hidden_size"], 64);
  EXPECT_EQ(config["num_hidden_layers"], 2);
  EXPECT_EQ(config["num_attention_heads"], 2);
  EXPECT_EQ(config["num_key_value_heads"], 1);
  EXPECT_EQ(config["head_dim"], 32);
  EXPECT_EQ(config["intermediate_size"], 96);
  EXPECT_EQ(config["vocab_size"], 48);
  EXPECT_EQ(config["max_position_embeddings"], 256);
  EXPECT_EQ(config["rms_norm_eps"], 1e-5);
  EXPECT_EQ(config["rope_theta"], 500000.0);
  EXPECT_EQ(config["tie_word_embeddings"], true);
  EXPECT_EQ(config["bos_token_id"], 1);
  EXPECT_EQ(config["eos_token_id"], 2);
  EXPECT_EQ(config["rope_scaling"], Json({{"rope_type", "llama3"},
                                          {"factor", 32.0},
                                          {"low_freq_factor", 1.0},
                                          {"high_freq_factor", 4.0},
                                          {"original_max_position_embeddings", 8192}}));
  EXPECT_EQ(model.name(), "Small Llama");
  EXPECT_EQ(model.licence(), "apache-2.0");
  EXPECT_EQ(model.tokenizer().gguf["tokenizer.ggml.tokens"].size(), 48u);
  EXPECT_NE(model.storage().find("Q4_1"), std::string::npos);
  EXPECT_EQ(model.file_bytes(), static_cast<int64_t>(std::filesystem::file_size(golden("llama.gguf"))));

  const auto expected = SafetensorsFile::open(golden("llama.expected.safetensors"));
  ASSERT_TRUE(expected.ok());
  EXPECT_EQ(model.tensors().size(), expected->tensors().size());
  for (const SafeTensor& tensor : expected->tensors()) {
    const StoredTensor* stored = model.find(tensor.name);
    ASSERT_NE(stored, nullptr) << tensor.name;
    EXPECT_EQ(stored->shape, tensor.shape) << tensor.name;
    const auto values = values_of(model, tensor.name);
    EXPECT_EQ(std::memcmp(values.data(), tensor.data.data(), tensor.data.size()), 0) << tensor.name;
  }
}

TEST(GgufModel, DamagedMetadataNeverCrashes) {
  TempFolder folder;
  const auto content = read_text_file(golden("llama.gguf")).value();
  std::mt19937_64 random(9);
  for (int round = 0; round < 1500; ++round) {
    std::string damaged = content;
    for (int flips = 1 + static_cast<int>(random() % 3); flips > 0; --flips) damaged[random() % 4000] = static_cast<char>(random());
    const auto model = ModelSource::open(folder.write("x.gguf", damaged));
    if (!model) {
      EXPECT_NE(model.error().kind, ErrorKind::internal) << model.error().text();
      continue;
    }
    for (const StoredTensor& tensor : (*model)->tensors()) values_of(**model, tensor.name);
  }
}

TEST(GgufModel, Llama3ScalingIsFoundAgain) {
  const auto divisors = [](double theta, int dim, double factor, double low, double high, double context) {
    std::vector<float> out;
    for (int i = 0; i < dim / 2; ++i) {
      const double wavelength = 2 * std::numbers::pi * std::pow(theta, 2.0 * i / dim);
      const double smooth = (context / wavelength - low) / (high - low);
      out.push_back(static_cast<float>(wavelength < context / high ? 1 : wavelength > context / low ? factor : 1 / ((1 - smooth) / factor + smooth)));
    }
    return out;
  };
  const auto standard = llama3_scaling(divisors(500000, 128, 8, 1, 4, 8192), 500000, 128);
  ASSERT_TRUE(standard);
  EXPECT_EQ((*standard)["factor"], 8.0);
  EXPECT_EQ((*standard)["original_max_position_embeddings"], 8192);
  const auto other = llama3_scaling(divisors(500000, 128, 16, 1, 3, 4096), 500000, 128);
  ASSERT_TRUE(other);
  EXPECT_NEAR((*other)["high_freq_factor"].get<double>(), 3, 0.02);
  EXPECT_NEAR((*other)["original_max_position_embeddings"].get<double>(), 4096, 30);
  auto strange = divisors(500000, 128, 8, 1, 4, 8192);
  strange[5] = 2;
  EXPECT_FALSE(llama3_scaling(strange, 500000, 128));
  EXPECT_FALSE(llama3_scaling(divisors(500000, 64, 8, 1, 4, 8192), 500000, 128));
}

class HfFolder : public testing::Test {
 protected:
  HfFolder() {
    m_folder.write("m/config.json", R"({"model_type":"llama","hidden_size":4})");
    save("m/model.safetensors", {{"w", {1, 2, 3}}, {"v", {4}}});
  }
  void save(const std::string& name, const std::map<std::string, std::vector<float>>& tensors) {
    std::vector<SafeTensor> list;
    for (const auto& [key, values] : tensors) list.push_back({key, "F32", {static_cast<int64_t>(values.size())}, std::as_bytes(std::span(values))});
    write_safetensors(m_folder / name, list).value();
  }
  void drop(const std::string& name) { std::filesystem::remove(m_folder / name); }
  Result<std::unique_ptr<ModelSource>> open() { return ModelSource::open(m_folder / "m"); }
  TempFolder m_folder;
};

TEST_F(HfFolder, SingleFileWithTokenizerAndCard) {
  m_folder.write("m/tokenizer.json", R"({"version":"1.0"})");
  m_folder.write("m/tokenizer_config.json", R"({"eos_token":"</s>","chat_template":"old"})");
  m_folder.write("m/special_tokens_map.json", R"({"eos_token":"other","bos_token":"<s>"})");
  m_folder.write("m/chat_template.jinja", "new");
  m_folder.write("m/README.md", "---\nlanguage: en\nlicense: \"mit\"\n---\n# Title\nlicense: gpl\n");
  const auto model = open();
  ASSERT_TRUE(model.ok()) << model.error().text();
  EXPECT_EQ((*model)->name(), "m");
  EXPECT_EQ((*model)->licence(), "mit");
  EXPECT_EQ((*model)->storage(), "F32");
  EXPECT_EQ((*model)->tokenizer().tokenizer_json["version"], "1.0");
  EXPECT_EQ((*model)->tokenizer().tokenizer_config, Json({{"eos_token", "</s>"}, {"bos_token", "<s>"}, {"chat_template", "new"}}));
  EXPECT_TRUE((*model)->tokenizer().gguf.is_null());
  EXPECT_EQ(values_of(**model, "w"), (std::vector<float>{1, 2, 3}));
}

TEST_F(HfFolder, ShardsFollowTheIndex) {
  drop("m/model.safetensors");
  save("m/model-00001-of-00002.safetensors", {{"w", {1, 2}}, {"unused", {9}}});
  save("m/model-00002-of-00002.safetensors", {{"v", {5}}, {"w", {8, 8}}});
  m_folder.write("m/model.safetensors.index.json",
                 R"({"weight_map":{"w":"model-00001-of-00002.safetensors","v":"model-00002-of-00002.safetensors"}})");
  const auto model = open();
  ASSERT_TRUE(model.ok()) << model.error().text();
  EXPECT_EQ((*model)->tensors().size(), 2u);
  EXPECT_EQ(values_of(**model, "w"), (std::vector<float>{1, 2}));
  EXPECT_EQ(values_of(**model, "v"), (std::vector<float>{5}));
}

TEST_F(HfFolder, ShardNamesStayInsideTheFolder) {
  drop("m/model.safetensors");
  save("outside.safetensors", {{"w", {1}}});
  for (const char* name : {"../outside.safetensors", "/etc/passwd", "..", ".", "", "a/b.safetensors", "..\\\\outside.safetensors", "C:x.safetensors",
                           "a\\u0000.safetensors"}) {
    m_folder.write("m/model.safetensors.index.json", std::string(R"({"weight_map":{"w":")") + name + "\"}}");
    expect_refused(open(), "not the name of a file");
  }
  m_folder.write("m/model.safetensors.index.json", R"({"weight_map":{"w":7}})");
  expect_refused(open(), "not the name of a file");
  m_folder.write("m/model.safetensors.index.json", R"({"weight_map":{"w":"pytorch_model.bin"}})");
  expect_refused(open(), "not a safetensors file");
  m_folder.write("m/model.safetensors.index.json", R"({"weight_map":{}})");
  expect_refused(open(), "weight_map");
  m_folder.write("m/model.safetensors.index.json", R"({"weight_map":{"w":"gone.safetensors"}})");
  expect_refused(open(), "cannot open");
  save("m/here.safetensors", {{"v", {1}}});
  m_folder.write("m/model.safetensors.index.json", R"({"weight_map":{"w":"here.safetensors"}})");
  expect_refused(open(), "lacks the tensor 'w'");
}

TEST_F(HfFolder, WhatIsNoModelIsRefusedWithARemedy) {
  expect_refused(ModelSource::open(m_folder / "absent"), "no such file");
  expect_refused(ModelSource::open(m_folder / "m/model.safetensors"), "one file of a model");
  expect_refused(ModelSource::open(m_folder.write("w.pt", "PK")), "pickle");
  expect_refused(ModelSource::open(m_folder.write("w.BIN", "PK")), "pickle");
  expect_refused(ModelSource::open(m_folder.write("w.txt", "text")), "GGUF");
  m_folder.write("m/config.json", R"({"hidden_size":4})");
  expect_refused(open(), "model_type");
  m_folder.write("m/config.json", R"({"model_type":"llama","quantization_config":{"quant_method":"gptq"}})");
  expect_refused(open(), "gptq");
  m_folder.write("m/config.json", "[1]");
  expect_refused(open(), "not a JSON object");
  m_folder.write("m/config.json", "{");
  expect_refused(open(), "not valid JSON");
  m_folder.write("m/config.json", R"({"model_type":"llama"})");
  drop("m/model.safetensors");
  expect_refused(open(), "no model.safetensors");
  m_folder.write("m/pytorch_model.bin", "PK");
  expect_refused(open(), "pickle");
  drop("m/config.json");
  expect_refused(open(), "no config.json");
  m_folder.write("m/adapter_config.json", "{}");
  expect_refused(open(), "adapter");
}

TEST_F(HfFolder, CacheFoldersHaveTheirPublicName) {
  const std::string deep = m_folder / "models--org--small/snapshots/abc";
  std::filesystem::create_directories(deep);
  std::filesystem::create_symlink(m_folder / "m/config.json", deep + "/config.json");
  std::filesystem::create_symlink(m_folder / "m/model.safetensors", deep + "/model.safetensors");
  const auto model = ModelSource::open(deep);
  ASSERT_TRUE(model.ok()) << model.error().text();
  EXPECT_EQ((*model)->name(), "org/small");
}

}  // namespace
}  // namespace paretune
