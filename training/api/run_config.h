// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/schema.h"

namespace paretune {

// One experiment as a value: the run file, completed with defaults. See README "Run file".
struct RunConfig {
  std::string name;   // shown to people; empty = made from model and method
  std::string model;  // HF folder, .gguf, org/name in the HF cache, or "demo"
  Json data;          // keys of data_schema()
  Json peft;          // keys of the method's schema, with "peft_type"
  Json training;      // keys of training_schema() (HF TrainingArguments)
  std::string init_adapter;  // PEFT folder with starting values; empty = fresh
  Json quantization;         // how the base's linear layers are kept: null, "nf4", "int8", or "gguf" (the file's own blocks)
  std::vector<std::string> sample_prompts;

  std::string peft_type() const { return peft.value("peft_type", "LORA"); }
  Json to_json() const;       // canonical; parse_run_config(to_json()) is the same value
  std::string hash() const;   // hex digest of the canonical JSON without the name
};

const ParamSchema& data_schema();
const ParamSchema& training_schema();

// Completes defaults; unknown keys, wrong types and ranges are errors naming the key and the nearest known one.
// Paths inside are kept as given.
Result<RunConfig> parse_run_config(const Json& run_file);
Result<RunConfig> read_run_file(const std::string& path);
// Applies "training.max_steps=20" (value parsed as JSON, else text) to a run file before parsing.
Status apply_override(Json& run_file, const std::string& assignment);

}  // namespace paretune
