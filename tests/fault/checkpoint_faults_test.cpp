// SPDX-License-Identifier: GPL-3.0-or-later
// Every file call of a save and of a whole run fails once, and from then on; the values of the last good checkpoint are never lost.
#include <gmock/gmock.h>

#include <fstream>
#include <thread>

#include "tests/fault/checkpoint_world.h"
#include "tests/support/file_faults.h"
#include "tests/support/promise.h"

namespace paretune {
namespace {

using test::FaultPlan;
using test::FileFaults;
using test::Promise;
using tiny::Folder;
using tiny::adapter_bytes;
using tiny::Heard;
using tiny::same;
using tiny::Sitting;
using tiny::World;

struct Fault {
  const char* name;
  int code;
  bool from_then_on, cut_short;
};
constexpr Fault kFaults[] = {{"disk full", ENOSPC, true, true},     {"disk full for a moment", ENOSPC, false, false}, {"device error", EIO, false, false},
                             {"device gone", EIO, true, false},     {"no permission", EACCES, false, false},         {"short write", EIO, false, true}};

TEST(CheckpointFaults, EveryCallOfASaveMayFail) {
  Promise promise("a failed call of a checkpoint save leaves the earlier checkpoint whole");
  for (const Fault& fault : kFaults) {
    for (long nth = 1;; ++nth) {
      bool struck = false;
      promise.try_once([&] {
        SCOPED_TRACE(std::string(fault.name) + ", call " + std::to_string(nth));
        Folder folder;
        World world;
        world.step(1);
        world.save(folder.path(), 1).value();
        const auto first = world.values();
        world.step(2);
        const auto second = world.values();
        Result<std::string> saved = std::string();
        {
          const FileFaults faults({folder.path(), nth, fault.code, fault.from_then_on, fault.cut_short});
          saved = world.save(folder.path(), 2);
          struck = FileFaults::struck();
        }
        World fresh;
        std::vector<std::string> notes;
        const auto loaded = load_newest_checkpoint(folder.path(), "same", *fresh.adapter, *fresh.optimizer, notes);
        ASSERT_TRUE(loaded.has_value());
        EXPECT_TRUE(notes.empty()) << notes[0];
        if (saved) EXPECT_EQ(loaded->step, 2);
        else EXPECT_FALSE(saved.error().remedy.empty()) << saved.error().text();
        EXPECT_TRUE(same(fresh.values(), loaded->step == 2 ? second : first)) << "values of step " << loaded->step;
        EXPECT_TRUE(fresh.save(folder.path(), 3).ok());  // and what the failed save left is in nobody's way
      });
      if (!struck) break;
    }
  }
}

Sitting sitting_in(const std::string& folder) {
  const Json training = {{"max_steps", 6}, {"per_device_train_batch_size", 3}, {"learning_rate", 0.01}, {"seed", 5}, {"save_steps", 2}};
  return {tiny::config(training), folder, tiny::examples(), {}};
}

TEST(CheckpointFaults, EveryCallOfARunMayFail) {
  Promise promise("a failed file call of a run costs nothing: it ends alike, or resumed to the same bits");
  Folder whole;
  tiny::run(sitting_in(whole.path()));
  const std::string wanted = adapter_bytes(whole.path());
  for (const Fault& fault : {Fault{"device error", EIO, false, false}, Fault{"device gone", EIO, true, false}}) {
    for (long nth = 1;; ++nth) {
      bool struck = false;
      promise.try_once([&] {
        SCOPED_TRACE(std::string(fault.name) + ", call " + std::to_string(nth));
        Folder folder;
        Sitting sitting = sitting_in(folder.path());
        bool completed = false;
        {
          const FileFaults faults({folder.path(), nth, fault.code, fault.from_then_on, fault.cut_short});
          const Status ended = attempt("run", [&] { completed = tiny::run(sitting).all<RunFinished>().at(0).why == "completed"; });
          if (!ended) EXPECT_EQ(ended.error().kind, ErrorKind::io) << ended.error().text();
          struck = FileFaults::struck();
        }
        if (!completed) {
          sitting.resume = true;
          tiny::run(sitting);
        }
        EXPECT_TRUE(adapter_bytes(folder.path()) == wanted);
      });
      if (!struck) break;
    }
  }
}

// The disk fills up while a run trains, and is freed once the run says that it waits.
TEST(CheckpointFaults, AFullDiskPausesTraining) {
  Promise promise("a full disk pauses a run, which goes on by itself when there is room");
  Folder whole;
  tiny::run(sitting_in(whole.path()));
  for (const int64_t full_after : {1, 3, 5, 6}) {
    promise.try_once([&] {
      SCOPED_TRACE("full after step " + std::to_string(full_after));
      Folder folder;
      Sitting sitting = sitting_in(folder.path());
      std::unique_ptr<FileFaults> faults;
      std::jthread freed;
      sitting.on_event = [&](const RunEvent& event, std::stop_source&, RunRequests&) {
        const auto* metrics = std::get_if<RunMetrics>(&event.body);
        if (metrics && metrics->step == full_after && metrics->values.contains("loss")) {
          faults = std::make_unique<FileFaults>(FaultPlan{folder.path(), 1, ENOSPC, true, true});
        }
        if (const auto* phase = std::get_if<RunPhase>(&event.body); phase && phase->name == "disk_full") {
          freed = std::jthread([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            faults.reset();
          });
        }
      };
      const Heard heard = tiny::run(sitting);
      EXPECT_EQ(heard.all<RunFinished>().at(0).why, "completed");
      ASSERT_FALSE(heard.all<RunNote>().empty());
      EXPECT_THAT(heard.all<RunNote>()[0].text, testing::HasSubstr("The disk is full"));
      EXPECT_TRUE(adapter_bytes(folder.path()) == adapter_bytes(whole.path()));
      EXPECT_THAT(checkpoint_steps(folder.path()), testing::ElementsAre(4, 2));
    });
  }
}

TEST(CheckpointFaults, ARunThatWaitsForTheDiskCanBeStopped) {
  Folder folder;
  Sitting sitting = sitting_in(folder.path());
  std::unique_ptr<FileFaults> faults;
  sitting.on_event = [&](const RunEvent& event, std::stop_source& stop, RunRequests&) {
    if (const auto* metrics = std::get_if<RunMetrics>(&event.body); metrics && metrics->step == 3) {
      faults = std::make_unique<FileFaults>(FaultPlan{folder.path(), 1, ENOSPC, true, true});
    }
    if (const auto* phase = std::get_if<RunPhase>(&event.body); phase && phase->name == "disk_full") stop.request_stop();
  };
  const Status ended = attempt("run", [&] { tiny::run(sitting); });
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().kind, ErrorKind::io);
  EXPECT_THAT(ended.error().remedy, testing::HasSubstr("Free some disk space"));
  EXPECT_THAT(checkpoint_steps(folder.path()), testing::ElementsAre(2));
}

// Each file of the newest checkpoint is lost, emptied, cut short, or has one bit turned: the one before it is taken, and said so.
TEST(CheckpointFaults, ATornCheckpointIsPassedOver) {
  Promise promise("a torn checkpoint is passed over for the one before it");
  namespace fs = std::filesystem;
  Folder kept;
  {
    World world;
    for (const int64_t step : {1, 2}) world.step(step), world.save(kept.path(), step).value();
  }
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kept.path() + "/checkpoints/step-2")) names.push_back(entry.path().filename().string());
  ASSERT_GE(names.size(), 4u);
  for (const std::string& name : names) {
    for (const char* damage : {"removed", "emptied", "cut short", "a bit turned"}) {
      promise.try_once([&] {
        SCOPED_TRACE(name + " " + damage);
        Folder folder;
        fs::copy(kept.path() + "/checkpoints", folder.path() + "/checkpoints", fs::copy_options::recursive);
        const std::string file = folder.path() + "/checkpoints/step-2/" + name;
        std::string bytes = read_text_file(file).value();
        const std::string what = damage;
        if (what == "removed") {
          fs::remove(file);
        } else {
          if (what == "emptied") bytes.clear();
          else if (what == "cut short") bytes.resize(bytes.size() - 1);
          else bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
          std::ofstream(file, std::ios::binary) << bytes;
        }
        World fresh;
        std::vector<std::string> notes;
        const auto loaded = load_newest_checkpoint(folder.path(), "same", *fresh.adapter, *fresh.optimizer, notes);
        ASSERT_TRUE(loaded.has_value());
        EXPECT_EQ(loaded->step, 1);
        ASSERT_EQ(notes.size(), 1u);
        EXPECT_THAT(notes[0], testing::HasSubstr("step-2 is damaged"));
      });
    }
  }
}

TEST(CheckpointFaults, TheNewestAreKept) {
  Promise promise("the newest checkpoints are kept, exactly as many as asked for");
  for (const int64_t keep : {1, 2, 3, 5}) {
    promise.try_once([&] {
      Folder folder;
      World world;
      TrainState state;
      state.config_hash = "same";
      for (const int64_t step : {2, 4, 6, 8, 10, 12}) {
        state.step = step;
        save_checkpoint(folder.path(), state, *world.adapter, *world.optimizer, "tiny", keep).value();
      }
      const auto steps = checkpoint_steps(folder.path());
      EXPECT_EQ(static_cast<int64_t>(steps.size()), keep);
      EXPECT_EQ(steps.front(), 12);
    });
  }
}

}  // namespace
}  // namespace paretune
