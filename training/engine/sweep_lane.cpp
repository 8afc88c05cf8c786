// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/sweep_lane.h"

#include <algorithm>

#include "training/core/clock.h"
#include "training/engine/run_folder.h"
#include "training/engine/sweep_planner.h"

namespace paretune {
namespace {

bool has_ended(const std::string& state) { return state == "finished" || state == "failed" || state == "left out"; }

// A search run whose outcome nobody waits for any more: a later rung, or a real run, has been made without it.
bool is_outdated(const SweepItemState& state, const std::vector<SweepItemState>& states) {
  if (state.item.purpose != "search") return false;
  return std::any_of(states.begin(), states.end(), [&](const SweepItemState& other) {
    return other.item.method == state.item.method && !other.run_id.empty() && (other.item.purpose != "search" || other.item.rung > state.item.rung);
  });
}

std::string default_name(const SweepPlan& plan) {
  return std::to_string(plan.items.size()) + " runs on " + std::filesystem::path(plan.items.front().config.model).stem().string();
}

}  // namespace

Result<SweepPlan> SweepLane::plan(const Json& file, Progress progress, std::stop_token stop) {
  return attempt("sweep", [&] { return plan_sweep(m_bench, m_store, m_threads, file, progress, stop); });
}

Result<std::string> SweepLane::start(const SweepPlan& given, std::shared_ptr<RunSink> sink) {
  return attempt("sweep", [&]() -> std::string {
    SweepPlan plan = given;
    if (plan.items.empty()) fail(ErrorKind::input, "the sweep has no run", "sweep", "Give at least one.");
    if (plan.name.empty()) plan.name = default_name(plan);
    const std::string id = new_run_id("sweep");
    m_store.add_sweep({id, plan.name, plan.hash, "running", utc_now(), to_json(plan).dump(-1, ' ', false, Json::error_handler_t::replace)}).value();
    launch(id, std::move(plan), std::move(sink), false, false);
    return id;
  });
}

Result<std::string> SweepLane::resume(const std::string& text, std::shared_ptr<RunSink> sink, bool retry_failed) {
  return attempt("sweep", [&]() -> std::string {
    const SweepRow row = m_store.find_sweep(text).value();
    {
      std::lock_guard lock(m_mutex);
      if (const auto it = m_live.find(row.id); it != m_live.end() && !it->second->ended)
        fail(ErrorKind::input, "the sweep is already under way", row.id);
    }
    SweepPlan plan = sweep_plan_from_json(Json::parse(row.plan));
    for (const auto& [path, digest] : plan.data_hashes) {
      if (sha256_file(path).value() == digest) continue;
      fail(ErrorKind::input, "has changed since the sweep began; its runs could not be compared", path,
           "Put the old file back, or start the sweep anew.");
    }
    m_store.claim_sweep(row.id).value();
    launch(row.id, std::move(plan), std::move(sink), true, retry_failed);
    return row.id;
  });
}

void SweepLane::launch(const std::string& id, SweepPlan plan, std::shared_ptr<RunSink> sink, bool go_on, bool retry_failed) {
  auto live = std::make_shared<Live>();
  std::shared_ptr<Live> before;
  {
    std::lock_guard lock(m_mutex);
    before = std::exchange(m_live[id], live);
  }
  if (before && before->thread.joinable()) before->thread.join();
  live->thread = std::thread([this, id, plan = std::move(plan), sink = std::move(sink), live = live.get(), go_on, retry_failed] {
    const Status done = attempt(id, [&] {
      if (go_on) go_on_with(id, plan, sink, retry_failed);
      drive(id, plan, sink, live->stop.get_token());
    });
    if (!done) {
      halt_runs(id);
      // Where the store cannot even take this, its writer has logged why; the sweep is found interrupted later.
      static_cast<void>(m_store.set_sweep_state(id, "stopped", done.error().text()));
    }
    std::lock_guard lock(m_mutex);
    live->ended = true;
    m_ended.notify_all();
  });
}

// Runs of earlier sittings that have not ended take their places again, oldest first.
void SweepLane::go_on_with(const std::string& id, const SweepPlan& plan, const std::shared_ptr<RunSink>& sink, bool retry_failed) {
  const auto states = sweep_item_states(plan, m_store.runs_of_sweep(id));
  for (const auto& state : states) {
    if (state.run_id.empty() || state.state == "finished" || (state.state == "failed" && !retry_failed) || is_outdated(state, states)) continue;
    if (m_runs.is_live(state.run_id)) continue;
    m_runs.resume(m_store.find(state.run_id).value(), sink).value();
  }
}

void SweepLane::drive(const std::string& id, const SweepPlan& plan, const std::shared_ptr<RunSink>& sink, std::stop_token stop) {
  bool all_ended = false;
  while (!stop.stop_requested()) {
    const uint64_t seen = m_runs.endings();
    for (const auto& item : ready_items(sweep_item_states(plan, m_store.runs_of_sweep(id)))) {
      if (stop.stop_requested()) break;
      submit(id, item, sink);
    }
    const auto states = sweep_item_states(plan, m_store.runs_of_sweep(id));
    const bool live =
        std::any_of(states.begin(), states.end(), [&](const SweepItemState& s) { return !s.run_id.empty() && m_runs.is_live(s.run_id); });
    all_ended = std::all_of(states.begin(), states.end(), [&](const SweepItemState& s) { return has_ended(s.state) || is_outdated(s, states); });
    if (live) m_runs.wait_for_ending(seen);
    else if (ready_items(states).empty()) break;
  }
  if (stop.stop_requested()) halt_runs(id);
  m_store.set_sweep_state(id, all_ended ? "finished" : m_closing ? "interrupted" : "stopped").value();
}

// A run that cannot even be queued (its data has gone) is recorded as failed, and the sweep goes on.
void SweepLane::submit(const std::string& id, const SweepItem& item, const std::shared_ptr<RunSink>& sink) {
  const RunOrigin origin{item.purpose, id, item.key};
  const auto run = m_runs.submit(item.config, sink, origin);
  if (run) return;
  RunRow row;
  row.id = new_run_id(item.config.peft_type());
  row.name = item.config.name;
  row.config = item.config;
  row.purpose = item.purpose;
  row.sweep = id;
  row.sweep_item = item.key;
  m_store.add_run(row).value();
  const RunEvent failed{0, RunFailed{run.error()}};
  m_store.record(row.id, failed);
  m_store.flush();
  if (sink) sink->on_event(row.id, failed);
}

// Waiting runs of the sweep go on waiting as rows; the one under way stops with a checkpoint. Returns when it has.
void SweepLane::halt_runs(const std::string& id) {
  std::vector<std::string> ids;
  for (const auto& run : m_store.runs_of_sweep(id)) ids.push_back(run.id);
  m_runs.park(ids);
  for (const auto& run : ids) {
    if (m_runs.is_live(run)) m_runs.stop(run);
    m_runs.wait(run);
  }
}

void SweepLane::stop(const std::string& id) {
  {
    std::lock_guard lock(m_mutex);
    const auto it = m_live.find(id);
    if (it == m_live.end() || it->second->ended) return;
    it->second->stop.request_stop();
  }
  std::vector<std::string> ids;
  for (const auto& run : m_store.runs_of_sweep(id)) ids.push_back(run.id);
  m_runs.park(ids);
  if (const std::string current = m_runs.current(); std::find(ids.begin(), ids.end(), current) != ids.end()) m_runs.stop(current);
}

void SweepLane::wait(const std::string& id) {
  std::unique_lock lock(m_mutex);
  m_ended.wait(lock, [&] {
    const auto it = m_live.find(id);
    return it == m_live.end() || it->second->ended;
  });
}

void SweepLane::ask_to_stop() {
  m_closing = true;
  std::lock_guard lock(m_mutex);
  for (auto& [id, live] : m_live) live->stop.request_stop();
}

void SweepLane::join() {
  std::map<std::string, std::shared_ptr<Live>> all;
  {
    std::lock_guard lock(m_mutex);
    all = m_live;
  }
  for (auto& [id, live] : all) {
    if (live->thread.joinable()) live->thread.join();
  }
}

SweepState SweepLane::state_of(const SweepRow& row) {
  SweepState out;
  out.id = row.id;
  out.name = row.name;
  out.created = row.created;
  out.state = row.state;
  out.error = row.error;
  const SweepPlan plan = sweep_plan_from_json(Json::parse(row.plan));
  const auto runs = m_store.runs_of_sweep(row.id);
  out.items = sweep_item_states(plan, runs);
  double planned = 0, took = 0, left = 0;
  for (const auto& item : out.items) {
    ++out.total;
    if (has_ended(item.state) || item.state == "stopped") ++out.done;
    if (item.state == "finished") {
      const auto wall = item.values.find("wall_seconds");
      if (wall != item.values.end()) planned += item.item.seconds, took += wall->second;
    } else if (!has_ended(item.state)) {
      double share = 1;
      for (const auto& run : runs) {
        if (run.id == item.run_id && run.total_steps > 0) share = 1 - static_cast<double>(run.step) / static_cast<double>(run.total_steps);
      }
      left += share * item.item.seconds;
    }
  }
  out.seconds_left = planned > 0 ? left * took / planned : left;
  out.summary = summary_of(plan, out.items);
  return out;
}

std::vector<SweepState> SweepLane::list() {
  std::vector<SweepState> out;
  for (const auto& row : m_store.sweeps()) {
    auto state = attempt(row.id, [&] { return state_of(row); });
    if (state) {
      out.push_back(std::move(state).value());
    } else {  // of a newer program, or damaged
      SweepState unreadable;
      unreadable.id = row.id;
      unreadable.name = row.name;
      unreadable.created = row.created;
      unreadable.state = row.state;
      unreadable.error = state.error().text();
      out.push_back(std::move(unreadable));
    }
  }
  return out;
}

Result<SweepState> SweepLane::get(const std::string& id) {
  return attempt("sweep", [&] { return state_of(m_store.find_sweep(id).value()); });
}

}  // namespace paretune
