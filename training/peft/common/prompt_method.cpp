// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/prompt_method.h"

#include "training/peft/common/schema_parts.h"
#include "training/peft/common/trained_params.h"

namespace paretune {
namespace {

class PromptMethodAdapter final : public Adapter {
 public:
  PromptMethodAdapter(CausalLm& model, const Json& completed, std::shared_ptr<PromptEncoder> encoder)
      : m_model(model), m_encoder(std::move(encoder)), m_extra(model) {
    config = completed;
    for (const auto& module : find_modules_to_save(model, config, {})) m_extra.add_module("base_model." + module.name + ".", module);
    m_model.prompt = m_encoder;
  }
  ~PromptMethodAdapter() override {
    if (m_model.prompt == m_encoder) m_model.prompt.reset();
  }

  NamedTensors trainable() override { return with_extra(m_encoder->trainable()); }
  NamedTensors saved() override { return with_extra(m_encoder->saved()); }
  void load(const std::map<std::string, Tensor>& tensors) override {
    m_encoder->before_load(tensors);
    Adapter::load(tensors);
  }
  void set_enabled(bool on) override {
    m_encoder->enabled = on;
    m_extra.set_enabled(on);
  }
  bool mergeable() const override { return false; }
  void merge() override {
    fail(ErrorKind::unsupported, config.at("peft_type").get<std::string>() + " has no weights to merge into the model", "merge",
         "Export the adapter instead.");
  }
  void unmerge() override {}

 private:
  NamedTensors with_extra(NamedTensors tensors) const {
    tensors.insert(tensors.end(), m_extra.tensors().begin(), m_extra.tensors().end());
    return tensors;
  }
  CausalLm& m_model;
  std::shared_ptr<PromptEncoder> m_encoder;
  TrainedParams m_extra;
};

void fill_or_check(Json& config, const std::string& key, int64_t value) {
  if (config.at(key).is_null()) config[key] = value;
  if (config.at(key) != Json(value)) {
    fail(ErrorKind::input, "is " + config.at(key).dump() + " but must be " + std::to_string(value) + " for this model", "peft." + key, "Remove the key.");
  }
}

}  // namespace

std::vector<ParamSpec> prompt_specs() {
  return {whole_spec("token_dim", nullptr, "Size of one virtual token; set from the model.", 1, true),
          whole_spec("num_attention_heads", nullptr, "Set from the model.", 1, true),
          whole_spec("num_layers", nullptr, "Set from the model.", 1, true),
          whole_spec("num_transformer_submodules", nullptr, "Always 1 for a causal language model.", 1, true),
          {.key = "modules_to_save",
           .type = ParamType::text_list,
           .default_value = nullptr,
           .help = "Modules to train whole and save with the adapter.",
           .advanced = true}};
}

ParamSpec virtual_tokens_spec(const std::string& what) {
  return whole_spec("num_virtual_tokens", nullptr, "Length of the " + what + "; must be given (20 is a usual start).", 1);
}

void complete_prompt_config(Json& config, CausalLm& on, bool cache) {
  const ModelConfig& model = on.config;
  if (config.at("num_virtual_tokens").is_null())
    fail(ErrorKind::input, "must be given", "peft.num_virtual_tokens", "Write for example \"num_virtual_tokens\": 20.");
  fill_or_check(config, "num_transformer_submodules", 1);
  if (cache) {
    // GPT-2's config.json has no num_key_value_heads; PEFT then keeps what was given, which must be the model's.
    if (model.hf.contains("num_key_value_heads")) config["token_dim"] = config["num_attention_heads"] = nullptr;
    fill_or_check(config, "token_dim", model.head_dim * model.num_key_value_heads);
    fill_or_check(config, "num_attention_heads", model.num_key_value_heads);
    fill_or_check(config, "num_layers", model.num_hidden_layers);
    return;
  }
  for (const auto& module : find_modules_to_save(on, config, {})) {
    if (module.embedding != &on.embeddings()) continue;
    fail(ErrorKind::unsupported, "names the token embedding, which PEFT reads past its trained copy with this method", "peft.modules_to_save",
         "Take \"" + module.name + "\" out.");
  }
  fill_or_check(config, "token_dim", model.hidden_size);
  // Nothing reads these two here.
  if (config.at("num_attention_heads").is_null()) config["num_attention_heads"] = model.num_attention_heads;
  if (config.at("num_layers").is_null()) config["num_layers"] = model.num_hidden_layers;
}

bool to_be_loaded(const Json& config) { return config.value("inference_mode", false); }

std::unique_ptr<Adapter> attach_prompt_method(CausalLm& model, const Json& config, std::shared_ptr<PromptEncoder> encoder) {
  if (model.prompt) fail(ErrorKind::input, "the model has a prompt adapter already", "peft", "Take the other adapter away first.");
  return std::make_unique<PromptMethodAdapter>(model, config, std::move(encoder));
}

}  // namespace paretune
