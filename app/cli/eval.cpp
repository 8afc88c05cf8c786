// SPDX-License-Identifier: GPL-3.0-or-later
// paretune eval --model M [--adapter A]… --data D [--metrics loss,perplexity,exact_match]
#include "app/cli/command.h"

namespace paretune {
namespace {

struct Options {
  EvalRequest request;
  std::string data, format = "auto", train_on = "assistant", chat_template = "model", metrics = "loss,perplexity", labels;
  int64_t max_length = 1024;
};

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out;
  std::size_t start = 0;
  while (start <= text.size()) {
    const auto comma = std::min(text.find(',', start), text.size());
    if (comma > start) out.push_back(text.substr(start, comma - start));
    start = comma + 1;
  }
  return out;
}

int eval(Options& options, CliContext& context) {
  EvalRequest& request = options.request;
  request.data = {{"path", options.data}, {"format", options.format}, {"train_on", options.train_on}, {"chat_template", options.chat_template}, {"max_length", options.max_length}};
  if (!options.labels.empty()) request.data["labels"] = split(options.labels);
  request.metrics = split(options.metrics);
  const auto values = context.engine->evaluate(request, {}, {}).value();
  if (context.json) {
    print_json(values);
  } else {
    for (const auto& [key, value] : values) std::printf("%-14s %.6g\n", key.c_str(), value);
  }
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<Options>();
  add_model_options(app, options->request);
  app.add_option("--data", options->data, "File with rows")->required();
  app.add_option("--metrics", options->metrics, "Comma-separated: loss, perplexity, exact_match, accuracy of classifiers, and of an adapter forgetting, drift")->capture_default_str();
  app.add_option("--format", options->format, "Row format")->capture_default_str();
  app.add_option("--labels", options->labels, "Names of a classifier's classes in their order, comma-separated; else those of its run, or of the rows");
  app.add_option("--train-on", options->train_on, "Which tokens count")->capture_default_str();
  app.add_option("--chat-template", options->chat_template, "model, none or a Jinja template")->capture_default_str();
  app.add_option("--max-length", options->max_length, "Rows are cut to this many tokens")->capture_default_str();
  app.add_option("--max-rows", options->request.max_rows, "Use only the first rows; 0 = all")->capture_default_str();
  return [options, &context] { return eval(*options, context); };
}

}  // namespace

extern const CliCommand eval_command;
const CliCommand eval_command{"eval", "Score a model, with or without an adapter, on a file", define};

}  // namespace paretune
