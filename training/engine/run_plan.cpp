// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/run_plan.h"

#include "training/engine/forgetting.h"

namespace paretune {

std::optional<Dataset> general_text_for(const OpenModel& model) {
  auto text = attempt("", [&] { return general_text(*model.tokenizer); });
  return text ? std::optional(std::move(text).value()) : std::nullopt;
}

Plan run_plan(Workbench& bench, const OpenModel& model, const Dataset& data, const std::optional<Dataset>& general, PastRuns& past,
              const RunConfig& config, int64_t available_bytes, int threads) {
  return make_plan({config, *model.source, &data, [&](const RunConfig& c) { return past.correction(c); }, available_bytes, threads, bench.device(),
                    general ? &*general : nullptr});
}

}  // namespace paretune
