// SPDX-License-Identifier: GPL-3.0-or-later
// Several processes train one run: the numbers of one process, whoever starts them, whichever of them dies.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/e2e/studio.h"
#include "tests/support/tiny_model.h"

namespace paretune::test {
namespace {

constexpr int kSteps = 24, kRows = 4;  // of a step, over all processes and accumulated micro-batches: 2 * kRows

class Parallel : public testing::Test {
 protected:
  void SetUp() override {
    write_tiny_model(studio.folder / "model");
    write_tiny_rows(studio.folder / "rows.jsonl", 37);  // the last step of an epoch is a small one, in which some ranks have no row
    ::setenv("PARETUNE_JOIN_TIMEOUT", "60", 1);
    ::unsetenv("PARETUNE_PEER_TIMEOUT");
  }

  // kRows a micro-batch on `processes` processes.
  std::string run_file(int processes, Json changes = Json::object()) {
    Json file = {{"model", "model"},
                 {"data", {{"path", "rows.jsonl"}, {"train_on", "completion"}, {"eval_fraction", 0.1}}},
                 {"peft", {{"peft_type", "LORA"}, {"r", 4}, {"lora_alpha", 8}, {"target_modules", "all-linear"}}},
                 {"training", {{"max_steps", kSteps}, {"per_device_train_batch_size", kRows / processes}, {"gradient_accumulation_steps", 2}, {"learning_rate", 0.003},
                               {"lr_scheduler_type", "cosine"}, {"warmup_steps", 3}, {"weight_decay", 0.01}, {"eval_steps", 8}, {"save_steps", 100}, {"seed", 5}}}};
    file.merge_patch(changes);
    const std::string path = studio.folder / ("run" + std::to_string(processes) + ".json");
    write_all(path, file.dump());
    return path;
  }
  std::vector<std::string> train(const std::string& file, int processes) const {
    std::vector<std::string> all = {"train", file, "--threads", std::to_string(processes), "--json"};
    if (processes > 1) all.insert(all.end(), {"--processes", std::to_string(processes)});
    return all;
  }
  std::string trained(const std::vector<std::string>& arguments) const {
    const Outcome outcome = studio.run(arguments);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return id_in(outcome.out);
  }
  static std::string id_in(const std::string& out) {
    const std::vector<Json> lines = Studio::parse_lines(out.substr(0, out.rfind('\n') + 1));
    return lines.empty() ? "" : lines.front().at("run").get<std::string>();
  }
  Json shown(const std::string& id) const { return studio.lines({"runs", "show", id}).at(0); }
  std::map<int64_t, double> metric(const std::string& id, const char* key) const {
    std::map<int64_t, double> out;
    const Json run = shown(id);
    for (const auto& point : run.at("metrics").at(key)) out[point[0].get<int64_t>()] = point[1].get<double>();
    return out;
  }
  std::string adapter_of(const std::string& id) const { return studio.home + "/runs/" + id + "/adapter/adapter_model.safetensors"; }

  // Every step is followed by an answer of many tokens, so that there is time to end a process between two steps.
  static Json slow() { return {{"training", {{"eval_steps", 1}, {"eval_max_new_tokens", 48}}}, {"sample_prompts", {"Q3 coal? "}}}; }

  // Losses, gradient norms and what was learned are the same but for rounding. An evaluation that a lost process cut short is not made again.
  void expect_same(const std::string& run, const std::string& wanted, double tolerance = 1e-6, bool evaluated = true) const {
    for (const char* key : {"loss", "grad_norm", "eval_loss", "learning_rate", "trained_tokens"}) {
      if (!evaluated && key == std::string("eval_loss")) continue;
      const auto got = metric(run, key), expected = metric(wanted, key);
      ASSERT_EQ(got.size(), expected.size()) << key;
      for (const auto& [step, value] : expected) EXPECT_NEAR(got.at(step), value, (key == std::string("grad_norm") ? 20 : 1) * tolerance * std::abs(value)) << key << " of step " << step;
    }
    EXPECT_EQ(metric(wanted, "loss").size(), static_cast<std::size_t>(kSteps));
    const auto got = SafetensorsFile::open(adapter_of(run)), expected = SafetensorsFile::open(adapter_of(wanted));
    ASSERT_EQ(got->tensors().size(), expected->tensors().size());
    double largest = 0, difference = 0;
    for (std::size_t i = 0; i < got->tensors().size(); ++i) {
      const SafeTensor &a = got->tensors()[i], &b = expected->tensors()[i];
      ASSERT_EQ(a.name, b.name);
      ASSERT_EQ(a.data.size(), b.data.size());
      for (std::size_t at = 0; at < a.data.size(); at += sizeof(float)) {
        float x = 0, y = 0;
        std::memcpy(&x, a.data.data() + at, sizeof x);
        std::memcpy(&y, b.data.data() + at, sizeof y);
        largest = std::max<double>(largest, std::abs(y));
        difference = std::max<double>(difference, std::abs(x - y));
      }
    }
    EXPECT_LE(difference, 1e-5 * std::max(1.0, largest));
    EXPECT_GT(largest, 1e-3);
  }

  Studio studio;
};

TEST_F(Parallel, TwoAndFourProcessesMakeTheLossesOfOne) {
  const std::string one = trained(train(run_file(1), 1));
  for (const int processes : {2, 4}) {
    SCOPED_TRACE(processes);
    const std::string several = trained(train(run_file(processes), processes));
    expect_same(several, one);
    const auto files = std::filesystem::directory_iterator(studio.home + "/runs");
    EXPECT_EQ(std::distance(begin(files), end(files)), processes == 2 ? 2 : 3) << "only rank 0 makes a run";
  }
}

// Sums of gradients, state outside of the gradient, leaves that only some rows reach, and the other optimisers.
TEST_F(Parallel, OtherMethodsAndOptimisersToo) {
  const std::vector<Json> cases = {
      {{"peft", {{"peft_type", "ADALORA"}, {"r", nullptr}, {"lora_alpha", 8}, {"init_r", 6}, {"target_r", 3}, {"tinit", 3}, {"tfinal", 5}, {"deltaT", 2}, {"total_step", kSteps}}}},
      {{"peft", {{"peft_type", "ADAMSS"}, {"lora_alpha", nullptr}, {"r", 8}, {"num_subspaces", 4}, {"subspace_rank", 2}, {"use_asa", true}, {"asa_target_subspaces", 8}, {"init_warmup", 2},
                 {"final_warmup", 7}, {"mask_interval", 2}}}},
      {{"peft", {{"peft_type", "PROMPT_TUNING"}, {"r", nullptr}, {"lora_alpha", nullptr}, {"target_modules", nullptr}, {"num_virtual_tokens", 4}}}},
      {{"peft", {{"peft_type", "FULL"}, {"r", nullptr}, {"lora_alpha", nullptr}, {"target_modules", nullptr}}}, {"training", {{"optim", "adafactor"}}}},
      {{"training", {{"optim", "adamw_8bit"}}}},
      {{"peft", {{"init_lora_weights", "pissa"}}}},
  };
  int tries = 0;
  for (const Json& changes : cases) {
    SCOPED_TRACE(changes.dump());
    const std::string one = trained(train(run_file(1, changes), 1)), two = trained(train(run_file(2, changes), 2));
    if (one.empty() || two.empty()) continue;
    expect_same(two, one, changes.contains("training") && changes["training"].value("optim", "") == "adamw_8bit" ? 1e-4 : 5e-6);
    ++tries;
  }
  RecordProperty("tries", tries);
}

TEST_F(Parallel, DropoutDiffersByRankAndRepeatsItself) {
  const Json dropout = {{"peft", {{"lora_dropout", 0.3}}}};
  const std::string first = trained(train(run_file(2, dropout), 2)), again = trained(train(run_file(2, dropout), 2));
  EXPECT_EQ(metric(first, "loss"), metric(again, "loss"));
  EXPECT_EQ(sha256_file(adapter_of(first)).value(), sha256_file(adapter_of(again)).value());
}

TEST_F(Parallel, TorchrunLaunchesTheProgram) {
  const std::string one = trained(train(run_file(1), 1));
  std::vector<std::string> arguments = {python(), "-m", "torch.distributed.run", "--no-python", "--nproc_per_node", "2", "--master_port", std::to_string(20000 + ::getpid() % 20000)};
  for (const auto& argument : studio.arguments({"train", run_file(2), "--threads", "1", "--json"})) arguments.push_back(argument);
  const Outcome outcome = test::run(arguments);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_same(id_in(outcome.out), one);
}

// The processes of a launcher by rank; 0 where one cannot be seen.
std::vector<pid_t> workers_of(pid_t launcher, int processes) {
  std::vector<pid_t> out(static_cast<std::size_t>(processes), 0);
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string folder = entry.path().string(), stat = read_all(folder + "/stat");
    const auto close = stat.rfind(')');
    if (close == std::string::npos || std::atoi(stat.c_str() + close + 4) != launcher) continue;
    const std::string environment = read_all(folder + "/environ");
    const auto at = environment.find(std::string("\0RANK=", 6));
    if (at == std::string::npos) continue;
    const auto rank = static_cast<std::size_t>(std::atoi(environment.c_str() + at + 6));
    if (rank < out.size()) out[rank] = std::atoi(entry.path().filename().c_str());
  }
  return out;
}

double seconds_to_end(Process& process, Outcome& outcome) {
  const auto begin = std::chrono::steady_clock::now();
  outcome = process.wait();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

TEST_F(Parallel, AKilledWorkerEndsTheRunWhichGoesOnWithAnyNumber) {
  const std::string one = trained(train(run_file(1, slow()), 1));
  std::mt19937 random(11);
  int tries = 0, survived = 0;
  for (const int processes : {2, 4}) {
    for (int round = 0; round < 2; ++round) {
      const int rank = 1 + static_cast<int>(random() % static_cast<unsigned>(processes - 1)), step = 1 + static_cast<int>(random() % (kSteps - 4));
      SCOPED_TRACE(std::to_string(processes) + " processes, rank " + std::to_string(rank) + " killed after step " + std::to_string(step));
      ++tries;
      Process process(studio.arguments(train(run_file(processes, slow()), processes)));
      ASSERT_TRUE(process.wait_for("\"step\":" + std::to_string(step) + ",", 120)) << process.err();
      ASSERT_EQ(::kill(workers_of(process.pid(), processes).at(static_cast<std::size_t>(rank)), SIGKILL), 0);
      Outcome outcome;
      EXPECT_LT(seconds_to_end(process, outcome), 10);
      EXPECT_EQ(outcome.code, 1);
      EXPECT_NE(outcome.err.find("rank " + std::to_string(rank) + " has ended"), std::string::npos) << outcome.err;
      const std::string id = id_in(outcome.out);
      EXPECT_NE(outcome.err.find("paretune train --resume " + id), std::string::npos) << outcome.err;
      const Json run = shown(id);
      EXPECT_EQ(run.at("state"), "interrupted");
      const int64_t kept = run.at("step");
      EXPECT_TRUE(std::filesystem::exists(studio.home + "/runs/" + id + "/checkpoints/step-" + std::to_string(kept) + "/state.json")) << kept;
      const std::vector<int> others = {processes, 1, 6 - processes};
      const int now = others[static_cast<std::size_t>(tries) % others.size()];
      std::vector<std::string> resume = {"train", "--resume", id, "--threads", std::to_string(now), "--json"};
      if (now > 1) resume.insert(resume.end(), {"--processes", std::to_string(now)});
      const Outcome resumed = studio.run(resume);
      EXPECT_EQ(resumed.code, 0) << resumed.err;
      expect_same(id, one, 1e-6, false);
      survived += !HasFailure();
    }
  }
  RecordProperty("tries", tries);
  RecordProperty("survived", survived);
}

TEST_F(Parallel, RankZeroKilledIsNamedByTheOthers) {
  Json changes = slow();
  changes["training"]["save_steps"] = 3;
  Process process(studio.arguments(train(run_file(2, changes), 2)));
  ASSERT_TRUE(process.wait_for("\"step\":7,", 120)) << process.err();
  ASSERT_EQ(::kill(workers_of(process.pid(), 2).at(0), SIGKILL), 0);
  Outcome outcome;
  EXPECT_LT(seconds_to_end(process, outcome), 10);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("rank 1: workers: rank 0 has ended"), std::string::npos) << outcome.err;
  const std::string id = id_in(outcome.out);
  EXPECT_EQ(shown(id).at("state"), "interrupted");
  const std::string one = trained(train(run_file(1, slow()), 1));
  EXPECT_EQ(studio.run({"train", "--resume", id, "--processes", "2", "--threads", "2"}).code, 0);
  expect_same(id, one, 1e-6, false);
}

TEST_F(Parallel, AStalledWorkerIsGivenUp) {
  ::setenv("PARETUNE_PEER_TIMEOUT", "2", 1);
  Process process(studio.arguments(train(run_file(2, {{"training", {{"max_steps", 100000}}}}), 2)));
  ASSERT_TRUE(process.wait_for("\"step\":5,", 120)) << process.err();
  const pid_t stalled = workers_of(process.pid(), 2).at(1);
  ASSERT_EQ(::kill(stalled, SIGSTOP), 0);
  EXPECT_TRUE(process.wait_for("rank 1 has not been heard of for 2 s", 10)) << process.err();
  ::kill(stalled, SIGCONT);
  const Outcome outcome = process.wait();
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(shown(id_in(outcome.out)).at("state"), "interrupted");
}

TEST_F(Parallel, SignalsStopAllWithACheckpoint) {
  const std::string one = trained(train(run_file(1, slow()), 1));
  for (const int signal : {SIGINT, SIGTERM}) {
    Process process(studio.arguments(train(run_file(2, slow()), 2)));
    ASSERT_TRUE(process.wait_for("\"step\":6,", 120)) << process.err();
    process.signal(signal);
    const Outcome outcome = process.wait();
    EXPECT_EQ(outcome.code, 3) << outcome.err;
    const std::string id = id_in(outcome.out);
    EXPECT_EQ(shown(id).at("state"), "stopped");
    EXPECT_EQ(studio.run({"train", "--resume", id, "--processes", "2", "--threads", "2"}).code, 0);
    expect_same(id, one, 1e-6, false);
  }
}

TEST_F(Parallel, WhatCannotBeDividedIsRefused) {
  const Outcome velora = studio.run({"train", run_file(2, {{"peft", {{"velora_config", {{"num_groups", 4}}}}}}), "--processes", "2", "--threads", "2"});
  EXPECT_EQ(velora.code, 1);
  EXPECT_NE(velora.err.find("VeLoRA"), std::string::npos) << velora.err;
  EXPECT_NE(velora.err.find("What to do:"), std::string::npos) << velora.err;
  EXPECT_EQ(studio.run({"train", run_file(2), "--processes", "0"}).code, 2);
}

TEST_F(Parallel, AnErrorOfRankZeroEndsAll) {
  write_all(studio.folder / "rows.jsonl", "{\"nonsense\": 1}\n");
  const Outcome outcome = studio.run({"train", run_file(2), "--processes", "2", "--threads", "2"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("rows.jsonl"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace paretune::test
