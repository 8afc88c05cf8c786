// SPDX-License-Identifier: GPL-3.0-or-later
// paretune merge --model M --adapter A --out DIR
#include "app/cli/export_common.h"

namespace paretune {
namespace {

struct Options {
  std::string model, adapter, out;
};

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<Options>();
  app.add_option("--model", o->model, "HF folder, .gguf file, org/name or demo")->required();
  app.add_option("--adapter", o->adapter, "PEFT folder or run id")->required();
  app.add_option("--out", o->out, "Folder to write")->required();
  return [o, &context] { return export_and_report(context, o->adapter, o->model, "merged", o->out); };
}

}  // namespace

extern const CliCommand merge_command;
const CliCommand merge_command{"merge", "Fold an adapter into its base: a Hugging Face model folder", define};

}  // namespace paretune
