// SPDX-License-Identifier: GPL-3.0-or-later
// paretune forward: the parity probe.
#include "app/cli/command.h"

namespace paretune {
namespace {

struct Options {
  ModelWithAdapters model;
  std::string input, output;
  bool grads = false;
};

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<Options>();
  add_model_options(app, o->model);
  app.add_option("--input", o->input, "safetensors with input_ids (B,T), optional attention_mask, labels")->required();
  app.add_option("--output", o->output, "safetensors to write: logits, loss, grad.<name>")->required();
  app.add_flag("--grads", o->grads, "Write the gradient of every trainable tensor");
  return [o, &context]() -> int {
    context.engine->forward_file(o->model, o->input, o->output, o->grads).value();
    if (context.json) print_json({{"output", o->output}});
    else if (!context.quiet) std::fprintf(stderr, "wrote %s\n", o->output.c_str());
    return exit_done;
  };
}

}  // namespace

extern const CliCommand forward_command;
const CliCommand forward_command{"forward", "Logits, loss and gradients for given ids, from and to safetensors", define};

}  // namespace paretune
