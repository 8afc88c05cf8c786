// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// How the processes of a run get connected: each listens and says where in the store; who connects shows a random token that only the
// store knows. Any other connection is closed again.
#include <vector>

#include "training/parallel/key_store.h"
#include "training/parallel/socket.h"

namespace paretune {

struct Links {
  Socket next, previous;      // Ring's
  std::vector<Socket> watch;  // Watch's
};
// Throws Failure: io, or stopped.
Links connect_all(const WorkerPlace& place, KeyStore& store, std::stop_token stop);

}  // namespace paretune
