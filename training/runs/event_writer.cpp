// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/event_writer.h"

#include <spdlog/spdlog.h>

#include <filesystem>

namespace paretune {
namespace {

double folder_bytes(const std::string& folder) {
  double bytes = 0;
  std::error_code code;
  for (auto it = std::filesystem::recursive_directory_iterator(folder, code); !code && it != std::filesystem::recursive_directory_iterator();
       it.increment(code)) {
    std::error_code ignored;  // a file that vanishes meanwhile counts as nothing
    if (it->is_regular_file(ignored)) bytes += static_cast<double>(it->file_size(ignored));
  }
  return bytes;
}

}  // namespace

void EventWriter::begin_batch() {
  m_seqs.clear();
  m_pending.clear();
}

void EventWriter::end_batch() {
  for (const auto& [run, pending] : m_pending) write_pending(run);
  m_pending.clear();
}

int64_t EventWriter::seq_of(const std::string& id) {
  const auto it = m_seqs.find(id);
  if (it != m_seqs.end()) return it->second;
  Query query = m_database.query("SELECT seq FROM runs WHERE id = ?", id);
  const int64_t seq = query.next() ? query.integer(0) : -1;
  if (seq < 0) spdlog::warn("events of run {} are dropped: it is not in the database", id);
  return m_seqs[id] = seq;
}

void EventWriter::apply(const std::string& id, const RunEvent& event) {
  const int64_t run = seq_of(id);
  if (run < 0) return;
  Pending& pending = m_pending[run];
  pending.wall_ms = std::max(pending.wall_ms, event.wall_ms);
  std::visit([&](const auto& body) { store(run, event.wall_ms, body); }, event.body);
}

void EventWriter::write_pending(int64_t run) {
  Pending& pending = m_pending[run];
  for (const auto& [key, last] : pending.last) {
    m_database.run("INSERT INTO summary (run, key, value, step) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (run, key) DO UPDATE SET value = ?3, step = ?4",
                   run, key, last.second, last.first);
  }
  pending.last.clear();
  if (pending.step >= 0) m_database.run("UPDATE runs SET step = ? WHERE seq = ?", pending.step, run);
  if (pending.wall_ms >= 0) m_database.run("UPDATE runs SET wall_ms = ? WHERE seq = ?", pending.wall_ms, run);
  pending.step = pending.wall_ms = -1;
}

void EventWriter::add_event(int64_t run, const char* kind, int64_t step, int64_t wall_ms, std::string_view text) {
  m_database.run("INSERT INTO events (run, kind, step, wall_ms, text) VALUES (?, ?, ?, ?, ?)", run, std::string_view(kind), step, wall_ms, text);
}

void EventWriter::store(int64_t run, int64_t wall_ms, const RunStarted& body) {
  write_pending(run);
  m_database.run(
      "UPDATE runs SET state = 'running', error = '', step = ?2, total_steps = ?3, trainable_parameters = ?4, total_parameters = ?5, train_rows = ?6,"
      " eval_rows = ?7, truncated_rows = ?8, owner_pid = ?9, owner_boot = ?10, owner_start = ?11 WHERE seq = ?1",
      run, body.first_step, body.total_steps, body.trainable_parameters, body.total_parameters, body.train_rows, body.eval_rows, body.truncated_rows,
      m_owner.pid, m_owner.boot, m_owner.start);
  // A resume goes back to its checkpoint: what was recorded after it did not happen in this run's history.
  m_database.run("DELETE FROM metrics WHERE run = ? AND step > ?", run, body.first_step);
  if (m_database.changes() > 0) {
    m_database.run("DELETE FROM summary WHERE run = ?", run);
    // With max() alone, SQLite takes the other columns from the row that holds it.
    m_database.run("INSERT INTO summary (run, key, value, step) SELECT run, key, value, max(step) FROM metrics WHERE run = ? GROUP BY run, key", run);
  }
  m_database.run("DELETE FROM samples WHERE run = ? AND step > ?", run, body.first_step);
  m_database.run("DELETE FROM events WHERE run = ? AND step > ? AND kind IN ('note', 'checkpoint')", run, body.first_step);
  add_event(run, "started", body.first_step, wall_ms, "");
}

void EventWriter::store(int64_t run, int64_t wall_ms, const RunPhase& body) {
  std::string& last = m_phases[run];
  if (last == body.name) return;
  last = body.name;
  m_database.run("INSERT INTO events (run, kind, step, wall_ms, text) VALUES (?, 'phase', NULL, ?, ?)", run, wall_ms, body.name);
}

void EventWriter::store(int64_t run, int64_t wall_ms, const RunMetrics& body) {
  Pending& pending = m_pending[run];
  pending.step = body.step;
  for (const auto& [key, value] : body.values) {
    m_database.run("INSERT OR REPLACE INTO metrics (run, step, key, value, wall_ms) VALUES (?, ?, ?, ?, ?)", run, body.step, key, value, wall_ms);
    pending.last[key] = {body.step, value};
  }
}

void EventWriter::store(int64_t run, int64_t, const RunSample& body) {
  m_database.run("INSERT OR REPLACE INTO samples (run, step, idx, prompt, text, reference) VALUES (?, ?, ?, ?, ?, ?)", run, body.step, body.index,
                 body.prompt, body.text, body.reference);
}

void EventWriter::store(int64_t run, int64_t wall_ms, const RunCheckpoint& body) { add_event(run, "checkpoint", body.step, wall_ms, body.folder); }

void EventWriter::store(int64_t run, int64_t wall_ms, const RunNote& body) {
  std::string suggestion;
  for (const auto& assignment : body.suggestion) suggestion += (suggestion.empty() ? "" : "\n") + assignment;
  m_database.run("INSERT INTO events (run, kind, step, wall_ms, text, suggestion) VALUES (?, 'note', ?, ?, ?, ?)", run, body.step, wall_ms, body.text,
                 suggestion);
}

void EventWriter::store(int64_t run, int64_t wall_ms, const RunFinished& body) {
  write_pending(run);
  std::map<std::string, double> values = body.final_metrics;
  if (!body.adapter_folder.empty() && !values.contains("adapter_bytes")) values["adapter_bytes"] = folder_bytes(body.adapter_folder);
  for (const auto& [key, value] : values) {
    m_database.run("INSERT INTO summary (run, key, value, step) VALUES (?1, ?2, ?3, NULL) ON CONFLICT (run, key) DO UPDATE SET value = ?3", run, key,
                   value);
  }
  m_database.run("UPDATE runs SET state = ?, error = '', step = ?, queue_place = NULL WHERE seq = ?", std::string_view(body.why == "stopped" ? "stopped" : "finished"),
                 body.step, run);
  add_event(run, "finished", body.step, wall_ms, body.why);
  m_phases.erase(run);
}

void EventWriter::store(int64_t run, int64_t wall_ms, const RunFailed& body) {
  write_pending(run);
  const bool stopped = body.error.kind == ErrorKind::stopped;
  const std::string text = body.error.text();
  m_database.run("UPDATE runs SET state = ?, error = ?, queue_place = NULL WHERE seq = ?", std::string_view(stopped ? "stopped" : "failed"), text, run);
  m_database.run("INSERT INTO events (run, kind, step, wall_ms, text) SELECT seq, 'failed', step, ?, ? FROM runs WHERE seq = ?", wall_ms, text, run);
  m_phases.erase(run);
}

}  // namespace paretune
