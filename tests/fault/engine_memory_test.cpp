// SPDX-License-Identifier: GPL-3.0-or-later
// The studio's engine where memory runs out in loading, training or evaluating: the run fails with what was planned and what would fit, the
// engine goes on as if nothing had been.
#include <gmock/gmock.h>

#include "tests/support/program.h"
#include "tests/support/promise.h"
#include "tests/support/scarce_memory.h"
#include "tests/support/tiny_model.h"
#include "training/api/run_queue.h"

namespace paretune::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

class EngineMemory : public testing::Test {
 protected:
  void SetUp() override {
    use_scarce_memory();
    write_tiny_model(folder / "model");
    write_tiny_rows(folder / "rows.jsonl");
    engine = Engine::open({folder / "home", "cpu", 1}).value();
  }
  void TearDown() override { memory().be_plenty(); }
  RunRow train() {
    const RunConfig config = parse_run_config({{"model", folder / "model"},
                                               {"data", {{"path", folder / "rows.jsonl"}, {"eval_fraction", 0.25}}},
                                               {"peft", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", "all-linear"}}},
                                               {"sample_prompts", {"hello"}},
                                               {"training", {{"max_steps", 4}, {"per_device_train_batch_size", 4}, {"eval_steps", 2}}}}).value();
    const std::string id = engine->submit(config, nullptr).value();
    engine->wait(id);
    return engine->run(id).value();
  }
  const TempFolder folder;
  std::shared_ptr<Engine> engine;
};

TEST_F(EngineMemory, ARunThatFindsTooLittleFailsInWordsAndTheEngineGoesOn) {
  Promise promise("a run that finds too little memory fails with the estimate and what would fit; the studio's engine goes on");
  const auto before = memory().live.load();
  memory().peak = before;
  const RunRow good = train();  // the base stays loaded from here on
  ASSERT_EQ(good.state, "finished") << good.error;
  const int64_t kept = memory().live, peak = memory().peak;
  int failed = 0;
  for (int part = 1; part <= (nightly() ? 200 : 20); ++part) {
    promise.try_once([&] {
      const int64_t spare = (peak - kept) * part / (nightly() ? 200 : 20);
      SCOPED_TRACE(std::to_string(spare) + " bytes");
      memory().most = kept + spare;
      const RunRow row = train();
      memory().be_plenty();
      if (row.state != "finished") {
        ++failed;
        EXPECT_EQ(row.state, "failed");
        EXPECT_THAT(row.error, HasSubstr("memory ran out; the run was planned to need about"));
        EXPECT_THAT(row.error, HasSubstr("What to do: "));
        EXPECT_THAT(row.error, AnyOf(HasSubstr("Set "), HasSubstr("max_length"), HasSubstr("Close other programs")));
      }
      const RunRow after = train();
      EXPECT_EQ(after.state, "finished") << after.error;
      EXPECT_EQ(after.summary.at("loss"), good.summary.at("loss"));
    });
  }
  EXPECT_GT(failed, 0);
}

}  // namespace
}  // namespace paretune::test
