// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_engine.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>

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

TokenView view_of(const std::string& text) {
  TokenView view;
  view.text = text;
  std::string piece;
  auto flush = [&] {
    if (piece.empty()) return;
    view.ids.push_back(int64_t(std::hash<std::string>{}(piece) % 49152));
    view.tokens.push_back(piece);
    view.trained.push_back(view.tokens.size() > 6);
    piece.clear();
  };
  for (char c : text) {
    if (c == ' ' || c == '\n' || piece.size() > 6) flush();
    piece += c;
  }
  flush();
  return view;
}

// Its runs never wait, and it has no sweeps.
class NoQueue final : public RunQueue {
 public:
  std::vector<std::string> waiting() override { return {}; }
  std::string current() override { return {}; }
  Status move(const std::string& id, std::size_t) override { return Error{ErrorKind::input, "the run does not wait", id, ""}; }
  void pause() override {}
  void go_on() override {}
  bool paused() override { return false; }
  void cancel_waiting() override {}
  std::vector<RunRow> left_behind() override { return {}; }
  Result<std::vector<std::string>> take_over(std::shared_ptr<RunSink>) override { return std::vector<std::string>{}; }
};
class NoSweeps final : public Sweeps {
 public:
  Result<SweepPlan> plan(const Json&, Progress, std::stop_token) override { return none(); }
  Result<std::string> start(const SweepPlan&, std::shared_ptr<RunSink>) override { return none(); }
  Result<std::string> resume(const std::string&, std::shared_ptr<RunSink>, bool) override { return none(); }
  void stop(const std::string&) override {}
  void wait(const std::string&) override {}
  std::vector<SweepState> list() override { return {}; }
  Result<SweepState> get(const std::string&) override { return none(); }
  std::optional<std::string> find_hash(const std::string&) override { return {}; }

 private:
  static Error none() { return {ErrorKind::unsupported, "the fake engine makes no sweeps", "sweeps", ""}; }
};

}  // namespace

FakeEngine::FakeEngine(std::string home, FakeEngineOptions options) : m_home(std::move(home)), m_options(options), m_methods(make_methods()) {
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

Result<std::string> FakeEngine::submit(const RunConfig& config, std::shared_ptr<RunSink> sink) {
  if (config.model.empty()) return Error{ErrorKind::input, "no base model is chosen", "model", "Pick a model, or use the demo."};
  std::lock_guard lock(m_mutex);
  auto run = make(config, config.training.is_object() ? config.training.value("max_steps", m_options.steps) : m_options.steps);
  run->row.state = "queued";
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
    if (run->row.state == "running" || run->row.state == "queued") return Error{ErrorKind::input, "the run is going on already", id, ""};
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

Result<std::string> FakeEngine::import_adapter(const ImportRequest&, Progress, std::stop_token) {
  return Error{ErrorKind::unsupported, "the fake engine imports nothing", "import", ""};
}
Result<Json> FakeEngine::reproduction(const std::string&) { return Error{ErrorKind::unsupported, "the fake engine has no run files", "reproduce", ""}; }
Result<Reproduction> FakeEngine::read_reproduction(const Json&) { return Error{ErrorKind::unsupported, "the fake engine has no run files", "reproduce", ""}; }
RunQueue& FakeEngine::queue() {
  static NoQueue queue;
  return queue;
}
Sweeps& FakeEngine::sweeps() {
  static NoSweeps sweeps;
  return sweeps;
}

std::vector<ModelChoice> FakeEngine::local_models() {
  return {{"demo", "SmolLM2 135M Instruct", "Bundled · 98 MB · Q4_1"}, {"HuggingFaceTB/SmolLM2-360M", "SmolLM2 360M", "HF cache · 724 MB · BF16"}};
}
Result<ModelInfo> FakeEngine::inspect_model(const std::string& ref) {
  std::this_thread::sleep_for(30ms);
  if (ref.find("missing") != std::string::npos)
    return Error{ErrorKind::input, "no model here", ref, "Choose a folder with config.json and *.safetensors, or a .gguf file."};
  ModelInfo info;
  info.ref = ref;
  info.path = "/models/smollm2-135m-instruct-q4_1.gguf";
  info.architecture = "llama", info.name = "SmolLM2 135M Instruct", info.licence = "apache-2.0", info.storage = "Q4_1 + F32";
  info.parameters = 134'515'008, info.file_bytes = 98'000'000;
  info.hidden_size = 576, info.layers = 30, info.heads = 9, info.kv_heads = 3, info.intermediate_size = 1536;
  info.vocab_size = 49152, info.context_length = 8192;
  info.tied_embeddings = info.has_chat_template = true;
  return info;
}
Result<DataPreview> FakeEngine::preview_data(const std::string&, const Json& data, int64_t rows, std::stop_token stop) {
  std::this_thread::sleep_for(40ms);
  const auto path = data.value("path", std::string());
  if (path.find("missing") != std::string::npos || path.empty())
    return Error{ErrorKind::input, "no such file", path, "Check the path, or drop a file on the window."};
  if (stop.stop_requested()) return Error{ErrorKind::stopped, "stopped", path, ""};
  DataPreview preview;
  preview.path = path, preview.format = "chat";
  preview.rows = 440, preview.train_rows = 400, preview.eval_rows = 40, preview.truncated_rows = 12;
  preview.tokens = 40'320, preview.trained_tokens = 15'210;
  preview.max_length = data.value("max_length", 256);
  preview.compared_rows = 440;
  if (path.find("same") != std::string::npos) {
    preview.duplicate_rows = 7, preview.duplicates = {{12, 3}, {31, 3}, {40, 22}};
    preview.leaked_rows = 2, preview.leaks = {{410, 17}, {422, 90}};
  }
  std::mt19937 random(3);
  std::lognormal_distribution<double> length(4.3, 0.5);
  for (int i = 0; i < 440; ++i) preview.lengths.push_back(int64_t(length(random)) + 12);
  for (int64_t i = 1; i <= std::min<int64_t>(rows, 40); ++i) {
    DataRow row;
    row.row = i;
    row.is_eval = i % 10 == 0, row.truncated = i % 13 == 0;
    row.summary = "Where is my order number " + std::to_string(1000 + i) + "?";
    row.tokens = view_of("<|im_start|>user\n" + row.summary + "<|im_end|>\n<|im_start|>assistant\nIt left the depot this morning.<|im_end|>");
    row.trained_tokens = std::count(row.tokens.trained.begin(), row.tokens.trained.end(), true);
    preview.first.push_back(row);
  }
  return preview;
}
Result<TokenView> FakeEngine::tokenize(const std::string&, const std::string& text) { return view_of(text); }
Result<TokenView> FakeEngine::tokenize_chat(const std::string&, const Json& messages, const std::string&) { return view_of(messages.dump()); }

const std::vector<PublishedRun>& FakeEngine::published() const {
  static const std::vector<PublishedRun> runs = {
      {"lora/llama-3.2-3B-rank32", "LORA", {{"exact_match", 0.478}, {"memory_peak_bytes", 22.3e9}, {"adapter_bytes", 36.7e6}, {"loss", 0.57}}},
      {"miss/llama-3.2-3B-default", "MISS", {{"exact_match", 0.487}, {"memory_peak_bytes", 20.2e9}, {"adapter_bytes", 58.7e6}, {"loss", 0.57}}}};
  return runs;
}

Result<int64_t> FakeEngine::trainable_parameters(const std::string&, const Json& peft) {
  return peft.value("peft_type", "") == "LORA" ? int64_t{61'000} * peft.value("r", 8) : int64_t{210'000};
}

Result<Plan> FakeEngine::plan(const RunConfig& config, int64_t) {
  std::this_thread::sleep_for(20ms);
  Plan plan;
  const int64_t batch = config.training.is_object() ? config.training.value("per_device_train_batch_size", 8) : 8;
  plan.trainable_parameters = trainable_parameters(config.model, config.peft).value();
  const int64_t adapter = plan.trainable_parameters * 4;
  plan.parts = {
      {"weights", 98'000'000},     {"adapter", adapter},   {"gradients", adapter}, {"optimizer", adapter * 2}, {"activations", batch * 31'000'000},
      {"head", batch * 9'000'000}, {"reserve", 64'000'000}};
  for (const auto& part : plan.parts) plan.total_bytes += part.bytes;
  plan.available_bytes = 6'400'000'000;
  plan.fits = plan.total_bytes < plan.available_bytes;
  if (!plan.fits) plan.suggestions = {"per_device_train_batch_size = 4", "gradient_checkpointing = true"};
  plan.steps = config.training.is_object() ? config.training.value("max_steps", m_options.steps) : m_options.steps;
  plan.total_parameters = 134'515'008, plan.tokens_per_step = batch * 96;
  plan.step_seconds = 0.31, plan.total_seconds = 0.31 * double(plan.steps);
  return plan;
}
Result<Plan> FakeEngine::measure_plan(const RunConfig& config, Progress progress, std::stop_token stop) {
  auto out = plan(config);
  for (int i = 0; i <= 10; ++i) {
    if (stop.stop_requested()) return Error{ErrorKind::stopped, "stopped before the measurement", "plan", ""};
    if (progress) progress(i < 8 ? "load" : "preflight", i < 8 ? i / 8.0 : -1);
    std::this_thread::sleep_for(10ms);
  }
  Preflight made;
  made.peak_bytes = out->total_bytes * 11 / 10, made.rows = 8, made.tokens = 704, made.trained_tokens = 290, made.seconds = 0.44;
  made.step_seconds = 0.42, made.total_seconds = 0.42 * double(out->steps);
  out->measured = made;
  out->step_seconds = made.step_seconds, out->total_seconds = made.total_seconds;
  return out;
}
Result<RunConfig> FakeEngine::demo_config() {
  return config_of("", {{"peft_type", "LORA"}, {"r", 8}, {"lora_alpha", 16}, {"target_modules", "all-linear"}}, 2e-4, m_options.steps);
}

Result<GenerateResult> FakeEngine::generate(const GenerateRequest& request, OnText on_text, std::stop_token stop) {
  GenerateResult result;
  const auto answer =
      view_of(request.adapters.empty() ? "France is a country in Europe with many cities and rivers." : "The capital of France is Paris.");
  for (size_t i = 0; i < answer.tokens.size(); ++i) {
    if (stop.stop_requested()) {
      result.finish = "stopped";
      return result;
    }
    std::this_thread::sleep_for(8ms);
    result.text += answer.tokens[i];
    result.ids.push_back(answer.ids[i]);
    if (request.logprobs) {
      GeneratedToken token{{answer.ids[i], answer.tokens[i], i % 4 == 3 ? std::log(0.12) : std::log(0.86)}, {}};
      if (i % 4 == 3) token.top.push_back({77, " other", std::log(0.55)});
      token.top.push_back(token);
      token.top.push_back({78, " rare", std::log(0.03)});
      result.tokens.push_back(token);
    }
    if (on_text) on_text(answer.tokens[i]);
  }
  result.prompt_tokens = 31, result.tokens_per_second = 42, result.finish = "stop";
  return result;
}
Result<std::map<std::string, double>> FakeEngine::evaluate(const EvalRequest&, Progress progress, std::stop_token) {
  if (progress) progress("eval", 0.5);
  return std::map<std::string, double>{{"loss", 1.1}, {"exact_match", 0.7}};
}
Result<ExportReceipt> FakeEngine::export_to(const ExportRequest& request, Progress progress, std::stop_token stop) {
  const std::string &source = request.source, &format = request.format, &out = request.out;
  for (int i = 0; i <= 10; ++i) {
    if (stop.stop_requested()) return Error{ErrorKind::stopped, "export stopped", out, ""};
    if (progress) progress(i < 6 ? "write" : "verify", i / 10.0);
    std::this_thread::sleep_for(10ms);
  }
  if (out.find("readonly") != std::string::npos) return Error{ErrorKind::io, "cannot write here", out, "Choose a folder you own."};
  return ExportReceipt{format, out, 4'200'000, 420, 1.2e-6, 18.3, true, "Read back and compared on 3 prompts: same logits. Source " + source + "."};
}
Result<ConversionReceipt> FakeEngine::convert_to_lora(const ConversionRequest&, Progress, std::stop_token) {
  return Error{ErrorKind::unsupported, "the fake engine converts nothing", "convert", ""};
}
Result<CombinationReceipt> FakeEngine::combine(const CombinationRequest& request) {
  if (request.sources.size() < 2) return Error{ErrorKind::usage, "one adapter alone is no combination", "combine", "Choose two or more."};
  std::error_code code;
  std::filesystem::create_directories(request.out, code);
  std::ofstream(request.out + "/adapter_config.json") << "{\"peft_type\": \"LORA\"}";
  return CombinationReceipt{request.out, 1'200'000, 16, 420};
}
Result<void> FakeEngine::forward_file(const ModelWithAdapters&, const std::string&, const std::string&, bool) {
  return Error{ErrorKind::unsupported, "no model here", "forward", ""};
}
std::vector<DoctorItem> FakeEngine::doctor() {
  return {{"CPU", "2 cores, AVX2", true, ""},
          {"Memory", "6.4 GB free of 8.0 GB", true, ""},
          {"GPU", "none", false, "Install a driver to train on a GPU."}};
}
Result<Json> FakeEngine::bench(const std::string& what, const Json&) { return Json{{"what", what}}; }

}  // namespace paretune
