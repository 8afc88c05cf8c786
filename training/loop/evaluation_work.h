// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a run computes beside its steps: evaluations of held-out rows, answers to sample_prompts, forgetting and drift. Free of torch.
#include "training/api/engine.h"
#include "training/data/dataset.h"
#include "training/loop/settings.h"

namespace paretune {

// Held-out rows that each evaluation of a run reads.
Examples evaluated_rows(const TrainSettings& settings, const Dataset& data);

// Exact match follows from the pass over the row, up to another spelling of the answer; other rows need an answer to be written.
bool is_judged_by_the_pass(const Example& example);

// Work in the units that time is guessed from.
struct PassWork {
  double tokens = 0, scored = 0, squares = 0;  // that go through the model, that the head sees, squares of row lengths for attention
  double written = 0;                          // tokens of answers, at most, one after the other
  PassWork& operator+=(const PassWork& other);
};
PassWork operator*(double times, const PassWork& work);

struct EvaluationWork {
  int64_t rounds = 0;  // while the run trains: evaluation_rounds()
  PassWork start;      // of the base model: before the first step, and its samples
  PassWork round;      // one of the rounds
  PassWork end;        // forgetting and drift of the finished adapter
  PassWork all() const;
};
// Of a run of so many steps. `general`: the text of forgetting and drift; null where the run asks for neither.
EvaluationWork evaluation_work(const RunConfig& config, int64_t steps, const Dataset& data, const Dataset* general);

double seconds_of(const PassWork& work, const Plan::PassSeconds& each);

}  // namespace paretune
