// SPDX-License-Identifier: GPL-3.0-or-later
// paretune doctor
#include <map>

#include "app/cli/command.h"

namespace paretune {
namespace {

int examine(const CliContext& context) {
  bool good = true;
  for (const auto& item : context.engine->doctor()) {
    good = good && item.ok;
    if (context.json) print_json({{"name", item.name}, {"value", item.value}, {"ok", item.ok}, {"remedy", item.remedy}});
    else std::printf("%s %-18s %s%s%s\n", item.ok ? "ok " : "BAD", item.name.c_str(), item.value.c_str(), item.remedy.empty() ? "" : "\n      What to do: ", item.remedy.c_str());
  }
  return good ? exit_done : exit_failed;
}

void print_row(const SelfTestRow& row) {
  std::printf("%s %-6s %-9s %-22s %-30s %.1e (allowed %.0e)%s%s\n", row.ok ? "ok " : "BAD", row.device.c_str(), row.part.c_str(), row.name.c_str(), row.detail.c_str(),
              row.error, row.allowed, row.problem.empty() ? "" : " ", row.problem.c_str());
  std::fflush(stdout);
}

int self_test(const CliContext& context) {
  const auto rows = context.engine->self_test([&](const SelfTestRow& row) {
    if (!context.json) return print_row(row);
    print_json({{"device", row.device}, {"part", row.part}, {"name", row.name}, {"detail", row.detail}, {"error", row.error}, {"allowed", row.allowed}, {"ok", row.ok}, {"problem", row.problem}});
  });
  std::size_t bad = 0;
  std::map<std::string, std::size_t> devices;
  for (const auto& row : rows.value()) {
    bad += row.ok ? 0 : 1;
    ++devices[row.device];
  }
  std::string where;
  for (const auto& [device, count] : devices) where += (where.empty() ? "" : ", ") + std::to_string(count) + " on " + device;
  if (!context.json) std::printf("%s: %zu of %zu comparisons fail (%s)\n", bad == 0 ? "ok" : "BAD", bad, rows.value().size(), where.c_str());
  return bad == 0 ? exit_done : exit_failed;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto full = std::make_shared<bool>(false);
  app.add_flag("--self-test", *full, "Run every kernel, forward and backward, and small trainings on each device there is, and compare with fp64 and the CPU");
  app.footer("Environment: PARETUNE_DEVICE_KERNELS=off has a GPU compute with ATen's kernels alone; names with commas between turn off these:\n"
             "rms_norm, rope, swiglu, linear_cross_entropy, dequantize, adamw, block_rotation, sparse_gather.");
  return [&context, full]() -> int { return *full ? self_test(context) : examine(context); };
}

}  // namespace

extern const CliCommand doctor_command;
const CliCommand doctor_command{"doctor", "What this machine offers and what is missing", define};

}  // namespace paretune
