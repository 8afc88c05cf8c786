// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What finished runs say about the plans they had. A run stores the plan's figures, uncorrected, beside what was measured.
#include <map>

#include "training/loop/planner.h"
#include "training/runs/run_store.h"

namespace paretune {

// Kept in a run's summary with the measured ones.
std::map<std::string, double> planned_figures(const Plan& plan);

// Of this model on this machine; each method's runs are looked up once.
class PastRuns {
 public:
  PastRuns(RunStore& store, std::string model_path, int threads, at::Device device = at::kCPU)
      : m_store(store), m_model_path(std::move(model_path)), m_threads(threads), m_device(device.str()) {}
  // From the last runs with the same method, quantization and checkpointing: the median of measured / planned. Memory needs two runs and is
  // trusted within 0.8 and 1.25, for a run's peak also has causes that the next one need not have.
  PlanCorrection correction(const RunConfig& config);

 private:
  const std::vector<RunRow>& of_method(const std::string& method);
  bool made_here(const RunRow& row);

  RunStore& m_store;
  std::string m_model_path, m_fingerprint;
  int m_threads;
  std::string m_device;
  std::map<std::string, std::vector<RunRow>> m_runs;
};

}  // namespace paretune
