// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// runs/<id>/run.json: the exact config with hashes, versions and hardware, so that a run can be made again.
#include <filesystem>

#include "training/api/engine.h"

namespace paretune {

// Sorts by time, names the method, never repeats: "20261125-143210-lora-7f3a".
std::string new_run_id(const std::string& peft_type);
std::string default_run_name(const RunConfig& config);
// SHA-256 over names, sizes and the ends of a model's files.
std::string model_fingerprint(const std::filesystem::path& path);
Json this_machine(int threads, const std::string& device);  // as it stands in run.json: what trains
// `model_path` and data files are fingerprinted (data: SHA-256, of several files that of their SHA-256 one after the other).
Status write_run_json(const std::string& folder, const std::string& id, const RunConfig& config, const std::string& model_path, int threads, const std::string& device,
                      int processes = 1);
int64_t processes_of_run(const std::string& folder);  // that trained it when it began: 1 where run.json says nothing
Result<RunConfig> read_run_json(const std::string& folder);

// The run.json of a finished run with what it came to: `paretune train FILE` makes the run again.
Result<Json> reproduction_of(const RunRow& row);
// Its config, after model and data have been found to be the ones it was made with; Failure(input) says which is not.
Reproduction checked_reproduction(const Json& file, const std::string& home);

}  // namespace paretune
