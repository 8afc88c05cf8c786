// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/schema.h"

namespace paretune {

const ParamSchema& lora_schema();

// What can be told without a model. Throws Failure.
void check_lora_keys(const Json& config);

// Checks what PEFT checks and fills in what it fills in, but for the variant's own object. Throws Failure.
void complete_lora_config(Json& config);

}  // namespace paretune
