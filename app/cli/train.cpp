// SPDX-License-Identifier: GPL-3.0-or-later
// paretune train RUN.json [--set a.b=value]... [--resume RUN]
#include <csignal>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/progress.h"
#include "app/cli/run_file.h"

namespace paretune {
namespace {

struct Options {
  RunFileOptions run;
  std::string resume;
};

// The first SIGINT or SIGTERM stops the run with a checkpoint, the second ends the program at once.
class StopOnSignal {
 public:
  StopOnSignal() : m_signals(stop_signals()) {}
  void watch(Engine& engine, const std::string& id) {
    m_thread = std::jthread([this, &engine, id](std::stop_token stop) {
      int seen = 0;
      while (!stop.stop_requested()) {
        const timespec wait{0, 100'000'000};
        if (sigtimedwait(&m_signals, nullptr, &wait) < 0) continue;
        if (++seen > 1) std::_Exit(130);
        std::fprintf(stderr, "\nStopping after this step; a checkpoint is written. Press again to quit at once.\n");
        engine.stop(id);
      }
    });
  }

 private:
  sigset_t m_signals;
  std::jthread m_thread;
};

int train(const Options& options, CliContext& context, StopOnSignal& signals) {
  auto sink = std::make_shared<ProgressSink>(context.json, context.quiet);
  const std::string id = options.resume.empty() ? context.engine->submit(read_run_config(options.run, *context.engine), sink).value()
                                                : context.engine->resume(options.resume, sink).value();
  signals.watch(*context.engine, id);
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
  return [options, &context] {
    if (options->run.file.empty() && options->resume.empty()) fail(ErrorKind::usage, "give a run file or --resume RUN", "train", "paretune train --help");
    if (!options->resume.empty() && !options->run.sets.empty()) {
      fail(ErrorKind::usage, "a run is resumed with its own settings; --set cannot change them", "train", "Start a new run with the changed settings.");
    }
    StopOnSignal signals;
    return train(*options, context, signals);
  };
}

}  // namespace

extern const CliCommand train_command;
const CliCommand train_command{"train", "Train from a run file; Ctrl+C stops with a checkpoint", define};

}  // namespace paretune
