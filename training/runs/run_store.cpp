// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/run_store.h"

#include <spdlog/spdlog.h>

#include <mutex>
#include <type_traits>

#include "training/core/clock.h"
#include "training/core/files.h"
#include "training/runs/open_database.h"
#include "training/runs/run_rows.h"
#include "training/runs/writer.h"

namespace paretune {
namespace {

int64_t seq_or_fail(Database& database, const std::string& id) {
  Query query = database.query("SELECT seq FROM runs WHERE id = ?", id);
  if (!query.next()) fail(ErrorKind::input, "no run '" + id + "'", database.path(), "'paretune runs list' shows the runs.");
  return query.integer(0);
}

class SqliteRunStore : public RunStore {
 public:
  SqliteRunStore(const std::string& path, std::unique_ptr<Database> database) : m_reader(connect(path)), m_writer(std::move(database)) {}

  Result<void> add_run(const RunRow& run) override {
    return m_writer.call([&](Database& database) {
      if (run.id.empty()) fail(ErrorKind::internal, "a run needs an id", database.path());
      if (database.query("SELECT 1 FROM runs WHERE id = ?", run.id).next())
        fail(ErrorKind::input, "a run '" + run.id + "' exists already", database.path(), "Take another id.");
      const Owner owner = this_process();
      const std::string config = run.config.to_json().dump(-1, ' ', false, Json::error_handler_t::replace);
      const std::string created = run.created.empty() ? utc_now() : run.created;
      const std::string method = run.method.empty() ? run.config.peft_type() : run.method;
      const std::string model = run.model.empty() ? run.config.model : run.model;
      const std::string name = run.name.empty() ? (run.config.name.empty() ? run.id : run.config.name) : run.name;
      database.run(
          "INSERT INTO runs (id, name, state, created, method, model, note, config, folder, step, total_steps, trainable_parameters,"
          " owner_pid, owner_boot, owner_start) VALUES (?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          run.id, name, created, method, model, run.note, config, run.folder, run.step, run.total_steps, run.trainable_parameters, owner.pid,
          owner.boot, owner.start);
      const int64_t seq = seq_or_fail(database, run.id);
      for (const std::string& tag : run.tags) database.run("INSERT OR IGNORE INTO tags (run, tag) VALUES (?, ?)", seq, tag);
    });
  }

  Result<void> set_state(const std::string& id, const std::string& state, const std::string& error) override {
    return m_writer.call([&](Database& database) {
      const int64_t seq = seq_or_fail(database, id);
      const Owner owner = this_process();
      database.run("UPDATE runs SET state = ?, error = ?, owner_pid = ?, owner_boot = ?, owner_start = ? WHERE seq = ?", state, error, owner.pid,
                   owner.boot, owner.start, seq);
    });
  }

  void record(const std::string& id, const RunEvent& event) override { m_writer.record(id, event); }
  void flush() override { m_writer.flush(); }

  std::vector<RunRow> runs() override {
    return listed([](Database& database) { return read_runs(database); });
  }
  std::vector<RunRow> finished_with(const std::string& method, const std::string& key, int64_t limit) override {
    return listed([&](Database& database) { return read_finished(database, method, key, limit); });
  }
  Result<RunRow> find(const std::string& text) override {
    return attempt(m_reader->path(), [&] { return read([&](Database& database) { return find_run(database, text); }); });
  }
  std::vector<std::string> metric_keys(const std::string& id) override {
    return listed([&](Database& database) { return read_metric_keys(database, id); });
  }
  std::vector<MetricPoint> metric(const std::string& id, const std::string& key) override {
    return listed([&](Database& database) { return read_metric(database, id, key); });
  }
  std::vector<RunSample> samples(const std::string& id) override {
    return listed([&](Database& database) { return read_samples(database, id); });
  }
  std::vector<std::string> notes(const std::string& id) override {
    return listed([&](Database& database) { return read_notes(database, id); });
  }

  Status remove(const std::string& id) override {
    return m_writer.call([&](Database& database) {
      const int64_t seq = seq_or_fail(database, id);
      {
        Query query = database.query("SELECT state, owner_pid, owner_boot, owner_start FROM runs WHERE seq = ?", seq);
        query.next();
        if (query.text(0) == "running" && is_alive({query.integer(1), query.text(2), query.integer(3)})) {
          fail(ErrorKind::usage, "run '" + id + "' is still running", database.path(), "Stop it first.");
        }
      }
      database.run("DELETE FROM runs WHERE seq = ?", seq);
    });
  }

  Status tag(const std::string& id, const std::string& tag, bool on) override {
    return m_writer.call([&](Database& database) {
      if (tag.empty()) fail(ErrorKind::usage, "a tag cannot be empty", database.path(), "Give a word.");
      const int64_t seq = seq_or_fail(database, id);
      if (on) database.run("INSERT OR IGNORE INTO tags (run, tag) VALUES (?, ?)", seq, tag);
      else database.run("DELETE FROM tags WHERE run = ? AND tag = ?", seq, tag);
    });
  }

  Status rename(const std::string& id, const std::string& name) override {
    return m_writer.call([&](Database& database) {
      if (name.empty()) fail(ErrorKind::usage, "a run's name cannot be empty", database.path(), "Give a name.");
      database.run("UPDATE runs SET name = ? WHERE seq = ?", name, seq_or_fail(database, id));
    });
  }

  Status set_note(const std::string& id, const std::string& note) override {
    return m_writer.call([&](Database& database) { database.run("UPDATE runs SET note = ? WHERE seq = ?", note, seq_or_fail(database, id)); });
  }

  Status add_eval(const std::string& id, const std::string& data, const std::map<std::string, double>& values) override {
    return m_writer.call([&](Database& database) {
      const int64_t seq = seq_or_fail(database, id);
      const std::string created = utc_now();
      for (const auto& [key, value] : values) {
        database.run("INSERT INTO evals (run, created, data, key, value) VALUES (?, ?, ?, ?, ?)", seq, created, data, key, value);
      }
    });
  }

 private:
  // One consistent view of the tables, beside the writer.
  template <class F>
  std::invoke_result_t<F, Database&> read(F&& body) {
    std::lock_guard lock(m_mutex);
    m_reader->execute("BEGIN");
    struct End {
      Database& database;
      ~End() { database.roll_back(); }
    } end{*m_reader};
    return body(*m_reader);
  }

  // For lists, which have no error to return: a database that cannot be read is logged and shown as empty.
  template <class F>
  std::invoke_result_t<F, Database&> listed(F&& body) {
    auto result = attempt(m_reader->path(), [&] { return read(body); });
    if (result) return std::move(result).value();
    spdlog::error("{}", result.error().text());
    return {};
  }

  std::mutex m_mutex;
  std::unique_ptr<Database> m_reader;
  Writer m_writer;
};

// A dead process finishes nothing: its running and waiting runs are interrupted, and can be resumed.
void mark_interrupted(Database& database) {
  Transaction transaction(database);
  std::vector<int64_t> orphans;
  {
    Query query = database.query("SELECT seq, owner_pid, owner_boot, owner_start FROM runs WHERE state IN ('running', 'queued')");
    while (query.next()) {
      if (!is_alive({query.integer(1), query.text(2), query.integer(3)})) orphans.push_back(query.integer(0));
    }
  }
  for (const int64_t seq : orphans) database.run("UPDATE runs SET state = 'interrupted' WHERE seq = ?", seq);
  transaction.commit();
}

}  // namespace

Result<std::unique_ptr<RunStore>> RunStore::open(const std::string& home, std::vector<std::string>& notices) {
  return attempt(home, [&]() -> std::unique_ptr<RunStore> {
    make_folders(home).value();
    const std::string path = (std::filesystem::path(home) / "paretune.db").string();
    auto database = open_database(path, notices);
    mark_interrupted(*database);
    return std::make_unique<SqliteRunStore>(path, std::move(database));
  });
}

}  // namespace paretune
