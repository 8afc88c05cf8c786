// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/exporters/exporter.h"

namespace paretune {

// README.md of an export as a Hugging Face model card: what it is, how to load it, and the facts of its run where there is one (`run` may be
// null). In the folder, or beside a file as <name>.README.md. No path of this machine gets into it.
void write_model_card(const ExportJob& job, const ExportReceipt& receipt, const RunRow* run);

}  // namespace paretune
