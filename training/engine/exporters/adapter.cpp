// SPDX-License-Identifier: GPL-3.0-or-later
// The adapter as PEFT's folder.
#include "training/engine/exporters/exporter.h"

namespace paretune {
namespace {

ExportReceipt export_adapter(const ExportJob& job) {
  job.progress("write", 0.1);
  save_adapter(job.adapted.adapter(), job.out.path(), job.adapted.opened->path).value();
  const Tensor wanted = probe_logits(job.adapted.model);
  ExportReceipt receipt{"adapter", job.request.out, folder_bytes(job.out.path()), static_cast<int64_t>(job.adapted.adapter().saved().size()), 0, 0, false, {}};
  job.progress("verify", 0.6);
  job.out.require_intact();
  job.adapted.remove();
  job.adapted.adapters.push_back(load_adapter(job.adapted.model, job.out.path()).value());
  compare_logits(wanted, probe_logits(job.adapted.model), 1e-5, receipt);
  return receipt;
}

}  // namespace

extern const Exporter adapter_exporter;
const Exporter adapter_exporter{"adapter", "PEFT adapter folder, for Python's peft", StagedOutput::Kind::folder, export_adapter};

}  // namespace paretune
