// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/step_passes.h"

#include <cmath>

#include "kernels/common/contention.h"
#include "kernels/memory/tensor_memory.h"

namespace paretune {

std::optional<Error> lack_of_memory(const std::function<void()>& body) {
  std::optional<Error> lack;
  try {
    body();
  } catch (...) {
    lack = error_from_current_exception("");
    if (lack->kind != ErrorKind::memory) throw;
  }
  if (lack) kernels::trim_tensor_memory();  // not in the handler, whose exception may hold tensors
  return lack;
}

StepPasses::StepPasses(CausalLm& model, Adapter& adapter, Optimizer& optimizer, const Examples& rows, bool packing, MemoryRelief& relief,
                       std::function<void(const std::string&)> say)
    : m_model(model), m_adapter(adapter), m_optimizer(optimizer), m_rows(rows), m_packing(packing), m_relief(relief), m_say(std::move(say)) {}

int64_t StepPasses::pass_tokens() const { return m_relief.pass_tokens > 0 ? m_relief.pass_tokens : paretune::pass_tokens(m_model.device); }

StepPasses::Sums StepPasses::add_gradients(const std::vector<std::vector<int64_t>>& batches, double trained_tokens, bool regularised,
                                           const std::function<void()>& seed, const std::stop_token& stop) {
  for (;;) {
    Sums sums;
    seed();
    m_largest_rows = m_largest_tokens = 0;
    const auto lack = lack_of_memory([&] { make(batches, trained_tokens, regularised, stop, sums); });
    if (!lack) return sums;
    m_optimizer.clear_gradients();
    if (!give_way(m_largest_rows, m_largest_tokens)) throw Failure(*lack);
  }
}

bool StepPasses::give_way(int64_t rows, int64_t tokens) {
  if (rows > 1) {
    m_relief.pass_tokens = std::max<int64_t>(1, tokens / 2);
    m_say("Memory ran short in a pass of " + std::to_string(rows) + " rows; from here on rows share a pass up to " + std::to_string(m_relief.pass_tokens) +
          " tokens: the same batch, a little slower.");
    return true;
  }
  if (m_model.gradient_checkpointing) return false;
  m_model.gradient_checkpointing = m_relief.checkpointing = true;
  m_say("Memory ran short in a pass of one row; gradient_checkpointing is turned on: about a third slower, the same result.");
  return true;
}

void StepPasses::make(const std::vector<std::vector<int64_t>>& batches, double trained_tokens, bool regularised, const std::stop_token& stop, Sums& sums) {
  for (const auto& batch : batches) {
    for (const Pass& pass : passes_of(batch)) {
      sums.interrupted = stop.stop_requested();
      if (sums.interrupted) return;
      kernels::watch_contention();
      sums.tokens += pass.tokens;
      if (pass.tokens > m_largest_tokens) {
        m_largest_tokens = pass.tokens;
        m_largest_rows = static_cast<int64_t>(pass.examples.size());
      }
      if (pass.trained_tokens == 0) continue;
      const Tensor loss = m_model.loss(m_model.hidden(pass.batch), pass.targets, trained_tokens);
      sums.loss += loss.item<double>();
      if (!std::isfinite(sums.loss)) return;
      loss.backward();
    }
  }
  if (!regularised) return;
  if (const Tensor extra = m_adapter.extra_loss(); extra.defined()) {
    sums.loss += extra.item<double>();
    extra.backward();
  }
}

std::vector<Pass> StepPasses::passes_of(const std::vector<int64_t>& batch) const {
  std::vector<Pass> passes;
  std::vector<Example> examples;
  int64_t tokens = 0;
  for (const int64_t row : batch) {
    Example example = m_rows[static_cast<std::size_t>(row)];
    const auto length = static_cast<int64_t>(example.ids.size());
    if (opens_pass(m_packing, tokens, length, pass_tokens())) {
      passes.push_back(make_pass(std::exchange(examples, {}), m_model.device));
      tokens = 0;
    }
    examples.push_back(std::move(example));
    tokens += length;
  }
  if (!examples.empty()) passes.push_back(make_pass(std::move(examples), m_model.device));
  return passes;
}

}  // namespace paretune
