// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/settings.h"

#include <algorithm>
#include <cmath>

#include "training/data/dataset.h"

namespace paretune {

TrainSettings TrainSettings::of(const RunConfig& config) {
  const Json t = training_schema().complete(config.training, "training").value();
  const Json d = data_schema().complete(config.data, "data").value();
  TrainSettings s;
  s.learning_rate = t["learning_rate"];
  s.weight_decay = t["weight_decay"];
  s.max_grad_norm = t["max_grad_norm"];
  s.adam_beta1 = t["adam_beta1"];
  s.adam_beta2 = t["adam_beta2"];
  s.adam_epsilon = t["adam_epsilon"];
  s.momentum = t["momentum"];
  s.loraplus_lr_ratio = t["loraplus_lr_ratio"];
  s.loraplus_lr_embedding = t["loraplus_lr_embedding"];
  s.riemannian_reg = t["riemannian_reg"];
  s.peft = config.peft;
  s.warmup_ratio = t["warmup_ratio"];
  s.num_train_epochs = t["num_train_epochs"];
  s.max_steps = t["max_steps"];
  s.batch_size = t["per_device_train_batch_size"];
  s.accumulation = t["gradient_accumulation_steps"];
  s.warmup_steps = t["warmup_steps"];
  s.seed = t["seed"];
  s.data_seed = t["data_seed"].is_null() ? s.seed : t["data_seed"].get<int64_t>();
  s.eval_steps = t["eval_steps"];
  s.save_steps = t["save_steps"];
  s.save_total_limit = t["save_total_limit"];
  s.eval_max_rows = t["eval_max_rows"];
  s.eval_max_new_tokens = t["eval_max_new_tokens"];
  s.eval_on_start = t["eval_on_start"];
  s.preflight = t["preflight"];
  s.packing = d["packing"];
  s.shuffle = d["shuffle"];
  s.optim = t["optim"];
  s.lr_scheduler_type = t["lr_scheduler_type"];
  if (const Json& metrics = t["eval_metrics"]; metrics.is_string()) {
    s.eval_metrics = {metrics.get<std::string>()};
  } else {
    s.eval_metrics = metrics.get<std::vector<std::string>>();
  }
  for (const char* name : {"forgetting", "drift"}) {
    if (std::erase(s.eval_metrics, name) > 0) s.end_metrics.push_back(name);
  }
  return s;
}

StepRows::StepRows(std::vector<TrainPart> parts, const TrainSettings& settings)
    : m_parts(std::move(parts)), m_rows(rows_in_epoch(m_parts)), m_batch(settings.batch_size), m_accumulation(settings.accumulation), m_shuffle(settings.shuffle),
      m_seed(static_cast<uint64_t>(settings.data_seed)) {
  if (m_rows <= 0) fail(ErrorKind::input, "there is no row to train on", "data.path", "Give a file with rows, or a smaller eval_fraction.");
  m_micro_per_epoch = (m_rows - 1) / m_batch + 1;
  m_steps_per_epoch = (m_micro_per_epoch - 1) / m_accumulation + 1;
  const double epochs = std::ceil(settings.num_train_epochs * static_cast<double>(m_steps_per_epoch));
  m_total_steps = settings.max_steps > 0 ? settings.max_steps : static_cast<int64_t>(std::min(epochs, 9e15));
  if (m_total_steps <= 0) {
    fail(ErrorKind::input, "the run has no step", "training.max_steps", "Set max_steps or num_train_epochs above 0.");
  }
}

std::vector<std::vector<int64_t>> StepRows::micro_batches(int64_t step) {
  const int64_t epoch = step / m_steps_per_epoch;
  if (epoch != m_epoch) {
    m_order = epoch_order(m_parts, m_shuffle, m_seed, epoch);
    m_epoch = epoch;
  }
  const int64_t first = (step % m_steps_per_epoch) * m_accumulation;
  std::vector<std::vector<int64_t>> batches;
  for (int64_t micro = first; micro < std::min(first + m_accumulation, m_micro_per_epoch); ++micro) {
    const int64_t begin = micro * m_batch, end = std::min(begin + m_batch, m_rows);
    batches.emplace_back(m_order.begin() + begin, m_order.begin() + end);
  }
  return batches;
}

int64_t warmup_steps_of(const TrainSettings& settings, int64_t total_steps) {
  if (settings.warmup_steps > 0) return settings.warmup_steps;
  return static_cast<int64_t>(std::ceil(static_cast<double>(total_steps) * settings.warmup_ratio));
}

}  // namespace paretune
