// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Examples laid end to end for one pass through the model, with their shifted targets.
#include "training/data/dataset.h"
#include "training/models/causal_lm.h"

namespace paretune {

struct Pass {
  TokenBatch batch;
  Tensor targets;                 // (N) int64: the token after each row where it is trained, else -100
  std::vector<Example> examples;  // example i is rows [batch.offsets[i], batch.offsets[i+1])
  int64_t tokens = 0, trained_tokens = 0;
};
Pass make_pass(std::vector<Example> examples, at::Device device);

// Packed rows share a pass while together they have at most this many tokens: matrix products gain little beyond, and memory grows
// with a pass, not with the batch. The loss is the same however a batch is cut, for it is summed before it is divided.
constexpr int64_t kPassTokens = 704, kPassTokensOnAccelerator = 8192;
inline int64_t pass_tokens(const at::Device& device) { return device.is_cpu() ? kPassTokens : kPassTokensOnAccelerator; }

// Whether a row of `next` tokens opens a new pass after one that holds `tokens`.
inline bool opens_pass(bool packing, int64_t tokens, int64_t next, int64_t most = kPassTokens) { return tokens > 0 && (!packing || tokens + next > most); }

// What a run gave up for want of memory; kept in checkpoints, so that it cuts its steps alike when it goes on.
struct MemoryRelief {
  int64_t pass_tokens = 0;     // rows share a pass up to here; 0: as the device has it
  bool checkpointing = false;  // activations are computed again
};

// Rows whose label the loss can see: all trained tokens but one at position 0, which nothing predicts.
int64_t predicted_tokens(const Example& example);

}  // namespace paretune
