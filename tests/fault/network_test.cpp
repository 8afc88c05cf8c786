// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing leaves the machine unless asked: the program's commands and its window run under a recorder of every socket of a network, every
// destination and every name looked up (network_record.cpp). What is asked for is seen by it, which shows that it sees.
#include "tests/e2e/studio.h"
#include "tests/hub/fake_hub.h"
#include "tests/support/promise.h"
#include "tests/support/run_finishes.h"
#include "tests/support/tiny_model.h"

namespace paretune::test {
namespace {

namespace fs = std::filesystem;

class Network : public testing::Test {
 protected:
  void SetUp() override {
    write_tiny_model(studio.folder / "model");
    write_tiny_rows(studio.folder / "rows.jsonl");
    // Somebody whose hub is known and who is logged in to it has not asked for anything yet.
    ::setenv("HF_HOME", (studio.folder / "hf").c_str(), 1);
    ::setenv("HF_TOKEN", "hf_NobodyAskedForThis", 1);
    ::setenv("HF_ENDPOINT", hub.server.url().c_str(), 1);
  }
  void TearDown() override {
    for (const char* name : {"HF_HOME", "HF_TOKEN", "HF_ENDPOINT"}) ::unsetenv(name);
  }

  std::string run_file(int steps) const {
    const Json file = {{"model", studio.folder / "model"},
                       {"data", {{"path", studio.folder / "rows.jsonl"}, {"eval_fraction", 0.25}}},
                       {"peft", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", "all-linear"}}},
                       {"sample_prompts", {"Q1 sky? "}},
                       {"training", {{"max_steps", steps}, {"per_device_train_batch_size", 2}, {"save_steps", 2}, {"eval_steps", 2}, {"learning_rate", 0.001}}}};
    write_all(studio.folder / "run.json", file.dump());
    return studio.folder / "run.json";
  }

  std::vector<std::string> recorded(const std::vector<std::string>& rest, bool spread = false) const {
    std::vector<std::string> all = studio.arguments(rest);
    if (!spread) all.insert(all.end(), {"--threads", "1"});
    // ASAN_OPTIONS: in a build with the sanitizer its library comes after this one.
    all.insert(all.begin(), {"env", std::string("LD_PRELOAD=") + PARETUNE_NETWORK_RECORDER, "PARETUNE_NETWORK_RECORD=" + record, "ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0"});
    return all;
  }
  // What the recorder saw since the last call.
  std::vector<std::string> seen() const {
    std::vector<std::string> lines;
    std::istringstream in(read_all(record));
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    fs::remove(record);
    return lines;
  }
  void expect_silence() const {
    for (const std::string& line : seen()) ADD_FAILURE() << "the program used the network: " << line;
  }
  std::string only_run() const { return fs::directory_iterator(studio.home + "/runs")->path().filename().string(); }

  Studio studio;
  FakeHub hub;
  std::string record = studio.folder / "network";
};

TEST_F(Network, CommandsAreSilent) {
  Promise promise("a command that asks for nothing from the network uses none");
  const auto quiet = [&](const std::vector<std::string>& rest, int code = 0) {
    promise.try_once([&] {
      SCOPED_TRACE(rest[0]);
      const Outcome outcome = run(recorded(rest));
      EXPECT_EQ(outcome.code, code) << outcome.err << outcome.out;
      expect_silence();
    });
  };
  const std::string model = studio.folder / "model", rows = studio.folder / "rows.jsonl", file = run_file(4);
  quiet({"--version"});
  quiet({"doctor"});
  quiet({"methods", "LORA", "--model", model});
  quiet({"data", rows, "--model", model});
  quiet({"tokenize", "--model", model, "--text", "coal"});
  quiet({"plan", file});
  quiet({"train", file});
  const std::string id = only_run();
  quiet({"runs", "list"});
  quiet({"runs", "show", id});
  quiet({"runs", "reproduce", id, "--out", studio.folder / "reproduce.json"});
  quiet({"eval", "--model", model, "--adapter", id, "--data", rows});
  quiet({"generate", "--model", model, "--adapter", id, "--prompt", "Q1 sky? ", "--max-new-tokens", "4"});
  for (const char* format : {"adapter", "lora", "merged", "gguf", "gguf-lora"}) {
    std::vector<std::string> rest = {"export", id, "--format", format, "--out", studio.folder / (std::string("out.") + format)};
    if (format == std::string("lora")) rest.insert(rest.end(), {"--rank", "4"});
    quiet(rest);
  }
  quiet({"runs", "import", studio.folder / "out.adapter", "--model", model});
  write_all(studio.folder / "sweep.json", Json({{"base", Json::parse(read_all(file))}, {"runs", {{{"training.seed", 1}}, {{"training.seed", 2}}}}, {"metrics", {"eval_loss"}}}).dump());
  quiet({"sweep", studio.folder / "sweep.json"});
  // A name that only a hub knows is an error that says what to ask for, not a question to the hub.
  quiet({"generate", "--model", "org/name", "--prompt", "x"}, 1);
  quiet({"data", "org/name", "--model", model}, 1);
  EXPECT_TRUE(hub.server.seen().empty());
}

TEST_F(Network, TheWindowIsSilent) {
  Promise promise("the studio's window uses no network, at rest and while a run trains");
  const auto open = [&](const std::vector<std::string>& rest, const std::function<void()>& meanwhile) {
    promise.try_once([&] {
      Process window(recorded(rest));
      meanwhile();
      window.signal(SIGKILL);
      const Outcome outcome = window.wait();
      EXPECT_EQ(outcome.code, 128 + SIGKILL) << "it had ended before: " << outcome.err;
      expect_silence();
    });
  };
  const auto rest = [] { std::this_thread::sleep_for(std::chrono::seconds(nightly() ? 60 : 3)); };
  open({}, rest);
  open({"--demo"}, rest);
  {
    Process train(studio.arguments({"train", run_file(150), "--quiet", "--threads", "1"}));
    for (int i = 0; i < 4000 && !(fs::exists(studio.home + "/runs") && !fs::is_empty(studio.home + "/runs") && fs::exists(studio.home + "/runs/" + only_run() + "/checkpoints/step-2")); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    train.signal(SIGKILL);
  }
  open({}, [&] { EXPECT_TRUE(run_finishes(studio.home, only_run(), std::chrono::seconds(120))) << "the window did not go on with the run"; });
  EXPECT_TRUE(hub.server.seen().empty());
}

TEST_F(Network, WhatIsAskedForIsSeenAndGoesNowhereElse) {
  Promise promise("what is asked of the network is seen by the recorder and goes there alone");
  promise.try_once([&] {
    hub.files = {{"config.json", read_all(studio.folder / "model/config.json")}, {"model.safetensors", read_all(studio.folder / "model/model.safetensors")}};
    const Outcome outcome = run(recorded({"download", "org/name"}));
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    int connections = 0;
    for (const std::string& line : seen()) {
      if (line.starts_with("socket ")) continue;
      EXPECT_EQ(line, "connect family 2 127.0.0.1 port " + std::to_string(hub.server.port()));
      ++connections;
    }
    EXPECT_GT(connections, 0) << "the recorder saw nothing";
  });
  promise.try_once([&] {  // several processes talk to each other on this machine
    const Outcome outcome = run(recorded({"train", run_file(4), "--processes", "2"}, true));
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    int connections = 0;
    for (const std::string& line : seen()) {
      if (line.starts_with("socket ")) continue;
      EXPECT_TRUE(line == "getaddrinfo 127.0.0.1" || line.starts_with("connect family 2 127.0.0.1 port ") || line.starts_with("connect family 10 ::ffff:127.0.0.1 port ")) << line;
      ++connections;
    }
    EXPECT_GT(connections, 0) << "the recorder saw nothing";
  });
}

}  // namespace
}  // namespace paretune::test
