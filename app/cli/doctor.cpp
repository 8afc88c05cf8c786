// SPDX-License-Identifier: GPL-3.0-or-later
// paretune doctor
#include "app/cli/command.h"

namespace paretune {
namespace {

std::function<int()> define(CLI::App&, CliContext& context) {
  return [&context]() -> int {
    bool good = true;
    for (const auto& item : context.engine->doctor()) {
      good = good && item.ok;
      if (context.json) print_json({{"name", item.name}, {"value", item.value}, {"ok", item.ok}, {"remedy", item.remedy}});
      else std::printf("%s %-18s %s%s%s\n", item.ok ? "ok " : "BAD", item.name.c_str(), item.value.c_str(), item.remedy.empty() ? "" : "\n      What to do: ", item.remedy.c_str());
    }
    return good ? exit_done : exit_failed;
  };
}

}  // namespace

extern const CliCommand doctor_command;
const CliCommand doctor_command{"doctor", "What this machine offers and what is missing", define};

}  // namespace paretune
