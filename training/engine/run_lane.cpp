// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/run_lane.h"

#include <filesystem>

#include "training/core/clock.h"
#include "training/engine/locations.h"
#include "training/engine/past_runs.h"
#include "training/engine/run_folder.h"
#include "training/loop/planner.h"
#include "training/loop/sample_batches.h"

namespace paretune {
namespace {

std::string megabytes(int64_t bytes) { return std::to_string((bytes + (1 << 19)) >> 20) + " MB"; }

// Refuses before anything large is allocated; the remedy names settings that fit.
void refuse_if_too_large(const Plan& plan) {
  if (plan.fits) return;
  std::string parts, remedy;
  for (const auto& part : plan.parts) parts += (parts.empty() ? "" : ", ") + part.name + " " + megabytes(part.bytes);
  for (const auto& suggestion : plan.suggestions) remedy += (remedy.empty() ? "" : "; or ") + suggestion;
  fail(ErrorKind::memory, "the run needs about " + megabytes(plan.total_bytes) + " (" + parts + "), the machine has " + megabytes(plan.available_bytes) + " free",
       "memory", remedy.empty() ? "Use a smaller model, or close other programs." : remedy + ".");
}

// Fresh values are made with care unless those of init_adapter take their place, and on its base.
Json config_to_make(const RunConfig& config) {
  Json peft = config.peft;
  peft["inference_mode"] = !config.init_adapter.empty();
  const std::string initial = config.init_adapter + "/initial";
  if (!config.init_adapter.empty() && std::filesystem::exists(initial + "/adapter_config.json")) peft["initial_adapter"] = initial;
  return peft;
}

}  // namespace

std::shared_ptr<RunLane::Live> RunLane::find(const std::string& id) {
  std::lock_guard lock(m_mutex);
  const auto it = m_live.find(id);
  return it == m_live.end() ? nullptr : it->second;
}

Result<std::string> RunLane::submit(const RunConfig& given, std::shared_ptr<RunSink> sink) {
  return attempt("", [&]() -> std::string {
    RunConfig config = given;
    config.peft = complete_peft_config(config.peft).value();
    const std::string model_path = resolve_model(config.model, m_home);
    for (const char* key : {"path", "eval_path"}) {
      if (config.data.contains(key) && config.data[key].is_string()) MappedFile::open(config.data[key]).value();
    }
    make_folders(m_home + "/runs").value();
    std::string id = new_run_id(config.peft_type());
    while (!std::filesystem::create_directory(m_home + "/runs/" + id)) id = new_run_id(config.peft_type());  // another run may have drawn it
    if (config.name.empty()) config.name = default_run_name(config);
    const std::string folder = m_home + "/runs/" + id;
    write_run_json(folder, id, config, model_path, m_threads).value();
    RunRow row;
    row.id = id;
    row.name = config.name;
    row.state = "queued";
    row.created = utc_now();
    row.method = config.peft_type();
    row.model = config.model;
    row.config = config;
    row.folder = folder;
    m_store.add_run(row).value();
    enqueue(id, folder, config, false, std::move(sink)).value();
    return id;
  });
}

Result<std::string> RunLane::resume(const RunRow& row, std::shared_ptr<RunSink> sink) {
  return attempt("", [&]() -> std::string {
    if (find(row.id)) fail(ErrorKind::input, "the run is already under way", row.id);
    if (row.state == "finished") fail(ErrorKind::input, "the run has finished; there is nothing to resume", row.id, "Start a new run with more steps.");
    enqueue(row.id, row.folder, row.config, true, std::move(sink)).value();
    return row.id;
  });
}

Status RunLane::enqueue(const std::string& id, const std::string& folder, const RunConfig& config, bool resume, std::shared_ptr<RunSink> sink) {
  auto live = std::make_shared<Live>();
  live->sink = std::move(sink);
  live->started = std::chrono::steady_clock::now();
  if (auto status = m_store.set_state(id, "queued"); !status) return status;
  {
    std::lock_guard lock(m_mutex);
    m_live[id] = live;
  }
  m_lane.post({id, [this, id, folder, config, resume, live] { run(id, folder, config, resume, *live); },
               [this, id, live] {
                 send(id, *live, {0, RunFinished{"stopped", 0, {}, {}}});
                 end(id);
               }});
  return {};
}

void RunLane::send(const std::string& id, Live& live, RunEvent event) {
  event.wall_ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - live.started).count();
  m_store.record(id, event);
  // What came before a checkpoint must be on disk with it: a run that goes on from there does not send it again.
  const auto* phase = std::get_if<RunPhase>(&event.body);
  if (phase && phase->name == "checkpoint") m_store.flush();
  if (live.sink) live.sink->on_event(id, event);
}

void RunLane::run(const std::string& id, const std::string& folder, const RunConfig& config, bool resume, Live& live) {
  live.started = std::chrono::steady_clock::now();
  try {
    m_store.set_state(id, "running").value();
    work(id, folder, config, resume, live);
  } catch (const Failure& failure) {
    if (failure.error().kind == ErrorKind::stopped) send(id, live, {0, RunFinished{"stopped", 0, {}, {}}});
    else send(id, live, {0, RunFailed{failure.error()}});
  } catch (...) {
    send(id, live, {0, RunFailed{error_from_current_exception(id)}});
  }
  end(id);
}

void RunLane::work(const std::string& id, const std::string& folder, const RunConfig& config, bool resume, Live& live) {
  const auto phase = [&](const char* name, double fraction) { send(id, live, {0, RunPhase{name, fraction}}); };
  phase("tokenize", -1);
  const auto opened = m_bench.open(config.model);
  const auto data = m_bench.dataset(config.model, config.data, [&](double f) { phase("tokenize", f); }, live.stop.get_token());
  PastRuns past(m_store, opened->path, m_threads);
  const Plan plan = make_plan({config, *opened->source, data.get(), [&](const RunConfig& c) { return past.correction(c); }, 0, m_threads});
  refuse_if_too_large(plan);
  phase("load", 0);
  CausalLm& model = m_bench.weights(config.model, storage_of(config, *opened->source), [&](double f) { phase("load", f); });
  struct Tidy {
    CausalLm& model;
    ~Tidy() {
      model.set_training(false);
      model.gradient_checkpointing = false;
      model.sample_batches = nullptr;
    }
  } tidy{model};
  model.sample_batches = sample_batches_of(*data, TrainSettings::of(config), model.device);
  auto adapter = make_adapter(model, config_to_make(config), config.training.at("seed").get<uint64_t>()).value();
  if (!config.init_adapter.empty()) load_adapter_values(*adapter, config.init_adapter).value();
  int64_t trained = 0;
  for (const auto& [name, leaf] : adapter->trainable()) trained += leaf.numel();
  if (trained == 0) {
    fail(ErrorKind::input, "leave nothing to train", "peft", "Say what " + config.peft_type() + " is to train; 'paretune methods " + config.peft_type() + "' lists its keys.");
  }
  const TrainJob job{id, folder, config, model, *adapter, *opened->tokenizer, *data, resume, opened->path};
  train(job, [&](RunEvent event) {
    if (auto* finished = std::get_if<RunFinished>(&event.body)) finished->final_metrics.merge(planned_figures(plan));
    send(id, live, std::move(event));
  }, live.stop.get_token(), live.requests);
}

void RunLane::end(const std::string& id) {
  m_store.flush();
  std::lock_guard lock(m_mutex);
  m_live.erase(id);
  m_ended.notify_all();
}

void RunLane::stop(const std::string& id) {
  if (m_lane.cancel(id)) return;
  if (auto live = find(id)) live->stop.request_stop();
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
void RunLane::stop_all() {
  std::lock_guard lock(m_mutex);
  for (auto& [id, live] : m_live) live->stop.request_stop();
}

}  // namespace paretune
