// SPDX-License-Identifier: GPL-3.0-or-later
// paretune login [--token-stdin] [--endpoint URL]
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "app/cli/command.h"
#include "training/api/hub.h"

namespace paretune {
namespace {

// A line from the terminal that is not shown.
std::string hidden_line() {
  termios shown{};
  if (::tcgetattr(STDIN_FILENO, &shown) != 0) fail(ErrorKind::usage, "there is no terminal to ask on", "login", "Give the token on standard input: paretune login --token-stdin < FILE");
  termios hidden = shown;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  std::fprintf(stderr, "Access token (not shown): ");
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  std::string line;
  std::getline(std::cin, line);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
  std::fprintf(stderr, "\n");
  return line;
}

struct Options {
  std::string endpoint;
  bool from_stdin = false;
};

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<Options>();
  app.add_flag("--token-stdin", o->from_stdin, "Read the token from standard input");
  app.add_option("--endpoint", o->endpoint, "The hub it is for (else HF_ENDPOINT, else https://huggingface.co)");
  return [o, &context]() -> int {
    std::string token;
    if (o->from_stdin) std::getline(std::cin, token);
    else token = hidden_line();
    while (!token.empty() && std::isspace(static_cast<unsigned char>(token.back()))) token.pop_back();
    open_hub(context.engine->home())->keep_token(o->endpoint, token).value();
    if (context.json) print_json({{"kept", true}});
    else std::printf("The token is kept in %s, which only you can read.\n", (context.engine->home() + "/hub_tokens.json").c_str());
    return exit_done;
  };
}

}  // namespace

extern const CliCommand login_command;
const CliCommand login_command{"login", "Keep an access token for private and gated models", define};

}  // namespace paretune
