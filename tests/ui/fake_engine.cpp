// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_engine.h"

#include "tests/ui/fake_sweeps.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace paretune {
namespace {

using namespace std::chrono_literals;

MethodInfo method(const char* type, const char* title, const char* summary, const char* family, std::vector<ParamSpec> params, bool mergeable = true,
                  bool converts = true, bool quantized = true) {
  MethodInfo info;
  info.peft_type = type;
  info.title = title;
  info.summary = summary;
  info.family = family;
  info.paper = "https://arxiv.org/abs/2106.09685";
  info.schema.params = std::move(params);
  info.mergeable = mergeable;
  info.converts_to_lora = converts;
  info.quantized_base = quantized;
  return info;
}

std::vector<MethodInfo> make_methods() {
  const ParamSpec targets{"target_modules", ParamType::any, nullptr, "Names of the modules to adapt, or all-linear."};
  const ParamSpec r{"r", ParamType::integer, 8, "Rank of the update.", 1, 1024};
  const ParamSpec alpha{"lora_alpha", ParamType::number, 8, "Scale numerator."};
  const ParamSpec dropout{"lora_dropout", ParamType::number, 0.0, "Dropout on the input of A.", 0, 1};
  const ParamSpec bias{"bias", ParamType::choice, "none", "Which biases train.", {}, {}, {"none", "all", "lora_only"}, true};
  const ParamSpec rslora{"use_rslora", ParamType::boolean, false, "Scale by alpha / sqrt(r).", {}, {}, {}, true};
  const ParamSpec virtuals{"num_virtual_tokens", ParamType::integer, 20, "Virtual tokens before the prompt.", 1, 4096};
  return {method("LORA", "LoRA", "Adds a low-rank update to chosen linear layers.", "weights", {r, alpha, dropout, targets, bias, rslora}),
          method("IA3", "(IA)³", "Scales keys, values and hidden units by learned vectors.", "weights", {targets}),
          method("VERA", "VeRA", "Shares frozen random matrices and learns two vectors.", "weights",
                 {{"r", ParamType::integer, 256, "Rank of the shared projections.", 1, 4096}, targets}),
          method("OFT", "OFT", "Rotates weights by block-diagonal orthogonal matrices.", "weights",
                 {{"oft_block_size", ParamType::integer, 32, "Size of a block."}, targets}, true, true, false),
          method("PROMPT_TUNING", "Prompt tuning", "Learns vectors put before the prompt.", "prompt", {virtuals}, false, false),
          method("PREFIX_TUNING", "Prefix tuning", "Learns keys and values put before each layer's own.", "prompt", {virtuals}, false, false),
          method("LN_TUNING", "LayerNorm tuning", "Trains the normalisation weights only.", "selects", {targets}, true, false),
          method("XLORA", "X-LoRA", "Routes each token among several LoRA experts.", "mixture", {r, targets}, false, false, false)};
}

RunConfig config_of(const std::string& name, const Json& peft, double rate, int64_t steps) {
  RunConfig config;
  config.name = name;
  config.model = "demo";
  config.data = {{"path", "demo"}, {"format", "auto"}, {"train_on", "assistant"}, {"max_length", 256}, {"eval_fraction", 0.1}};
  config.peft = peft;
  config.training = {{"max_steps", steps}, {"per_device_train_batch_size", 8}, {"learning_rate", rate},
                     {"optim", "adamw"},   {"lr_scheduler_type", "cosine"},    {"eval_steps", 20},
                     {"save_steps", 20}};
  config.sample_prompts = {"What is the capital of France?", "Sort these numbers: 9, 4, 7", "Say thank you to a customer."};
  return config;
}

}  // namespace

FakeEngine::FakeEngine(std::string home, FakeEngineOptions options) : m_home(std::move(home)), m_options(options), m_methods(make_methods()) {
  m_sweeps = std::make_unique<FakeSweeps>(*this, options);
  m_queue = std::make_unique<FakeQueue>(*this, options.breaks_off);
  for (int i = 0; i < options.left_behind; ++i) {
    auto run = make(config_of("Left " + std::to_string(i), {{"peft_type", "LORA"}, {"r", 8}}, 2e-4, options.steps), options.steps);
    run->row.state = i == 0 ? "interrupted" : "queued";
  }
  if (!options.with_runs) return;
  struct Seed {
    const char* name;
    Json peft;
    double rate, quality;
    const char* state;
  };
  const Seed seeds[] = {{"Support answers, first try", {{"peft_type", "LORA"}, {"r", 8}, {"lora_alpha", 16}}, 2e-4, 0.72, "finished"},
                        {"Support answers, higher rank", {{"peft_type", "LORA"}, {"r", 32}, {"lora_alpha", 64}}, 2e-4, 0.86, "finished"},
                        {"IA3 small", {{"peft_type", "IA3"}}, 3e-3, 0.41, "finished"},
                        {"VeRA 256", {{"peft_type", "VERA"}, {"r", 256}}, 4e-3, 0.58, "finished"},
                        {"Prompt tuning, 20 virtual tokens with a rather long name to be elided",
                         {{"peft_type", "PROMPT_TUNING"}, {"num_virtual_tokens", 20}},
                         1e-2,
                         0.25,
                         "stopped"},
                        {"OFT block 32", {{"peft_type", "OFT"}, {"oft_block_size", 32}}, 1e-3, 0.80, "failed"}};
  for (const auto& seed : seeds) {
    auto run = make(config_of(seed.name, seed.peft, seed.rate, 200), 200);
    run->quality = seed.quality;
    const int64_t last = std::string(seed.state) == "failed" ? 90 : std::string(seed.state) == "stopped" ? 130 : 200;
    for (int64_t step = 0; step <= last; ++step) {
      record(*run, step * 310, {step, values_at(*run, step)});
      if (step % 50 == 0) add_samples(*run, step, step * 310);
    }
    run->row.state = seed.state;
    run->row.step = last;
    run->row.created = "2026-11-2" + std::to_string(m_runs.size()) + "T09:30:00Z";
    run->row.summary["wall_seconds"] = double(last) * 0.31;
    run->row.summary["adapter_bytes"] = double(run->row.trainable_parameters) * 4;
    if (run->row.state == "failed")
      run->row.error = "step 90: loss is not a number\n  What to do: Lower learning_rate (now 0.001), or set max_grad_norm to 1.0.";
    if (m_runs.size() == 1)
      run->notes.push_back({40,
                            "Gradient norm 38, usual 0.1 to 10, 20 steps so far at learning rate 0.0002. If it goes on, lower it.",
                            {"training.learning_rate=0.0001", "training.max_grad_norm=1.0"}});
    if (m_runs.size() == 1) run->row.tags = {"baseline"};
  }
}

FakeEngine::~FakeEngine() {
  m_sweeps.reset();
  std::vector<std::shared_ptr<Run>> runs;
  {
    std::lock_guard lock(m_mutex);
    runs = m_runs;
    for (auto& run : runs) run->stop = true;
  }
  for (auto& run : runs)
    if (run->thread.joinable()) run->thread.join();
}

FakeEngine::Run* FakeEngine::find(const std::string& id) {
  for (auto& run : m_runs)
    if (run->row.id == id || run->row.name == id) return run.get();
  return nullptr;
}

std::shared_ptr<FakeEngine::Run> FakeEngine::make(const RunConfig& config, int64_t steps) {
  auto run = std::make_shared<Run>();
  const int number = ++m_count;
  char id[32];
  std::snprintf(id, sizeof id, "20261125-%06d", number);
  const auto type = config.peft_type();
  run->row.id = id;
  run->row.method = type;
  run->row.model = config.model;
  run->row.name = config.name.empty() ? type + " on " + config.model : config.name;
  run->row.config = config;
  run->row.created = "2026-11-25T10:00:00Z";
  run->row.folder = m_home + "/runs/" + id;
  run->row.total_steps = steps;
  run->row.trainable_parameters = type == "LORA" ? 61'000 * config.peft.value("r", 8) : type == "IA3" ? 64'000 : 210'000;
  run->quality = 0.6 + 0.05 * double(number % 6);
  m_runs.push_back(run);
  return run;
}

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

RunQueue& FakeEngine::queue() { return *m_queue; }
Sweeps& FakeEngine::sweeps() { return *m_sweeps; }

std::vector<RunRow> FakeEngine::left_behind() {
  std::lock_guard lock(m_mutex);
  std::vector<RunRow> rows;
  for (const auto& run : m_runs)
    if (!run->thread.joinable() && run->row.sweep.empty() && (run->row.state == "interrupted" || run->row.state == "queued")) rows.push_back(run->row);
  return rows;
}

std::vector<RunRow> FakeEngine::runs() {
  std::lock_guard lock(m_mutex);
  std::vector<RunRow> rows;
  for (auto it = m_runs.rbegin(); it != m_runs.rend(); ++it) rows.push_back((*it)->row);
  return rows;
}
Result<RunRow> FakeEngine::run(const std::string& id) {
  std::lock_guard lock(m_mutex);
  if (auto* run = find(id)) return run->row;
  return Error{ErrorKind::input, "no run " + id, "runs", ""};
}
std::vector<std::string> FakeEngine::metric_keys(const std::string& id) {
  std::lock_guard lock(m_mutex);
  std::vector<std::string> keys;
  if (auto* run = find(id))
    for (const auto& [key, points] : run->metrics) keys.push_back(key);
  return keys;
}
std::vector<MetricPoint> FakeEngine::metric(const std::string& id, const std::string& key) {
  std::lock_guard lock(m_mutex);
  if (auto* run = find(id))
    if (auto it = run->metrics.find(key); it != run->metrics.end()) return it->second;
  return {};
}
std::vector<RunSample> FakeEngine::samples(const std::string& id) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  return run ? run->samples : std::vector<RunSample>{};
}
std::vector<std::string> FakeEngine::notes(const std::string& id) {
  std::lock_guard lock(m_mutex);
  std::vector<std::string> texts;
  if (auto* run = find(id))
    for (const auto& note : run->notes) texts.push_back(note.text);
  return texts;
}
std::vector<RunNote> FakeEngine::health(const std::string& id) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  return run ? run->notes : std::vector<RunNote>{};
}
Result<AdapterReport> FakeEngine::adapter_report(const std::string& id) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  if (!run || run->row.state != "finished")
    return Error{ErrorKind::input, "the run has no adapter report", id, "It is made when a run has taken its last step."};
  AdapterReport report;
  report.text_from = "sample_prompts", report.texts = 3, report.tokens = 74;
  report.mean_abs_logit_change = 1.83, report.max_abs_logit_change = 14.2, report.mean_abs_logit = 9.1, report.next_tokens_changed = 0.41;
  report.relative_change = 0.021;
  const bool weights = run->row.method != "PROMPT_TUNING";
  report.compared = weights ? "weights" : "outputs";
  static const char* const kinds[] = {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
                                      "mlp.gate_proj",    "mlp.up_proj",      "mlp.down_proj"};
  for (int block = 0; block < 30; ++block) {
    if (!weights) {
      report.layers.push_back({"block " + std::to_string(block), 3.0 + block, 0.02 + 0.002 * block, false});
      continue;
    }
    for (int kind = 0; kind < 7; ++kind) {
      const bool dead = block == 4 && kind < 2;
      const double relative = dead ? 0 : 0.004 + 0.03 * std::pow(std::sin(0.13 * block + kind), 2);
      report.layers.push_back({"model.layers." + std::to_string(block) + "." + kinds[kind], relative * 40, relative, dead});
    }
  }
  return report;
}
Status FakeEngine::set_style(const std::string& id, int style) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  if (!run) return Error{ErrorKind::input, "no run " + id, "runs", ""};
  run->row.style = style;
  return {};
}
Status FakeEngine::remove_run(const std::string& id) {
  std::lock_guard lock(m_mutex);
  auto it = std::find_if(m_runs.begin(), m_runs.end(), [&](auto& run) { return run->row.id == id; });
  if (it == m_runs.end()) return Error{ErrorKind::input, "no run " + id, "runs", ""};
  if ((*it)->row.state == "running") return Error{ErrorKind::input, "the run is still going", id, "Stop it first."};
  m_runs.erase(it);
  return {};
}
Status FakeEngine::tag_run(const std::string& id, const std::string& tag, bool on) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  if (!run) return Error{ErrorKind::input, "no run " + id, "runs", ""};
  std::erase(run->row.tags, tag);
  if (on) run->row.tags.push_back(tag);
  return {};
}
Status FakeEngine::rename_run(const std::string& id, const std::string& name) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  if (!run) return Error{ErrorKind::input, "no run " + id, "runs", ""};
  run->row.name = name;
  return {};
}
Status FakeEngine::set_note(const std::string& id, const std::string& note) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  if (!run) return Error{ErrorKind::input, "no run " + id, "runs", ""};
  run->row.note = note;
  return {};
}

Result<RunConfig> FakeEngine::demo_config() {
  return config_of("", {{"peft_type", "LORA"}, {"r", 8}, {"lora_alpha", 16}, {"target_modules", "all-linear"}}, 2e-4, m_options.steps);
}

}  // namespace paretune
