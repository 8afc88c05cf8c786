// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What the task of a run asks of its data.
#include "training/api/run_config.h"

namespace paretune {

// peft.task_type SEQ_CLS: rows are texts with labels (data.format), data.labels has the names of their classes, peft.num_labels their number.
// Other tasks: nothing changes. Throws Failure where the config wants something else.
void complete_task(RunConfig& config);

}  // namespace paretune
