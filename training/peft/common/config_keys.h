// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

namespace paretune {

// Keys every adapter_config.json has and no method reads.
const std::vector<std::string>& peft_bookkeeping_keys();

}  // namespace paretune
