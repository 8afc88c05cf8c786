// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What would make a run fit: settings that were planned and do, in words that people read and the studio can apply.
#include <functional>

#include "training/api/engine.h"

namespace paretune {

// `config` is complete and `plan`, its plan, does not fit. `plan_of` plans a changed config, with checkpointing where that is needed, so that
// no sentence speaks of it. Single settings that are enough come first, each no stronger than needed; where none is, settings that are enough together and of which none can be spared; where nothing is, what is missing.
std::vector<std::string> advice_for(const RunConfig& config, const Plan& plan, const std::function<Result<Plan>(const RunConfig&)>& plan_of);

}  // namespace paretune
