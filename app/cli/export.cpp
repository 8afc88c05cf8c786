// SPDX-License-Identifier: GPL-3.0-or-later
// paretune export RUN --format adapter|lora|merged|gguf|gguf-lora --out PATH
#include "app/cli/export_common.h"

namespace paretune {
namespace {

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<ExportRequest>();
  app.add_option("RUN", o->source, "Run id, name, or a PEFT adapter folder (then give --model)")->required();
  app.add_option("--format", o->format,
                 "adapter (PEFT folder), lora (the same as a plain LoRA), merged (Hugging Face folder), gguf (model for llama.cpp) or gguf-lora (LoRA for llama.cpp)")
      ->required();
  app.add_option("--out", o->out, "Folder to write; a file for gguf and gguf-lora")->required();
  app.add_option("--type", o->type, "Of GGUF tensors; f16 unless given, f32 for gguf-lora")->check(CLI::IsMember({"f32", "f16", "bf16", "q8_0"}));
  app.add_option("--rank", o->rank, "For lora and gguf-lora: rank of every layer");
  app.add_option("--threshold", o->threshold, "For lora and gguf-lora: share of each layer's squared change to keep, above 0 and up to 1");
  app.add_option("--model", o->model, "Base model; a run knows its own");
  add_quantization_option(app, o->quantization);
  return [o, &context] { return export_and_report(context, *o); };
}

}  // namespace

extern const CliCommand export_command;
const CliCommand export_command{"export", "Write a run's adapter or merged model, read it back and compare", define};

}  // namespace paretune
