// SPDX-License-Identifier: GPL-3.0-or-later
// paretune plan RUN.json [--measure]
#include "app/cli/command.h"
#include "app/cli/run_file.h"

namespace paretune {
namespace {

int plan(const RunFileOptions& options, bool measure, CliContext& context) {
  const RunConfig config = read_run_config(options, *context.engine);
  const Plan plan = (measure ? context.engine->measure_plan(config, {}) : context.engine->plan(config)).value();
  if (context.json) {
    print_json(to_json(plan));
    return exit_done;
  }
  for (const auto& part : plan.parts) std::printf("%-14s %s\n", part.name.c_str(), megabytes(static_cast<double>(part.bytes)).c_str());
  std::printf("%-14s %s of %s free: %s\n", "total", megabytes(static_cast<double>(plan.total_bytes)).c_str(), megabytes(static_cast<double>(plan.available_bytes)).c_str(),
              plan.fits ? "fits" : "does not fit");
  if (const auto& made = plan.measured) {
    std::printf("%-14s %s at most, in the largest pass: %lld rows, %lld tokens, %.2f s\n", "measured",
                megabytes(static_cast<double>(made->peak_bytes)).c_str(), static_cast<long long>(made->rows), static_cast<long long>(made->tokens),
                made->seconds);
  }
  std::printf("\n%lld steps of about %lld tokens, %.2f s each: %s\n%lld of %lld parameters trained\n", static_cast<long long>(plan.steps),
              static_cast<long long>(plan.tokens_per_step), plan.step_seconds, duration(plan.total_seconds).c_str(),
              static_cast<long long>(plan.trainable_parameters), static_cast<long long>(plan.total_parameters));
  for (const auto& suggestion : plan.suggestions) std::printf("It would fit with: %s\n", suggestion.c_str());
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<RunFileOptions>();
  add_run_file_options(app, *options, true);
  auto measure = std::make_shared<bool>(false);
  app.add_flag("--measure", *measure, "Load the model and make the largest pass for real");
  return [options, measure, &context] { return plan(*options, *measure, context); };
}

}  // namespace

extern const CliCommand plan_command;
const CliCommand plan_command{"plan", "Memory by part and time of a run, before it starts", define};

}  // namespace paretune
