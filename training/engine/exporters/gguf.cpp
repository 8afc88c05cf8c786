// SPDX-License-Identifier: GPL-3.0-or-later
// Base and adapter folded into one GGUF file for llama.cpp.
#include <set>

#include "training/data/tokenizer_files.h"
#include "training/engine/exporters/gguf_common.h"
#include "training/io/stored_blocks.h"

namespace paretune {
namespace {

// By how much the largest logit difference to the model before rounding may be of the largest logit. What rounding does to logits depends
// on the model; a wrong file is off by about 1.
double tolerance_of(GgmlType type) {
  switch (type) {
    case GgmlType::F32: return 1e-4;
    case GgmlType::F16: return 0.01;
    case GgmlType::BF16:
    case GgmlType::Q8_0: return 0.1;
    default: return 0.5;
  }
}

// Linear weights as asked; embeddings and the head not below 8 bits; what has one dimension in full. Rows that are no whole blocks in f16.
GgmlType type_for(const std::string& name, const Tensor& values, GgmlType asked) {
  if (values.dim() < 2) return GgmlType::F32;
  const bool table = name.starts_with("token_embd") || name.starts_with("output");
  const GgmlType type = table && (asked == GgmlType::Q4_0 || asked == GgmlType::Q4_1) ? GgmlType::Q8_0 : asked;
  return values.size(-1) % ggml_type_info(type)->block_elements == 0 ? type : GgmlType::F16;
}

bool is_kept(const std::string& key, const std::string& architecture) {
  for (const char* dropped : {"general.architecture", "general.type", "general.name", "general.file_type", "general.quantization_version", "general.alignment"}) {
    if (key == dropped) return false;
  }
  return key.starts_with("general.") || key.starts_with("tokenizer.") || key.starts_with(architecture + ".");
}

// Ours first, then what a base that is a GGUF file says besides: its tokenizer, author, licence.
std::vector<GgufEntry> entries_for(const ExportJob& job, const GgufArch& arch, const Json& config, GgmlType type) {
  const OpenModel& opened = *job.adapted.opened;
  std::vector<GgufEntry> out = general_entries(job, arch, "model", type);
  for (GgufEntry& entry : gguf_config(arch, config)) out.push_back(std::move(entry));
  if (!has_blocks(*opened.source)) {
    for (GgufEntry& entry : gguf_tokenizer_entries(opened.source->tokenizer(), config.at("vocab_size"), opened.path)) out.push_back(std::move(entry));
    return out;
  }
  const GgufFile file = std::move(GgufFile::open(opened.path)).value();
  std::set<std::string> known;
  for (const GgufEntry& entry : out) known.insert(entry.key);
  for (const auto& [key, value] : file.metadata().items()) {
    if (!is_kept(key, arch.architecture) || known.count(key)) continue;
    const auto [stored, element] = file.type_of(key);
    out.push_back({key, stored == GgufValueType::Array ? element : stored, value, stored == GgufValueType::Array});
  }
  return out;
}

std::vector<GgufOutTensor> tensors_for(CausalLm& model, const GgufArch& arch, const Json& config, GgmlType asked) {
  std::vector<GgufOutTensor> out;
  if (const std::vector<float> divisors = gguf_rope_divisors(config); !divisors.empty()) {
    out.push_back({"rope_freqs.weight", {static_cast<int64_t>(divisors.size())}, GgmlType::F32, [divisors] {
                     return quantize(GgmlType::F32, divisors, "rope_freqs.weight");
                   }});
  }
  for (const auto& [name, param] : model.parameters()) {
    const GgufPlace place = gguf_place(arch, config, name);
    const GgmlType type = type_for(place.name, param->base, asked);
    out.push_back({place.name, param->base.sizes().vec(), type, [param, place, type] {
                     return quantize(type, file_order(param->frozen(), place.heads), place.name);
                   }});
  }
  return out;
}

ExportReceipt export_gguf(const ExportJob& job) {
  CausalLm& model = job.adapted.model;
  const GgmlType type = writable_ggml_type(job.request.type.empty() ? "f16" : job.request.type);
  const GgufArch& arch = gguf_arch_of(model.config.model_type, job.adapted.opened->path);
  need_mergeable(job);
  const Tensor wanted = probe_logits(model);
  job.progress("merge", 0.2);
  const MergedMeanwhile merged(job.adapted.adapter());
  const Json config = complete_config(model);
  const auto tensors = tensors_for(model, arch, config, type);
  job.progress("write", 0.4);
  write_gguf(job.out.path(), entries_for(job, arch, config, type), tensors).value();

  ExportReceipt receipt{"gguf", job.request.out, static_cast<int64_t>(std::filesystem::file_size(job.out.path())), static_cast<int64_t>(tensors.size()), 0, 0, false, {}};
  job.progress("verify", 0.8);
  job.out.require_intact();
  Json by_type = Json::object();
  for (const GgufOutTensor& tensor : tensors) by_type[ggml_type_name(tensor.type)] = by_type.value(ggml_type_name(tensor.type), 0) + 1;
  receipt.details = {{"type", ggml_type_name(type)}, {"tensors_by_type", by_type}, {"tolerance", tolerance_of(type)}, {"sha256", sha256_file(job.out.path()).value()}};
  const auto source = ModelSource::open(job.out.path()).value();
  const auto again = load_model(*source, model.device);
  compare_logits(wanted, probe_logits(*again), tolerance_of(type), receipt);
  return receipt;
}

}  // namespace

extern const Exporter gguf_exporter;
const Exporter gguf_exporter{"gguf", "merged model in one GGUF file, for llama.cpp", StagedOutput::Kind::file, export_gguf};

}  // namespace paretune
