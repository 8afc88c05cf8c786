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

void claim_folder(const std::string& folder) {
  if (folder.empty()) fail(ErrorKind::usage, "no target is given", "--out", "Give the folder to write.");
  std::error_code code;
  if (fs::exists(folder, code) && !fs::is_directory(folder, code)) fail(ErrorKind::input, "exists and is no folder", folder, "Give another folder.");
  if (fs::exists(folder, code) && !fs::is_empty(folder, code) && !fs::exists(folder + "/export_receipt.json")) {
    fail(ErrorKind::input, "the folder is not empty", folder, "Give a new or empty folder; nothing of yours is overwritten.");
  }
  make_folders(folder).value();
  fs::remove(folder + "/README.md", code);  // the card of an earlier export
}

void claim_file(const std::string& file) {
  if (file.empty()) fail(ErrorKind::usage, "no target is given", "--out", "Give the file to write.");
  std::error_code code;
  if (fs::is_directory(file, code)) fail(ErrorKind::input, "is a folder", file, "Give the name of a file, for example model.gguf.");
  if (fs::exists(file, code) && !fs::exists(receipt_path(file), code)) {
    fail(ErrorKind::input, "the file exists", file, "Give a new name; nothing of yours is overwritten.");
  }
  if (const auto folder = fs::path(file).parent_path(); !folder.empty()) make_folders(folder.string()).value();
}

std::string receipt_path(const std::string& out) {
  std::error_code code;
  return fs::is_directory(out, code) ? out + "/export_receipt.json" : out + ".export_receipt.json";
}

void need_mergeable(const ExportJob& job) {
  if (job.adapted.adapter().mergeable()) return;
  fail(ErrorKind::unsupported, "adapters of type " + job.adapted.adapter().config.value("peft_type", "") + " cannot be merged into the weights",
       job.adapter_folder, "Export it as an adapter instead.");
}

}  // namespace paretune
