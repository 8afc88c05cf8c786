// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/causal_lm.h"

namespace paretune {
namespace {

int64_t need(const Json& hf, const char* key) {
  const auto it = hf.find(key);
  if (it == hf.end() || !it->is_number_integer() || it->get<int64_t>() <= 0) {
    fail(ErrorKind::input, std::string("\"") + key + "\" is missing or is no positive whole number", "config.json", "Check that the model folder is complete.");
  }
  return it->get<int64_t>();
}

template <class T>
T value_or(const Json& hf, const char* key, T fallback) {
  const auto it = hf.find(key);
  if (it == hf.end() || it->is_null()) return fallback;
  if constexpr (std::is_same_v<T, bool>) {
    if (!it->is_boolean()) fail(ErrorKind::input, std::string("\"") + key + "\" must be true or false", "config.json");
  } else {
    if (!it->is_number()) fail(ErrorKind::input, std::string("\"") + key + "\" must be a number", "config.json");
  }
  return it->get<T>();
}

std::string shape_text(at::IntArrayRef shape) {
  std::string out = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) out += (i ? ", " : "") + std::to_string(shape[i]);
  return out + ")";
}

// GPT-2's config.json has names of its own for the common sizes.
Json with_common_names(Json hf) {
  static const std::pair<const char*, const char*> kNames[] = {{"n_embd", "hidden_size"},
                                                               {"n_layer", "num_hidden_layers"},
                                                               {"n_head", "num_attention_heads"},
                                                               {"n_inner", "intermediate_size"},
                                                               {"n_positions", "max_position_embeddings"}};
  for (const auto& [own, common] : kNames) {
    if (hf.contains(own) && !hf.at(own).is_null() && !hf.contains(common)) hf[common] = hf[own];
  }
  if (!hf.contains("intermediate_size") && hf.contains("hidden_size")) hf["intermediate_size"] = 4 * need(hf, "hidden_size");
  if (!hf.contains("tie_word_embeddings")) hf["tie_word_embeddings"] = true;
  return hf;
}

}  // namespace

ModelConfig read_model_config(const Json& given) {
  const bool gpt2 = given.value("model_type", Json()) == Json("gpt2");
  const Json hf = gpt2 ? with_common_names(given) : given;
  ModelConfig config;
  config.hf = given;
  const auto type = hf.find("model_type");
  if (type == hf.end() || !type->is_string()) fail(ErrorKind::input, "\"model_type\" is missing", "config.json", "Check that this is a Hugging Face model folder.");
  config.model_type = *type;
  config.hidden_size = need(hf, "hidden_size");
  config.num_hidden_layers = need(hf, "num_hidden_layers");
  config.num_attention_heads = need(hf, "num_attention_heads");
  config.num_key_value_heads = value_or<int64_t>(hf, "num_key_value_heads", config.num_attention_heads);
  config.head_dim = value_or<int64_t>(hf, "head_dim", config.hidden_size / config.num_attention_heads);
  config.intermediate_size = need(hf, "intermediate_size");
  config.vocab_size = need(hf, "vocab_size");
  config.max_position_embeddings = value_or<int64_t>(hf, "max_position_embeddings", 2048);
  config.rms_norm_eps = value_or<double>(hf, "rms_norm_eps", 1e-6);
  // transformers 5 keeps rope settings in rope_parameters, older files at the top level.
  const Json rope = hf.value("rope_parameters", Json());
  config.rope_theta = value_or<double>(hf, "rope_theta", rope.is_object() ? value_or<double>(rope, "rope_theta", 10000.0) : 10000.0);
  config.tie_word_embeddings = value_or<bool>(hf, "tie_word_embeddings", false);
  config.attention_bias = value_or<bool>(hf, "attention_bias", false);
  config.mlp_bias = value_or<bool>(hf, "mlp_bias", false);
  if (config.num_key_value_heads <= 0 || config.num_attention_heads % config.num_key_value_heads != 0) {
    fail(ErrorKind::input, "num_attention_heads is no multiple of num_key_value_heads", "config.json");
  }
  if (config.head_dim <= 0 || (!gpt2 && config.head_dim % 2 != 0)) fail(ErrorKind::input, "head_dim must be even and positive", "config.json");
  return config;
}

std::unique_ptr<CausalLm> load_model(const ModelSource& source, at::Device device, const std::function<void(double)>& progress) {
  at::NoGradGuard no_grad;
  const ModelConfig config = read_model_config(source.config());
  const ModelArch* arch = nullptr;
  std::string known;
  for (const ModelArch* candidate : model_archs()) {
    if (candidate->model_type == config.model_type) arch = candidate;
    known += (known.empty() ? "" : ", ") + candidate->model_type;
  }
  if (!arch) {
    fail(ErrorKind::unsupported, "models of type \"" + config.model_type + "\" are not supported", source.path(), "Supported are: " + known + ".");
  }
  auto model = arch->make(config);
  const auto parameters = model->parameters();
  std::size_t done = 0;
  for (const auto& [name, param] : parameters) {
    const StoredTensor* stored = source.find(name);
    // Checkpoints of the bare model (GPT-2's on the hub) lack the first part of the names.
    if (!stored) stored = source.find(name.substr(name.find('.') + 1));
    if (!stored) fail(ErrorKind::input, "tensor \"" + name + "\" is missing", source.path(), "The file is incomplete or of another model; download it again.");
    const bool transposed = model->transposed_in_files(name);
    const auto wanted = transposed ? param->base.t().sizes().vec() : param->base.sizes().vec();
    if (stored->shape != wanted) {
      fail(ErrorKind::input, "tensor \"" + name + "\" has shape " + shape_text(stored->shape) + ", config.json asks for " + shape_text(wanted),
           source.path(), "The weights and config.json belong to different models.");
    }
    Tensor values = at::empty(stored->shape, at::kFloat);
    source.read_f32(*stored, values.data_ptr<float>());
    param->base = (transposed ? values.t().contiguous() : values).to(device);
    if (progress) progress(static_cast<double>(++done) / static_cast<double>(parameters.size()));
  }
  model->device = device;
  return model;
}

}  // namespace paretune
