// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/open_database.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include "training/core/clock.h"
#include "training/core/files.h"
#include "training/runs/migrations.h"

namespace paretune {
namespace {
namespace fs = std::filesystem;

// Only damage counts as a finding; a busy or full disk is thrown as it is.
std::string damage_of(Database& database) {
  try {
    Query query = database.query("PRAGMA integrity_check(1)");
    if (!query.next()) return "the check gave no answer";
    const std::string answer = query.text(0);
    return answer == "ok" ? std::string() : answer;
  } catch (const SqliteFailure& failure) {
    if (failure.damaged()) return failure.error().message;
    throw;
  }
}

std::string set_aside(const std::string& path) {
  std::string target = path + ".damaged-" + utc_now("%Y%m%dT%H%M%SZ");
  for (int i = 2; fs::exists(target); ++i) target = path + ".damaged-" + utc_now("%Y%m%dT%H%M%SZ") + "-" + std::to_string(i);
  std::error_code ignored;
  fs::remove(path + "-shm", ignored);  // an index of the log, made anew by whoever opens it
  if (fs::exists(path + "-wal") && fs::is_empty(path + "-wal")) fs::remove(path + "-wal", ignored);
  for (const char* suffix : {"", "-wal"}) {
    std::error_code code;
    if (fs::exists(path + suffix)) fs::rename(path + suffix, target + suffix, code);
    if (code)
      fail(ErrorKind::io, "cannot set the damaged database aside: " + code.message(), path + suffix, "Rename the file yourself and start again.");
  }
  sync_folder(fs::path(path).parent_path().string()).value();
  return target;
}

std::unique_ptr<Database> open_checked(const std::string& path, ClosedMark& mark, bool trusted, const std::function<void(Database&)>& first,
                                       std::string& damage) {
  auto database = std::make_unique<Database>(path);
  database->keep_log_at_close(true);  // what is set aside is what was there
  try {
    if (!trusted) {
      damage = damage_of(*database);
      if (!damage.empty()) return nullptr;
      mark.checked();
    }
    // Switching to WAL needs the file alone for a moment and does not wait by itself.
    for (int attempt_number = 0;; ++attempt_number) {
      try {
        database->execute("PRAGMA journal_mode = WAL");
        break;
      } catch (const SqliteFailure& failure) {
        if (failure.code() != SQLITE_BUSY || attempt_number >= 100) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
    }
    database->execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL");
    migrate(*database, run_migrations());
    first(*database);
    database->keep_log_at_close(false);
    database->on_damage([&mark] { mark.distrust(); });
  } catch (const SqliteFailure& failure) {
    if (!failure.damaged()) throw;
    damage = failure.error().message;
    return nullptr;
  }
  return database;
}

}  // namespace

std::unique_ptr<Database> open_database(const std::string& path, ClosedMark& mark, const std::function<void(Database&)>& first,
                                        std::vector<std::string>& notices) {
  std::string damage;
  if (auto database = open_checked(path, mark, mark.vouches(), first, damage)) return database;
  const std::string target = set_aside(path);
  notices.push_back("The run database was damaged (" + damage + "). It was kept as " + target +
                    " and a new one was started; the folders of the runs were not touched. What is still good in it can be read out with the sqlite3"
                    " program from sqlite.org: sqlite3 <the kept file> .recover | sqlite3 recovered.db");
  damage.clear();
  if (auto database = open_checked(path, mark, false, first, damage)) return database;
  fail(ErrorKind::io, "a new database cannot be used either: " + damage, path, "Check the disk; it may be failing.");
}

std::unique_ptr<Database> connect(const std::string& path, ClosedMark& mark) {
  auto database = std::make_unique<Database>(path);
  database->on_damage([&mark] { mark.distrust(); });
  database->execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL");
  return database;
}

}  // namespace paretune
