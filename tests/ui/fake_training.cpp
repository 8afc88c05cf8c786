// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of the fake engine while they live: believable curves, told from a thread.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "tests/ui/fake_engine.h"

namespace paretune {

std::map<std::string, double> FakeEngine::values_at(Run& run, int64_t step) {
  std::normal_distribution<double> noise(0, 1);
  const double total = double(std::max<int64_t>(1, run.row.total_steps)), t = double(step) / total;
  const double clean = 2.4 - 1.7 * run.quality * (1 - std::exp(-5 * t));
  std::map<std::string, double> v;
  if (step > 0) {
    v["loss"] = clean + 0.09 * noise(m_random);
    v["learning_rate"] = run.row.config.training.value("learning_rate", 2e-4) * std::min(1.0, t / 0.05) * 0.5 * (1 + std::cos(M_PI * t));
    v["grad_norm"] = std::exp(0.2 * noise(m_random)) * (1.2 - 0.6 * t) + (step == 40 ? 6 : 0);
    v["tokens_per_second"] = 760 + 40 * noise(m_random) - (run.row.method == "OFT" ? 220 : 0);
    v["step_ms"] = 310 + 12 * noise(m_random);
    v["entropy"] = 3.0 - 1.2 * t + 0.05 * noise(m_random);
  }
  const double base = 3.1e8 + double(run.row.trainable_parameters) * 24;
  v["memory_bytes"] = base * (step == 0 ? 0.6 : 1.0 + 0.04 * std::sin(double(step)));
  v["memory_peak_bytes"] = base * (step == 0 ? 0.7 : 1.06);
  if (step % 20 == 0) {
    v["eval_loss"] = clean + 0.06 + 0.10 * t * t;
    const Json wanted = run.row.config.training.value("eval_metrics", Json());
    for (const char* key : {"forgetting", "drift"})
      if (wanted.is_array() && std::find(wanted.begin(), wanted.end(), Json(key)) != wanted.end()) v[key] = 0.02 + 0.3 * run.quality * t;
    v["exact_match"] = 0.08 + 0.78 * run.quality * (1 - std::exp(-5 * t));
  }
  return v;
}

void FakeEngine::record(Run& run, int64_t wall_ms, const RunMetrics& metrics) {
  for (const auto& [key, value] : metrics.values) {
    run.metrics[key].push_back({metrics.step, wall_ms, value});
    run.row.summary[key] = key == "memory_peak_bytes" ? std::max(run.row.summary[key], value) : value;
  }
  run.row.step = metrics.step;
}

void FakeEngine::add_samples(Run& run, int64_t step, int64_t wall_ms) {
  static const char* const answers[][3] = {
      {"Well, France is a country. It has a capital. The capital of a country is", "France has many cities.", "The capital of France is Paris."},
      {"9, 4, 7", "4, 9, 7", "4, 7, 9"},
      {"Thank you for your", "Thanks for asking!", "Thank you for your patience – it is settled now."}};
  const int stage = step == 0 ? 0 : double(step) / double(std::max<int64_t>(1, run.row.total_steps)) < 0.4 ? 1 : 2;
  for (size_t i = 0; i < run.row.config.sample_prompts.size(); ++i) {
    RunSample sample{step, int64_t(i), run.row.config.sample_prompts[i], answers[i % 3][stage], answers[i % 3][2]};
    run.samples.push_back(sample);
    say(run, wall_ms, sample);
  }
}

void FakeEngine::say(Run& run, int64_t wall_ms, decltype(RunEvent::body) body) {
  if (run.sink) run.sink->on_event(run.row.id, RunEvent{wall_ms, std::move(body)});
}

void FakeEngine::live(std::shared_ptr<Run> run, int64_t first_step) {
  const auto begin = std::chrono::steady_clock::now();
  auto wall = [&] { return int64_t(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count()); };
  auto pause = [&](int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); };
  auto ending = [&](const char* state) {
    run->row.state = state;
    run->row.summary["wall_seconds"] = double(wall()) / 1000;
    run->row.summary["adapter_bytes"] = double(run->row.trainable_parameters) * 4;
    m_changed.notify_all();
  };
  for (const char* phase : {"load", "tokenize", "baseline"}) {
    std::unique_lock lock(m_mutex);
    run->row.state = "running";
    say(*run, wall(), RunPhase{phase, 0.5});
    lock.unlock();
    pause(m_options.step_ms * 2);
  }
  {
    std::lock_guard lock(m_mutex);
    RunStarted started;
    started.total_steps = run->row.total_steps;
    started.trainable_parameters = run->row.trainable_parameters;
    started.total_parameters = 134'515'008;
    started.train_rows = 400, started.eval_rows = 40;
    started.first_step = first_step;
    say(*run, wall(), started);
    say(*run, wall(), RunPhase{"train", -1});
  }
  for (int64_t step = first_step; step <= run->row.total_steps; ++step) {
    {
      std::lock_guard lock(m_mutex);
      if (m_options.fail_at_step > 0 && step == m_options.fail_at_step) {
        Error error{ErrorKind::memory, "not enough memory for a batch of 8", "step " + std::to_string(step), "Set per_device_train_batch_size to 4."};
        run->row.error = error.text();
        ending("failed");
        say(*run, wall(), RunFailed{error});
        return;
      }
      if (step > first_step || first_step == 0) {
        RunMetrics metrics{step, values_at(*run, step)};
        record(*run, wall(), metrics);
        say(*run, wall(), metrics);
      }
      if (step % 20 == 0 || run->sample) add_samples(*run, step, wall());
      run->sample = false;
      if ((step > 0 && step % 20 == 0) || run->save)
        say(*run, wall(), RunCheckpoint{step, run->row.folder + "/checkpoints/step-" + std::to_string(step)});
      run->save = false;
      if (step == 10) {
        run->notes.push_back({step, "Gradient norm 12.4, usual 0.1 to 10.", {"training.learning_rate=0.0001"}});
        say(*run, wall(), run->notes.back());
      }
      if (run->stop) {
        ending("stopped");
        say(*run, wall(), RunFinished{"stopped", step, run->row.folder + "/adapter", run->row.summary});
        return;
      }
    }
    pause(m_options.step_ms);
  }
  std::lock_guard lock(m_mutex);
  ending("finished");
  say(*run, wall(), RunFinished{"completed", run->row.total_steps, run->row.folder + "/adapter", run->row.summary});
}

Result<std::string> FakeEngine::submit(const RunConfig& config, std::shared_ptr<RunSink> sink) { return submit_for({}, config, std::move(sink)); }

Result<std::string> FakeEngine::submit_for(const SweepRun& origin, const RunConfig& config, std::shared_ptr<RunSink> sink) {
  if (config.model.empty()) return Error{ErrorKind::input, "no base model is chosen", "model", "Pick a model, or use the demo."};
  std::lock_guard lock(m_mutex);
  auto run = make(config, config.training.is_object() ? config.training.value("max_steps", m_options.steps) : m_options.steps);
  run->row.state = "queued";
  run->row.purpose = origin.purpose;
  run->row.sweep = origin.sweep;
  run->row.sweep_item = origin.item;
  if (!origin.sweep.empty()) {  // methods differ, seeds a little
    const auto seed = run->row.config.training.value("seed", int64_t{0});
    run->quality = 0.4 + 0.05 * double(std::hash<std::string>{}(config.peft.dump()) % 11) + 0.004 * double(seed);
  }
  run->sink = std::move(sink);
  run->thread = std::jthread([this, run] { live(run, 0); });
  return run->row.id;
}

Result<std::string> FakeEngine::resume(const std::string& id, std::shared_ptr<RunSink> sink) {
  std::shared_ptr<Run> run;
  {
    std::lock_guard lock(m_mutex);
    for (auto& each : m_runs)
      if (each->row.id == id) run = each;
    if (!run) return Error{ErrorKind::input, "no run " + id, "resume", "See the list of runs."};
    if (run->row.state == "running" || (run->row.state == "queued" && run->thread.joinable())) return Error{ErrorKind::input, "the run is going on already", id, ""};
  }
  if (run->thread.joinable()) run->thread.join();
  std::lock_guard lock(m_mutex);
  run->stop = false;
  run->row.state = "queued";
  run->row.error.clear();
  run->sink = std::move(sink);
  run->thread = std::jthread([this, run, from = run->row.step] { live(run, from); });
  return id;
}

void FakeEngine::stop(const std::string& id) {
  std::lock_guard lock(m_mutex);
  if (auto* run = find(id)) run->stop = true;
}
void FakeEngine::close() {
  std::lock_guard lock(m_mutex);
  for (auto& run : m_runs) run->stop = true;
}
void FakeEngine::sample_now(const std::string& id) {
  std::lock_guard lock(m_mutex);
  if (auto* run = find(id)) run->sample = true;
}
void FakeEngine::save_now(const std::string& id) {
  std::lock_guard lock(m_mutex);
  if (auto* run = find(id)) run->save = true;
}
void FakeEngine::wait(const std::string& id) {
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [&] {
    auto* run = find(id);
    return !run || (run->row.state != "running" && run->row.state != "queued");
  });
}

}  // namespace paretune
