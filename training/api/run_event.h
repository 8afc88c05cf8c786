// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a run says while it lives. Exactly one Finished or Failed ends the stream.
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "training/api/result.h"

namespace paretune {

struct RunStarted {
  int64_t total_steps = 0;
  int64_t trainable_parameters = 0;
  int64_t total_parameters = 0;
  int64_t train_rows = 0, eval_rows = 0, truncated_rows = 0;
  int64_t first_step = 0;  // > 0 after a resume
  int64_t eval_steps = 0;  // as the run file says
  // As planned: one evaluation with its samples, and what is measured of the finished adapter. 0: nothing, or not known.
  double evaluation_seconds = 0, end_seconds = 0;
};
struct RunPhase {  // "load", "tokenize", "preflight", "baseline", "train", "eval", "checkpoint", "export", "report", "forgetting"
  std::string name;
  double fraction = -1;  // 0..1, or < 0 when unknown
};
struct RunMetrics {
  int64_t step = 0;                      // optimiser steps done; 0 is before training
  std::map<std::string, double> values;  // loss, eval_loss, exact_match, learning_rate, grad_norm, tokens_per_second, memory_bytes, memory_peak_bytes, step_ms, ...
};
struct RunSample {
  int64_t step = 0;  // 0 = the base model
  int64_t index = 0;
  std::string prompt, text, reference;
};
struct RunCheckpoint {
  int64_t step = 0;
  std::string folder;
};
struct RunNote {  // health notes and warnings, with their numbers
  int64_t step = 0;
  std::string text;
  std::vector<std::string> suggestion = {};  // settings for a new run, as --set takes them: "training.learning_rate=0.0001"
};
struct RunFinished {
  std::string why;  // "completed" or "stopped"
  int64_t step = 0;
  std::string adapter_folder;
  std::map<std::string, double> final_metrics;
};
struct RunFailed {
  Error error;
};

struct RunEvent {
  int64_t wall_ms = 0;  // since the run started
  std::variant<RunStarted, RunPhase, RunMetrics, RunSample, RunCheckpoint, RunNote, RunFinished, RunFailed> body;
};

// Called on the training thread; must return quickly and never throw.
class RunSink {
 public:
  virtual ~RunSink() = default;
  virtual void on_event(const std::string& run_id, const RunEvent& event) = 0;
};

}  // namespace paretune
