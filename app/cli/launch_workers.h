// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <CLI/CLI.hpp>
#include <optional>

#include "training/api/workers.h"

namespace paretune {

void add_processes_option(CLI::App& app);  // --processes

// Where --processes asks for it, starts this program so many times on this machine with torchrun's environment, passes the signals that stop
// on, and waits for all; returns rank 0's exit code then. `threads` (0: all cores) are divided. To be called before any thread exists.
std::optional<int> launched_workers(const CLI::App& app, int threads, const WorkerPlace& place);

}  // namespace paretune
