// SPDX-License-Identifier: GPL-3.0-or-later
// paretune export RUN --format adapter|merged --out PATH
#include "app/cli/export_common.h"

namespace paretune {
namespace {

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<ExportRequest>();
  app.add_option("RUN", o->source, "Run id, name, or a PEFT adapter folder (then give --model)")->required();
  app.add_option("--format", o->format, "adapter or merged")->required();
  app.add_option("--out", o->out, "Folder to write")->required();
  app.add_option("--model", o->model, "Base model; a run knows its own");
  add_quantization_option(app, o->quantization);
  return [o, &context] { return export_and_report(context, *o); };
}

}  // namespace

extern const CliCommand export_command;
const CliCommand export_command{"export", "Write a run's adapter or merged model, read it back and compare", define};

}  // namespace paretune
