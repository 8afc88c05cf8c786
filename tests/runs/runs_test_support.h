// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/temp_folder.h"
#include "training/runs/run_store.h"

namespace paretune::test {

// A home folder that vanishes with the test.
class Home {
 public:
  const std::string& path() const { return m_folder.path(); }
  std::string database() const { return m_folder / "paretune.db"; }
  std::vector<std::string> notices;
  std::unique_ptr<RunStore> open() { return std::move(RunStore::open(path(), notices)).value(); }

 private:
  TempFolder m_folder;
};

inline RunRow row(const std::string& id, const std::string& name = "a run") {
  RunRow out;
  out.id = id;
  out.name = name;
  out.folder = "runs/" + id;
  out.config.model = "demo";
  out.config.data = {{"path", "x.jsonl"}};
  out.config.peft = {{"peft_type", "LORA"}, {"r", 8}};
  out.config.training = {{"max_steps", 10}};
  out.config.sample_prompts = {"Hello"};
  return out;
}

inline RunEvent metrics(int64_t step, std::map<std::string, double> values, int64_t wall_ms = 0) {
  return {wall_ms, RunMetrics{step, std::move(values)}};
}

inline RunStarted started(int64_t total, int64_t first = 0) {
  RunStarted out;
  out.total_steps = total;
  out.first_step = first;
  out.trainable_parameters = 1234;
  return out;
}

}  // namespace paretune::test
