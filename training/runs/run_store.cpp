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

// This process becomes its owner.
void write_state(Database& database, int64_t seq, const std::string& state, const std::string& error) {
  const Owner owner = this_process();
  database.run("UPDATE runs SET state = ?, error = ?, owner_pid = ?, owner_boot = ?, owner_start = ? WHERE seq = ?", state, error, owner.pid, owner.boot,
               owner.start, seq);
}

class SqliteRunStore : public RunStore {
 public:
  SqliteRunStore(const std::string& path, std::unique_ptr<ClosedMark> mark, std::unique_ptr<Database> database)
      : m_mark(std::move(mark)), m_reader(connect(path, *m_mark)), m_writer(std::move(database)) {}

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
          " owner_pid, owner_boot, owner_start, purpose, sweep, sweep_item, queue_place)"
          " VALUES (?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(queue_place), 0) + 1 FROM runs))",
          run.id, name, created, method, model, run.note, config, run.folder, run.step, run.total_steps, run.trainable_parameters, owner.pid,
          owner.boot, owner.start, run.purpose, run.sweep, run.sweep_item);
      const int64_t seq = seq_or_fail(database, run.id);
      for (const std::string& tag : run.tags) database.run("INSERT OR IGNORE INTO tags (run, tag) VALUES (?, ?)", seq, tag);
    });
  }

  Result<void> set_state(const std::string& id, const std::string& state, const std::string& error) override {
    return m_writer.call([&](Database& database) { write_state(database, seq_or_fail(database, id), state, error); });
  }

  Status begin_sitting(const std::string& id, int64_t step) override {
    return m_writer.call([&](Database& database) {
      const int64_t seq = seq_or_fail(database, id);
      write_state(database, seq, "running", "");
      database.run("INSERT INTO events (run, kind, step, wall_ms, text) VALUES (?, 'sitting', ?, 0, '')", seq, step);
    });
  }

  Status claim(const std::string& id) override {
    return m_writer.call([&](Database& database) {
      const int64_t seq = seq_or_fail(database, id);
      const Owner owner = this_process();
      {
        Query query = database.query("SELECT state, owner_pid, owner_boot, owner_start FROM runs WHERE seq = ?", seq);
        query.next();
        const std::string state = query.text(0);
        const Owner other{query.integer(1), query.text(2), query.integer(3)};
        const bool ours = other.pid == owner.pid && other.boot == owner.boot && other.start == owner.start;
        if ((state == "running" || state == "queued") && !ours && is_alive(other)) {
          fail(ErrorKind::input, "another Paretune (process " + std::to_string(other.pid) + ") has the run, it is " + state, id, "Stop it there first.");
        }
      }
      database.run(
          "UPDATE runs SET state = 'queued', error = '', owner_pid = ?, owner_boot = ?, owner_start = ?,"
          " queue_place = coalesce(queue_place, (SELECT coalesce(max(queue_place), 0) + 1 FROM runs)) WHERE seq = ?",
          owner.pid, owner.boot, owner.start, seq);
    });
  }
  Status order_queue(const std::vector<std::string>& ids) override {
    return m_writer.call([&](Database& database) {
      for (const std::string& id : ids) {
        database.run("UPDATE runs SET queue_place = (SELECT coalesce(max(queue_place), 0) + 1 FROM runs) WHERE seq = ?", seq_or_fail(database, id));
      }
    });
  }
  std::vector<RunRow> left_behind() override {
    return listed([](Database& database) { return read_left_behind(database); });
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
  std::vector<RunNote> health(const std::string& id) override {
    return listed([&](Database& database) { return read_health(database, id); });
  }
  int64_t sittings_from(const std::string& id, int64_t step) override {
    return listed([&](Database& database) { return read_sittings_from(database, id, step); });
  }
  Status set_style(const std::string& id, int style) override {
    return m_writer.call([&](Database& database) {
      database.run("INSERT INTO run_styles (run, style) VALUES (?1, ?2) ON CONFLICT (run) DO UPDATE SET style = ?2", seq_or_fail(database, id),
                   static_cast<int64_t>(style));
    });
  }

  Status remove(const std::string& id) override {
    return m_writer.call([&](Database& database) {
      const int64_t seq = seq_or_fail(database, id);
      {
        Query query = database.query("SELECT state, owner_pid, owner_boot, owner_start FROM runs WHERE seq = ?", seq);
        query.next();
        const std::string state = query.text(0);
        const Owner owner{query.integer(1), query.text(2), query.integer(3)};
        if ((state == "running" || (state == "queued" && owner.pid != this_process().pid)) && is_alive(owner)) {
          fail(ErrorKind::usage, "run '" + id + "' is still " + state, database.path(), "Stop it first.");
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

  Status add_sweep(const SweepRow& sweep) override {
    return m_writer.call([&](Database& database) {
      const Owner owner = this_process();
      database.run("INSERT INTO sweeps (id, name, hash, state, created, plan, owner_pid, owner_boot, owner_start) VALUES (?, ?, ?, 'running', ?, ?, ?, ?, ?)",
                   sweep.id, sweep.name, sweep.hash, sweep.created, sweep.plan, owner.pid, owner.boot, owner.start);
    });
  }
  Status claim_sweep(const std::string& id) override {
    return m_writer.call([&](Database& database) {
      const Owner owner = this_process();
      {
        Query query = database.query("SELECT state, owner_pid, owner_boot, owner_start FROM sweeps WHERE id = ?", id);
        if (!query.next()) fail(ErrorKind::input, "no sweep '" + id + "'", database.path(), "'paretune sweep --list' shows them.");
        const Owner other{query.integer(1), query.text(2), query.integer(3)};
        if (query.text(0) == "running" && other.pid != owner.pid && is_alive(other)) {
          fail(ErrorKind::input, "another Paretune (process " + std::to_string(other.pid) + ") runs the sweep", id, "Stop it there first.");
        }
      }
      database.run("UPDATE sweeps SET state = 'running', error = '', owner_pid = ?, owner_boot = ?, owner_start = ? WHERE id = ?", owner.pid, owner.boot, owner.start, id);
    });
  }
  Status set_sweep_state(const std::string& id, const std::string& state, const std::string& error) override {
    return m_writer.call([&](Database& database) { database.run("UPDATE sweeps SET state = ?, error = ? WHERE id = ?", state, error, id); });
  }
  std::vector<SweepRow> sweeps() override {
    return listed([](Database& database) { return read_sweeps(database); });
  }
  Result<SweepRow> find_sweep(const std::string& text) override {
    return attempt(m_reader->path(), [&] { return read([&](Database& database) { return paretune::find_sweep(database, text); }); });
  }
  std::optional<std::string> sweep_of_hash(const std::string& hash) override {
    return listed([&](Database& database) { return paretune::sweep_of_hash(database, hash); });
  }
  std::vector<RunRow> runs_of_sweep(const std::string& id) override {
    return listed([&](Database& database) { return read_runs_of_sweep(database, id); });
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

  std::unique_ptr<ClosedMark> m_mark;  // first: left when the connections below are closed
  std::mutex m_mutex;
  std::unique_ptr<Database> m_reader;
  Writer m_writer;
};

// A dead process finishes nothing: its running runs and sweeps are interrupted, and can be resumed.
void mark_interrupted(Database& database) {
  Transaction transaction(database);
  for (const auto& [select, update] : {std::pair{"SELECT seq, owner_pid, owner_boot, owner_start FROM runs WHERE state = 'running'",
                                                 "UPDATE runs SET state = 'interrupted' WHERE seq = ?"},
                                       std::pair{"SELECT seq, owner_pid, owner_boot, owner_start FROM sweeps WHERE state = 'running'",
                                                 "UPDATE sweeps SET state = 'interrupted' WHERE seq = ?"}}) {
    std::vector<int64_t> orphans;
    {
      Query query = database.query(select);
      while (query.next()) {
        if (!is_alive({query.integer(1), query.text(2), query.integer(3)})) orphans.push_back(query.integer(0));
      }
    }
    for (const int64_t seq : orphans) database.run(update, seq);
  }
  transaction.commit();
}

}  // namespace

Result<std::unique_ptr<RunStore>> RunStore::open(const std::string& home, std::vector<std::string>& notices) {
  return attempt(home, [&]() -> std::unique_ptr<RunStore> {
    make_folders(home).value();
    const std::string path = (std::filesystem::path(home) / "paretune.db").string();
    auto mark = std::make_unique<ClosedMark>(path);
    auto database = open_database(path, *mark, mark_interrupted, notices);
    return std::make_unique<SqliteRunStore>(path, std::move(mark), std::move(database));
  });
}

}  // namespace paretune
