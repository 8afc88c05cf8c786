// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/conversion.h"

#include "training/engine/adapted.h"
#include "training/engine/exporters/exporter.h"
#include "training/peft/lora_combination.h"
#include "training/peft/lora_conversion.h"

namespace paretune {
namespace {

// Logits with the new adapter as it was before it was written.
Tensor write_lora(CausalLm& model, const Json& config, const std::map<std::string, Tensor>& tensors, const std::string& out, const std::string& base) {
  const auto lora = make_adapter(model, config, 0).value();
  lora->load(tensors);
  save_adapter(*lora, out, base).value();
  return probe_logits(model);
}

}  // namespace

ConversionReceipt convert_adapter(Workbench& bench, const ConversionRequest& request, const std::string& adapter_folder, Quantization quantization,
                                  StagedOutput& out, const Progress& progress) {
  Tensor wanted;
  {
    progress("load", 0);
    const Adapted source(bench, request.model, {adapter_folder}, quantization);
    wanted = probe_logits(source.model);
  }
  const Adapted base(bench, request.model, {}, quantization);
  const Tensor untouched = probe_logits(base.model);
  progress("decompose", 0.1);
  const LoraConversion made = convert_to_lora(base.model, adapter_folder, {request.rank, request.threshold},
                                              [&](double done) { progress("decompose", 0.1 + 0.7 * done); });
  progress("write", 0.8);
  const Tensor written = write_lora(base.model, made.config, made.tensors, out.path(), base.opened->path);
  progress("verify", 0.9);
  out.require_intact();
  const Adapted again(bench, request.model, {out.path()}, quantization);
  const Tensor got = probe_logits(again.model);
  ExportReceipt read_back;
  read_back.path = request.out;
  compare_logits(written, got, 1e-5, read_back);
  ConversionReceipt receipt;
  receipt.path = request.out;
  receipt.relative_error = made.relative_error;
  receipt.max_abs_logit_difference = (got - wanted).abs().max().item<double>();
  receipt.max_abs_logit = wanted.abs().max().item<double>();
  receipt.logit_change = (wanted - untouched).abs().max().item<double>();
  for (const auto& layer : made.layers) receipt.layers.push_back({layer.module, layer.rank, layer.relative_error});
  for (const auto& [name, tensor] : made.tensors) receipt.parameters += tensor.numel();
  receipt.bytes = folder_bytes(out.path());
  return receipt;
}

CombinationReceipt combine_adapters(Workbench& bench, const CombinationRequest& request, const std::vector<std::string>& adapter_folders) {
  StagedOutput out(request.out, StagedOutput::Kind::folder);
  if (!request.weights.empty() && request.weights.size() != adapter_folders.size()) {
    fail(ErrorKind::usage, std::to_string(request.weights.size()) + " weights for " + std::to_string(adapter_folders.size()) + " adapters", "--weight",
         "Give one weight for each adapter, or none.");
  }
  std::vector<CombinationPart> parts;
  for (std::size_t i = 0; i < adapter_folders.size(); ++i) parts.push_back({adapter_folders[i], request.weights.empty() ? 1.0 : request.weights[i]});
  const Adapted base(bench, request.model, {});
  const CombinedLora made = combine_loras(
      base.model, parts, {request.type, request.svd_rank, request.svd_clamp, request.density, request.majority_sign_method, request.seed});
  write_lora(base.model, made.config, made.tensors, out.path(), base.opened->path);
  const int64_t bytes = folder_bytes(out.path());
  out.commit();
  return {request.out, bytes, made.config.at("r").get<int64_t>(), static_cast<int64_t>(made.tensors.size())};
}

}  // namespace paretune
