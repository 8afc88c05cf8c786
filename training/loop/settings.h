// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The training keys of a run as typed values, and which rows each optimiser step sees. Free of torch.
#include "training/api/run_config.h"
#include "training/data/dataset.h"

namespace paretune {

struct TrainSettings {
  double learning_rate = 0, weight_decay = 0, max_grad_norm = 0, adam_beta1 = 0, adam_beta2 = 0, adam_epsilon = 0, momentum = 0;
  double loraplus_lr_ratio = 0, loraplus_lr_embedding = 0, riemannian_reg = 0;
  double warmup_ratio = 0, num_train_epochs = 0;
  int64_t max_steps = 0, batch_size = 0, accumulation = 0, warmup_steps = 0, seed = 0, data_seed = 0;
  int64_t eval_steps = 0, save_steps = 0, save_total_limit = 0, eval_max_rows = 0, eval_max_new_tokens = 0;
  bool packing = true, shuffle = true, eval_on_start = true, preflight = true;
  std::string optim, lr_scheduler_type;
  std::vector<std::string> eval_metrics;
  std::vector<std::string> end_metrics;  // forgetting, drift: what the finished adapter does to general text
  Json peft;  // the method's config, for optimisers that know it

  static TrainSettings of(const RunConfig& config);  // `config` is completed by parse_run_config()
};

// HF Trainer's walk over the data: an epoch is ceil(rows / batch) micro-batches, grouped by the accumulation; the last micro-batch
// and the last step of an epoch may be smaller. Each step's rows follow from its number alone, so a resumed run needs no more than that.
class StepRows {
 public:
  StepRows(int64_t rows, const TrainSettings& settings) : StepRows(std::vector<TrainPart>{{rows, 1.0}}, settings) {}
  StepRows(std::vector<TrainPart> parts, const TrainSettings& settings);
  int64_t steps_per_epoch() const { return m_steps_per_epoch; }
  int64_t total_steps() const { return m_total_steps; }
  double epoch_after(int64_t steps) const { return static_cast<double>(steps) / static_cast<double>(m_steps_per_epoch); }
  // Indices of the train examples of each micro-batch of step `step` (from 0).
  std::vector<std::vector<int64_t>> micro_batches(int64_t step);

 private:
  std::vector<TrainPart> m_parts;
  int64_t m_rows, m_batch, m_accumulation, m_micro_per_epoch, m_steps_per_epoch, m_total_steps;
  bool m_shuffle;
  uint64_t m_seed;
  int64_t m_epoch = -1;
  std::vector<int64_t> m_order;  // of m_epoch
};

// Steps in which the learning rate rises: warmup_steps when set, else ceil(total * warmup_ratio).
int64_t warmup_steps_of(const TrainSettings& settings, int64_t total_steps);

}  // namespace paretune
