// SPDX-License-Identifier: GPL-3.0-or-later
// What an adapter does to its model, told from the outside.
#include "training/loop/adapter_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/loop/tiny_methods.h"
#include "tests/loop/tiny_world.h"

namespace paretune {
namespace {

const ReportTexts kTexts = {"sample_prompts", {{3, 14, 15, 92, 65}, {35, 89, 79}}};

Tensor logits_of(CausalLm& model) {
  at::NoGradGuard no_grad;
  model.set_training(false);
  return model.logits(model.hidden(TokenBatch::of(kTexts.ids)));
}

void shake(Adapter& adapter, double size) {
  at::NoGradGuard no_grad;
  torch::manual_seed(3);
  for (const auto& [name, leaf] : adapter.trainable()) leaf.add_(at::randn_like(leaf), size);
}

TEST(AdapterReport, AFreshLoraIsDeadAndOneLivingLayerIsFound) {
  const auto model = tiny::model();
  const auto adapter = make_adapter(*model, {{"peft_type", "LORA"}, {"r", 4}, {"lora_alpha", 8}, {"target_modules", "all-linear"}}, 1).value();
  const AdapterReport fresh = examine_adapter(*model, *adapter, kTexts);
  EXPECT_EQ(fresh.compared, "weights");
  EXPECT_EQ(fresh.tokens, 8);
  EXPECT_EQ(fresh.mean_abs_logit_change, 0);
  EXPECT_EQ(fresh.dead_modules(), static_cast<int64_t>(fresh.layers.size()));
  ASSERT_GT(fresh.layers.size(), 6u);
  EXPECT_THAT(note_on(fresh).value(), testing::HasSubstr("changes nothing"));
  Tensor a, b;
  for (const auto& [name, leaf] : adapter->trainable()) {
    if (name == "base_model.model.model.layers.1.mlp.up_proj.lora_A.weight") a = leaf;
    if (name == "base_model.model.model.layers.1.mlp.up_proj.lora_B.weight") b = leaf;
  }
  ASSERT_TRUE(a.defined() && b.defined());
  {
    at::NoGradGuard no_grad;
    b.fill_(0.01);
  }
  const Tensor off = [&] {
    adapter->set_enabled(false);
    const Tensor out = logits_of(*model);
    adapter->set_enabled(true);
    return out;
  }();
  const AdapterReport report = examine_adapter(*model, *adapter, kTexts);
  EXPECT_EQ(report.dead_modules(), static_cast<int64_t>(report.layers.size()) - 1);
  for (const auto& layer : report.layers) {
    EXPECT_EQ(layer.dead, layer.module != "model.layers.1.mlp.up_proj") << layer.module;
    if (layer.module == "model.layers.1.mlp.up_proj") {
      EXPECT_NEAR(layer.change, (2 * at::matmul(b, a)).norm().item<double>(), 1e-5);
    }
  }
  const Tensor change = (logits_of(*model) - off).abs();
  EXPECT_NEAR(report.mean_abs_logit_change, change.mean().item<double>(), 1e-7);
  EXPECT_NEAR(report.max_abs_logit_change, change.max().item<double>(), 1e-7);
  EXPECT_THAT(note_on(report).value(), testing::HasSubstr("modules are unchanged by training"));
  shake(*adapter, 0.05);
  EXPECT_FALSE(note_on(examine_adapter(*model, *adapter, kTexts)));
}

TEST(AdapterReport, EveryMethodThatWasMovedIsSeenToAct) {
  for (const PeftMethod* method : peft_methods()) {
    if (!tiny::stands_alone(*method)) continue;
    SCOPED_TRACE(method->peft_type);
    const auto model = tiny::model();
    const auto adapter = make_adapter(*model, tiny::start_config(*method), 1).value();
    shake(*adapter, 0.05);
    const Tensor before = logits_of(*model);
    const AdapterReport report = examine_adapter(*model, *adapter, kTexts);
    EXPECT_TRUE(at::equal(logits_of(*model), before)) << "the model is as it was";
    EXPECT_GT(report.mean_abs_logit_change, 0);
    EXPECT_GT(report.relative_change, 0);
    EXPECT_FALSE(report.layers.empty());
    EXPECT_EQ(report.compared, adapter->mergeable() ? "weights" : "outputs");
    EXPECT_LT(report.dead_modules(), static_cast<int64_t>(report.layers.size()));
    const AdapterReport again = AdapterReport::from_json(report.to_json());
    EXPECT_EQ(again.to_json(), report.to_json());
  }
}

TEST(AdapterReport, AFinishedRunHasOneAndAStoppedRunHasNot) {
  tiny::Folder folder, stopped;
  tiny::Sitting sitting{tiny::config({{"max_steps", 3}, {"learning_rate", 0.05}, {"per_device_train_batch_size", 3}}), folder.path(),
                        tiny::examples(), tiny::examples()};
  const auto heard = tiny::run(sitting);
  const AdapterReport report = read_adapter_report(folder.path()).value();
  EXPECT_EQ(report.text_from, "eval rows");
  EXPECT_EQ(report.texts, 4);
  const auto finals = heard.all<RunFinished>().at(0).final_metrics;
  EXPECT_EQ(finals.at("logit_change"), report.mean_abs_logit_change);
  EXPECT_EQ(finals.at("dead_modules"), 0);
  EXPECT_GT(finals.at("relative_change"), 0);
  sitting.folder = stopped.path();
  sitting.config.sample_prompts = {"ab"};
  sitting.on_event = [](const RunEvent& event, std::stop_source& stop, RunRequests&) {
    const auto* metrics = std::get_if<RunMetrics>(&event.body);
    if (metrics && metrics->step == 2) stop.request_stop();
  };
  tiny::run(sitting);
  EXPECT_FALSE(read_adapter_report(stopped.path()));
  sitting.on_event = {};
  sitting.resume = true;
  tiny::run(sitting);
  EXPECT_EQ(read_adapter_report(stopped.path())->text_from, "sample_prompts");
}

}  // namespace
}  // namespace paretune
