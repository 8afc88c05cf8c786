// SPDX-License-Identifier: GPL-3.0-or-later
// paretune train RUN.json [--set a.b=value]... | --from RUN [--set a.b=value]... | --resume RUN, each with [--processes N]
#include <filesystem>
#include <iostream>

#include "app/cli/command.h"
#include "app/cli/launch_workers.h"
#include "app/cli/progress.h"
#include "app/cli/run_file.h"
#include "app/cli/stop_on_signal.h"
#include "training/api/workers.h"

namespace paretune {
namespace {

struct Options {
  RunFileOptions run;
  std::string resume, from;
};

// Another rank than 0: what is to be trained comes from there.
int help(CliContext& context, int rank, StopOnSignal& signals) {
  std::stop_source stop;
  signals.watch("Stopping after this step. Press again to quit at once.", [&] { stop.request_stop(); });
  const Status done = help_train(*context.engine, stop.get_token());
  if (done) return exit_done;
  std::cerr << "rank " << rank << ": " << done.error().text() << std::endl;
  return exit_code(done.error());
}

// "Same but…": the settings of a past run with changes, as a new run.
RunConfig config_of_past_run(const Options& options, Engine& engine) {
  Json json = engine.run(options.from).value().config.to_json();
  json["name"] = nullptr;
  override_run(json, options.run.sets, engine);
  locate_paths(json, std::filesystem::current_path().string());
  return parse_run_config(json).value();
}

RunConfig config_of(const Options& options, Engine& engine) {
  return options.from.empty() ? read_run_config(options.run, engine) : config_of_past_run(options, engine);
}

int train(const Options& options, CliContext& context, StopOnSignal& signals) {
  auto sink = std::make_shared<ProgressSink>(context.json, context.quiet);
  const std::string id = options.resume.empty() ? context.engine->submit(config_of(options, *context.engine), sink).value()
                                                : context.engine->resume(options.resume, sink).value();
  signals.watch("Stopping after this step; a checkpoint is written. Press again to quit at once.", [&] { context.engine->stop(id); });
  context.engine->wait(id);
  const RunRow row = context.engine->run(id).value();
  sink->finish(row);
  if (row.state == "finished") return exit_done;
  return row.state == "stopped" ? exit_stopped : exit_failed;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<Options>();
  add_run_file_options(app, options->run, false);
  app.add_option("--resume", options->resume, "Go on with a stopped or interrupted run (id, prefix or name), with its own settings; a run file is not needed");
  add_processes_option(app);
  app.add_option("--from", options->from, "A new run with the settings of a past one (id, prefix or name), changed by --set; another peft.peft_type starts from its own defaults");
  return [options, &context] {
    StopOnSignal signals;
    if (const int rank = worker_place_from_environment()->rank; rank > 0) return help(context, rank, signals);
    const int sources = static_cast<int>(!options->run.file.empty()) + static_cast<int>(!options->resume.empty()) + static_cast<int>(!options->from.empty());
    if (sources == 0) fail(ErrorKind::usage, "give a run file, --from RUN or --resume RUN", "train", "paretune train --help");
    if (sources > 1) fail(ErrorKind::usage, "takes one of a run file, --from RUN and --resume RUN", "train", "paretune train --help");
    if (!options->resume.empty() && !options->run.sets.empty()) {
      fail(ErrorKind::usage, "a run is resumed with its own settings; --set cannot change them", "train", "Start a new run with the changed settings.");
    }
    return train(*options, context, signals);
  };
}

}  // namespace

extern const CliCommand train_command;
const CliCommand train_command{"train", "Train from a run file; Ctrl+C stops with a checkpoint", define};

}  // namespace paretune
