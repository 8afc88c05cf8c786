// SPDX-License-Identifier: GPL-3.0-or-later
// Adaption prompt, LLaMA-Adapter (arXiv 2303.16199): in the topmost blocks, every query also attends to learned tokens, with a softmax
// of its own and behind a gate that starts at 0. The learned keys are not rotated.
#include <cmath>

#include "training/peft/common/init.h"
#include "training/peft/common/prompt_method.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

const ParamSchema& adaption_prompt_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("adapter_len", nullptr, "Number of learned tokens in each adapted block; must be given (10 is a usual start).", 1),
        whole_spec("adapter_layers", nullptr, "How many blocks are adapted, counted from the top; must be given. 0 means all of them.", 0),
        {.key = "target_modules",
         .type = ParamType::text,
         .default_value = nullptr,
         .help = "Name of the attention modules; missing = the model's.",
         .advanced = true}}});
  return schema;
}

struct PromptedLayer {
  std::string prefix;
  Linear *key = nullptr, *value = nullptr;  // GPT-2 has one layer for queries, keys and values: value is null
  Tensor prompt, gate;                      // (1, adapter_len, C), (1)
};

class AdaptionPrompts final : public PromptEncoder {
 public:
  AdaptionPrompts(std::vector<PromptedLayer> layers, int64_t first) : m_layers(std::move(layers)), m_first(first) {}

  int64_t virtual_tokens() const override { return 0; }

  Tensor attended(int64_t layer, const Tensor& q, const Tensor& mixed, const Linear& out) override {
    if (layer < m_first) return out.forward(mixed);
    const PromptedLayer& own = m_layers[static_cast<std::size_t>(layer - m_first)];
    const Tensor prompt = own.prompt.squeeze(0);
    Tensor k = own.key->forward(prompt), v;
    if (own.value) v = own.value->forward(prompt);
    else {
      const auto parts = k.chunk(3, 1);
      k = parts[1];
      v = parts[2];
    }
    const int64_t heads = q.size(1), size = q.size(2);
    const auto by_head = [&](const Tensor& x) { return x.reshape({x.size(0), -1, size}).transpose(0, 1).unsqueeze(0); };  // (1, KVH, len, hd)
    const Tensor gathered = at::scaled_dot_product_attention(q.transpose(0, 1).unsqueeze(0), by_head(k), by_head(v), {}, 0.0, /*is_causal=*/false,
                                                             1.0 / std::sqrt(static_cast<double>(size)), /*enable_gqa=*/k.size(1) != heads * size);
    const Tensor added = own.gate * gathered.squeeze(0).transpose(0, 1).reshape({mixed.size(0), -1});
    if (!own.value) return out.forward(mixed) + added;  // GPT-2: past the output projection
    // PEFT projects the two apart, so a bias counts twice.
    const Tensor projected = out.forward(mixed + added);
    return out.bias ? projected + out.bias->value() : projected;
  }

  NamedTensors trainable() const override {
    NamedTensors out;
    for (const auto& layer : m_layers) {
      out.emplace_back(layer.prefix + "adaption_prompt", layer.prompt);
      out.emplace_back(layer.prefix + "adaption_gate", layer.gate);
    }
    return out;
  }

 private:
  std::vector<PromptedLayer> m_layers;
  int64_t m_first;  // block of m_layers[0]
};

// The attention modules of all blocks, from the first.
std::vector<PromptedLayer> attentions(CausalLm& model, const std::string& module, bool fused) {
  std::vector<PromptedLayer> out;
  const std::string key = "." + module + (fused ? ".c_attn" : ".k_proj"), value = "." + module + ".v_proj";
  for (Linear* linear : model.linears()) {
    if (linear->name.ends_with(key)) {
      const std::string path = linear->name.substr(0, linear->name.rfind('.'));
      out.push_back({.prefix = "base_model.model." + path + ".", .key = linear});
    } else if (!fused && linear->name.ends_with(value) && !out.empty()) {
      out.back().value = linear;
    }
  }
  return out;
}

std::unique_ptr<Adapter> make_adaption_prompt(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  const std::string& type = model.config.model_type;
  if (type != "llama" && type != "mistral" && type != "gpt2") {
    fail(ErrorKind::unsupported, "ADAPTION_PROMPT knows llama, mistral and gpt2, not \"" + type + "\"", "peft.peft_type", "Use another method.");
  }
  const bool fused = type == "gpt2";
  const std::string module = fused ? "attn" : "self_attn";
  if (config.at("target_modules").is_null()) config["target_modules"] = module;
  if (config.at("target_modules") != Json(module)) {
    fail(ErrorKind::input, "is " + config.at("target_modules").dump() + ", but the model's attention is \"" + module + "\"", "peft.target_modules",
         "Remove the key.");
  }
  for (const char* key : {"adapter_len", "adapter_layers"}) {
    if (config.at(key).is_null()) fail(ErrorKind::input, "must be given", std::string("peft.") + key, std::string("Write for example \"") + key + "\": 10.");
  }
  const ModelConfig& shape = model.config;
  // PEFT finds the heads that share a key from the widths of k_proj.
  const int64_t shared = fused ? 1 : shape.hidden_size / (shape.num_key_value_heads * shape.head_dim);
  if (!fused && (shared == 0 || shared * shape.num_key_value_heads != shape.num_attention_heads)) {
    fail(ErrorKind::unsupported, "a model whose heads together are not as wide as its hidden states cannot take this adapter", "peft.peft_type",
         "Use another method.");
  }
  std::vector<PromptedLayer> layers = attentions(model, module, fused);
  const auto all = static_cast<int64_t>(layers.size());
  const int64_t chosen = config.at("adapter_layers").get<int64_t>();
  if (chosen > all) {
    fail(ErrorKind::input, "is " + std::to_string(chosen) + ", but the model has " + std::to_string(all) + " blocks", "peft.adapter_layers",
         "Give at most " + std::to_string(all) + ".");
  }
  const int64_t first = chosen == 0 ? 0 : all - chosen;
  layers.erase(layers.begin(), layers.begin() + first);
  for (auto& layer : layers) {
    layer.prompt = init::leaf(init::normal({1, config.at("adapter_len").get<int64_t>(), shape.hidden_size}, 1.0, generator), model.device);
    layer.gate = init::leaf(at::zeros({1}), model.device);
  }
  return attach_prompt_method(model, config, std::make_shared<AdaptionPrompts>(std::move(layers), first));
}

}  // namespace

extern const PeftMethod adaption_prompt_peft_method;
const PeftMethod adaption_prompt_peft_method{.peft_type = "ADAPTION_PROMPT",
                                             .title = "Adaption prompt (LLaMA-Adapter)",
                                             .summary = "Learned tokens that the topmost blocks attend to, behind a gate that starts closed.",
                                             .family = "prompt",
                                             .paper = "arXiv 2303.16199",
                                             .schema = adaption_prompt_schema,
                                             .make = make_adaption_prompt,
                                             .quantized_base = true,
                                             .start = {{"adapter_len", 10}, {"adapter_layers", 4}}};

}  // namespace paretune
