// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/past_runs.h"

#include <algorithm>

#include "training/core/files.h"
#include "training/engine/run_folder.h"

namespace paretune {
namespace {

constexpr const char* kPlannedBytes = "memory_planned_bytes";
constexpr const char* kPlannedRate = "planned_tokens_per_second";
constexpr const char* kPlannedEvaluationRate = "planned_evaluated_tokens_per_second";
constexpr const char* kCheckpointing = "planned_checkpointing";  // where the plan turned it on
constexpr int64_t kLooked = 64;       // newest runs of the method
constexpr std::size_t kTrusted = 8;  // newest similar ones that count

double value_of(const RunRow& row, const char* key) {
  const auto found = row.summary.find(key);
  return found == row.summary.end() ? 0 : found->second;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

bool checkpointed(const RunRow& row) { return asks_for_checkpointing(row.config) || value_of(row, kCheckpointing) > 0; }

}  // namespace

std::map<std::string, double> planned_figures(const Plan& plan) {
  std::map<std::string, double> out = {{kPlannedBytes, static_cast<double>(plan.uncorrected_bytes)}};
  if (plan.uncorrected_step_seconds > 0) out[kPlannedRate] = static_cast<double>(plan.tokens_per_step) / plan.uncorrected_step_seconds;
  if (plan.uncorrected_evaluation_seconds > 0) out[kPlannedEvaluationRate] = plan.evaluated_tokens / plan.uncorrected_evaluation_seconds;
  if (plan.checkpointing) out[kCheckpointing] = 1;
  return out;
}

bool PastRuns::made_here(const RunRow& row) {
  const auto file = read_json_file(row.folder + "/run.json");
  if (!file || !file->is_object()) return false;
  const Json hardware = file->value("hardware", Json::object()), hashes = file->value("hashes", Json::object()), here = this_machine(m_threads, m_device);
  for (const char* key : {"processor", "cores", "threads", "device"}) {
    if (!hardware.is_object() || !hardware.contains(key) || hardware[key] != here[key]) return false;
  }
  if (m_fingerprint.empty()) m_fingerprint = model_fingerprint(m_model_path);
  return hashes.is_object() && hashes.value("model", "") == m_fingerprint;
}

const std::vector<RunRow>& PastRuns::of_method(const std::string& method) {
  if (const auto known = m_runs.find(method); known != m_runs.end()) return known->second;
  auto rows = m_store.finished_with(method, kPlannedBytes, kLooked);
  std::erase_if(rows, [&](const RunRow& row) { return !made_here(row); });
  return m_runs[method] = std::move(rows);
}

PlanCorrection PastRuns::correction(const RunConfig& config) {
  std::vector<double> memory, time, evaluation;
  for (const RunRow& row : of_method(config.peft_type())) {
    if (row.config.quantization != config.quantization || checkpointed(row) != asks_for_checkpointing(config)) continue;
    const double planned = value_of(row, kPlannedBytes), measured = value_of(row, "memory_peak_bytes");
    if (planned > 0 && measured > 0 && memory.size() < kTrusted) memory.push_back(measured / planned);
    const double planned_rate = value_of(row, kPlannedRate), rate = value_of(row, "tokens_per_second");
    if (planned_rate > 0 && rate > 0 && time.size() < kTrusted) time.push_back(planned_rate / rate);
    const double planned_evaluation = value_of(row, kPlannedEvaluationRate), evaluated = value_of(row, "evaluated_tokens");
    if (planned_evaluation > 0 && evaluated > 0 && evaluation.size() < kTrusted)
      evaluation.push_back(planned_evaluation * value_of(row, "evaluation_seconds") / evaluated);
  }
  PlanCorrection out;
  if (memory.size() >= 2) {
    out.memory = std::clamp(median(memory), 0.8, 1.25);
    out.memory_runs = static_cast<int>(memory.size());
  }
  if (!time.empty()) {
    out.time = median(time);
    out.time_runs = static_cast<int>(time.size());
  }
  if (!evaluation.empty()) {
    out.evaluation = median(evaluation);
    out.evaluation_runs = static_cast<int>(evaluation.size());
  }
  return out;
}

}  // namespace paretune
