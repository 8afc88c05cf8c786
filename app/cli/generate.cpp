// SPDX-License-Identifier: GPL-3.0-or-later
// paretune generate --model M [--adapter A] (--prompt T | --chat FILE.json) [--max-new-tokens N] [--temperature 0] [--top-logprobs N]
#include <iostream>

#include "app/cli/command.h"

namespace paretune {
namespace {

Json to_json(const TokenChance& token) { return {{"id", token.id}, {"token", token.text}, {"logprob", token.logprob}}; }

int generate(GenerateRequest& request, const std::string& chat, CliContext& context) {
  if (!chat.empty()) {
    for (const auto& message : read_chat(chat)) request.messages.push_back({message["role"], message["content"]});
  }
  const bool stream = !context.json;
  request.logprobs = context.json;
  const auto on_text = [&](const std::string& piece) {
    if (stream) std::cout << piece << std::flush;
  };
  const GenerateResult result = context.engine->generate(request, on_text, {}).value();
  if (context.json) {
    Json tokens = Json::array();
    for (const auto& token : result.tokens) {
      Json one = to_json(token);
      if (request.top_logprobs > 0) one["top_logprobs"] = Json::array();
      for (const auto& other : token.top) one["top_logprobs"].push_back(to_json(other));
      tokens.push_back(one);
    }
    print_json({{"text", result.text},
                {"ids", result.ids},
                {"prompt_tokens", result.prompt_tokens},
                {"tokens_per_second", result.tokens_per_second},
                {"finish", result.finish},
                {"tokens", tokens}});
  } else {
    std::cout << std::endl;
    if (!context.quiet) std::fprintf(stderr, "%zu tokens, %.1f tokens/s, ended by %s\n", result.ids.size(), result.tokens_per_second, result.finish.c_str());
  }
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto request = std::make_shared<GenerateRequest>();
  auto chat = std::make_shared<std::string>();
  add_model_options(app, *request);
  auto* prompt = app.add_option("--prompt", request->prompt, "Text to go on from");
  auto* messages = app.add_option("--chat", *chat, "Messages: a JSON file, or the JSON itself");
  prompt->excludes(messages);
  app.add_option("--max-new-tokens", request->max_new_tokens, "Longest answer")->capture_default_str()->check(CLI::Range(int64_t{1}, int64_t{1} << 20));
  app.add_option("--temperature", request->temperature, "0 is greedy")->capture_default_str()->check(CLI::NonNegativeNumber);
  app.add_option("--top-p", request->top_p, "Keep the likeliest tokens up to this share")->capture_default_str()->check(CLI::Range(0.0, 1.0));
  app.add_option("--top-k", request->top_k, "Keep this many tokens; 0 = all")->capture_default_str()->check(CLI::NonNegativeNumber);
  app.add_option("--seed", request->seed, "Seed of sampling")->capture_default_str();
  app.add_option("--top-logprobs", request->top_logprobs, "With --json: so many of the likeliest tokens at each place")
      ->capture_default_str()
      ->check(CLI::Range(0, 100));
  return [request, chat, &context] {
    if (request->prompt.empty() && chat->empty()) fail(ErrorKind::usage, "give --prompt or --chat", "generate", "paretune generate --help");
    return generate(*request, *chat, context);
  };
}

}  // namespace

extern const CliCommand generate_command;
const CliCommand generate_command{"generate", "Write text with a model, with or without an adapter", define};

}  // namespace paretune
