// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/preflight.h"

#include <chrono>
#include <mutex>

#include "kernels/memory/device_memory.h"
#include "kernels/memory/tensor_memory.h"
#include "training/core/process.h"
#include "training/loop/pass.h"

namespace paretune {
namespace {

constexpr int64_t kRowsLooked = 4'000'000;  // more tell nothing new

struct Walk {
  std::vector<int64_t> rows;  // of the largest pass with something to train
  int64_t tokens = 0, trained = 0;
  bool several = false;  // some step takes more than one pass
  int64_t steps = 0;
  double step_tokens = 0;  // mean
};

// The passes as the trainer cuts them, from lengths alone.
Walk walk(const Dataset& data, const TrainSettings& settings, int64_t most) {
  struct Length {
    int64_t tokens = 0, trained = 0;
  };
  std::vector<Length> lengths(data.train.size());
  data.train.each_facts([&](std::size_t index, const Examples::Facts& facts) { lengths[index] = {facts.length, facts.trained}; });
  Walk out;
  StepRows order(data.train_parts(), settings);
  out.steps = order.total_steps();
  std::vector<int64_t> rows;
  Length pass;
  int64_t looked = 0, steps = 0, all = 0;
  const auto close_pass = [&] {
    const bool larger = pass.tokens > out.tokens || (pass.tokens == out.tokens && pass.trained > out.trained);
    if (pass.trained > 0 && larger) {
      out.rows = rows;
      out.tokens = pass.tokens;
      out.trained = pass.trained;
    }
    rows.clear();
    pass = {};
  };
  for (; steps < out.steps && looked < kRowsLooked; ++steps) {
    int64_t passes = 0;
    for (const auto& batch : order.micro_batches(steps)) {
      for (const int64_t row : batch) {
        const Length& length = lengths[static_cast<std::size_t>(row)];
        if (opens_pass(settings.packing, pass.tokens, length.tokens, most)) {
          close_pass();
          ++passes;
        }
        rows.push_back(row);
        pass.tokens += length.tokens;
        pass.trained += length.trained;
        all += length.tokens;
        ++looked;
      }
      close_pass();
      ++passes;
    }
    out.several = out.several || passes > 1;
  }
  out.step_tokens = static_cast<double>(all) / static_cast<double>(std::max<int64_t>(1, steps));
  return out;
}

// The random numbers go on from where they stood.
class KeptRandomNumbers {
 public:
  explicit KeptRandomNumbers(at::Device device) {
    keep(at::kCPU);
    if (!device.is_cpu()) keep(device);
  }
  ~KeptRandomNumbers() {
    for (auto& [generator, state] : m_kept) {
      std::lock_guard lock(generator.mutex());
      generator.set_state(state);
    }
  }

 private:
  void keep(at::Device device) {
    at::Generator generator = at::globalContext().defaultGenerator(device);
    std::lock_guard lock(generator.mutex());
    m_kept.emplace_back(generator, generator.get_state());
  }
  std::vector<std::pair<at::Generator, Tensor>> m_kept;
};

void reset_peak(const at::Device& device) {
  reset_peak_resident();
  kernels::reset_device_peak(device);
}

Preflight measure(const PreflightJob& job, const Walk& found) {
  const at::Device device = job.model.device;
  std::vector<Example> examples;
  for (const int64_t row : found.rows) examples.push_back(job.data.train[static_cast<std::size_t>(row)]);
  const Pass pass = make_pass(std::move(examples), job.model.device);
  if (pass.trained_tokens == 0) return {};
  const KeptRandomNumbers kept(job.model.device);
  struct Tidy {
    const PreflightJob& job;
    ~Tidy() {
      job.optimizer.clear_gradients();
      job.model.set_training(false);
      kernels::trim_tensor_memory();
      reset_peak(job.model.device);
    }
  } tidy{job};
  kernels::trim_tensor_memory();
  reset_peak(device);
  job.model.set_training(true);
  // Later passes of a step find the gradients of the earlier ones.
  if (found.several) {
    for (const auto& [name, leaf] : job.optimizer.leaves()) leaf.mutable_grad() = at::zeros_like(leaf).requires_grad_(false);
  }
  const auto begin = std::chrono::steady_clock::now();
  const Tensor loss = job.model.loss(job.model.hidden(pass.batch), pass.targets, static_cast<double>(pass.trained_tokens));
  loss.backward();
  if (const Tensor extra = job.adapter.extra_loss(); extra.defined()) extra.backward();
  (void)loss.item<double>();  // an accelerator is done now
  Preflight out;
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  out.peak_bytes = device.is_cpu() ? peak_resident_bytes() : kernels::device_memory(device).peak;
  out.rows = static_cast<int64_t>(found.rows.size());
  out.tokens = pass.tokens;
  out.trained_tokens = pass.trained_tokens;
  out.step_seconds = out.seconds * found.step_tokens / static_cast<double>(pass.tokens);
  out.total_seconds = out.step_seconds * static_cast<double>(found.steps);
  return out;
}

}  // namespace

Preflight preflight(const PreflightJob& job) {
  for (;;) {
    const Walk found = walk(job.data, job.settings, job.passes ? job.passes->pass_tokens() : pass_tokens(job.model.device));
    if (found.rows.empty()) return {};
    Preflight out;
    const auto lack = lack_of_memory([&] { out = measure(job, found); });
    if (!lack) return out;
    if (!job.passes || !job.passes->give_way(static_cast<int64_t>(found.rows.size()), found.tokens)) throw Failure(*lack);
  }
}

void check_row_lengths(const Dataset& data, const CausalLm& model) {
  const int64_t context = model.config.max_position_embeddings;
  for (const auto* part : {&data.train, &data.eval}) {
    part->each_facts([&](std::size_t, const Examples::Facts& facts) {
      if (context <= 0 || facts.length <= context) return;
      fail(ErrorKind::input,
           "row " + std::to_string(facts.row) + " has " + std::to_string(facts.length) + " tokens, the model's context is " + std::to_string(context),
           data.path, "Set data.max_length to " + std::to_string(context) + " or less.");
    });
  }
}

}  // namespace paretune
