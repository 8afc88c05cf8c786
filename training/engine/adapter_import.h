// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/workbench.h"
#include "training/runs/run_store.h"

namespace paretune {

// Loads the folder on the model (what does not load is refused), copies it into a run of its own, and scores it. Lane thread only.
std::string import_adapter_folder(Workbench& bench, RunStore& store, const std::string& home, const ImportRequest& request, const Progress& progress, std::stop_token stop);

}  // namespace paretune
