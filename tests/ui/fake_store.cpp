// SPDX-License-Identifier: GPL-3.0-or-later
// What the fake engine keeps of its runs, read and edited.
#include <algorithm>
#include <cmath>

#include "tests/ui/fake_engine.h"

namespace paretune {

std::vector<RunRow> FakeEngine::left_behind() {
  std::lock_guard lock(m_mutex);
  std::vector<RunRow> rows;
  for (const auto& run : m_runs)
    if (!run->thread.joinable() && run->row.sweep.empty() && (run->row.state == "interrupted" || run->row.state == "queued")) rows.push_back(run->row);
  return rows;
}

std::vector<RunRow> FakeEngine::runs() {
  std::lock_guard lock(m_mutex);
  std::vector<RunRow> rows;
  for (auto it = m_runs.rbegin(); it != m_runs.rend(); ++it) rows.push_back((*it)->row);
  return rows;
}
Result<RunRow> FakeEngine::run(const std::string& id) {
  std::lock_guard lock(m_mutex);
  if (auto* run = find(id)) return run->row;
  return Error{ErrorKind::input, "no run " + id, "runs", ""};
}
std::vector<std::string> FakeEngine::metric_keys(const std::string& id) {
  std::lock_guard lock(m_mutex);
  std::vector<std::string> keys;
  if (auto* run = find(id))
    for (const auto& [key, points] : run->metrics) keys.push_back(key);
  return keys;
}
std::vector<MetricPoint> FakeEngine::metric(const std::string& id, const std::string& key) {
  std::lock_guard lock(m_mutex);
  if (auto* run = find(id))
    if (auto it = run->metrics.find(key); it != run->metrics.end()) return it->second;
  return {};
}
std::vector<RunSample> FakeEngine::samples(const std::string& id) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  return run ? run->samples : std::vector<RunSample>{};
}
std::vector<std::string> FakeEngine::notes(const std::string& id) {
  std::lock_guard lock(m_mutex);
  std::vector<std::string> texts;
  if (auto* run = find(id))
    for (const auto& note : run->notes) texts.push_back(note.text);
  return texts;
}
std::vector<RunNote> FakeEngine::health(const std::string& id) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  return run ? run->notes : std::vector<RunNote>{};
}
Result<AdapterReport> FakeEngine::adapter_report(const std::string& id) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  if (!run || run->row.state != "finished")
    return Error{ErrorKind::input, "the run has no adapter report", id, "It is made when a run has taken its last step."};
  AdapterReport report;
  report.text_from = "sample_prompts", report.texts = 3, report.tokens = 74;
  report.mean_abs_logit_change = 1.83, report.max_abs_logit_change = 14.2, report.mean_abs_logit = 9.1, report.next_tokens_changed = 0.41;
  report.relative_change = 0.021;
  const bool weights = run->row.method != "PROMPT_TUNING";
  report.compared = weights ? "weights" : "outputs";
  static const char* const kinds[] = {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
                                      "mlp.gate_proj",    "mlp.up_proj",      "mlp.down_proj"};
  for (int block = 0; block < 30; ++block) {
    if (!weights) {
      report.layers.push_back({"block " + std::to_string(block), 3.0 + block, 0.02 + 0.002 * block, false});
      continue;
    }
    for (int kind = 0; kind < 7; ++kind) {
      const bool dead = block == 4 && kind < 2;
      const double relative = dead ? 0 : 0.004 + 0.03 * std::pow(std::sin(0.13 * block + kind), 2);
      report.layers.push_back({"model.layers." + std::to_string(block) + "." + kinds[kind], relative * 40, relative, dead});
    }
  }
  return report;
}
Status FakeEngine::set_style(const std::string& id, int style) {
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  if (!run) return Error{ErrorKind::input, "no run " + id, "runs", ""};
  run->row.style = style;
  return {};
}
Status FakeEngine::remove_run(const std::string& id) {
  std::lock_guard lock(m_mutex);
  auto it = std::find_if(m_runs.begin(), m_runs.end(), [&](auto& run) { return run->row.id == id; });
  if (it == m_runs.end()) return Error{ErrorKind::input, "no run " + id, "runs", ""};
  if ((*it)->row.state == "running") return Error{ErrorKind::input, "the run is still going", id, "Stop it first."};
  m_runs.erase(it);
  return {};
}
Status FakeEngine::edit(const std::string& id, const std::function<void(RunRow&)>& change) {
  std::this_thread::sleep_for(std::chrono::milliseconds(next_edit_ms.exchange(0)));
  if (refuses_edits) return Error{ErrorKind::io, "the disk is full", "paretune.db", "Make room on the disk."};
  std::lock_guard lock(m_mutex);
  auto* run = find(id);
  if (!run) return Error{ErrorKind::input, "no run " + id, "runs", ""};
  change(run->row);
  return {};
}
Status FakeEngine::tag_run(const std::string& id, const std::string& tag, bool on) {
  return edit(id, [&](RunRow& row) {
    std::erase(row.tags, tag);
    if (on) row.tags.push_back(tag);
  });
}
Status FakeEngine::rename_run(const std::string& id, const std::string& name) {
  return edit(id, [&](RunRow& row) { row.name = name; });
}
Status FakeEngine::set_note(const std::string& id, const std::string& note) {
  return edit(id, [&](RunRow& row) { row.note = note; });
}

}  // namespace paretune
