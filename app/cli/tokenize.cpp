// SPDX-License-Identifier: GPL-3.0-or-later
// paretune tokenize --model M (--text T | --chat FILE.json): always JSON, for it is made to be read by programs.
#include "app/cli/command.h"

namespace paretune {
namespace {

struct Options {
  std::string model, text, chat, train_on = "assistant";
};

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<Options>();
  app.add_option("--model", options->model, "HF folder, .gguf file, org/name or demo")->required();
  auto* text = app.add_option("--text", options->text, "Plain text");
  auto* chat = app.add_option("--chat", options->chat, "Messages: a JSON file, or the JSON itself");
  text->excludes(chat);
  app.add_option("--train-on", options->train_on, "all, assistant or last_assistant")->capture_default_str();
  return [options, &context, text, chat]() -> int {
    if (text->count() == 0 && chat->count() == 0) fail(ErrorKind::usage, "give --text or --chat", "tokenize", "paretune tokenize --help");
    const TokenView view = chat->count() > 0 ? context.engine->tokenize_chat(options->model, read_chat(options->chat), options->train_on).value()
                                             : context.engine->tokenize(options->model, options->text).value();
    print_json(to_json(view));
    return exit_done;
  };
}

}  // namespace

extern const CliCommand tokenize_command;
const CliCommand tokenize_command{"tokenize", "Show the tokens of a text or chat, and which of them a loss would see", define};

}  // namespace paretune
