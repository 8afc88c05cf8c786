// SPDX-License-Identifier: GPL-3.0-or-later
// paretune logout [--endpoint URL]
#include "app/cli/command.h"
#include "training/api/hub.h"

namespace paretune {
namespace {

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto endpoint = std::make_shared<std::string>();
  app.add_option("--endpoint", *endpoint, "The hub it was for (else HF_ENDPOINT, else https://huggingface.co)");
  return [endpoint, &context]() -> int {
    const bool gone = open_hub(context.engine->home())->forget_token(*endpoint).value();
    if (context.json) print_json({{"forgotten", gone}});
    else std::printf("%s\n", gone ? "The token is deleted." : "There was no token.");
    return exit_done;
  };
}

}  // namespace

extern const CliCommand logout_command;
const CliCommand logout_command{"logout", "Delete the access token that 'paretune login' kept", define};

}  // namespace paretune
