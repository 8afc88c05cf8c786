// SPDX-License-Identifier: GPL-3.0-or-later
// paretune combine --model M --adapter A --adapter B [--weight w --weight v] --type cat --out DIR
#include "app/cli/command.h"

namespace paretune {
namespace {

struct Options {
  CombinationRequest request;
  double svd_clamp = 0, density = 0;
};

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<Options>();
  CombinationRequest& r = o->request;
  app.add_option("--adapter", r.sources, "PEFT folder or run id of a LoRA adapter; several times")->required();
  app.add_option("--weight", r.weights, "Weight of each adapter, in the same order (1 each when left out)");
  app.add_option("--model", r.model, "Base model; a run knows its own");
  app.add_option("--type", r.type,
                 "cat and svd add the weight changes; linear, ties, dare_linear, dare_ties, magnitude_prune mix A and B apart, and with _svd the changes");
  app.add_option("--svd-rank", r.svd_rank, "Rank of the result for the svd types (the largest of the adapters when left out)");
  auto* clamp = app.add_option("--svd-clamp", o->svd_clamp, "Quantile at which the svd types clamp the factors");
  auto* density = app.add_option("--density", o->density, "Share of the values that ties, dare and magnitude_prune keep");
  app.add_option("--majority-sign-method", r.majority_sign_method, "How ties elects a sign: total or frequency");
  app.add_option("--seed", r.seed, "Of the random choice of dare");
  app.add_option("--out", r.out, "Folder to write")->required();
  return [o, clamp, density, &context]() -> int {
    if (clamp->count()) o->request.svd_clamp = o->svd_clamp;
    if (density->count()) o->request.density = o->density;
    const CombinationReceipt receipt = context.engine->combine(o->request).value();
    if (context.json) print_json({{"path", receipt.path}, {"bytes", receipt.bytes}, {"rank", receipt.rank}, {"tensors", receipt.tensors}});
    else std::printf("%s: rank %lld, %.1f MB\n", receipt.path.c_str(), static_cast<long long>(receipt.rank), static_cast<double>(receipt.bytes) / 1e6);
    return exit_done;
  };
}

}  // namespace

extern const CliCommand combine_command;
const CliCommand combine_command{"combine", "Make one LoRA adapter of several, by weights", define};

}  // namespace paretune
