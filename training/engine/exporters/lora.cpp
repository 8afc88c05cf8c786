// SPDX-License-Identifier: GPL-3.0-or-later
// Any mergeable adapter as a plain LoRA in PEFT's folder, with the error that makes.
#include "training/engine/conversion.h"
#include "training/engine/exporters/exporter.h"

namespace paretune {
namespace {

ExportReceipt export_lora(const ExportJob& job) {
  job.adapted.remove();
  const ExportRequest& asked = job.request;
  const ConversionReceipt made = convert_adapter(job.bench, {asked.source, job.model_ref, asked.out, asked.quantization, asked.rank, asked.threshold},
                                                 job.adapter_folder, job.quantization, job.out, job.progress);
  ExportReceipt receipt{"lora", asked.out, made.bytes, static_cast<int64_t>(2 * made.layers.size()), made.max_abs_logit_difference, made.max_abs_logit, true, {}};
  Json layers = Json::array();
  for (const auto& layer : made.layers) layers.push_back({{"module", layer.module}, {"rank", layer.rank}, {"relative_error", layer.relative_error}});
  receipt.details = {{"relative_error", made.relative_error}, {"logit_change", made.logit_change}, {"parameters", made.parameters}, {"layers", layers}};
  return receipt;
}

}  // namespace

extern const Exporter lora_exporter;
const Exporter lora_exporter{"lora", "the adapter's change as a plain LoRA, PEFT folder", StagedOutput::Kind::folder, export_lora};

}  // namespace paretune
