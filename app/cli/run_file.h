// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/command.h"

namespace paretune {

struct RunFileOptions {
  std::string file;               // path, or "demo"
  std::vector<std::string> sets;  // "training.max_steps=20"
};
void add_run_file_options(CLI::App& app, RunFileOptions& options, bool required);

// The run file (or reproducibility file, which is checked) with overrides applied and data paths made absolute (against the current folder, else the run file's). Throws Failure.
RunConfig read_run_config(const RunFileOptions& options, Engine& engine);

// Data, adapter and model paths of a run file made absolute: against the current folder where they exist, else `folder`.
void locate_paths(Json& run_file, const std::string& folder);
// An existing path, or one beside `folder`, made absolute.
std::string located(const std::string& path, const std::string& folder);
// `a.b=value` on a run file; another peft_type starts from its own defaults.
void override_run(Json& run_file, const std::vector<std::string>& sets, const Engine& engine);

}  // namespace paretune
