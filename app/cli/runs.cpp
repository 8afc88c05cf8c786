// SPDX-License-Identifier: GPL-3.0-or-later
// paretune runs [list | show R | compare R... | delete R | tag R T]
#include <iostream>
#include <cmath>
#include <set>

#include "app/cli/command.h"

namespace paretune {
namespace {

struct Options {
  std::string run, tag;
  std::vector<std::string> runs;
  bool off = false;
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

int list(CliContext& context) {
  const auto rows = context.engine->runs();
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

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<Options>();
  app.require_subcommand(0, 1);
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
    return list(context);
  };
}

}  // namespace

extern const CliCommand runs_command;
const CliCommand runs_command{"runs", "List, show, compare, delete and tag runs", define};

}  // namespace paretune
