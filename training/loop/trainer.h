// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One run from first to last step. Owns no thread; events go to the sink; stop is looked at between micro-batches.
#include <atomic>
#include <stop_token>

#include "training/api/run_config.h"
#include "training/api/run_event.h"
#include "training/data/dataset.h"
#include "training/parallel/worker_group.h"
#include "training/peft/adapter.h"

namespace paretune {

// Asked for while a run lives; read and cleared by the trainer between steps.
struct RunRequests {
  std::atomic<bool> sample_now{false}, save_now{false};
};

struct TrainJob {
  std::string run_id, folder;  // runs/<id>
  RunConfig config;
  CausalLm& model;
  Adapter& adapter;
  const Tokenizer& tokenizer;
  const Dataset& data;
  bool resume = false;             // continue from the newest good checkpoint in folder, if there is one
  std::string base_model_name;     // for adapter_config.json
  // gradient_checkpointing although the config does not ask for it. No part of the config: a resumed run may need it or not.
  bool checkpointing = false;
  // The processes that train together, or null. Only rank 0 has a folder, sends events and evaluates.
  const WorkerGroup* workers = nullptr;
  // How many they were when the run began: an optimiser step has so many times its rows, whoever goes on with it.
  int64_t processes = 1;
};

// Sends Started .. Finished through `emit`; throws Failure for what ends a job (the caller sends Failed). WorkersLost: the last step that
// all made is in a checkpoint.
using Emit = std::function<void(RunEvent)>;
void train(const TrainJob& job, const Emit& emit, std::stop_token stop, RunRequests& requests);

}  // namespace paretune
