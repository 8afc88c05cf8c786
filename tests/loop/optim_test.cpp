// SPDX-License-Identifier: GPL-3.0-or-later
// Optimisers and schedules against torch, transformers and bitsandbytes (tests/goldens/make_loop_goldens.py).
#include <gtest/gtest.h>

#include <cmath>

#include "training/loop/optim/optimizer.h"
#include "training/loop/schedule/schedule.h"
#include "training/loop/tensor_file.h"

namespace paretune {
namespace {

const std::string kGoldens = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/loop/";
const std::vector<double> kRates = {1e-2, 2e-2, 5e-3, 1e-3};

TrainSettings settings_like_golden() {
  TrainSettings s;
  s.weight_decay = 0.1;
  s.adam_beta1 = 0.9;
  s.adam_beta2 = 0.95;
  s.adam_epsilon = 1e-8;
  s.momentum = 0.9;
  s.learning_rate = 1e-2;
  s.loraplus_lr_ratio = 16;
  s.loraplus_lr_embedding = 1e-3;
  s.riemannian_reg = 1e-2;
  s.peft = {{"r", 3}, {"lora_alpha", 5}};
  return s;
}

NamedTensors leaves_at_start(const std::map<std::string, Tensor>& golden) {
  NamedTensors leaves;
  for (const auto& [name, tensor] : golden) {
    if (name.starts_with("start.")) leaves.emplace_back(name.substr(6), tensor.clone().requires_grad_(true));
  }
  return leaves;
}

void step(Optimizer& optimizer, const std::map<std::string, Tensor>& golden, std::size_t i) {
  for (auto& [name, leaf] : optimizer.leaves()) leaf.mutable_grad() = golden.at("grad." + std::to_string(i) + "." + name).clone();
  optimizer.step(kRates[i]);
  optimizer.clear_gradients();
}

class OptimizerGolden : public testing::TestWithParam<std::pair<const char*, double>> {};

TEST_P(OptimizerGolden, FollowsPythonForFourSteps) {
  const auto [name, tolerance] = GetParam();
  const auto golden = read_tensor_file(kGoldens + "optimisers.safetensors");
  const auto optimizer = find_optimizer(name).make(leaves_at_start(golden), settings_like_golden());
  ASSERT_EQ(optimizer->leaves().size(), 5u);
  for (std::size_t i = 0; i < kRates.size(); ++i) step(*optimizer, golden, i);
  for (const auto& [leaf_name, leaf] : optimizer->leaves()) {
    const Tensor& wanted = golden.at(std::string(name) + "." + leaf_name);
    EXPECT_LE((leaf.detach() - wanted).abs().max().item<double>(), tolerance) << leaf_name;
    EXPECT_GT((golden.at("start." + leaf_name) - wanted).abs().max().item<double>(), 1e-3) << leaf_name;
  }
}
INSTANTIATE_TEST_SUITE_P(All, OptimizerGolden,
                         testing::Values(std::pair{"adamw", 1e-6}, std::pair{"sgd", 1e-5}, std::pair{"adafactor", 1e-5}, std::pair{"adamw_8bit", 1e-6}),
                         [](const auto& info) { return std::string(info.param.first); });

class LoraOptimizerGolden : public testing::TestWithParam<const char*> {};

TEST_P(LoraOptimizerGolden, FollowsPeftForFourSteps) {
  const std::string name = GetParam();
  const auto golden = read_tensor_file(kGoldens + "lora_optimisers.safetensors");
  const auto optimizer = find_optimizer(name).make(leaves_at_start(golden), settings_like_golden());
  for (std::size_t i = 0; i < kRates.size(); ++i) step(*optimizer, golden, i);
  for (const auto& [leaf_name, leaf] : optimizer->leaves()) {
    if (name == "lora_riemannian" && !decays(leaf_name)) continue;  // PEFT's decays biases too
    const Tensor& wanted = golden.at(name + "." + leaf_name);
    EXPECT_LE((leaf.detach() - wanted).abs().max().item<double>(), 2e-5 * wanted.abs().max().item<double>()) << leaf_name;
  }
}
INSTANTIATE_TEST_SUITE_P(All, LoraOptimizerGolden, testing::Values("lora_plus", "lora_fa", "lora_riemannian"),
                         [](const auto& info) { return std::string(info.param); });

TEST(LoraOptimizers, SayWhereThereIsNoLora) {
  NamedTensors leaves{{"model.norm.weight", at::zeros({3}).requires_grad_(true)}};
  EXPECT_THROW(find_optimizer("lora_fa").make(leaves, settings_like_golden()), Failure);
  EXPECT_THROW(find_optimizer("lora_riemannian").make(leaves, settings_like_golden()), Failure);
}

TEST(Optimizers, EveryKindGoesOnFromItsStateToTheBit) {
  for (const OptimizerKind* kind : optimizers()) {
    const bool lora = kind->names[0].starts_with("lora_");
    const auto golden = read_tensor_file(kGoldens + (lora ? "lora_optimisers.safetensors" : "optimisers.safetensors"));
    const auto whole = kind->make(leaves_at_start(golden), settings_like_golden());
    const auto first = kind->make(leaves_at_start(golden), settings_like_golden());
    for (std::size_t i = 0; i < 4; ++i) step(*whole, golden, i);
    for (std::size_t i = 0; i < 2; ++i) step(*first, golden, i);
    NamedTensors copies;
    for (const auto& [name, leaf] : first->leaves()) copies.emplace_back(name, leaf.detach().clone().requires_grad_(true));
    const auto second = kind->make(copies, settings_like_golden());
    std::map<std::string, Tensor> state;
    int64_t bytes = 0, counted = 0;
    for (const auto& [name, tensor] : first->state()) {
      state.emplace(name, tensor.clone());
      bytes += static_cast<int64_t>(tensor.nbytes());
    }
    for (const auto& [name, leaf] : first->leaves()) counted += kind->state_bytes(leaf.sizes().vec());
    EXPECT_EQ(bytes, kind->names[0] == "sgd" ? bytes : counted + (kind->names[0] == "lora_fa" ? 8 : 0)) << kind->names[0];
    second->load_state(state);
    for (std::size_t i = 2; i < 4; ++i) step(*second, golden, i);
    for (std::size_t i = 0; i < copies.size(); ++i) EXPECT_TRUE(at::equal(copies[i].second, whole->leaves()[i].second)) << kind->names[0];
    if (!state.empty()) {
      state.erase(state.begin());
      EXPECT_THROW(second->load_state(state), Failure) << kind->names[0];
    }
  }
}

TEST(Optimizers, UnknownNameSaysWhatIsKnown) {
  try {
    find_optimizer("adamx");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().kind, ErrorKind::input);
    EXPECT_NE(failure.error().remedy.find("adamw_bnb_8bit"), std::string::npos);
  }
}

TEST(Optimizers, DecayLeavesOutBiasesAndNorms) {
  EXPECT_TRUE(decays("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"));
  EXPECT_FALSE(decays("model.layers.0.self_attn.q_proj.bias"));
  EXPECT_FALSE(decays("model.layers.0.input_layernorm.weight"));
  EXPECT_FALSE(decays("model.norm.weight"));
  EXPECT_FALSE(decays("model.layers.0.q_norm.weight"));
  EXPECT_TRUE(decays("model.normal.weight"));
}

TEST(Clipping, ScalesDownToTheLimitOnly) {
  NamedTensors leaves{{"a", at::zeros({3}).requires_grad_(true)}, {"b", at::zeros({4}).requires_grad_(true)}, {"unused", at::zeros({2}).requires_grad_(true)}};
  leaves[0].second.mutable_grad() = at::full({3}, 2.0);
  leaves[1].second.mutable_grad() = at::full({4}, 1.0);
  EXPECT_DOUBLE_EQ(clip_gradients(leaves, 0), 4.0);
  EXPECT_DOUBLE_EQ(clip_gradients(leaves, 5), 4.0);
  EXPECT_DOUBLE_EQ(clip_gradients(leaves, 1), 4.0);
  EXPECT_NEAR(clip_gradients(leaves, 0), 1.0, 1e-6);
}

TEST(Schedules, EqualTransformers) {
  const auto golden = read_tensor_file(kGoldens + "schedules.safetensors");
  std::set<std::string> seen;
  for (const auto& [key, factors] : golden) {
    const auto dot = key.find('.'), second = key.find('.', dot + 1);
    const LrSchedule& schedule = find_lr_schedule(key.substr(0, dot));
    const int64_t warmup = std::stoll(key.substr(dot + 1)), total = std::stoll(key.substr(second + 1));
    seen.insert(schedule.name);
    for (int64_t step = 0; step < total; ++step) EXPECT_DOUBLE_EQ(schedule.factor(step, warmup, total), factors[step].item<double>()) << key << " step " << step;
  }
  EXPECT_EQ(seen.size(), lr_schedules().size());
  EXPECT_THROW(find_lr_schedule("cosin"), Failure);
}

}  // namespace
}  // namespace paretune
