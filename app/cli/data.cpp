// SPDX-License-Identifier: GPL-3.0-or-later
// paretune data FILE|RUN.json [--model M]
#include <algorithm>
#include <filesystem>

#include "app/cli/run_file.h"
#include "training/core/files.h"

namespace paretune {
namespace {

struct Options {
  std::string what, model = "demo", eval;
  std::vector<std::string> sets;
};

Json pairs_json(const std::vector<DataReport::Pair>& pairs) {
  Json out = Json::array();
  for (const auto& pair : pairs) out.push_back({{"row", pair.row}, {"as_row", pair.as_row}, {"summary", pair.summary}});
  return out;
}

// Rows by length, in powers of two: [from, below, rows].
Json histogram(const std::vector<int64_t>& lengths) {
  Json out = Json::array();
  const int64_t longest = lengths.empty() ? 0 : *std::max_element(lengths.begin(), lengths.end());
  for (int64_t from = 0, below = 16; from <= longest; from = below, below *= 2) {
    const auto rows = std::count_if(lengths.begin(), lengths.end(), [&](int64_t n) { return n >= from && n < below; });
    out.push_back({from, below, rows});
  }
  return out;
}

void print(const DataReport& report) {
  const auto share = [](int64_t part, int64_t all) { return all > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(all) : 0.0; };
  std::printf("%s: %s\n%lld rows to train on, %lld held out\n", report.path.c_str(), report.format.c_str(), static_cast<long long>(report.train_rows),
              static_cast<long long>(report.eval_rows));
  std::printf("%lld tokens, %.1f %% of them trained; %lld rows (%.1f %%) are longer than max_length %lld and are cut\n", static_cast<long long>(report.tokens),
              share(report.trained_tokens, report.tokens), static_cast<long long>(report.truncated_rows), share(report.truncated_rows, report.rows),
              static_cast<long long>(report.max_length));
  const Json bars = histogram(report.lengths);
  int64_t most = 1;
  for (const Json& bar : bars) most = std::max(most, bar[2].get<int64_t>());
  for (const Json& bar : bars) {
    const auto rows = bar[2].get<int64_t>();
    std::printf("  %6lld-%-6lld %8lld %s\n", static_cast<long long>(bar[0].get<int64_t>()), static_cast<long long>(bar[1].get<int64_t>() - 1), static_cast<long long>(rows),
                std::string(static_cast<std::size_t>((rows * 40 + most - 1) / most), '#').c_str());
  }
  const auto list = [](const char* what, int64_t count, const std::vector<DataReport::Pair>& pairs) {
    std::printf("%s: %lld\n", what, static_cast<long long>(count));
    for (const auto& pair : pairs) std::printf("  row %lld as row %lld: %s\n", static_cast<long long>(pair.row), static_cast<long long>(pair.as_row), pair.summary.c_str());
  };
  list("rows that repeat an earlier one", report.duplicate_rows, report.duplicates);
  list("held-out rows that are trained on too", report.leaked_rows, report.leaks);
  std::printf("rows that cannot be used: %lld\n", static_cast<long long>(report.unusable_rows));
  for (const auto& problem : report.problems) std::printf("  %s: %s\n", problem.where.c_str(), problem.message.c_str());
}

int data(CliContext& context, const Options& options) {
  RunFileOptions run;
  run.file = options.what;
  run.sets = options.sets;
  std::string model = options.model;
  Json settings;
  const bool named = options.what == "demo";
  std::error_code code;
  const bool small = std::filesystem::file_size(options.what, code) < (std::uintmax_t{1} << 20) && !code;  // larger ones are rows
  const auto file = !named && small && options.what.ends_with(".json") ? read_json_file(options.what) : Result<Json>(Json());
  if (named || (file && file->is_object() && file->contains("model") && file->contains("data"))) {
    const RunConfig config = read_run_config(run, *context.engine);
    settings = config.data;
    model = config.model;
  } else {
    Json json = {{"data", {{"path", options.what}}}};
    if (!options.eval.empty()) json["data"]["eval_path"] = options.eval;
    for (const auto& set : options.sets) apply_override(json, set).value();
    settings = json["data"];
  }
  const DataReport report = context.engine->inspect_data(model, settings, {}).value();
  if (!context.json) {
    print(report);
    return exit_done;
  }
  Json problems = Json::array();
  for (const auto& problem : report.problems) problems.push_back({{"where", problem.where}, {"message", problem.message}});
  print_json({{"path", report.path}, {"format", report.format}, {"rows", report.rows}, {"train_rows", report.train_rows}, {"eval_rows", report.eval_rows},
              {"truncated_rows", report.truncated_rows}, {"tokens", report.tokens}, {"trained_tokens", report.trained_tokens}, {"max_length", report.max_length},
              {"lengths", histogram(report.lengths)}, {"duplicate_rows", report.duplicate_rows}, {"duplicates", pairs_json(report.duplicates)},
              {"leaked_rows", report.leaked_rows}, {"leaks", pairs_json(report.leaks)}, {"unusable_rows", report.unusable_rows}, {"problems", problems}});
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<Options>();
  app.add_option("WHAT", o->what, "A data file, org/name:split of the HF cache, a run file, or \"demo\"")->required();
  app.add_option("--model", o->model, "Whose tokenizer and chat template; a run file names its own")->capture_default_str();
  app.add_option("--eval", o->eval, "A file with held-out rows");
  app.add_option("--set", o->sets, "Change a setting, e.g. --set data.max_length=512")->allow_extra_args(false);
  return [o, &context] { return data(context, *o); };
}

}  // namespace

extern const CliCommand data_command;
const CliCommand data_command{"data", "Look at data before training: format, lengths, duplicates, leaks, rows that cannot be used", define};

}  // namespace paretune
