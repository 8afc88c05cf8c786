// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints as earlier versions wrote them (tests/goldens/checkpoints) resume to the figures of their own time. Those of the present
// version are written by:  fault_resume_tests --gtest_also_run_disabled_tests --gtest_filter='*WriteToday*'  into a new folder; the old
// ones stay.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/loop/tiny_world.h"
#include "training/loop/checkpoint.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;
using tiny::Folder;
using tiny::Heard;
using tiny::Sitting;

const std::string kStored = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/checkpoints/";
constexpr int64_t kBroken = 3, kSteps = 6;

// Bits are the same where these are.
std::string machine() {
  std::ifstream info("/proc/cpuinfo");
  std::string line, vendor;
  while (vendor.empty() && std::getline(info, line)) {
    if (line.starts_with("vendor_id")) vendor = line.substr(line.find(':') + 2);
  }
  return at::get_cpu_capability() + ", " + vendor + ", LibTorch " TORCH_VERSION;
}

struct Kind {
  const char* name;
  Json peft, training;
};
// The parts a checkpoint has: plain leaves and moments; leaves beside the adapter's file; quantised moments and the adapter's own step state.
const std::vector<Kind> kKinds = {
    {"lora-adamw", {{"peft_type", "LORA"}, {"r", 2}, {"lora_dropout", 0.1}, {"target_modules", {"q_proj", "v_proj"}}}, {{"optim", "adamw"}}},
    {"prefix-sgd", {{"peft_type", "PREFIX_TUNING"}, {"num_virtual_tokens", 2}, {"prefix_projection", true}, {"encoder_hidden_size", 8}}, {{"optim", "sgd"}, {"momentum", 0.9}}},
    {"adalora-8bit",
     {{"peft_type", "ADALORA"}, {"init_r", 3}, {"target_r", 2}, {"total_step", kSteps}, {"tinit", 1}, {"tfinal", 1}, {"target_modules", {"q_proj", "v_proj"}}},
     {{"optim", "adamw_8bit"}}},
};

Sitting sitting_of(const Kind& kind, const std::string& folder) {
  Json training = {{"max_steps", kSteps}, {"per_device_train_batch_size", 3}, {"learning_rate", 0.01}, {"seed", 5}, {"save_steps", kBroken}, {"eval_on_start", false},
                   {"warmup_steps", 2}};
  training.update(kind.training);
  return {tiny::config(training, kind.peft), folder, tiny::examples(), {}};
}

Json losses(const Heard& heard) {
  Json out = Json::object();
  for (const auto& [step, value] : heard.metric("loss")) {
    if (step > kBroken) out[std::to_string(step)] = value;
  }
  return out;
}

TEST(OldCheckpoints, ResumeToTheFiguresOfTheirTime) {
  at::set_num_threads(1);
  int found = 0;
  for (const auto& version : fs::directory_iterator(kStored)) {
    for (const Kind& kind : kKinds) {
      const std::string stored = version.path().string() + "/" + kind.name;
      if (!fs::exists(stored)) continue;  // a kind that came later
      ++found;
      SCOPED_TRACE(stored);
      Folder folder;
      fs::copy(stored, folder.path(), fs::copy_options::recursive);
      const Json figures = read_json_file(stored + "/figures.json").value();
      Sitting sitting = sitting_of(kind, folder.path());
      sitting.resume = true;
      const Heard heard = tiny::run(sitting);
      EXPECT_EQ(heard.all<RunStarted>().at(0).first_step, kBroken);
      EXPECT_TRUE(heard.all<RunNote>().empty()) << heard.all<RunNote>()[0].text;
      const Json got = losses(heard);
      ASSERT_EQ(got.size(), static_cast<std::size_t>(kSteps - kBroken));
      const bool same_machine = figures.at("machine") == machine();
      for (const auto& [step, value] : figures.at("losses").items()) {
        if (same_machine) EXPECT_EQ(got.at(step).get<double>(), value.get<double>()) << "loss of step " << step;
        else EXPECT_NEAR(got.at(step).get<double>(), value.get<double>(), 1e-5) << "loss of step " << step;
      }
      if (same_machine) EXPECT_EQ(sha256_hex(tiny::adapter_bytes(folder.path())), figures.at("adapter").get<std::string>());
    }
  }
  EXPECT_GE(found, static_cast<int>(kKinds.size()));
}

TEST(OldCheckpoints, DISABLED_WriteToday) {
  at::set_num_threads(1);
  int number = 1;
  while (fs::exists(kStored + std::to_string(number))) ++number;
  for (const Kind& kind : kKinds) {
    Folder folder;
    const Heard heard = tiny::run(sitting_of(kind, folder.path()));
    const std::string to = kStored + std::to_string(number) + "/" + kind.name;
    fs::create_directories(to + "/checkpoints");
    fs::copy(folder.path() + "/checkpoints/step-" + std::to_string(kBroken), to + "/checkpoints/step-" + std::to_string(kBroken), fs::copy_options::recursive);
    write_json_file(to + "/figures.json", {{"machine", machine()}, {"losses", losses(heard)}, {"adapter", sha256_hex(tiny::adapter_bytes(folder.path()))}}).value();
  }
}

}  // namespace
}  // namespace paretune
