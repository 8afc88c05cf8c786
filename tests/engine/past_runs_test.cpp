// SPDX-License-Identifier: GPL-3.0-or-later
// Plans corrected by a store of past runs, made up here and made by training.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runs/runs_test_support.h"
#include "training/peft/adapter.h"
#include "training/core/files.h"
#include "training/engine/past_runs.h"
#include "training/engine/run_folder.h"

namespace paretune::test {
namespace {

const std::string kModel = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/loop/trainer/model";
constexpr int kThreads = 2;

class PastRunsTest : public testing::Test {
 protected:
  PastRunsTest() {
    std::string rows;
    for (int row = 0; row < 12; ++row) rows += R"({"input_ids": [3, 4, 5, 6, 7, 8, 9, 10]})" "\n";
    std::ofstream(home.path() + "/rows.jsonl") << rows;
  }
  RunConfig config(Json changes = Json::object()) const {
    Json file = {{"model", kModel}, {"data", {{"path", home.path() + "/rows.jsonl"}, {"format", "pretokenized"}, {"eval_fraction", 0.0}}},
                 {"peft", {{"peft_type", "LORA"}, {"r", 4}}}, {"training", {{"max_steps", 3}, {"per_device_train_batch_size", 2}, {"eval_on_start", false}}}};
    file.merge_patch(changes);
    RunConfig out = parse_run_config(file).value();
    out.peft = complete_peft_config(out.peft).value();
    return out;
  }
  // A finished run with these figures; `edit` may falsify its run.json.
  void add(double planned, double measured, double planned_rate, double rate, const RunConfig& its, const std::function<void(Json&)>& edit = {}, bool checkpointing = false,
           std::map<std::string, double> more = {}) {
    const std::string id = "run-" + std::to_string(++count), folder = home.path() + "/runs/" + id;
    make_folders(folder).value();
    write_run_json(folder, id, its, kModel, kThreads, "cpu").value();
    if (edit) {
      Json json = read_json_file(folder + "/run.json").value();
      edit(json);
      write_json_file(folder + "/run.json", json).value();
    }
    RunRow row;
    row.id = id;
    row.config = its;
    row.method = its.peft_type();
    row.folder = folder;
    auto store = home.open();
    store->add_run(row).value();
    RunFinished finished{"completed", 3, {}, {{"memory_peak_bytes", measured}, {"tokens_per_second", rate}}};
    finished.final_metrics.merge(more);
    if (planned > 0) finished.final_metrics.merge(std::map<std::string, double>{{"memory_planned_bytes", planned}, {"planned_tokens_per_second", planned_rate}});
    if (checkpointing) finished.final_metrics["planned_checkpointing"] = 1;
    store->record(id, {10, finished});
    store->flush();
  }
  PlanCorrection correction(const RunConfig& its) {
    auto store = home.open();
    return PastRuns(*store, kModel, kThreads).correction(its);
  }

  Home home;
  int count = 0;
};

TEST_F(PastRunsTest, MedianOfSimilarRuns) {
  EXPECT_EQ(correction(config()).memory_runs, 0);
  add(100e6, 104e6, 1000, 500, config());
  const PlanCorrection one = correction(config());
  EXPECT_EQ(one.memory_runs, 0);  // one run is no rule
  EXPECT_DOUBLE_EQ(one.memory, 1);
  EXPECT_EQ(one.time_runs, 1);
  EXPECT_DOUBLE_EQ(one.time, 2);
  add(100e6, 110e6, 1000, 400, config());
  add(200e6, 206e6, 1000, 1000, config({{"training", {{"max_steps", 50}}}}));
  const PlanCorrection three = correction(config());
  EXPECT_EQ(three.memory_runs, 3);
  EXPECT_DOUBLE_EQ(three.memory, 1.04);
  EXPECT_EQ(three.time_runs, 3);
  EXPECT_DOUBLE_EQ(three.time, 2);
}

TEST_F(PastRunsTest, EvaluationsHaveTheirOwnRate) {
  add(100e6, 104e6, 1000, 500, config());
  EXPECT_EQ(correction(config()).evaluation_runs, 0);
  add(100e6, 104e6, 1000, 500, config(), {}, false, {{"planned_evaluated_tokens_per_second", 300.0}, {"evaluated_tokens", 400.0}, {"evaluation_seconds", 4.0}});
  EXPECT_EQ(correction(config()).evaluation_runs, 1);
  EXPECT_DOUBLE_EQ(correction(config()).evaluation, 3);
}

TEST_F(PastRunsTest, OtherRunsDoNotCount) {
  add(100e6, 120e6, 1000, 400, config({{"training", {{"gradient_checkpointing", true}}}}));
  add(100e6, 120e6, 1000, 400, config({{"quantization", "nf4"}}));
  add(100e6, 120e6, 1000, 400, config({{"peft", {{"peft_type", "IA3"}, {"r", nullptr}}}}));
  add(0, 120e6, 0, 400, config());  // by a version that kept no plan
  add(100e6, 120e6, 1000, 400, config(), [](Json& run) { run["hashes"]["model"] = "another"; });
  add(100e6, 120e6, 1000, 400, config(), [](Json& run) { run["hardware"]["processor"] = "another"; });
  add(100e6, 120e6, 1000, 400, config(), [](Json& run) { run["hardware"]["threads"] = kThreads + 1; });
  add(100e6, 120e6, 1000, 400, config(), [](Json& run) { run["hardware"]["device"] = "cuda:0"; });
  add(100e6, 120e6, 1000, 400, config(), [](Json& run) { run = "damaged"; });
  const PlanCorrection none = correction(config());
  EXPECT_EQ(none.memory_runs, 0);
  EXPECT_EQ(none.time_runs, 0);
  EXPECT_DOUBLE_EQ(none.memory, 1);
  EXPECT_EQ(correction(config({{"quantization", "nf4"}})).time_runs, 1);
}

TEST_F(PastRunsTest, CheckpointingThatThePlanTurnedOnCountsAsSuch) {
  add(100e6, 120e6, 1000, 400, config(), {}, true);
  EXPECT_EQ(correction(config()).time_runs, 0);
  EXPECT_EQ(correction(config({{"training", {{"gradient_checkpointing", true}}}})).time_runs, 1);
}

TEST_F(PastRunsTest, TrustIsBoundedAndRecent) {
  for (int i = 0; i < 3; ++i) add(100e6, 900e6, 1000, 500, config());
  EXPECT_DOUBLE_EQ(correction(config()).memory, 1.25);
  for (int i = 0; i < 8; ++i) add(100e6, 97e6, 1000, 500, config());
  const PlanCorrection recent = correction(config());
  EXPECT_DOUBLE_EQ(recent.memory, 0.97);
  EXPECT_EQ(recent.memory_runs, 8);
}

TEST_F(PastRunsTest, ThePlanOfTheNextRunIsCorrected) {
  const auto engine = Engine::open({home.path(), "cpu", kThreads}).value();
  const Plan before = engine->plan(config()).value();
  EXPECT_TRUE(before.notes.empty());
  for (int run = 0; run < 2; ++run) {
    const std::string id = engine->submit(config(), nullptr).value();
    engine->wait(id);
    const RunRow row = engine->run(id).value();
    ASSERT_EQ(row.state, "finished") << row.error;
    EXPECT_NEAR(row.summary.at("memory_planned_bytes"), static_cast<double>(before.total_bytes), 65536);  // a pass is measured
    EXPECT_GT(row.summary.at("planned_tokens_per_second"), 0);
    EXPECT_THAT(engine->metric_keys(id), testing::Not(testing::Contains("memory_planned_bytes")));  // a figure, no curve
  }
  const Plan after = engine->plan(config()).value();
  EXPECT_NEAR(static_cast<double>(after.uncorrected_bytes), static_cast<double>(before.total_bytes), 65536);
  ASSERT_EQ(after.notes.size(), 2U);
  EXPECT_THAT(after.notes[0], testing::StartsWith("Memory corrected by 2 past runs of this model and method: "));
  double ratio = 0;
  for (const RunRow& row : engine->runs()) ratio += row.summary.at("memory_peak_bytes") / row.summary.at("memory_planned_bytes") / 2;
  const double expected = std::clamp(ratio, 0.8, 1.25);
  EXPECT_NEAR(static_cast<double>(after.total_bytes) / static_cast<double>(before.total_bytes), expected, 0.01);
  EXPECT_NE(after.step_seconds, before.step_seconds);
  EXPECT_DOUBLE_EQ(after.uncorrected_step_seconds, before.step_seconds);
}

TEST_F(PastRunsTest, PlansForOtherMemory) {
  const auto engine = Engine::open({home.path(), "cpu", kThreads}).value();
  const Plan plan = engine->plan(config(), 1'000'000).value();
  EXPECT_EQ(plan.available_bytes, 1'000'000);
  EXPECT_FALSE(plan.fits);
  EXPECT_FALSE(plan.suggestions.empty());
}

}  // namespace
}  // namespace paretune::test
