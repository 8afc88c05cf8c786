// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/exporters/exporter.h"

namespace paretune {

namespace fs = std::filesystem;

Tensor probe_logits(CausalLm& model) {
  at::NoGradGuard no_grad;
  std::vector<int64_t> ids;
  for (int64_t i = 0; i < 24; ++i) ids.push_back((i * 7919 + 11) % model.config.vocab_size);
  return model.logits(model.hidden(TokenBatch::of({ids}, model.device))).to(at::kCPU);
}

void compare_logits(const Tensor& wanted, const Tensor& got, double tolerance, ExportReceipt& receipt) {
  receipt.max_abs_logit_difference = (wanted - got).abs().max().item<double>();
  receipt.max_abs_logit = wanted.abs().max().item<double>();
  receipt.verified = receipt.max_abs_logit_difference <= tolerance * receipt.max_abs_logit;
  if (!receipt.verified) {
    fail(ErrorKind::internal, "the files read back give other logits: largest difference " + std::to_string(receipt.max_abs_logit_difference) + " of " +
         std::to_string(receipt.max_abs_logit), receipt.path, "Do not use this export; please report it with the run folder.");
  }
}

int64_t folder_bytes(const std::string& folder) {
  int64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += static_cast<int64_t>(entry.file_size());
  }
  return bytes;
}

void need_mergeable(const ExportJob& job) {
  if (job.adapted.adapter().mergeable()) return;
  fail(ErrorKind::unsupported, "adapters of type " + job.adapted.adapter().config.value("peft_type", "") + " cannot be merged into the weights",
       job.adapter_folder, "Export it as an adapter instead.");
}

}  // namespace paretune
