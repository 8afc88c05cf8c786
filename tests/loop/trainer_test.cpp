// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "tests/loop/tiny_world.h"
#include "training/loop/checkpoint.h"
#include "training/loop/evaluation_work.h"
#include "training/loop/tensor_file.h"

namespace paretune {
namespace {

using testing::HasSubstr;
using tiny::Folder;
using tiny::adapter_bytes;
using tiny::Heard;
using tiny::Sitting;

Json small_training(Json more = Json::object()) {
  Json training{{"max_steps", 9}, {"per_device_train_batch_size", 3}, {"gradient_accumulation_steps", 2}, {"learning_rate", 0.01}, {"warmup_steps", 2},
                {"lr_scheduler_type", "cosine"}, {"weight_decay", 0.1}, {"seed", 5}};
  training.update(more);
  return training;
}

class TrainerParity : public testing::TestWithParam<bool> {};

TEST_P(TrainerParity, TenStepsAreThoseOfHuggingFaceTrainer) {
  const Json golden = tiny::golden();
  Folder folder;
  Sitting sitting{tiny::config(golden["training"]), folder.path(), tiny::examples(), tiny::examples()};
  sitting.config.data["shuffle"] = false;
  sitting.config.data["packing"] = GetParam();
  sitting.init_adapter = tiny::kGolden + "adapter";
  const Heard heard = tiny::run(sitting);
  const auto losses = heard.metric("loss"), norms = heard.metric("grad_norm");
  ASSERT_EQ(losses.size(), 10u);
  for (int64_t step = 1; step <= 10; ++step) {
    const double loss = golden["losses"][step - 1], norm = golden["grad_norms"][step - 1];
    EXPECT_NEAR(losses.at(step), loss, 1e-4 * loss) << step;
    EXPECT_NEAR(norms.at(step), norm, 1e-3 * norm) << step;
  }
  const auto trained = read_tensor_file(tiny::kGolden + "trained/adapter_model.safetensors");
  const auto ours = read_tensor_file(folder.path() + "/adapter/adapter_model.safetensors");
  ASSERT_EQ(ours.size(), trained.size());
  for (const auto& [name, tensor] : trained) {
    EXPECT_LE((ours.at(name) - tensor).abs().max().item<double>(), 1e-3 * tensor.abs().max().item<double>()) << name;
  }
  const auto finished = heard.all<RunFinished>();
  ASSERT_EQ(finished.size(), 1u);
  EXPECT_EQ(finished[0].why, "completed");
  EXPECT_GT(finished[0].final_metrics.at("adapter_bytes"), 0);
  EXPECT_LT(finished[0].final_metrics.at("eval_loss"), golden["eval_loss"].get<double>());
}
INSTANTIATE_TEST_SUITE_P(Packing, TrainerParity, testing::Bool(), [](const auto& info) { return info.param ? "On" : "Off"; });

// What a plan counts of the evaluations is what the run reads in them, in one sitting or in two.
TEST(Trainer, EvaluationsReadWhatIsPlanned) {
  for (const Json& training : {Json{{"eval_steps", 4}}, Json{{"eval_steps", 3}, {"eval_max_rows", 5}}, Json{{"eval_on_start", false}}}) {
    Folder folder;
    Sitting sitting{tiny::config(small_training(training)), folder.path(), tiny::examples(), tiny::examples()};
    sitting.on_event = [](const RunEvent& event, std::stop_source& stop, RunRequests&) {
      if (const auto* metrics = std::get_if<RunMetrics>(&event.body); metrics && metrics->step == 5) stop.request_stop();
    };
    Dataset data;
    data.eval = sitting.eval;
    const EvaluationWork work = evaluation_work(sitting.config, 9, data, nullptr);
    auto evaluated = tiny::run(sitting).metric("eval_loss");
    sitting.on_event = {};
    sitting.resume = true;
    const Heard rest = tiny::run(sitting);
    evaluated.merge(rest.metric("eval_loss"));
    EXPECT_EQ(evaluated.size(), static_cast<std::size_t>(work.rounds + evaluated.contains(0))) << training;
    EXPECT_EQ(rest.all<RunFinished>().at(0).final_metrics.at("evaluated_tokens"), work.all().tokens) << training;
    EXPECT_GT(rest.all<RunFinished>().at(0).final_metrics.at("evaluation_seconds"), 0);
    EXPECT_EQ(rest.all<RunStarted>().at(0).eval_steps, training.value("eval_steps", 0));
  }
}

// Two kinds of rows that one token tells apart.
TEST(Trainer, ClassifiersLearnTheirClasses) {
  std::vector<Example> rows;
  for (int64_t i = 0; i < 24; ++i) {
    Example row;
    row.row = i + 1;
    row.ids = {3 + i, 40 + i, i % 3 == 0 ? 70 : i % 3 == 1 ? 71 : 72, 5 + i % 7, 2};
    row.labels = {-100, -100, -100, -100, i % 3};
    row.full_length = 5;
    rows.push_back(row);
  }
  Folder folder;
  const Json peft = {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", "all-linear"}, {"task_type", "SEQ_CLS"}, {"num_labels", 3}};
  Sitting sitting{tiny::config({{"max_steps", 40}, {"per_device_train_batch_size", 8}, {"learning_rate", 0.02}, {"seed", 5}}, peft), folder.path(), rows, rows};
  const Heard heard = tiny::run(sitting);
  const auto accuracy = heard.metric("accuracy"), loss = heard.metric("eval_loss");
  EXPECT_LT(accuracy.at(0), 0.9);
  EXPECT_EQ(accuracy.at(40), 1.0);
  EXPECT_LT(loss.at(40), 0.5 * loss.at(0));
  const auto saved = read_tensor_file(folder.path() + "/adapter/adapter_model.safetensors");
  EXPECT_EQ(saved.at("base_model.model.score.weight").sizes(), (std::vector<int64_t>{3, tiny::model()->config.hidden_size}));
  EXPECT_EQ(read_json_file(folder.path() + "/adapter/adapter_config.json").value()["task_type"], "SEQ_CLS");
}

void expect_same_end(const Heard& whole, const std::string& whole_folder, const Heard& resumed, const std::string& folder, const std::string& what) {
  const auto wanted = whole.metric("loss");
  const auto losses = resumed.metric("loss");
  const auto first = resumed.all<RunStarted>().at(0).first_step;
  EXPECT_EQ(static_cast<int64_t>(losses.size()), 9 - first) << what;
  for (const auto& [step, loss] : losses) EXPECT_EQ(loss, wanted.at(step)) << what << " step " << step;
  EXPECT_TRUE(adapter_bytes(folder) == adapter_bytes(whole_folder)) << what;
  EXPECT_EQ(resumed.all<RunFinished>().at(0).why, "completed") << what;
}

TEST(Resume, StoppedAtAnyStepEndsBitIdentical) {
  Folder whole_folder;
  const Sitting plain{tiny::config(small_training()), whole_folder.path(), tiny::examples(), {}};
  const Heard whole = tiny::run(plain);
  ASSERT_EQ(whole.metric("loss").size(), 9u);
  for (int64_t at = 1; at <= 8; ++at) {
    Folder folder;
    Sitting sitting = plain;
    sitting.folder = folder.path();
    sitting.on_event = [at](const RunEvent& event, std::stop_source& stop, RunRequests&) {
      if (const auto* metrics = std::get_if<RunMetrics>(&event.body); metrics && metrics->step == at) stop.request_stop();
    };
    const Heard stopped = tiny::run(sitting);
    ASSERT_EQ(stopped.all<RunFinished>().at(0).why, "stopped");
    ASSERT_EQ(stopped.all<RunFinished>().at(0).step, at);
    ASSERT_EQ(stopped.all<RunCheckpoint>().size(), 1u);
    sitting.on_event = {};
    sitting.resume = true;
    const Heard resumed = tiny::run(sitting);
    EXPECT_EQ(resumed.all<RunStarted>().at(0).first_step, at);
    expect_same_end(whole, whole_folder.path(), resumed, folder.path(), "stopped at " + std::to_string(at));
  }
}

struct Killed {};

// A kill in the middle, with each optimiser: the process's state is gone, the last checkpoint is not.
TEST(Resume, KilledAfterACheckpointEndsBitIdenticalWithEveryOptimizer) {
  for (const char* optim : {"adamw_torch", "sgd", "adafactor", "adamw_8bit"}) {
    Folder whole_folder, folder;
    const Sitting plain{tiny::config(small_training({{"optim", optim}, {"momentum", 0.9}, {"save_steps", 3}})), whole_folder.path(), tiny::examples(), {}};
    const Heard whole = tiny::run(plain);
    Sitting sitting = plain;
    sitting.folder = folder.path();
    sitting.on_event = [](const RunEvent& event, std::stop_source&, RunRequests&) {
      if (const auto* metrics = std::get_if<RunMetrics>(&event.body); metrics && metrics->step == 8) throw Killed();
    };
    EXPECT_THROW(tiny::run(sitting), Killed);
    EXPECT_THAT(checkpoint_steps(folder.path()), testing::ElementsAre(6, 3));
    sitting.on_event = {};
    sitting.resume = true;
    const Heard resumed = tiny::run(sitting);
    EXPECT_EQ(resumed.all<RunStarted>().at(0).first_step, 6);
    expect_same_end(whole, whole_folder.path(), resumed, folder.path(), optim);
  }
}

void flip_byte(const std::string& path) {
  std::string bytes = read_text_file(path).value();
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  std::ofstream(path, std::ios::binary) << bytes;
}

TEST(Resume, PassesOverADamagedCheckpoint) {
  for (const char* file : {"optimizer.safetensors", "adapter_model.safetensors", "state.json"}) {
    Folder folder, whole_folder;
    Sitting sitting{tiny::config(small_training({{"save_steps", 2}})), whole_folder.path(), tiny::examples(), {}};
    const Heard whole = tiny::run(sitting);
    sitting.folder = folder.path();
    tiny::run(sitting);
    EXPECT_THAT(checkpoint_steps(folder.path()), testing::ElementsAre(8, 6));
    const std::string damaged = folder.path() + "/checkpoints/step-8/" + file;
    if (std::string(file) == "state.json") {
      std::filesystem::resize_file(damaged, 20);
    } else {
      flip_byte(damaged);
    }
    std::filesystem::create_directories(folder.path() + "/checkpoints/.writing");  // left by a kill during a save
    sitting.resume = true;
    const Heard resumed = tiny::run(sitting);
    EXPECT_EQ(resumed.all<RunStarted>().at(0).first_step, 6) << file;
    ASSERT_FALSE(resumed.all<RunNote>().empty()) << file;
    EXPECT_THAT(resumed.all<RunNote>().at(0).text, HasSubstr("step-8 is damaged")) << file;
    expect_same_end(whole, whole_folder.path(), resumed, folder.path(), file);
  }
}

TEST(Resume, RefusesACheckpointOfOtherSettings) {
  Folder folder;
  Sitting sitting{tiny::config(small_training({{"save_steps", 4}})), folder.path(), tiny::examples(), {}};
  tiny::run(sitting);
  sitting.config = tiny::config(small_training({{"save_steps", 4}, {"learning_rate", 0.5}}));
  sitting.resume = true;
  EXPECT_THROW(tiny::run(sitting), Failure);
}

TEST(Resume, WithoutCheckpointStartsFromTheBeginning) {
  Folder folder;
  Sitting sitting{tiny::config(small_training()), folder.path(), tiny::examples(), {}};
  sitting.resume = true;
  const Heard heard = tiny::run(sitting);
  EXPECT_EQ(heard.all<RunStarted>().at(0).first_step, 0);
  EXPECT_EQ(heard.metric("loss").size(), 9u);
}

TEST(Resume, WorksForOtherMethods) {
  for (const Json& peft : {Json{{"peft_type", "IA3"}}, Json{{"peft_type", "PREFIX_TUNING"}, {"num_virtual_tokens", 3}, {"prefix_projection", true}, {"encoder_hidden_size", 8}},
                           Json{{"peft_type", "LN_TUNING"}}, Json{{"peft_type", "FULL"}},
                           Json{{"peft_type", "ADALORA"}, {"init_r", 4}, {"target_r", 2}, {"total_step", 9}, {"tfinal", 2}, {"lora_dropout", 0.1}}}) {
    if (find_peft_method(peft["peft_type"]) == nullptr) continue;
    Folder whole_folder, folder;
    Sitting sitting{tiny::config(small_training({{"save_steps", 4}}), peft), whole_folder.path(), tiny::examples(), {}};
    const Heard whole = tiny::run(sitting);
    sitting.folder = folder.path();
    tiny::run(sitting);
    std::filesystem::remove_all(folder.path() + "/checkpoints/step-8");
    sitting.resume = true;
    const Heard resumed = tiny::run(sitting);
    EXPECT_EQ(resumed.all<RunStarted>().at(0).first_step, 4) << peft;
    expect_same_end(whole, whole_folder.path(), resumed, folder.path(), peft.dump());
  }
}

TEST(Checkpoints, AFailedSaveKeepsTheEarlierOneAndTheRunGoesOn) {
  Folder folder;
  Sitting sitting{tiny::config(small_training({{"save_steps", 3}})), folder.path(), tiny::examples(), {}};
  sitting.on_event = [&](const RunEvent& event, std::stop_source&, RunRequests&) {
    const auto* metrics = std::get_if<RunMetrics>(&event.body);
    if (metrics && metrics->step == 5) {
      std::filesystem::rename(folder.path() + "/checkpoints", folder.path() + "/kept");
      std::ofstream(folder.path() + "/checkpoints") << "in the way";
    }
  };
  const Heard heard = tiny::run(sitting);
  EXPECT_EQ(heard.all<RunFinished>().at(0).why, "completed");
  ASSERT_EQ(heard.all<RunNote>().size(), 1u);
  EXPECT_THAT(heard.all<RunNote>()[0].text, HasSubstr("could not be saved"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/kept/step-3/state.json"));
}

TEST(Health, ARowThatGivesNanIsSkippedAndNamed) {
  Folder folder;
  auto rows = tiny::examples();
  for (auto& row : rows) std::replace(row.ids.begin(), row.ids.end(), int64_t{95}, int64_t{0});
  for (auto& row : rows) std::replace(row.labels.begin(), row.labels.end(), int64_t{95}, int64_t{0});
  rows[4].ids[1] = 95;
  Sitting sitting{tiny::config(small_training({{"save_steps", 3}})), folder.path(), rows, {}};
  sitting.config.data["shuffle"] = false;
  sitting.change_model = [](CausalLm& model) {  // input row 95 is poisoned; the head keeps its own weight
    model.head().weight = std::make_shared<Param>(Param{model.head().weight->base.clone()});
    model.embeddings().weight->base[95].fill_(std::nan(""));
  };
  const Heard heard = tiny::run(sitting);
  EXPECT_EQ(heard.all<RunFinished>().at(0).why, "completed");
  ASSERT_EQ(heard.all<RunNote>().size(), 3u);  // once an epoch
  EXPECT_THAT(heard.all<RunNote>()[0].text, HasSubstr("Rows: 1, 2, 3, 4, 5, 6."));
  EXPECT_EQ(heard.metric("loss").size(), 6u);
  EXPECT_EQ(heard.metric("skipped_steps").rbegin()->second, 3);
  for (const auto& [name, tensor] : read_tensor_file(folder.path() + "/adapter/adapter_model.safetensors")) EXPECT_TRUE(tensor.isfinite().all().item<bool>()) << name;
}

TEST(Health, FiveBadStepsInARowEndTheRunNamingTheRows) {
  Folder folder;
  Sitting sitting{tiny::config(small_training({{"save_steps", 2}})), folder.path(), tiny::examples(), {}};
  sitting.change_model = [](CausalLm& model) { model.embeddings().weight->base.fill_(std::nan("")); };
  try {
    tiny::run(sitting);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.error().message, HasSubstr("5 steps in a row; the last rows were "));
    EXPECT_FALSE(failure.error().remedy.empty());
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/adapter/adapter_model.safetensors"));
}

TEST(Trainer, ARowLongerThanTheContextIsRefusedBeforeTheFirstStep) {
  Folder folder;
  auto rows = tiny::examples();
  rows[2].ids.assign(65, 1);
  rows[2].labels = rows[2].ids;
  const Sitting sitting{tiny::config(small_training()), folder.path(), rows, {}};
  try {
    tiny::run(sitting);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.error().message, HasSubstr("row 3 has 65 tokens"));
  }
}

TEST(Trainer, SaysEverythingInOrder) {
  Folder folder;
  Sitting sitting{tiny::config(small_training({{"eval_steps", 4}, {"save_steps", 4}, {"eval_metrics", {"loss", "perplexity"}}, {"eval_max_new_tokens", 5}, {"eval_max_rows", 6}})),
                  folder.path(), tiny::examples(), tiny::examples()};
  sitting.config.sample_prompts = {"ab", "cde"};
  sitting.on_event = [](const RunEvent& event, std::stop_source&, RunRequests& requests) {
    const auto* metrics = std::get_if<RunMetrics>(&event.body);
    if (!metrics || !metrics->values.count("loss")) return;
    if (metrics->step == 2) requests.sample_now = true;
    if (metrics->step == 3) requests.save_now = true;
  };
  const Heard heard = tiny::run(sitting);
  const auto started = heard.all<RunStarted>().at(0);
  EXPECT_EQ(started.total_steps, 9);
  EXPECT_GT(started.trainable_parameters, 0);
  EXPECT_TRUE(std::holds_alternative<RunStarted>(heard.events.front().body));
  EXPECT_TRUE(std::holds_alternative<RunFinished>(heard.events.back().body));
  std::vector<int64_t> eval_steps, sample_steps, saved;
  for (const auto& [step, value] : heard.metric("eval_loss")) eval_steps.push_back(step);
  for (const auto& sample : heard.all<RunSample>()) sample_steps.push_back(sample.step);
  for (const auto& checkpoint : heard.all<RunCheckpoint>()) saved.push_back(checkpoint.step);
  EXPECT_THAT(eval_steps, testing::ElementsAre(0, 4, 8, 9));
  EXPECT_THAT(sample_steps, testing::ElementsAre(0, 0, 2, 2, 4, 4, 8, 8, 9, 9));
  EXPECT_THAT(saved, testing::ElementsAre(3, 4, 8));
  EXPECT_THAT(checkpoint_steps(folder.path()), testing::ElementsAre(8, 4));
  EXPECT_DOUBLE_EQ(heard.metric("perplexity").at(4), std::exp(heard.metric("eval_loss").at(4)));
  for (const char* key : {"loss", "learning_rate", "grad_norm", "tokens_per_second", "memory_bytes", "memory_peak_bytes", "step_ms", "epoch", "tokens", "trained_tokens"}) {
    EXPECT_EQ(heard.metric(key).size(), 9u) << key;
  }
  const auto finished = heard.all<RunFinished>().at(0);
  double lowest = 1e9;
  for (const auto& [step, value] : heard.metric("eval_loss")) lowest = step > 0 ? std::min(lowest, value) : lowest;
  EXPECT_DOUBLE_EQ(finished.final_metrics.at("best_eval_loss"), lowest);
  const std::string samples = read_text_file(folder.path() + "/samples.jsonl").value();
  EXPECT_EQ(std::count(samples.begin(), samples.end(), '\n'), 10);
  EXPECT_THAT(read_text_file(folder.path() + "/log.txt").value(), HasSubstr("completed at step 9"));
  for (std::size_t i = 1; i < heard.events.size(); ++i) EXPECT_GE(heard.events[i].wall_ms, heard.events[i - 1].wall_ms);
}

TEST(Trainer, StoppedBeforeTheFirstStepCanStillBeResumed) {
  Folder folder;
  Sitting sitting{tiny::config(small_training()), folder.path(), tiny::examples(), tiny::examples()};
  sitting.on_event = [](const RunEvent& event, std::stop_source& stop, RunRequests&) {
    if (std::holds_alternative<RunStarted>(event.body)) stop.request_stop();
  };
  const Heard stopped = tiny::run(sitting);
  EXPECT_EQ(stopped.all<RunFinished>().at(0).why, "stopped");
  EXPECT_EQ(stopped.all<RunFinished>().at(0).step, 0);
  sitting.on_event = {};
  sitting.resume = true;
  EXPECT_EQ(tiny::run(sitting).metric("loss").size(), 9u);
}

TEST(Trainer, GradientCheckpointingChangesNothing) {
  Folder plain_folder, folder;
  Sitting sitting{tiny::config(small_training()), plain_folder.path(), tiny::examples(), {}};
  const auto plain = tiny::run(sitting).metric("loss");
  sitting.folder = folder.path();
  sitting.config = tiny::config(small_training({{"gradient_checkpointing", true}}));
  const auto saved = tiny::run(sitting).metric("loss");
  for (const auto& [step, loss] : plain) EXPECT_NEAR(saved.at(step), loss, 1e-5 * loss) << step;
}

}  // namespace
}  // namespace paretune
