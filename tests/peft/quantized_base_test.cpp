// SPDX-License-Identifier: GPL-3.0-or-later
// Every method on a base whose linear layers are packed, and what touches embedding or head where these are packed too, against the same
// adapter on a dense model of the same values.
#include "tests/peft/peft_support.h"
#include "training/models/load_model.h"
#include "training/peft/lora_conversion.h"

namespace paretune::testing {
namespace {

constexpr double kLogits = 5e-6, kGradient = 3e-5;

std::unique_ptr<CausalLm> quantised(const std::string& name, const std::string& kind) {
  return load_model(*ModelSource::open(golden_folder() + "/models/" + name).value(), at::kCPU, quantization_of(Json(kind)));
}

// Linear layers, embedding and the head that shares it packed as they lie in the file.
std::unique_ptr<CausalLm> with_packed_tables() {
  auto model = load_model(*ModelSource::open(std::string(PARETUNE_SOURCE_DIR) + "/tests/io/goldens/llama.gguf").value(), at::kCPU, Quantization::stored);
  EXPECT_TRUE(model->embeddings().weight->packed);
  EXPECT_EQ(model->embeddings().weight, model->head().weight);
  return model;
}

const std::map<std::string, Json>& table_cases() {
  static const Json both = {"embed_tokens", "lm_head"}, q = {"q_proj"};
  static const std::map<std::string, Json> cases = {
      {"tables_lora_embedding", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", {"embed_tokens", "q_proj"}}}},
      {"tables_lora_head", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", {"lm_head"}}}},
      {"tables_lora_tied", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", both}, {"ensure_weight_tying", true}}},
      {"tables_dora", {{"peft_type", "LORA"}, {"r", 4}, {"use_dora", true}, {"target_modules", both}}},
      {"tables_tokens_beside", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", q}, {"trainable_token_indices", {3, 9}}}},
      {"tables_saved_head", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", q}, {"modules_to_save", {"lm_head"}}}},
      {"tables_saved_embedding", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", q}, {"modules_to_save", {"embed_tokens"}}}},
      {"tables_saved_tied", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", q}, {"modules_to_save", both}, {"ensure_weight_tying", true}}},
      {"tables_trainable_tokens", {{"peft_type", "TRAINABLE_TOKENS"}, {"token_indices", {5, 9, 33}}}},
      {"tables_hira", {{"peft_type", "HIRA"}, {"r", 4}, {"target_modules", both}}},
      {"tables_oft", {{"peft_type", "OFT"}, {"oft_block_size", 8}, {"r", 0}, {"target_modules", both}}},
      {"tables_tinylora", {{"peft_type", "TINYLORA"}, {"target_modules", both}}},
      {"tables_ln", {{"peft_type", "LN_TUNING"}, {"target_modules", {"norm", "embed_tokens"}}}},
      {"tables_prompt", {{"peft_type", "PROMPT_TUNING"}, {"num_virtual_tokens", 3}, {"prompt_tuning_init", "SAMPLE_VOCAB"}}},
      {"tables_cpt", {{"peft_type", "CPT"}, {"cpt_token_ids", {5, 6, 7, 8}}, {"cpt_mask", {1, 1, 1, 1}}, {"cpt_tokens_type_mask", {1, 2, 3, 4}}}}};
  return cases;
}

std::vector<std::string> all_cases() {
  std::vector<std::string> out = golden_cases();
  for (const auto& [name, config] : table_cases()) out.push_back(name);
  return out;
}

void make_dense(CausalLm& model) {
  for (const auto& [name, param] : model.parameters()) {
    if (param->packed) param->base = std::exchange(param->packed, nullptr)->dense();
  }
}

// What the layers keep their weights in.
std::map<std::string, std::shared_ptr<const PackedWeight>> packed_weights(CausalLm& model) {
  std::map<std::string, std::shared_ptr<const PackedWeight>> out = {{model.embeddings().name, model.embeddings().weight->packed}};
  for (const Linear* linear : model.linears()) out[linear->name] = linear->weight->packed;
  return out;
}

// A golden case on both bases.
class QuantizedBase : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    at::set_num_threads(1);
    const auto own = table_cases().find(GetParam());
    m_case = own != table_cases().end() ? Json{{"config", own->second}} : golden_case(GetParam());
    if (m_case.at("config").value("use_qalora", false)) GTEST_SKIP() << "QA-LoRA is another method on packed layers than on dense ones";
    if (own != table_cases().end()) {
      m_packed = with_packed_tables();
      m_dense = with_packed_tables();
    } else {
      const std::string kind = m_case.at("model") == Json("llama_bias") ? "int8" : "nf4";  // one base of another kind among them
      const auto samples = case_model(GetParam())->sample_batches;
      for (auto* model : {&m_packed, &m_dense}) {
        *model = quantised(m_case.at("model"), kind);
        (*model)->sample_batches = samples;
      }
    }
    make_dense(*m_dense);
    m_rows = some_rows(m_packed->config.vocab_size);
    m_rows.task_ids = task_ids_of(m_case);
    if (m_rows.task_ids.defined()) m_rows.task_ids = m_rows.task_ids.narrow(0, 0, m_rows.ids.size(0));
    const Json bounds = m_case.value("bounds", Json::object());
    m_logits_bound = std::max(kLogits, 10 * bounds.value("logits", 0.0));
    m_grad_bound = std::max(kGradient, 10 * bounds.value("grad", 0.0));
  }
  std::unique_ptr<Adapter> make(CausalLm& model) {
    auto adapter = make_adapter(model, m_case.at("config"), 5).value();
    perturb(*adapter, 0.02);
    logits(model);  // methods that keep values within bounds pull them back in their first pass
    return adapter;
  }
  // What is refused because of the base. Everything else must work.
  bool refused() {
    const auto adapter = make_adapter(*m_packed, m_case.at("config"), 5);
    if (adapter.ok()) return false;
    EXPECT_FALSE(table_cases().contains(GetParam())) << adapter.error().text();
    EXPECT_NE(adapter.error().message.find("quantised"), std::string::npos) << adapter.error().text();
    return true;
  }
  Tensor logits(CausalLm& model) { return logits_of(model, m_rows.ids, m_rows.task_ids); }

  Json m_case;
  std::unique_ptr<CausalLm> m_packed, m_dense;
  Rows m_rows;
  double m_logits_bound = 0, m_grad_bound = 0;
};

TEST_P(QuantizedBase, ComputesAndLearnsAsOnDenseWeights) {
  if (refused()) return;
  const Tensor base = logits(*m_packed);
  EXPECT_TRUE(near(base, logits(*m_dense), kLogits));
  const auto before = packed_weights(*m_packed);
  {
    const auto packed = make(*m_packed), dense = make(*m_dense);
    EXPECT_TRUE(near(logits(*m_packed), logits(*m_dense), m_logits_bound));
    for (const bool again : {false, true}) {  // as it is, and with blocks recomputed in the backward pass
      for (auto* model : {m_packed.get(), m_dense.get()}) {
        model->gradient_checkpointing = again;
        model->set_training(true);
      }
      for (auto* side : {packed.get(), dense.get()}) {
        torch::manual_seed(3);
        for (auto& [name, tensor] : side->trainable()) tensor.mutable_grad() = Tensor();
        loss_of(side == packed.get() ? *m_packed : *m_dense, m_rows, *side).backward();
      }
      const auto ours = packed->trainable(), wanted = dense->trainable();
      ASSERT_EQ(ours.size(), wanted.size());
      for (std::size_t i = 0; i < ours.size(); ++i) {
        const Tensor &got = ours[i].second.grad(), &want = wanted[i].second.grad();
        ASSERT_EQ(got.defined(), want.defined()) << ours[i].first;
        if (!got.defined()) continue;
        EXPECT_LE((got - want).norm().item<double>(), m_grad_bound * std::max(1e-6, want.norm().item<double>())) << ours[i].first;
      }
      for (auto* model : {m_packed.get(), m_dense.get()}) model->set_training(false);
    }
    const Tensor on = logits(*m_packed);
    packed->set_enabled(false);
    dense->set_enabled(false);
    EXPECT_TRUE(near(logits(*m_packed), logits(*m_dense), m_logits_bound));
    packed->set_enabled(true);
    EXPECT_TRUE(at::equal(logits(*m_packed), on));
  }
  EXPECT_TRUE(at::equal(logits(*m_packed), base)) << "the adapter left traces";
  EXPECT_EQ(packed_weights(*m_packed), before);
}

TEST_P(QuantizedBase, MergesIntoDenseWeightsAndBack) {
  if (refused()) return;
  const auto before = packed_weights(*m_packed);
  const Tensor base = logits(*m_packed);
  {
    const auto packed = make(*m_packed), dense = make(*m_dense);
    if (!packed->mergeable()) return;
    const Tensor forward = logits(*m_packed);
    const auto attached = packed_weights(*m_packed);
    packed->merge();
    dense->merge();
    const Tensor merged = logits(*m_packed);
    EXPECT_TRUE(near(merged, logits(*m_dense), m_logits_bound));
    EXPECT_TRUE(near(merged, forward, 10 * m_logits_bound));
    packed->set_enabled(false);
    EXPECT_EQ(packed_weights(*m_packed), attached);
    packed->set_enabled(true);
    EXPECT_TRUE(at::equal(logits(*m_packed), merged));
    packed->unmerge();
    EXPECT_EQ(packed_weights(*m_packed), attached);
    EXPECT_TRUE(at::equal(logits(*m_packed), forward));
  }
  EXPECT_TRUE(at::equal(logits(*m_packed), base));
  EXPECT_EQ(packed_weights(*m_packed), before);
}

INSTANTIATE_TEST_SUITE_P(Goldens, QuantizedBase, ::testing::ValuesIn(all_cases()), [](const auto& info) { return info.param; });

TEST(QuantizedBases, TheTableSaysWhatWorks) {
  std::map<std::string, bool> works;
  for (const auto& name : golden_cases()) {
    const Json golden = golden_case(name);
    const auto model = quantised(golden.at("model"), "nf4");
    model->sample_batches = case_model(name)->sample_batches;
    works[golden.at("config").at("peft_type")] |= make_adapter(*model, golden.at("config"), 0).ok();
  }
  for (const PeftMethod* method : peft_methods()) EXPECT_EQ(method->quantized_base, works[method->peft_type]) << method->peft_type;
}

TEST(QuantizedBases, WhatTrainsPackedWeightsIsRefused) {
  const auto model = quantised("llama", "nf4");
  const auto full = make_adapter(*model, {{"peft_type", "FULL"}}, 0);
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.error().where, "quantization");
  const auto saved = make_adapter(*model, {{"peft_type", "LORA"}, {"modules_to_save", {"down_proj"}}}, 0);
  ASSERT_FALSE(saved.ok());
  EXPECT_NE(saved.error().message.find("quantised"), std::string::npos) << saved.error().text();
  EXPECT_TRUE(make_adapter(*model, {{"peft_type", "LORA"}, {"modules_to_save", {"lm_head"}}}, 0).ok());
}

TEST(QuantizedBases, AClassifierNeedsNoHead) {
  const auto packed = with_packed_tables(), dense = with_packed_tables();
  make_dense(*dense);
  const Json config = read_json_file(std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/classifier/lora/case.json").value().at("config");
  const TokenBatch batch = TokenBatch::of({{1, 5, 9}, {2, 7}});
  std::vector<Tensor> losses;
  for (CausalLm* model : {packed.get(), dense.get()}) {
    const auto adapter = make_adapter(*model, config, 3).value();
    perturb(*adapter, 0.02);
    losses.push_back(model->loss(model->hidden(batch), at::tensor({-100, -100, 1, -100, 0}, at::kLong), 0).detach());
  }
  EXPECT_TRUE(near(losses[0], losses[1], kLogits));
  EXPECT_TRUE(packed->head().weight->packed);
}

TEST(QuantizedBases, AdaptersBecomeLoraOnThem) {
  const auto model = quantised("llama", "nf4");
  const Rows rows = some_rows(model->config.vocab_size);
  const TempFolder folder;
  Tensor wanted;
  {
    const auto adapter = make_adapter(*model, {{"peft_type", "LOHA"}, {"r", 2}, {"target_modules", {"q_proj", "up_proj"}}}, 1).value();
    perturb(*adapter, 0.1);
    wanted = logits_of(*model, rows.ids);
    ASSERT_TRUE(save_adapter(*adapter, folder.path(), "tiny").ok());
  }
  const LoraConversion made = convert_to_lora(*model, folder.path(), {0, 1.0});
  EXPECT_EQ(made.layers.size(), 4u);
  const auto lora = make_adapter(*model, made.config, 0).value();
  lora->load(made.tensors);
  EXPECT_TRUE(near(logits_of(*model, rows.ids), wanted, 1e-4));
}

}  // namespace
}  // namespace paretune::testing
