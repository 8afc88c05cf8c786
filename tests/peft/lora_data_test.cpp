// SPDX-License-Identifier: GPL-3.0-or-later
// LoRA that starts from training data (EVA, CorDA, LoRA-GA): what Python PEFT makes of the same data.
#include <filesystem>

#include "tests/peft/peft_support.h"
#include "training/io/safetensors.h"

namespace paretune::testing {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> data_cases() {
  std::vector<std::string> out;
  for (const auto& name : golden_cases()) {
    if (golden_case(name).value("samples", false)) out.push_back(name);
  }
  return out;
}

class LoraFromData : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    at::set_num_threads(1);
    m_config = golden_case(GetParam()).at("config");
    m_expected = read_tensors(folder() + "/expected.safetensors");
    m_model = case_model(GetParam());
  }
  std::string folder() const { return golden_folder() + "/" + GetParam(); }

  Json m_config;
  std::map<std::string, Tensor> m_expected;
  std::unique_ptr<CausalLm> m_model;
};

// Singular vectors come with any sign: each row the same, or turned round.
::testing::AssertionResult near_up_to_signs(const Tensor& rows, const Tensor& wanted, double bound) {
  const Tensor signs = (rows * wanted).sum(1, true).sign();
  return near(rows * signs, wanted, bound);
}

TEST_P(LoraFromData, FreshFactorsAndTheBaseTheyLeaveAreTheSame) {
  const auto adapter = make_adapter(*m_model, m_config, 3).value();
  std::map<std::string, Tensor> ours;
  for (auto& [name, tensor] : adapter->saved()) ours[name] = tensor.detach();
  std::map<std::string, Linear*> layers;
  for (Linear* layer : m_model->linears()) layers["data.base_model.model." + layer->name + ".base_layer.residual"] = layer;
  int compared = 0;
  for (const auto& [name, wanted] : m_expected) {
    if (!name.starts_with("data.")) continue;
    ++compared;
    if (name.ends_with(".base_layer.residual")) {
      if (name.find("embed_tokens") != std::string::npos) continue;
      Linear* layer = layers.at(name);
      // Where A and B take different directions the sign of their product is open: the residual is that of our own factors then.
      const bool open = m_config.at("init_lora_weights") == "lora_ga";
      const Tensor residual = layer->conv1d ? wanted.t() : wanted;
      if (!open) {
        EXPECT_TRUE(near(layer->weight->base, residual, 1e-4)) << name;  // measured 5e-5 after CorDA's inverse, in fp32
      }
      continue;
    }
    ASSERT_TRUE(ours.count(name.substr(5))) << name;
    const Tensor& mine = ours.at(name.substr(5));
    ASSERT_EQ(mine.sizes(), wanted.sizes()) << name;
    if (name.ends_with("lora_B.weight") && wanted.any().item<bool>()) {
      // weight_svd scales B by a quick SVD of the weight, which depends on the numbers it draws: measured 3e-4.
      const bool drawn = m_config.value("lora_ga_config", Json::object()).value("scale", "") == "weight_svd";
      EXPECT_TRUE(near_up_to_signs(mine.t(), wanted.t(), drawn ? 2e-3 : 1e-4)) << name;
    } else if (name.ends_with("lora_A.weight")) {
      EXPECT_TRUE(near_up_to_signs(mine, wanted, 1e-4)) << name;
      if (m_config.at("init_lora_weights") == "eva") {
        EXPECT_TRUE(near(mine, wanted, 1e-4)) << name;  // its signs are fixed
      }
    } else if (name.find("embed_tokens") == std::string::npos) {
      EXPECT_TRUE(near(mine, wanted, 1e-5)) << name;
    }
  }
  EXPECT_GT(compared, 4);
}

TEST_P(LoraFromData, AFreshAdapterChangesNothing) {
  const Rows rows = some_rows(m_model->config.vocab_size);
  const Tensor base = logits_of(*m_model, rows.ids);
  const auto adapter = make_adapter(*m_model, m_config, 1).value();
  EXPECT_TRUE(near(logits_of(*m_model, rows.ids), base, 1e-5));
  for (Linear* layer : m_model->linears()) EXPECT_FALSE(layer->weight->trained.defined()) << layer->name;
}

TEST_P(LoraFromData, WithoutDataItIsRefusedAndLeavesTheModel) {
  const auto before = base_weights(*m_model);
  m_model->sample_batches = nullptr;
  const auto adapter = make_adapter(*m_model, m_config, 1);
  ASSERT_FALSE(adapter.ok());
  EXPECT_NE(adapter.error().text().find("training data"), std::string::npos) << adapter.error().text();
  EXPECT_TRUE(same_base(*m_model, before));
}

TEST_P(LoraFromData, WhatWeSaveLoadsAgain) {
  const TempFolder temp;
  const Rows rows = some_rows(m_model->config.vocab_size);
  Tensor wanted;
  {
    const auto adapter = make_adapter(*m_model, m_config, 1).value();
    perturb(*adapter, 0.05);
    wanted = logits_of(*m_model, rows.ids);
    ASSERT_TRUE(save_adapter(*adapter, temp.path(), "tiny").ok());
  }
  m_model->sample_batches = nullptr;
  const auto adapter = load_adapter(*m_model, temp.path());
  ASSERT_TRUE(adapter.ok()) << adapter.error().text();
  EXPECT_TRUE(near(logits_of(*m_model, rows.ids), wanted, 1e-6));
  const TempFolder again;
  ASSERT_TRUE(save_adapter(**adapter, again.path(), "tiny").ok());
  EXPECT_EQ(fs::exists(again.path() + "/initial/adapter_model.safetensors"), m_config.at("init_lora_weights") != "eva");
}

// As PEFT loads them without help: LoRA-GA on the untouched base, CorDA not at all.
TEST_P(LoraFromData, WithoutTheFirstFactorsItLoadsAsInPython) {
  const std::string init = m_config.at("init_lora_weights");
  if (init == "eva") return;
  const TempFolder temp;
  for (const char* file : {"adapter_config.json", "adapter_model.safetensors"}) fs::copy_file(folder() + "/" + file, temp.path() + "/" + file);
  const auto before = base_weights(*m_model);
  const auto adapter = load_adapter(*m_model, temp.path());
  EXPECT_EQ(adapter.ok(), init == "lora_ga");
  EXPECT_TRUE(same_base(*m_model, before));
}

// PEFT's short list of targets names layers too that EVA left without a rank.
TEST(LoraEva, LayersThatTheFileDoesNotHoldDoNothing) {
  const std::string folder = golden_folder() + "/lora_eva", left_out = "base_model.model.model.layers.1.mlp.up_proj.";
  const auto model = tiny_model("llama_nano");
  const Rows rows = some_rows(model->config.vocab_size);
  const auto tensors = read_tensors(folder + "/adapter_model.safetensors");
  Tensor wanted;
  {
    const auto adapter = load_adapter(*model, folder).value();
    at::NoGradGuard no_grad;
    for (auto& [name, tensor] : adapter->trainable()) {
      if (name.starts_with(left_out)) tensor.zero_();
    }
    wanted = logits_of(*model, rows.ids);
  }
  const TempFolder temp;
  fs::copy_file(folder + "/adapter_config.json", temp.path() + "/adapter_config.json");
  std::vector<SafeTensor> kept;
  for (const auto& [name, tensor] : tensors) {
    if (!name.starts_with(left_out)) kept.push_back({name, "F32", tensor.sizes().vec(), {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}});
  }
  ASSERT_TRUE(write_safetensors(temp.path() + "/adapter_model.safetensors", kept).ok());
  const auto adapter = load_adapter(*model, temp.path());
  ASSERT_TRUE(adapter.ok()) << adapter.error().text();
  EXPECT_TRUE(near(logits_of(*model, rows.ids), wanted, 1e-6));
  EXPECT_EQ((*adapter)->saved().size(), kept.size());
}

INSTANTIATE_TEST_SUITE_P(Goldens, LoraFromData, ::testing::ValuesIn(data_cases()), [](const auto& info) { return info.param; });

}  // namespace
}  // namespace paretune::testing
