// SPDX-License-Identifier: GPL-3.0-or-later
// The demo as a newcomer runs it: talk, train, stop, kill, resume, export, talk again.
#include <gtest/gtest.h>

#include <set>

#include "tests/e2e/studio.h"

namespace paretune::test {
namespace {

const char* kFrance = R"([{"role":"user","content":"What is the capital of France?"}])";

// Losses of a run in step order.
std::map<int64_t, double> losses(const Studio& studio, const std::string& run) {
  std::map<int64_t, double> out;
  const Json shown = studio.lines({"runs", "show", run}).at(0);
  for (const auto& point : shown.at("metrics").at("loss")) out[point[0].get<int64_t>()] = point[1].get<double>();
  return out;
}

std::vector<std::string> short_demo(std::vector<std::string> more = {}, const char* command = "train") {
  std::vector<std::string> all = {command, "demo",
                                  "--set", "training.max_steps=8",
                                  "--set", "training.eval_steps=0",
                                  "--set", "training.eval_max_rows=4",
                                  "--set", "training.save_steps=2",
                                  "--set", "training.per_device_train_batch_size=2",
                                  "--set", "sample_prompts=[]"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(Demo, KnowsTheCapitalOfFrance) {
  const Studio studio;
  const Json answer = studio.lines({"generate", "--model", "demo", "--chat", kFrance, "--temperature", "0"}).at(0);
  EXPECT_EQ(answer.at("text"), "The capital of France is Paris.");
  EXPECT_EQ(answer.at("finish"), "stop");
}

TEST(Demo, TokenizeMarksTheAnswerOnly) {
  const Studio studio;
  const Json view = studio.lines({"tokenize", "--model", "demo", "--chat", R"([{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello there"}])"}).at(0);
  std::string trained;
  for (std::size_t i = 0; i < view.at("ids").size(); ++i) {
    if (view.at("trained")[i].get<bool>()) trained += view.at("tokens")[i].get<std::string>();
  }
  EXPECT_EQ(trained, "Hello there<|im_end|>");
}

TEST(Demo, TrainingLiftsExactMatchByThirtyPoints) {
  const Studio studio;
  const auto events = studio.lines({"train", "demo"});
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.front().at("event"), "phase");
  EXPECT_EQ(events.back().at("event"), "finished");
  std::vector<double> exact;
  for (const auto& event : events) {
    if (event.contains("exact_match")) exact.push_back(event.at("exact_match"));
  }
  ASSERT_GE(exact.size(), 2U);
  std::printf("exact match %.3f -> %.3f\n", exact.front(), exact.back());
  EXPECT_GE(exact.back() - exact.front(), 0.30);
}

TEST(Demo, StopAndResumeEqualAnUnbrokenRun) {
  const Studio studio;
  const std::string whole = studio.lines(short_demo()).back().at("run");
  const std::string wanted_adapter = sha256_file(studio.home + "/runs/" + whole + "/adapter/adapter_model.safetensors").value();

  for (const int signal : {SIGINT, SIGKILL}) {
    Process process(studio.arguments(short_demo({"--json"})));
    ASSERT_TRUE(process.wait_for("\"step\":3", 300)) << process.err();
    process.signal(signal);
    const Outcome stopped = process.wait();
    EXPECT_EQ(stopped.code, signal == SIGINT ? 3 : 128 + SIGKILL) << stopped.err;
    const Json run = studio.lines({"runs", "list"}).at(0);
    EXPECT_EQ(run.at("state"), signal == SIGINT ? "stopped" : "interrupted");
    const std::string id = run.at("id");
    studio.lines({"train", "--resume", id});
    EXPECT_EQ(losses(studio, id), losses(studio, whole));
    EXPECT_EQ(sha256_file(studio.home + "/runs/" + id + "/adapter/adapter_model.safetensors").value(), wanted_adapter);
  }
}

TEST(Demo, ExportsAreReadBackAndPythonAgrees) {
  const Studio studio;
  const std::string run = studio.lines(short_demo()).back().at("run");
  const Json adapter = studio.lines({"export", run, "--format", "adapter", "--out", studio.folder / "adapter"}).at(0);
  EXPECT_TRUE(adapter.at("verified").get<bool>());
  const Json merged = studio.lines({"merge", "--model", "demo", "--adapter", run, "--out", studio.folder / "merged"}).at(0);
  EXPECT_TRUE(merged.at("verified").get<bool>());
  const Outcome python_side = test::run({python(), std::string(PARETUNE_SOURCE_DIR) + "/tests/e2e/check_export.py", std::string(PARETUNE_BINARY_DIR) + "/bin/paretune",
                                         studio.folder / "adapter", studio.folder / "merged", studio.folder.path()});
  EXPECT_EQ(python_side.code, 0) << python_side.out << python_side.err;
}

TEST(Demo, ThePlanCanBeMeasuredAndTheRunSaysWhatItsAdapterDoes) {
  const Studio studio;
  const Json plan = studio.lines(short_demo({"--measure"}, "plan")).at(0);
  const double peak = plan.at("measured").at("peak_bytes"), planned = plan.at("total_bytes");
  EXPECT_GT(peak, planned / 2);
  EXPECT_LT(peak, planned * 1.5);
  EXPECT_EQ(plan.at("step_seconds"), plan.at("measured").at("step_seconds"));
  EXPECT_TRUE(studio.lines({"runs", "list"}).empty()) << "measuring makes no run";
  const std::string run = studio.lines(short_demo()).back().at("run");
  const Json shown = studio.lines({"runs", "show", run}).at(0);
  EXPECT_GT(shown.at("summary").at("preflight_peak_bytes"), peak / 2);
  const Json& report = shown.at("adapter_report");
  EXPECT_EQ(report.at("compared"), "weights");
  EXPECT_GT(report.at("mean_abs_logit_change"), 0);
  EXPECT_EQ(report.at("dead_modules"), 0);
  EXPECT_EQ(report.at("layers").size(), 210U);
  const Outcome text = studio.run({"runs", "show", run});
  EXPECT_NE(text.out.find("adapter acts: logits of"), std::string::npos) << text.out;
}

TEST(Demo, AnswersComeWithProbabilities) {
  const Studio studio;
  const Json answer = studio.lines({"generate", "--model", "demo", "--chat", kFrance, "--top-logprobs", "2"}).at(0);
  ASSERT_EQ(answer.at("tokens").size(), answer.at("ids").size());
  for (const Json& token : answer.at("tokens")) {
    EXPECT_LE(token.at("logprob").get<double>(), 0);
    ASSERT_EQ(token.at("top_logprobs").size(), 2U);
    EXPECT_EQ(token.at("top_logprobs")[0].at("id"), token.at("id")) << "greedy takes the likeliest";
  }
}

TEST(Demo, PlanNamesEveryPart) {
  const Studio studio;
  const Json plan = studio.lines({"plan", "demo"}).at(0);
  for (const char* part : {"weights", "adapter", "gradients", "optimizer", "activations", "head", "reserve"}) EXPECT_TRUE(plan.at("parts").contains(part)) << part;
  EXPECT_TRUE(plan.at("fits").get<bool>());
}

TEST(Demo, DoctorFindsNothingMissing) {
  const Studio studio;
  for (const auto& item : studio.lines({"doctor"})) EXPECT_TRUE(item.at("ok").get<bool>()) << item;
}

TEST(Demo, SelfTestPassesHere) {
  const Studio studio;
  std::set<std::string> parts;
  const auto rows = studio.lines({"doctor", "--self-test"});
  EXPECT_GT(rows.size(), 30u);
  for (const auto& row : rows) {
    EXPECT_TRUE(row.at("ok").get<bool>()) << row;
    parts.insert(row.at("part"));
  }
  EXPECT_EQ(parts, (std::set<std::string>{"kernel", "training"}));
  auto with_wrong_name = studio.arguments({"doctor"});
  with_wrong_name.insert(with_wrong_name.begin(), {"env", "PARETUNE_DEVICE_KERNELS=rope,softmax"});
  const Outcome refused = test::run(with_wrong_name);
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("softmax"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("block_rotation"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace paretune::test
