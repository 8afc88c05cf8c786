// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Fills a home folder with made-up runs of believable shape, for pictures and for measuring how a full store feels.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>

#include "training/api/sweep.h"
#include "training/runs/run_store.h"

namespace paretune::test {

struct ExampleRun {
  std::string name;
  Json peft;
  double rate = 2e-3, quality = 0.8;  // quality 0..1: how far the loss comes down
  int64_t trainable = 1'000'000;
  std::string ending = "finished";  // finished, stopped, failed
  std::string tag;
  std::string sweep, sweep_item;  // the tournament it belongs to
};

inline const std::vector<ExampleRun>& example_runs() {
  static const std::vector<ExampleRun> runs = {
      {"Tickets, first try", {{"peft_type", "LORA"}, {"r", 8}, {"lora_alpha", 16}}, 2e-4, 0.55, 2'442'240},
      {"Tickets, LoRA r16", {{"peft_type", "LORA"}, {"r", 16}, {"lora_alpha", 32}}, 2e-3, 0.93, 4'884'480, "finished", "keep"},
      {"Tickets, LoRA r64", {{"peft_type", "LORA"}, {"r", 64}, {"lora_alpha", 128}}, 2e-3, 0.97, 19'537'920},
      {"Tickets, DoRA r16", {{"peft_type", "LORA"}, {"r", 16}, {"lora_alpha", 32}, {"use_dora", true}}, 2e-3, 0.95, 5'080'320},
      {"Tickets, (IA)³", {{"peft_type", "IA3"}}, 1e-2, 0.46, 57'600},
      {"Tickets, VeRA with 256 shared directions", {{"peft_type", "VERA"}, {"r", 256}}, 1e-2, 0.70, 237'312},
      {"Tickets, prompt tuning with twenty virtual tokens before every message", {{"peft_type", "PROMPT_TUNING"}, {"num_virtual_tokens", 20}}, 1e-2, 0.28, 11'520, "stopped"},
      {"Tickets, OFT", {{"peft_type", "OFT"}, {"oft_block_size", 32}}, 3e-2, 0.82, 3'300'480, "failed"},
      {"Tickets, MiSS", {{"peft_type", "MISS"}, {"r", 32}}, 1e-3, 0.90, 3'010'560, "finished", "small"}};
  return runs;
}

// `base`: what the runs share. Steps 0..steps, an evaluation every 20.
inline void add_example_run(RunStore& store, const std::string& home, const RunConfig& base, const ExampleRun& about, int number, int64_t steps = 120) {
  char id[32];
  std::snprintf(id, sizeof id, "20261120-%06d-ex", number);
  RunRow row;
  row.id = id;
  row.name = about.name;
  row.folder = home + "/runs/" + id;
  row.config = base;
  row.config.name = about.name;
  row.config.peft = about.peft;
  row.config.training["learning_rate"] = about.rate;
  row.config.training["max_steps"] = steps;
  row.sweep = about.sweep;
  row.sweep_item = about.sweep_item;
  row.total_steps = steps;
  row.trainable_parameters = about.trainable;
  store.add_run(row).value();
  std::mt19937 random(static_cast<unsigned>(number) + 1);
  std::normal_distribution<double> noise(0, 1);
  const auto say = [&](int64_t wall_ms, decltype(RunEvent::body) body) { store.record(id, {wall_ms, std::move(body)}); };
  RunStarted started;
  started.total_steps = steps;
  started.trainable_parameters = about.trainable;
  started.total_parameters = 134'515'008 + about.trainable;
  started.train_rows = 2000, started.eval_rows = 100;
  say(100, started);
  const int64_t last = about.ending == "failed" ? steps * 3 / 5 : about.ending == "stopped" ? steps * 2 / 3 : steps;
  const double memory = 7.2e8 + 14.0 * static_cast<double>(about.trainable), step_ms = 1900 + 200 * about.quality;
  double wall = 2000, exact = 0, eval_loss = 0;
  for (int64_t step = 0; step <= last; ++step) {
    const double part = static_cast<double>(step) / static_cast<double>(steps), learnt = 1 - std::exp(-6 * part);
    const double clean = 7.8 * std::pow(1 - 0.995 * about.quality, learnt * 1.4);
    std::map<std::string, double> values;
    if (step > 0) {
      wall += step_ms * (1 + 0.05 * noise(random));
      values = {{"loss", clean * std::exp(0.10 * noise(random))},
                {"learning_rate", about.rate * std::min(1.0, part / 0.1) * 0.5 * (1 + std::cos(3.14159265 * part))},
                {"grad_norm", (0.4 + 3 * clean / 7.8) * std::exp(0.25 * noise(random))},
                {"tokens_per_second", 290 * (1 + 0.03 * noise(random))},
                {"step_ms", step_ms * (1 + 0.05 * noise(random))}};
    }
    values["memory_bytes"] = memory * (step == 0 ? 0.7 : 1 + 0.02 * noise(random));
    values["memory_peak_bytes"] = memory * (step == 0 ? 0.75 : 1.06);
    if (step % 20 == 0) {
      eval_loss = values["eval_loss"] = clean * (1.02 + 0.3 * part * part);
      if (!about.sweep.empty()) values["forgetting"] = 0.01 + 0.06 * about.quality * part, values["drift"] = 0.02 + 0.2 * about.quality * part;
      exact = values["exact_match"] = std::min(1.0, std::round(100 * about.quality * std::pow(learnt, 1.5)) / 100);
      static const char* const answers[] = {"Sorry to hear that! We will", "wheels HERON today", "wheels HERO-3 today"};
      for (std::size_t prompt = 0; prompt < base.sample_prompts.size() && step % 40 == 0; ++prompt)
        say(static_cast<int64_t>(wall), RunSample{step, static_cast<int64_t>(prompt), base.sample_prompts[prompt], answers[step == 0 ? 0 : part < 0.5 ? 1 : 2], answers[2]});
    }
    say(static_cast<int64_t>(wall), RunMetrics{step, values});
  }
  if (number % 4 == 2) say(static_cast<int64_t>(wall), RunNote{40, "gradient norm 38.0, usual 0.1–10, for 20 steps"});
  if (about.ending == "failed") {
    say(static_cast<int64_t>(wall), RunFailed{{ErrorKind::input, "the loss is not a number", "step " + std::to_string(last), "Lower learning_rate (now 0.03), or set max_grad_norm to 1."}});
  } else {
    say(static_cast<int64_t>(wall), RunFinished{about.ending == "stopped" ? "stopped" : "completed", last, "",
                                                {{"adapter_bytes", 4.0 * static_cast<double>(about.trainable)}, {"wall_seconds", wall / 1000},
                                                 {"eval_loss", eval_loss}, {"exact_match", exact}, {"memory_peak_bytes", memory * 1.06}}});
  }
  store.flush();
  if (!about.tag.empty()) store.tag(id, about.tag, true).value();
}

// A finished tournament of the useful methods: its row, and three made-up runs for each method of `plan`.
inline void add_example_sweep(RunStore& store, const std::string& home, const RunConfig& base, SweepPlan plan, int first_number) {
  static const double qualities[] = {0.90, 0.95, 0.93, 0.91, 0.80, 0.74, 0.88, 0.82, 0.62, 0.46};
  static const int64_t trainable[] = {4'884'480, 19'537'920, 5'080'320, 3'010'560, 9'768'960, 4'884'480, 2'600'000, 3'300'480, 1'100'000, 57'600};
  const std::string id = "20261121-example";
  store.add_sweep({id, plan.name, plan.hash, "running", "2026-11-21T10:00:00Z", to_json(plan).dump()}).value();
  std::vector<std::string> methods;
  for (const auto& item : plan.items) {
    if (std::find(methods.begin(), methods.end(), item.method) == methods.end()) methods.push_back(item.method);
    if (!item.purpose.empty()) continue;
    const auto place = static_cast<std::size_t>(std::find(methods.begin(), methods.end(), item.method) - methods.begin()) % std::size(qualities);
    const auto seed = item.config.training.value("seed", int64_t{0});
    ExampleRun about{item.key, item.config.peft, 1e-3, qualities[place] + 0.012 * static_cast<double>((seed * 7 + static_cast<int64_t>(place)) % 3 - 1),
                     trainable[place]};
    about.sweep = id;
    about.sweep_item = item.key;
    if (item.method == "C3A" && seed == 2) about.ending = "failed";
    add_example_run(store, home, base, about, first_number++, 40);
  }
  store.set_sweep_state(id, "finished").value();
}

}  // namespace paretune::test
