// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/run_lane.h"

#include <algorithm>
#include <filesystem>

#include "kernels/memory/tensor_memory.h"
#include "training/core/clock.h"
#include "training/core/process.h"
#include "training/data/data_files.h"
#include "training/engine/fresh_adapter.h"
#include "training/engine/forgetting.h"
#include "training/engine/locations.h"
#include "training/engine/past_runs.h"
#include "training/engine/run_folder.h"
#include "training/engine/run_memory.h"
#include "training/engine/run_plan.h"
#include "training/engine/task.h"
#include "training/loop/checkpoint.h"
#include "training/loop/data_parallel.h"
#include "training/loop/evaluation_work.h"
#include "training/loop/planner.h"
#include "training/loop/sample_batches.h"
#include "training/loop/settings.h"
#include "training/loop/step_passes.h"
#include "training/parallel/key_store.h"

namespace paretune {
namespace {

int64_t newest_checkpoint_step(const std::string& run_folder) {
  const auto steps = checkpoint_steps(run_folder);
  return steps.empty() ? 0 : steps.front();
}

// The other processes hear why this one ends.
template <class F>
void telling(const WorkerGroup& workers, F body) {
  try {
    body();
  } catch (...) {
    workers.report(error_from_current_exception(""));
    throw;
  }
}

}  // namespace

std::shared_ptr<RunLane::Live> RunLane::find(const std::string& id) {
  std::lock_guard lock(m_mutex);
  const auto it = m_live.find(id);
  return it == m_live.end() ? nullptr : it->second;
}

Result<std::string> RunLane::submit(const RunConfig& given, std::shared_ptr<RunSink> sink, const RunOrigin& origin) {
  return attempt("", [&]() -> std::string {
    RunConfig config = given;
    config.peft = complete_peft_config(config.peft).value();
    const std::string model_path = resolve_model(config.model, m_home);
    for (const char* key : {"path", "eval_path"}) {
      for (const std::string& file : data_file_paths(config.data, key)) MappedFile::open(file).value();
    }
    complete_task(config);
    make_folders(m_home + "/runs").value();
    std::string id = new_run_id(config.peft_type());
    while (!std::filesystem::create_directory(m_home + "/runs/" + id)) id = new_run_id(config.peft_type());  // another run may have drawn it
    sync_folder(m_home + "/runs").value();
    if (config.name.empty()) config.name = default_run_name(config);
    RunRow row;
    row.id = id;
    row.name = config.name;
    row.state = "queued";
    row.created = utc_now();
    row.method = config.peft_type();
    row.model = config.model;
    row.config = config;
    row.folder = m_home + "/runs/" + id;
    row.purpose = origin.purpose;
    row.sweep = origin.sweep;
    row.sweep_item = origin.sweep_item;
    if (m_place.world_size > 1) require_divisible(config);
    write_run_json(row.folder, id, config, model_path, m_threads, m_bench.device().str(), m_place.world_size).value();
    m_store.add_run(row).value();
    enqueue(row, false, std::move(sink));
    return id;
  });
}

Result<std::string> RunLane::resume(const RunRow& row, std::shared_ptr<RunSink> sink) {
  return attempt("", [&]() -> std::string {
    if (find(row.id)) fail(ErrorKind::input, "the run is already under way", row.id);
    if (row.state == "finished") fail(ErrorKind::input, "the run has finished; there is nothing to resume", row.id, "Start a new run with more steps.");
    m_store.claim(row.id).value();
    enqueue(row, true, std::move(sink));
    return row.id;
  });
}

Result<std::vector<std::string>> RunLane::take_over(std::shared_ptr<RunSink> sink, bool unasked) {
  return attempt("queue", [&] {
    std::vector<std::string> ids;
    for (const RunRow& row : m_store.left_behind()) {
      // Twice from one place and no farther: the run itself may be what ends the program.
      if (unasked && m_store.sittings_from(row.id, newest_checkpoint_step(row.folder)) > 1) continue;
      if (find(row.id) || !m_store.claim(row.id)) continue;
      enqueue(row, true, sink);
      ids.push_back(row.id);
    }
    return ids;
  });
}

void RunLane::enqueue(const RunRow& row, bool resume, std::shared_ptr<RunSink> sink) {
  auto live = std::make_shared<Live>();
  live->sink = std::move(sink);
  live->started = std::chrono::steady_clock::now();
  live->folder = row.folder;
  live->config = row.config;
  live->resume = resume;
  live->step = row.step;
  bool parked = false;
  {
    std::lock_guard lock(m_mutex);
    parked = m_closing;
    if (!parked) {
      m_live[row.id] = live;
      m_waiting.push_back(row.id);
    }
  }
  if (parked) tell(row.id, *live, {0, RunFinished{"stopped", live->step, {}, {}}});
  else post_turn();
}

void RunLane::post_turn() {
  {
    std::lock_guard lock(m_mutex);
    if (m_turn_posted || m_paused || m_closing || m_waiting.empty()) return;
    m_turn_posted = true;
  }
  m_lane.post({"turn", [this] { take_turn(); }, [] {}});
}

void RunLane::take_turn() {
  std::string id;
  std::shared_ptr<Live> live;
  {
    std::lock_guard lock(m_mutex);
    if (!m_paused && !m_closing && !m_waiting.empty()) {
      id = m_waiting.front();
      m_waiting.erase(m_waiting.begin());
      live = m_live.at(id);
      m_current = id;
    }
  }
  if (live) run(id, *live);
  {
    std::lock_guard lock(m_mutex);
    m_turn_posted = false;
  }
  post_turn();
}

void RunLane::send(const std::string& id, Live& live, RunEvent event) {
  event.wall_ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - live.started).count();
  m_store.record(id, event);
  // What came before a checkpoint must be on disk with it: a run that goes on from there does not send it again.
  const auto* phase = std::get_if<RunPhase>(&event.body);
  if (phase && phase->name == "checkpoint") m_store.flush();
  tell(id, live, event);
}

void RunLane::tell(const std::string& id, Live& live, const RunEvent& event) {
  if (live.sink) live.sink->on_event(id, event);
}

void RunLane::run(const std::string& id, Live& live) {
  live.started = std::chrono::steady_clock::now();
  try {
    m_store.begin_sitting(id, newest_checkpoint_step(live.folder)).value();
    work(id, live);
  } catch (const WorkersLost& lost) {
    Error error = lost.error();
    error.remedy = "The last step that all made is kept. Go on with as many processes as you like: paretune train --resume " + id;
    send(id, live, {0, RunFailed{error}});
    // Where the store cannot take this, its writer has logged why; the run is then a failed one, which can be resumed as well.
    [[maybe_unused]] const Status kept = m_store.set_state(id, "interrupted", error.text());
  } catch (const Failure& failure) {
    if (failure.error().kind == ErrorKind::stopped) send(id, live, {0, RunFinished{"stopped", live.step, {}, {}}});
    else send(id, live, {0, RunFailed{failure.error()}});
  } catch (...) {
    send(id, live, {0, RunFailed{error_from_current_exception(id)}});
  }
  keep_for_next_time(id, live);
  end(id);
}

// Where nobody asked for the run to stop but for the program to end, it goes on at the next start, before those that waited.
void RunLane::keep_for_next_time(const std::string& id, const Live& live) {
  std::vector<std::string> behind;
  {
    std::lock_guard lock(m_mutex);
    if (!live.broken_off) return;
    behind = m_left;
  }
  m_store.flush();
  const auto row = m_store.find(id);
  if (!row || row->state != "stopped" || !m_store.claim(id)) return;
  // Where the store cannot take these, the run waits with the others.
  [[maybe_unused]] const Status kept = m_store.set_state(id, "interrupted"), ordered = m_store.order_queue(behind);
}

void RunLane::work(const std::string& id, Live& live) {
  const std::stop_token stop = live.stop.get_token();
  const auto emit = [&](RunEvent event) { send(id, live, std::move(event)); };
  const int64_t processes = processes_of_run(live.folder);
  if (m_place.world_size == 1) return train_in({id, live.folder, live.config, live.resume, processes, nullptr, stop, live.requests, emit});
  const WorkerGroup workers(m_place, open_tcp_store(m_place, stop), stop);
  telling(workers, [&] {
    require_divisible(live.config);  // a run may have begun in one process
    std::string task = Json({{"id", id}, {"config", live.config.to_json()}, {"processes", processes}}).dump();
    workers.broadcast(task);
    train_in({id, live.folder, live.config, live.resume, processes, &workers, stop, live.requests, emit});
  });
}

void RunLane::help(std::stop_token stop) {
  const WorkerGroup workers(m_place, open_tcp_store(m_place, stop), stop);
  telling(workers, [&] {
    std::string text;
    workers.broadcast(text);
    const Json task = Json::parse(text);
    const RunConfig config = parse_run_config(task.at("config")).value();
    RunRequests requests;
    train_in({task.at("id"), "", config, false, task.at("processes"), &workers, stop, requests, [](const RunEvent&) {}});
  });
}

void RunLane::train_in(const Sitting& sitting) {
  const RunConfig& config = sitting.config;
  const auto phase = [&](const char* name, double fraction) { sitting.emit({0, RunPhase{name, fraction}}); };
  phase("tokenize", -1);
  const auto opened = m_bench.open(config.model);
  const auto data = m_bench.dataset(config.model, config.data, [&](double f) { phase("tokenize", f); }, sitting.stop);
  PastRuns past(m_store, opened->path, m_threads, m_bench.device());
  // Processes on one machine share its memory.
  const int64_t share = sitting.workers && m_bench.device().is_cpu() ? available_memory() / m_place.local_world_size : 0;
  const auto general = general_text_for(*opened);
  const Plan plan = run_plan(m_bench, *opened, *data, general, past, config, share, m_threads);
  refuse_if_too_large(plan);
  const auto lack = lack_of_memory([&] { train_planned(sitting, *opened, *data, general, plan); });
  if (!lack) return;
  const Plan less = run_plan(m_bench, *opened, *data, general, past, config, plan.total_bytes * 4 / 5, m_threads);
  throw Failure(memory_ran_out(plan, less, *lack));
}

void RunLane::train_planned(const Sitting& sitting, const OpenModel& opened, const Dataset& data, const std::optional<Dataset>& general, const Plan& plan) {
  const RunConfig& config = sitting.config;
  sitting.emit({0, RunPhase{"load", 0}});
  CausalLm& model = m_bench.weights(config.model, storage_of(config, *opened.source), [&](double f) { sitting.emit({0, RunPhase{"load", f}}); });
  struct Tidy {
    CausalLm& model;
    ~Tidy() {
      model.set_training(false);
      model.gradient_checkpointing = false;
      model.compute_type = at::kFloat;
      model.sample_batches = nullptr;
    }
  } tidy{model};
  model.sample_batches = sample_batches_of(data, TrainSettings::of(config), model.device);
  const auto adapter = fresh_adapter(model, config);
  int64_t trained = 0;
  for (const auto& [name, leaf] : adapter->trainable()) trained += leaf.numel();
  if (trained == 0) {
    fail(ErrorKind::input, "leave nothing to train", "peft", "Say what " + config.peft_type() + " is to train; 'paretune methods " + config.peft_type() + "' lists its keys.");
  }
  const TrainJob job{sitting.id, sitting.folder, config, model, *adapter, *opened.tokenizer, data, sitting.resume, opened.path, plan.checkpointing,
                     sitting.workers, sitting.processes};
  const EvaluationWork evaluations = evaluation_work(config, plan.steps, data, general ? &*general : nullptr);
  kernels::trim_tensor_memory();  // the peak that is measured is this run's, not what an earlier one left
  train(job, [&](RunEvent event) {
    if (auto* finished = std::get_if<RunFinished>(&event.body)) {
      if (finished->why == "completed") measure_end(sitting, job, evaluations.end.tokens, *finished);
      // Plans learn from runs of one process alone.
      if (!sitting.workers) finished->final_metrics.merge(planned_figures(plan));
    }
    auto* started = std::get_if<RunStarted>(&event.body);
    if (started == nullptr) return sitting.emit(std::move(event));
    started->evaluation_seconds = seconds_of(evaluations.round, plan.pass_seconds);
    started->end_seconds = seconds_of(evaluations.end, plan.pass_seconds);
    const int64_t step = started->first_step;
    sitting.emit(std::move(event));
    if (plan.checkpointing) sitting.emit({0, RunNote{step, kCheckpointingTurnedOn}});
  }, sitting.stop, sitting.requests);
}

// What eval_metrics asks of the finished adapter. It has been saved already: what cannot be measured is a note, not a failure.
void RunLane::measure_end(const Sitting& sitting, const TrainJob& job, double tokens, RunFinished& finished) {
  const auto wanted = TrainSettings::of(job.config).end_metrics;
  if (wanted.empty()) return;
  const auto begin = std::chrono::steady_clock::now();
  sitting.emit({0, RunPhase{"forgetting", 0}});
  const auto measured = attempt("", [&] {
    return measure_on_general_text({job.model, job.tokenizer, [&](bool on) { job.adapter.set_enabled(on); }}, wanted,
                                   [&](double f) { sitting.emit({0, RunPhase{"forgetting", f}}); }, sitting.stop);
  });
  if (measured) {
    for (const auto& [key, value] : *measured) finished.final_metrics[key] = value;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    finished.final_metrics["evaluated_tokens"] += tokens;
    for (const char* key : {"evaluation_seconds", "wall_seconds"}) finished.final_metrics[key] += seconds;
  } else if (measured.error().kind == ErrorKind::stopped) {
    finished.why = "stopped";  // resumed, it makes its last steps again
  } else {
    sitting.emit({0, RunNote{finished.step, "Forgetting and drift could not be measured: " + measured.error().text()}});
  }
}

void RunLane::end(const std::string& id) {
  m_store.flush();
  std::lock_guard lock(m_mutex);
  m_live.erase(id);
  if (m_current == id) m_current.clear();
  ++m_endings;
  m_ended.notify_all();
}

bool RunLane::remove_waiting(const std::string& id) {
  std::lock_guard lock(m_mutex);
  return std::erase(m_waiting, id) > 0;
}

void RunLane::stop(const std::string& id) {
  const auto live = find(id);
  if (live && remove_waiting(id)) {
    send(id, *live, {0, RunFinished{"stopped", live->step, {}, {}}});
    end(id);
  } else if (live) {
    live->stop.request_stop();
  } else if (const auto row = m_store.find(id); row && row->state == "queued" && m_store.claim(row->id)) {  // left behind
    m_store.record(row->id, {0, RunFinished{"stopped", row->step, {}, {}}});
    m_store.flush();
  }
}
void RunLane::sample_now(const std::string& id) {
  if (auto live = find(id)) live->requests.sample_now = true;
}
void RunLane::save_now(const std::string& id) {
  if (auto live = find(id)) live->requests.save_now = true;
}
void RunLane::wait(const std::string& id) {
  std::unique_lock lock(m_mutex);
  m_ended.wait(lock, [&] { return !m_live.contains(id); });
}

uint64_t RunLane::endings() {
  std::lock_guard lock(m_mutex);
  return m_endings;
}
void RunLane::wait_for_ending(uint64_t seen) {
  std::unique_lock lock(m_mutex);
  m_ended.wait(lock, [&] { return m_endings != seen; });
}

void RunLane::park(const std::vector<std::string>& ids) {
  for (const auto& id : ids) {
    const auto live = find(id);
    if (!live || !remove_waiting(id)) continue;
    tell(id, *live, {0, RunFinished{"stopped", live->step, {}, {}}});
    end(id);
  }
}

void RunLane::close() {
  {
    std::lock_guard lock(m_mutex);
    if (std::exchange(m_closing, true)) return;
    m_left = m_waiting;
    if (const auto it = m_live.find(m_current); it != m_live.end()) it->second->broken_off = it->second->stop.request_stop();
  }
  park(waiting());
}

std::vector<std::string> RunLane::waiting() {
  std::lock_guard lock(m_mutex);
  return m_waiting;
}
std::string RunLane::current() {
  std::lock_guard lock(m_mutex);
  return m_current;
}

Status RunLane::move(const std::string& id, std::size_t place) {
  std::vector<std::string> order;
  {
    std::lock_guard lock(m_mutex);
    const auto it = std::find(m_waiting.begin(), m_waiting.end(), id);
    if (it == m_waiting.end()) return Error{ErrorKind::input, "the run does not wait", id, "Only waiting runs can be moved."};
    m_waiting.erase(it);
    m_waiting.insert(m_waiting.begin() + static_cast<std::ptrdiff_t>(std::min(place, m_waiting.size())), id);
    order = m_waiting;
  }
  return m_store.order_queue(order);
}

void RunLane::pause() {
  std::lock_guard lock(m_mutex);
  m_paused = true;
}
void RunLane::go_on() {
  {
    std::lock_guard lock(m_mutex);
    m_paused = false;
  }
  post_turn();
}
bool RunLane::paused() {
  std::lock_guard lock(m_mutex);
  return m_paused;
}
void RunLane::cancel_waiting() {
  for (const auto& id : waiting()) stop(id);
}

}  // namespace paretune
