// SPDX-License-Identifier: GPL-3.0-or-later
// paretune plan RUN.json [--measure | --memory GB]
#include "app/cli/command.h"
#include "app/cli/run_file.h"

namespace paretune {
namespace {

struct Options : RunFileOptions {
  double memory = 0;  // GB
  bool measure = false;
};

int plan(const Options& options, CliContext& context) {
  const RunConfig config = read_run_config(options, *context.engine);
  const auto memory = static_cast<int64_t>(options.memory * 1e9);
  const Plan plan = (options.measure ? context.engine->measure_plan(config, {}) : context.engine->plan(config, memory)).value();
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
  std::printf("\n%lld steps of about %lld tokens, %.2f s each, and %s of evaluations: %s\n%lld of %lld parameters trained\n", static_cast<long long>(plan.steps),
              static_cast<long long>(plan.tokens_per_step), plan.step_seconds,
              duration(plan.evaluation_seconds).c_str(), duration(plan.total_seconds).c_str(),
              static_cast<long long>(plan.trainable_parameters), static_cast<long long>(plan.total_parameters));
  for (const auto& note : plan.notes) std::printf("%s\n", note.c_str());
  for (const auto& suggestion : plan.suggestions) std::printf("It would fit with: %s\n", suggestion.c_str());
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<Options>();
  add_run_file_options(app, *options, true);
  auto* measure = app.add_flag("--measure", options->measure, "Load the model and make the largest pass for real");
  app.add_option("--memory", options->memory, "Plan for this much free memory, in GB, in place of what is free here")->check(CLI::PositiveNumber)->excludes(measure);
  return [options, &context] { return plan(*options, context); };
}

}  // namespace

extern const CliCommand plan_command;
const CliCommand plan_command{"plan", "Memory by part and time of a run, before it starts", define};

}  // namespace paretune
