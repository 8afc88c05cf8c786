// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "kernels/memory/tensor_memory.h"
#include "tests/loop/tiny_world.h"
#include "training/loop/evaluation_work.h"
#include "training/loop/pass_memory.h"
#include "training/loop/planner.h"
#include "training/loop/settings.h"

namespace paretune {
namespace {

// A pass is measured, so that two plans of the same settings differ by some kilobytes.
constexpr int64_t kNoise = int64_t{64} << 10;

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
  EXPECT_TRUE(plan.notes.empty());
  EXPECT_EQ(plan.uncorrected_bytes, plan.total_bytes);
}

TEST(Planner, TheTimeHasTheEvaluations) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  Dataset data;
  data.train = data.eval = tiny::examples();
  int64_t tokens = 0;
  for (const auto& example : data.eval) tokens += static_cast<int64_t>(example.ids.size());
  const auto planned = [&](const Json& training, PlanCorrection correction = {}, const Dataset* general = nullptr) {
    Json all = {{"max_steps", 9}};
    all.update(training);
    const RunConfig config = tiny::config(all);
    return make_plan({config, *source.value(), &data, [=](const RunConfig&) { return correction; }, 0, 0, at::kCPU, general});
  };
  const Plan twice = planned(Json::object()), four = planned({{"eval_steps", 3}, {"eval_on_start", true}}), once = planned({{"eval_on_start", false}});
  EXPECT_EQ(once.evaluated_tokens, tokens);
  EXPECT_EQ(twice.evaluated_tokens, 2 * tokens);
  EXPECT_EQ(four.evaluated_tokens, 4 * tokens);
  EXPECT_GT(once.evaluation_seconds, 0);
  EXPECT_DOUBLE_EQ(four.evaluation_seconds, 4 * once.evaluation_seconds);
  EXPECT_DOUBLE_EQ(four.total_seconds, 9 * four.step_seconds + four.evaluation_seconds);
  EXPECT_DOUBLE_EQ(planned({{"eval_on_start", false}}, {1, 3, 0, 1}).evaluation_seconds, 3 * once.evaluation_seconds);  // as the steps
  EXPECT_DOUBLE_EQ(planned({{"eval_on_start", false}}, {1, 3, 0, 1, 0.5, 1}).evaluation_seconds, 0.5 * once.evaluation_seconds);
  // Two passes with the adapter and two without.
  const Json metrics = {"loss", "forgetting", "drift"};
  EXPECT_EQ(planned({{"eval_on_start", false}, {"eval_metrics", metrics}}, {}, &data).evaluated_tokens, 5 * tokens);
  EXPECT_EQ(planned({{"eval_on_start", false}, {"eval_metrics", metrics}}).evaluated_tokens, tokens);
}

TEST(Planner, AnswersThatArePlannedAreThoseThatMayBeWritten) {
  Dataset data;
  data.train = tiny::examples();
  Example judged, other;
  judged.ids = {5, 6, 7, 8, 9};
  judged.labels = {-100, -100, 7, 8, 9};
  judged.prompt_ids = {5, 6};
  judged.reference = "7,8,9,";
  other = judged;
  other.prompt_ids = {5, 9};  // another prompt than the row begins with: the pass over the row says nothing of its answer
  data.eval = std::vector<Example>{judged, other};
  RunConfig config = tiny::config({{"max_steps", 4}, {"eval_steps", 2}, {"eval_metrics", {"loss", "exact_match"}}, {"eval_max_new_tokens", 10}});
  EXPECT_EQ(evaluation_work(config, 4, data, nullptr).all().written, 3 * 3);
  config.sample_prompts = {"a", "b"};
  EXPECT_EQ(evaluation_work(config, 4, data, nullptr).all().written, 3 * 3 + 3 * 2 * 10);
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

// The config with what a sentence of advice says: "Set r to 4, max_length to 64 and quantization to nf4 (0.50 GB)."
RunConfig with_advice(RunConfig config, const std::string& sentence) {
  int changes = 0;
  const std::regex setting("(\\w+) to (\\w+)");
  for (auto it = std::sregex_iterator(sentence.begin(), sentence.end(), setting); it != std::sregex_iterator(); ++it) {
    const std::string key = (*it)[1], value = (*it)[2];
    Json json = Json::parse(value, nullptr, false);
    if (json.is_discarded()) json = value;
    ++changes;
    if (key == "quantization") config.quantization = json;
    else if (data_schema().find(key)) config.data[key] = json;
    else if (training_schema().find(key)) config.training[key] = json;
    else if (config.peft.contains(key)) config.peft[key] = json;
    else --changes;
  }
  EXPECT_GT(changes, 0) << sentence;
  return config;
}

TEST(Planner, PastRunsCorrectWhatIsGuessed) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  const RunConfig config = tiny::config({{"max_steps", 7}});
  const Plan plain = make_plan({config, *source.value()});
  const auto corrected = [&](PlanCorrection correction) { return make_plan({config, *source.value(), nullptr, [=](const RunConfig&) { return correction; }}); };
  const Plan more = corrected({1.1, 3.0, 5, 1}), less = corrected({0.9, 0.5, 2, 2});
  EXPECT_NEAR(static_cast<double>(more.total_bytes), 1.1 * static_cast<double>(more.uncorrected_bytes), 8);
  EXPECT_NEAR(static_cast<double>(less.total_bytes), 0.9 * static_cast<double>(less.uncorrected_bytes), 8);
  for (const char* counted : {"weights", "adapter", "gradients", "optimizer"}) EXPECT_EQ(part(more, counted), part(plain, counted)) << counted;
  EXPECT_GT(part(more, "activations"), part(plain, "activations"));
  int64_t total = 0;
  for (const auto& p : more.parts) total += p.bytes;
  EXPECT_EQ(total, more.total_bytes);
  EXPECT_NEAR(static_cast<double>(more.uncorrected_bytes), static_cast<double>(plain.total_bytes), kNoise);
  EXPECT_DOUBLE_EQ(more.step_seconds, 3 * plain.step_seconds);
  EXPECT_DOUBLE_EQ(more.total_seconds, 7 * more.step_seconds);
  EXPECT_DOUBLE_EQ(more.uncorrected_step_seconds, plain.step_seconds);
  EXPECT_THAT(more.notes, testing::ElementsAre("Memory corrected by 5 past runs of this model and method: +10 %.", "Time corrected by 1 past run of this model and method: +200 %."));
}

TEST(Planner, SuggestionsFit) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  constexpr int64_t kAvailable = int64_t{8} << 30;
  RunConfig config = tiny::config({{"max_steps", 5}});
  const auto planned = [&](int64_t max_length) {
    config.data["max_length"] = max_length;
    return make_plan({config, *source.value(), nullptr, {}, kAvailable});
  };
  const Plan plan = planned(int64_t{1} << 32);
  ASSERT_FALSE(plan.fits);
  ASSERT_FALSE(plan.suggestions.empty());
  const std::string key = "max_length to ";
  const auto at = plan.suggestions[0].find(key);
  ASSERT_NE(at, std::string::npos) << plan.suggestions[0];
  const int64_t shorter = std::stoll(plan.suggestions[0].substr(at + key.size()));
  EXPECT_LE(planned(shorter).total_bytes, kAvailable * 95 / 100);
  EXPECT_GT(planned(shorter * 2).total_bytes, kAvailable * 95 / 100);
}

TEST(Planner, TurnsCheckpointingOnOnlyWhereMemoryAsksForIt) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  const RunConfig config = tiny::config({{"max_steps", 5}});
  const auto planned = [&](const RunConfig& its, int64_t available) { return make_plan({its, *source.value(), nullptr, {}, available}); };
  RunConfig with = config;
  with.training["gradient_checkpointing"] = true;
  const Plan plain = planned(config, int64_t{1} << 40), least = planned(with, int64_t{1} << 40);
  EXPECT_FALSE(plain.checkpointing);
  EXPECT_FALSE(least.checkpointing);  // it was asked for
  ASSERT_LT(least.total_bytes + 4 * kNoise, plain.total_bytes);
  for (const int64_t enough : {least.total_bytes + kNoise, (least.total_bytes + plain.total_bytes) / 2, plain.total_bytes - kNoise}) {
    const Plan tight = planned(config, enough);
    EXPECT_TRUE(tight.fits);
    EXPECT_TRUE(tight.checkpointing);
    EXPECT_NEAR(static_cast<double>(tight.total_bytes), static_cast<double>(least.total_bytes), kNoise);
    EXPECT_DOUBLE_EQ(tight.step_seconds, least.step_seconds);
    EXPECT_GT(tight.step_seconds, plain.step_seconds);
    EXPECT_THAT(tight.notes, testing::ElementsAre(kCheckpointingTurnedOn));
    EXPECT_TRUE(tight.suggestions.empty());
  }
  EXPECT_FALSE(planned(config, plain.total_bytes + kNoise).checkpointing);
  const Plan too_tight = planned(config, least.total_bytes - kNoise);
  EXPECT_FALSE(too_tight.fits);
  EXPECT_FALSE(too_tight.checkpointing);
  EXPECT_NEAR(static_cast<double>(too_tight.total_bytes), static_cast<double>(plain.total_bytes), kNoise);
  EXPECT_FALSE(too_tight.suggestions.empty());
  EXPECT_FALSE(planned(with, least.total_bytes - kNoise).fits);
}

struct Trained {
  double peak = 0;
  std::map<int64_t, double> losses;
  bool checkpointed = false;
};
// With checkpointing as a plan turns it on.
Trained trained(const RunConfig& config, const std::vector<Example>& rows, bool checkpointing) {
  const auto model = tiny::model();
  model->config.max_position_embeddings = 1 << 20;
  const auto adapter = make_adapter(*model, config.peft, 7).value();
  Dataset data;
  data.train = rows;
  const tiny::Folder folder;
  const tiny::NumberTokenizer tokenizer;
  kernels::trim_tensor_memory();
  Trained out;
  RunRequests requests;
  train({"run", folder.path(), config, *model, *adapter, tokenizer, data, false, "tiny", checkpointing}, [&](RunEvent event) {
    if (const auto* finished = std::get_if<RunFinished>(&event.body)) out.peak = finished->final_metrics.at("memory_peak_bytes");
    if (const auto* metrics = std::get_if<RunMetrics>(&event.body)) {
      if (const auto loss = metrics->values.find("loss"); loss != metrics->values.end()) out.losses[metrics->step] = loss->second;
    }
  }, {}, requests);
  out.checkpointed = model->gradient_checkpointing;
  return out;
}

TEST(Planner, CheckpointingThatThePlanTurnsOnChangesNoLoss) {
  const RunConfig config = tiny::config({{"max_steps", 8}, {"per_device_train_batch_size", 4}, {"learning_rate", 1e-2}, {"eval_on_start", false}});
  const Trained plain = trained(config, tiny::examples(), false), with = trained(config, tiny::examples(), true);
  EXPECT_FALSE(plain.checkpointed);
  EXPECT_TRUE(with.checkpointed);
  ASSERT_EQ(plain.losses.size(), 8U);
  ASSERT_EQ(with.losses.size(), 8U);
  for (const auto& [step, loss] : plain.losses) EXPECT_NEAR(with.losses.at(step), loss, 1e-5 * loss) << step;
}

// Every piece of advice is planned again and fits.
TEST(Planner, AdviceIsPlannedAloneAndTogether) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  RunConfig config = tiny::config({{"max_steps", 5}, {"per_device_train_batch_size", 4}}, {{"peft_type", "LORA"}, {"r", 8}, {"target_modules", "all-linear"}});
  config.data["max_length"] = int64_t{1} << 19;
  config.data["packing"] = false;
  const auto planned = [&](const RunConfig& changed, int64_t budget) { return make_plan({changed, *source.value(), nullptr, {}, budget}); };
  RunConfig least = config;
  least.training["gradient_checkpointing"] = true;
  const int64_t whole = planned(least, 1).total_bytes;
  for (const double share : {0.9, 0.6, 0.45}) {
    const int64_t budget = static_cast<int64_t>(share * static_cast<double>(whole));
    const Plan plan = planned(config, budget);
    ASSERT_FALSE(plan.fits);
    ASSERT_FALSE(plan.suggestions.empty());
    for (const auto& sentence : plan.suggestions) {
      const Plan then = planned(with_advice(config, sentence), budget);
      EXPECT_TRUE(then.fits) << sentence << " needs " << then.total_bytes << " of " << budget;
      char size[32];
      std::snprintf(size, sizeof size, "(%.2f GB)", static_cast<double>(then.total_bytes) / 1e9);
      EXPECT_THAT(sentence, testing::HasSubstr(size));
    }
  }
  // What the least plan takes needs more than one setting.
  config.data["max_length"] = 4096;
  least.data["max_length"] = 32;
  least.quantization = "nf4";
  const int64_t budget = planned(least, 1).total_bytes + 4096;  // of 32 tokens the noise is less
  const Plan plan = planned(config, budget);
  ASSERT_FALSE(plan.fits);
  for (const auto& sentence : plan.suggestions) {
    EXPECT_TRUE(sentence.find(" and ") != std::string::npos) << sentence;
    EXPECT_TRUE(planned(with_advice(config, sentence), budget).fits) << sentence;
  }
}

TEST(Planner, SaysWhatIsMissingWhereNothingFits) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  const RunConfig config = tiny::config({{"max_steps", 5}});
  const Plan plan = make_plan({config, *source.value(), nullptr, {}, 1'000'000});
  ASSERT_EQ(plan.suggestions.size(), 1U);
  const std::regex wanted("No setting makes it fit: the smallest of \\d+ tried needs (\\d\\.\\d\\d) GB, (\\d\\.\\d\\d) GB more than is free\\. .*");
  std::smatch match;
  ASSERT_TRUE(std::regex_match(plan.suggestions[0], match, wanted)) << plan.suggestions[0];
  EXPECT_LE(std::stod(match[1]), static_cast<double>(plan.total_bytes) / 1e9 + 0.005);
  EXPECT_NEAR(std::stod(match[1]) - std::stod(match[2]), 0.001, 0.01);
}

TEST(Planner, FullMayBecomeLora) {
  const auto source = ModelSource::open(tiny::kGolden + "model");
  const RunConfig config = tiny::config({{"max_steps", 5}, {"gradient_checkpointing", true}}, {{"peft_type", "FULL"}});
  const Plan whole = make_plan({config, *source.value(), nullptr, {}, 1});
  RunConfig lora = config;
  lora.peft = {{"peft_type", "LORA"}};
  const int64_t budget = make_plan({lora, *source.value(), nullptr, {}, 1}).total_bytes + 65536;  // measured passes vary by kilobytes
  ASSERT_LT(budget, whole.total_bytes);
  const auto suggestions = make_plan({config, *source.value(), nullptr, {}, budget}).suggestions;
  EXPECT_THAT(suggestions, testing::Contains(testing::HasSubstr("Use LORA in place of FULL (")));
}

// The plan's choice and its advice are taken and the run measured: its peak stays within what it was told to make do with.
TEST(Planner, ARunThatTakesTheAdviceStaysWithinTheMemory) {
  kernels::use_arena_for_tensors();
  if (!kernels::CountedMemory::available()) GTEST_SKIP() << "no arena in this build";
  const auto source = ModelSource::open(tiny::kGolden + "model");
  Example row;
  for (int64_t i = 0; i < 12'000; ++i) row.ids.push_back(i * 7 % 90 + 3);
  row.labels = row.ids;
  row.full_length = static_cast<int64_t>(row.ids.size());
  Dataset data;
  data.train = std::vector<Example>{row, row};
  RunConfig config = tiny::config({{"max_steps", 2}, {"per_device_train_batch_size", 2}, {"eval_on_start", false}}, {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", "all-linear"}});
  config.data["max_length"] = 12'000;
  config.data["packing"] = false;
  const auto planned = [&](const RunConfig& changed, int64_t available) { return make_plan({changed, *source.value(), &data, {}, available}); };
  const auto within = [&](const RunConfig& changed, int64_t budget) {
    const Plan plan = planned(changed, budget);
    ASSERT_TRUE(plan.fits);
    Example cut = row;
    cut.ids.resize(changed.data["max_length"].get<std::size_t>());
    cut.labels.resize(cut.ids.size());
    const double peak = trained(changed, {cut, cut}, plan.checkpointing).peak;
    std::printf("%.0f MB, planned %.0f, allowed %.0f%s\n", peak / 1e6, static_cast<double>(plan.total_bytes) / 1e6, static_cast<double>(budget) / 1e6,
                plan.checkpointing ? ", checkpointing" : "");
    EXPECT_GT(peak, 0);
    EXPECT_LE(peak, static_cast<double>(budget));
  };
  const int64_t whole = planned(config, int64_t{1} << 40).total_bytes;
  within(config, whole);
  within(config, whole - 16 * kNoise);
  RunConfig least = config;
  least.training["gradient_checkpointing"] = true;
  const auto budget = static_cast<int64_t>(0.95 * static_cast<double>(planned(least, 1).total_bytes));
  const Plan plan = planned(config, budget);
  ASSERT_FALSE(plan.fits);
  ASSERT_FALSE(plan.suggestions.empty());
  for (const auto& sentence : plan.suggestions) {
    const RunConfig changed = with_advice(config, sentence);
    if (!changed.quantization.is_null()) continue;  // the model of this test is loaded as it is
    std::printf("%s\n", sentence.c_str());
    within(changed, budget);
  }
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
