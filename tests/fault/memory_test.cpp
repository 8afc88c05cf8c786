// SPDX-License-Identifier: GPL-3.0-or-later
// Training with too little memory for tensors: passes become smaller and the steps stay the same; what cannot go on ends in words, and the
// process trains on as if nothing had been.
#include <gmock/gmock.h>

#include "tests/loop/tiny_world.h"
#include "tests/support/promise.h"
#include "tests/support/scarce_memory.h"
#include "training/loop/checkpoint.h"

namespace paretune {
namespace {

using test::memory;
using test::Promise;
using testing::HasSubstr;
using tiny::Folder;
using tiny::Heard;
using tiny::Sitting;

class LittleMemory : public testing::Test {
 protected:
  static void SetUpTestSuite() { test::use_scarce_memory(); }
  void SetUp() override { memory().be_plenty(); }
  void TearDown() override { memory().be_plenty(); }

  static RunConfig config(Json more = Json::object()) {
    Json training{{"max_steps", 6}, {"per_device_train_batch_size", 6}, {"gradient_accumulation_steps", 2}, {"learning_rate", 0.01}, {"seed", 5}, {"save_steps", 2},
                  {"eval_on_start", false}};
    training.update(more);
    return tiny::config(training, {{"peft_type", "LORA"}, {"r", 4}, {"lora_alpha", 8}, {"target_modules", "all-linear"}});
  }
  // Memory is short from the moment the run has started to its last step; `spare`: bytes beyond what is live then.
  static Heard run(Sitting sitting, int64_t spare, int64_t* took = nullptr) {
    int64_t before = 0;
    const auto listen = sitting.on_event;
    sitting.on_event = [&](const RunEvent& event, std::stop_source& stop, RunRequests& requests) {
      if (std::holds_alternative<RunStarted>(event.body)) {
        before = memory().live;
        memory().peak = before;
        if (spare > 0) memory().most = before + spare;
      }
      const auto* phase = std::get_if<RunPhase>(&event.body);
      if (phase && phase->name == "report") {
        if (took) *took = memory().peak - before;
        memory().be_plenty();
      }
      if (listen) listen(event, stop, requests);
    };
    struct Plenty {
      ~Plenty() { memory().be_plenty(); }
    } at_the_end;
    return tiny::run(sitting);
  }
  static std::vector<std::string> notes(const Heard& heard) {
    std::vector<std::string> out;
    for (const auto& note : heard.all<RunNote>()) out.push_back(note.text);
    return out;
  }
  static void expect_near(const Heard& got, const Heard& wanted) {
    const auto a = got.metric("loss"), b = wanted.metric("loss");
    ASSERT_EQ(a.size(), b.size());
    for (const auto& [step, loss] : b) EXPECT_NEAR(a.at(step), loss, 1e-6 * loss) << step;
  }
};

TEST_F(LittleMemory, PassesAreCutAndTheStepsStayTheSame) {
  Promise promise("with too little memory for a pass its rows are cut into more; the losses stay within 1e-6");
  Folder whole;
  int64_t took = 0;
  const Heard wanted = run({config(), whole.path(), tiny::examples(), {}}, 0, &took);
  EXPECT_TRUE(notes(wanted).empty());
  for (const bool preflight : {true, false}) {
    for (const double share : {0.85, 0.7, 0.6}) {
      promise.try_once([&] {
        SCOPED_TRACE((preflight ? "found by the preflight, " : "found by a step, ") + std::to_string(share) + " of the memory");
        const auto spare = static_cast<int64_t>(share * static_cast<double>(took));
        Folder folder, broken;
        const Heard heard = run({config({{"preflight", preflight}}), folder.path(), tiny::examples(), {}}, spare);
        ASSERT_FALSE(notes(heard).empty());
        EXPECT_THAT(notes(heard)[0], HasSubstr("Memory ran short in a pass of"));
        expect_near(heard, wanted);

        // It goes on with the smaller passes where memory is plenty again, to the same bits.
        Sitting first{config({{"preflight", preflight}}), broken.path(), tiny::examples(), {}};
        first.on_event = [](const RunEvent& event, std::stop_source& stop, RunRequests&) {
          if (const auto* metrics = std::get_if<RunMetrics>(&event.body); metrics && metrics->step == 4) stop.request_stop();
        };
        run(first, spare);
        Sitting rest{config({{"preflight", preflight}}), broken.path(), tiny::examples(), {}, true};
        EXPECT_TRUE(notes(run(rest, 0)).empty());
        EXPECT_TRUE(tiny::adapter_bytes(broken.path()) == tiny::adapter_bytes(folder.path()));
      });
    }
  }
}

// Long enough for activations to be what memory goes into.
std::vector<Example> long_rows() {
  std::vector<Example> rows = tiny::examples();
  for (Example& row : rows) {
    const Example one = row;
    while (row.ids.size() + one.ids.size() <= 60) {
      row.ids.insert(row.ids.end(), one.ids.begin(), one.ids.end());
      row.labels.insert(row.labels.end(), one.labels.begin(), one.labels.end());
    }
    row.full_length = static_cast<int64_t>(row.ids.size());
  }
  return rows;
}

TEST_F(LittleMemory, ThenActivationsAreComputedAgain) {
  const Json one{{"per_device_train_batch_size", 1}, {"gradient_accumulation_steps", 12}, {"preflight", false}};
  Folder whole, frugal, folder;
  int64_t took = 0, took_frugally = 0;
  const Heard wanted = run({config(one), whole.path(), long_rows(), {}}, 0, &took);
  Json again = one;
  again["gradient_checkpointing"] = true;
  run({config(again), frugal.path(), long_rows(), {}}, 0, &took_frugally);
  ASSERT_LT(took_frugally, took);
  const Heard heard = run({config(one), folder.path(), long_rows(), {}}, (took + took_frugally) / 2);
  ASSERT_EQ(notes(heard).size(), 1u);
  EXPECT_THAT(notes(heard)[0], HasSubstr("gradient_checkpointing is turned on"));
  expect_near(heard, wanted);
}

TEST_F(LittleMemory, OneRowTooMuchIsSaid) {
  Folder folder, after, whole;
  const Status ended = attempt("run", [&] { run({config(), folder.path(), tiny::examples(), {}}, 4096); });
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().kind, ErrorKind::memory);
  EXPECT_FALSE(ended.error().remedy.empty());
}

TEST_F(LittleMemory, AnyAllocationMayFail) {
  Promise promise("any allocation of a run may fail: the run goes on or ends in words, and the next one is as ever");
  Folder whole;
  const Heard wanted = run({config({{"max_steps", 2}}), whole.path(), tiny::examples(), tiny::examples()}, 0);
  const std::string bits = tiny::adapter_bytes(whole.path());
  const int64_t live = memory().live;
  const int tries = test::nightly() ? 2000 : 200;
  for (int n = 1; n <= tries; n += n < 20 ? 1 : test::nightly() ? 1 : 5) {
    promise.try_once([&] {
      SCOPED_TRACE("allocation " + std::to_string(n));
      Folder folder;
      Sitting sitting{config({{"max_steps", 2}}), folder.path(), tiny::examples(), tiny::examples()};
      sitting.on_event = [&](const RunEvent& event, std::stop_source&, RunRequests&) {
        if (!std::holds_alternative<RunStarted>(event.body)) return;
        memory().made = 0;
        memory().refused = n;
      };
      std::optional<Heard> heard;
      const Status ended = attempt("run", [&] { heard = run(sitting, 0); });
      if (ended.ok()) {
        expect_near(*heard, wanted);
      } else {
        EXPECT_EQ(ended.error().kind, ErrorKind::memory) << ended.error().text();
        EXPECT_FALSE(ended.error().remedy.empty());
      }
      EXPECT_EQ(memory().live, live) << "something is still held";
    });
  }
  Folder after;
  run({config({{"max_steps", 2}}), after.path(), tiny::examples(), tiny::examples()}, 0);
  EXPECT_TRUE(tiny::adapter_bytes(after.path()) == bits);
}

}  // namespace
}  // namespace paretune
