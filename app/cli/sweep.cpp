// SPDX-License-Identifier: GPL-3.0-or-later
// paretune sweep SWEEP.json [--dry-run] [--set a.b=value]... | --resume SWEEP | --list
#include <algorithm>
#include <filesystem>

#include "app/cli/progress.h"
#include "app/cli/run_file.h"
#include "app/cli/stop_on_signal.h"
#include "app/cli/sweep_report.h"
#include "training/core/files.h"

namespace paretune {
namespace {

constexpr const char* kHelp =
    "Many runs, one after another. SWEEP.json is one of\n"
    "  [RUN, ...]                                        run files, as objects or paths\n"
    "  {\"base\": RUN, \"runs\": [{\"peft.r\": 8}, ...]}       changes on a base\n"
    "  {\"base\": RUN, \"grid\": {\"training.learning_rate\": [1e-4, 3e-4], \"training.seed\": [0, 1]}}\n"
    "  {\"base\": RUN, \"tournament\": {\"methods\": \"useful\" | [\"LORA\", {\"peft_type\": \"MISS\", \"r\": 32}], \"seeds\": [0, 1, 2],\n"
    "     \"budget\": {\"tokens\": N | \"seconds\": S a run, \"memory_bytes\": M},\n"
    "     \"learning_rate_search\": true | {\"rates\": [...], \"rungs\": 2, \"share\": 0.125}, \"metrics\": [\"exact_match\", \"eval_loss\", ...]}}\n"
    "Objects also take name, metrics, cost, memory_bytes and over_budget (skip, error). All runs see the data in one order. Ctrl+C stops with\n"
    "a checkpoint; the same command again, or --resume, goes on and repeats no finished run.";

struct Options {
  std::string file, resume;
  std::vector<std::string> sets;
  bool dry_run = false, anew = false, retry_failed = false, list = false;
};

// A run given as an object, as the path of a run file, or as "demo".
void inline_run(Json& run, const std::string& folder, Engine& engine) {
  if (run.is_string()) {
    const std::string name = run.get<std::string>();
    if (name == "demo") {
      run = engine.demo_config().value().to_json();
      return;
    }
    const std::string path = located(name, folder);
    run = read_json_file(path).value();
    if (run.is_object() && run.contains("config") && run.contains("hashes")) run = Json(run["config"]);
    locate_paths(run, std::filesystem::path(path).parent_path().string());
  } else if (run.is_object()) {
    locate_paths(run, folder);
  }
}

// --set base.… and so on change the sweep file, anything else every run.
void apply_sets(Json& file, const std::vector<std::string>& sets) {
  static const std::vector<std::string> own = {"base", "grid", "tournament", "name", "metrics", "cost", "memory_bytes", "over_budget"};
  for (const auto& set : sets) {
    const std::string first = set.substr(0, set.find_first_of(".="));
    if (file.is_object() && std::find(own.begin(), own.end(), first) != own.end()) {
      apply_override(file, set).value();
    } else if (file.is_array()) {
      for (Json& run : file) apply_override(run, set).value();
    } else {
      apply_override(file["base"], set).value();
    }
  }
}

Json read_sweep(const Options& options, Engine& engine) {
  Json file = read_json_file(options.file).value();
  const std::string folder = std::filesystem::absolute(options.file).parent_path().string();
  if (file.is_array()) {
    for (Json& run : file) inline_run(run, folder, engine);
  } else if (file.is_object() && file.contains("base")) {
    inline_run(file["base"], folder, engine);
  }
  apply_sets(file, options.sets);
  return file;
}

int list(CliContext& context) {
  for (const auto& state : context.engine->sweeps().list()) {
    if (context.json) print_json(to_json(state));
    else
      std::printf("%-28s %-12s %4lld/%-4lld %s\n", state.id.c_str(), state.state.c_str(), static_cast<long long>(state.done),
                  static_cast<long long>(state.total), state.name.c_str());
  }
  return exit_done;
}

int report(const SweepState& state, CliContext& context) {
  if (context.json) {
    Json json = to_json(state);
    json["event"] = "sweep_ended";
    print_json(json);
  } else {
    print_summary(state);
  }
  bool failed = false;
  for (const auto& item : state.items) {
    if (item.state != "failed") continue;
    failed = true;
    std::fprintf(stderr, "error: %s (%s) failed: %s\n", item.item.key.c_str(), item.run_id.c_str(), item.error.c_str());
  }
  if (!state.error.empty()) {
    std::fprintf(stderr, "error: %s\n", state.error.c_str());
    failed = true;
  }
  if (state.state != "finished") {
    std::fprintf(stderr, "Stopped after %lld of %lld runs. Go on with: paretune sweep --resume %s\n", static_cast<long long>(state.done),
                 static_cast<long long>(state.total), state.id.c_str());
    return state.error.empty() ? exit_stopped : exit_failed;
  }
  if (failed) std::fprintf(stderr, "  What to do: see the messages above; --retry-failed tries these runs again.\n");
  return failed ? exit_failed : exit_done;
}

int sweep(const Options& options, CliContext& context) {
  Sweeps& sweeps = context.engine->sweeps();
  if (options.list) return list(context);
  StopOnSignal signals;
  const std::stop_source stop;
  std::string id;
  Json file;
  if (!options.resume.empty()) {
    id = sweeps.get(options.resume).value().id;
  } else {
    file = read_sweep(options, *context.engine);
    const auto known = sweeps.find_hash(expand_sweep(file).value().hash);
    if (known && !options.anew && !options.dry_run) id = *known;
  }
  const auto position = std::make_shared<SweepPosition>(sweeps);
  const auto sink = std::make_shared<ProgressSink>(context.json, context.quiet);
  sink->set_prefix([position](const std::string& run) { return position->text(run); });
  if (id.empty()) {
    std::string last;
    signals.watch("Stopping.", [stop] { stop.request_stop(); });
    const auto progress = [&](const std::string& phase, double) {
      if (!context.quiet && phase != last) std::fprintf(stderr, "%s ...\n", phase.c_str());
      last = phase;
    };
    const SweepPlan plan = sweeps.plan(file, progress, stop.get_token()).value();
    if (options.dry_run) {
      if (context.json) print_json(to_json(plan));
      else print_plan(plan);
      return exit_done;
    }
    if (!context.json && !context.quiet) print_plan(plan);
    id = sweeps.start(plan, sink).value();
  } else {
    const SweepState state = sweeps.get(id).value();
    const bool failed = std::any_of(state.items.begin(), state.items.end(), [](const SweepItemState& item) { return item.state == "failed"; });
    if (state.state == "finished" && !(failed && options.retry_failed)) {
      if (!context.quiet) std::fprintf(stderr, "The sweep %s has been made already; --new makes it again.\n", id.c_str());
      return report(state, context);
    }
    if (!context.quiet)
      std::fprintf(stderr, "Going on with sweep %s: %lld of %lld runs are done.\n", id.c_str(), static_cast<long long>(state.done),
                   static_cast<long long>(state.total));
    id = sweeps.resume(id, sink, options.retry_failed).value();
  }
  position->set_sweep(id);
  if (context.json) print_json({{"event", "sweep_started"}, {"sweep", id}});
  signals.watch("Stopping after this step; a checkpoint is written. Press again to quit at once.", [&] { sweeps.stop(id); });
  if (stop.stop_requested()) sweeps.stop(id);  // it came while the sweep began
  sweeps.wait(id);
  sink->close_line();
  return report(sweeps.get(id).value(), context);
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<Options>();
  app.footer(kHelp);
  app.add_option("SWEEP.json", options->file, "The sweep file");
  app.add_option("--set", options->sets,
                 "Change a key of every run, e.g. --set training.max_steps=20, or of the sweep file: --set tournament.seeds=[0]")
      ->allow_extra_args(false);
  app.add_option("--resume", options->resume, "Go on with a sweep that stopped (id, prefix or name)");
  app.add_flag("--dry-run", options->dry_run, "Only plan: runs, steps, memory, time, what is left out and what would make it fit");
  app.add_flag("--new", options->anew, "Make the sweep again although this file's sweep is there");
  app.add_flag("--retry-failed", options->retry_failed, "Try failed runs again");
  app.add_flag("--list", options->list, "List sweeps, newest first");
  return [options, &context] {
    const int sources = static_cast<int>(!options->file.empty()) + static_cast<int>(!options->resume.empty()) + static_cast<int>(options->list);
    if (sources != 1) fail(ErrorKind::usage, "takes one of a sweep file, --resume SWEEP and --list", "sweep", "paretune sweep --help");
    if (!options->resume.empty() && (!options->sets.empty() || options->dry_run || options->anew)) {
      fail(ErrorKind::usage, "a sweep is resumed as it was planned", "sweep", "Start a new sweep with the changed file.");
    }
    return sweep(*options, context);
  };
}

}  // namespace

extern const CliCommand sweep_command;
const CliCommand sweep_command{"sweep", "Many runs one after another: a list, a grid, or a tournament of methods", define};

}  // namespace paretune
