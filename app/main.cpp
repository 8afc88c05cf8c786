// SPDX-License-Identifier: GPL-3.0-or-later
// Picks the studio or a subcommand.
#include "app/cli/command.h"
#include "app/cli/launch_workers.h"
#include "ui/studio.h"

namespace paretune {
namespace {

int run_main(int argc, char** argv) {
  CLI::App app{"Paretune fine-tunes language models with parameter-efficient methods and shows which runs are worth keeping.\n"
               "Without a subcommand it opens the studio."};
  app.set_version_flag("--version", PARETUNE_VERSION);
  app.require_subcommand(0, 1);
  app.fallthrough();  // common options may stand after the subcommand
  CliContext context;
  StudioOptions studio;
  app.add_flag("--demo", studio.demo, "Open the studio with the bundled model and data chosen");
  app.add_option("--home", context.options.home, "The studio's folder (else PARETUNE_HOME, else the platform's data folder)");
  app.add_option("--device", context.options.device, "auto, cpu or cuda")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
  app.add_option("--threads", context.options.threads, "Threads; 0 = all cores")->check(CLI::Range(0, 1024))->capture_default_str();
  app.add_flag("--json", context.json, "One JSON value per line on stdout");
  app.add_flag("--quiet", context.quiet, "No progress");
  std::function<int()> chosen;
  for (const CliCommand* command : cli_commands()) {
    CLI::App* sub = app.add_subcommand(command->name, command->summary);
    sub->fallthrough();
    auto body = command->define(*sub, context);
    sub->final_callback([&chosen, body] { chosen = body; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_usage;
  }
  try {
    // Threads made by the engine inherit the signal mask, so a command that watches signals blocks them first.
    if (chosen) {
      WorkerPlace place;
      if (app.got_subcommand("train")) {
        place = worker_place_from_environment().value();
        if (const auto code = launched_workers(*app.get_subcommand("train"), context.options.threads, place)) return *code;
      }
      if (app.got_subcommand("train") || app.got_subcommand("sweep") || app.got_subcommand("download")) block_stop_signals();
      context.engine = open_engine(context.options, place).value();
      return chosen();
    }
    context.engine = Engine::open(context.options).value();
    return run_studio(argc, argv, context.engine, studio);
  } catch (...) {
    const Error error = error_from_current_exception("paretune");
    print_error(error, context.json);
    return exit_code(error);
  }
}

}  // namespace
}  // namespace paretune

int main(int argc, char** argv) { return paretune::run_main(argc, argv); }
