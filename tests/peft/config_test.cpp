// SPDX-License-Identifier: GPL-3.0-or-later
// What a config may say, and what each wrong one is told.
#include "tests/peft/peft_support.h"

namespace paretune::testing {
namespace {

struct Wrong {
  Json config;
  ErrorKind kind;
  std::string where, message;  // parts of the error
};

void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.config.dump(); }

class WrongConfig : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongConfig, IsRefusedAndLeavesTheModelAlone) {
  const Wrong& wrong = GetParam();
  const auto model = tiny_model("llama_nano");
  const auto before = base_weights(*model);
  const auto adapter = make_adapter(*model, wrong.config, 1);
  ASSERT_FALSE(adapter.ok());
  EXPECT_EQ(adapter.error().kind, wrong.kind) << adapter.error().text();
  EXPECT_NE(adapter.error().where.find(wrong.where), std::string::npos) << adapter.error().text();
  EXPECT_NE(adapter.error().message.find(wrong.message), std::string::npos) << adapter.error().text();
  EXPECT_TRUE(same_base(*model, before));
  for (Linear* linear : model->linears()) EXPECT_FALSE(linear->adapted());
  EXPECT_FALSE(model->prompt);
}

constexpr auto kInput = ErrorKind::input;
constexpr auto kUnsupported = ErrorKind::unsupported;

INSTANTIATE_TEST_SUITE_P(
    All, WrongConfig,
    ::testing::Values(
        Wrong{Json::array(), kInput, "peft", "object"}, Wrong{{{"r", 4}}, kInput, "peft_type", "must be given"},
        Wrong{{{"peft_type", "LORRA"}}, kInput, "peft_type", "\"LORA\""},
        Wrong{{{"peft_type", "LORA"}, {"lora_aplha", 4}}, kInput, "peft", "lora_alpha"},
        Wrong{{{"peft_type", "LORA"}, {"r", 0}}, kInput, "peft.r", "least value 1"},
        Wrong{{{"peft_type", "LORA"}, {"r", "8"}}, kInput, "peft.r", "whole number"},
        Wrong{{{"peft_type", "LORA"}, {"lora_dropout", 1.5}}, kInput, "lora_dropout", "largest"},
        Wrong{{{"peft_type", "LORA"}, {"bias", "ia3_only"}}, kInput, "bias", "choice"},
        Wrong{{{"peft_type", "LORA"}, {"task_type", "TOKEN_CLS"}}, kUnsupported, "task_type", "SEQ_CLS"},
        Wrong{{{"peft_type", "CPT"}, {"task_type", "SEQ_CLS"}}, kUnsupported, "task_type", "CPT"},
        Wrong{{{"peft_type", "LORA"}, {"layers_pattern", "layers"}}, kInput, "layers_pattern", "layers_to_transform"},
        Wrong{{{"peft_type", "LORA"}, {"target_modules", ".*q_proj"}, {"layers_to_transform", 0}}, kInput, "target_modules", "layers_to_transform"},
        Wrong{{{"peft_type", "LORA"}, {"target_modules", {"q_proj"}}, {"layers_to_transform", "0"}}, kInput, "layers_to_transform", "whole number"},
        Wrong{{{"peft_type", "LORA"}, {"target_modules", {"query"}}}, kInput, "target_modules", "no module"},
        Wrong{{{"peft_type", "LORA"}, {"target_modules", Json::array()}}, kInput, "target_modules", "no module"},
        Wrong{{{"peft_type", "LORA"}, {"target_modules", {"q_proj"}}, {"exclude_modules", ".*"}}, kInput, "target_modules", "take away"},
        Wrong{{{"peft_type", "LORA"}, {"target_modules", {"q_proj"}}, {"layers_to_transform", 9}}, kInput, "target_modules", "9"},
        Wrong{{{"peft_type", "LORA"}, {"target_modules", "(q_proj"}}, kInput, "target_modules", "regular expression"},
        Wrong{{{"peft_type", "LORA"}, {"target_modules", ".*self_attn.*"}}, kInput, "target_modules", "group of modules"},
        Wrong{{{"peft_type", "LORA"}, {"target_modules", {"input_layernorm"}}}, kInput, "target_modules", "normalisation"},
        Wrong{{{"peft_type", "IA3"}, {"target_modules", {"embed_tokens"}}, {"feedforward_modules", Json::array()}},
              kInput,
              "target_modules",
              "embedding"},
        Wrong{{{"peft_type", "LORA"}, {"modules_to_save", {"classifier"}}}, kInput, "modules_to_save", "classifier"},
        Wrong{{{"peft_type", "LORA"}, {"modules_to_save", {"_proj"}}}, kInput, "modules_to_save", "targeted"},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", "pisa"}}, kInput, "init_lora_weights", "\"pissa\""},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", "pissa_niter_x"}}, kInput, "init_lora_weights", "iterations"},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", "loftq"}}, kInput, "loftq_config", "must be given"},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", "loftq"}, {"loftq_config", {{"loftq_bits", 2}, {"loftq_iter", 1}}}}, kInput, "loftq_bits", "4 or 8"},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", "eva"}}, kInput, "init_lora_weights", "training data"},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", "corda"}}, kInput, "init_lora_weights", "training data"},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", "lora_ga"}, {"lora_ga_config", Json::object()}}, kInput, "init_lora_weights", "training data"},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", "lora_ga"}}, kInput, "lora_ga_config", "must be given"},
        Wrong{{{"peft_type", "LORA"}, {"eva_config", {{"rho", 0.5}}}}, kInput, "eva_config.rho", "least value 1"},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", 3}}, kInput, "init_lora_weights", "true, false"},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", "mica"}, {"r", 17}}, kInput, "peft.r", "at most"},
        Wrong{{{"peft_type", "LORA"}, {"init_lora_weights", "orthogonal"}, {"r", 3}}, kInput, "peft.r", "even"},
        Wrong{{{"peft_type", "LORA"}, {"lora_bias", true}, {"init_lora_weights", "gaussian"}}, kInput, "lora_bias", "init_lora_weights"},
        Wrong{{{"peft_type", "LORA"}, {"lora_bias", true}, {"use_dora", true}}, kInput, "lora_bias", "use_dora"},
        Wrong{{{"peft_type", "LORA"}, {"lora_bias", true}, {"target_modules", {"embed_tokens"}}}, kInput, "lora_bias", "embed_tokens"},
        Wrong{{{"peft_type", "LORA"}, {"rank_pattern", {{"q_proj", 0}}}}, kInput, "rank_pattern", "q_proj"},
        Wrong{{{"peft_type", "LORA"}, {"rank_pattern", {{"q_pr(oj", 2}}}}, kInput, "rank_pattern", "regular expression"},
        Wrong{{{"peft_type", "LORA"}, {"layer_replication", {{0, 9}}}}, kInput, "layer_replication", "no range"},
        Wrong{{{"peft_type", "LORA"}, {"layer_replication", {{0, 1, 2}}}}, kInput, "layer_replication", "pairs"},
        Wrong{{{"peft_type", "LORA"}, {"layer_replication", {{0, 1}, {0, 1}}}, {"modules_to_save", {"input_layernorm"}}}, kUnsupported, "layer_replication", "trained too"},
        Wrong{{{"peft_type", "LORA"}, {"target_parameters", {"experts.w"}}}, kInput, "target_parameters", "names no weight"},
        Wrong{{{"peft_type", "LORA"}, {"target_parameters", {"q_proj.weight"}}}, kInput, "target_parameters", "target_modules too"},
        Wrong{{{"peft_type", "LORA"}, {"trainable_token_indices", {1, 99}}}, kInput, "trainable_token_indices", "no row"},
        Wrong{{{"peft_type", "LORA"}, {"trainable_token_indices", {{"q_proj", {1}}}}}, kUnsupported, "trainable_token_indices", "targeted"},
        Wrong{{{"peft_type", "IA3"}, {"target_modules", {"k_proj"}}, {"feedforward_modules", {"down_proj"}}},
              kInput,
              "feedforward_modules",
              "down_proj"},
        Wrong{{{"peft_type", "LN_TUNING"}, {"target_modules", {"mlp"}}}, kUnsupported, "target_modules", "group of modules"},
        Wrong{{{"peft_type", "PREFIX_TUNING"}}, kInput, "num_virtual_tokens", "must be given"},
        Wrong{{{"peft_type", "PREFIX_TUNING"}, {"num_virtual_tokens", 3}, {"num_layers", 3}}, kInput, "num_layers", "must be 2"},
        Wrong{{{"peft_type", "OFT"}, {"r", 4}}, kInput, "oft_block_size", "exactly one"},
        Wrong{{{"peft_type", "OFT"}, {"oft_block_size", 0}}, kInput, "oft_block_size", "exactly one"},
        Wrong{{{"peft_type", "OFT"}, {"peft_version", "0.17.1"}}, kUnsupported, "peft_version", "0.17.1"}));

TEST(PeftConfig, CompletionNamesEveryKeyAndKeepsBookkeeping) {
  const Json completed = complete_peft_config({{"peft_type", "LORA"}, {"r", 5}, {"task_type", "CAUSAL_LM"}, {"inference_mode", true}}).value();
  for (const auto& spec : find_peft_method("LORA")->schema().params) EXPECT_TRUE(completed.contains(spec.key)) << spec.key;
  EXPECT_EQ(completed.at("r"), 5);
  EXPECT_EQ(completed.at("peft_type"), "LORA");
  EXPECT_TRUE(complete_peft_config(completed).ok()) << "completing twice";
}

TEST(PeftConfig, SwitchedOffKeysOfPeftAreAccepted) {
  const auto model = tiny_model("llama_nano");
  const auto adapter = make_adapter(*model,
                                    {{"peft_type", "LORA"},
                                     {"use_qalora", false},
                                     {"loftq_config", Json::object()},
                                     {"eva_config", nullptr},
                                     {"runtime_config", {{"ephemeral_gpu_offload", false}}}},
                                    1);
  EXPECT_TRUE(adapter.ok()) << adapter.error().text();
}

TEST(PeftConfig, AdapterTellsTheResolvedTargets) {
  const auto model = tiny_model("llama_nano");
  const auto adapter = make_adapter(*model, {{"peft_type", "LORA"}}, 1).value();
  EXPECT_EQ(adapter->config.at("target_modules"), Json({"q_proj", "v_proj"}));
  EXPECT_EQ(adapter->config.at("peft_type"), "LORA");
}

}  // namespace
}  // namespace paretune::testing
