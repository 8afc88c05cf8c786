// SPDX-License-Identifier: GPL-3.0-or-later
// The adapter as llama.cpp's LoRA file (llama-adapter.cpp): general.type "adapter", pairs <tensor>.lora_a (r, in) and .lora_b (out, r).
#include "training/engine/exporters/gguf_common.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/lora_conversion.h"
#include "training/peft/methods/lora_parts/lora_scale.h"

namespace paretune {
namespace {

constexpr const char* kConvert = "Give --rank 16 or --threshold 0.99 to write the plain LoRA nearest to it, or export it as gguf: a merged model.";

struct Pair {
  Tensor a, b;  // (r, in), (out, r)
  double scale = 1;
};
using Pairs = std::map<std::string, Pair>;  // by module

[[noreturn]] void refuse(const ExportJob& job, const std::string& why, const char* remedy) { fail(ErrorKind::unsupported, why, job.adapter_folder, remedy); }

// lora_A and lora_B of each module from tensors with PEFT's names; Failure for anything else among them.
Pairs pairs_from(const ExportJob& job, const NamedTensors& tensors, const Json& config, const char* remedy) {
  Pairs out;
  const std::string prefix = peft_prefix("").substr(0, peft_prefix("").size() - 1);
  for (const auto& [name, tensor] : tensors) {
    const bool is_a = name.ends_with(".lora_A.weight"), is_b = name.ends_with(".lora_B.weight");
    if (!name.starts_with(prefix) || (!is_a && !is_b)) {
      refuse(job, "it trains \"" + name + "\", which a LoRA file of llama.cpp cannot hold", remedy);
    }
    const std::string module = name.substr(prefix.size(), name.size() - prefix.size() - std::string(".lora_A.weight").size());
    (is_a ? out[module].a : out[module].b) = tensor.detach().to(at::kCPU, at::kFloat).contiguous().clone();
  }
  for (auto& [module, pair] : out) {
    if (!pair.a.defined() || !pair.b.defined()) refuse(job, "\"" + module + "\" has only one of lora_A and lora_B", "Export the adapter again from Python.");
    pair.scale = lora_scale(config, module, pair.a.size(0));
  }
  return out;
}

// The pairs as PEFT's LoRA with scaling 1 on the bare base.
std::unique_ptr<Adapter> plain_lora(CausalLm& model, const Pairs& pairs) {
  const int64_t usual = pairs.begin()->second.a.size(0);
  Json config = {{"peft_type", "LORA"}, {"r", usual}, {"lora_alpha", usual}, {"target_modules", Json::array()}, {"rank_pattern", Json::object()}, {"alpha_pattern", Json::object()}};
  std::map<std::string, Tensor> tensors;
  for (const auto& [module, pair] : pairs) {
    config["target_modules"].push_back(module);
    const int64_t rank = pair.a.size(0);
    if (rank != usual) config["rank_pattern"][module] = config["alpha_pattern"][module] = rank;
    tensors[peft_prefix(module) + "lora_A.weight"] = pair.a;
    tensors[peft_prefix(module) + "lora_B.weight"] = pair.b * pair.scale;
  }
  auto adapter = make_adapter(model, config, 0).value();
  adapter->load(tensors);
  return adapter;
}

Tensor logits_with(CausalLm& model, const Pairs& pairs) {
  const auto adapter = plain_lora(model, pairs);
  model.set_training(false);
  return probe_logits(model);
}

double difference(const Tensor& a, const Tensor& b) { return (a - b).abs().max().item<double>(); }

void check_can_hold(const ExportJob& job) {
  const Adapter& adapter = job.adapted.adapter();
  if (const Json saved = adapter.config.value("modules_to_save", Json()); !saved.is_null() && !saved.empty()) {
    refuse(job, "it trains whole modules (modules_to_save: " + saved.dump() + "), which a LoRA file of llama.cpp cannot hold", "Export it as gguf: a merged model.");
  }
  need_mergeable(job);
}

// One alpha stands for all layers where alpha = scale * rank is the same everywhere, as in most LoRA; else llama.cpp takes B A as it is
// (alpha 0), and the scales go into B.
double common_alpha(const Pairs& pairs) {
  const double alpha = pairs.begin()->second.scale * static_cast<double>(pairs.begin()->second.a.size(0));
  for (const auto& [module, pair] : pairs) {
    if (std::abs(pair.scale * static_cast<double>(pair.a.size(0)) - alpha) > 1e-9 * std::abs(alpha)) return 0;
  }
  return alpha;
}

std::vector<GgufOutTensor> tensors_for(const ExportJob& job, const Pairs& pairs, const GgufArch& arch, const Json& config, double alpha, GgmlType type) {
  std::vector<GgufOutTensor> out;
  CausalLm& model = job.adapted.model;
  for (const auto& [module, pair] : pairs) {
    const bool tied = module == "lm_head" && model.head().weight == model.embeddings().weight;
    if (tied) refuse(job, "it changes lm_head, which shares its weight with the embeddings in this model, so llama.cpp has no tensor for it", "Export it as gguf: a merged model.");
    const GgufPlace place = gguf_place(arch, config, module + ".weight");
    const Tensor b = alpha != 0 ? pair.b : pair.b * pair.scale;
    for (const auto& [suffix, values, heads] : {std::tuple{".lora_a", pair.a, int64_t{0}}, std::tuple{".lora_b", b, place.heads}}) {
      const std::string name = place.name + suffix;
      out.push_back({name, values.sizes().vec(), type, [values = values, heads = heads, name, type] { return quantize(type, file_order(values, heads), name); }});
    }
  }
  return out;
}

Tensor read_tensor(const GgufFile& file, const std::string& name, int64_t heads) {
  const GgufTensor* stored = file.find(name);
  if (!stored || stored->ne.size() != 2) fail(ErrorKind::internal, "lacks the tensor " + name, file.path());
  std::vector<float> values(static_cast<std::size_t>(stored->elements));
  dequantize(stored->type, stored->data, stored->elements, values.data());
  if (heads > 0) values = gguf_rows_to_hf(values, stored->ne[0], heads);
  return at::tensor(values).view({stored->ne[1], stored->ne[0]});
}

Pairs read_back(const std::string& path, const Pairs& written, const GgufArch& arch, const Json& config) {
  const GgufFile file = std::move(GgufFile::open(path)).value();
  const double alpha = file.metadata().at("adapter.lora.alpha").get<double>();
  Pairs out;
  for (const auto& [module, unused] : written) {
    const GgufPlace place = gguf_place(arch, config, module + ".weight");
    Pair& pair = out[module];
    pair.a = read_tensor(file, place.name + ".lora_a", 0);
    pair.b = read_tensor(file, place.name + ".lora_b", place.heads);
    pair.scale = alpha != 0 ? alpha / static_cast<double>(pair.a.size(0)) : 1;
  }
  return out;
}

ExportReceipt export_gguf_lora(const ExportJob& job) {
  at::NoGradGuard no_grad;
  CausalLm& model = job.adapted.model;
  const GgufArch& arch = gguf_arch_of(model.config.model_type, job.adapted.opened->path);
  const GgmlType type = writable_ggml_type(job.request.type.empty() ? "f32" : job.request.type);
  if (ggml_type_info(type)->block_elements > 1) {
    fail(ErrorKind::usage, "a LoRA is not written as " + job.request.type, "--type", "Use f32, f16 or bf16.");
  }
  check_can_hold(job);
  const Json config = complete_config(model);
  const Tensor wanted = probe_logits(model);
  std::vector<GgufEntry> entries = general_entries(job, arch, "adapter", type);

  ExportReceipt receipt{"gguf-lora", job.request.out, 0, 0, 0, 0, false, {}};
  Pairs pairs;
  if (job.request.rank != 0 || job.request.threshold != 0) {
    job.adapted.remove();
    const LoraConversion made = convert_to_lora(model, job.adapter_folder, {job.request.rank, job.request.threshold},
                                                [&](double done) { job.progress("decompose", 0.1 + 0.5 * done); });
    pairs = pairs_from(job, {made.tensors.begin(), made.tensors.end()}, made.config, "Export it as gguf: a merged model.");
    receipt.details["relative_error"] = made.relative_error;
  } else {
    pairs = pairs_from(job, job.adapted.adapter().saved(), job.adapted.adapter().config, kConvert);
    job.adapted.remove();
  }
  if (pairs.empty()) refuse(job, "it changes no linear layer", "Train it first.");
  const Tensor plain = logits_with(model, pairs);
  const double off = difference(wanted, plain), largest = wanted.abs().max().item<double>();
  if (receipt.details.empty() && !(off <= 1e-5 * largest)) {
    refuse(job, "its tensors are those of a LoRA, but it computes something else (DoRA, an activated LoRA, or an initialisation that moved the base)", kConvert);
  }
  receipt.details["logit_difference_to_adapter"] = off;

  const double alpha = common_alpha(pairs);
  entries.push_back(gguf_text("adapter.type", "lora"));
  entries.push_back(gguf_real("adapter.lora.alpha", alpha));
  const auto tensors = tensors_for(job, pairs, arch, config, alpha, type);
  job.progress("write", 0.7);
  write_gguf(job.out.path(), entries, tensors).value();
  job.progress("verify", 0.8);
  job.out.require_intact();
  receipt.bytes = static_cast<int64_t>(std::filesystem::file_size(job.out.path()));
  receipt.tensors = static_cast<int64_t>(tensors.size());
  receipt.details["type"] = ggml_type_name(type);
  receipt.details["alpha"] = alpha;
  receipt.details["sha256"] = sha256_file(job.out.path()).value();
  compare_logits(plain, logits_with(model, read_back(job.out.path(), pairs, arch, config)), type == GgmlType::F32 ? 1e-5 : 0.02, receipt);
  return receipt;
}

}  // namespace

extern const Exporter gguf_lora_exporter;
const Exporter gguf_lora_exporter{"gguf-lora", "LoRA adapter file for llama.cpp", StagedOutput::Kind::file, export_gguf_lora};

}  // namespace paretune
