// SPDX-License-Identifier: GPL-3.0-or-later
// Databases of every version so far (tests/runs/old_databases, as SQL) come up to the newest with all their rows, also when the process
// that does it is killed at any statement or file call.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/runs/runs_test_support.h"
#include "tests/support/file_faults.h"
#include "tests/support/program.h"
#include "tests/support/promise.h"
#include "training/runs/migrations.h"
#include "training/runs/sqlite.h"

namespace paretune {
namespace {

using namespace test;

int newest() { return run_migrations().back().version; }

void make_old(const Home& home, int version) {
  const std::string sql = read_all(std::string(PARETUNE_SOURCE_DIR) + "/tests/runs/old_databases/version-" + std::to_string(version) + ".sql");
  ASSERT_FALSE(sql.empty()) << "a new version of the schema needs its fixture: rows in every table, then sqlite3's .dump and user_version";
  Database database(home.database());
  database.execute("PRAGMA journal_mode = WAL");
  database.execute(sql.c_str());
}

int64_t number(Database& database, const std::string& sql) {
  Query query = database.query(sql.c_str());
  return query.next() ? query.integer(0) : -1;
}

// Per table the columns it has; all rows as text. What opening itself changes is left out: runs and sweeps of a dead process.
using Tables = std::map<std::string, std::string>;
using Rows = std::map<std::string, std::vector<std::string>>;

Tables tables_of(Database& database) {
  Tables out;
  Query query = database.query("SELECT t.name, group_concat('quote(' || c.name || ')', '||'' ''||') FROM sqlite_schema t, pragma_table_info(t.name) c"
                               " WHERE t.type = 'table' GROUP BY t.name");
  while (query.next()) out[query.text(0)] = query.text(1);
  return out;
}

Rows rows_of(Database& database, const Tables& tables) {
  Rows out;
  for (const auto& [table, columns] : tables) {
    Query query = database.query(("SELECT replace(" + columns + ", '''running''', '''interrupted''') FROM " + table).c_str());
    while (query.next()) out[table].push_back(query.text(0));
    std::sort(out[table].begin(), out[table].end());
  }
  return out;
}

struct Old {
  Tables tables;
  Rows rows;
};

Old old_of(const Home& home) {
  Database database(home.database());
  Old out{tables_of(database), {}};
  out.rows = rows_of(database, out.tables);
  return out;
}

// Opened by today's program, twice: everything is there and it can be used.
void expect_brought_up(Home& home, const Old& old) {
  for (int time = 0; time < 2; ++time) {
    const auto store = home.open();
    EXPECT_TRUE(home.notices.empty());
    Database database(home.database());
    EXPECT_EQ(number(database, "PRAGMA user_version"), newest());
    EXPECT_EQ(number(database, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    EXPECT_EQ(number(database, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    EXPECT_EQ(rows_of(database, old.tables), old.rows);
  }
}

TEST(OldDatabases, OfEveryVersionComeUpWithTheirRows) {
  Promise promise("a database of every older version comes up with all its rows");
  std::vector<std::string> newest_schema;
  for (int version = newest(); version >= 1; --version) {
    promise.try_once([&] {
      SCOPED_TRACE("version " + std::to_string(version));
      Home home;
      ASSERT_NO_FATAL_FAILURE(make_old(home, version));
      const Old old = old_of(home);
      for (const auto& [table, columns] : old.tables) EXPECT_FALSE(old.rows.at(table).empty()) << "the fixture has nothing in " << table;
      expect_brought_up(home, old);
      const auto store = home.open();
      ASSERT_EQ(store->runs().size(), 4u);
      const RunRow first = store->find("first").value();
      EXPECT_EQ(first.state, "finished");
      EXPECT_EQ(first.config.peft_type(), "LORA");
      EXPECT_EQ(first.note, "a note with 'quotes' and Umlaut: ü");
      EXPECT_EQ(first.summary.at("eval_loss"), 1.5);
      EXPECT_EQ(first.tags.size(), 2u);
      EXPECT_EQ(store->metric("20261101-aaaa", "loss").size(), 3u);
      EXPECT_TRUE(std::isnan(store->metric("20261101-aaaa", "loss")[1].value));
      EXPECT_TRUE(std::isinf(store->metric("20261101-aaaa", "grad_norm")[0].value));
      EXPECT_EQ(store->samples("20261101-aaaa")[1].text, "Grüß dich");
      ASSERT_EQ(store->health("20261101-aaaa").size(), 1u);
      EXPECT_EQ(store->find("cut off")->state, "interrupted");
      EXPECT_EQ(store->find("waiting")->state, "queued");
      EXPECT_TRUE(store->add_run(row("new")).ok());
      EXPECT_EQ(store->runs()[0].id, "new") << "numbers go on";
      if (version >= 2) EXPECT_EQ(store->runs_of_sweep("sweep-1").size(), 1u);
      if (version >= 3) EXPECT_EQ(store->health("20261101-aaaa")[0].suggestion.size(), 1u);
      // The same tables, columns and indices whichever version they come from.
      Database database(home.database());
      std::vector<std::string> schema;
      Query query = database.query("SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || coalesce(c.dflt_value, '') FROM sqlite_schema t,"
                                   " pragma_table_info(t.name) c UNION SELECT name FROM sqlite_schema ORDER BY 1");
      while (query.next()) schema.push_back(query.text(0));
      if (version == newest()) newest_schema = schema;
      EXPECT_EQ(schema, newest_schema);
    });
  }
}

// SQLite calls this for every connection of the process.
long g_statements_left = 0;
int count_statements(sqlite3* handle, char**, const void*) {
  return sqlite3_trace_v2(
      handle, SQLITE_TRACE_STMT,
      [](unsigned, void*, void*, void*) {
        if (--g_statements_left == 0) ::raise(SIGKILL);
        return 0;
      },
      nullptr);
}

void kill_at_statement(const Home&, long nth) {
  g_statements_left = nth;
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(count_statements));
}
void kill_at_file_call(const Home& home, long nth) { new FileFaults({.folder = home.path(), .nth = nth, .kill = true}); }  // for the life of the process

TEST(OldDatabases, AKillAtAnyMomentOfBringingUpLosesNothing) {
  Promise promise("a process killed while it brings an old database up loses nothing");
  for (int version = 1; version < newest(); ++version) {
    for (const auto& [what, arm] : {std::pair{"statement", &kill_at_statement}, std::pair{"file call", &kill_at_file_call}}) {
      long kills = 0;
      for (bool killed = true; killed;) {
        promise.try_once([&] {
          SCOPED_TRACE("version " + std::to_string(version) + ", killed at " + what + " " + std::to_string(kills + 1));
          killed = false;
          Home home;
          ASSERT_NO_FATAL_FAILURE(make_old(home, version));
          const Old old = old_of(home);
          const pid_t child = ::fork();
          if (child == 0) {
            arm(home, kills + 1);
            home.open();
            ::_exit(0);
          }
          int status = 0;
          ASSERT_EQ(::waitpid(child, &status, 0), child);
          killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
          if (killed) ++kills;
          else EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
          {
            Database database(home.database());
            const int64_t reached = number(database, "PRAGMA user_version");
            EXPECT_TRUE(reached == version || reached == newest()) << reached << ": all or nothing";
          }
          expect_brought_up(home, old);
        });
      }
      EXPECT_GT(kills, 10) << what;
    }
  }
}

}  // namespace
}  // namespace paretune
