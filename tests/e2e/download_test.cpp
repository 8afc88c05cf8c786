// SPDX-License-Identifier: GPL-3.0-or-later
// paretune download, login and logout as a person uses them, against a hub on loopback.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/e2e/studio.h"
#include "tests/hub/fake_hub.h"

namespace paretune::test {
namespace {

const std::string kModels = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/models/";
const std::string kTiny = kModels + "llama_tied";
const std::string kToken = "hf_TopSecretToken0123456789";

class DownloadProgram : public testing::Test {
 protected:
  DownloadProgram() {
    for (const char* name : {"HF_HUB_CACHE", "HF_TOKEN", "HF_TOKEN_PATH", "HF_HUB_OFFLINE", "HF_HUB_DOWNLOAD_TIMEOUT"}) ::unsetenv(name);
    ::setenv("HF_HOME", (studio.folder / "hf").c_str(), 1);
    ::setenv("HF_ENDPOINT", hub.server.url().c_str(), 1);
    hub.files = {{"config.json", read_all(kTiny + "/config.json")}, {"model.safetensors", read_all(kTiny + "/model.safetensors")}, {"README.md", "---\nlicense: mit\n---\n"}, {"pytorch_model.bin", "PK"}};
  }
  Outcome forward(const std::string& model, const std::string& golden) {
    return studio.run({"forward", "--model", model, "--input", kModels + golden + "/case.safetensors", "--output", studio.folder / "out.safetensors"});
  }
  bool asked_with_token() const {
    for (const auto& seen : hub.server.seen()) {
      if (seen.header("authorization") == "Bearer " + kToken) return true;
    }
    return false;
  }
  Studio studio;
  FakeHub hub;
};

TEST_F(DownloadProgram, ThenTheModelIsUsedByItsName) {
  const Outcome before = forward("org/name", "llama_tied");
  EXPECT_EQ(before.code, 1);
  EXPECT_NE(before.err.find("paretune download org/name"), std::string::npos) << before.err;
  const auto lines = studio.lines({"download", "org/name"});
  ASSERT_EQ(lines.size(), 1U);
  const Json& done = lines[0];
  EXPECT_EQ(done["commit"], hub.commit);
  EXPECT_EQ(done["folder"], (studio.folder / "hf/hub/models--org--name/snapshots/") + hub.commit);
  EXPECT_EQ(done["files"].size(), 3U);
  EXPECT_EQ(done["downloaded"], done["bytes"]);
  EXPECT_EQ(done["resumed"], 0);
  EXPECT_NE(done["notes"][0].get<std::string>().find("pytorch_model.bin"), std::string::npos);
  const Outcome after = forward("org/name", "llama_tied");
  EXPECT_EQ(after.code, 0) << after.err;
  const Outcome again = studio.run({"download", "org/name"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_NE(again.out.find("0.0 MB downloaded now"), std::string::npos) << again.out;
}

TEST_F(DownloadProgram, GgufAndDataSet) {
  hub.files = {{"a.gguf", read_all(kModels + "gpt2_gguf/model.gguf")}, {"b.gguf", "other"}};
  const Outcome unnamed = studio.run({"download", "org/name"});
  EXPECT_EQ(unnamed.code, 1);
  EXPECT_NE(unnamed.err.find("--file"), std::string::npos) << unnamed.err;
  EXPECT_EQ(studio.lines({"download", "org/name", "--file", "a.gguf"})[0]["files"][0]["path"], "a.gguf");
  const Outcome used = forward("org/name", "gpt2_gguf");
  EXPECT_EQ(used.code, 0) << used.err;

  hub.api = "datasets", hub.base = "/datasets";
  hub.files = {{"train.jsonl", "{\"text\": \"one\"}\n{\"text\": \"two\"}\n"}, {"README.md", "card"}};
  const Outcome missing = studio.run({"data", "org/name"});
  EXPECT_EQ(missing.code, 1);
  EXPECT_NE(missing.err.find("paretune download --dataset org/name"), std::string::npos) << missing.err;
  EXPECT_EQ(studio.lines({"download", "--dataset", "org/name"})[0]["files"].size(), 2U);
  EXPECT_EQ(studio.lines({"data", "org/name"})[0]["rows"], 2);
}

TEST_F(DownloadProgram, InterruptedEndsWithThreeAndGoesOn) {
  hub.files["model.safetensors"] = random_bytes(400'000, 5);
  bool slow = true;
  hub.misbehave = [&](const WebRequest& asked, const std::string& path, int) -> std::optional<WebReply> {
    if (!path.ends_with("model.safetensors")) return {};
    WebReply reply = hub.honest(asked, "model.safetensors");
    if (std::exchange(slow, false)) reply.piece_seconds = 0.1;
    return reply;
  };
  Process process(studio.arguments({"download", "org/name", "--json"}));
  ASSERT_TRUE(process.wait_for("model.safetensors", 60)) << process.err();
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  process.signal(SIGINT);
  const Outcome outcome = process.wait();
  EXPECT_EQ(outcome.code, 3) << outcome.err;
  EXPECT_NE(outcome.err.find("kept"), std::string::npos) << outcome.err;
  EXPECT_FALSE(std::filesystem::exists(studio.folder / "hf/hub/models--org--name/refs/main"));
  const Json done = studio.lines({"download", "org/name"})[0];
  EXPECT_GT(done["resumed"].get<int64_t>(), 0);
  EXPECT_EQ(done["downloaded"].get<int64_t>() + done["resumed"].get<int64_t>(), static_cast<int64_t>(hub.files["model.safetensors"].size()));
}

TEST_F(DownloadProgram, RefusalsEndWithOne) {
  hub.files.erase("model.safetensors");
  for (const auto& [arguments, word] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"download", "org/name"}, "pickle"}, {{"download", "org/name", "--file", "pytorch_model.bin"}, "pickle"}, {{"download", "name"}, "org/name"},
           {{"download", "org/name", "--revision", "../x"}, "branch"}, {{"download", "org/name", "--endpoint", "http://192.0.2.1"}, "TLS"}, {{"download", "org/none"}, "not on the hub"}}) {
    const Outcome outcome = studio.run(arguments);
    EXPECT_EQ(outcome.code, 1) << outcome.err;
    EXPECT_NE((outcome.err + outcome.out).find(word), std::string::npos) << word << "\n" << outcome.err;
    EXPECT_NE(outcome.err.find("What to do:"), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find("fault of the program"), std::string::npos) << outcome.err;
  }
  EXPECT_EQ(studio.run({"download"}).code, 2);
}

TEST_F(DownloadProgram, TheTokenIsUsedAndNowhereToBeFound) {
  std::string said;
  const auto run = [&](const std::vector<std::string>& arguments) {
    Outcome outcome = studio.run(arguments);
    said += outcome.out + outcome.err;
    return outcome;
  };
  std::string login = "exec '" + studio.arguments({})[0] + "' login --token-stdin --home '" + studio.home + "' --json";
  write_all(studio.folder / "given", kToken + "\n");
  const Outcome logged_in = test::run({"bash", "-c", login + " < '" + (studio.folder / "given") + "'"});
  std::filesystem::remove(studio.folder / "given");
  EXPECT_EQ(logged_in.code, 0) << logged_in.err;
  said += logged_in.out + logged_in.err;
  struct stat info {};
  ASSERT_EQ(::stat((studio.home + "/hub_tokens.json").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);

  EXPECT_EQ(run({"download", "org/name", "--json"}).code, 0);
  EXPECT_TRUE(asked_with_token());
  ::setenv("HF_TOKEN", kToken.c_str(), 1);
  EXPECT_EQ(run({"download", "org/other", "--json"}).code, 1);
  write_all(studio.folder / "rows.jsonl", "{\"input_ids\":[1,2,3,4]}\n{\"input_ids\":[5,6,7]}\n");
  const Json file = {{"model", "org/name"}, {"data", {{"path", "rows.jsonl"}, {"eval_fraction", 0.0}}}, {"training", {{"max_steps", 2}, {"per_device_train_batch_size", 1}}}};
  write_all(studio.folder / "run.json", file.dump());
  EXPECT_EQ(run({"train", studio.folder / "run.json", "--json"}).code, 0);
  EXPECT_EQ(run({"runs", "list", "--json"}).code, 0);
  run({"doctor", "--json"});
  ::unsetenv("HF_TOKEN");
  EXPECT_EQ(said.find("TopSecret"), std::string::npos) << said;
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(studio.folder.path())) {
    if (!entry.is_regular_file() || entry.path().filename() == "hub_tokens.json") continue;
    ++files;
    EXPECT_EQ(read_all(entry.path()).find("TopSecret"), std::string::npos) << entry.path();
  }
  EXPECT_GT(files, 10);

  EXPECT_EQ(run({"logout"}).code, 0);
  hub.server.forget();
  EXPECT_EQ(run({"download", "org/name"}).code, 0);
  EXPECT_FALSE(asked_with_token());
}

}  // namespace
}  // namespace paretune::test
