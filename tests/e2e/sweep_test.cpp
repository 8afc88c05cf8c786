// SPDX-License-Identifier: GPL-3.0-or-later
// `paretune sweep` on a tiny model: lists, grids, tournaments, stopping, killing and going on; runs made again, "same but", imports.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/e2e/studio.h"
#include "tests/support/tiny_model.h"

namespace paretune::test {
namespace {

class Sweep : public testing::Test {
 protected:
  void SetUp() override {
    write_tiny_model(studio.folder / "model");
    write_tiny_rows(studio.folder / "rows.jsonl");
    write_tiny_rows(studio.folder / "held_out.jsonl", 8);
  }
  Json run_file(const Json& changes = Json::object()) const {
    Json run = {{"model", "model"},
                {"data", {{"path", "rows.jsonl"}, {"eval_path", "held_out.jsonl"}, {"train_on", "completion"}}},
                {"peft", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", "all-linear"}}},
                {"training", {{"max_steps", 6}, {"per_device_train_batch_size", 4}, {"learning_rate", 0.01}, {"eval_on_start", false}, {"save_steps", 2}}}};
    run.merge_patch(changes);
    return run;
  }
  std::string write(const Json& sweep) const {
    write_all(studio.folder / "sweep.json", sweep.dump());
    return studio.folder / "sweep.json";
  }
  // Lines of the command; the exit code must be as wanted.
  std::vector<Json> sweep(std::vector<std::string> arguments, int code = 0) const {
    arguments.insert(arguments.begin(), "sweep");
    arguments.insert(arguments.end(), {"--json", "--threads", "1"});
    const Outcome outcome = studio.run(arguments);
    EXPECT_EQ(outcome.code, code) << outcome.err;
    m_err = outcome.err;
    return Studio::parse_lines(outcome.out);
  }
  static Json ended(const std::vector<Json>& lines) {
    EXPECT_FALSE(lines.empty());
    return lines.empty() ? Json() : lines.back();
  }
  std::vector<Json> runs(bool all = false) const {
    std::vector<std::string> arguments = {"runs"};
    if (all) arguments.push_back("--all");
    return studio.lines(arguments);
  }
  std::vector<double> losses(const std::string& run) const {
    std::vector<double> out;
    const Json shown = studio.lines({"runs", "show", run}).at(0);
    for (const auto& point : shown.at("metrics").at("loss")) out.push_back(point[1]);
    return out;
  }
  static std::map<std::string, int> finished_events(const std::vector<Json>& lines) {
    std::map<std::string, int> out;
    for (const auto& line : lines) {
      if (line.value("event", "") == "finished" && line.value("why", "") == "completed") ++out[line.at("run")];
    }
    return out;
  }
  const Studio studio;
  mutable std::string m_err;
};

TEST_F(Sweep, AGridIsTrainedEvaluatedAndSummed) {
  const std::string file = write({{"base", run_file()}, {"grid", {{"peft.r", {2, 4}}, {"training.seed", {0, 1}}}}});
  const Json end = ended(sweep({file}));
  EXPECT_EQ(end.at("state"), "finished");
  EXPECT_EQ(end.at("done"), 4);
  const auto rows = runs();
  ASSERT_EQ(rows.size(), 4u);
  std::set<std::string> names;
  for (const auto& row : rows) {
    EXPECT_EQ(row.at("state"), "finished");
    EXPECT_EQ(row.at("sweep"), end.at("sweep"));
    names.insert(row.at("name").get<std::string>());
    for (const char* key : {"eval_loss", "exact_match", "forgetting", "drift", "memory_peak_bytes", "step_ms", "adapter_bytes"}) {
      EXPECT_TRUE(row.at("summary").contains(key)) << key << row.at("summary");
    }
    EXPECT_GT(row.at("summary").at("drift").get<double>(), 0);
  }
  EXPECT_EQ(names.size(), 4u);
  const Json& summary = end.at("summary");
  ASSERT_EQ(summary.at("methods").size(), 2u);
  for (const auto& method : summary.at("methods")) {
    EXPECT_EQ(method.at("finished"), 2);
    EXPECT_EQ(method.at("values").at("eval_loss").at("count"), 2);
  }
  EXPECT_FALSE(summary.at("sentence").get<std::string>().empty());
  // The same command makes nothing again.
  const auto again = sweep({file});
  EXPECT_TRUE(finished_events(again).empty());
  EXPECT_EQ(ended(again).at("sweep"), end.at("sweep"));
  EXPECT_EQ(runs().size(), 4u);
  EXPECT_EQ(studio.lines({"front", "--y", "eval_loss"}).empty(), false);
}

TEST_F(Sweep, ThePlannedTimeHasTheEvaluationsThatARunMakes) {
  const Json training = {{"eval_steps", 4}, {"eval_on_start", true}, {"eval_max_rows", 5}, {"eval_metrics", {"loss", "exact_match", "drift", "forgetting"}}};
  const std::string file = studio.folder / "run.json";
  write_all(file, run_file({{"training", training}}).dump());
  const Json plan = studio.lines({"plan", file, "--threads", "1"}).at(0);
  EXPECT_GT(plan.at("evaluation_seconds").get<double>(), 0);
  EXPECT_NEAR(plan.at("total_seconds"), 6 * plan.at("step_seconds").get<double>() + plan.at("evaluation_seconds").get<double>(), 1e-12);
  const std::string sweep_file = write({{"base", run_file({{"training", training}})}, {"runs", {{{"training.seed", 1}}, {{"training.eval_steps", 0}}}}, {"metrics", {"eval_loss"}}});
  const Json items = sweep({sweep_file, "--dry-run"}).at(0).at("items");
  EXPECT_NEAR(items[0].at("seconds"), plan.at("total_seconds"), 1e-12);
  EXPECT_LT(items[1].at("seconds"), items[0].at("seconds"));
  EXPECT_GT(items[1].at("seconds"), 6 * plan.at("step_seconds").get<double>());
  const std::string run = studio.lines({"train", file, "--threads", "1"}).back().at("run");
  const Json summary = studio.lines({"runs", "show", run}).at(0).at("summary");
  EXPECT_EQ(summary.at("evaluated_tokens"), plan.at("evaluated_tokens"));
  EXPECT_LT(summary.at("evaluation_seconds").get<double>(), summary.at("wall_seconds").get<double>());
  // The next plan learns from it.
  const Json next = studio.lines({"plan", file, "--threads", "1"}).at(0);
  const double rate = summary.at("evaluation_seconds").get<double>() / summary.at("evaluated_tokens").get<double>();
  EXPECT_NEAR(next.at("evaluation_seconds"), rate * plan.at("evaluated_tokens").get<double>(), 1e-9);
}

TEST_F(Sweep, SeedsShareTheOrderOfTheDataOnly) {
  const std::string file = write({{"base", run_file({{"training", {{"learning_rate", 0.0}}}})}, {"grid", {{"training.seed", {0, 1}}}}});
  const Json end = ended(sweep({file}));
  // Fresh LoRAs change nothing and a rate of 0 keeps it so: the losses are those of the data in their order.
  const auto first = losses(end.at("items")[0].at("run")), second = losses(end.at("items")[1].at("run"));
  ASSERT_EQ(first.size(), 6u);
  EXPECT_EQ(first, second);
  std::set<std::string> adapters;
  for (const auto& row : runs()) adapters.insert(sha256_file(row.at("folder").get<std::string>() + "/adapter/adapter_model.safetensors").value());
  EXPECT_EQ(adapters.size(), 2u) << "each seed draws its own first values";
  for (const auto& row : runs()) EXPECT_EQ(row.at("summary").at("drift"), 0.0);
}

TEST_F(Sweep, ATournamentSearchesRatesAndHidesTheShortRuns) {
  const std::string file = write({{"base", run_file({{"training", {{"max_steps", 24}}}})},
                                  {"tournament",
                                   {{"methods", {"LORA", {{"peft_type", "MISS"}, {"r", 4}, {"target_modules", "all-linear"}}}},
                                    {"seeds", {0, 1}},
                                    {"learning_rate_search", {{"rates", {1e-4, 1e-3, 1e-2}}, {"share", 0.25}}},
                                    {"metrics", {"eval_loss", "forgetting"}}}}});
  const Json plan = sweep({file, "--dry-run"}).at(0);
  EXPECT_EQ(plan.at("items").size(), 2 * (3 + 2 + 2));
  EXPECT_TRUE(runs(true).empty()) << "a dry run makes nothing";
  const auto lines = sweep({file});
  const Json end = ended(lines);
  EXPECT_EQ(end.at("state"), "finished");
  EXPECT_EQ(runs().size(), 4u);
  EXPECT_EQ(runs(true).size(), 14u);
  std::map<std::string, std::set<double>> rates;
  for (const auto& item : end.at("items")) {
    if (item.at("purpose") == "search") {
      EXPECT_EQ(item.at("steps"), item.at("key").get<std::string>().find("search 1") != std::string::npos ? 10 : 12);
      continue;
    }
    rates[item.at("method").get<std::string>()].insert(item.at("learning_rate").get<double>());
  }
  ASSERT_EQ(rates.size(), 2u);
  for (const auto& [method, found] : rates) EXPECT_EQ(found.size(), 1u) << method;
  EXPECT_EQ(rates.begin()->second, std::set<double>{1e-2}) << "in so few steps the largest rate learns most";
  EXPECT_EQ(end.at("summary").at("quality"), "eval_loss");
  EXPECT_NE(end.at("summary").at("notes").dump().find("is the highest that was tried"), std::string::npos);
  std::set<double> tokens;
  for (const auto& row : runs()) tokens.insert(row.at("summary").at("tokens").get<double>());
  EXPECT_EQ(tokens.size(), 1u) << "every run sees as many tokens";
  EXPECT_EQ(*tokens.begin(), plan.at("tokens_per_run").get<double>());
  for (const auto& point : studio.lines({"front", "--y", "eval_loss"})) EXPECT_EQ(point.at("name").get<std::string>().find("search"), std::string::npos);
}

TEST_F(Sweep, ATokenBudgetSetsTheSteps) {
  const Json file = {{"base", run_file()}, {"tournament", {{"methods", {"LORA"}}, {"seeds", {0}}, {"budget", {{"tokens", 400}}}}}};
  const Json plan = sweep({write(file), "--dry-run"}).at(0);
  EXPECT_LE(plan.at("tokens_per_run"), 400);
  EXPECT_GT(plan.at("tokens_per_run"), 300);
  EXPECT_GT(plan.at("items")[0].at("steps"), 1);
  EXPECT_EQ(plan.at("items")[0].at("config").at("training").at("max_steps"), plan.at("items")[0].at("steps"));
}

TEST_F(Sweep, WhatDoesNotFitIsLeftOutWithItsReason) {
  const Json large = {{"peft_type", "LORA"}, {"r", 512}, {"target_modules", "all-linear"}, {"label", "large"}};
  Json file = {{"base", run_file({{"training", {{"gradient_checkpointing", true}}}})}, {"tournament", {{"methods", {"LORA", large}}, {"seeds", {0}}, {"budget", {{"memory_bytes", 1}}}}}};
  EXPECT_TRUE(sweep({write(file), "--dry-run"}, 1).at(0).at("error").at("message").get<std::string>().find("no run of the sweep can be made") == 0) << m_err;
  // Between what the two need.
  file["tournament"].erase("budget");
  const Json plan = sweep({write(file), "--dry-run"}).at(0);
  const int64_t lora = plan.at("items")[0].at("memory_bytes"), all = plan.at("items")[1].at("memory_bytes");
  ASSERT_LT(lora, all);
  file["tournament"]["budget"] = {{"memory_bytes", (lora + all) / 2}};
  const Json tight = sweep({write(file), "--dry-run"}).at(0);
  EXPECT_EQ(tight.at("items")[0].at("refusal"), "");
  EXPECT_NE(tight.at("items")[1].at("refusal").get<std::string>().find("the budget is"), std::string::npos);
  EXPECT_FALSE(tight.at("items")[1].at("suggestions").empty());
  const Json end = ended(sweep({write(file)}));
  EXPECT_EQ(end.at("items")[1].at("state"), "left out");
  EXPECT_EQ(end.at("state"), "finished");
  file["over_budget"] = "error";
  sweep({write(file)}, 1);
  EXPECT_NE(m_err.find("What to do"), std::string::npos) << m_err;
}

// The run knows nothing of the sweep's budget, so its config says so.
TEST_F(Sweep, ARunThatFitsOnlyWithCheckpointingTrainsWithIt) {
  Json file = {{"base", run_file()}, {"tournament", {{"methods", {"LORA"}}, {"seeds", {0}}}}};
  const Json plain = sweep({write(file), "--dry-run"}).at(0);
  EXPECT_FALSE(plain.at("items")[0].at("config").at("training").at("gradient_checkpointing").get<bool>());
  file["base"] = run_file({{"training", {{"gradient_checkpointing", true}}}});
  const int64_t less = sweep({write(file), "--dry-run"}).at(0).at("items")[0].at("memory_bytes"), more = plain.at("items")[0].at("memory_bytes");
  file["base"] = run_file();
  file["tournament"]["budget"] = {{"memory_bytes", (less + more) / 2}};
  const Json tight = sweep({write(file), "--dry-run"}).at(0);
  EXPECT_EQ(tight.at("items")[0].at("refusal"), "");
  EXPECT_TRUE(tight.at("items")[0].at("config").at("training").at("gradient_checkpointing").get<bool>());
  EXPECT_NE(tight.dump().find("gradient_checkpointing is turned on, because memory asks for it"), std::string::npos) << tight;
  EXPECT_EQ(ended(sweep({write(file)})).at("state"), "finished");
}

TEST_F(Sweep, AFailedRunIsRecordedAndTheSweepGoesOn) {
  // Weights overflow at once with such a rate.
  const Json good = run_file(), bad = run_file({{"training", {{"learning_rate", 1e30}, {"max_grad_norm", 0.0}, {"max_steps", 12}}}});
  const std::string file = write(Json::array({bad, good}));
  const Json end = ended(sweep({file}, 1));
  EXPECT_EQ(end.at("state"), "finished");
  EXPECT_EQ(end.at("items")[0].at("state"), "failed");
  EXPECT_EQ(end.at("items")[1].at("state"), "finished");
  EXPECT_NE(m_err.find(end.at("items")[0].at("key").get<std::string>()), std::string::npos) << m_err;
  // Again: still failed, nothing is repeated; --retry-failed tries.
  EXPECT_TRUE(finished_events(sweep({file}, 1)).empty());
  const auto retried = sweep({file, "--retry-failed"}, 1);
  EXPECT_TRUE(std::any_of(retried.begin(), retried.end(), [](const Json& line) { return line.value("event", "") == "failed"; }));
  EXPECT_TRUE(finished_events(retried).empty());
}

TEST_F(Sweep, StoppedOrKilledItGoesOnAndRepeatsNothing) {
  const Json spec = {{"base", run_file({{"training", {{"max_steps", 300}, {"eval_steps", 0}}}})}, {"grid", {{"training.seed", {0, 1, 2}}}}, {"metrics", {"eval_loss"}}};
  std::vector<std::vector<double>> whole;
  {
    const Studio other;
    write_tiny_model(other.folder / "model");
    write_tiny_rows(other.folder / "rows.jsonl");
    write_tiny_rows(other.folder / "held_out.jsonl", 8);
    write_all(other.folder / "sweep.json", spec.dump());
    const Json end = other.lines({"sweep", other.folder / "sweep.json", "--threads", "1"}).back();
    for (const auto& item : end.at("items")) {
      const Json shown = other.lines({"runs", "show", item.at("run")}).at(0);
      whole.emplace_back();
      for (const auto& point : shown.at("metrics").at("loss")) whole.back().push_back(point[1]);
    }
  }
  const std::string file = write(spec);
  std::map<std::string, int> finished;
  const auto note = [&](const std::string& out) {
    std::string lines = out.substr(0, out.rfind('\n') == std::string::npos ? 0 : out.rfind('\n') + 1);  // a killed program may have cut a line
    for (const auto& [run, count] : finished_events(Studio::parse_lines(lines))) finished[run] += count;
  };
  {
    Process process(studio.arguments({"sweep", file, "--threads", "1", "--json"}));
    ASSERT_TRUE(process.wait_for("\"step\":20,", 120)) << process.err();
    process.signal(SIGINT);
    const Outcome stopped = process.wait();
    EXPECT_EQ(stopped.code, 3) << stopped.err;
    EXPECT_NE(stopped.err.find("--resume"), std::string::npos) << stopped.err;
    note(stopped.out);
  }
  ASSERT_EQ(runs().size(), 3u) << "waiting runs are rows from the beginning";
  std::multiset<std::string> states;
  for (const auto& row : runs()) states.insert(row.at("state").get<std::string>());
  EXPECT_EQ(states, (std::multiset<std::string>{"queued", "queued", "stopped"}));
  {
    Process process(studio.arguments({"sweep", file, "--threads", "1", "--json"}));  // the same command goes on
    ASSERT_TRUE(process.wait_for("\"why\":\"completed\"", 120)) << process.err();
    const auto seen = process.out().size();
    while (process.out().substr(seen).find("\"step\":9,") == std::string::npos && process.out().find("sweep_ended") == std::string::npos) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    process.signal(SIGKILL);
    note(process.wait().out);
  }
  const Json sweep_row = studio.lines({"sweep", "--list"}).at(0);
  EXPECT_EQ(sweep_row.at("state"), "interrupted");
  const std::string id = sweep_row.at("sweep");
  const auto rest = sweep({"--resume", id});
  for (const auto& [run, count] : finished_events(rest)) finished[run] += count;
  const Json end = ended(rest);
  EXPECT_EQ(end.at("state"), "finished");
  ASSERT_EQ(end.at("items").size(), 3u);
  EXPECT_EQ(finished.size(), 3u);
  for (const auto& [run, count] : finished) EXPECT_EQ(count, 1) << run;
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(losses(end.at("items")[i].at("run")), whole[i]) << "as if it had never been broken off: " << i;
  EXPECT_EQ(runs().size(), 3u);
}

TEST_F(Sweep, TheSameRunTwiceTakesTheSameMemory) {
  // A large run before it must not count for the next one.
  const Json small = run_file(), large = run_file({{"peft", {{"r", 256}}}});
  const std::string file = write(Json::array({small, large, small}));
  const Json end = ended(sweep({file}));
  std::vector<double> peaks;
  for (const auto& item : end.at("items")) peaks.push_back(studio.lines({"runs", "show", item.at("run")}).at(0).at("summary").at("memory_peak_bytes"));
  EXPECT_NEAR(peaks[0], peaks[2], 0.05 * peaks[0]);
}

TEST_F(Sweep, DataThatChangedMeanwhileIsRefused) {
  const std::string file = write({{"base", run_file({{"training", {{"max_steps", 2000}}}})}, {"grid", {{"training.seed", {0, 1}}}}});
  Process process(studio.arguments({"sweep", file, "--threads", "1", "--json"}));
  ASSERT_TRUE(process.wait_for("\"step\":3,", 120)) << process.err();
  process.signal(SIGINT);
  EXPECT_EQ(process.wait().code, 3);
  write_tiny_rows(studio.folder / "rows.jsonl", 28);
  sweep({file}, 1);
  EXPECT_NE(m_err.find("has changed since the sweep began"), std::string::npos) << m_err;
}

TEST_F(Sweep, WrongUseIsTwoAndBadFilesAreOne) {
  EXPECT_EQ(studio.run({"sweep"}).code, 2);
  EXPECT_EQ(studio.run({"sweep", write(Json::array({run_file()})), "--resume", "x"}).code, 2);
  sweep({"--resume", "nothing"}, 1);
  sweep({write({{"base", run_file()}, {"tournament", {{"methods", {"LORRA"}}}}})}, 1);
  EXPECT_NE(m_err.find("did you mean \"LORA\""), std::string::npos) << m_err;
  sweep({write({{"base", run_file()}, {"tournament", {{"methods", {{{"peft_type", "LORA"}, {"lora_alhpa", 3}}}}}}})}, 1);
  EXPECT_NE(m_err.find("lora_alpha"), std::string::npos) << m_err;
}

TEST_F(Sweep, PathsAndOverrides) {
  write_all(studio.folder / "run.json", run_file().dump());
  const Json list = sweep({write(Json::array({"run.json", run_file({{"peft", {{"r", 2}}}})})), "--set", "training.max_steps=3", "--dry-run"}).at(0);
  ASSERT_EQ(list.at("items").size(), 2u);
  for (const auto& item : list.at("items")) EXPECT_EQ(item.at("steps"), 3);
  const Json based = sweep({write({{"base", "run.json"}, {"tournament", {{"methods", {"LORA"}}}}}), "--set", "tournament.seeds=[4]", "--set", "training.max_steps=2", "--dry-run"}).at(0);
  ASSERT_EQ(based.at("items").size(), 1u);
  EXPECT_EQ(based.at("items")[0].at("key"), "LORA r=4 / seed 4");
  EXPECT_EQ(based.at("items")[0].at("steps"), 2);
}

class PastRuns : public Sweep {
 protected:
  std::string train(const Json& changes = Json::object()) {
    write_all(studio.folder / "run.json", run_file(changes).dump());
    return studio.lines({"train", studio.folder / "run.json", "--threads", "1"}).back().at("run");
  }
};

TEST_F(PastRuns, AReproducibilityFileMakesTheRunAgain) {
  const std::string run = train(), file = studio.folder / "again.json";
  studio.lines({"runs", "reproduce", run, "--out", file});
  const Json json = read_json_file(file).value();
  for (const char* key : {"config", "hashes", "versions", "hardware", "results"}) EXPECT_TRUE(json.contains(key)) << key;
  const std::string again = studio.lines({"train", file, "--threads", "1"}).back().at("run");
  EXPECT_EQ(losses(again), losses(run));
  EXPECT_EQ(sha256_file(studio.home + "/runs/" + again + "/adapter/adapter_model.safetensors").value(), json.at("results").at("adapter_sha256"));
  // Other data under the same name are refused; the right ones under another name are taken.
  std::filesystem::rename(studio.folder / "rows.jsonl", studio.folder / "moved.jsonl");
  write_tiny_rows(studio.folder / "rows.jsonl", 20);
  const Outcome refused = studio.run({"train", file});
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("data.path is not what the run was made with"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("--set data.path="), std::string::npos) << refused.err;
  const std::string moved = studio.lines({"train", file, "--set", "data.path=" + (studio.folder / "moved.jsonl"), "--threads", "1"}).back().at("run");
  EXPECT_EQ(losses(moved), losses(run));
  std::filesystem::rename(studio.folder / "moved.jsonl", studio.folder / "rows.jsonl");
  Json config = read_json_file(studio.folder / "model/config.json").value();
  config["rope_theta"] = 20000.0;
  write_json_file(studio.folder / "model/config.json", config).value();
  const Outcome other_model = studio.run({"train", file});
  EXPECT_EQ(other_model.code, 1);
  EXPECT_NE(other_model.err.find("model is not what the run was made with"), std::string::npos) << other_model.err;
}

TEST_F(PastRuns, SameBut) {
  const std::string run = train();
  const std::string but = studio.lines({"train", "--from", run, "--set", "training.max_steps=3", "--threads", "1"}).back().at("run");
  const auto before = losses(run), after = losses(but);
  ASSERT_EQ(after.size(), 3u);
  EXPECT_EQ(after[0], before[0]);
  const Json same = studio.lines({"runs", "compare", run, but}).at(0);
  EXPECT_EQ(same.at("settings").at("training.max_steps"), Json({6, 3}));
  for (const auto& [key, value] : same.at("settings").items()) EXPECT_TRUE(key == "training.max_steps" || key == "name") << key;
  const std::string miss = studio.lines({"train", "--from", run, "--set", "peft.peft_type=MISS", "--set", "peft.r=2", "--threads", "1"}).back().at("run");
  const Json config = studio.lines({"runs", "show", miss}).at(0).at("config");
  EXPECT_EQ(config.at("peft").at("r"), 2);
  EXPECT_FALSE(config.at("peft").contains("lora_alpha"));
  EXPECT_EQ(studio.run({"train", "--from", run, "--resume", run}).code, 2);
}

TEST_F(PastRuns, AnAdapterFolderBecomesARun) {
  const std::string run = train({{"training", {{"eval_metrics", {"loss", "exact_match", "forgetting", "drift"}}}}});
  const Json trained = studio.lines({"runs", "show", run}).at(0);
  const std::string folder = trained.at("folder").get<std::string>() + "/adapter";
  const Json imported = studio.lines({"runs", "import", folder, "--model", studio.folder / "model", "--name", "theirs", "--data", studio.folder / "held_out.jsonl",
                                     "--train-on", "completion"}).at(0);
  EXPECT_EQ(imported.at("state"), "finished");
  EXPECT_EQ(imported.at("name"), "theirs");
  EXPECT_EQ(imported.at("tags"), Json({"imported"}));
  for (const char* key : {"forgetting", "drift", "exact_match"}) {
    EXPECT_NEAR(imported.at("summary").at(key).get<double>(), trained.at("summary").at(key).get<double>(), 1e-5) << key;
  }
  EXPECT_EQ(imported.at("trainable_parameters"), trained.at("trainable_parameters"));
  // As any run: scored by name, compared, exported.
  const Json scored = studio.lines({"eval", "--model", studio.folder / "model", "--adapter", "theirs", "--data", studio.folder / "held_out.jsonl", "--train-on", "completion",
                                    "--metrics", "loss,drift"}).at(0);
  EXPECT_NEAR(scored.at("loss").get<double>(), trained.at("summary").at("eval_loss").get<double>(), 1e-5);
  EXPECT_NEAR(scored.at("drift").get<double>(), trained.at("summary").at("drift").get<double>(), 1e-5);
  EXPECT_TRUE(studio.lines({"export", "theirs", "--format", "adapter", "--out", studio.folder / "exported"}).at(0).at("verified").get<bool>());
  EXPECT_TRUE(studio.lines({"runs", "compare", run, "theirs"}).at(0).at("metrics").contains("drift"));
  // What is no adapter of this model leaves no run behind.
  const Outcome refused = studio.run({"runs", "import", studio.folder / "model", "--model", studio.folder / "model"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(runs().size(), 2u);
}

}  // namespace
}  // namespace paretune::test
