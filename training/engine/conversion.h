// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// `paretune convert` and `paretune combine`: new LoRA folders made from adapters, read back and compared.
#include "training/api/engine.h"
#include "training/engine/staged_output.h"
#include "training/engine/workbench.h"

namespace paretune {

// Writes to `out`, which the caller commits.
ConversionReceipt convert_adapter(Workbench& bench, const ConversionRequest& request, const std::string& adapter_folder, Quantization quantization,
                                  StagedOutput& out, const Progress& progress);

CombinationReceipt combine_adapters(Workbench& bench, const CombinationRequest& request, const std::vector<std::string>& adapter_folders);

}  // namespace paretune
