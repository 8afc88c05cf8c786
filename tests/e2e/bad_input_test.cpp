// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a person gives, the program says what, where and what to do, ends with 1 or 2, and never crashes.
#include <gtest/gtest.h>

#include "tests/e2e/studio.h"
#include "tests/support/promise.h"
#include "training/io/safetensors.h"

namespace paretune::test {
namespace {

const std::string kTiny = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/models/llama_tied";

class BadInput : public testing::Test {
 protected:
  // Runs and checks the manners of a refusal; `word` must be in the message.
  void refused(const std::vector<std::string>& arguments, const std::string& word, int code = 1) {
    const Outcome outcome = studio.run(arguments);
    EXPECT_EQ(outcome.code, code) << outcome.err;
    EXPECT_FALSE(outcome.crashed);
    EXPECT_NE(outcome.err.find(word), std::string::npos) << "wanted: " << word << "\ngot: " << outcome.err;
    if (code == 1) EXPECT_NE(outcome.err.find("What to do:"), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find("fault of the program"), std::string::npos) << outcome.err;
  }
  std::string run_file(Json changes, const std::string& rows) {
    write_all(studio.folder / "rows.jsonl", rows);
    Json file = {{"model", kTiny}, {"data", {{"path", "rows.jsonl"}, {"eval_fraction", 0.0}}}, {"training", {{"max_steps", 2}, {"per_device_train_batch_size", 1}}}};
    file.merge_patch(changes);
    write_all(studio.folder / "run.json", file.dump());
    return studio.folder / "run.json";
  }
  const std::string good_rows = "{\"input_ids\":[1,2,3,4]}\n{\"input_ids\":[5,6,7]}\n";
  Studio studio;
};

TEST_F(BadInput, MissingModel) { refused({"generate", "--model", "/nowhere/model.gguf", "--prompt", "x"}, "/nowhere/model.gguf"); }

TEST_F(BadInput, TruncatedGguf) {
  const char* given = std::getenv("PARETUNE_DEMO_MODEL");
  const std::string demo = given ? given : std::string(PARETUNE_SOURCE_DIR) + "/build/deps/demo/SmolLM2-135M-Instruct.Q4_1.gguf";
  const std::string whole = read_all(demo);
  ASSERT_GT(whole.size(), 1'000'000U);
  for (const std::size_t size : {std::size_t{3}, std::size_t{100}, std::size_t{500'000}, whole.size() / 2, whole.size() - 1}) {
    write_all(studio.folder / "cut.gguf", whole.substr(0, size));
    refused({"generate", "--model", studio.folder / "cut.gguf", "--prompt", "x"}, "cut.gguf");
  }
}

TEST_F(BadInput, TruncatedSafetensors) {
  std::filesystem::copy(kTiny, studio.folder / "model", std::filesystem::copy_options::recursive);
  const std::string file = studio.folder / "model/model.safetensors", whole = read_all(file);
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{200}, whole.size() - 1}) {
    write_all(file, whole.substr(0, size));
    refused({"forward", "--model", studio.folder / "model", "--input", kTiny + "/case.safetensors", "--output", studio.folder / "o"}, "model.safetensors");
  }
}

TEST_F(BadInput, UnknownKeyNamesTheNearest) {
  refused({"train", run_file({{"training", {{"learning_rat", 1e-4}}}}, good_rows)}, "learning_rate");
  refused({"train", run_file({{"peft", {{"peft_type", "LORA"}, {"lora_alhpa", 3}}}}, good_rows)}, "lora_alpha");
  refused({"train", run_file({{"peft", {{"peft_type", "LORRA"}}}}, good_rows)}, "LORA");
  refused({"train", run_file({{"modle", "x"}}, good_rows)}, "model");
}

TEST_F(BadInput, RowsOfTheWrongShape) {
  refused({"train", run_file(Json::object(), "{\"input_ids\":[1,2,3]}\n{\"question\":\"x\"}\n")}, ":2");
  refused({"train", run_file(Json::object(), "{\"input_ids\":[1,2,3]}\n{\"input_ids\":[1,2,999]}\n")}, ":2");
  refused({"train", run_file(Json::object(), "{\"input_ids\":[1,2,3]}\n{not json}\n")}, ":2");
  refused({"train", run_file(Json::object(), "")}, "rows.jsonl");
  refused({"train", run_file(Json::object(), "{\"input_ids\":[1,2,3],\"labels\":[-100,-100,-100]}\n")}, ":1");
}

TEST_F(BadInput, MissingDataAndRunFile) {
  refused({"train", run_file({{"data", {{"path", "nothing.jsonl"}}}}, good_rows)}, "nothing.jsonl");
  refused({"train", studio.folder / "no.json"}, "no.json");
  write_all(studio.folder / "broken.json", "{\"model\": ");
  refused({"train", studio.folder / "broken.json"}, "line 1");
}

TEST_F(BadInput, TooLittleMemory) {
  const std::string program = studio.arguments({})[0];
  // Enough address space for the program and its libraries, not for the weights.
  const std::string limited = "ulimit -v 1600000; exec " + program + " train demo --home " + studio.home + " --device cpu --threads 1";
  const Outcome outcome = test::run({"bash", "-c", limited});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_FALSE(outcome.crashed);
  EXPECT_NE(outcome.err.find("memory"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("What to do:"), std::string::npos) << outcome.err;
}

TEST_F(BadInput, WrongUsageIsTwo) {
  refused({"trian"}, "", 2);
  refused({"generate", "--model", "demo"}, "--prompt", 2);
  refused({"train"}, "run file", 2);
  refused({"export", "x", "--format", "zip"}, "--out", 2);
  refused({"bench", "nothing"}, "", 2);
}

TEST_F(BadInput, PickledWeightsAreRefused) {
  std::filesystem::create_directories(studio.folder / "model");
  std::filesystem::copy(kTiny + "/config.json", studio.folder / "model/config.json");
  write_all(studio.folder / "model/pytorch_model.bin", "PK");
  refused({"generate", "--model", studio.folder / "model", "--prompt", "x"}, "pytorch_model.bin");
}

TEST_F(BadInput, NumbersOutOfRange) {
  Promise promise("numbers out of range are refused before anything large is made");
  const auto row = [&](const std::string& text, const std::string& word) {
    promise.try_once([&] { refused({"train", run_file(Json::object(), text + "\n" + good_rows)}, word); });
  };
  row(R"({"input_ids":[]})", ":1");
  row(R"({"input_ids":[1]})", ":1");
  row(R"({"input_ids":[1,-2,3]})", "input_ids[1]");
  row(R"({"input_ids":[1,1099511627776,3]})", "input_ids[1]");
  row(R"({"input_ids":[1,99999999999999999999,3]})", ":1");
  row(R"({"input_ids":[1,2.5,3]})", "input_ids[1]");
  row(R"({"input_ids":[1,2,3],"labels":[1,2,100000]})", "labels[2]");
  row(R"({"input_ids":[1,2,3],"labels":[1,-5,3]})", "labels[1]");
  row(R"({"input_ids":[1,2,3],"labels":[1,2]})", "labels");
  row(R"({"input_ids":[1,NaN,3]})", ":1");

  const auto settings = [&](const Json& changes, const std::string& word) {
    promise.try_once([&] {
      SCOPED_TRACE(changes.dump());
      refused({"train", run_file(changes, good_rows)}, word);
    });
  };
  const auto peft = [](const char* method, Json more) {
    more["peft_type"] = method;
    return Json{{"peft", more}};
  };
  settings(peft("LORA", {{"r", 0}}), "peft.r");
  settings(peft("LORA", {{"r", -1}}), "peft.r");
  settings(peft("LORA", {{"r", 1e30}}), "peft.r");
  settings(peft("LORA", {{"lora_alpha", "nan"}}), "lora_alpha");
  settings(peft("LORA", {{"lora_dropout", 2}}), "lora_dropout");
  settings(peft("MISS", {{"r", 1000000}}), "peft.r");
  settings(peft("C3A", {{"block_size", 1000000}}), "block_size");
  settings(peft("FOURIERFT", {{"n_frequency", 1000000000}}), "n_frequency");
  settings(peft("ADALORA", {{"init_r", 1000000000}, {"total_step", 10}}), "memory");
  settings(peft("PROMPT_TUNING", {{"num_virtual_tokens", 1000000000}}), "memory");
  settings(peft("VERA", {{"r", 1000000000}}), "memory");
  settings({{"training", {{"learning_rate", -1}}}}, "learning_rate");
  settings({{"training", {{"learning_rate", "inf"}}}}, "learning_rate");
  settings({{"training", {{"per_device_train_batch_size", 0}}}}, "per_device_train_batch_size");
  settings({{"training", {{"max_grad_norm", -3}}}}, "max_grad_norm");
  settings({{"training", {{"seed", -5}}}}, "seed");
  settings({{"data", {{"max_length", 0}}}}, "max_length");
  settings({{"data", {{"eval_fraction", 1.5}}}}, "eval_fraction");
}

TEST_F(BadInput, AdaptersOfAnotherBase) {
  Promise promise("an adapter of another base, or of another vocabulary, is refused");
  const std::string goldens = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/";
  for (const char* adapter : {"lora_default", "lora_embedding", "lora_modules_to_save", "trainable_tokens_default", "vera_usual", "oft_default", "loha_default"}) {
    for (const char* base : {"gemma2", "gpt2"}) {
      promise.try_once([&] {
        SCOPED_TRACE(std::string(adapter) + " on " + base);
        refused({"forward", "--model", goldens + "models/" + base, "--adapter", goldens + "peft/" + adapter, "--input", goldens + "models/" + base + "/case.safetensors", "--output",
                 studio.folder / "out.safetensors"}, "");
      });
    }
  }
}

TEST_F(BadInput, GoodRunStillWorks) {
  // Guards the tests above: the same run file without damage trains.
  const Outcome outcome = studio.run({"train", run_file(Json::object(), good_rows)});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
}

}  // namespace
}  // namespace paretune::test
