// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// <run>/checkpoints/step-N/: a PEFT adapter folder, optimizer.safetensors, state.json. Written aside, synced, renamed: a reader
// sees a whole checkpoint or none. The digests of all files are in state.json, so that a damaged one is recognised and passed over.
#include "training/loop/optim/optimizer.h"
#include "training/loop/pass.h"
#include "training/peft/adapter.h"

namespace paretune {

struct TrainState {
  int64_t step = 0;            // optimiser steps done; data order, learning rate and dropout follow from it and the seed
  int64_t tokens = 0, trained_tokens = 0, skipped_steps = 0;
  double seconds = 0;          // spent training so far
  std::optional<double> best_eval_loss;
  int64_t best_step = 0;
  std::map<std::string, double> last;  // last value of every metric, and what the evaluations so far came to
  std::string config_hash;
  MemoryRelief relief;
  Json arithmetic;  // arithmetic_here() of the process that made it; null in those of older versions
};

// Returns the new folder. Keeps the newest `keep` checkpoints up to this one, 0: all; higher ones go. A failed save leaves the earlier ones alone.
Result<std::string> save_checkpoint(const std::string& run_folder, const TrainState& state, Adapter& adapter, Optimizer& optimizer,
                                    const std::string& base_model, int64_t keep);

// About what a checkpoint takes on disk.
int64_t checkpoint_bytes(Adapter& adapter, Optimizer& optimizer);

// Puts the newest good checkpoint into adapter and optimizer; nothing when there is none. `notes` says which were passed over and why.
// Throws Failure(input) when all that are there belong to other settings.
std::optional<TrainState> load_newest_checkpoint(const std::string& run_folder, const std::string& config_hash, Adapter& adapter, Optimizer& optimizer,
                                                 std::vector<std::string>& notes);

// What a checkpoint keeps, as bytes for another process on which the same adapter and optimiser were made.
std::string train_image(const TrainState& state, Adapter& adapter, Optimizer& optimizer);
TrainState load_train_image(const std::string& image, Adapter& adapter, Optimizer& optimizer);

// Step numbers of the checkpoints on disk, newest first.
std::vector<int64_t> checkpoint_steps(const std::string& run_folder);

}  // namespace paretune
