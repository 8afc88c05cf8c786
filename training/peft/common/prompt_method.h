// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The base of every method that works through one PromptAdapter. A method says what is learned and what it makes of it; names, saving,
// loading and modules_to_save are done here.
#include "training/peft/adapter.h"

namespace paretune {

// What a prompt method learns. Tensors share storage with the encoder's own.
class PromptEncoder : public PromptAdapter {
 public:
  virtual NamedTensors trainable() const = 0;
  virtual NamedTensors saved() const { return trainable(); }
  // Before values are put into saved(): an encoder whose file holds its output alone becomes that output, and trains it from then on.
  virtual void before_load(const std::map<std::string, Tensor>& tensors) {}
};

// The keys of every prompt method but num_virtual_tokens: token_dim, num_attention_heads, num_layers, num_transformer_submodules,
// modules_to_save.
std::vector<ParamSpec> prompt_specs();
ParamSpec virtual_tokens_spec(const std::string& what);  // num_virtual_tokens: "Length of the <what>; must be given ..."

// Fills the null keys of prompt_specs() as PEFT does. `cache`: the method fills the key/value cache, so token_dim and
// num_attention_heads are those of keys, whatever was given. Fails for what cannot work, and without num_virtual_tokens.
void complete_prompt_config(Json& config, CausalLm& model, bool cache);

// PEFT writes "inference_mode": true into every saved config; such an adapter is about to be loaded, so fresh values need no care.
bool to_be_loaded(const Json& config);

// Puts the encoder on the model; fails if another prompt adapter is there. `config` is completed and has peft_type.
std::unique_ptr<Adapter> attach_prompt_method(CausalLm& model, const Json& config, std::shared_ptr<PromptEncoder> encoder);

}  // namespace paretune
