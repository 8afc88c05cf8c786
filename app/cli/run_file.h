// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/command.h"

namespace paretune {

struct RunFileOptions {
  std::string file;               // path, or "demo"
  std::vector<std::string> sets;  // "training.max_steps=20"
};
void add_run_file_options(CLI::App& app, RunFileOptions& options, bool required);

// The run file with overrides applied and data paths made absolute (against the current folder, else the run file's). Throws Failure.
RunConfig read_run_config(const RunFileOptions& options, Engine& engine);

}  // namespace paretune
