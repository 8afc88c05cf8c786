// SPDX-License-Identifier: GPL-3.0-or-later
// paretune convert --adapter A --model M --to lora (--rank R | --threshold T) --out DIR
#include "app/cli/command.h"

namespace paretune {
namespace {

struct Options {
  ConversionRequest request;
  std::string to = "lora";
};

Json to_json(const ConversionReceipt& receipt) {
  Json layers = Json::array();
  for (const auto& layer : receipt.layers) layers.push_back({{"module", layer.module}, {"rank", layer.rank}, {"relative_error", layer.relative_error}});
  return {{"path", receipt.path},
          {"bytes", receipt.bytes},
          {"parameters", receipt.parameters},
          {"relative_error", receipt.relative_error},
          {"max_abs_logit_difference", receipt.max_abs_logit_difference},
          {"max_abs_logit", receipt.max_abs_logit},
          {"logit_change", receipt.logit_change},
          {"layers", layers}};
}

int convert(CliContext& context, const Options& options) {
  if ((options.request.rank != 0) == (options.request.threshold != 0)) {
    fail(ErrorKind::usage, "exactly one of --rank and --threshold is needed", "convert",
         "Give --rank 16 for the same rank everywhere, or --threshold 0.99 to keep 99 % of each layer's change.");
  }
  std::string last;
  const auto progress = [&](const std::string& phase, double) {
    if (!context.quiet && phase != last) std::fprintf(stderr, "%s ...\n", phase.c_str());
    last = phase;
  };
  const ConversionReceipt receipt = context.engine->convert_to_lora(options.request, progress).value();
  if (context.json) {
    print_json(to_json(receipt));
    return exit_done;
  }
  int64_t lowest = receipt.layers.front().rank, highest = lowest;
  const ConversionReceipt::Layer* worst = &receipt.layers.front();
  for (const auto& layer : receipt.layers) {
    lowest = std::min(lowest, layer.rank);
    highest = std::max(highest, layer.rank);
    if (layer.relative_error > worst->relative_error) worst = &layer;
  }
  std::printf("%s: %zu layers, rank %lld%s, %.1f MB\n", receipt.path.c_str(), receipt.layers.size(), static_cast<long long>(lowest),
              lowest == highest ? "" : (" to " + std::to_string(highest)).c_str(), static_cast<double>(receipt.bytes) / 1e6);
  std::printf("error of the weight change: %.2g of it (worst layer %s: %.2g)\n", receipt.relative_error, worst->module.c_str(), worst->relative_error);
  std::printf("logits: the largest difference to the adapter is %.2g, where the adapter itself changes them by %.2g\n", receipt.max_abs_logit_difference,
              receipt.logit_change);
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<Options>();
  app.add_option("--adapter", o->request.source, "PEFT folder or run id")->required();
  app.add_option("--model", o->request.model, "Base model; a run knows its own");
  app.add_option("--to", o->to, "lora")->check(CLI::IsMember({"lora"}));
  app.add_option("--rank", o->request.rank, "Rank of every layer");
  app.add_option("--threshold", o->request.threshold, "Share of each layer's squared change to keep, above 0 and up to 1");
  app.add_option("--out", o->request.out, "Folder to write")->required();
  add_quantization_option(app, o->request.quantization);
  return [o, &context] { return convert(context, *o); };
}

}  // namespace

extern const CliCommand convert_command;
const CliCommand convert_command{"convert", "Turn any mergeable adapter into a plain LoRA, and say the error it makes", define};

}  // namespace paretune
