// SPDX-License-Identifier: GPL-3.0-or-later
// paretune runs [list | show R | compare R... | delete R | tag R T | reproduce R --out FILE | import FOLDER --model M]
#include <iostream>
#include <cmath>
#include <set>

#include "app/cli/command.h"
#include "training/core/files.h"

namespace paretune {
namespace {

struct Options {
  std::string run, tag;
  std::vector<std::string> runs;
  bool off = false, all = false;
  std::string out, data, train_on = "assistant";
  ImportRequest import;
};

double value_of(const RunRow& row, const char* key) {
  const auto it = row.summary.find(key);
  return it == row.summary.end() ? std::nan("") : it->second;
}

std::string cell(double value, const char* pattern) {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, pattern, value);
  return text;
}

int list(const Options& options, CliContext& context) {
  auto rows = context.engine->runs();
  const auto hidden = options.all ? 0 : std::erase_if(rows, [](const RunRow& row) { return !row.purpose.empty(); });
  if (!context.json) std::printf("%-32s %-12s %-16s %11s %9s %9s %10s  %s\n", "id", "state", "method", "step", "eval_loss", "exact", "peak", "name");
  for (const auto& row : rows) {
    if (context.json) {
      print_json(to_json(row));
      continue;
    }
    const std::string steps = std::to_string(row.step) + "/" + std::to_string(row.total_steps);
    const double peak = value_of(row, "memory_peak_bytes");
    std::printf("%-32s %-12s %-16s %11s %9s %9s %10s  %s\n", row.id.c_str(), row.state.c_str(), row.method.c_str(), steps.c_str(),
                cell(value_of(row, "eval_loss"), "%.4f").c_str(), cell(100 * value_of(row, "exact_match"), "%.1f %%").c_str(),
                std::isnan(peak) ? "-" : megabytes(peak).c_str(), row.name.c_str());
  }
  if (!context.json && rows.empty()) std::printf("No runs yet. Start one with: paretune train demo\n");
  if (hidden > 0 && !context.json && !context.quiet) std::fprintf(stderr, "%zu short runs of learning-rate searches are not shown; --all shows them\n", hidden);
  return exit_done;
}

void print_report(const AdapterReport& report) {
  std::printf("adapter acts: logits of %lld fixed texts change by %.4g on average (they are %.4g), %.4g at most; %.0f %% of the next tokens differ\n",
              static_cast<long long>(report.texts), report.mean_abs_logit_change, report.mean_abs_logit, report.max_abs_logit_change,
              100 * report.next_tokens_changed);
  std::printf("change of %s: %.3g of their norm, %lld of %zu modules dead\n", report.compared.c_str(), report.relative_change,
              static_cast<long long>(report.dead_modules()), report.layers.size());
  for (const auto& layer : report.layers) {
    std::printf("  %-44s %10.4g %10.3g%s\n", layer.module.c_str(), layer.change, layer.relative, layer.dead ? "  dead" : "");
  }
}

int show(const std::string& id, CliContext& context) {
  const RunRow row = context.engine->run(id).value();
  Json metrics = Json::object();
  for (const auto& key : context.engine->metric_keys(row.id)) {
    Json points = Json::array();
    for (const auto& point : context.engine->metric(row.id, key)) points.push_back({point.step, point.value});
    metrics[key] = points;
  }
  if (context.json) {
    Json json = to_json(row);
    json["metrics"] = metrics;
    json["samples"] = Json::array();
    for (const auto& s : context.engine->samples(row.id)) json["samples"].push_back({{"step", s.step}, {"index", s.index}, {"prompt", s.prompt}, {"text", s.text}, {"reference", s.reference}});
    json["notes"] = context.engine->notes(row.id);
    json["health"] = Json::array();
    for (const auto& note : context.engine->health(row.id))
      json["health"].push_back({{"step", note.step}, {"text", note.text}, {"suggestion", note.suggestion}});
    if (const auto report = context.engine->adapter_report(row.id)) json["adapter_report"] = report->to_json();
    print_json(json);
    return exit_done;
  }
  std::printf("%s  %s\nstate   %s%s%s\nmethod  %s on %s\nsteps   %lld of %lld\nfolder  %s\n", row.id.c_str(), row.name.c_str(), row.state.c_str(),
              row.error.empty() ? "" : ": ", row.error.c_str(), row.method.c_str(), row.model.c_str(), static_cast<long long>(row.step),
              static_cast<long long>(row.total_steps), row.folder.c_str());
  for (const auto& [key, points] : metrics.items()) {
    std::printf("%-20s first %-12.6g last %-12.6g (%zu points)\n", key.c_str(), points.front()[1].is_number() ? points.front()[1].get<double>() : std::nan(""),
                points.back()[1].is_number() ? points.back()[1].get<double>() : std::nan(""), points.size());
  }
  for (const auto& note : context.engine->health(row.id)) {
    std::printf("note at step %lld: %s\n", static_cast<long long>(note.step), note.text.c_str());
    for (const auto& assignment : note.suggestion) std::printf("  for a new run: --set %s\n", assignment.c_str());
  }
  if (const auto report = context.engine->adapter_report(row.id)) print_report(*report);
  return exit_done;
}

// "training.learning_rate" -> value, for every leaf of a config.
void flatten(const Json& json, const std::string& prefix, std::map<std::string, std::string>& out) {
  if (json.is_object() && !json.empty()) {
    for (const auto& [key, value] : json.items()) flatten(value, prefix.empty() ? key : prefix + "." + key, out);
  } else {
    out[prefix] = json.dump();
  }
}

int compare(const std::vector<std::string>& ids, CliContext& context) {
  std::vector<RunRow> rows;
  std::vector<std::map<std::string, std::string>> settings(ids.size());
  std::set<std::string> keys, metrics;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    rows.push_back(context.engine->run(ids[i]).value());
    flatten(rows.back().config.to_json(), "", settings[i]);
    for (const auto& [key, value] : settings[i]) keys.insert(key);
    for (const auto& [key, value] : rows.back().summary) metrics.insert(key);
  }
  Json json = {{"runs", Json::array()}, {"settings", Json::object()}, {"metrics", Json::object()}};
  for (const auto& row : rows) json["runs"].push_back(row.id);
  for (const auto& key : keys) {
    std::set<std::string> values;
    for (const auto& one : settings) values.insert(one.contains(key) ? one.at(key) : "null");
    if (values.size() < 2) continue;
    for (const auto& one : settings) json["settings"][key].push_back(Json::parse(one.contains(key) ? one.at(key) : "null"));
  }
  for (const auto& key : metrics) {
    for (const auto& row : rows) json["metrics"][key].push_back(row.summary.contains(key) ? Json(row.summary.at(key)) : Json());
  }
  if (context.json) {
    print_json(json);
    return exit_done;
  }
  for (const char* part : {"settings", "metrics"}) {
    std::printf("%s\n", part);
    for (const auto& [key, values] : json[part].items()) {
      std::printf("  %-34s", key.c_str());
      for (const auto& value : values) std::printf(" %-24s", value.dump().c_str());
      std::printf("\n");
    }
  }
  return exit_done;
}

// Either a path, or "-" for stdout.
int reproduce(const Options& options, CliContext& context) {
  const Json json = context.engine->reproduction(options.run).value();
  if (options.out == "-") {
    std::printf("%s\n", json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    return exit_done;
  }
  write_json_file(options.out, json).value();
  if (context.json) print_json({{"run", json.value("id", "")}, {"path", options.out}});
  else std::printf("%s: paretune train %s makes the run again\n", options.out.c_str(), options.out.c_str());
  return exit_done;
}

int import_folder(Options& options, CliContext& context) {
  if (!options.data.empty()) options.import.data = {{"path", options.data}, {"train_on", options.train_on}};
  std::string last;
  const auto progress = [&](const std::string& phase, double) {
    if (!context.quiet && phase != last) std::fprintf(stderr, "%s ...\n", phase.c_str());
    last = phase;
  };
  const RunRow row = context.engine->run(context.engine->import_adapter(options.import, progress).value()).value();
  if (context.json) print_json(to_json(row));
  else std::printf("%s  %s\n", row.id.c_str(), row.name.c_str());
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<Options>();
  app.require_subcommand(0, 1);
  app.add_flag("--all", o->all, "List the short runs of learning-rate searches too");
  app.add_subcommand("list", "All runs, newest first (the default)");
  auto* show_app = app.add_subcommand("show", "One run with its metrics");
  show_app->add_option("RUN", o->run)->required();
  auto* compare_app = app.add_subcommand("compare", "Settings that differ, and metrics side by side");
  compare_app->add_option("RUN", o->runs)->required()->expected(2, 100);
  auto* delete_app = app.add_subcommand("delete", "Remove a run and its folder");
  delete_app->add_option("RUN", o->run)->required();
  auto* tag_app = app.add_subcommand("tag", "Put a tag on a run");
  tag_app->add_option("RUN", o->run)->required();
  tag_app->add_option("TAG", o->tag)->required();
  tag_app->add_flag("--off", o->off, "Take the tag off");
  auto* reproduce_app = app.add_subcommand("reproduce", "Write a reproducibility file: exact config, hashes of model and data, versions, hardware, results.\n"
                                                        "'paretune train FILE' checks the hashes and makes the run again.");
  reproduce_app->add_option("RUN", o->run)->required();
  reproduce_app->add_option("--out", o->out, "JSON file to write, or - for stdout")->required();
  auto* import_app = app.add_subcommand("import", "Make a PEFT adapter folder a finished run that can be scored, compared, talked to and exported");
  import_app->add_option("FOLDER", o->import.folder, "With adapter_config.json and adapter_model.safetensors")->required();
  import_app->add_option("--model", o->import.model, "Its base: HF folder, .gguf file, org/name or demo")->required();
  import_app->add_option("--name", o->import.name, "Name of the run");
  import_app->add_option("--data", o->data, "Rows to score it on: eval loss and exact match");
  import_app->add_option("--train-on", o->train_on, "Which of their tokens count")->capture_default_str();
  add_quantization_option(*import_app, o->import.quantization);
  return [=, &context]() -> int {
    if (show_app->parsed()) return show(o->run, context);
    if (compare_app->parsed()) return compare(o->runs, context);
    if (delete_app->parsed()) {
      const RunRow row = context.engine->run(o->run).value();
      context.engine->remove_run(row.id).value();
      if (context.json) print_json({{"deleted", row.id}});
      else std::printf("deleted %s\n", row.id.c_str());
      return exit_done;
    }
    if (tag_app->parsed()) {
      context.engine->tag_run(o->run, o->tag, !o->off).value();
      if (context.json) print_json({{"run", o->run}, {"tag", o->tag}, {"on", !o->off}});
      return exit_done;
    }
    if (reproduce_app->parsed()) return reproduce(*o, context);
    if (import_app->parsed()) return import_folder(*o, context);
    return list(*o, context);
  };
}

}  // namespace

extern const CliCommand runs_command;
const CliCommand runs_command{"runs", "List, show, compare, delete, tag, reproduce and import runs", define};

}  // namespace paretune
