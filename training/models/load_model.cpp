// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/load_model.h"

#include <cmath>
#include <limits>
#include <set>

#include "kernels/memory/tensor_memory.h"
#include "training/models/checked_config.h"
#include "training/models/quantized/gguf_blocks.h"
#include "training/models/quantized/half_matrix.h"
#include "training/models/quantized/int8.h"
#include "training/models/quantized/nf4.h"

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
    if (std::is_integral_v<T> && it->is_number_float() && !(std::abs(it->get<double>()) < 1e15)) {
      fail(ErrorKind::input, std::string("\"") + key + "\" must be a whole number of usual size", "config.json");
    }
  }
  return it->get<T>();
}

std::string shape_text(at::IntArrayRef shape) {
  std::string out = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) out += (i ? ", " : "") + std::to_string(shape[i]);
  return out + ")";
}

// What body says about a config gets a remedy. A value of another kind than its key has (JSON says so by an exception) is the file's fault.
template <class F>
auto well_formed(F&& body) {
  constexpr const char* kRemedy = "Restore the original config.json of the model.";
  try {
    return body();
  } catch (const Failure& failure) {
    Error error = failure.error();
    if (error.remedy.empty()) error.remedy = kRemedy;
    throw Failure(error);
  } catch (const Json::exception& error) {
    fail(ErrorKind::input, std::string("a value is of the wrong kind: ") + error.what(), "config.json", kRemedy);
  }
}

ModelConfig config_of(const Json& given);

Json completed(const Json& given) {
  for (const ModelArch* arch : model_archs()) {
    if (arch->complete && given.value("model_type", Json()) == Json(arch->model_type)) return arch->complete(given);
  }
  return given;
}

// Checkpoints of the bare model (GPT-2's on the hub) lack the first part of the names.
const StoredTensor* find_stored(const ModelSource& source, const std::string& name) {
  const StoredTensor* stored = source.find(name);
  return stored ? stored : source.find(name.substr(name.find('.') + 1));
}

bool is_table(CausalLm& model, const ParamPtr& weight) { return weight == model.embeddings().weight || weight == model.head().weight; }

// Weights that may be packed: those of the linear layers and, where the base is kept as its file has it, the embedding and the head.
// NF4 and int8 leave these as they are, as bitsandbytes does.
std::set<ParamPtr> packable(CausalLm& model, Quantization quantization) {
  std::set<ParamPtr> out;
  for (const Linear* linear : model.linears()) {
    if (!is_table(model, linear->weight)) out.insert(linear->weight);
  }
  if (quantization == Quantization::gguf || quantization == Quantization::stored) out.insert({model.embeddings().weight, model.head().weight});
  return out;
}

void check_source(const ModelSource& source, Quantization quantization) {
  if (quantization != Quantization::gguf || has_blocks(source)) return;
  fail(ErrorKind::input, "\"gguf\" keeps the blocks of a GGUF file, and the model is none: " + source.path(), "quantization",
       "Use nf4 or int8 for this model, or a .gguf file of it.");
}

bool stays_dense(const StoredTensor& stored, Quantization quantization) {
  const bool as_in_file = quantization == Quantization::gguf || quantization == Quantization::stored;
  return quantization == Quantization::none || (as_in_file && is_full_precision(stored));
}

// Blocks that stay on the host because the accelerator cannot unpack them are copied over at every use: too slow for a table.
bool keeps_blocks(const ModelSource& source, const StoredTensor& stored, Quantization quantization, bool transposed, bool table, at::Device device) {
  if (transposed || (quantization != Quantization::gguf && quantization != Quantization::stored) || !has_blocks(source)) return false;
  return device.is_cpu() || unpacks_on_accelerator(stored.type) || (quantization == Quantization::gguf && !table);
}

// Shape and device of a weight whose values are elsewhere.
Tensor stand_in(at::IntArrayRef shape, at::Device device) {
  return at::full({1}, std::numeric_limits<float>::quiet_NaN(), at::TensorOptions().dtype(at::kFloat).device(device)).expand({1, 1}).expand(shape);
}

// Room for fp32 values at the place within a 64-byte line that they have in the file, where Python maps them. LAPACK rounds by that place,
// and where singular values are close, the signs and directions that some methods start from hang on the rounding.
Tensor empty_as_in_file(const StoredTensor& stored) {
  const int64_t ahead = stored.line_offset / 4;
  return at::empty({ahead + stored.elements()}, at::kFloat).narrow(0, ahead, stored.elements()).view(stored.shape);
}

// Null where dense values have no packed form: blocks of a weight that the file keeps the other way round.
std::shared_ptr<const PackedWeight> packed(const Tensor& dense, const StoredTensor& stored, Quantization quantization, at::Device device) {
  if (quantization == Quantization::nf4) return nf4_matrix(quantize_nf4(dense), dense.size(0), dense.size(1), device);
  if (quantization == Quantization::int8) return int8_matrix(quantize_int8(dense), device);
  if (quantization == Quantization::bf16) return half_matrix(dense.to(at::kBFloat16).to(device));
  if (quantization != Quantization::stored || (stored.type != "BF16" && stored.type != "F16")) return {};
  return half_matrix(dense.to(stored.type == "F16" ? at::kHalf : at::kBFloat16).to(device));
}

std::unique_ptr<CausalLm> structure_of(const ModelConfig& config, const std::string& where) {
  std::string known;
  for (const ModelArch* arch : model_archs()) {
    if (arch->model_type == config.model_type) return well_formed([&] { return arch->make(config); });
    known += (known.empty() ? "" : ", ") + arch->model_type;
  }
  fail(ErrorKind::unsupported, "models of type \"" + config.model_type + "\" are not supported", where, "Supported are: " + known + ".");
}

// Stands for a packed weight of which only the shape is asked.
class StandIn final : public PackedWeight {
 public:
  StandIn(Tensor zeros, bool exact) : m_zeros(std::move(zeros)), m_exact(exact) {}
  Tensor dense() const override { return m_zeros; }
  int64_t nbytes() const override { return 0; }
  bool exact() const override { return m_exact; }

 private:
  Tensor m_zeros;
  bool m_exact;
};

}  // namespace

bool is_full_precision(const StoredTensor& stored) { return stored.type == "F32" || stored.type == "F64"; }

std::unique_ptr<CausalLm> model_without_weights(const ModelConfig& config, const std::string& where, Quantization quantization) {
  auto model = structure_of(config, where);
  for (auto& [name, param] : model->parameters()) {
    param->base = at::zeros({1}).expand(std::vector<int64_t>(static_cast<std::size_t>(param->base.dim()), 1)).expand(param->base.sizes());
  }
  if (quantization == Quantization::none) return model;
  const bool exact = quantization == Quantization::stored || quantization == Quantization::bf16;
  for (const ParamPtr& weight : packable(*model, quantization)) weight->packed = std::make_shared<StandIn>(weight->base, exact);
  return model;
}

ModelConfig read_model_config(const Json& given) {
  return well_formed([&] { return config_of(given); });
}

namespace {

ModelConfig config_of(const Json& given) {
  const bool gpt2 = given.value("model_type", Json()) == Json("gpt2");
  const Json hf = completed(given);
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
  if (gpt2 && (config.hidden_size % config.num_attention_heads != 0 || config.hidden_size / config.num_attention_heads != config.head_dim)) fail(ErrorKind::input, "n_embd is no multiple of n_head", "config.json");
  if (config.max_position_embeddings <= 0) fail(ErrorKind::input, "max_position_embeddings must be positive", "config.json");
  return config;
}

}  // namespace

Quantization quantization_of(const Json& name) {
  if (name.is_null() || name == Json("") || name == Json("none")) return Quantization::none;
  if (name == Json("nf4")) return Quantization::nf4;
  if (name == Json("int8")) return Quantization::int8;
  if (name == Json("gguf")) return Quantization::gguf;
  fail(ErrorKind::usage, "unknown kind " + name.dump(), "quantization", "Known are nf4, int8, gguf and none.");
}

std::unique_ptr<CausalLm> load_model(const ModelSource& source, at::Device device, const std::function<void(double)>& progress) {
  return load_model(source, device, Quantization::none, progress);
}

std::unique_ptr<CausalLm> load_model(const ModelSource& source, at::Device device, Quantization quantization,
                                     const std::function<void(double)>& progress) {
  at::NoGradGuard no_grad;
  check_source(source, quantization);
  const ModelConfig config = checked_config(source);
  auto model = structure_of(config, source.path());
  const auto parameters = model->parameters();
  const std::set<ParamPtr> may_pack = packable(*model, quantization);
  std::size_t done = 0;
  for (const auto& [name, param] : parameters) {
    const StoredTensor* stored = find_stored(source, name);
    if (!stored) fail(ErrorKind::input, "tensor \"" + name + "\" is missing", source.path(), "The file is incomplete or of another model; download it again.");
    const bool transposed = model->transposed_in_files(name) && !has_blocks(source);  // GGUF has all weights as (out, in)
    const auto wanted = transposed ? param->base.t().sizes().vec() : param->base.sizes().vec();
    if (stored->shape != wanted) {
      fail(ErrorKind::input, "tensor \"" + name + "\" has shape " + shape_text(stored->shape) + ", config.json asks for " + shape_text(wanted),
           source.path(), "The weights and config.json belong to different models.");
    }
    const bool packs = may_pack.contains(param) && !stays_dense(*stored, quantization);
    if (packs && keeps_blocks(source, *stored, quantization, transposed, is_table(*model, param), device)) {
      param->packed = gguf_matrix(read_blocks(source, *stored), wanted[0], wanted[1], device, quantization == Quantization::stored);
    } else {
      Tensor values = empty_as_in_file(*stored);
      source.read_f32(*stored, values.data_ptr<float>());
      if (transposed) values = values.t().contiguous();
      if (packs) param->packed = packed(values, *stored, quantization, device);
      if (!param->packed) param->base = values.to(device);
    }
    if (param->packed) param->base = stand_in(param->base.sizes(), device);
    if (progress) progress(static_cast<double>(++done) / static_cast<double>(parameters.size()));
  }
  model->device = device;
  if (quantization != Quantization::none) kernels::trim_tensor_memory();  // what the dense tensors took
  return model;
}

int64_t loaded_bytes(CausalLm& model, const ModelSource& source, Quantization quantization) {
  check_source(source, quantization);
  const std::set<ParamPtr> may_pack = packable(model, quantization);
  int64_t bytes = 0;
  for (const auto& [name, param] : model.parameters()) {
    const StoredTensor* stored = find_stored(source, name);
    const int64_t numbers = param->base.numel();
    if (!stored || !may_pack.contains(param) || stays_dense(*stored, quantization)) bytes += numbers * 4;
    else if (quantization == Quantization::nf4) bytes += nf4_bytes(numbers);
    else if (quantization == Quantization::int8) bytes += int8_bytes(param->base.size(0), param->base.size(1));
    else if (quantization == Quantization::bf16) bytes += numbers * 2;
    else bytes += stored->bytes;
  }
  return bytes;
}

int64_t weight_bytes(CausalLm& model) {
  int64_t bytes = 0;
  for (const auto& [name, param] : model.parameters()) bytes += param->packed ? param->packed->nbytes() : static_cast<int64_t>(param->base.nbytes());
  return bytes;
}

bool has_packed_weights(CausalLm& model) {
  const auto linears = model.linears();
  return std::any_of(linears.begin(), linears.end(), [](const Linear* linear) { return linear->weight->packed != nullptr; });
}

bool is_quantized(CausalLm& model) {
  const auto linears = model.linears();
  return std::any_of(linears.begin(), linears.end(), [](const Linear* linear) { return linear->weight->packed && !linear->weight->packed->exact(); });
}

}  // namespace paretune
