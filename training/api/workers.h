// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Several processes that train one run together. No torch, no Qt.
#include <memory>
#include <stop_token>
#include <string>

#include "training/api/result.h"

namespace paretune {

class Engine;
struct EngineOptions;

// Where a process stands among them.
struct WorkerPlace {
  int rank = 0, local_rank = 0, world_size = 1;
  int local_world_size = 1;  // how many of them share this machine
  std::string master_addr;   // where rank 0 runs
  int master_port = 0;       // where the store is kept: by rank 0, or by who launched the processes
  bool agent_store = false;  // the latter (torchrun)
  std::string job;           // keeps what one launch writes into the store apart from the next
  double patience = 8;       // seconds: a process that is not heard of for so long is lost
  double join_patience = 300;  // seconds to wait for the others at the start
};

// From torchrun's variables RANK, LOCAL_RANK, WORLD_SIZE, LOCAL_WORLD_SIZE, MASTER_ADDR, MASTER_PORT, and PARETUNE_PEER_TIMEOUT and
// PARETUNE_JOIN_TIMEOUT (seconds). Without RANK and WORLD_SIZE the only process.
Result<WorkerPlace> worker_place_from_environment();

// Engine::open() as one of several: what rank 0 submits or resumes is trained by all of them. Threads 0: this process's share of the cores.
Result<std::shared_ptr<Engine>> open_engine(const EngineOptions& options, const WorkerPlace& place);
// For the other ranks: trains rank 0's run with it and returns when that ends. Writes no file of the run and no row.
Status help_train(Engine& engine, std::stop_token stop);

}  // namespace paretune
