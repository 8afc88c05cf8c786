// SPDX-License-Identifier: GPL-3.0-or-later
// paretune bench kernels|train|methods
#include "app/cli/command.h"

namespace paretune {
namespace {

struct Options {
  std::string what, run, model;
  int64_t steps = 0, tokens = 512;
  std::vector<std::string> methods;
};

void print_methods(const Json& result) {
  std::printf("| method | trained | step, ms | relative to LoRA r32 | peak, GB |\n| --- | ---: | ---: | ---: | ---: |\n");
  for (const auto& row : result.at("methods")) {
    std::printf("| %s | %.3f M | %.0f | %.2f | %.2f |\n", row.at("peft_type").get<std::string>().c_str(), row.at("trainable_parameters").get<double>() / 1e6,
                row.at("step_ms").get<double>(), row.at("relative_step_time").get<double>(), row.at("peak_bytes").get<double>() / 1e9);
  }
}

void print_table(const Json& result) {
  for (const auto& [key, value] : result.items()) {
    if (!value.is_array() || value.empty() || !value.front().is_object()) {
      std::printf("%-26s %s\n", key.c_str(), value.is_string() ? value.get<std::string>().c_str() : value.dump().c_str());
      continue;
    }
    for (const auto& row : value) {
      for (const auto& [name, cell] : row.items()) std::printf("%s %s  ", name.c_str(), cell.is_string() ? cell.get<std::string>().c_str() : cell.dump().c_str());
      std::printf("\n");
    }
  }
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<Options>();
  app.add_option("WHAT", o->what, "kernels: each operator against plain ATen; train: steps of the demo run; methods: every method against LoRA r32")
      ->required()
      ->check(CLI::IsMember({"kernels", "train", "methods"}));
  app.add_option("--run", o->run, "train: a run file instead of the demo");
  app.add_option("--steps", o->steps, "Measured steps (train: 12, methods: 3)")->check(CLI::Range(int64_t{1}, int64_t{100000}));
  app.add_option("--tokens", o->tokens, "methods: tokens a step")->capture_default_str()->check(CLI::Range(int64_t{4}, int64_t{100000}));
  app.add_option("--model", o->model, "methods: a base model in place of the demo's");
  app.add_option("--methods", o->methods, "methods: only these peft_types")->delimiter(',');
  return [o, &context]() -> int {
    const int64_t steps = o->steps > 0 ? o->steps : o->what == "methods" ? 3 : 12;
    const Json result = context.engine->bench(o->what, {{"steps", steps}, {"run", o->run}, {"tokens", o->tokens}, {"methods", o->methods}, {"model", o->model}}).value();
    if (context.json) print_json(result);
    else if (o->what == "methods") print_methods(result);
    else print_table(result);
    return exit_done;
  };
}

}  // namespace

extern const CliCommand bench_command;
const CliCommand bench_command{"bench", "Measure kernels and training steps on this machine", define};

}  // namespace paretune
