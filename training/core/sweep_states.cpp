// SPDX-License-Identifier: GPL-3.0-or-later
// Where a sweep stands, from its plan and the runs made so far; successive halving included.
#include <algorithm>
#include <cmath>

#include "training/api/sweep.h"

namespace paretune {
namespace {

bool has_ended(const std::string& state) { return state == "finished" || state == "failed" || state == "stopped" || state == "left out"; }

// Rates of one rung of a method, the best first; ties go to the smaller rate. Nothing while one of its runs is still to end.
std::optional<std::vector<double>> rates_by_loss(const std::vector<SweepItemState>& states, const std::string& method, int rung) {
  std::vector<std::pair<double, double>> found;  // loss, rate
  for (const auto& state : states) {
    if (state.item.method != method || state.item.purpose != "search" || state.item.rung != rung) continue;
    if (!has_ended(state.state)) return {};
    const auto loss = state.values.find("eval_loss");
    if (state.state == "finished" && loss != state.values.end() && std::isfinite(loss->second)) found.emplace_back(loss->second, state.learning_rate);
  }
  std::sort(found.begin(), found.end());
  std::vector<double> rates;
  for (const auto& [loss, rate] : found) rates.push_back(rate);
  return rates;
}

int last_rung(const SweepPlan& plan, const std::string& method) {
  int last = -1;
  for (const auto& item : plan.items) {
    if (item.method == method && item.purpose == "search") last = std::max(last, item.rung);
  }
  return last;
}

std::string shown(double value) { return Json(value).dump(); }

// A rate that won at an end of its ladder may not be the best there is.
std::vector<std::string> search_notes(const SweepPlan& plan, const std::vector<SweepItemState>& states) {
  std::vector<std::string> notes;
  std::vector<std::string> seen;
  for (const auto& item : plan.items) {
    if (item.purpose != "search" || std::find(seen.begin(), seen.end(), item.method) != seen.end()) continue;
    seen.push_back(item.method);
    const auto best = rates_by_loss(states, item.method, last_rung(plan, item.method));
    if (!best || best->empty()) continue;
    double lowest = best->front(), highest = lowest;
    for (const auto& state : states) {
      if (state.item.method != item.method || state.item.purpose != "search" || state.item.rung != 0) continue;
      lowest = std::min(lowest, state.learning_rate);
      highest = std::max(highest, state.learning_rate);
    }
    const char* end = best->front() == highest ? "highest" : best->front() == lowest ? "lowest" : nullptr;
    if (end) {
      notes.push_back("The best learning rate of " + item.method + ", " + shown(best->front()) + ", is the " + end + " that was tried; a " +
                      (best->front() == highest ? "higher" : "lower") + " one may do better.");
    }
  }
  return notes;
}

}  // namespace

std::vector<SweepItemState> sweep_item_states(const SweepPlan& plan, const std::vector<RunRow>& runs) {
  std::map<std::string, const RunRow*> newest;
  for (const auto& run : runs) newest.try_emplace(run.sweep_item, &run);  // they come newest first
  std::vector<SweepItemState> states;
  for (const auto& item : plan.items) {
    SweepItemState state{item, "planned", {}, {}, 0, {}};
    if (!item.rate_from_search) state.learning_rate = item.config.training.value("learning_rate", 0.0);
    if (const auto it = newest.find(item.key); it != newest.end()) {
      const RunRow& run = *it->second;
      state.state = run.state;
      state.run_id = run.id;
      state.error = run.error;
      state.values = run.summary;
      if (run.config.training.is_object()) state.learning_rate = run.config.training.value("learning_rate", state.learning_rate);
    } else if (!item.refusal.empty()) {
      state.state = "left out";
      state.error = item.refusal;
    }
    states.push_back(std::move(state));
  }
  // In the plan's order a rung stands behind the one it needs, and real runs behind all rungs.
  for (auto& state : states) {
    if (!state.item.rate_from_search || state.state != "planned") continue;
    const int before = state.item.purpose == "search" ? state.item.rung - 1 : last_rung(plan, state.item.method);
    const auto rates = rates_by_loss(states, state.item.method, before);
    if (!rates) continue;
    if (static_cast<std::size_t>(state.item.place) < rates->size()) {
      state.learning_rate = (*rates)[static_cast<std::size_t>(state.item.place)];
    } else {
      state.state = "left out";
      state.error = rates->empty() ? "no learning rate of the search gave a finite loss" : "fewer learning rates are left in the search";
    }
  }
  return states;
}

std::vector<SweepItem> ready_items(const std::vector<SweepItemState>& states) {
  std::vector<SweepItem> out;
  for (const auto& state : states) {
    if (state.state != "planned" || (state.item.rate_from_search && state.learning_rate <= 0)) continue;
    out.push_back(state.item);
    if (state.item.rate_from_search) out.back().config.training["learning_rate"] = state.learning_rate;
  }
  return out;
}

SweepSummary summary_of(const SweepPlan& plan, const std::vector<SweepItemState>& states) {
  std::vector<ScoredRun> runs;
  for (const auto& state : states) {
    if (state.item.purpose.empty() && has_ended(state.state) && state.state != "left out")
      runs.push_back({state.item.method, state.state == "finished", state.values});
  }
  std::vector<std::string> qualities;  // forgetting and drift are costs: a method that learns nothing has none
  for (const auto& metric : plan.metrics) {
    if (metric != "forgetting" && metric != "drift") qualities.push_back(metric);
  }
  for (const char* last : {"eval_loss", "loss"}) qualities.push_back(last);
  SweepSummary summary = summarize(runs, qualities, plan.cost);
  summary.notes = plan.notes;
  for (auto& note : search_notes(plan, states)) summary.notes.push_back(std::move(note));
  return summary;
}

// Where PEFT's benchmark and the papers of the methods look: full weights take small steps, a few factors large ones.
std::vector<double> learning_rate_ladder(const std::string& peft_type) {
  const auto among = [&](std::initializer_list<const char*> types) {
    return std::any_of(types.begin(), types.end(), [&](const char* type) { return peft_type == type; });
  };
  if (among({"FULL", "OSF"})) return {3e-6, 1e-5, 3e-5, 1e-4};
  if (among({"IA3", "LN_TUNING", "BEFT", "VERA", "PVERA", "VBLORA", "UNILORA", "TINYLORA", "FOURIERFT", "WAVEFT", "C3A", "ROAD", "RANDLORA", "HIRA",
             "FROD"})) {
    return {1e-3, 3e-3, 1e-2, 3e-2};
  }
  if (among({"PREFIX_TUNING", "ADAPTION_PROMPT", "CARTRIDGE"})) return {1e-3, 3e-3, 1e-2, 3e-2};
  if (among({"PROMPT_TUNING", "P_TUNING", "MULTITASK_PROMPT_TUNING", "CPT"})) return {3e-3, 1e-2, 3e-2, 1e-1};
  return {1e-4, 3e-4, 1e-3, 3e-3};
}

// The best of PEFT's published MetaMathQA runs that train on any machine, the yardsticks everyone asks for, and one tiny method.
Json useful_methods() {
  const auto everywhere = [](Json config) {
    config["target_modules"] = "all-linear";
    return config;
  };
  return Json::array({everywhere({{"label", "LoRA r16"}, {"peft_type", "LORA"}, {"r", 16}, {"lora_alpha", 32}}),
                      everywhere({{"label", "rsLoRA r64"}, {"peft_type", "LORA"}, {"r", 64}, {"lora_alpha", 64}, {"use_rslora", true}}),
                      everywhere({{"label", "DoRA r16"}, {"peft_type", "LORA"}, {"r", 16}, {"lora_alpha", 32}, {"use_dora", true}}),
                      everywhere({{"label", "MiSS r32"}, {"peft_type", "MISS"}, {"r", 32}}),
                      everywhere({{"label", "HiRA r32"}, {"peft_type", "HIRA"}, {"r", 32}}),
                      everywhere({{"label", "SHiRA r16"}, {"peft_type", "SHIRA"}, {"r", 16}}),
                      everywhere({{"label", "GraLoRA r32"}, {"peft_type", "GRALORA"}, {"r", 32}}),
                      everywhere({{"label", "OFT"}, {"peft_type", "OFT"}}),
                      everywhere({{"label", "C3A"}, {"peft_type", "C3A"}, {"block_size", 64}}),
                      {{"label", "(IA)³"}, {"peft_type", "IA3"}}});
}

Json to_json(const SweepPlan& plan) {
  Json items = Json::array();
  for (const auto& item : plan.items) {
    items.push_back({{"key", item.key},
                     {"method", item.method},
                     {"purpose", item.purpose},
                     {"config", item.config.to_json()},
                     {"rung", item.rung},
                     {"place", item.place},
                     {"rate_from_search", item.rate_from_search},
                     {"share", item.share},
                     {"steps", item.steps},
                     {"memory_bytes", item.memory_bytes},
                     {"seconds", item.seconds},
                     {"refusal", item.refusal},
                     {"suggestions", item.suggestions}});
  }
  return {{"name", plan.name},
          {"hash", plan.hash},
          {"items", items},
          {"metrics", plan.metrics},
          {"cost", plan.cost},
          {"budget_tokens", plan.budget_tokens},
          {"budget_seconds", plan.budget_seconds},
          {"memory_bytes", plan.memory_bytes},
          {"over_budget_is_error", plan.over_budget_is_error},
          {"tokens_per_run", plan.tokens_per_run},
          {"seconds", plan.seconds},
          {"notes", plan.notes},
          {"data_hashes", plan.data_hashes}};
}

SweepPlan sweep_plan_from_json(const Json& json) {
  SweepPlan plan;
  plan.name = json.at("name");
  plan.hash = json.at("hash");
  for (const Json& one : json.at("items")) {
    SweepItem item;
    item.key = one.at("key");
    item.method = one.at("method");
    item.purpose = one.at("purpose");
    item.config = parse_run_config(one.at("config")).value();
    item.rung = one.at("rung");
    item.place = one.at("place");
    item.rate_from_search = one.at("rate_from_search");
    item.share = one.at("share");
    item.steps = one.at("steps");
    item.memory_bytes = one.at("memory_bytes");
    item.seconds = one.at("seconds");
    item.refusal = one.at("refusal");
    item.suggestions = one.at("suggestions").get<std::vector<std::string>>();
    plan.items.push_back(std::move(item));
  }
  plan.metrics = json.at("metrics").get<std::vector<std::string>>();
  plan.cost = json.at("cost");
  plan.budget_tokens = json.at("budget_tokens");
  plan.budget_seconds = json.at("budget_seconds");
  plan.memory_bytes = json.at("memory_bytes");
  plan.over_budget_is_error = json.at("over_budget_is_error");
  plan.tokens_per_run = json.at("tokens_per_run");
  plan.seconds = json.at("seconds");
  plan.notes = json.at("notes").get<std::vector<std::string>>();
  plan.data_hashes = json.at("data_hashes").get<std::map<std::string, std::string>>();
  return plan;
}

}  // namespace paretune
