// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/api/engine.h"

namespace paretune {

Json AdapterReport::to_json() const {
  Json rows = Json::array();
  for (const auto& layer : layers)
    rows.push_back({{"module", layer.module}, {"change", layer.change}, {"relative", layer.relative}, {"dead", layer.dead}});
  return {{"compared", compared},
          {"text_from", text_from},
          {"texts", texts},
          {"tokens", tokens},
          {"mean_abs_logit_change", mean_abs_logit_change},
          {"max_abs_logit_change", max_abs_logit_change},
          {"mean_abs_logit", mean_abs_logit},
          {"next_tokens_changed", next_tokens_changed},
          {"relative_change", relative_change},
          {"dead_modules", dead_modules()},
          {"layers", rows}};
}

AdapterReport AdapterReport::from_json(const Json& json) {
  AdapterReport report;
  report.compared = json.at("compared");
  report.text_from = json.at("text_from");
  report.texts = json.at("texts");
  report.tokens = json.at("tokens");
  report.mean_abs_logit_change = json.at("mean_abs_logit_change");
  report.max_abs_logit_change = json.at("max_abs_logit_change");
  report.mean_abs_logit = json.at("mean_abs_logit");
  report.next_tokens_changed = json.at("next_tokens_changed");
  report.relative_change = json.at("relative_change");
  for (const Json& layer : json.at("layers"))
    report.layers.push_back({layer.at("module"), layer.at("change"), layer.at("relative"), layer.at("dead")});
  return report;
}

}  // namespace paretune
