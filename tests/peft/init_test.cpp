// SPDX-License-Identifier: GPL-3.0-or-later
// Fresh values: their distribution, what they leave of the model's output, and that a seed fixes them.
#include <set>

#include "tests/peft/peft_support.h"

namespace paretune::testing {
namespace {

std::map<std::string, Tensor> fresh(CausalLm& model, const Json& config, std::unique_ptr<Adapter>& keep, uint64_t seed = 5) {
  keep = make_adapter(model, config, seed).value();
  std::map<std::string, Tensor> out;
  for (auto& [name, tensor] : keep->trainable()) out.emplace(name, tensor.detach());
  return out;
}

const std::string kQ = "base_model.model.model.layers.0.self_attn.q_proj.";

TEST(PeftInit, FreshAdaptersDoNotChangeTheModel) {
  const std::vector<Json> configs = {{{"peft_type", "LORA"}},
                                     {{"peft_type", "LORA"}, {"init_lora_weights", "gaussian"}},
                                     {{"peft_type", "LORA"}, {"init_lora_weights", "pissa"}},
                                     {{"peft_type", "LORA"}, {"init_lora_weights", "pissa_niter_4"}},
                                     {{"peft_type", "LORA"}, {"init_lora_weights", "olora"}},
                                     {{"peft_type", "LORA"}, {"init_lora_weights", "orthogonal"}},
                                     {{"peft_type", "LORA"}, {"use_dora", true}},
                                     {{"peft_type", "LORA"}, {"bias", "all"}, {"lora_bias", true}},
                                     {{"peft_type", "LORA"}, {"target_modules", {"embed_tokens", "lm_head"}}},
                                     {{"peft_type", "LORA"}, {"modules_to_save", {"lm_head"}}},
                                     {{"peft_type", "IA3"}},
                                     {{"peft_type", "LN_TUNING"}},
                                     {{"peft_type", "OFT"}},
                                     {{"peft_type", "OFT"}, {"use_cayley_neumann", false}},
                                     {{"peft_type", "FULL"}}};
  for (const Json& config : configs) {
    const auto model = tiny_model("llama_bias");
    const Rows rows = some_rows(model->config.vocab_size);
    const Tensor base = logits_of(*model, rows.ids);
    const auto adapter = make_adapter(*model, config, 1).value();
    EXPECT_TRUE(near(logits_of(*model, rows.ids), base, 1e-5)) << config.dump();
  }
}

TEST(PeftInit, LoraDefault) {
  const auto model = tiny_model("llama");
  std::unique_ptr<Adapter> adapter;
  auto values = fresh(*model, {{"peft_type", "LORA"}, {"r", 32}}, adapter);
  std::vector<Tensor> all;
  for (const auto& [name, tensor] : values) {
    if (name.ends_with("lora_A.weight")) all.push_back(tensor);
  }
  const Tensor a = at::cat(all);
  EXPECT_EQ(a.numel(), 4 * 32 * 64);
  const double bound = 1 / std::sqrt(64.0);
  EXPECT_LE(a.abs().max().item<double>(), bound);
  EXPECT_GT(a.abs().max().item<double>(), 0.99 * bound);
  EXPECT_NEAR(a.std().item<double>(), bound / std::sqrt(3.0), 0.02 * bound);
  EXPECT_NEAR(a.mean().item<double>(), 0, 0.03 * bound);
  EXPECT_EQ(values.at(kQ + "lora_B.weight").abs().max().item<double>(), 0);
}

TEST(PeftInit, LoraFalseIsRandomOnBothSides) {
  const auto model = tiny_model("llama");
  std::unique_ptr<Adapter> adapter;
  auto values = fresh(*model, {{"peft_type", "LORA"}, {"r", 16}, {"init_lora_weights", false}, {"lora_bias", true}}, adapter);
  const double bound = 1 / std::sqrt(16.0);
  for (const char* part : {"lora_B.weight", "lora_B.bias"}) {
    const double most = values.at(kQ + part).abs().max().item<double>();
    EXPECT_LE(most, bound) << part;
    EXPECT_GT(most, 0.9 * bound) << part;
  }
}

TEST(PeftInit, GaussianHasDeviationOneOverR) {
  const auto model = tiny_model("llama");
  std::unique_ptr<Adapter> adapter;
  auto values = fresh(*model, {{"peft_type", "LORA"}, {"r", 20}, {"init_lora_weights", "gaussian"}}, adapter);
  EXPECT_NEAR(values.at(kQ + "lora_A.weight").std().item<double>(), 1.0 / 20, 0.005);
}

TEST(PeftInit, PissaTakesTheStrongestDirections) {
  for (const char* choice : {"pissa", "pissa_niter_16"}) {
    const auto model = tiny_model("llama_nano");
    Linear* q = model->linears().front();
    const Tensor weight = q->weight->base.clone();
    const Tensor strengths = std::get<1>(at::linalg_svd(weight, false));
    std::unique_ptr<Adapter> adapter;
    auto values = fresh(*model, {{"peft_type", "LORA"}, {"r", 4}, {"lora_alpha", 12}, {"init_lora_weights", choice}}, adapter);
    const Tensor delta = at::matmul(values.at(kQ + "lora_B.weight"), values.at(kQ + "lora_A.weight")) * 3.0;
    EXPECT_TRUE(near(q->weight->base + delta, weight, 1e-6)) << choice;
    EXPECT_NEAR(at::linalg_matrix_norm(q->weight->base, 2).item<double>(), strengths[4].item<double>(), 0.01 * strengths[4].item<double>()) << choice;
    adapter.reset();
    EXPECT_TRUE(at::equal(q->weight->base, weight));
  }
}

TEST(PeftInit, OrthogonalHalvesCancel) {
  const auto model = tiny_model("llama");
  std::unique_ptr<Adapter> adapter;
  auto values = fresh(*model, {{"peft_type", "LORA"}, {"r", 8}, {"init_lora_weights", "orthogonal"}}, adapter);
  const Tensor a = values.at(kQ + "lora_A.weight"), b = values.at(kQ + "lora_B.weight");
  EXPECT_GT(a.abs().max().item<double>(), 0.05);
  EXPECT_GT(b.abs().max().item<double>(), 0.05);
  EXPECT_LT(at::matmul(b, a).abs().max().item<double>(), 1e-6);
}

TEST(PeftInit, PrefixIsNormalOrZero) {
  const auto model = tiny_model("llama");
  std::unique_ptr<Adapter> adapter;
  auto values = fresh(*model, {{"peft_type", "PREFIX_TUNING"}, {"num_virtual_tokens", 20}}, adapter);
  EXPECT_EQ(values.at("prompt_embeddings").sizes().vec(), (std::vector<int64_t>{20, 2 * 2 * 32}));
  EXPECT_NEAR(values.at("prompt_embeddings").std().item<double>(), 1, 0.05);
  adapter.reset();
  values = fresh(*model, {{"peft_type", "PREFIX_TUNING"}, {"num_virtual_tokens", 20}, {"init_weights", "zero"}}, adapter);
  EXPECT_EQ(values.at("prompt_embeddings").abs().max().item<double>(), 0);
  adapter.reset();
  values = fresh(*model, {{"peft_type", "PREFIX_TUNING"}, {"num_virtual_tokens", 4}, {"prefix_projection", true}, {"init_weights", "zero"}}, adapter);
  EXPECT_EQ(values.at("transform.2.weight").abs().max().item<double>(), 0);
  EXPECT_GT(values.at("transform.0.weight").abs().max().item<double>(), 0);
}

TEST(PeftInit, RandomChoicesOfTheOthers) {
  const auto model = tiny_model("llama");
  std::unique_ptr<Adapter> adapter;
  auto values = fresh(*model, {{"peft_type", "OFT"}, {"init_weights", false}}, adapter);
  EXPECT_NEAR(values.at(kQ + "oft_R.weight").std().item<double>(), 0.1, 0.01);
  adapter.reset();
  values = fresh(*model, {{"peft_type", "IA3"}, {"init_ia3_weights", false}}, adapter);
  double sum = 0;
  for (const auto& [name, tensor] : values) sum += tensor.std().item<double>();
  EXPECT_NEAR(sum / static_cast<double>(values.size()), 1, 0.15);
}

TEST(PeftInit, TheSeedFixesEverything) {
  std::set<std::string> drawing;  // methods whose fresh values depend on the seed
  for (const auto& name : golden_cases()) {
    const Json golden = golden_case(name);
    if (golden.contains("samples")) continue;  // starts from training data
    const auto make = [&](uint64_t seed) {
      const auto model = tiny_model(golden.at("model"));
      std::unique_ptr<Adapter> adapter;
      auto values = fresh(*model, golden.at("config"), adapter, seed);
      for (auto& [key, tensor] : values) tensor = tensor.clone();
      return values;
    };
    const auto first = make(5), again = make(5), other = make(6);
    for (const auto& [key, tensor] : first) {
      EXPECT_TRUE(at::equal(tensor, again.at(key))) << name << " " << key;
      if (!at::equal(tensor, other.at(key))) drawing.insert(golden.at("config").at("peft_type"));
    }
  }
  for (const char* type : {"LORA", "ADALORA", "LOHA", "LOKR", "HRA", "POLY", "P_TUNING", "PREFIX_TUNING"}) EXPECT_TRUE(drawing.count(type)) << type;
  for (const char* type : {"LN_TUNING", "FULL"}) EXPECT_FALSE(drawing.count(type)) << type;
}

TEST(PeftInit, DropoutActsWhileTrainingOnly) {
  for (const bool dora : {false, true}) {
    const auto model = tiny_model("llama");
    const Rows rows = some_rows(model->config.vocab_size);
    const auto adapter = make_adapter(*model, {{"peft_type", "LORA"}, {"lora_dropout", 0.5}, {"use_dora", dora}}, 1).value();
    perturb(*adapter, 0.1);
    const Tensor still = logits_of(*model, rows.ids);
    EXPECT_TRUE(at::equal(logits_of(*model, rows.ids), still));
    model->set_training(true);
    torch::manual_seed(1);
    const Tensor noisy = logits_of(*model, rows.ids);
    EXPECT_FALSE(near(noisy, still, 1e-3));
    torch::manual_seed(1);
    EXPECT_TRUE(at::equal(logits_of(*model, rows.ids), noisy));
    model->set_training(false);
    EXPECT_TRUE(at::equal(logits_of(*model, rows.ids), still));
  }
}

}  // namespace
}  // namespace paretune::testing
