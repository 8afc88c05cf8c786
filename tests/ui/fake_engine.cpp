// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_engine.h"

#include "tests/ui/fake_sweeps.h"

namespace paretune {
namespace {

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
  close();
  std::vector<std::shared_ptr<Run>> runs;
  {
    std::lock_guard lock(m_mutex);
    runs = m_runs;
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

RunQueue& FakeEngine::queue() { return *m_queue; }
Sweeps& FakeEngine::sweeps() { return *m_sweeps; }

Result<RunConfig> FakeEngine::demo_config() {
  return config_of("", {{"peft_type", "LORA"}, {"r", 8}, {"lora_alpha", 16}, {"target_modules", "all-linear"}}, 2e-4, m_options.steps);
}

}  // namespace paretune
