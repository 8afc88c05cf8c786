// SPDX-License-Identifier: GPL-3.0-or-later
// Base and adapter folded into one HF model folder.
#include "training/data/tokenizer_files.h"
#include "training/engine/exporters/exporter.h"
#include "training/io/safetensors.h"

namespace paretune {
namespace {

void write_config(const ExportJob& job, CausalLm& model, bool tied) {
  Json config = model.config.hf;
  config["tie_word_embeddings"] = tied;
  config["dtype"] = "float32";
  config.erase("torch_dtype");
  config.erase("quantization_config");
  if (!config.contains("architectures")) {
    std::string family = model.config.model_type.substr(0, model.config.model_type.find('_'));
    family[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(family[0])));
    config["architectures"] = Json::array({family + "ForCausalLM"});
  }
  write_json_file(job.out.path() + "/config.json", config).value();
  const Tokenizer& tokenizer = *job.adapted.opened->tokenizer;
  Json generation = {{"_from_model_config", true}};
  if (tokenizer.bos_id() >= 0) generation["bos_token_id"] = tokenizer.bos_id();
  if (!tokenizer.end_ids().empty()) generation["eos_token_id"] = tokenizer.end_ids().size() == 1 ? Json(tokenizer.end_ids()[0]) : Json(tokenizer.end_ids());
  if (tokenizer.pad_id() >= 0) generation["pad_token_id"] = tokenizer.pad_id();
  write_json_file(job.out.path() + "/generation_config.json", generation).value();
}

ExportReceipt export_merged(const ExportJob& job) {
  CausalLm& model = job.adapted.model;
  need_mergeable(job);
  if (model.classifies()) {
    fail(ErrorKind::unsupported, "classifiers are not written as merged models", job.adapter_folder, "Export it as an adapter instead.");
  }
  const Tensor wanted = probe_logits(model);
  job.progress("merge", 0.2);
  const MergedMeanwhile merged(job.adapted.adapter());
  job.progress("write", 0.4);
  std::vector<Tensor> held;
  std::vector<SafeTensor> tensors;
  const auto parameters = model.parameters();
  for (const auto& [name, param] : parameters) {
    const Tensor values = param->frozen().to(at::kCPU);
    held.push_back((model.transposed_in_files(name) ? values.t() : values).contiguous());
    const Tensor& t = held.back();
    tensors.push_back({name, "F32", t.sizes().vec(), {static_cast<const std::byte*>(t.data_ptr()), static_cast<std::size_t>(t.nbytes())}});
  }
  write_safetensors(job.out.path() + "/model.safetensors", tensors).value();
  write_config(job, model, model.head().weight == model.embeddings().weight);
  write_tokenizer_files(job.adapted.opened->source->tokenizer(), job.out.path()).value();
  ExportReceipt receipt{"merged", job.request.out, folder_bytes(job.out.path()), static_cast<int64_t>(tensors.size()), 0, 0, false, {}};
  job.progress("verify", 0.8);
  job.out.require_intact();
  const auto source = ModelSource::open(job.out.path()).value();
  const auto again = load_model(*source, model.device);
  compare_logits(wanted, probe_logits(*again), 1e-4, receipt);
  return receipt;
}

}  // namespace

extern const Exporter merged_exporter;
const Exporter merged_exporter{"merged", "merged Hugging Face model folder, for transformers", StagedOutput::Kind::folder, export_merged};

}  // namespace paretune
