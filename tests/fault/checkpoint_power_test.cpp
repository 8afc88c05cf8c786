// SPDX-License-Identifier: GPL-3.0-or-later
// The power fails while checkpoints are saved: the newest one whose save had returned, or a newer one, is loaded with its own values.
// 300 cuts, 10,000 with PARETUNE_NIGHTLY=1; one in five hits again in the save that follows.
#include "tests/fault/checkpoint_world.h"
#include "tests/fault/power_cuts.h"
#include "tests/support/promise.h"

namespace paretune {
namespace {

using namespace test;
using tiny::World;

// The step of each save. A resumed run may save its step again.
constexpr int64_t kSteps[] = {1, 2, 2, 4, 6, 6, 8};
constexpr int64_t kSaves = std::size(kSteps);

struct Saves {
  World world;
  std::map<int64_t, std::vector<Tensor>> values;  // of each save, which is told by the state's tokens
  void save(const std::string& folder, int64_t number, int64_t keep) {
    world.step(number);
    values[number] = world.values();
    world.save(folder, number <= kSaves ? kSteps[number - 1] : number + 100, keep, number).value();
  }
};

// The number of the save that a resumed run begins from; 0: none.
int64_t loaded_from(const std::string& folder, World& fresh, const Saves& saves) {
  fresh.step(1);  // values of no save
  std::vector<std::string> notes;
  const auto state = load_newest_checkpoint(folder, "same", *fresh.adapter, *fresh.optimizer, notes);
  if (!state) return 0;
  const auto values = saves.values.find(state->tokens);
  if (values == saves.values.end()) ADD_FAILURE() << "a save that never was: " << state->tokens;
  else EXPECT_TRUE(tiny::same(fresh.values(), values->second)) << "values of save " << state->tokens;
  return state->tokens;
}

TEST(CheckpointPower, NothingAcknowledgedIsLost) {
  Promise promise("a power cut loses no checkpoint whose save had returned");
  std::mt19937_64 random(21);
  World fresh;
  for (const int64_t keep : {1, 2}) {
    const TempFolder folder;
    Saves saves;
    const auto recorded = record(folder.path(), [&] {
      for (int64_t number = 1; number <= kSaves; ++number) {
        saves.save(folder.path() + "/runs/one", number, keep);
        FileRecord::mark(number);
      }
    });
    long cut = 0;
    cut_power(recorded, nightly() ? 5'000 : 150, random, [&](const std::string& left, int64_t acknowledged) {
      promise.try_once([&] {
        const std::string run = left + "/runs/one";
        SCOPED_TRACE("keep " + std::to_string(keep) + ", cut " + std::to_string(++cut) + ", " + std::to_string(acknowledged) + " acknowledged");
        const int64_t found = loaded_from(run, fresh, saves);
        EXPECT_GE(found, acknowledged);
        if (cut % 5 != 0) return;
        const auto next = record(left, [&] {
          saves.save(run, kSaves + 1, keep);
          FileRecord::mark(kSaves + 1);
        });
        cut_power(next, 1, random, [&](const std::string& again, int64_t then) {
          EXPECT_GE(loaded_from(again + "/runs/one", fresh, saves), std::max(found, then)) << "after a second cut";
        });
      });
    });
  }
}

}  // namespace
}  // namespace paretune
