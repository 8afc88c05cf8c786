// SPDX-License-Identifier: GPL-3.0-or-later
// paretune merge --model M --adapter A --out DIR
#include "app/cli/export_common.h"

namespace paretune {
namespace {

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<ExportRequest>();
  o->format = "merged";
  app.add_option("--model", o->model, "HF folder, .gguf file, org/name or demo")->required();
  app.add_option("--adapter", o->source, "PEFT folder or run id")->required();
  app.add_option("--out", o->out, "Folder to write")->required();
  add_quantization_option(app, o->quantization);
  return [o, &context] { return export_and_report(context, *o); };
}

}  // namespace

extern const CliCommand merge_command;
const CliCommand merge_command{"merge", "Fold an adapter into its base: a Hugging Face model folder", define};

}  // namespace paretune
