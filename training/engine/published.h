// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/engine.h"

namespace paretune {

// resources/published/metamathqa.csv; its comments name the source.
std::vector<PublishedRun> read_published();

}  // namespace paretune
