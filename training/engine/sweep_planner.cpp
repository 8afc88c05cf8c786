// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/sweep_planner.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "training/core/files.h"
#include "training/data/data_files.h"
#include "training/engine/run_plan.h"
#include "training/loop/evaluation_work.h"
#include "training/loop/settings.h"
#include "training/peft/adapter.h"

namespace paretune {
namespace {

constexpr int64_t kLeastSearchSteps = 10;

// Steps and tokens of runs over one data set. The rows' lengths are read once.
class Walk {
 public:
  Walk(const Dataset& data, std::optional<Dataset> general) : m_parts(data.train_parts()), m_general(std::move(general)) {
    m_held_out.eval = data.eval;
    data.train.each_facts([&](std::size_t, const Examples::Facts& facts) { m_lengths.push_back(static_cast<int32_t>(facts.length)); });
  }
  int64_t steps(const RunConfig& config) const { return rows(config).total_steps(); }
  int64_t tokens(const RunConfig& config, int64_t steps) {
    StepRows walk = rows(config);
    int64_t sum = 0;
    for (int64_t step = 0; step < steps; ++step) sum += tokens_of(walk, step);
    return sum;
  }
  EvaluationWork evaluations(const RunConfig& config, int64_t steps) const {
    return evaluation_work(config, steps, m_held_out, m_general ? &*m_general : nullptr);
  }
  const std::optional<Dataset>& general() const { return m_general; }
  // The most steps with at most so many tokens; one at least.
  int64_t steps_within(const RunConfig& config, int64_t budget) {
    StepRows walk = rows(config);
    int64_t sum = 0, steps = 0;
    while (steps < 100'000'000) {
      sum += tokens_of(walk, steps);
      if (sum > budget) break;
      ++steps;
    }
    return std::max<int64_t>(1, steps);
  }

 private:
  StepRows rows(const RunConfig& config) const { return {m_parts, TrainSettings::of(config)}; }
  int64_t tokens_of(StepRows& walk, int64_t step) const {
    int64_t sum = 0;
    for (const auto& batch : walk.micro_batches(step)) {
      for (const int64_t row : batch) sum += m_lengths[static_cast<std::size_t>(row)];
    }
    return sum;
  }
  std::vector<TrainPart> m_parts;
  std::vector<int32_t> m_lengths;
  Dataset m_held_out;                // its eval rows alone
  std::optional<Dataset> m_general;  // what forgetting and drift read
};

// Of what memory and step time depend on.
std::string shape_key(const RunConfig& config) {
  Json json = config.to_json();
  json.erase("name");
  json.erase("sample_prompts");
  for (const char* key : {"seed", "data_seed", "learning_rate", "max_steps", "num_train_epochs", "warmup_steps", "warmup_ratio", "eval_metrics",
                          "eval_steps", "eval_on_start", "save_steps"}) {
    json["training"].erase(key);
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string order_key(const RunConfig& config, int64_t steps) {
  const Json& t = config.training;
  return config.data.dump(-1, ' ', false, Json::error_handler_t::replace) + t["per_device_train_batch_size"].dump() + "," +
         t["gradient_accumulation_steps"].dump() + "," + t["data_seed"].dump() + "," + t["num_train_epochs"].dump() + "," + std::to_string(steps);
}

void set_steps(SweepItem& item, int64_t whole) {
  item.steps = whole;
  if (item.share < 1) {
    const auto part = static_cast<int64_t>(std::llround(static_cast<double>(whole) * item.share));
    item.steps = std::min(whole, std::max(part, kLeastSearchSteps));
    if (const int64_t warmup = item.config.training["warmup_steps"]; warmup > 0) {
      item.config.training["warmup_steps"] = std::max<int64_t>(1, warmup * item.steps / std::max<int64_t>(1, whole));
    }
  }
  item.config.training["max_steps"] = item.steps;
}

class SweepPlanner {
 public:
  SweepPlanner(Workbench& bench, RunStore& store, int threads, const Json& file, const Progress& progress, std::stop_token stop)
      : m_bench(bench),
        m_store(store),
        m_threads(threads),
        m_file(file),
        m_progress(progress),
        m_stop(stop),
        m_tournament(file.is_object() && file.contains("tournament")) {}

  SweepPlan run() {
    std::map<std::string, Json> starts;
    for (const PeftMethod* method : peft_methods()) starts[method->peft_type] = method->start;
    m_plan = expand_sweep(m_file, starts).value();
    for (auto& item : m_plan.items) {
      auto peft = complete_peft_config(item.config.peft);
      if (!peft) {
        Error error = peft.error();
        error.where = item.key + ": " + error.where;
        throw Failure(error);
      }
      item.config.peft = *peft;
    }
    steps_of_base();
    measure();
    steps_by_time();
    check_refusals();
    total();
    hash_data();
    return std::move(m_plan);
  }

 private:
  Walk& walk(const RunConfig& config) {
    const std::string key = config.model + config.data.dump(-1, ' ', false, Json::error_handler_t::replace);
    const auto it = m_walks.find(key);
    if (it != m_walks.end()) return it->second;
    const auto data = m_bench.dataset(
        config.model, config.data, [&](double f) { report("tokenize", f); }, m_stop);
    if (m_tournament && data->eval.empty())
      fail(ErrorKind::input, "holds out no row, so methods cannot be compared", "base.data", "Set eval_fraction above 0, or give eval_path.");
    return m_walks.emplace(key, Walk(*data, general_text_for(*m_bench.open(config.model)))).first->second;
  }

  void steps_of_base() {
    int64_t budget = 0;
    for (auto& item : m_plan.items) {
      if (m_plan.budget_tokens > 0 && budget == 0) budget = walk(item.config).steps_within(item.config, m_plan.budget_tokens);
      set_steps(item, budget > 0 ? budget : walk(item.config).steps(item.config));
    }
  }

  void measure() {
    std::size_t done = 0;
    for (auto& item : m_plan.items) {
      if (m_stop.stop_requested()) fail(ErrorKind::stopped, "stopped while planning");
      const std::string key = shape_key(item.config);
      auto it = m_plans.find(key);
      if (it == m_plans.end()) {
        const auto opened = m_bench.open(item.config.model);
        const auto data = m_bench.dataset(item.config.model, item.config.data, {}, m_stop);
        PastRuns& past = m_past.try_emplace(opened->path, m_store, opened->path, m_threads, m_bench.device()).first->second;
        const int64_t memory = m_plan.memory_bytes > 0 ? std::min(m_plan.memory_bytes, free_memory(m_bench.device())) : 0;
        it = m_plans
                 .emplace(key,
                          attempt("",
                                  [&] { return run_plan(m_bench, *opened, *data, walk(item.config).general(), past, item.config, memory, m_threads); }))
                 .first;
      }
      report("plan", static_cast<double>(++done) / static_cast<double>(m_plan.items.size()));
      const auto& plan = it->second;
      if (!plan) {
        if (!m_tournament) {
          Error error = plan.error();
          error.where = item.key + (error.where.empty() ? "" : ": " + error.where);
          throw Failure(error);
        }
        item.refusal = "cannot be used here: " + (plan.error().where.empty() ? "" : plan.error().where + " ") + plan.error().message;
        continue;
      }
      item.memory_bytes = plan->total_bytes;
      item.seconds = plan->step_seconds;  // of one step until total()
      m_pass_seconds[item.key] = plan->pass_seconds;
      if (plan->checkpointing) {
        item.config.training["gradient_checkpointing"] = true;  // the run itself knows nothing of the sweep's budget
        const std::string note = item.method + ": " + kCheckpointingTurnedOn;
        if (std::find(m_plan.notes.begin(), m_plan.notes.end(), note) == m_plan.notes.end()) m_plan.notes.push_back(note);
      }
      if (plan->fits) continue;
      char text[160];
      std::snprintf(text, sizeof text, "needs about %.2f GB, %s %.2f GB", static_cast<double>(plan->total_bytes) / 1e9,
                    m_plan.memory_bytes > 0 && plan->available_bytes == m_plan.memory_bytes ? "the budget is" : "the machine has free",
                    static_cast<double>(plan->available_bytes) / 1e9);
      item.refusal = text;
      item.suggestions = plan->suggestions;
    }
  }

  // The slowest method's run takes the time given, and every other run sees as many tokens.
  void steps_by_time() {
    if (m_plan.budget_seconds <= 0) return;
    double slowest = 0;
    for (const auto& item : m_plan.items) {
      if (item.refusal.empty()) slowest = std::max(slowest, item.seconds);
    }
    if (slowest <= 0) return;
    const auto steps = std::max<int64_t>(1, static_cast<int64_t>(m_plan.budget_seconds / slowest));
    for (auto& item : m_plan.items) set_steps(item, steps);
  }

  void check_refusals() {
    std::size_t left = 0;
    for (const auto& item : m_plan.items) {
      left += item.refusal.empty();
      if (item.refusal.empty() || !m_plan.over_budget_is_error) continue;
      fail(ErrorKind::memory, item.refusal, item.key,
           item.suggestions.empty() ? "Take the run out, or set over_budget to \"skip\"." : item.suggestions.front());
    }
    if (left > 0) return;
    const auto& first = m_plan.items.front();
    fail(ErrorKind::memory, "no run of the sweep can be made; the first one " + first.refusal, first.key,
         first.suggestions.empty() ? "Use other methods, a smaller model or a larger budget." : first.suggestions.front());
  }

  void total() {
    std::map<std::string, int64_t> tokens;
    std::set<int64_t> different;
    for (auto& item : m_plan.items) {
      item.seconds *= static_cast<double>(item.steps);
      if (!item.refusal.empty()) continue;
      item.seconds += seconds_of(walk(item.config).evaluations(item.config, item.steps).all(), m_pass_seconds[item.key]);
      m_plan.seconds += item.seconds;
      if (!item.purpose.empty()) continue;
      const std::string key = order_key(item.config, item.steps);
      if (!tokens.contains(key)) tokens[key] = walk(item.config).tokens(item.config, item.steps);
      different.insert(tokens[key]);
    }
    if (different.size() == 1) m_plan.tokens_per_run = *different.begin();
    else if (different.size() > 1) {
      m_plan.notes.push_back("The runs see different numbers of tokens (" + std::to_string(*different.begin()) + " to " +
                             std::to_string(*different.rbegin()) + "): their results compare settings, not the same work.");
    }
    std::set<std::string> data;
    for (const auto& item : m_plan.items)
      data.insert(item.config.data.dump(-1, ' ', false, Json::error_handler_t::replace) + item.config.training["data_seed"].dump());
    if (data.size() > 1) m_plan.notes.push_back("The runs differ in their data or its order.");
  }

  void hash_data() {
    for (const auto& item : m_plan.items) {
      for (const char* key : {"path", "eval_path"}) {
        for (const std::string& path : data_file_paths(item.config.data, key)) {
          if (!m_plan.data_hashes.contains(path)) m_plan.data_hashes[path] = sha256_file(path).value();
        }
      }
    }
  }

  void report(const char* phase, double fraction) const {
    if (m_progress) m_progress(phase, fraction);
  }

  Workbench& m_bench;
  RunStore& m_store;
  int m_threads;
  const Json& m_file;
  const Progress& m_progress;
  std::stop_token m_stop;
  bool m_tournament;
  SweepPlan m_plan;
  std::map<std::string, Walk> m_walks;
  std::map<std::string, PastRuns> m_past;  // by model
  std::map<std::string, Result<Plan>> m_plans;
  std::map<std::string, Plan::PassSeconds> m_pass_seconds;  // by item
};

}  // namespace

SweepPlan plan_sweep(Workbench& bench, RunStore& store, int threads, const Json& file, const Progress& progress, std::stop_token stop) {
  return SweepPlanner(bench, store, threads, file, progress, stop).run();
}

}  // namespace paretune
