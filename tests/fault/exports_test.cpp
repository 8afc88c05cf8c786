// SPDX-License-Identifier: GPL-3.0-or-later
// Exports are verified before they are called done: what reaches the disk is damaged after it was written and before it is looked at, file by
// file and in every way, for every format. The export is refused, nothing of it stays, and the run and an earlier export are as they were.
#include <gtest/gtest.h>

#include <random>

#include "tests/support/file_faults.h"
#include "tests/support/promise.h"
#include "tests/support/tiny_model.h"
#include "training/api/engine.h"

namespace paretune::test {
namespace {

namespace fs = std::filesystem;

struct Damage {
  std::string name;
  std::function<void(std::string&, std::mt19937&)> of;
};

std::vector<Damage> damages() {
  const auto flip = [](std::string& bytes, std::mt19937& random) { bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8)); };
  return {{"a bit turned", flip},
          {"another bit turned", flip},
          {"the last byte missing", [](std::string& bytes, std::mt19937&) { bytes.pop_back(); }},
          {"half of it missing", [](std::string& bytes, std::mt19937&) { bytes.resize(bytes.size() / 2); }},
          {"empty", [](std::string& bytes, std::mt19937&) { bytes.clear(); }},
          {"a byte more", [](std::string& bytes, std::mt19937&) { bytes += '\0'; }},
          {"zeros at the end", [](std::string& bytes, std::mt19937&) {
             const std::string before = bytes;
             std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), bytes.end(), '\0');
             if (bytes == before) bytes.clear();
           }}};
}

std::map<std::string, std::string> files_below(const std::string& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) out[entry.path().string()] = entry.is_regular_file() ? read_all(entry.path()) : "folder";
  return out;
}

class Exports : public testing::Test {
 protected:
  void SetUp() override {
    write_tiny_model(folder / "model");
    write_tiny_rows(folder / "rows.jsonl");
    const auto config = parse_run_config({{"model", folder / "model"},
                                          {"data", {{"path", folder / "rows.jsonl"}, {"eval_fraction", 0.0}}},
                                          {"peft", {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", "all-linear"}}},
                                          {"training", {{"max_steps", 3}, {"per_device_train_batch_size", 2}, {"learning_rate", 0.01}}}}).value();
    engine = Engine::open({folder / "home", "cpu", 1}).value();
    run = engine->submit(config, nullptr).value();
    engine->wait(run);
    fs::create_directory(folder / "out");
  }
  ExportRequest request(const std::string& format) const {
    ExportRequest out{run, "", format, folder / "out/result" + (format.starts_with("gguf") ? ".gguf" : ""), "", "", 0, 0};
    if (format == "gguf") out.type = "q8_0";  // where logits say least about a byte
    if (format == "lora") out.rank = 4;
    return out;
  }
  Result<ExportReceipt> export_now(const ExportRequest& request) { return engine->export_to(request, {}); }

  // Exports with the `nth` file damaged as soon as it is in place; 0: none. Returns how many files there were.
  int with_damage(const ExportRequest& request, int nth, const std::function<void(std::string&)>& damage, Result<ExportReceipt>& result) {
    int files = 0;
    FaultPlan plan{folder / "out"};
    plan.renamed = [&](const std::string& from, const std::string& to) {
      if (from.find(".tmp-") == std::string::npos || ++files != nth) return;
      std::string bytes = read_all(to);
      damage(bytes);
      write_all(to, bytes);
    };
    const FileFaults faults(plan);
    result = export_now(request);
    return files;
  }

  TempFolder folder;
  std::shared_ptr<Engine> engine;
  std::string run;
};

TEST_F(Exports, DamageOnTheWayIsSeenInEveryFormat) {
  Promise promise("an export damaged between writing and verification is refused, nothing of it stays, run and earlier export are whole");
  std::mt19937 random(20261130);
  const int rounds = nightly() ? 20 : 1;
  for (const char* format : {"adapter", "lora", "merged", "gguf", "gguf-lora"}) {
    const ExportRequest asked = request(format);
    Result<ExportReceipt> result = Error{};
    const int files = with_damage(asked, 0, {}, result);
    ASSERT_TRUE(result.ok()) << result.error().text();
    ASSERT_GE(files, 3) << "what is exported, receipt and card";
    const auto earlier = files_below(folder / "out");
    const auto of_run = files_below(folder / "home/runs");
    for (int nth = 1; nth <= files * rounds; ++nth) {
      for (const Damage& damage : damages()) {
        promise.try_once([&] {
          SCOPED_TRACE(std::string(format) + ", file " + std::to_string(nth) + ", " + damage.name);
          const bool replacing = nth % 2 == 0;
          if (!replacing) {
            for (const auto& entry : fs::directory_iterator(folder / "out")) fs::remove_all(entry.path());
          }
          with_damage(asked, (nth - 1) % files + 1, [&](std::string& bytes) { damage.of(bytes, random); }, result);
          ASSERT_FALSE(result.ok()) << "was called done";
          EXPECT_EQ(result.error().kind, ErrorKind::io) << result.error().text();
          EXPECT_NE(result.error().message.find("not what was written"), std::string::npos) << result.error().text();
          EXPECT_FALSE(result.error().remedy.empty());
          EXPECT_TRUE(files_below(folder / "out") == (replacing ? earlier : decltype(earlier)())) << "something stayed, or the earlier export was touched";
          EXPECT_TRUE(files_below(folder / "home/runs") == of_run) << "the run was touched";
          if (!replacing) {
            for (const auto& [path, bytes] : earlier) {  // for the next one
              if (bytes == "folder") fs::create_directories(path);
            }
            for (const auto& [path, bytes] : earlier) {
              if (bytes != "folder") write_all(path, bytes);
            }
          }
        });
      }
    }
    EXPECT_TRUE(export_now(asked).ok()) << "the run can still be exported";
    for (const auto& entry : fs::directory_iterator(folder / "out")) fs::remove_all(entry.path());
  }
}

}  // namespace
}  // namespace paretune::test
