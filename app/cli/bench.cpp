// SPDX-License-Identifier: GPL-3.0-or-later
// paretune bench kernels|train
#include "app/cli/command.h"

namespace paretune {
namespace {

struct Options {
  std::string what, run;
  int64_t steps = 12;
};

void print_table(const Json& result) {
  for (const auto& [key, value] : result.items()) {
    if (!value.is_array()) {
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
  app.add_option("WHAT", o->what, "kernels: each operator against plain ATen; train: steps of the demo run")->required()->check(CLI::IsMember({"kernels", "train"}));
  app.add_option("--run", o->run, "train: a run file instead of the demo");
  app.add_option("--steps", o->steps, "train: measured steps")->capture_default_str()->check(CLI::Range(int64_t{1}, int64_t{100000}));
  return [o, &context]() -> int {
    const Json result = context.engine->bench(o->what, {{"steps", o->steps}, {"run", o->run}}).value();
    if (context.json) print_json(result);
    else print_table(result);
    return exit_done;
  };
}

}  // namespace

extern const CliCommand bench_command;
const CliCommand bench_command{"bench", "Measure kernels and training steps on this machine", define};

}  // namespace paretune
