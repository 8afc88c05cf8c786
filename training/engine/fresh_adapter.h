// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/run_config.h"
#include "training/peft/adapter.h"

namespace paretune {

// The adapter a run begins with: fresh values, or those of init_adapter on its base. `config` is complete. Throws Failure.
std::unique_ptr<Adapter> fresh_adapter(CausalLm& model, const RunConfig& config);

}  // namespace paretune
