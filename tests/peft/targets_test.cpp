// SPDX-License-Identifier: GPL-3.0-or-later
// PEFT's rules for module names.
#include "training/peft/common/targets.h"

#include "tests/peft/peft_support.h"
#include "training/peft/common/pattern.h"

namespace paretune::testing {
namespace {

std::vector<std::string> found(Json config, const Json& usual = nullptr, const std::string& name = "llama_nano") {
  const auto model = tiny_model(name);
  std::vector<std::string> out;
  for (const auto& module : find_targets(*model, config, usual)) out.push_back(module.name);
  return out;
}

using Names = std::vector<std::string>;

TEST(PeftTargets, ListsMatchWholeNamesOrEndings) {
  EXPECT_EQ(found({{"target_modules", {"q_proj"}}}), (Names{"model.layers.0.self_attn.q_proj", "model.layers.1.self_attn.q_proj"}));
  EXPECT_EQ(found({{"target_modules", {"model.layers.1.mlp.up_proj"}}}), Names{"model.layers.1.mlp.up_proj"});
  EXPECT_EQ(found({{"target_modules", {"lm_head"}}}), Names{"lm_head"}) << "a whole name needs no dot in front";
  EXPECT_THROW(found({{"target_modules", {"proj"}}}), Failure) << "an ending begins at a dot";
}

TEST(PeftTargets, OneTextIsARegularExpressionOverTheWholeName) {
  EXPECT_EQ(found({{"target_modules", ".*\\.1\\..*up_proj"}}), Names{"model.layers.1.mlp.up_proj"});
  EXPECT_THROW(found({{"target_modules", "up_proj"}}), Failure);
}

TEST(PeftTargets, AllLinearLeavesTheHeadOutAndIsWrittenResolved) {
  const auto model = tiny_model("llama_nano");
  for (const char* spelling : {"all-linear", "All-Linear"}) {
    Json config = {{"target_modules", spelling}};
    EXPECT_EQ(find_targets(*model, config, nullptr).size(), 14u);
    EXPECT_EQ(config.at("target_modules").size(), 14u);
    for (const auto& name : config.at("target_modules")) EXPECT_NE(name, "lm_head");
  }
}

TEST(PeftTargets, MissingTargetsTakeTheUsualOnes) {
  EXPECT_EQ(found({{"target_modules", nullptr}}, {"v_proj"}).size(), 2u);
  EXPECT_THROW(found({{"target_modules", nullptr}}), Failure);
}

TEST(PeftTargets, LayersAreTakenFromEndingsButNotFromWholeNames) {
  EXPECT_EQ(found({{"target_modules", {"q_proj", "model.layers.1.mlp.up_proj"}}, {"layers_to_transform", 0}}),
            (Names{"model.layers.0.self_attn.q_proj", "model.layers.1.mlp.up_proj"}));
  EXPECT_EQ(found({{"target_modules", {"q_proj"}}, {"layers_to_transform", {1}}, {"layers_pattern", {"h", "layers"}}}),
            Names{"model.layers.1.self_attn.q_proj"});
  EXPECT_THROW(found({{"target_modules", {"q_proj"}}, {"layers_to_transform", {1}}, {"layers_pattern", "h"}}), Failure);
  EXPECT_EQ(found({{"target_modules", {"q_proj"}}, {"layers_to_transform", Json::array()}}).size(), 2u) << "an empty list asks for nothing";
}

TEST(PeftTargets, ExcludedAndSavedModulesAreLeftOut) {
  EXPECT_EQ(found({{"target_modules", {"q_proj"}}, {"exclude_modules", {"layers.0.self_attn.q_proj"}}}), Names{"model.layers.1.self_attn.q_proj"});
  EXPECT_EQ(found({{"target_modules", {"q_proj"}}, {"exclude_modules", ".*\\.1\\..*"}}), Names{"model.layers.0.self_attn.q_proj"});
  EXPECT_EQ(found({{"target_modules", {"q_proj", "up_proj"}}, {"modules_to_save", {"mlp"}}}).size(), 2u);
}

TEST(PeftTargets, LongListsAreShortened) {
  Names targets, others;
  for (int i = 0; i < 12; ++i) {
    const std::string at = "model.layers." + std::to_string(i) + ".";
    targets.push_back(at + "self_attn.q_proj");
    targets.push_back(at + "self_attn.v_proj");
    others.push_back(at + "self_attn.k_proj");
  }
  EXPECT_EQ(shortest_suffixes(targets, others), (Names{"q_proj", "v_proj"}));
  others.push_back("model.encoder.q_proj");
  const Names shorter = shortest_suffixes(targets, others);
  EXPECT_EQ(shorter, (Names{"self_attn.q_proj", "v_proj"}));
}

TEST(PeftTargets, ModulesToSaveMeetPlainEndingsAndGroups) {
  const auto model = tiny_model("llama_nano");
  Names names;
  for (const auto& module : find_modules_to_save(*model, {{"modules_to_save", {"layers.0.mlp", "head"}}}, {})) names.push_back(module.name);
  EXPECT_EQ(names, (Names{"model.layers.0.mlp.gate_proj", "model.layers.0.mlp.up_proj", "model.layers.0.mlp.down_proj", "lm_head"}));
}

TEST(PeftPattern, FirstMatchingKeyWins) {
  const Json patterns = {{"foo", 1}, {"^bar", 2}, {"layers.1.q", 3}};
  auto value = [&](const std::string& name) { return pattern_value(patterns, name, 0, "test").get<int>(); };
  EXPECT_EQ(value("foo"), 1);
  EXPECT_EQ(value("a.foo"), 1);
  EXPECT_EQ(value("a.barfoo"), 0);
  EXPECT_EQ(value("bar"), 2);
  EXPECT_EQ(value("a.bar"), 0);
  EXPECT_EQ(value("model.layers.1.q"), 3);
  EXPECT_EQ(value("model.layers.11.q"), 0);
  EXPECT_EQ(pattern_value(nullptr, "x", 7, "test"), 7);
}

}  // namespace
}  // namespace paretune::testing
