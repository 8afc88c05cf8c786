// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Many runs as one piece of work: a list, a grid, or a tournament of methods. No torch, no Qt.
//
// A sweep file is one of
//   [RUN, RUN, ...]
//   {"base": RUN, "runs": [{"training.learning_rate": 1e-3}, {"peft": {"r": 8}}, ...]}
//   {"base": RUN, "grid": {"training.learning_rate": [1e-4, 3e-4], "peft.r": [8, 16], "training.seed": [0, 1]}}
//   {"base": RUN, "tournament": {"methods": "useful" | ["LORA", {"peft_type": "MISS", "r": 32, "label": "MiSS"}, ...], "seeds": [0, 1, 2],
//                                "budget": {"tokens": N | "seconds": S, "memory_bytes": M},
//                                "learning_rate_search": true | {"rates": [...] | null, "rungs": 2, "share": 0.125}}}
// where RUN is a run file as an object; objects also take "name", "metrics", "cost", "memory_bytes" and "over_budget": "skip" | "error".
// Another peft_type than the base's starts from its own defaults. All runs see the data in the same order (training.data_seed).
#include "training/api/engine.h"
#include "training/api/sweep_summary.h"

namespace paretune {

// One run that the sweep makes.
struct SweepItem {
  std::string key;       // no two of a sweep are alike: "LORA r=16 / seed 1"
  std::string method;    // what the summary takes together: "LORA r=16"
  std::string purpose;   // "" or "search", as in RunRow
  RunConfig config;      // with its steps; learning_rate is the search's outcome once that is known
  int rung = -1;         // of a search, from 0; its learning rates come from the rung before
  int place = 0;         // within the rung: 0 takes the best rate so far
  bool rate_from_search = false;
  double share = 1;      // of the tokens a run of the sweep sees
  int64_t steps = 0, memory_bytes = 0;
  double seconds = 0;    // guess, evaluations among it
  std::string refusal;   // why it is not made; empty = it is
  std::vector<std::string> suggestions;  // what would make it fit
};

// What a sweep file comes to.
struct SweepPlan {
  std::string name, hash;  // of the file: the same file is the same sweep
  std::vector<SweepItem> items;
  std::vector<std::string> metrics;  // the first that all methods have decides
  std::string cost;                  // what is saved where quality is alike
  int64_t budget_tokens = 0;         // a run, 0 = as the base says
  double budget_seconds = 0;         // of steps in a run of the slowest method by its plan, 0 = no bound
  int64_t memory_bytes = 0;          // a run may take, 0 = what the machine has free
  bool over_budget_is_error = false;
  int64_t tokens_per_run = 0;        // 0 = the runs differ in it
  double seconds = 0;                // of all runs together, a guess
  std::vector<std::string> notes;
  std::map<std::string, std::string> data_hashes;  // SHA-256 of the data files
};

struct SweepItemState {
  SweepItem item;
  std::string state;   // planned, queued, running, finished, failed, stopped, interrupted, left out
  std::string run_id, error;
  double learning_rate = 0;  // 0 while a search has not found it
  std::map<std::string, double> values;
};

struct SweepState {
  std::string id, name, created;
  std::string state;  // running, stopped, interrupted (its program ended), finished
  std::string error;  // why it stopped by itself
  std::vector<SweepItemState> items;
  int64_t done = 0, total = 0;  // runs that have ended or are left out, of all
  double seconds_left = 0;      // guess, corrected by the runs so far
  SweepSummary summary;
};

// Reads a sweep file into its runs, without steps, memory and time (those need the model). Errors name the key and the nearest known one.
// `starts`: values a method needs beyond PEFT's defaults (MethodInfo::start).
Result<SweepPlan> expand_sweep(const Json& file, const std::map<std::string, Json>& starts = {});
// Learning rates worth trying for a method, rising, each about three times the one before.
std::vector<double> learning_rate_ladder(const std::string& peft_type);
// Ten methods that are worth trying first: configs with "label".
Json useful_methods();

// State of every item from the runs made so far (RunRow::sweep_item; of several the newest counts).
std::vector<SweepItemState> sweep_item_states(const SweepPlan& plan, const std::vector<RunRow>& runs);
// Items that can be made into runs now: not there yet, not left out, and what they wait for has ended.
std::vector<SweepItem> ready_items(const std::vector<SweepItemState>& states);
SweepSummary summary_of(const SweepPlan& plan, const std::vector<SweepItemState>& states);

Json to_json(const SweepPlan& plan);
SweepPlan sweep_plan_from_json(const Json& json);

// Sweeps under way and those of the past. A sweep is a row with its whole plan from start() on; its runs are rows as soon as their settings
// are known. Every call is thread-safe.
class Sweeps {
 public:
  virtual ~Sweeps() = default;
  virtual Result<SweepPlan> plan(const Json& file, Progress progress, std::stop_token stop = {}) = 0;
  virtual Result<std::string> start(const SweepPlan& plan, std::shared_ptr<RunSink> sink) = 0;  // its id
  // Goes on where it ended: finished runs are kept, stopped and interrupted ones go on from their checkpoints; failed ones are tried again
  // when asked.
  virtual Result<std::string> resume(const std::string& id, std::shared_ptr<RunSink> sink, bool retry_failed = false) = 0;
  virtual void stop(const std::string& id) = 0;  // the run under way ends with a checkpoint, the others keep waiting as rows
  virtual void wait(const std::string& id) = 0;  // until it has ended or stopped
  virtual std::vector<SweepState> list() = 0;    // newest first
  virtual Result<SweepState> get(const std::string& id) = 0;      // id, unique prefix of an id, or name
  virtual std::optional<std::string> find_hash(const std::string& hash) = 0;  // the newest sweep of this file
};

}  // namespace paretune
