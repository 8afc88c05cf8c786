// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "training/api/sweep.h"

namespace paretune {
namespace {

Json base(Json changes = Json::object()) {
  Json run = {{"model", "demo"}, {"data", {{"path", "rows.jsonl"}, {"eval_fraction", 0.1}}}, {"peft", {{"peft_type", "LORA"}, {"r", 8}}}, {"training", {{"max_steps", 20}, {"seed", 5}}}};
  run.merge_patch(changes);
  return run;
}
SweepPlan expanded(const Json& file, const std::map<std::string, Json>& starts = {}) {
  auto plan = expand_sweep(file, starts);
  if (!plan) throw std::runtime_error(plan.error().text());
  return *plan;
}
void refused(const Json& file, const std::string& word) {
  const auto plan = expand_sweep(file);
  ASSERT_FALSE(plan.ok()) << file;
  EXPECT_EQ(plan.error().kind, ErrorKind::input);
  EXPECT_NE(plan.error().text().find(word), std::string::npos) << "wanted: " << word << "\ngot: " << plan.error().text();
}
std::vector<std::string> keys(const SweepPlan& plan) {
  std::vector<std::string> out;
  for (const auto& item : plan.items) out.push_back(item.key);
  return out;
}

TEST(SweepFile, ListOfRuns) {
  const auto plan = expanded(Json::array({base(), base({{"peft", {{"r", 16}}}}), base({{"peft", {{"r", 16}}}, {"training", {{"seed", 6}}}})}));
  EXPECT_EQ(keys(plan), (std::vector<std::string>{"LORA, r=8 / seed 5", "LORA, r=16 / seed 5", "LORA, r=16 / seed 6"}));
  EXPECT_EQ(plan.items[1].method, plan.items[2].method);
  for (const auto& item : plan.items) EXPECT_EQ(item.config.training.at("data_seed"), 5) << "one order of data for all";
  EXPECT_EQ(plan.items[2].config.training.at("seed"), 6);
  EXPECT_EQ(plan.items[0].config.training.at("eval_metrics"), Json({"loss", "exact_match", "forgetting", "drift"}));
}

TEST(SweepFile, ChangesOnABase) {
  const auto plan = expanded({{"base", base()},
                              {"runs", {{{"training.learning_rate", 1e-3}}, {{"peft", {{"r", 32}}}}, {{"peft.peft_type", "MISS"}, {"peft.r", 4}}, Json::object()}}},
                             {{"MISS", {{"mini_r", 2}}}});
  ASSERT_EQ(plan.items.size(), 4u);
  EXPECT_EQ(plan.items[0].config.training.at("learning_rate"), 1e-3);
  EXPECT_EQ(plan.items[0].config.peft, Json({{"peft_type", "LORA"}, {"r", 8}}));
  EXPECT_EQ(plan.items[1].config.peft, Json({{"peft_type", "LORA"}, {"r", 32}}));
  EXPECT_EQ(plan.items[2].config.peft, Json({{"peft_type", "MISS"}, {"r", 4}, {"mini_r", 2}})) << "another method keeps none of the base's keys";
  EXPECT_EQ(plan.items[3].config.peft, Json({{"peft_type", "LORA"}, {"r", 8}}));
}

TEST(SweepFile, GridIsCartesian) {
  const auto plan = expanded({{"base", base()}, {"grid", {{"training.learning_rate", {1e-4, 3e-4}}, {"peft.r", {8, 16}}, {"training.seed", {0, 1, 2}}}}});
  EXPECT_EQ(plan.items.size(), 12u);
  std::set<std::string> all, methods;
  for (const auto& item : plan.items) {
    all.insert(item.key);
    methods.insert(item.method);
    EXPECT_EQ(item.config.name, item.key);
    EXPECT_EQ(item.config.training.at("data_seed"), plan.items[0].config.training.at("seed"));
  }
  EXPECT_EQ(all.size(), 12u);
  EXPECT_EQ(methods, (std::set<std::string>{"LORA, r=8, learning_rate=0.0001", "LORA, r=8, learning_rate=0.0003", "LORA, r=16, learning_rate=0.0001", "LORA, r=16, learning_rate=0.0003"}));
}

TEST(SweepFile, TournamentMakesEveryMethodWithEverySeed) {
  const auto plan = expanded({{"base", base()}, {"tournament", {{"methods", {"LORA", {{"peft_type", "MISS"}, {"r", 32}}, {{"peft_type", "LORA"}, {"use_dora", true}, {"label", "DoRA"}}}}, {"seeds", {0, 1}}, {"budget", {{"tokens", 1000}, {"memory_bytes", 2000000000}}}}}});
  EXPECT_EQ(keys(plan), (std::vector<std::string>{"LORA r=8 / seed 0", "MISS r=32 / seed 0", "DoRA / seed 0", "LORA r=8 / seed 1", "MISS r=32 / seed 1", "DoRA / seed 1"}));
  EXPECT_EQ(plan.budget_tokens, 1000);
  EXPECT_EQ(plan.memory_bytes, 2000000000);
  for (const auto& item : plan.items) {
    EXPECT_EQ(item.config.training.at("data_seed"), 5);
    EXPECT_FALSE(item.rate_from_search);
  }
}

TEST(SweepFile, SearchHalvesUntilTwoAreLeft) {
  const Json file = {{"base", base()}, {"tournament", {{"methods", {"LORA"}}, {"seeds", {0}}, {"learning_rate_search", {{"rates", {1e-4, 3e-4, 1e-3, 3e-3, 1e-2}}, {"rungs", 9}, {"share", 0.125}}}}}};
  const auto plan = expanded(file);
  std::map<int, int> count;
  std::map<int, double> share;
  for (const auto& item : plan.items) {
    ++count[item.rung];
    share[item.rung] = item.share;
    EXPECT_EQ(item.purpose, item.rung >= 0 ? "search" : "");
    EXPECT_EQ(item.rate_from_search, item.rung != 0);
  }
  EXPECT_EQ(count, (std::map<int, int>{{0, 5}, {1, 3}, {2, 2}, {-1, 1}}));
  EXPECT_EQ(share, (std::map<int, double>{{0, 0.125}, {1, 0.25}, {2, 0.5}, {-1, 1}}));
  // One rate needs no search.
  const auto one = expanded({{"base", base()}, {"tournament", {{"methods", {"LORA"}}, {"seeds", {0}}, {"learning_rate_search", {{"rates", {0.5}}}}}}});
  ASSERT_EQ(one.items.size(), 1u);
  EXPECT_EQ(one.items[0].config.training.at("learning_rate"), 0.5);
}

TEST(SweepFile, UsefulMethodsAreTenAndLaddersRise) {
  const auto plan = expanded({{"base", base()}, {"tournament", {{"seeds", {0}}}}});
  EXPECT_EQ(plan.items.size(), 10u);
  for (const char* type : {"LORA", "FULL", "IA3", "PROMPT_TUNING", "PREFIX_TUNING"}) {
    const auto rates = learning_rate_ladder(type);
    EXPECT_GE(rates.size(), 3u);
    EXPECT_TRUE(std::is_sorted(rates.begin(), rates.end()));
  }
}

TEST(SweepFile, ErrorsNameTheNearest) {
  refused({{"base", base()}, {"gird", {{"peft.r", {1}}}}}, "did you mean \"grid\"");
  refused({{"base", base()}, {"tournament", {{"method", {"LORA"}}}}}, "methods");
  refused({{"base", base()}, {"tournament", {{"budget", {{"token", 1}}}}}}, "tokens");
  refused({{"base", base()}, {"tournament", {{"learning_rate_search", {{"rate", 1}}}}}}, "rates");
  refused({{"base", base()}, {"tournament", {{"metrics", {"exact_mach"}}}}}, "exact_match");
  refused({{"base", base()}, {"runs", {{{"training.learning_rat", 1}}}}}, "learning_rate");
  refused({{"base", base()}, {"runs", {{{"trainin", 1}}}}}, "training");
  refused({{"base", base()}, {"tournament", {{"over_budget", "skp"}}}}, "skip");
}

TEST(SweepFile, ErrorsSayWhatIsWrong) {
  refused(Json("x"), "list of runs");
  refused(Json::array(), "list of runs");
  refused({{"base", base()}}, "exactly one");
  refused({{"base", base()}, {"grid", {{"peft.r", {1}}}}, {"runs", Json::array({Json::object()})}}, "exactly one");
  refused({{"base", "run.json"}, {"grid", {{"peft.r", {1}}}}}, "base");
  refused({{"base", base()}, {"grid", {{"peft.r", 8}}}}, "grid.peft.r");
  refused({{"base", base()}, {"grid", Json::object()}}, "grid");
  refused({{"base", base()}, {"tournament", {{"seeds", {0, 0}}}}}, "twice");
  refused({{"base", base()}, {"tournament", {{"seeds", {-1}}}}}, "seeds");
  refused({{"base", base()}, {"tournament", {{"methods", {5}}}}}, "methods[0]");
  refused({{"base", base()}, {"tournament", {{"budget", {{"tokens", 1}, {"seconds", 1}}}}}}, "not both");
  refused({{"base", base()}, {"tournament", {{"budget", {{"tokens", 0}}}}}}, "above 0");
  refused({{"base", base({{"data", {{"eval_fraction", 0}}}})}, {"tournament", {{"methods", {"LORA"}}}}}, "holds out no rows");
  Json many = Json::array();
  for (int i = 0; i < 200; ++i) many.push_back(i);
  refused({{"base", base()}, {"grid", {{"peft.r", many}, {"training.seed", many}}}}, "more than");
}

// A search of four rates, played by hand.
class Halving : public testing::Test {
 protected:
  void SetUp() override {
    plan = expanded({{"base", base()}, {"tournament", {{"methods", {"LORA"}}, {"seeds", {0, 1}}, {"learning_rate_search", {{"rates", {1e-4, 3e-4, 1e-3, 3e-3}}}}}}});
  }
  // Makes every item that is ready into a run whose loss is `loss(rate)`; NaN fails it.
  std::size_t play(const std::function<double(double)>& loss) {
    const auto ready = ready_items(sweep_item_states(plan, rows));
    for (const auto& item : ready) {
      RunRow row;
      row.id = "run-" + std::to_string(rows.size());
      row.sweep_item = item.key;
      row.config = item.config;
      const double value = loss(item.config.training.at("learning_rate"));
      row.state = std::isnan(value) ? "failed" : "finished";
      row.summary = {{"eval_loss", value}};
      rows.insert(rows.begin(), row);
    }
    return ready.size();
  }
  SweepPlan plan;
  std::vector<RunRow> rows;
};

TEST_F(Halving, TheBestRateWins) {
  const auto loss = [](double rate) { return std::fabs(std::log(rate / 1e-3)); };
  EXPECT_EQ(play(loss), 4u);
  EXPECT_EQ(play(loss), 2u);  // 1e-3 and 3e-4 or 3e-3, the nearest two
  std::set<double> second;
  for (const auto& state : sweep_item_states(plan, rows)) {
    if (state.item.rung == 1) second.insert(state.learning_rate);
  }
  EXPECT_EQ(second, (std::set<double>{1e-3, 3e-3}));
  EXPECT_EQ(play(loss), 2u);  // both seeds
  EXPECT_EQ(play(loss), 0u);
  const auto states = sweep_item_states(plan, rows);
  for (const auto& state : states) {
    EXPECT_EQ(state.state, "finished");
    if (state.item.purpose.empty()) {
      EXPECT_EQ(state.learning_rate, 1e-3);
    }
  }
  const auto summary = summary_of(plan, states);
  ASSERT_EQ(summary.methods.size(), 1u);
  EXPECT_EQ(summary.methods[0].finished, 2) << "short runs do not count";
  EXPECT_TRUE(summary.notes.empty());
}

TEST_F(Halving, ARateAtTheEndOfItsLadderIsSaid) {
  const auto loss = [](double rate) { return -rate; };
  while (play(loss) > 0) {
  }
  const auto notes = summary_of(plan, sweep_item_states(plan, rows)).notes;
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("0.003, is the highest that was tried"), std::string::npos) << notes[0];
}

TEST_F(Halving, FailedRatesDropOut) {
  const auto loss = [](double rate) { return rate > 2e-4 ? std::nan("") : 1.0; };
  EXPECT_EQ(play(loss), 4u);
  EXPECT_EQ(play(loss), 1u);
  EXPECT_EQ(play(loss), 2u);
  int left_out = 0;
  for (const auto& state : sweep_item_states(plan, rows)) {
    left_out += state.state == "left out";
    if (state.item.purpose.empty()) {
      EXPECT_EQ(state.learning_rate, 1e-4);
    }
  }
  EXPECT_EQ(left_out, 1);
}

TEST_F(Halving, WithoutAnyGoodRateNothingIsMade) {
  const auto loss = [](double) { return std::nan(""); };
  EXPECT_EQ(play(loss), 4u);
  EXPECT_EQ(play(loss), 0u);
  for (const auto& state : sweep_item_states(plan, rows)) {
    if (state.item.rung != 0) {
      EXPECT_EQ(state.state, "left out");
    }
    if (state.item.purpose.empty()) {
      EXPECT_NE(state.error.find("no learning rate"), std::string::npos);
    }
  }
}

TEST_F(Halving, NothingStartsBeforeTheRungHasEnded) {
  play([](double rate) { return rate; });
  rows.front().state = "running";
  EXPECT_TRUE(ready_items(sweep_item_states(plan, rows)).empty());
  rows.front().state = "interrupted";
  EXPECT_TRUE(ready_items(sweep_item_states(plan, rows)).empty());
  rows.front().state = "stopped";  // by hand: the search does without it
  EXPECT_EQ(ready_items(sweep_item_states(plan, rows)).size(), 2u);
}

TEST_F(Halving, PlansSurviveBeingStored) {
  plan.items[0].refusal = "too large";
  plan.items[0].suggestions = {"less"};
  plan.items[1].steps = 7;
  plan.tokens_per_run = 9;
  plan.data_hashes = {{"a", "b"}};
  const SweepPlan back = sweep_plan_from_json(Json::parse(to_json(plan).dump()));
  EXPECT_EQ(to_json(back), to_json(plan));
  EXPECT_EQ(keys(back), keys(plan));
}

}  // namespace
}  // namespace paretune
