// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that break: a loss, a gradient or weights that are not finite, at the first, a middle and the last step.
#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "tests/loop/tiny_world.h"
#include "tests/support/promise.h"
#include "training/loop/checkpoint.h"
#include "training/loop/tensor_file.h"

namespace paretune {
namespace {

using test::Promise;
using testing::HasSubstr;
using tiny::Folder;
using tiny::Heard;
using tiny::Sitting;

constexpr int64_t kSteps = 8;

enum class Where { loss, gradient, weights };

// Something in the adapter is not finite in step `at`, and in weights from then on.
class Poison {
 public:
  Poison(Where where, int64_t at, double value) : m_where(where), m_at(at), m_value(value) {}
  void into(Sitting& sitting) {
    sitting.change_adapter = [this](Adapter& adapter) {
      m_leaf = adapter.trainable().at(0).second;
      m_leaf.register_hook([this](const Tensor& gradient) { return m_spoils_gradients ? at::full_like(gradient, m_value) : gradient; });
      if (m_at == 1) strike();
    };
    sitting.on_event = [this](const RunEvent& event, std::stop_source&, RunRequests&) {
      if (const auto* note = std::get_if<RunNote>(&event.body); note && note->step == m_at) relent();
      const auto* metrics = std::get_if<RunMetrics>(&event.body);
      if (metrics && metrics->step == m_at - 1 && metrics->values.contains("loss")) strike();
    };
  }

 private:
  void strike() {
    torch::NoGradGuard no_grad;
    m_spoils_gradients = m_where == Where::gradient;
    if (m_spoils_gradients) return;
    m_good = m_leaf.clone();
    m_leaf.fill_(m_value);
  }
  void relent() {
    torch::NoGradGuard no_grad;
    m_spoils_gradients = false;
    if (m_where == Where::loss && m_good.defined()) m_leaf.copy_(m_good);
  }
  Where m_where;
  int64_t m_at;
  double m_value;
  bool m_spoils_gradients = false;
  Tensor m_leaf, m_good;
};

using Files = std::map<std::string, std::string>;

Files files_in(const std::string& folder) {
  Files out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file()) out[entry.path().filename()] = read_text_file(entry.path()).value();
  }
  return out;
}

bool all_finite(const std::string& file) {
  for (const auto& [name, tensor] : read_tensor_file(file)) {
    if (!tensor.isfinite().all().item<bool>()) return false;
  }
  return true;
}

TEST(Numbers, NanAndInfinityAreFoundInTheSameStep) {
  Promise promise("NaN or Inf in loss, gradient or weights: found in the same step, nothing bad is saved");
  for (const Where where : {Where::loss, Where::gradient, Where::weights}) {
    for (const int64_t at : {int64_t{1}, int64_t{6}, kSteps}) {
      for (const double value : {std::nan(""), HUGE_VAL}) {
        promise.try_once([&] {
          SCOPED_TRACE(std::string(where == Where::loss ? "loss" : where == Where::gradient ? "gradient" : "weights") + ", step " + std::to_string(at) + ", " + std::to_string(value));
          Folder folder;
          Sitting sitting{tiny::config({{"max_steps", kSteps}, {"per_device_train_batch_size", 3}, {"learning_rate", 0.01}, {"seed", 5}, {"save_steps", 2}, {"eval_on_start", false}}),
                          folder.path(), tiny::examples(), {}};
          Poison poison(where, at, value);
          poison.into(sitting);
          std::vector<RunEvent> events;
          std::map<int64_t, Files> saved;  // by step, as they were when they had been saved
          const auto poisoned = sitting.on_event;
          sitting.on_event = [&](const RunEvent& event, std::stop_source& stop, RunRequests& requests) {
            events.push_back(event);
            if (const auto* made = std::get_if<RunCheckpoint>(&event.body)) saved[made->step] = files_in(made->folder);
            poisoned(event, stop, requests);
          };
          const Status ended = attempt("run", [&] { tiny::run(sitting); });
          const Heard heard{events};
          const auto notes = heard.all<RunNote>();
          ASSERT_FALSE(notes.empty());
          EXPECT_EQ(notes[0].step, at);
          EXPECT_THAT(notes[0].text, HasSubstr("is not finite; the step was skipped"));
          EXPECT_FALSE(heard.metric("loss").contains(at)) << "a gap in the curve";
          if (where == Where::weights) {  // no later step can be good
            ASSERT_FALSE(ended.ok());
            EXPECT_FALSE(ended.error().remedy.empty());
          } else {
            EXPECT_TRUE(ended.ok()) << ended.error().text();
            EXPECT_TRUE(all_finite(folder.path() + "/adapter/adapter_model.safetensors"));
          }
          for (const int64_t step : checkpoint_steps(folder.path())) {
            const std::string checkpoint = folder.path() + "/checkpoints/step-" + std::to_string(step);
            EXPECT_TRUE(all_finite(checkpoint + "/adapter_model.safetensors")) << step;
            ASSERT_TRUE(saved.contains(step)) << step;
            EXPECT_TRUE(files_in(checkpoint) == saved.at(step)) << "checkpoint " << step << " was touched";
          }
          if (at > 2) {
            ASSERT_FALSE(checkpoint_steps(folder.path()).empty()) << "the last good one is kept";
            if (where == Where::weights) {
              EXPECT_EQ(checkpoint_steps(folder.path()).front(), (at - 1) / 2 * 2);
            }
          }
        });
      }
    }
  }
}

// The held-out rows give no finite loss in some evaluations, the training ones always do.
TEST(Numbers, AnEvaluationThatIsNotFiniteIsNeverTheBest) {
  Promise promise("an eval loss that is not finite is never kept as the best");
  for (const double value : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    for (const std::set<int64_t>& bad : {std::set<int64_t>{2}, {4}, {8}, {2, 4, 6}, {2, 4, 6, 8}}) {
      promise.try_once([&] {
        SCOPED_TRACE(std::to_string(value) + " in " + Json(bad).dump());
        Folder folder;
        const auto rows = tiny::examples();
        Sitting sitting{tiny::config({{"max_steps", kSteps}, {"per_device_train_batch_size", 3}, {"learning_rate", 0.01}, {"seed", 5}, {"save_steps", 2}, {"eval_steps", 2},
                                      {"eval_on_start", false}, {"save_total_limit", 10}}),
                        folder.path(), rows, std::vector<Example>(rows.begin(), rows.begin() + 3)};
        Tensor leaf, good;
        sitting.change_adapter = [&](Adapter& adapter) { leaf = adapter.trainable().at(0).second; };
        int64_t step = 0;
        std::vector<RunEvent> events;
        sitting.on_event = [&](const RunEvent& event, std::stop_source&, RunRequests&) {
          events.push_back(event);
          torch::NoGradGuard no_grad;
          const auto* phase = std::get_if<RunPhase>(&event.body);
          if (const auto* metrics = std::get_if<RunMetrics>(&event.body)) step = metrics->step;
          if (phase && phase->name == "eval" && phase->fraction == 0 && bad.contains(step) && !good.defined()) {
            good = leaf.clone();
            leaf.fill_(value);
          } else if (good.defined() && (!phase || phase->name != "eval")) {
            leaf.copy_(good);
            good = Tensor();
          }
        };
        tiny::run(sitting);
        const Heard heard{events};
        const auto losses = heard.metric("eval_loss");
        ASSERT_EQ(losses.size(), 4u);
        std::optional<double> best;
        int64_t best_step = 0;
        for (const auto& [at, loss] : losses) {
          ASSERT_EQ(std::isfinite(loss), !bad.contains(at)) << "the test itself: step " << at << " has " << loss;
          if (std::isfinite(loss) && (!best || loss < *best)) best = loss, best_step = at;
          const std::string checkpoint = folder.path() + "/checkpoints/step-" + std::to_string(at);
          if (at == kSteps) continue;
          EXPECT_TRUE(all_finite(checkpoint + "/adapter_model.safetensors"));
          const Json kept = read_json_file(checkpoint + "/state.json").value();
          EXPECT_EQ(kept["best_eval_loss"], best ? Json(*best) : Json()) << "in the checkpoint of step " << at;
          EXPECT_EQ(kept["best_step"], best_step);
        }
        const auto finished = heard.all<RunFinished>();
        ASSERT_EQ(finished.size(), 1u);
        EXPECT_EQ(finished[0].why, "completed");
        EXPECT_EQ(finished[0].final_metrics.contains("best_eval_loss"), best.has_value());
        if (best) {
          EXPECT_EQ(finished[0].final_metrics.at("best_eval_loss"), *best);
          EXPECT_EQ(finished[0].final_metrics.at("best_step"), static_cast<double>(best_step));
        }
        EXPECT_TRUE(all_finite(folder.path() + "/adapter/adapter_model.safetensors"));
      });
    }
  }
}

}  // namespace
}  // namespace paretune
