// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Names and values that the processes of a run share while they find each other.
#include <memory>
#include <stop_token>

#include "training/api/workers.h"

namespace paretune {

class KeyStore {
 public:
  virtual ~KeyStore() = default;
  virtual void set(const std::string& key, const std::string& value) = 0;
  // Waits until somebody has set it. Throws Failure: io when the time is over, stopped when `stop` came.
  virtual std::string get(const std::string& key, std::stop_token stop) = 0;
};

// c10d's TCPStore at master_addr:master_port, as torchrun's: kept by rank 0, or by the launcher where place.agent_store.
std::unique_ptr<KeyStore> open_tcp_store(const WorkerPlace& place, std::stop_token stop);

}  // namespace paretune
