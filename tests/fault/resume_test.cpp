// SPDX-License-Identifier: GPL-3.0-or-later
// A run broken off anywhere and resumed ends with the bits of an unbroken one: every method, every optimiser, one and two threads, and
// the matrix of places, packing, dropout, schedules.
#include <gmock/gmock.h>

#include "tests/loop/tiny_methods.h"
#include "tests/loop/tiny_world.h"
#include "tests/support/promise.h"
#include "training/loop/arithmetic.h"
#include "training/loop/checkpoint.h"

namespace paretune {
namespace {

using test::Promise;
using tiny::Folder;
using tiny::adapter_bytes;
using tiny::Heard;
using tiny::Sitting;

struct Killed {};
using BreakAt = std::function<bool(const RunEvent&)>;

BreakAt at_step(int64_t step) {
  return [step](const RunEvent& event) {
    const auto* metrics = std::get_if<RunMetrics>(&event.body);
    return metrics && metrics->step == step && metrics->values.contains("loss");
  };
}

void expect_same_bits(const std::map<int64_t, double>& wanted, const std::map<int64_t, double>& got, const char* what) {
  for (const auto& [step, value] : got) {
    ASSERT_TRUE(wanted.contains(step)) << what << " of step " << step;
    EXPECT_EQ(value, wanted.at(step)) << what << " of step " << step;
  }
}

// The run dies at `broken`, as by a kill: its state is gone, its files stay.
void break_and_resume(Sitting sitting, const Heard& whole, const std::string& wanted, const BreakAt& broken) {
  Folder folder;
  sitting.folder = folder.path();
  bool died = false;
  sitting.on_event = [&](const RunEvent& event, std::stop_source&, RunRequests&) {
    if (!died && broken(event)) {
      died = true;
      throw Killed();
    }
  };
  EXPECT_ANY_THROW(tiny::run(sitting));  // an evaluation makes a Failure of it
  sitting.on_event = {};
  sitting.resume = true;
  const Heard resumed = tiny::run(sitting);
  EXPECT_EQ(resumed.all<RunFinished>().at(0).why, "completed");
  expect_same_bits(whole.metric("loss"), resumed.metric("loss"), "loss");
  expect_same_bits(whole.metric("eval_loss"), resumed.metric("eval_loss"), "eval_loss");
  EXPECT_TRUE(adapter_bytes(folder.path()) == wanted);
}

Sitting sitting_in(const std::string& folder, Json training, const Json& peft, bool packing = true) {
  Json all = {{"max_steps", 8}, {"per_device_train_batch_size", 3}, {"learning_rate", 0.01}, {"seed", 5}, {"save_steps", 3}, {"eval_on_start", false}};
  all.update(training);
  const auto rows = tiny::examples();
  Sitting sitting{tiny::config(all, peft), folder, rows, std::vector<Example>(rows.begin(), rows.begin() + 3)};
  sitting.config.data["packing"] = packing;
  return sitting;
}

class Threads {
 public:
  explicit Threads(int count) : m_before(at::get_num_threads()) { at::set_num_threads(count); }
  ~Threads() { at::set_num_threads(m_before); }

 private:
  int m_before;
};

TEST(Resume, EveryMethodAtOneAndTwoThreads) {
  Promise promise("every method resumes to the same bits, at one and two threads");
  for (const int threads : {1, 2}) {
    const Threads count(threads);
    for (const PeftMethod* method : peft_methods()) {
      if (!tiny::stands_alone(*method)) continue;
      promise.try_once([&] {
        SCOPED_TRACE(method->peft_type + ", " + std::to_string(threads) + " threads");
        Folder folder;
        const Sitting sitting = sitting_in(folder.path(), Json::object(), tiny::start_config(*method));
        const Heard whole = tiny::run(sitting);
        break_and_resume(sitting, whole, adapter_bytes(folder.path()), at_step(5));
      });
    }
  }
}

const Json kLora = {{"peft_type", "LORA"}, {"r", 4}, {"lora_alpha", 8}, {"lora_dropout", 0.1}, {"target_modules", "all-linear"}};

TEST(Resume, EveryOptimizerAtOneAndTwoThreads) {
  Promise promise("every optimiser resumes to the same bits, at one and two threads");
  for (const int threads : {1, 2}) {
    const Threads count(threads);
    for (const OptimizerKind* kind : optimizers()) {
      promise.try_once([&] {
        SCOPED_TRACE(kind->names[0] + ", " + std::to_string(threads) + " threads");
        Folder folder;
        const Sitting sitting = sitting_in(folder.path(), {{"optim", kind->names[0]}, {"momentum", 0.9}}, kLora);
        const Heard whole = tiny::run(sitting);
        break_and_resume(sitting, whole, adapter_bytes(folder.path()), at_step(7));
      });
    }
  }
}

// How a sum is split between threads changes its last digits: no more.
TEST(Resume, OneAndTwoThreadsTrainAlike) {
  Promise promise("every method has the same losses at one and at two threads, within 1e-5");
  const auto losses = [](const PeftMethod& method, int threads) {
    Folder folder;
    Sitting sitting = sitting_in(folder.path(), {{"eval_steps", 4}}, tiny::start_config(method));
    // FRoD starts from a basis of the weights, which these small ones leave open, so that rounding decides it: both start from the same.
    if (method.peft_type == "FROD") {
      const Threads count(1);
      const auto model = tiny::model();
      const auto adapter = make_adapter(*model, sitting.config.peft, 7).value();
      sitting.init_adapter = folder.path() + "/start";
      save_adapter(*adapter, sitting.init_adapter, "tiny").value();
    }
    const Threads count(threads);
    return tiny::run(sitting);
  };
  for (const PeftMethod* method : peft_methods()) {
    if (!tiny::stands_alone(*method)) continue;
    promise.try_once([&] {
      SCOPED_TRACE(method->peft_type);
      const Heard one = losses(*method, 1), two = losses(*method, 2);
      for (const char* key : {"loss", "eval_loss"}) {
        const auto wanted = one.metric(key), got = two.metric(key);
        ASSERT_EQ(wanted.size(), key == std::string("loss") ? 8u : 2u);
        ASSERT_EQ(got.size(), wanted.size());
        for (const auto& [step, value] : wanted) EXPECT_NEAR(got.at(step), value, 1e-5 * std::abs(value)) << key << " of step " << step;
      }
    });
  }
}

TEST(Resume, WithOtherThreadsEveryMethodGoesOnAlike) {
  Promise promise("every method resumed with other threads goes on with the same losses, within 1e-5");
  std::vector<Json> starts;
  for (const PeftMethod* method : peft_methods()) {
    if (tiny::stands_alone(*method)) starts.push_back(tiny::start_config(*method));
    if (method->schema().find("save_projection") == nullptr) continue;
    starts.push_back(tiny::start_config(*method));
    starts.back()["save_projection"] = false;
  }
  for (const Json& start : starts) {
    promise.try_once([&] {
      SCOPED_TRACE(start.dump());
      Folder whole_folder, folder;
      Sitting sitting = sitting_in(folder.path(), Json::object(), start);
      sitting.on_event = [&](const RunEvent& event, std::stop_source&, RunRequests&) {
        if (at_step(5)(event)) throw Killed();
      };
      std::map<int64_t, double> wanted;
      {
        const Threads count(1);
        wanted = tiny::run(sitting_in(whole_folder.path(), Json::object(), start)).metric("loss");
        EXPECT_THROW(tiny::run(sitting), Killed);
      }
      sitting.on_event = {};
      sitting.resume = true;
      const Threads count(2);
      const auto got = tiny::run(sitting).metric("loss");
      ASSERT_EQ(got.size(), 5u);
      for (const auto& [step, value] : got) EXPECT_NEAR(value, wanted.at(step), 1e-5 * std::abs(value)) << "loss of step " << step;
    });
  }
}

TEST(Resume, OtherThreadsAreSaid) {
  Promise promise("a run resumed with other threads says that it is not bit-identical; one resumed with the same does not");
  for (const auto& [first, second] : {std::pair{1, 2}, {2, 1}, {1, 1}, {2, 2}}) {
    promise.try_once([&, first = first, second = second] {
      SCOPED_TRACE(std::to_string(first) + " threads, then " + std::to_string(second));
      Folder folder;
      Sitting sitting = sitting_in(folder.path(), Json::object(), kLora);
      sitting.on_event = [&](const RunEvent& event, std::stop_source&, RunRequests&) {
        if (at_step(4)(event)) throw Killed();
      };
      {
        const Threads count(first);
        EXPECT_THROW(tiny::run(sitting), Killed);
      }
      sitting.on_event = {};
      sitting.resume = true;
      const Threads count(second);
      std::vector<std::string> said;
      for (const RunNote& note : tiny::run(sitting).all<RunNote>()) {
        if (note.text.find("ot bit-identical") == std::string::npos) continue;
        EXPECT_EQ(note.step, 3);
        said.push_back(note.text);
      }
      if (first == second) EXPECT_THAT(said, testing::IsEmpty());
      else EXPECT_THAT(said, testing::ElementsAre(testing::HasSubstr("made with threads " + std::to_string(first) + ", here it is " + std::to_string(second))));
    });
  }
}

TEST(Resume, AnotherMachineIsSaid) {
  const Json here = arithmetic_here(at::kCPU, 1);
  EXPECT_TRUE(notes_on_arithmetic(here, here).empty());
  EXPECT_TRUE(notes_on_arithmetic(Json(), here).empty());  // a checkpoint of an older version
  for (const char* key : {"threads", "processes", "device", "processor", "instructions", "libtorch"}) {
    Json then = here;
    then[key] = "another";
    EXPECT_THAT(notes_on_arithmetic(then, here), testing::ElementsAre(testing::AllOf(testing::HasSubstr("Not bit-identical"), testing::HasSubstr(std::string(key) + " another")))) << key;
  }
}

TEST(Resume, Matrix) {
  Promise promise("places x packing x dropout x schedules x optimisers resume to the same bits");
  const int64_t epoch = (static_cast<int64_t>(tiny::examples().size()) + 2) / 3;  // steps
  const auto during_eval = [](const RunEvent& event) {
    const auto* phase = std::get_if<RunPhase>(&event.body);
    return phase && phase->name == "eval" && phase->fraction > 0;
  };
  const std::vector<std::pair<std::string, BreakAt>> places = {
      {"epoch edge", at_step(epoch)}, {"mid-epoch", at_step(epoch + 1)}, {"during eval", during_eval}, {"last step", at_step(2 * epoch)}};
  for (const auto& [place, broken] : places) {
    for (const bool packing : {true, false}) {
      for (const double dropout : {0.0, 0.1}) {
        for (const char* schedule : {"linear", "cosine", "constant_with_warmup"}) {
          for (const char* optim : {"adamw", "sgd"}) {
            promise.try_once([&] {
              SCOPED_TRACE(place + (packing ? ", packed, " : ", not packed, ") + std::to_string(dropout) + ", " + schedule + ", " + optim);
              Folder folder;
              Json peft = kLora;
              peft["lora_dropout"] = dropout;
              const Sitting sitting = sitting_in(folder.path(), {{"max_steps", 2 * epoch}, {"save_steps", 1}, {"eval_steps", 2}, {"warmup_steps", 2},
                                                                 {"lr_scheduler_type", schedule}, {"optim", optim}, {"momentum", 0.9}}, peft, packing);
              const Heard whole = tiny::run(sitting);
              ASSERT_EQ(whole.metric("loss").size(), static_cast<std::size_t>(2 * epoch));
              break_and_resume(sitting, whole, adapter_bytes(folder.path()), broken);
            });
          }
        }
      }
    }
  }
}

TEST(Resume, TenGenerations) {
  Promise promise("a resume of a resume, ten deep, ends with the same bits");
  promise.try_once([&] {
    Folder whole_folder, folder;
    const Json training = {{"max_steps", 11}, {"save_steps", 1}};
    const Heard whole = tiny::run(sitting_in(whole_folder.path(), training, kLora));
    Sitting sitting = sitting_in(folder.path(), training, kLora);
    for (int64_t generation = 1; generation <= 10; ++generation) {
      sitting.on_event = [&](const RunEvent& event, std::stop_source&, RunRequests&) {
        if (const auto* saved = std::get_if<RunCheckpoint>(&event.body); saved && saved->step == generation) throw Killed();
      };
      EXPECT_THROW(tiny::run(sitting), Killed);
      sitting.resume = true;
    }
    sitting.on_event = {};
    const Heard last = tiny::run(sitting);
    EXPECT_EQ(last.all<RunStarted>().at(0).first_step, 10);
    expect_same_bits(whole.metric("loss"), last.metric("loss"), "loss");
    EXPECT_TRUE(adapter_bytes(folder.path()) == adapter_bytes(whole_folder.path()));
  });
}

}  // namespace
}  // namespace paretune
