// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/divergence.h"

#include <gtest/gtest.h>

#include "tests/loop/tiny_world.h"

namespace paretune {
namespace {

// KL(base || adapted) by its definition in fp64, row by row.
double by_definition(CausalLm& model, Adapter& adapter, const std::vector<Example>& rows) {
  torch::NoGradGuard no_grad;
  double sum = 0;
  int64_t count = 0;
  for (const auto& row : rows) {
    const auto probabilities = [&](bool on) {
      adapter.set_enabled(on);
      return model.logits(model.hidden(TokenBatch::of({row.ids}))).to(at::kDouble).softmax(1);
    };
    const Tensor p = probabilities(false), q = probabilities(true);
    for (std::size_t at = 1; at < row.ids.size(); ++at) {
      if (row.labels[at] == -100) continue;
      sum += (p[at - 1] * (p[at - 1] / q[at - 1]).log()).sum().item<double>();
      ++count;
    }
  }
  return sum / static_cast<double>(count);
}

TEST(Divergence, IsTheMeanOfItsDefinition) {
  const auto model = tiny::model();
  const auto adapter = load_adapter(*model, tiny::kGolden + "trained").value();
  const auto rows = tiny::examples();
  const double found = mean_divergence(*model, rows, [&](bool on) { adapter->set_enabled(on); }, {}, {});
  const double wanted = by_definition(*model, *adapter, rows);
  EXPECT_GT(wanted, 1e-4);
  EXPECT_NEAR(found, wanted, 1e-5 * wanted + 1e-7);
}

TEST(Divergence, AFreshAdapterMovesNothing) {
  const auto model = tiny::model();
  const auto adapter = make_adapter(*model, {{"peft_type", "LORA"}, {"r", 4}, {"target_modules", "all-linear"}}, 3).value();
  bool on = false;
  EXPECT_EQ(mean_divergence(*model, tiny::examples(), [&](bool wish) { adapter->set_enabled(on = wish); }, {}, {}), 0);
  EXPECT_TRUE(on) << "the adapter is on afterwards";
}

TEST(Divergence, StopsAndRefusesNothing) {
  const auto model = tiny::model();
  const auto adapter = make_adapter(*model, {{"peft_type", "LORA"}, {"target_modules", "all-linear"}}, 3).value();
  const auto toggle = [&](bool on) { adapter->set_enabled(on); };
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(mean_divergence(*model, tiny::examples(), toggle, {}, stop.get_token()), Failure);
  EXPECT_THROW(mean_divergence(*model, {}, toggle, {}, {}), Failure);
}

}  // namespace
}  // namespace paretune
