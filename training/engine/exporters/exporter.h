// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// An export writes, reads back what it wrote, and compares logits before it calls itself done.
#include "training/engine/adapted.h"

namespace paretune {

struct ExportJob {
  Workbench& bench;
  Adapted& adapted;          // base + adapter
  std::string model_ref, adapter_folder, out;
  const Progress& progress;
  std::stop_token stop;
  const ExportRequest& request;
  Quantization quantization = Quantization::none;  // of the base
};

struct Exporter {
  std::string name, summary;  // "adapter"
  ExportReceipt (*run)(const ExportJob& job);
};
std::span<const Exporter* const> exporters();  // made from the build list

// Logits (T, V) of a fixed short text of the model's own vocabulary.
Tensor probe_logits(CausalLm& model);
// Fills the comparison of a receipt; `verified` when the difference is within `tolerance` of the largest logit.
void compare_logits(const Tensor& wanted, const Tensor& got, double tolerance, ExportReceipt& receipt);
int64_t folder_bytes(const std::string& folder);
// Refuses an existing non-empty folder that is no earlier export of ours.
void claim_folder(const std::string& folder);
void claim_file(const std::string& file);  // the same for a file
// Where the receipt of an export lies: in its folder, or beside its file.
std::string receipt_path(const std::string& out);
void need_mergeable(const ExportJob& job);  // Failure(unsupported) otherwise

// The adapter is folded into the weights for as long as this lives.
class MergedMeanwhile {
 public:
  explicit MergedMeanwhile(Adapter& adapter) : m_adapter(adapter) { m_adapter.merge(); }
  ~MergedMeanwhile() { m_adapter.unmerge(); }
  MergedMeanwhile(const MergedMeanwhile&) = delete;
  MergedMeanwhile& operator=(const MergedMeanwhile&) = delete;

 private:
  Adapter& m_adapter;
};

}  // namespace paretune
