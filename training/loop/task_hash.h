// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "training/api/run_config.h"

namespace paretune {

// What a checkpoint must agree with. A key that a later version adds does not make another task of an old one.
std::string task_hash(RunConfig config);

}  // namespace paretune
