// SPDX-License-Identifier: GPL-3.0-or-later
// The largest pass made before a run, which must not notice it; and what is said of a run's numbers.
#include "training/loop/preflight.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/loop/tiny_methods.h"
#include "tests/loop/tiny_world.h"
#include "training/loop/health.h"

namespace paretune {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tiny::Folder;
using tiny::adapter_bytes;
using tiny::Heard;
using tiny::Sitting;

RunConfig steps_of(Json peft, bool preflight, Json more = Json::object()) {
  Json training{{"max_steps", 4},        {"per_device_train_batch_size", 3}, {"gradient_accumulation_steps", 2}, {"learning_rate", 0.01}, {"seed", 5},
                {"preflight", preflight}};
  training.update(more);
  return tiny::config(training, std::move(peft));
}

// With dropout where the method has it, so that a shifted random number would show.
Json with_dropout(const PeftMethod& method) {
  Json config = tiny::start_config(method);
  for (const char* key : {"lora_dropout", "dropout", "module_dropout", "vera_dropout", "hira_dropout"}) {
    const ParamSpec* spec = method.schema().find(key);
    if (spec && spec->type == ParamType::number) config[key] = 0.2;
  }
  return config;
}

TEST(Preflight, LeavesTheRunOfEveryMethodBitIdentical) {
  for (const PeftMethod* method : peft_methods()) {
    if (!tiny::stands_alone(*method)) continue;
    SCOPED_TRACE(method->peft_type);
    const Json peft = with_dropout(*method);
    Folder plain_folder, folder;
    const Heard plain = tiny::run({steps_of(peft, false), plain_folder.path(), tiny::examples(), {}});
    const Heard measured = tiny::run({steps_of(peft, true), folder.path(), tiny::examples(), {}});
    EXPECT_EQ(measured.metric("loss"), plain.metric("loss"));
    EXPECT_EQ(measured.metric("grad_norm"), plain.metric("grad_norm"));
    EXPECT_TRUE(adapter_bytes(folder.path()) == adapter_bytes(plain_folder.path()));
    EXPECT_EQ(measured.metric("preflight_peak_bytes").size(), 1u);
    EXPECT_TRUE(plain.metric("preflight_peak_bytes").empty());
  }
}

TEST(Preflight, IsAPhaseWithItsFiguresBeforeAnythingElse) {
  Folder folder;
  Sitting sitting{steps_of({{"peft_type", "LORA"}, {"r", 4}}, true), folder.path(), tiny::examples(), tiny::examples()};
  const Heard heard = tiny::run(sitting);
  ASSERT_GE(heard.events.size(), 3u);
  ASSERT_TRUE(std::holds_alternative<RunPhase>(heard.events[1].body));
  EXPECT_EQ(std::get<RunPhase>(heard.events[1].body).name, "preflight");
  ASSERT_TRUE(std::holds_alternative<RunMetrics>(heard.events[2].body));
  const auto& values = std::get<RunMetrics>(heard.events[2].body);
  EXPECT_EQ(values.step, 0);
  EXPECT_GT(values.values.at("preflight_peak_bytes"), 1e6);
  EXPECT_NEAR(values.values.at("preflight_total_seconds"), 4 * values.values.at("preflight_step_seconds"), 1e-9);
  EXPECT_EQ(heard.all<RunFinished>().at(0).final_metrics.at("preflight_peak_bytes"), values.values.at("preflight_peak_bytes"));
  // A resumed run knows already.
  sitting.resume = true;
  sitting.folder = folder.path();
  sitting.config = steps_of({{"peft_type", "LORA"}, {"r", 4}}, true, {{"save_steps", 2}});
  Folder again;
  sitting.folder = again.path();
  sitting.resume = false;
  tiny::run(sitting);
  sitting.resume = true;
  for (const auto& phase : tiny::run(sitting).all<RunPhase>()) EXPECT_NE(phase.name, "preflight");
}

TEST(Preflight, TakesTheLargestPassAsTheTrainerCutsIt) {
  const auto model = tiny::model();
  const RunConfig config = steps_of({{"peft_type", "LORA"}, {"r", 4}}, true, {{"gradient_accumulation_steps", 1}, {"max_steps", 2}});
  const auto adapter = make_adapter(*model, config.peft, 0).value();
  auto rows = tiny::examples();
  rows.resize(6);
  const std::vector<int64_t> lengths = {10, 20, 30, 25, 26, 27};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].ids.assign(static_cast<std::size_t>(lengths[i]), 5);
    rows[i].labels = rows[i].ids;
    rows[i].full_length = lengths[i];
  }
  Dataset data;
  data.train = rows;
  TrainSettings settings = TrainSettings::of(config);
  settings.shuffle = false;
  const auto measure = [&] {
    const auto optimizer = find_optimizer("adamw_torch").make(adapter->trainable(), settings);
    const Preflight out = preflight({*model, *adapter, *optimizer, data, settings});
    for (const auto& [name, leaf] : adapter->trainable()) EXPECT_FALSE(leaf.grad().defined()) << name;
    return out;
  };
  const Preflight packed = measure();
  EXPECT_EQ(packed.rows, 3);
  EXPECT_EQ(packed.tokens, 25 + 26 + 27);
  EXPECT_EQ(packed.trained_tokens, 25 + 26 + 27 - 3);
  EXPECT_GT(packed.seconds, 0);
  EXPECT_NEAR(packed.step_seconds, packed.seconds * (138.0 / 2) / 78, 1e-12);
  EXPECT_DOUBLE_EQ(packed.total_seconds, 2 * packed.step_seconds);
  settings.packing = false;
  const Preflight alone = measure();
  EXPECT_EQ(alone.rows, 1);
  EXPECT_EQ(alone.tokens, 30);
  for (auto& row : rows) std::fill(row.labels.begin(), row.labels.end(), -100);
  data.train = rows;
  EXPECT_EQ(measure().rows, 0);
}

TrainSettings health_settings(double rate = 2e-4) {
  TrainSettings settings;
  settings.learning_rate = rate;
  settings.max_grad_norm = 0;
  return settings;
}

TEST(HealthNotes, AHighGradientIsSaidWithItsNumbersAndWhatToSet) {
  HealthWatch watch(health_settings());
  for (int64_t step = 1; step <= 20; ++step)
    EXPECT_FALSE(watch.after_step(step, 2.0 - 0.02 * static_cast<double>(step), 1 + 0.01 * static_cast<double>(step)));
  const auto note = watch.after_step(21, 1.6, 38);
  ASSERT_TRUE(note);
  EXPECT_THAT(note->text, HasSubstr("Gradient norm 38, usual 1.01 to 1.19, 1 step so far at learning rate 0.0002"));
  EXPECT_THAT(note->suggestion, ElementsAre("training.learning_rate=0.0001", "training.max_grad_norm=1.0", "training.warmup_ratio=0.05"));
  EXPECT_FALSE(watch.after_step(22, 1.6, 38)) << "said a moment ago";
  const auto diverging = watch.after_step(60, 9, 1);
  ASSERT_TRUE(diverging);
  EXPECT_THAT(diverging->text, HasSubstr("Loss 9, usual"));
  // What is suggested can be set.
  Json file = {{"model", "m"}, {"data", {{"path", "p"}}}};
  for (const auto& assignment : note->suggestion) apply_override(file, assignment).value();
  EXPECT_EQ(parse_run_config(file)->training["learning_rate"], 0.0001);
}

TEST(HealthNotes, ARunThatGoesNowhere) {
  HealthWatch zero(health_settings());
  int notes = 0;
  for (int64_t step = 1; step <= 30; ++step) notes += zero.after_step(step, 2, 0).has_value();
  EXPECT_EQ(notes, 1);
  HealthWatch flat(health_settings(1e-6)), falling(health_settings());
  std::vector<HealthNote> said;
  for (int64_t step = 1; step <= 200; ++step) {
    const double wobble = 0.001 * static_cast<double>(step % 7);
    if (const auto note = flat.after_step(step, 2 + wobble, 1 + wobble)) said.push_back(*note);
    EXPECT_FALSE(falling.after_step(step, 2 - 0.004 * static_cast<double>(step) + wobble, 1 + wobble)) << step;
  }
  ASSERT_EQ(said.size(), 1u);
  EXPECT_THAT(said[0].text, HasSubstr("it hardly moves at learning rate 1e-06"));
  EXPECT_THAT(said[0].suggestion, ElementsAre("training.learning_rate=5e-06"));
}

TEST(HealthNotes, RowsLearntByHeart) {
  HealthWatch watch(health_settings());
  const double evals[] = {1.5, 1.2, 1.3, 1.4, 1.6};
  std::vector<HealthNote> said;
  for (int64_t step = 1; step <= 100; ++step) {
    watch.after_step(step, 2 - 0.015 * static_cast<double>(step), 1);
    if (step % 20 != 0) continue;
    if (const auto note = watch.after_eval(step, evals[step / 20 - 1])) said.push_back(*note);
  }
  ASSERT_EQ(said.size(), 1u);
  EXPECT_THAT(said[0].text, HasSubstr("Evaluation loss rose from 1.2 at step 40 to 1.4 at step 80"));
  EXPECT_THAT(said[0].suggestion, ElementsAre("training.max_steps=40"));
}

}  // namespace
}  // namespace paretune
