// SPDX-License-Identifier: GPL-3.0-or-later
// The plan against the measured peak of the demo model, and its advice taken.
#include <gtest/gtest.h>

#include <regex>

#include "tests/e2e/studio.h"
#include "training/api/run_config.h"

namespace paretune::test {
namespace {

class PlanTest : public testing::Test {
 protected:
  PlanTest() {
    std::string rows;
    for (int row = 0; row < 12; ++row) {
      Json ids = Json::array();
      for (int i = 0; i < 352; ++i) ids.push_back((row * 977 + i * 131) % 40000 + 10);
      rows += Json({{"input_ids", ids}}).dump() + "\n";
    }
    write_all(studio.folder / "rows.jsonl", rows);
  }
  Json run() const {
    return {{"model", "demo"},
            {"data", {{"path", studio.folder / "rows.jsonl"}, {"format", "pretokenized"}, {"eval_fraction", 0.0}, {"shuffle", false}}},
            {"peft", {{"peft_type", "LORA"}, {"r", 16}, {"target_modules", "all-linear"}}},
            {"training", {{"max_steps", 3}, {"per_device_train_batch_size", 2}, {"learning_rate", 1e-5}}}};
  }
  std::string file(const Json& run) const {
    write_all(studio.folder / "run.json", run.dump());
    return studio.folder / "run.json";
  }
  Json plan(const Json& run, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {"plan", file(run), "--threads", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return studio.lines(arguments).at(0);
  }
  double measured(const Json& run) const { return studio.lines({"bench", "train", "--run", file(run), "--steps", "1", "--threads", "1"}).at(0).at("peak_rss_bytes"); }

  Studio studio;
};

TEST_F(PlanTest, IsWithinTenPercentOfThePeak) {
  const double planned = plan(run()).at("total_bytes"), peak = measured(run());
  std::printf("planned %.0f MB, measured %.0f MB\n", planned / 1e6, peak / 1e6);
  EXPECT_NEAR(planned / peak, 1, 0.1);
}

// "Set r to 4, gradient_checkpointing on and quantization to nf4 (0.50 GB)."
TEST_F(PlanTest, RunsThatTakeTheAdviceStayWithinTheMemory) {
  const double budget = 0.88 * plan(run()).at("total_bytes").get<double>();
  const Json tight = plan(run(), {"--memory", std::to_string(budget / 1e9)});
  ASSERT_FALSE(tight.at("fits").get<bool>());
  ASSERT_GE(tight.at("suggestions").size(), 2U) << tight;
  for (const auto& sentence : tight.at("suggestions")) {
    Json changed = run();
    const std::string text = sentence;
    const std::regex setting("(\\w+) (?:to (\\w+)|(on))\\b");
    int changes = 0;
    for (auto it = std::sregex_iterator(text.begin(), text.end(), setting); it != std::sregex_iterator(); ++it, ++changes) {
      const std::string key = (*it)[1], value = (*it)[3].matched ? "true" : (*it)[2].str();
      const std::string part = key == "quantization" ? "" : data_schema().find(key) ? "data." : training_schema().find(key) ? "training." : "peft.";
      ASSERT_TRUE(apply_override(changed, part + key + "=" + value).ok());
    }
    ASSERT_GT(changes, 0) << text;
    const double peak = measured(changed);
    std::printf("%.0f of %.0f MB: %s\n", peak / 1e6, budget / 1e6, text.c_str());
    EXPECT_LE(peak, budget) << text;
  }
}

// Two runs later the plan knows what they took.
TEST_F(PlanTest, LearnsFromPastRuns) {
  Json small = run();
  small["training"].update({{"max_steps", 1}, {"eval_on_start", false}, {"per_device_train_batch_size", 1}});
  EXPECT_TRUE(plan(small).at("notes").empty());
  double peak = 0;
  for (int i = 0; i < 2; ++i) {
    const std::string id = studio.lines({"train", file(small), "--threads", "1"}).back().at("run");
    peak += studio.lines({"runs", "show", id}).at(0).at("summary").at("memory_peak_bytes").get<double>() / 2;
  }
  const Json after = plan(small);
  EXPECT_EQ(after.at("notes").size(), 2U);
  EXPECT_NEAR(after.at("total_bytes").get<double>() / peak, 1, 0.02);
}

}  // namespace
}  // namespace paretune::test
