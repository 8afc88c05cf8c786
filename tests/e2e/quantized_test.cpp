// SPDX-License-Identifier: GPL-3.0-or-later
// Training on packed weights from the command line: what a run says of itself, going on, exports, refusals.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/e2e/studio.h"
#include "training/io/safetensors.h"

namespace paretune::test {
namespace {

const std::string kTiny = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/models/llama_tied";
const std::string kTinyGguf = std::string(PARETUNE_SOURCE_DIR) + "/tests/io/goldens/llama.gguf";

class Quantized : public testing::Test {
 protected:
  void SetUp() override {
    std::string rows;
    for (int row = 0; row < 12; ++row) {
      Json ids = Json::array();
      for (int i = 0; i < 9; ++i) ids.push_back((row * 5 + i * (row + 1)) % 40 + 3);
      rows += Json({{"input_ids", ids}}).dump() + "\n";
    }
    write_all(studio.folder / "rows.jsonl", rows);
    const std::vector<int64_t> ids = {5, 9, 13, 21, 34, 3};
    write_safetensors(studio.folder / "in.safetensors", {{"input_ids", "I64", {1, 6}, std::as_bytes(std::span(ids))}}).value();
  }
  std::string run_file(const Json& changes = Json::object()) {
    Json file = {{"model", kTiny},
                 {"data", {{"path", "rows.jsonl"}, {"eval_fraction", 0.0}}},
                 {"peft", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", "all-linear"}, {"lora_dropout", 0.1}}},
                 {"training", {{"max_steps", 12}, {"per_device_train_batch_size", 3}, {"learning_rate", 0.01}, {"save_steps", 4}, {"eval_on_start", false}}},
                 {"quantization", "nf4"}};
    file.merge_patch(changes);
    write_all(studio.folder / "run.json", file.dump());
    return studio.folder / "run.json";
  }
  std::string train(const Json& changes = Json::object()) { return studio.lines({"train", run_file(changes), "--threads", "1"}).back().at("run"); }
  std::vector<double> losses(const std::string& run) {
    std::vector<double> out;
    const Json shown = studio.lines({"runs", "show", run}).at(0);
    for (const auto& point : shown.at("metrics").at("loss")) out.push_back(point[1]);
    return out;
  }
  std::vector<float> logits(std::vector<std::string> arguments) {
    const std::string out = studio.folder / "out.safetensors";
    arguments.insert(arguments.begin(), {"forward", "--threads", "1", "--input", studio.folder / "in.safetensors", "--output", out});
    studio.lines(arguments);
    const auto file = SafetensorsFile::open(out).value();
    const auto& data = file.find("logits")->data;
    std::vector<float> values(data.size() / sizeof(float));
    std::memcpy(values.data(), data.data(), data.size());
    return values;
  }
  static double difference(const std::vector<float>& a, const std::vector<float>& b) {
    double most = 0, size = 0;
    EXPECT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      most = std::max(most, std::fabs(static_cast<double>(a[i]) - b[i]));
      size = std::max(size, std::fabs(static_cast<double>(b[i])));
    }
    return most / size;
  }
  void refused(const std::vector<std::string>& arguments, const std::string& word, int code = 1) {
    const Outcome outcome = studio.run(arguments);
    EXPECT_EQ(outcome.code, code) << outcome.err;
    EXPECT_NE(outcome.err.find(word), std::string::npos) << "wanted: " << word << "\ngot: " << outcome.err;
  }
  const Studio studio;
};

TEST_F(Quantized, ARunLearnsAndKnowsItsBase) {
  const std::string run = train({{"training", {{"max_steps", 60}}}});
  const Json shown = studio.lines({"runs", "show", run}).at(0);
  EXPECT_EQ(shown.at("config").at("quantization"), "nf4") << shown.dump();
  const auto seen = losses(run);
  ASSERT_EQ(seen.size(), 60U);
  EXPECT_LT(seen.back(), 0.9 * seen.front());
  const auto as_trained = logits({"--model", kTiny, "--adapter", run}), dense = logits({"--model", kTiny, "--adapter", run, "--quantization", "none"});
  EXPECT_EQ(as_trained, logits({"--model", kTiny, "--adapter", run, "--quantization", "nf4"}));
  EXPECT_GT(difference(as_trained, dense), 1e-3);
  }

TEST_F(Quantized, StopAndResumeEqualAnUnbrokenRun) {
  const Json long_run = {{"training", {{"max_steps", 300}}}};
  const std::string whole = train(long_run);
  Process process(studio.arguments({"train", run_file(long_run), "--threads", "1", "--json"}));
  ASSERT_TRUE(process.wait_for("\"step\":5,", 120)) << process.err();
  process.signal(SIGKILL);
  process.wait();
  const Json broken = studio.lines({"runs", "list"}).at(0);
  ASSERT_EQ(broken.at("state"), "interrupted");
  const std::string id = broken.at("id");
  studio.lines({"train", "--resume", id, "--threads", "1"});
  EXPECT_EQ(losses(id), losses(whole));
}

TEST_F(Quantized, MergedAndConvertedAreReadBack) {
  const std::string run = train();
  const auto wanted = logits({"--model", kTiny, "--adapter", run});
  EXPECT_TRUE(studio.lines({"export", run, "--format", "merged", "--out", studio.folder / "merged"}).at(0).at("verified").get<bool>());
  EXPECT_LT(difference(logits({"--model", studio.folder / "merged"}), wanted), 1e-5);
  EXPECT_TRUE(studio.lines({"export", run, "--format", "adapter", "--out", studio.folder / "adapter"}).at(0).at("verified").get<bool>());
  EXPECT_EQ(logits({"--model", kTiny, "--adapter", studio.folder / "adapter", "--quantization", "nf4"}), wanted);
  // The same from the folder, where nothing says how the base was kept.
  studio.lines({"merge", "--model", kTiny, "--adapter", studio.folder / "adapter", "--quantization", "nf4", "--out", studio.folder / "merged2"});
  EXPECT_LT(difference(logits({"--model", studio.folder / "merged2"}), wanted), 1e-5);
  const Json converted = studio.lines({"convert", "--adapter", run, "--model", kTiny, "--to", "lora", "--rank", "4", "--out", studio.folder / "lora"}).at(0);
  EXPECT_LT(converted.at("relative_error").get<double>(), 1e-4);
  EXPECT_LT(difference(logits({"--model", kTiny, "--adapter", studio.folder / "lora", "--quantization", "nf4"}), wanted), 1e-4);
}

TEST_F(Quantized, GgufBlocksLearnAsTheirDenseValues) {
  const Json gguf = {{"model", kTinyGguf}, {"quantization", "gguf"}}, dense = {{"model", kTinyGguf}, {"quantization", "none"}}, free = {{"model", kTinyGguf}, {"quantization", nullptr}};
  const auto kept = losses(train(gguf)), unpacked = losses(train(dense)), stored = losses(train(free));
  ASSERT_EQ(kept.size(), unpacked.size());
  ASSERT_EQ(stored.size(), unpacked.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    EXPECT_NEAR(kept[i], unpacked[i], 1e-4 * unpacked[i]) << "step " << i;
    EXPECT_NEAR(stored[i], unpacked[i], 1e-4 * unpacked[i]) << "step " << i;
  }
}

TEST_F(Quantized, ThePlanCountsPackedBytes) {
  const auto weights = [&](const char* kind) {
    return studio.lines({"plan", "demo", "--quantization", kind}).at(0).at("parts").at("weights").get<int64_t>();
  };
  const int64_t dense = weights("none"), nf4 = weights("nf4"), int8 = weights("int8"), gguf = weights("gguf");
  EXPECT_LT(nf4, int8);
  EXPECT_LT(int8, dense / 2);
  EXPECT_LT(gguf, dense / 2);
  EXPECT_EQ(dense, 134515008 * 4);
}

TEST_F(Quantized, RefusalsSayWhatToDo) {
  refused({"plan", "demo", "--quantization", "nf5"}, "nf5", 2);
  refused({"train", run_file({{"quantization", "nf5"}})}, "nf5");
  refused({"train", run_file({{"quantization", {{"type", "nf4"}}}})}, "quantization");
  refused({"train", run_file({{"quantization", "gguf"}})}, "GGUF");
  refused({"train", run_file({{"peft", {{"peft_type", "FULL"}, {"r", nullptr}, {"target_modules", nullptr}, {"lora_dropout", nullptr}}}})}, "quantised");
  refused({"train", run_file({{"peft", {{"modules_to_save", {"down_proj"}}}}})}, "quantised");
}

}  // namespace
}  // namespace paretune::test
