// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/runs/runs_test_support.h"
#include "training/runs/migrations.h"
#include "training/runs/open_database.h"

namespace paretune {
namespace {
using namespace test;
namespace fs = std::filesystem;

std::vector<std::string> damaged_files(const Home& home) {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(home.path())) {
    if (entry.path().filename().string().starts_with("paretune.db.damaged-")) out.push_back(entry.path().string());
  }
  return out;
}

void fill(Home& home) {
  const auto store = home.open();
  for (int i = 0; i < 50; ++i) {
    const std::string id = "r" + std::to_string(i);
    store->add_run(row(id)).value();
    for (int step = 0; step < 40; ++step) store->record(id, metrics(step, {{"loss", 1}, {"lr", 2}}));
  }
  store->flush();
}

TEST(DamagedDatabase, IsSetAsideReportedAndReplaced) {
  const std::string garbage(20'000, 'g');
  const auto overwrite = [](const std::string& path, std::streamoff at, const std::string& bytes) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(at);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  };
  const std::vector<std::pair<std::string, std::function<void(const std::string&)>>> damages = {
      {"no database at all", [&](const std::string& path) { std::ofstream(path, std::ios::binary) << garbage; }},
      {"pages overwritten", [&](const std::string& path) { overwrite(path, 4096 * 3, garbage); }},
      {"header overwritten", [&](const std::string& path) { overwrite(path, 0, garbage.substr(0, 50)); }},
      {"schema page overwritten", [&](const std::string& path) { overwrite(path, 100, garbage.substr(0, 3000)); }},
      {"cut in half", [&](const std::string& path) { fs::resize_file(path, fs::file_size(path) / 2 / 4096 * 4096); }},
  };
  for (const auto& [what, damage] : damages) {
    SCOPED_TRACE(what);
    Home home;
    fill(home);
    damage(home.database());
    const auto size = fs::file_size(home.database());
    auto store = home.open();
    ASSERT_EQ(home.notices.size(), 1u);
    const auto kept = damaged_files(home);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_NE(home.notices[0].find(kept[0]), std::string::npos) << home.notices[0];
    EXPECT_EQ(fs::file_size(kept[0]), size);
    EXPECT_TRUE(store->runs().empty());
    EXPECT_TRUE(store->add_run(row("new")).ok());
    store.reset();
    EXPECT_EQ(home.open()->runs().size(), 1u);
    EXPECT_EQ(home.notices.size(), 1u);
  }
}

TEST(DamagedDatabase, OtherTroubleIsAnErrorAndTouchesNothing) {
  Home home;
  fs::create_directories(home.database());  // a folder where the file belongs
  const auto store = RunStore::open(home.path(), home.notices);
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().kind, ErrorKind::io);
  EXPECT_TRUE(home.notices.empty());
  EXPECT_TRUE(fs::is_directory(home.database()));
}

TEST(Migrations, AreNumberedFromOne) {
  int expected = 1;
  for (const Migration& migration : run_migrations()) EXPECT_EQ(migration.version, expected++) << migration.name;
  EXPECT_GT(expected, 1);
}

TEST(Migrations, RunFromEveryOldVersionAndOnlyOnce) {
  constexpr Migration steps[] = {{1, "1", "CREATE TABLE a (x); INSERT INTO a VALUES (1)"},
                                 {2, "2", "ALTER TABLE a ADD COLUMN y DEFAULT 5"},
                                 {3, "3", "INSERT INTO a VALUES (2, 6)"}};
  for (std::size_t from = 0; from <= 3; ++from) {
    Home home;
    Database database(home.database());
    migrate(database, std::span(steps).first(from));
    migrate(database, steps);
    migrate(database, steps);
    Query query = database.query("SELECT count(*), sum(y) FROM a");
    ASSERT_TRUE(query.next());
    EXPECT_EQ(query.integer(0), 2);
    EXPECT_EQ(query.integer(1), 11);
    Query version = database.query("PRAGMA user_version");
    ASSERT_TRUE(version.next());
    EXPECT_EQ(version.integer(0), 3);
  }
}

TEST(Migrations, AFailedOneChangesNothing) {
  constexpr Migration bad[] = {{1, "1", "CREATE TABLE a (x)"}, {2, "2", "CREATE TABLE b (x); CREATE NONSENSE"}};
  Home home;
  Database database(home.database());
  migrate(database, std::span(bad).first(1));
  EXPECT_THROW(migrate(database, bad), Failure);
  EXPECT_FALSE(database.in_transaction());
  Query version = database.query("PRAGMA user_version");
  ASSERT_TRUE(version.next());
  EXPECT_EQ(version.integer(0), 1);
  EXPECT_FALSE(database.query("SELECT 1 FROM sqlite_schema WHERE name = 'b'").next());
}

TEST(Migrations, ANewerDatabaseIsRefusedAndKept) {
  Home home;
  fill(home);
  Database(home.database()).execute("PRAGMA user_version = 99");
  const auto store = RunStore::open(home.path(), home.notices);
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().kind, ErrorKind::unsupported);
  EXPECT_TRUE(damaged_files(home).empty());
  EXPECT_TRUE(home.notices.empty());
}

}  // namespace
}  // namespace paretune
