// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Where things lie: the studio's folder, bundled resources, and models named by reference.
#include <string>
#include <vector>

#include "training/api/engine.h"

namespace paretune {

// `wanted`, else $PARETUNE_HOME, else $XDG_DATA_HOME/paretune, else ~/.local/share/paretune.
std::string home_folder(const std::string& wanted);

// resources/ beside an installed or built program; $PARETUNE_RESOURCES wins. Failure(io) when it is nowhere.
std::string resource_folder();

// "demo", an HF folder, a .gguf file, or org/name in the HF cache -> an existing path. Failure(input) says what was tried.
std::string resolve_model(const std::string& ref, const std::string& home);

// Models at hand: the demo, <home>/models, the HF cache.
std::vector<ModelChoice> find_local_models(const std::string& home);

}  // namespace paretune
