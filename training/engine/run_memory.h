// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/engine.h"

namespace paretune {

// Refuses before anything large is allocated; the remedy names settings that fit.
void refuse_if_too_large(const Plan& plan);

// What is said where memory ran out although the run was planned to fit. `less`: the same run planned for less memory than `plan` wants.
Error memory_ran_out(const Plan& plan, const Plan& less, const Error& found);

}  // namespace paretune
