// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernels/memory/tensor_memory.h"
#include "tests/loop/tiny_world.h"
#include "training/loop/pass_memory.h"
#include "training/loop/planner.h"
#include "training/loop/settings.h"

namespace paretune {
namespace {

int64_t part(const Plan& plan, const std::string& name) {
  for (const auto& p : plan.parts) {
    if (p.name == name) return p.bytes;
  }
  return -1;
}

TEST(Planner, CountsWhatTheMethodTrains) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  for (const Json& peft : {Json{{"peft_type", "LORA"}, {"r", 4}, {"target_modules", "all-linear"}}, Json{{"peft_type", "IA3"}}, Json{{"peft_type", "FULL"}}}) {
    if (find_peft_method(peft["peft_type"]) == nullptr) continue;
    const auto model = tiny::model();
    const auto adapter = make_adapter(*model, peft, 0);
    ASSERT_TRUE(adapter.ok()) << adapter.error().text();
    int64_t trained = 0;
    for (const auto& [name, leaf] : (*adapter)->trainable()) trained += leaf.numel();
    const RunConfig config = tiny::config({{"max_steps", 7}}, peft);
    const Plan plan = make_plan({config, *source.value()});
    EXPECT_EQ(plan.trainable_parameters, trained) << peft;
    EXPECT_EQ(plan.total_parameters, model->parameter_count());
    EXPECT_EQ(part(plan, "weights"), 4 * model->parameter_count());
    EXPECT_EQ(part(plan, "gradients"), 4 * trained);
    EXPECT_GE(part(plan, "optimizer"), 8 * trained);
    EXPECT_EQ(plan.steps, 7);
    EXPECT_TRUE(plan.fits);
    EXPECT_TRUE(plan.suggestions.empty());
    int64_t total = 0;
    for (const auto& p : plan.parts) total += p.bytes;
    EXPECT_EQ(plan.total_bytes, total);
  }
}

TEST(Planner, UsesTheDataWhenItIsThere) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  Dataset data;
  data.train = tiny::examples();
  int64_t tokens = 0;
  for (const auto& example : data.train) tokens += static_cast<int64_t>(example.ids.size());
  const RunConfig config = tiny::config({{"num_train_epochs", 2.5}, {"per_device_train_batch_size", 4}, {"gradient_accumulation_steps", 2}});
  const Plan plan = make_plan({config, *source.value(), &data});
  EXPECT_EQ(plan.steps, 5);
  EXPECT_NEAR(static_cast<double>(plan.tokens_per_step), static_cast<double>(tokens) / 2, 0.2 * static_cast<double>(tokens));
  EXPECT_GT(plan.step_seconds, 0);
  EXPECT_DOUBLE_EQ(plan.total_seconds, 5 * plan.step_seconds);
  EXPECT_NEAR(make_plan({config, *source.value(), &data, 2.0}).step_seconds, static_cast<double>(plan.tokens_per_step) * 2 / 1000, 2.0 / 1000);
}

TEST(Planner, TheBaseStaysAsTheFileHasItWhereTheMethodOnlyReadsIt) {
  const auto gguf = ModelSource::open(std::string(PARETUNE_SOURCE_DIR) + "/tests/io/goldens/llama.gguf"), fp32 = ModelSource::open(tiny::kGolden + "model");
  RunConfig config = tiny::config({}, {{"peft_type", "LORA"}});
  EXPECT_EQ(storage_of(config, *gguf.value()), Quantization::stored);
  EXPECT_EQ(storage_of(config, *fp32.value()), Quantization::none);
  config.quantization = "none";
  EXPECT_EQ(storage_of(config, *gguf.value()), Quantization::none);
  config.quantization = "nf4";
  EXPECT_EQ(storage_of(config, *gguf.value()), Quantization::nf4);
  EXPECT_EQ(storage_of(tiny::config({}, {{"peft_type", "FULL"}}), *gguf.value()), Quantization::none);
  EXPECT_EQ(storage_of(tiny::config({}, {{"peft_type", "LORA"}, {"modules_to_save", {"down_proj"}}}), *gguf.value()), Quantization::none);
}

TEST(Planner, MeasuresWhatAPassTakes) {
  kernels::use_arena_for_tensors();
  if (!kernels::CountedMemory::available()) GTEST_SKIP() << "no arena in this build";
  const ModelConfig model = read_model_config(ModelSource::open(tiny::kGolden + "model").value()->config());
  const auto of = [&](const Json& peft, bool checkpointing) {
    return measure_pass_memory(model, complete_peft_config(peft).value(), Quantization::none, checkpointing).value();
  };
  const Json lora = {{"peft_type", "LORA"}, {"target_modules", "all-linear"}};
  const PassMemory plain = of(lora, false), checkpointed = of(lora, true);
  const double least = 4.0 * static_cast<double>(2 * model.hidden_size + 2 * model.intermediate_size);
  EXPECT_GT(plain.bytes_per_token_block, least);
  EXPECT_LT(checkpointed.bytes_per_token_block, plain.bytes_per_token_block / 2);
  EXPECT_GE(checkpointed.bytes_per_token_block, 3.0 * static_cast<double>(model.hidden_size));  // small blocks are rounded by malloc
  EXPECT_EQ(of({{"peft_type", "PROMPT_TUNING"}, {"num_virtual_tokens", 7}}, false).virtual_tokens, 7);
  EXPECT_FALSE(measure_pass_memory(model, complete_peft_config({{"peft_type", "PVERA"}}).value(), Quantization::none, false).has_value());  // it draws
}

TEST(Planner, SuggestionsFit) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  RunConfig config = tiny::config({{"max_steps", 5}});
  config.data["max_length"] = int64_t{1} << 32;
  const Plan plan = make_plan({config, *source.value()});
  ASSERT_FALSE(plan.fits);
  ASSERT_FALSE(plan.suggestions.empty());
  const std::string key = "max_length to ";
  const auto at = plan.suggestions[0].find(key);
  ASSERT_NE(at, std::string::npos) << plan.suggestions[0];
  const int64_t shorter = std::stoll(plan.suggestions[0].substr(at + key.size()));
  config.data["max_length"] = shorter;
  EXPECT_TRUE(make_plan({config, *source.value()}).fits);
  config.data["max_length"] = shorter * 2;
  EXPECT_FALSE(make_plan({config, *source.value()}).fits);
}

TEST(Planner, PackedRowsDoNotRaiseTheMemoryWithTheBatch) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  const auto bytes = [&](int64_t batch) {
    RunConfig config = tiny::config({{"max_steps", 5}, {"per_device_train_batch_size", batch}});
    config.data["max_length"] = 256;
    return make_plan({config, *source.value()}).total_bytes;
  };
  EXPECT_LT(bytes(1), bytes(4));
  EXPECT_NEAR(static_cast<double>(bytes(4)), static_cast<double>(bytes(1 << 20)), 1e-4 * static_cast<double>(bytes(4)));  // kPassTokens a pass
}

TEST(Planner, TellsAWrongMethodAsTheRunWould) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  const RunConfig config = tiny::config({{"max_steps", 5}}, {{"peft_type", "LORA"}, {"target_modules", {"no_such_layer"}}});
  EXPECT_THROW(make_plan({config, *source.value()}), Failure);
}

TEST(StepRows, WalkEpochsAsHuggingFaceTrainer) {
  TrainSettings settings;
  settings.batch_size = 3;
  settings.accumulation = 2;
  settings.num_train_epochs = 1.4;
  settings.max_steps = -1;
  settings.shuffle = false;
  StepRows rows(14, settings);  // 5 micro-batches, 3 steps an epoch
  EXPECT_EQ(rows.steps_per_epoch(), 3);
  EXPECT_EQ(rows.total_steps(), 5);
  using Batches = std::vector<std::vector<int64_t>>;
  EXPECT_EQ(rows.micro_batches(0), (Batches{{0, 1, 2}, {3, 4, 5}}));
  EXPECT_EQ(rows.micro_batches(2), (Batches{{12, 13}}));
  EXPECT_EQ(rows.micro_batches(3), (Batches{{0, 1, 2}, {3, 4, 5}}));
  settings.shuffle = true;
  settings.data_seed = 9;
  StepRows shuffled(14, settings);
  std::vector<int64_t> epoch;
  for (int64_t step = 3; step < 6; ++step) {
    for (const auto& batch : shuffled.micro_batches(step)) epoch.insert(epoch.end(), batch.begin(), batch.end());
  }
  EXPECT_EQ(epoch, epoch_order(14, true, 9, 1));
  EXPECT_EQ(StepRows(14, settings).micro_batches(4), shuffled.micro_batches(4));
}

}  // namespace
}  // namespace paretune
