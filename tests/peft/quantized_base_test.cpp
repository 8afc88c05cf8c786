// SPDX-License-Identifier: GPL-3.0-or-later
// Every method on a base whose linear layers are packed, against the same adapter on a dense model of the same values.
#include "tests/peft/peft_support.h"
#include "training/models/load_model.h"
#include "training/peft/lora_conversion.h"

namespace paretune::testing {
namespace {

constexpr double kLogits = 5e-6, kGradient = 3e-5;

std::unique_ptr<CausalLm> quantised(const std::string& name, const std::string& kind) {
  return load_model(*ModelSource::open(golden_folder() + "/models/" + name).value(), at::kCPU, quantization_of(Json(kind)));
}

void make_dense(CausalLm& model) {
  for (const auto& [name, param] : model.parameters()) {
    if (param->packed) param->base = std::exchange(param->packed, nullptr)->dense();
  }
}

// What a linear layer keeps its weight in.
std::map<std::string, std::shared_ptr<const PackedWeight>> packed_weights(CausalLm& model) {
  std::map<std::string, std::shared_ptr<const PackedWeight>> out;
  for (const Linear* linear : model.linears()) out[linear->name] = linear->weight->packed;
  return out;
}

// A golden case on both bases.
class QuantizedBase : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    at::set_num_threads(1);
    m_case = golden_case(GetParam());
    if (m_case.at("config").value("use_qalora", false)) GTEST_SKIP() << "QA-LoRA is another method on packed layers than on dense ones";
    const std::string kind = m_case.at("model") == Json("llama_bias") ? "int8" : "nf4";  // one base of another kind among them
    const auto samples = case_model(GetParam())->sample_batches;
    for (auto* model : {&m_packed, &m_dense}) {
      *model = quantised(m_case.at("model"), kind);
      (*model)->sample_batches = samples;
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

INSTANTIATE_TEST_SUITE_P(Goldens, QuantizedBase, ::testing::ValuesIn(golden_cases()), [](const auto& info) { return info.param; });

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
