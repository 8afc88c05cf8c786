// SPDX-License-Identifier: GPL-3.0-or-later
// The program is killed at random moments and in the middle of saving, from the command line and as a studio; whatever moment it was, the
// database opens, the state of the run is true, no more than the steps since the last checkpoint are lost, and the resumed run ends with the
// bits of an unbroken one. At least 20 kills that hit, 200 with PARETUNE_NIGHTLY=1.
#include <array>
#include <random>

#include "tests/e2e/studio.h"
#include "tests/support/promise.h"
#include "tests/support/run_finishes.h"
#include "tests/support/tiny_model.h"

namespace paretune::test {
namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;
const int kSteps = nightly() ? 200 : 80;
constexpr int kSaveSteps = 5;

struct Kind {
  Json peft;
  const char* optim;
  const char* threads;
};

Json lora(Json more = Json::object()) {
  Json peft = {{"peft_type", "LORA"}, {"r", 4}, {"lora_dropout", 0.1}, {"target_modules", "all-linear"}};
  peft.update(more);
  return peft;
}

// Methods, optimisers and thread counts in turn.
std::vector<Kind> kinds() {
  const auto of = [](const char* method, Json more = Json::object()) {
    Json peft = {{"peft_type", method}};
    peft.update(more);
    return peft;
  };
  const Json all = {{"target_modules", "all-linear"}};
  return {{lora(), "adamw", "1"},
          {lora({{"use_dora", true}}), "adamw", "2"},
          {of("IA3"), "sgd", "1"},
          {of("OFT", {{"oft_block_size", 8}, {"target_modules", "all-linear"}}), "adamw_8bit", "2"},
          {of("MISS", {{"r", 8}, {"target_modules", "all-linear"}}), "adafactor", "1"},
          {of("LOHA", all), "adamw", "2"},
          {of("ADALORA", {{"init_r", 4}, {"target_r", 2}, {"total_step", kSteps}, {"tinit", 10}, {"tfinal", 10}, {"target_modules", "all-linear"}}), "adamw", "1"},
          {of("PREFIX_TUNING", {{"num_virtual_tokens", 4}}), "adamw", "2"},
          {of("VERA", {{"target_modules", {"q_proj", "v_proj"}}}), "sgd", "1"},
          {of("FULL"), "adamw_8bit", "2"}};
}

class Kills : public testing::Test {
 protected:
  void SetUp() override {
    write_tiny_model(studio.folder / "model");
    write_tiny_rows(studio.folder / "rows.jsonl");
  }

  std::string run_file(const Kind& kind) {
    const Json file = {{"model", studio.folder / "model"},
                       {"data", {{"path", studio.folder / "rows.jsonl"}, {"eval_fraction", 0.25}}},
                       {"peft", kind.peft},
                       {"training", {{"max_steps", kSteps}, {"optim", kind.optim}, {"momentum", 0.9}, {"per_device_train_batch_size", 2}, {"save_steps", kSaveSteps}, {"eval_steps", 50},
                                     {"learning_rate", 0.001}, {"seed", 3}}}};
    write_all(studio.folder / "run.json", file.dump());
    return studio.folder / "run.json";
  }

  static std::vector<std::string> program(std::vector<std::string> rest, const Kind& kind, const std::string& home) {
    rest.insert(rest.end(), {"--threads", kind.threads});
    return program_arguments(rest, home);
  }

  struct End {
    std::vector<MetricPoint> losses;
    std::string adapter;
  };
  static End end_of(const std::string& home, const std::string& id) {
    std::vector<std::string> notices;
    const auto store = RunStore::open(home, notices).value();
    EXPECT_TRUE(notices.empty());
    EXPECT_EQ(store->find(id)->state, "finished");
    return {store->metric(id, "loss"), read_all(store->find(id)->folder + "/adapter/adapter_model.safetensors")};
  }

  // The state of the only run as the next program finds it; empty when the kill came before there was one.
  static std::pair<std::string, std::string> only_run(const std::string& home) {
    std::vector<std::string> notices;
    const auto store = RunStore::open(home, notices).value();
    EXPECT_TRUE(notices.empty()) << notices[0];
    const auto runs = store->runs();
    EXPECT_LE(runs.size(), 1u);
    return runs.empty() ? std::pair<std::string, std::string>() : std::pair(runs[0].id, runs[0].state);
  }

  // An unbroken run to compare with, and where the broken one is to live.
  struct Round {
    std::string file, home;
    double seconds = 0;  // the unbroken one took
    End wanted;
  };

  // The names in the checkpoint folders of all runs.
  static std::vector<std::string> saved(const std::string& home) {
    std::vector<std::string> names;
    std::error_code none;
    for (fs::directory_iterator run(home + "/runs", none), end; run != end; run.increment(none)) {
      for (fs::directory_iterator entry(run->path() / "checkpoints", none); entry != end; entry.increment(none)) names.push_back(entry->path().filename());
    }
    return names;
  }
  static int64_t newest_checkpoint(const std::string& home) {
    int64_t step = 0;
    for (const std::string& name : saved(home)) {
      if (name.starts_with("step-")) step = std::max<int64_t>(step, std::stoll(name.substr(5)));
    }
    return step;
  }
  static bool is_saving(const std::string& home) {
    const auto names = saved(home);
    return std::find(names.begin(), names.end(), ".writing") != names.end();
  }

  // Kills within `most` seconds, once in three while a checkpoint is being written. False where the program was quicker.
  static bool kill(Process& process, const std::string& home, double least, double most, std::mt19937& random) {
    const auto wait = [&](double from, double to) { std::this_thread::sleep_for(std::chrono::duration<double>(std::uniform_real_distribution<double>(from, to)(random))); };
    wait(least, most);
    if (random() % 3 == 0) {
      const auto limit = Clock::now() + std::chrono::seconds(2);
      while (Clock::now() < limit && !is_saving(home)) {
      }
      wait(0, 0.003);
    }
    process.signal(SIGKILL);
    return process.wait().crashed;
  }

  // What the next program finds after a kill, or a signal to end.
  static void expect_truth(const std::string& home, int64_t most_lost) {
    const auto [id, state] = only_run(home);
    if (id.empty()) return;  // killed before there was a run
    EXPECT_TRUE(state == "interrupted" || state == "queued" || state == "finished") << state;
    if (state == "finished") return;
    std::vector<std::string> notices;
    const auto losses = RunStore::open(home, notices).value()->metric(id, "loss");
    if (!losses.empty()) EXPECT_LE(losses.back().step - newest_checkpoint(home), most_lost);
  }

  // The window has nothing to do with it but to start.
  static void expect_studio_finishes(const Kind& kind, const std::string& home, const std::string& id) {
    Process window(program({}, kind, home));
    EXPECT_TRUE(run_finishes(home, id, std::chrono::seconds(60))) << window.err();
    window.signal(SIGKILL);
    window.wait();
  }

  // A run that an earlier program began and left with a checkpoint; its id.
  static std::string left_behind(const Kind& kind, const Round& round) {
    Process first(program({"train", round.file, "--quiet"}, kind, round.home));
    for (int i = 0; i < 2000 && newest_checkpoint(round.home) == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    first.signal(SIGKILL);
    first.wait();
    return only_run(round.home).first;
  }

  Round unbroken(const Kind& kind, int number) {
    const std::string whole = studio.folder / ("whole" + std::to_string(number));
    Round round{run_file(kind), studio.folder / ("home" + std::to_string(number)), 0, {}};
    const auto begin = Clock::now();
    const Outcome outcome = test::run(program({"train", round.file, "--quiet"}, kind, whole));
    round.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    round.wanted = end_of(whole, only_run(whole).first);
    return round;
  }

  static void expect_same(const End& wanted, const End& got) {
    ASSERT_EQ(got.losses.size(), wanted.losses.size());
    for (std::size_t i = 0; i < wanted.losses.size(); ++i) EXPECT_EQ(got.losses[i].value, wanted.losses[i].value) << "loss of step " << wanted.losses[i].step;
    EXPECT_TRUE(got.adapter == wanted.adapter) << "the adapters differ";
    EXPECT_FALSE(wanted.adapter.empty());
  }

  Studio studio;
};

TEST_F(Kills, TheCommandLineResumesToTheSameBits) {
  Promise promise("paretune train killed at a random moment, or while it saves, resumes to the same bits");
  std::mt19937 random(nightly() ? std::random_device()() : 20261129);
  const auto kinds = test::kinds();
  int kills = 0;
  for (int round = 0; kills < (nightly() ? 150 : 16); ++round) {
    promise.try_once([&] {
      const Kind& kind = kinds[static_cast<std::size_t>(round) % kinds.size()];
      SCOPED_TRACE(kind.peft.dump() + " " + kind.optim + ", round " + std::to_string(round));
      const auto& [file, home, took, wanted] = unbroken(kind, round);

      // Killed once, and the resumed one once more.
      const int before = kills;
      std::string id;
      for (int attempt = 0; attempt < 2; ++attempt) {
        Process process(id.empty() ? program({"train", file, "--quiet"}, kind, home) : program({"train", "--resume", id, "--quiet"}, kind, home));
        if (kill(process, home, 0.1, took * (2 - attempt) / 3, random)) ++kills;
        expect_truth(home, kSaveSteps);
        id = only_run(home).first;
        if (!id.empty() && only_run(home).second == "finished") break;
      }
      if (id.empty() || only_run(home).second != "finished") {
        const Outcome resumed = test::run(id.empty() ? program({"train", file, "--quiet"}, kind, home) : program({"train", "--resume", id, "--quiet"}, kind, home));
        EXPECT_EQ(resumed.code, 0) << resumed.err;
      }
      expect_same(wanted, end_of(home, only_run(home).first));
      return kills - before;
    });
    ASSERT_LT(round, 1000) << "hardly a kill hits";
  }
}

// What an earlier program left goes on by itself.
TEST_F(Kills, TheStudioGoesOnByItself) {
  Promise promise("a studio killed at a random moment, or while it saves, goes on by itself at its next start, to the same bits");
  std::mt19937 random(nightly() ? std::random_device()() : 20261130);
  const int rounds = nightly() ? 50 : 5;
  const auto kinds = test::kinds();
  for (int round = 0; round < rounds; ++round) {
    promise.try_once([&] {
      const Kind& kind = kinds[static_cast<std::size_t>(round) % kinds.size()];
      SCOPED_TRACE(kind.peft.dump() + " " + kind.optim + ", round " + std::to_string(round));
      const Round made = unbroken(kind, round);
      const std::string id = left_behind(kind, made);
      EXPECT_FALSE(id.empty());
      {
        Process window(program({}, kind, made.home));
        EXPECT_TRUE(kill(window, made.home, 0.3, 1.2 * made.seconds, random)) << "a window stays open";
      }
      expect_truth(made.home, kSaveSteps);
      if (only_run(made.home).second != "finished") expect_studio_finishes(kind, made.home, id);
      expect_same(made.wanted, end_of(made.home, id));
    });
  }
}

// Logging out, a closed terminal, the machine going down: nobody asked for the run to stop, so that the next start goes on with it.
TEST_F(Kills, AStudioAskedToEndLosesNothingAndGoesOn) {
  Promise promise("SIGTERM, SIGHUP and SIGINT close the studio within 10 s with a checkpoint, and the next start goes on to the same bits");
  std::mt19937 random(nightly() ? std::random_device()() : 20261201);
  const int rounds = nightly() ? 21 : 3;
  const auto kinds = test::kinds();
  int under_way = 0;
  for (int round = 0; round < rounds; ++round) {
    promise.try_once([&] {
      const Kind& kind = kinds[static_cast<std::size_t>(round) % kinds.size()];
      const int signal = std::array{SIGTERM, SIGHUP, SIGINT}[static_cast<std::size_t>(round) % 3];
      SCOPED_TRACE(kind.peft.dump() + " " + kind.optim + ", signal " + std::to_string(signal));
      const Round made = unbroken(kind, round);
      const std::string id = left_behind(kind, made);
      const int64_t from = newest_checkpoint(made.home);
      {
        Process window(program({}, kind, made.home));
        for (int i = 0; i < 2000 && newest_checkpoint(made.home) == from; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        std::this_thread::sleep_for(std::chrono::duration<double>(std::uniform_real_distribution<double>(0, made.seconds / 3)(random)));
        const auto begin = Clock::now();
        window.signal(signal);
        const Outcome outcome = window.wait();
        EXPECT_LT(Clock::now() - begin, std::chrono::seconds(10));
        EXPECT_EQ(outcome.code, 0) << outcome.err;
      }
      expect_truth(made.home, 0);
      if (only_run(made.home).second != "finished") {
        ++under_way;
        expect_studio_finishes(kind, made.home, id);
      }
      expect_same(made.wanted, end_of(made.home, id));
    });
  }
  EXPECT_GT(under_way, 0) << "the runs were over before the signals came";
}

}  // namespace
}  // namespace paretune::test
