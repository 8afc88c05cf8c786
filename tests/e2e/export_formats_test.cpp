// SPDX-License-Identifier: GPL-3.0-or-later
// What each export format can hold, over the golden adapters: verified and the same model, or refused with a remedy.
#include <gtest/gtest.h>

#include "tests/e2e/studio.h"
#include "training/io/gguf.h"
#include "training/io/safetensors.h"

namespace paretune::test {
namespace {

namespace fs = std::filesystem;
const std::string kPeft = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/peft/";

class ExportFormats : public testing::Test {
 protected:
  std::vector<std::string> arguments(const std::string& adapter, const std::string& format, const std::string& out, std::vector<std::string> more) {
    const std::string model = read_json_file(kPeft + adapter + "/case.json").value().at("model");
    std::vector<std::string> all = {"export", kPeft + adapter, "--model", kPeft + "models/" + model, "--format", format, "--out", studio.folder / out, "--threads", "1"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Json exported(const std::string& adapter, const std::string& format, const std::string& out, std::vector<std::string> more = {}) {
    const Json receipt = studio.lines(arguments(adapter, format, out, std::move(more))).at(0);
    EXPECT_TRUE(receipt.at("verified").get<bool>()) << adapter;
    const std::string path = studio.folder / out, beside = fs::is_directory(path) ? path + "/export_receipt.json" : path + ".export_receipt.json";
    EXPECT_TRUE(fs::exists(beside)) << beside;
    return receipt;
  }
  void refused(const std::string& adapter, const std::string& format, const std::string& word, std::vector<std::string> more = {}, int code = 1) {
    const Outcome outcome = studio.run(arguments(adapter, format, "refused.gguf", std::move(more)));
    EXPECT_EQ(outcome.code, code) << adapter << outcome.err;
    EXPECT_NE(outcome.err.find(word), std::string::npos) << adapter << ", wanted: " << word << "\ngot: " << outcome.err;
    EXPECT_NE(outcome.err.find("What to do:"), std::string::npos) << outcome.err;
    EXPECT_FALSE(fs::exists(studio.folder / "refused.gguf"));
  }
  std::vector<float> logits(const std::vector<std::string>& model) {
    const std::vector<int64_t> ids = {5, 9, 13, 21, 30, 3};
    write_safetensors(studio.folder / "in.safetensors", {{"input_ids", "I64", {1, 6}, std::as_bytes(std::span(ids))}}).value();
    std::vector<std::string> all = {"forward", "--threads", "1", "--input", studio.folder / "in.safetensors", "--output", studio.folder / "out.safetensors"};
    all.insert(all.end(), model.begin(), model.end());
    studio.lines(all);
    const auto file = SafetensorsFile::open(studio.folder / "out.safetensors").value();
    const auto& data = file.find("logits")->data;
    std::vector<float> values(data.size() / sizeof(float));
    std::memcpy(values.data(), data.data(), data.size());
    return values;
  }
  void expect_near(const std::vector<float>& a, const std::vector<float>& b, float tolerance) {
    ASSERT_EQ(a.size(), b.size());
    float most = 0;
    for (const float x : a) most = std::max(most, std::abs(x));
    for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], tolerance * most);
  }
  Studio studio;
};

TEST_F(ExportFormats, GgufIsTheMergedModel) {
  int number = 0;
  for (const std::string adapter : {"lora_default", "dora", "loha_all", "ia3_default", "lora_saved_head_tied", "lora_bias_all"}) {
    SCOPED_TRACE(adapter);
    const std::string out = "m" + std::to_string(number++) + ".gguf", model = kPeft + "models/" + read_json_file(kPeft + adapter + "/case.json").value().at("model").get<std::string>();
    const Json receipt = exported(adapter, "gguf", out, {"--type", "f32"});
    expect_near(logits({"--model", model, "--adapter", kPeft + adapter}), logits({"--model", studio.folder / out}), 1e-4f);
    EXPECT_EQ(receipt.at("details").at("type"), "F32");
    const auto file = GgufFile::open(studio.folder / out).value();
    EXPECT_EQ(file.metadata().at("general.architecture"), "llama");
    EXPECT_EQ(file.metadata().at("general.file_type"), 0);
    EXPECT_EQ(file.metadata().at("llama.block_count"), read_json_file(model + "/config.json").value().at("num_hidden_layers").get<int>());
  }
}

TEST_F(ExportFormats, RowsThatAreNoWholeBlocksStayInHalf) {
  const Json receipt = exported("lora_default", "gguf", "q.gguf", {"--type", "q8_0"});
  std::set<std::string> types;
  for (const auto& [type, count] : receipt.at("details").at("tensors_by_type").items()) types.insert(type);
  for (const std::string& type : types) EXPECT_TRUE(type == "F32" || type == "F16" || type == "Q8_0") << type;
  const std::string card = read_all(studio.folder / "q.README.md");
  EXPECT_NE(card.find("library_name: gguf"), std::string::npos) << card;
  EXPECT_NE(card.find("llama-cli -m q.gguf"), std::string::npos) << card;
  EXPECT_EQ(card.find(PARETUNE_SOURCE_DIR), std::string::npos) << card;
  // An earlier export is replaced, a file of somebody else is not.
  exported("lora_default", "gguf", "q.gguf", {"--type", "f16"});
  write_all(studio.folder / "mine.gguf", "mine");
  EXPECT_EQ(studio.run(arguments("lora_default", "gguf", "mine.gguf", {})).code, 1);
  EXPECT_EQ(read_all(studio.folder / "mine.gguf"), "mine");
}

TEST_F(ExportFormats, PlainLoraBecomesALoraFileAsItIs) {
  int number = 0;
  for (const std::string adapter : {"lora_default", "lora_all_linear", "lora_regex_rslora", "lora_patterns"}) {
    SCOPED_TRACE(adapter);
    const std::string out = "l" + std::to_string(number++) + ".gguf";
    const Json receipt = exported(adapter, "gguf-lora", out);
    EXPECT_LE(receipt.at("details").at("logit_difference_to_adapter").get<double>(), 1e-5 * receipt.at("max_abs_logit").get<double>());
    const auto file = GgufFile::open(studio.folder / out).value();
    EXPECT_EQ(file.metadata().at("general.type"), "adapter");
    EXPECT_EQ(file.metadata().at("adapter.type"), "lora");
    EXPECT_EQ(file.type_of("adapter.lora.alpha").type, GgufValueType::F32);
    EXPECT_EQ(static_cast<std::size_t>(receipt.at("tensors")), file.tensors().size());
    for (const GgufTensor& tensor : file.tensors()) EXPECT_TRUE(tensor.name.ends_with(".lora_a") || tensor.name.ends_with(".lora_b")) << tensor.name;
  }
  refused("lora_default", "gguf-lora", "q8_0", {"--type", "q8_0"}, 2);
}

TEST_F(ExportFormats, WhatALoraFileCannotHoldIsRefusedOrConverted) {
  for (const std::string adapter : {"dora", "lora_alora", "lora_pissa", "loha_all"}) refused(adapter, "gguf-lora", "");
  for (const std::string adapter : {"dora", "lora_pissa", "loha_all"}) {
    SCOPED_TRACE(adapter);
    const Json receipt = exported(adapter, "gguf-lora", adapter + ".gguf", {"--threshold", "1"});
    EXPECT_LT(receipt.at("details").at("relative_error").get<double>(), 1e-3);
    EXPECT_LT(receipt.at("details").at("logit_difference_to_adapter").get<double>(), 1e-3 * receipt.at("max_abs_logit").get<double>());
  }
  for (const std::string adapter : {"lora_modules_to_save", "lora_embedding", "lora_bias_all", "lora_saved_head_tied"}) {
    refused(adapter, "gguf-lora", "");
    refused(adapter, "gguf-lora", "", {"--threshold", "1"});
  }
}

TEST_F(ExportFormats, LoraFolderSaysItsError) {
  const Json whole = exported("loha_all", "lora", "whole", {"--threshold", "1"});
  EXPECT_LT(whole.at("details").at("relative_error").get<double>(), 1e-3);
  const Json small = exported("loha_all", "lora", "small", {"--rank", "1"});
  EXPECT_GT(small.at("details").at("relative_error").get<double>(), whole.at("details").at("relative_error").get<double>());
  EXPECT_EQ(read_json_file(studio.folder / "small/adapter_config.json").value().at("peft_type"), "LORA");
  const std::string card = read_all(studio.folder / "small/README.md");
  EXPECT_NE(card.find("library_name: peft"), std::string::npos) << card;
  EXPECT_NE(card.find("- lora"), std::string::npos) << card;
}

}  // namespace
}  // namespace paretune::test
