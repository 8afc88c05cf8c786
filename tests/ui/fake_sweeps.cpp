// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_sweeps.h"

#include <algorithm>
#include <chrono>

namespace paretune {

std::vector<RunRow> FakeQueue::left_behind() { return m_engine.left_behind(); }
Result<std::vector<std::string>> FakeQueue::take_over(std::shared_ptr<RunSink> sink, bool unasked) {
  std::vector<std::string> ids;
  for (const RunRow& row : m_engine.left_behind())
    if (!(unasked && m_breaks_off && row.state == "interrupted") && m_engine.resume(row.id, sink)) ids.push_back(row.id);
  return ids;
}

FakeSweeps::FakeSweeps(FakeEngine& engine, const FakeEngineOptions& options) : m_engine(engine), m_options(options) {
  if (!options.broken_sweep) return;
  const Json file = {{"base", engine.demo_config().value().to_json()}, {"tournament", {{"methods", {"LORA", "IA3"}}, {"seeds", {0}}}}};
  auto made = std::make_unique<Made>();
  made->id = "sweep-broken";
  made->state = "interrupted";
  made->plan = plan(file, {}, {}).value();
  made->plan.name = "Two methods";
  m_made.push_back(std::move(made));
}

FakeSweeps::~FakeSweeps() {
  for (auto& made : m_made) stop(made->id);
  for (auto& made : m_made)
    if (made->thread.joinable()) made->thread.join();
}

Result<SweepPlan> FakeSweeps::plan(const Json& file, Progress progress, std::stop_token stop) {
  auto out = expand_sweep(file);
  if (!out) return out;
  for (int i = 1; i <= 4; ++i) {
    if (stop.stop_requested()) return Error{ErrorKind::stopped, "stopped while planning", "sweep", ""};
    if (progress) progress("plan", i / 4.0);
    std::this_thread::sleep_for(std::chrono::milliseconds(8));
  }
  const int64_t asked = out->budget_tokens > 0 ? std::max<int64_t>(20, out->budget_tokens / 768 / 20 * 20) : 0;
  for (SweepItem& item : out->items) {
    const int64_t whole = asked > 0 ? asked : std::max<int64_t>(1, item.config.training.value("max_steps", int64_t{0}));
    item.steps = item.purpose == "search" ? std::min<int64_t>(20, whole) : whole;
    item.config.training["max_steps"] = item.steps;
    item.memory_bytes = 400'000'000 + 4'000'000 * item.config.peft.value("r", int64_t{8});
    item.seconds = 0.31 * double(item.steps);
    if (out->memory_bytes > 0 && item.memory_bytes > out->memory_bytes) {
      item.refusal = "needs about 0.66 GB, the budget is less";
      item.suggestions = {"r = 16"};
      continue;
    }
    out->seconds += item.seconds;
    out->tokens_per_run = whole * 768;
  }
  return out;
}

FakeSweeps::Made* FakeSweeps::find(const std::string& id) {
  for (auto& made : m_made)
    if (made->id == id || made->plan.name == id) return made.get();
  return nullptr;
}

Result<std::string> FakeSweeps::start(const SweepPlan& plan, std::shared_ptr<RunSink> sink) {
  std::lock_guard lock(m_mutex);
  auto made = std::make_unique<Made>();
  made->id = "sweep-" + std::to_string(m_made.size() + 1);
  made->plan = plan;
  m_made.push_back(std::move(made));
  launch(*m_made.back(), std::move(sink), false, false);
  return m_made.back()->id;
}

Result<std::string> FakeSweeps::resume(const std::string& id, std::shared_ptr<RunSink> sink, bool retry_failed) {
  std::lock_guard lock(m_mutex);
  Made* made = find(id);
  if (!made) return Error{ErrorKind::input, "no sweep " + id, "sweep", ""};
  if (made->state == "running") return Error{ErrorKind::input, "the sweep is already under way", id, ""};
  if (made->thread.joinable()) made->thread.join();
  launch(*made, std::move(sink), true, retry_failed);
  return made->id;
}

void FakeSweeps::launch(Made& made, std::shared_ptr<RunSink> sink, bool go_on, bool retry_failed) {
  made.state = "running";
  made.stop = false;
  made.thread = std::thread([this, &made, sink = std::move(sink), go_on, retry_failed] { drive(made, sink, go_on, retry_failed); });
}

bool FakeSweeps::enter(Made& made, const std::string& run) {
  std::lock_guard lock(m_mutex);
  made.run = run;
  return !made.stop;
}

void FakeSweeps::drive(Made& made, const std::shared_ptr<RunSink>& sink, bool go_on, bool retry_failed) {
  const auto attend = [&](const std::string& run) {
    if (!enter(made, run)) m_engine.stop(run);
    m_engine.wait(run);
  };
  if (go_on) {
    for (const auto& item : sweep_item_states(made.plan, runs_of(made.id))) {
      const bool again = item.state == "stopped" || item.state == "interrupted" || (retry_failed && item.state == "failed");
      if (again && enter(made, {}) && m_engine.resume(item.run_id, sink)) attend(item.run_id);
    }
  }
  while (enter(made, {})) {
    const auto ready = ready_items(sweep_item_states(made.plan, runs_of(made.id)));
    if (ready.empty()) break;
    attend(m_engine.submit_for({made.id, ready[0].key, ready[0].purpose}, ready[0].config, sink).value());
  }
  const auto states = sweep_item_states(made.plan, runs_of(made.id));
  const bool all = std::all_of(states.begin(), states.end(), [](const SweepItemState& item) {
    return item.state == "finished" || item.state == "failed" || item.state == "left out";
  });
  std::lock_guard lock(m_mutex);
  made.state = all ? "finished" : "stopped";
}

void FakeSweeps::stop(const std::string& id) {
  std::string run;
  {
    std::lock_guard lock(m_mutex);
    Made* made = find(id);
    if (!made || made->state != "running") return;
    made->stop = true;
    run = made->run;
  }
  if (!run.empty()) m_engine.stop(run);
}

void FakeSweeps::wait(const std::string& id) {
  while (get(id).value().state == "running") std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

std::vector<RunRow> FakeSweeps::runs_of(const std::string& id) {
  auto rows = m_engine.runs();
  std::erase_if(rows, [&](const RunRow& row) { return row.sweep != id; });
  return rows;
}

SweepState FakeSweeps::state_of(const Made& made) {
  SweepState out;
  out.id = made.id;
  out.name = made.plan.name;
  out.created = "2026-11-28T09:00:00Z";
  out.state = made.state;
  out.items = sweep_item_states(made.plan, runs_of(made.id));
  for (const auto& item : out.items) {
    ++out.total;
    const bool over = item.state == "finished" || item.state == "failed" || item.state == "left out" || item.state == "stopped";
    if (over) ++out.done;
    else out.seconds_left += item.item.seconds;
  }
  out.summary = summary_of(made.plan, out.items);
  return out;
}

std::vector<SweepState> FakeSweeps::list() {
  std::lock_guard lock(m_mutex);
  std::vector<SweepState> out;
  for (auto it = m_made.rbegin(); it != m_made.rend(); ++it) out.push_back(state_of(**it));
  return out;
}

Result<SweepState> FakeSweeps::get(const std::string& id) {
  std::lock_guard lock(m_mutex);
  if (const Made* made = find(id)) return state_of(*made);
  return Error{ErrorKind::input, "no sweep " + id, "sweep", ""};
}

std::optional<std::string> FakeSweeps::find_hash(const std::string& hash) {
  std::lock_guard lock(m_mutex);
  for (auto it = m_made.rbegin(); it != m_made.rend(); ++it)
    if ((*it)->plan.hash == hash) return (*it)->id;
  return {};
}

}  // namespace paretune
