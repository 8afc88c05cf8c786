// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/forgetting.h"

#include "training/engine/locations.h"
#include "training/loop/evaluator.h"

namespace paretune {

std::map<std::string, double> measure_forgetting(Adapted& adapted, const std::function<void(double)>& progress, std::stop_token stop) {
  const Tokenizer& tokenizer = *adapted.opened->tokenizer;
  const Json data = data_schema().complete({{"path", resource_folder() + "/general/general.jsonl"}, {"train_on", "all"}, {"eval_fraction", 0.0}}, "data").value();
  const Dataset text = load_dataset(data, tokenizer, {}, stop).value();
  const auto loss = [&](double from) {
    return evaluate_examples(adapted.model, tokenizer, text.train, {"loss"}, [&](double f) { progress(from + f / 2); }, stop).at("loss");
  };
  const double with = loss(0);
  adapted.set_enabled(false);
  const double base = loss(0.5);
  adapted.set_enabled(true);
  return {{"forgetting", with - base}, {"general_loss", with}, {"general_loss_base", base}};
}

}  // namespace paretune
