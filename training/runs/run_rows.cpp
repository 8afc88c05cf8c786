// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/run_rows.h"

#include <unordered_map>

#include "training/runs/owner.h"

namespace paretune {
namespace {

#define PARETUNE_RUN_COLUMNS \
  "seq, id, name, state, error, created, method, model, note, config, folder, step, total_steps, trainable_parameters, wall_ms, purpose, sweep, sweep_item"

// The stored config is canonical already; reading it without the schemas keeps runs of older programs readable.
RunConfig stored_config(const std::string& text) {
  RunConfig config;
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return config;
  const auto string_of = [&](const char* key) { return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string(); };
  config.name = string_of("name");
  config.model = string_of("model");
  config.init_adapter = string_of("init_adapter");
  config.data = std::move(json["data"]);
  config.peft = std::move(json["peft"]);
  if (!config.peft.is_object()) config.peft = Json::object();
  config.training = std::move(json["training"]);
  config.quantization = std::move(json["quantization"]);
  for (const Json& prompt : json["sample_prompts"]) {
    if (prompt.is_string()) config.sample_prompts.push_back(prompt.get<std::string>());
  }
  return config;
}

RunRow row_of(const Query& query) {
  RunRow row;
  row.id = query.text(1);
  row.name = query.text(2);
  row.state = query.text(3);
  row.error = query.text(4);
  row.created = query.text(5);
  row.method = query.text(6);
  row.model = query.text(7);
  row.note = query.text(8);
  row.config = stored_config(query.text(9));
  row.folder = query.text(10);
  row.step = query.integer(11);
  row.total_steps = query.integer(12);
  row.trainable_parameters = query.integer(13);
  if (!query.is_null(14)) row.summary["wall_seconds"] = static_cast<double>(query.integer(14)) / 1000;
  row.purpose = query.text(15);
  row.sweep = query.text(16);
  row.sweep_item = query.text(17);
  return row;
}

RunRow one_run(Database& database, int64_t seq) {
  RunRow row;
  {
    Query query = database.query("SELECT " PARETUNE_RUN_COLUMNS " FROM runs WHERE seq = ?", seq);
    query.next();
    row = row_of(query);
  }
  if (Query style = database.query("SELECT style FROM run_styles WHERE run = ?", seq); style.next()) row.style = static_cast<int>(style.integer(0));
  Query values = database.query("SELECT key, value FROM summary WHERE run = ?", seq);
  while (values.next()) row.summary.emplace(values.text(0), values.number(1));
  Query tags = database.query("SELECT tag FROM tags WHERE run = ? ORDER BY tag", seq);
  while (tags.next()) row.tags.push_back(tags.text(0));
  return row;
}

}  // namespace

std::vector<RunRow> read_runs(Database& database) {
  std::vector<RunRow> rows;
  std::unordered_map<int64_t, std::size_t> index;
  Query query = database.query("SELECT " PARETUNE_RUN_COLUMNS " FROM runs ORDER BY seq DESC");
  while (query.next()) {
    index.emplace(query.integer(0), rows.size());
    rows.push_back(row_of(query));
  }
  Query styles = database.query("SELECT run, style FROM run_styles");
  while (styles.next()) {
    if (const auto it = index.find(styles.integer(0)); it != index.end()) rows[it->second].style = static_cast<int>(styles.integer(1));
  }
  Query values = database.query("SELECT run, key, value FROM summary");
  while (values.next()) {
    if (const auto it = index.find(values.integer(0)); it != index.end()) rows[it->second].summary.emplace(values.text(1), values.number(2));
  }
  Query tags = database.query("SELECT run, tag FROM tags ORDER BY run, tag");
  while (tags.next()) {
    if (const auto it = index.find(tags.integer(0)); it != index.end()) rows[it->second].tags.push_back(tags.text(1));
  }
  return rows;
}

std::vector<RunRow> read_runs_of_sweep(Database& database, const std::string& sweep) {
  std::vector<int64_t> seqs;
  {
    Query query = database.query("SELECT seq FROM runs WHERE sweep = ? ORDER BY seq DESC", sweep);
    while (query.next()) seqs.push_back(query.integer(0));
  }
  std::vector<RunRow> rows;
  for (const int64_t seq : seqs) rows.push_back(one_run(database, seq));
  return rows;
}

std::vector<RunRow> read_finished(Database& database, const std::string& method, const std::string& key, int64_t limit) {
  std::vector<int64_t> seqs;
  {
    Query query = database.query("SELECT seq FROM runs WHERE state = 'finished' AND method = ?1"
                                 " AND EXISTS (SELECT 1 FROM summary WHERE run = seq AND key = ?2) ORDER BY seq DESC LIMIT ?3", method, key, limit);
    while (query.next()) seqs.push_back(query.integer(0));
  }
  std::vector<RunRow> rows;
  for (const int64_t seq : seqs) rows.push_back(one_run(database, seq));
  return rows;
}

int64_t read_sittings_from(Database& database, const std::string& id, int64_t step) {
  Query query = database.query("SELECT count(*) FROM events JOIN runs ON runs.seq = events.run WHERE runs.id = ? AND kind = 'sitting' AND events.step = ?", id, step);
  return query.next() ? query.integer(0) : 0;
}

std::vector<RunRow> read_left_behind(Database& database) {
  std::vector<int64_t> seqs;
  {
    Query query = database.query(
        "SELECT seq, owner_pid, owner_boot, owner_start, state FROM runs WHERE queue_place IS NOT NULL AND state IN ('queued', 'interrupted') AND sweep = ''"
        " ORDER BY queue_place, seq");
    while (query.next()) {
      if (query.text(4) == "interrupted" || !is_alive({query.integer(1), query.text(2), query.integer(3)})) seqs.push_back(query.integer(0));
    }
  }
  std::vector<RunRow> rows;
  for (const int64_t seq : seqs) rows.push_back(one_run(database, seq));
  return rows;
}

RunRow find_run(Database& database, const std::string& text) {
  struct Candidate {
    int64_t seq;
    std::string id, name;
  };
  const auto candidates = [&](const char* sql) {
    std::vector<Candidate> out;
    Query query = database.query(sql, text);
    while (query.next()) out.push_back({query.integer(0), query.text(1), query.text(2)});
    return out;
  };
  if (!text.empty()) {
    for (const char* sql :
         {"SELECT seq, id, name FROM runs WHERE id = ?1", "SELECT seq, id, name FROM runs WHERE name = ?1 ORDER BY seq DESC LIMIT 20",
          "SELECT seq, id, name FROM runs WHERE substr(id, 1, length(?1)) = ?1 ORDER BY seq DESC LIMIT 20"}) {
      const auto found = candidates(sql);
      if (found.size() == 1) return one_run(database, found[0].seq);
      if (found.empty()) continue;
      std::string list;
      for (const Candidate& candidate : found) list += (list.empty() ? "" : ", ") + candidate.id + " (" + candidate.name + ")";
      fail(ErrorKind::input, "'" + text + "' fits several runs: " + list, database.path(), "Give more of the id.");
    }
  }
  fail(ErrorKind::input, "no run '" + text + "'", database.path(), "'paretune runs list' shows the runs.");
}

std::vector<std::string> read_metric_keys(Database& database, const std::string& id) {
  std::vector<std::string> keys;
  Query query =
      database.query("SELECT key FROM summary JOIN runs ON runs.seq = summary.run WHERE runs.id = ? AND summary.step IS NOT NULL ORDER BY key", id);
  while (query.next()) keys.push_back(query.text(0));
  return keys;
}

std::vector<MetricPoint> read_metric(Database& database, const std::string& id, const std::string& key) {
  std::vector<MetricPoint> points;
  Query query =
      database.query("SELECT step, wall_ms, value FROM metrics WHERE run = (SELECT seq FROM runs WHERE id = ?) AND key = ? ORDER BY step", id, key);
  while (query.next()) points.push_back({query.integer(0), query.integer(1), query.number(2)});
  return points;
}

std::vector<RunSample> read_samples(Database& database, const std::string& id) {
  std::vector<RunSample> samples;
  Query query =
      database.query("SELECT step, idx, prompt, text, reference FROM samples WHERE run = (SELECT seq FROM runs WHERE id = ?) ORDER BY step, idx", id);
  while (query.next()) samples.push_back({query.integer(0), query.integer(1), query.text(2), query.text(3), query.text(4)});
  return samples;
}

std::vector<std::string> read_notes(Database& database, const std::string& id) {
  std::vector<std::string> notes;
  Query query = database.query("SELECT text FROM events WHERE run = (SELECT seq FROM runs WHERE id = ?) AND kind = 'note' ORDER BY seq", id);
  while (query.next()) notes.push_back(query.text(0));
  return notes;
}

std::vector<RunNote> read_health(Database& database, const std::string& id) {
  std::vector<RunNote> notes;
  Query query =
      database.query("SELECT step, text, suggestion FROM events WHERE run = (SELECT seq FROM runs WHERE id = ?) AND kind = 'note' ORDER BY seq", id);
  while (query.next()) {
    RunNote note{query.integer(0), query.text(1)};
    const std::string lines = query.text(2);
    for (std::size_t begin = 0; begin < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', begin), lines.size());
      note.suggestion.push_back(lines.substr(begin, end - begin));
      begin = end + 1;
    }
    notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace paretune
