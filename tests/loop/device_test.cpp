// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs on the emulated device: every optimiser, checkpoints and resuming, evaluation and writing, what is measured, too little memory.
#include <gtest/gtest.h>

#include "kernels/memory/device_memory.h"
#include "tests/loop/tiny_world.h"
#include "tests/support/emulated_device.h"
#include "training/api/result.h"
#include "training/loop/evaluator.h"
#include "training/loop/generator.h"
#include "training/loop/optim/optimizer.h"
#include "training/models/load_model.h"

namespace paretune::tiny {
namespace {

using paretune::testing::emulated_device;
using paretune::testing::emulated_device_use;

std::unique_ptr<CausalLm> model_on(const at::Device& device, Quantization quantization = Quantization::none) {
  const auto source = ModelSource::open(kGolden + "model");
  return load_model(*source.value(), device, quantization);
}

struct Outcome {
  Heard heard;
  std::vector<std::pair<std::string, Tensor>> trained;
  std::map<int64_t, double> losses() const { return heard.metric("loss"); }
};

Outcome train_on(const at::Device& device, const RunConfig& config, const std::string& folder, Quantization quantization = Quantization::none, bool resume = false,
                 int64_t stop_after = 0) {
  const auto model = model_on(device, quantization);
  const auto adapter = make_adapter(*model, config.peft, 7).value();
  const NumberTokenizer tokenizer;
  Dataset data;
  data.path = "rows.jsonl";
  data.format = "pretokenized";
  data.train = examples();
  data.eval = examples();
  Outcome out;
  std::stop_source stop;
  RunRequests requests;
  const TrainJob job{"run", folder, config, *model, *adapter, tokenizer, data, resume, "tiny"};
  train(job, [&](RunEvent event) {
    if (const auto* metrics = std::get_if<RunMetrics>(&event.body); metrics && stop_after > 0 && metrics->step >= stop_after) stop.request_stop();
    out.heard.events.push_back(event);
  }, stop.get_token(), requests);
  for (const auto& [name, leaf] : adapter->trainable()) out.trained.emplace_back(name, leaf.detach().to(at::kCPU, at::kFloat, false, true));
  return out;
}

const Json kLora = {{"peft_type", "LORA"}, {"r", 4}, {"lora_alpha", 8}, {"target_modules", "all-linear"}};

void expect_near(const std::map<int64_t, double>& ours, const std::map<int64_t, double>& wanted, double tolerance) {
  ASSERT_EQ(ours.size(), wanted.size());
  ASSERT_FALSE(wanted.empty());
  for (const auto& [step, loss] : wanted) EXPECT_NEAR(ours.at(step), loss, tolerance * loss) << "step " << step;
}

class OptimisersOnDevice : public ::testing::TestWithParam<std::string> {};

TEST_P(OptimisersOnDevice, TrainAsOnTheCpu) {
  const RunConfig run = config({{"max_steps", 6}, {"per_device_train_batch_size", 2}, {"learning_rate", 5e-3}, {"optim", GetParam()}, {"max_grad_norm", 0.5},
                                {"weight_decay", 0.01}, {"eval_on_start", false}}, kLora);
  const Folder here, there;
  const Outcome wanted = train_on(at::kCPU, run, here.path());
  if (GetParam() == "adamw_8bit") {
    const auto refused = attempt("run", [&] { return train_on(emulated_device(), run, there.path()); });
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
    return;
  }
  const Outcome ours = train_on(emulated_device(), run, there.path());
  expect_near(ours.losses(), wanted.losses(), 1e-4);
  expect_near(ours.heard.metric("grad_norm"), wanted.heard.metric("grad_norm"), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(All, OptimisersOnDevice, ::testing::Values("adamw", "adamw_8bit", "adafactor", "sgd", "lora_plus", "lora_fa", "lora_riemannian"));

TEST(RunOnDevice, ReportsItsMemoryAndUsesItsKernels) {
  const RunConfig run = config({{"max_steps", 3}, {"per_device_train_batch_size", 2}, {"eval_metrics", {"loss", "perplexity"}}}, kLora);
  const Folder folder;
  const auto before = emulated_device_use();
  const Outcome out = train_on(emulated_device(), run, folder.path());
  EXPECT_GT(emulated_device_use().kernels, before.kernels + 50);
  for (const auto& [step, bytes] : out.heard.metric("memory_bytes")) {
    EXPECT_GT(bytes, 1000) << step;
    EXPECT_LT(bytes, 50e6) << step;  // this process takes more
  }
  const auto peaks = out.heard.metric("memory_peak_bytes");
  EXPECT_GT(peaks.at(3), out.heard.metric("memory_bytes").at(3));
  const auto ends = out.heard.all<RunFinished>();
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(ends[0].why, "completed");
  EXPECT_GT(ends[0].final_metrics.at("host_memory_peak_bytes"), 50e6);
}

TEST(RunOnDevice, StopsAndResumesToTheSameEnd) {
  Json lora = kLora;
  lora["lora_dropout"] = 0.3;  // the device's own random numbers
  for (const bool checkpointing : {false, true}) {
    const RunConfig run = config({{"max_steps", 6}, {"per_device_train_batch_size", 2}, {"learning_rate", 5e-3}, {"gradient_checkpointing", checkpointing},
                                  {"eval_on_start", false}}, lora);
    const Folder whole, parts;
    const Outcome straight = train_on(emulated_device(), run, whole.path());
    train_on(emulated_device(), run, parts.path(), Quantization::none, false, 3);
    const Outcome resumed = train_on(emulated_device(), run, parts.path(), Quantization::none, true);
    ASSERT_EQ(straight.trained.size(), resumed.trained.size());
    for (std::size_t i = 0; i < straight.trained.size(); ++i) {
      EXPECT_TRUE(at::equal(straight.trained[i].second, resumed.trained[i].second)) << straight.trained[i].first;
    }
  }
}

TEST(RunOnDevice, CheckpointingDrawsTheSameDropout) {
  Json lora = kLora;
  lora["lora_dropout"] = 0.5;
  std::vector<Outcome> outcomes;
  for (const bool checkpointing : {false, true}) {
    const Folder folder;
    outcomes.push_back(train_on(emulated_device(), config({{"max_steps", 1}, {"gradient_checkpointing", checkpointing}, {"eval_on_start", false}}, lora), folder.path()));
  }
  EXPECT_NEAR(outcomes[0].heard.metric("grad_norm").at(1), outcomes[1].heard.metric("grad_norm").at(1), 1e-5 * outcomes[0].heard.metric("grad_norm").at(1));
}

TEST(RunOnDevice, PackedBasesAndBf16) {
  for (const auto quantization : {Quantization::nf4, Quantization::int8}) {
    const RunConfig run = config({{"max_steps", 4}, {"learning_rate", 5e-3}, {"eval_on_start", false}}, kLora);
    const Folder here, there;
    expect_near(train_on(emulated_device(), run, there.path(), quantization).losses(), train_on(at::kCPU, run, here.path(), quantization).losses(), 1e-4);
  }
  const RunConfig fp32 = config({{"max_steps", 4}, {"learning_rate", 5e-3}, {"eval_on_start", false}}, kLora);
  const RunConfig bf16 = config({{"max_steps", 4}, {"learning_rate", 5e-3}, {"eval_on_start", false}, {"bf16", true}}, kLora);
  const Folder here, there, cpu, cpu_plain;
  const Outcome wanted = train_on(at::kCPU, fp32, here.path()), ours = train_on(emulated_device(), bf16, there.path(), Quantization::bf16);
  expect_near(ours.losses(), wanted.losses(), 0.03);
  EXPECT_NE(ours.losses(), wanted.losses());
  for (const auto& [name, leaf] : ours.trained) EXPECT_EQ(leaf.scalar_type(), at::kFloat) << name;
  expect_near(train_on(at::kCPU, bf16, cpu.path()).losses(), wanted.losses(), 0.03);
  const auto notes = train_on(at::kCPU, bf16, cpu_plain.path()).heard.all<RunNote>();
  EXPECT_TRUE(std::any_of(notes.begin(), notes.end(), [](const RunNote& note) { return note.text.find("bf16 is slow") != std::string::npos; }));
}

TEST(RunOnDevice, TooLittleMemoryIsSaidPlainly) {
  const RunConfig run = config({{"max_steps", 2}, {"eval_on_start", false}}, kLora);
  const Folder folder;
  paretune::testing::limit_emulated_device(paretune::testing::emulated_device_bytes() + 200'000);
  const auto failed = attempt("run", [&] { return train_on(emulated_device(), run, folder.path()); });
  paretune::testing::limit_emulated_device(0);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().kind, ErrorKind::memory);
  EXPECT_NE(failed.error().message.find("GPU"), std::string::npos);
  EXPECT_NE(failed.error().remedy.find("nf4"), std::string::npos);
}

TEST(OnDevice, EvaluatesAndWritesAsOnTheCpu) {
  const NumberTokenizer tokenizer(95);
  Examples rows;
  rows = examples();
  std::vector<std::map<std::string, double>> values;
  std::vector<std::string> texts;
  for (const at::Device& device : {at::Device(at::kCPU), emulated_device()}) {
    const auto model = model_on(device);
    values.push_back(evaluate_examples(*model, tokenizer, rows, {"loss", "perplexity"}, {}, {}));
    SamplingOptions options;
    options.max_new_tokens = 12;
    texts.push_back(generate_text(*model, tokenizer, {5, 6, 7}, options, {}, {}).text);
    options.temperature = 0.8;
    options.top_k = 5;
    texts.push_back(generate_text(*model, tokenizer, {5, 6, 7}, options, {}, {}).text);
  }
  EXPECT_NEAR(values[0].at("loss"), values[1].at("loss"), 1e-5);
  EXPECT_EQ(texts[0], texts[2]);
  EXPECT_EQ(texts[1], texts[3]);
}

}  // namespace
}  // namespace paretune::tiny
