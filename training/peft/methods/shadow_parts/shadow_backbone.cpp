// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/shadow_parts/shadow_backbone.h"

#include <cmath>
#include <filesystem>

#include "training/io/safetensors.h"
#include "training/peft/common/init.h"

namespace paretune {
namespace {

constexpr const char* kPrefix = "base_model.shadow_backbone.default.";
constexpr const char* kProjection = "base_model.shadow_projection.default.weight";

const ModelArch& arch_of(const std::string& type) {
  for (const ModelArch* arch : model_archs()) {
    if (arch->model_type == type) return *arch;
  }
  fail(ErrorKind::unsupported, "networks of type \"" + type + "\" are not supported", "peft.shadow_model", "Use \"mirror\".");
}

// The first of the keys that the config has, else the last.
void set_size(Json& hf, const std::vector<const char*>& keys, const Json& value) {
  if (value.is_null()) return;
  for (const char* key : keys) {
    if (hf.contains(key)) return void(hf[key] = value);
  }
  hf[keys.back()] = value;
}

// As transformers copies the config: heads and their width stay the model's unless they are named.
ModelConfig mirrored(const CausalLm& model, const Json& config) {
  Json hf = model.config.hf;
  if (model.config.model_type == "gpt2") {
    set_size(hf, {"n_layer", "num_hidden_layers"}, config.at("shadow_num_hidden_layers").is_null() ? Json(1) : config.at("shadow_num_hidden_layers"));
    set_size(hf, {"n_embd", "hidden_size"}, config.at("shadow_hidden_size"));
    set_size(hf, {"n_inner", "intermediate_size"}, config.at("shadow_intermediate_size"));
    set_size(hf, {"n_head", "num_attention_heads"}, config.at("shadow_num_attention_heads"));
  } else {
    hf["head_dim"] = model.config.head_dim;
    hf["num_key_value_heads"] = model.config.num_key_value_heads;
    set_size(hf, {"num_hidden_layers"}, config.at("shadow_num_hidden_layers").is_null() ? Json(1) : config.at("shadow_num_hidden_layers"));
    set_size(hf, {"hidden_size"}, config.at("shadow_hidden_size"));
    set_size(hf, {"intermediate_size"}, config.at("shadow_intermediate_size"));
    set_size(hf, {"num_attention_heads"}, config.at("shadow_num_attention_heads"));
  }
  const ModelConfig out = read_model_config(hf);
  if (out.model_type == "gpt2" && out.hidden_size % out.num_attention_heads != 0) {
    fail(ErrorKind::input, std::to_string(out.hidden_size) + " is no multiple of the " + std::to_string(out.num_attention_heads) + " heads",
         "peft.shadow_hidden_size", "Set shadow_num_attention_heads too.");
  }
  return out;
}

// Weights as transformers makes them: N(0, initializer_range^2), norms 1 (Gemma: 1 + 0), biases 0; GPT-2 draws residual projections smaller.
Tensor fresh(CausalLm& net, const std::string& name, const Tensor& like, at::Generator& generator) {
  if (name.ends_with(".bias")) return at::zeros(like.sizes(), at::kFloat);
  for (const Norm* norm : net.norms()) {
    if (name == norm->name + ".weight") return norm->shifted ? at::zeros(like.sizes(), at::kFloat) : at::ones(like.sizes(), at::kFloat);
  }
  const Json range = net.config.hf.value("initializer_range", Json());
  double deviation = range.is_number() && range.get<double>() != 0 ? range.get<double>() : 0.02;
  if (net.config.model_type == "gpt2" && name.ends_with(".c_proj.weight")) deviation /= std::sqrt(2.0 * static_cast<double>(net.config.num_hidden_layers));
  return init::normal(like.sizes(), deviation, generator);
}

}  // namespace

ShadowBackbone::ShadowBackbone(CausalLm& model, const Json& config, at::Generator& generator) {
  const std::string source = config.at("shadow_model");
  if (source == "mirror") mirror(model, config, generator);
  else load(model, source);
  m_net->device = model.device;
  const int64_t width = m_net->config.hidden_size, wanted = model.config.hidden_size;
  if (m_projection.defined() && (m_projection.size(0) != wanted || m_projection.size(1) != width)) {
    fail(ErrorKind::input, "the network's projection does not lead from its width " + std::to_string(width) + " to the model's " + std::to_string(wanted),
         "peft.shadow_model", "Use a network that was made for this model.");
  }
  if (!m_projection.defined() && width != wanted) m_projection = init::kaiming_uniform({wanted, width}, generator);
  if (m_projection.defined()) m_projection = init::leaf(m_projection, model.device);
  m_shares_rows = source == "mirror" && config.at("share_embeddings") == Json(true) && width == wanted;
  m_frozen_embeddings = source != "mirror";
  m_drops_embeddings = m_shares_rows && m_net->embeddings().name.ends_with("embed_tokens");  // PEFT keeps an unused table of another name
  take_parameters();
}

void ShadowBackbone::mirror(CausalLm& model, const Json& config, at::Generator& generator) {
  m_net = arch_of(model.config.model_type).make(mirrored(model, config));
  for (auto& [name, param] : m_net->parameters()) {
    if (!name.starts_with(m_net->head().name)) param->base = fresh(*m_net, name, param->base, generator).to(model.device);
  }
}

void ShadowBackbone::load(CausalLm& model, const std::string& folder) {
  const char* where = "peft.shadow_model";
  if (!std::filesystem::is_directory(folder)) {
    fail(ErrorKind::input, "\"" + folder + "\" is no folder", where, "Write \"mirror\", or the folder of a downloaded model.");
  }
  const Json hf = read_json_file(folder + "/config.json").value();
  if (hf.value("model_type", Json()) != Json("causal_lm_with_hidden_projection")) {
    const auto source = ModelSource::open(folder).value();
    m_net = load_model(*source, model.device);
    return;
  }
  if (!hf.contains("shadow_model_config")) fail(ErrorKind::input, "config.json has no shadow_model_config", where);
  const ModelConfig inner = read_model_config(hf.at("shadow_model_config"));
  m_net = arch_of(inner.model_type).make(inner);
  const auto file = SafetensorsFile::open(folder + "/model.safetensors").value();
  auto read = [&](const std::string& name) {
    const SafeTensor* stored = file.find(name);
    if (!stored) fail(ErrorKind::input, "tensor \"" + name + "\" is missing", folder, "The file is incomplete; download it again.");
    Tensor values = at::empty(stored->shape, at::kFloat);
    convert_to_f32(stored->dtype, stored->data, values.data_ptr<float>());
    return values.to(model.device);
  };
  for (auto& [name, param] : m_net->parameters()) {
    if (name.starts_with(m_net->head().name)) continue;
    const Tensor values = read("shadow_model." + name.substr(name.find('.') + 1));
    const Tensor weight = m_net->transposed_in_files(name) ? values.t().contiguous() : values;
    if (weight.sizes() != param->base.sizes()) fail(ErrorKind::input, "tensor \"" + name + "\" does not fit shadow_model_config", folder);
    param->base = weight;
  }
  m_projection = read("shadow_hidden_projection.weight");
}

void ShadowBackbone::take_parameters() {
  const auto parameters = m_net->parameters();
  m_params = std::make_unique<TrainedParams>(*m_net);
  const std::string head = m_net->head().name, table = m_net->embeddings().name + ".weight";
  for (const auto& [name, param] : parameters) {
    if (name.starts_with(head) || (name == table && m_drops_embeddings)) continue;
    const std::string saved = kPrefix + name.substr(name.find('.') + 1);
    if (name == table && m_frozen_embeddings) m_frozen.emplace_back(saved, param->base);
    else m_params->add(saved, param, m_net->transposed_in_files(name));
  }
}

Tensor ShadowBackbone::state(const TokenBatch& batch, const EmbeddedRows& rows) {
  KvCache* cache = m_cache.beside(rows.cache);
  const Tensor hidden = m_shares_rows ? m_net->hidden_of({rows.x, rows.positions, rows.offsets, cache, nullptr}) : m_net->hidden(batch, cache);
  return m_projection.defined() ? at::linear(hidden, m_projection) : hidden;
}

NamedTensors ShadowBackbone::trained() const {
  NamedTensors out = m_params->tensors();
  if (m_projection.defined()) out.emplace_back(kProjection, m_projection);
  return out;
}

NamedTensors ShadowBackbone::saved() const {
  NamedTensors out = trained();
  out.insert(out.end(), m_frozen.begin(), m_frozen.end());
  return out;
}

}  // namespace paretune
