// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

using Table = std::map<std::string, std::vector<std::string>>;

// Decoder-only families of PEFT 0.21.2's tables.
const Table kIa3Targets = {{"gpt2", {"c_attn", "mlp.c_proj"}},
                           {"bloom", {"query_key_value", "mlp.dense_4h_to_h"}},
                           {"opt", {"q_proj", "k_proj", "fc2"}},
                           {"gptj", {"q_proj", "v_proj", "fc_out"}},
                           {"gpt_neox", {"query_key_value", "dense_4h_to_h"}},
                           {"gpt_neo", {"q_proj", "v_proj", "c_proj"}},
                           {"gpt_bigcode", {"c_attn", "mlp.c_proj"}},
                           {"llama", {"k_proj", "v_proj", "down_proj"}},
                           {"llama4", {"q_proj", "v_proj", "down_proj"}},
                           {"mistral", {"k_proj", "v_proj", "down_proj"}},
                           {"mixtral", {"k_proj", "v_proj", "w2"}},
                           {"falcon", {"query_key_value", "dense_4h_to_h"}},
                           {"phi", {"q_proj", "v_proj", "fc2"}},
                           {"gemma", {"q_proj", "v_proj", "down_proj"}},
                           {"gemma2", {"q_proj", "v_proj", "down_proj"}},
                           {"gemma3_text", {"q_proj", "v_proj", "down_proj"}},
                           {"qwen2", {"q_proj", "v_proj", "down_proj"}},
                           {"qwen3", {"q_proj", "v_proj", "down_proj"}}};
const Table kIa3Feedforward = {{"gpt2", {"mlp.c_proj"}},
                               {"bloom", {"mlp.dense_4h_to_h"}},
                               {"opt", {"fc2"}},
                               {"gptj", {"fc_out"}},
                               {"gpt_neox", {"dense_4h_to_h"}},
                               {"gpt_neo", {"c_proj"}},
                               {"gpt_bigcode", {"mlp.c_proj"}},
                               {"llama", {"down_proj"}},
                               {"llama4", {"down_proj"}},
                               {"mistral", {"down_proj"}},
                               {"mixtral", {"w2"}},
                               {"falcon", {"dense_4h_to_h"}},
                               {"phi", {"fc2"}},
                               {"gemma", {"down_proj"}},
                               {"gemma2", {"down_proj"}},
                               {"gemma3_text", {"down_proj"}},
                               {"qwen2", {"down_proj"}},
                               {"qwen3", {"down_proj"}}};
const Table kNormTargets = {
    {"llama", {"input_layernorm", "post_attention_layernorm", "norm"}},
    {"bloom", {"input_layernorm", "post_attention_layernorm", "ln_f"}},
    {"gpt2", {"ln_1", "ln_2", "ln_f"}},
    {"gptj", {"ln_1", "ln_f"}},
    {"falcon", {"input_layernorm", "post_attention_layernorm", "ln_f"}},
    {"mistral", {"input_layernorm", "post_attention_layernorm", "norm"}},
    {"phi", {"input_layernorm", "final_layernorm"}},
    {"gemma", {"input_layernorm", "post_attention_layernorm", "norm"}},
    {"gemma2", {"input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm", "post_feedforward_layernorm", "norm"}},
    {"gemma3_text", {"input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm", "post_feedforward_layernorm", "norm"}},
    {"qwen2", {"post_attention_layernorm"}},
    {"qwen3", {"post_attention_layernorm"}}};

Json entry(const Table& table, const CausalLm& model) {
  const auto found = table.find(model.config.model_type);
  return found == table.end() ? Json() : Json(found->second);
}

}  // namespace

Json usual_linear_targets(const CausalLm& model) { return model.usual_targets.empty() ? Json() : Json(model.usual_targets); }
Json usual_ia3_targets(const CausalLm& model) { return entry(kIa3Targets, model); }
Json usual_ia3_feedforward(const CausalLm& model) { return entry(kIa3Feedforward, model); }
Json usual_norm_targets(const CausalLm& model) { return entry(kNormTargets, model); }

}  // namespace paretune
