// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// An export writes, reads back what it wrote, and compares logits before it calls itself done.
#include "training/engine/adapted.h"
#include "training/engine/staged_output.h"

namespace paretune {

struct ExportJob {
  Workbench& bench;
  Adapted& adapted;          // base + adapter
  std::string model_ref, adapter_folder;
  StagedOutput& out;         // require_intact() before what was written is looked at
  const Progress& progress;
  std::stop_token stop;
  const ExportRequest& request;
  Quantization quantization = Quantization::none;  // of the base
};

struct Exporter {
  std::string name, summary;  // "adapter"
  StagedOutput::Kind writes;
  ExportReceipt (*run)(const ExportJob& job);
};
std::span<const Exporter* const> exporters();  // made from the build list

// Logits (T, V) of a fixed short text of the model's own vocabulary.
Tensor probe_logits(CausalLm& model);
// Fills the comparison of a receipt; `verified` when the difference is within `tolerance` of the largest logit.
void compare_logits(const Tensor& wanted, const Tensor& got, double tolerance, ExportReceipt& receipt);
int64_t folder_bytes(const std::string& folder);
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
