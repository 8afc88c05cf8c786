// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Access tokens, each for one hub, in <home>/hub_tokens.json, which only its owner reads (0600).
#include <string>

#include "training/api/result.h"

namespace paretune {

// $HF_TOKEN, else the one kept for `endpoint`, else, for the usual hub, the one of `hf auth login` ($HF_TOKEN_PATH, $HF_HOME/token). "" when there is none.
std::string hub_token(const std::string& home, const std::string& endpoint);

Status keep_hub_token(const std::string& home, const std::string& endpoint, const std::string& token);
Result<bool> forget_hub_token(const std::string& home, const std::string& endpoint);  // false: there was none

}  // namespace paretune
