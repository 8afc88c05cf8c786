// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/forgetting.h"

#include <algorithm>

#include "training/engine/locations.h"
#include "training/loop/divergence.h"
#include "training/loop/evaluator.h"

namespace paretune {

Dataset general_text(const Tokenizer& tokenizer, std::stop_token stop) {
  const Json data =
      data_schema().complete({{"path", resource_folder() + "/general/general.jsonl"}, {"train_on", "all"}, {"eval_fraction", 0.0}}, "data").value();
  return load_dataset(data, tokenizer, {}, stop).value();
}

std::map<std::string, double> measure_on_general_text(const AdaptedSubject& subject, const std::vector<std::string>& metrics,
                                                      const std::function<void(double)>& progress, std::stop_token stop) {
  const auto wants = [&](const char* name) { return std::find(metrics.begin(), metrics.end(), name) != metrics.end(); };
  const Dataset text = general_text(subject.tokenizer, stop);
  std::map<std::string, double> out;
  if (wants("forgetting")) {
    const auto loss = [&](double from) {
      return evaluate_examples(
                 subject.model, subject.tokenizer, text.train, {"loss"}, [&](double f) { progress(from + f / 2); }, stop)
          .at("loss");
    };
    const double with = loss(0);
    subject.set_enabled(false);
    const auto base = attempt("", [&] { return loss(0.5); });
    subject.set_enabled(true);
    out = {{"forgetting", with - base.value()}, {"general_loss", with}, {"general_loss_base", base.value()}};
  }
  if (wants("drift")) out["drift"] = mean_divergence(subject.model, text.train, subject.set_enabled, progress, stop);
  return out;
}

}  // namespace paretune
