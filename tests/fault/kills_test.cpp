// SPDX-License-Identifier: GPL-3.0-or-later
// The program is killed at random moments, from the command line and as a studio; whatever moment it was, the database opens, the state
// of the run is true, and the resumed run ends with the bits of an unbroken one. 20 kills, 200 with PARETUNE_NIGHTLY=1.
#include <random>

#include "tests/e2e/studio.h"
#include "tests/support/promise.h"
#include "tests/support/tiny_model.h"
#include "training/runs/run_store.h"

namespace paretune::test {
namespace {

using Clock = std::chrono::steady_clock;

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
          {of("ADALORA", {{"init_r", 4}, {"target_r", 2}, {"total_step", 80}, {"tinit", 10}, {"tfinal", 10}, {"target_modules", "all-linear"}}), "adamw", "1"},
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
                       {"training", {{"max_steps", 80}, {"optim", kind.optim}, {"momentum", 0.9}, {"per_device_train_batch_size", 2}, {"save_steps", 5}, {"eval_steps", 20},
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

  static bool has_checkpoint(const std::string& home) {
    std::error_code none;
    for (const auto& run : std::filesystem::directory_iterator(home + "/runs", none)) {
      for (const auto& entry : std::filesystem::directory_iterator(run.path() / "checkpoints", none)) {
        if (entry.path().filename().string().starts_with("step-")) return true;
      }
    }
    return false;
  }

  // An unbroken run to compare with, and where the broken one is to live.
  struct Round {
    std::string file, home;
    double seconds = 0;  // the unbroken one took
    End wanted;
  };
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
  Promise promise("paretune train killed at a random moment resumes to the same bits");
  std::mt19937 random(nightly() ? std::random_device()() : 20261129);
  const int rounds = nightly() ? 100 : 10;
  const auto kinds = test::kinds();
  for (int round = 0; round < rounds; ++round) {
    promise.try_once([&] {
      const Kind& kind = kinds[static_cast<std::size_t>(round) % kinds.size()];
      SCOPED_TRACE(kind.peft.dump() + " " + kind.optim + ", round " + std::to_string(round));
      const auto& [file, home, took, wanted] = unbroken(kind, round);

      // Killed once, and the resumed one once more.
      std::string id;
      for (int kill = 0; kill < 2; ++kill) {
        Process process(id.empty() ? program({"train", file, "--quiet"}, kind, home) : program({"train", "--resume", id, "--quiet"}, kind, home));
        std::this_thread::sleep_for(std::chrono::duration<double>(std::uniform_real_distribution<double>(0.1, took)(random)));
        process.signal(SIGKILL);
        process.wait();
        const auto [found, state] = only_run(home);
        id = found;
        if (id.empty()) continue;
        EXPECT_TRUE(state == "interrupted" || state == "queued" || state == "finished") << state;
        if (state == "finished") break;
      }
      if (id.empty() || only_run(home).second != "finished") {
        const Outcome resumed = test::run(id.empty() ? program({"train", file, "--quiet"}, kind, home) : program({"train", "--resume", id, "--quiet"}, kind, home));
        ASSERT_EQ(resumed.code, 0) << resumed.err;
      }
      expect_same(wanted, end_of(home, only_run(home).first));
    });
  }
}

// The window has nothing to do with it but to start: what an earlier program left goes on by itself.
TEST_F(Kills, TheStudioGoesOnByItself) {
  Promise promise("a studio killed at a random moment goes on by itself at its next start, to the same bits");
  std::mt19937 random(nightly() ? std::random_device()() : 20261130);
  const int rounds = nightly() ? 50 : 5;
  const auto kinds = test::kinds();
  for (int round = 0; round < rounds; ++round) {
    promise.try_once([&] {
      const Kind& kind = kinds[static_cast<std::size_t>(round) % kinds.size()];
      SCOPED_TRACE(kind.peft.dump() + " " + kind.optim + ", round " + std::to_string(round));
      const auto& [file, home, took, wanted] = unbroken(kind, round);
      {
        Process first(program({"train", file, "--quiet"}, kind, home));
        for (int i = 0; i < 2000 && !has_checkpoint(home); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        first.signal(SIGKILL);
        first.wait();
      }
      const std::string id = only_run(home).first;
      ASSERT_FALSE(id.empty());
      {
        Process window(program({}, kind, home));
        std::this_thread::sleep_for(std::chrono::duration<double>(std::uniform_real_distribution<double>(0.3, 1.5 * took)(random)));
        window.signal(SIGKILL);
        window.wait();
      }
      const auto state = only_run(home).second;
      EXPECT_TRUE(state == "interrupted" || state == "queued" || state == "finished") << state;
      if (state != "finished") {
        Process window(program({}, kind, home));
        bool done = false;
        for (int i = 0; i < 1200 && !done; ++i) {
          std::this_thread::sleep_for(std::chrono::milliseconds(50));
          std::vector<std::string> notices;
          done = RunStore::open(home, notices).value()->find(id)->state == "finished";
        }
        EXPECT_TRUE(done) << window.err();
        window.signal(SIGKILL);
        window.wait();
      }
      expect_same(wanted, end_of(home, id));
    });
  }
}

}  // namespace
}  // namespace paretune::test
