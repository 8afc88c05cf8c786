// SPDX-License-Identifier: GPL-3.0-or-later
// Every file call of a save and of a whole run fails once, and from then on; the values of the last good checkpoint are never lost.
#include <gmock/gmock.h>

#include <fstream>
#include <optional>
#include <thread>

#include "tests/fault/checkpoint_world.h"
#include "tests/support/file_faults.h"
#include "tests/support/file_record.h"
#include "tests/support/promise.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;
using test::FaultPlan;
using test::FileFaults;
using test::nightly;
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

// Each attempt to save ends in one word: the checkpoint, or a message. Only a run that fails with it has none.
void expect_one_word_each(const std::vector<RunEvent>& events, bool failed) {
  const auto phase_of = [](const RunEvent& event) { return std::get_if<RunPhase>(&event.body); };
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (phase_of(events[i]) == nullptr || phase_of(events[i])->name != "checkpoint") continue;
    int words = 0;
    std::size_t next = i + 1;
    for (; next < events.size() && phase_of(events[next]) == nullptr; ++next) {
      words += std::holds_alternative<RunCheckpoint>(events[next].body) || std::holds_alternative<RunNote>(events[next].body);
    }
    if (failed && next == events.size()) EXPECT_EQ(words, 0) << "the run's own end says it";
    else EXPECT_EQ(words, 1);
  }
}

// All calls under PARETUNE_NIGHTLY, else every few of them, each kind of fault beginning elsewhere.
TEST(CheckpointFaults, EveryCallOfARunMayFail) {
  Promise promise("a failed file call of a run costs nothing: one message, and it ends alike, or resumed to the same bits");
  Folder whole;
  tiny::run(sitting_in(whole.path()));
  const std::string wanted = adapter_bytes(whole.path());
  long first = 0;
  for (const Fault& fault : kFaults) {
    const bool waits = fault.code == ENOSPC && fault.from_then_on;  // a second each
    for (long nth = nightly() ? 1 : ++first;; nth += nightly() ? 1 : waits ? 31 : 7) {
      bool struck = false;
      promise.try_once([&] {
        SCOPED_TRACE(std::string(fault.name) + ", call " + std::to_string(nth));
        Folder folder;
        Sitting sitting = sitting_in(folder.path());
        std::optional<FileFaults> faults(std::in_place, FaultPlan{folder.path(), nth, fault.code, fault.from_then_on, fault.cut_short});
        std::vector<RunEvent> events;
        sitting.on_event = [&](const RunEvent& event, std::stop_source&, RunRequests&) {
          events.push_back(event);
          const auto* phase = std::get_if<RunPhase>(&event.body);
          if (phase && phase->name == "disk_full") faults.reset();
        };
        bool completed = false;
        const Status ended = attempt("run", [&] { completed = tiny::run(sitting).all<RunFinished>().at(0).why == "completed"; });
        if (!ended) EXPECT_EQ(ended.error().kind, ErrorKind::io) << ended.error().text();
        struck = FileFaults::struck();
        faults.reset();
        expect_one_word_each(events, !ended);
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

void save_steps(World& world, const std::string& folder, std::initializer_list<int64_t> steps, int64_t keep) {
  for (const int64_t step : steps) world.step(step), world.save(folder, step, keep).value();
}

// What a resume takes; 0: none.
int64_t taken_from(const std::string& folder) {
  World fresh;
  std::vector<std::string> notes;
  const auto loaded = load_newest_checkpoint(folder, "same", *fresh.adapter, *fresh.optimizer, notes);
  return loaded ? loaded->step : 0;
}

TEST(CheckpointFaults, TheNewestAreKept) {
  Promise promise("exactly as many checkpoints are kept as asked for, the newest, whatever lies beside them");
  // Beyond the newest: a folder that is not whole (a copy that broke off, a damaged one that was passed over) takes nobody's place.
  for (const bool stale : {false, true}) {
    for (const int64_t keep : {1, 2, 3, 4, 5, 0}) {
      promise.try_once([&] {
        SCOPED_TRACE("keep " + std::to_string(keep) + (stale ? ", a stale folder" : ""));
        Folder folder;
        World world;
        save_steps(world, folder.path(), {2, 4, 6}, keep);
        if (stale) {
          fs::copy(folder.path() + "/checkpoints/step-6", folder.path() + "/checkpoints/step-99");
          fs::remove(folder.path() + "/checkpoints/step-99/optimizer.safetensors");
        }
        EXPECT_EQ(taken_from(folder.path()), 6);
        save_steps(world, folder.path(), {8, 10, 12}, keep);
        std::vector<int64_t> wanted = {12, 10, 8, 6, 4, 2};
        if (keep > 0) wanted.resize(static_cast<std::size_t>(keep));
        EXPECT_EQ(checkpoint_steps(folder.path()), wanted);
        EXPECT_EQ(taken_from(folder.path()), 12);
      });
    }
  }
}

TEST(CheckpointFaults, AnotherRunsCheckpointDoesNotWin) {
  Folder folder;
  World world;
  save_steps(world, folder.path(), {2, 4}, 3);
  const auto before = world.values();
  TrainState other;
  other.step = 9;
  other.config_hash = "other";
  world.step(9);
  save_checkpoint(folder.path(), other, *world.adapter, *world.optimizer, "tiny", 3).value();
  World fresh;
  std::vector<std::string> notes;
  const auto loaded = load_newest_checkpoint(folder.path(), "same", *fresh.adapter, *fresh.optimizer, notes);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->step, 4);
  EXPECT_TRUE(same(fresh.values(), before));
  EXPECT_THAT(notes, testing::ElementsAre("Checkpoint step-9 was made with other settings and was passed over."));
  EXPECT_THROW(load_newest_checkpoint(folder.path(), "a third", *fresh.adapter, *fresh.optimizer, notes), Failure) << "none fits";
  save_steps(world, folder.path(), {6}, 3);
  EXPECT_THAT(checkpoint_steps(folder.path()), testing::ElementsAre(6, 4, 2));
}

// As the disk sees it: whole, in place, its name safe, and only then the old one goes.
TEST(CheckpointFaults, NothingGoesBeforeTheNewOneIsSafe) {
  using test::FileCall;
  Folder folder;
  World world;
  save_steps(world, folder.path(), {1}, 1);
  std::vector<FileCall> calls;
  {
    const test::FileRecord recording(folder.path());
    save_steps(world, folder.path(), {2}, 1);
    calls = test::FileRecord::calls();
  }
  const auto first = [&](auto&& wanted) { return std::find_if(calls.begin(), calls.end(), wanted) - calls.begin(); };
  const auto placed = first([](const FileCall& c) { return c.kind == FileCall::rename && c.to == "checkpoints/step-2"; });
  const auto removed = first([](const FileCall& c) { return c.kind == FileCall::remove && c.path.starts_with("checkpoints/step-1"); });
  const auto end = static_cast<std::ptrdiff_t>(calls.size());
  ASSERT_LT(placed, end);
  ASSERT_LT(removed, end);
  const auto synced = [&](std::ptrdiff_t from, std::ptrdiff_t to, const std::string& path) {
    return std::any_of(calls.begin() + from, calls.begin() + to, [&](const FileCall& c) { return c.kind == FileCall::sync && c.path == path; });
  };
  EXPECT_TRUE(synced(placed, removed, "checkpoints")) << "its name, before the old one goes";
  for (std::ptrdiff_t i = 0; i < placed; ++i) {
    if (calls[i].kind != FileCall::write) continue;
    EXPECT_TRUE(calls[i].path.starts_with("checkpoints/.writing")) << calls[i].path;
    // Under the name it had when it was synced: a file may be written aside and renamed.
    EXPECT_TRUE(synced(i, placed, calls[i].path)) << calls[i].path << " is safe before the folder gets its name";
  }
  EXPECT_TRUE(synced(0, placed, "checkpoints/.writing"));
}

}  // namespace
}  // namespace paretune
