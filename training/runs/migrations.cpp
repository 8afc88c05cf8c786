// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/migrations.h"

namespace paretune {
namespace {

int64_t user_version(Database& database) {
  Query query = database.query("PRAGMA user_version");
  query.next();
  return query.integer(0);
}

}  // namespace

void migrate(Database& database, std::span<const Migration> migrations) {
  const int64_t newest = migrations.empty() ? 0 : migrations.back().version;
  const auto refuse_newer = [&](int64_t version) {
    if (version > newest) {
      fail(ErrorKind::unsupported,
           "was written by a newer Paretune (database version " + std::to_string(version) + ", this one knows " + std::to_string(newest) + ")",
           database.path(), "Update Paretune, or use another home folder.");
    }
  };
  const int64_t before = user_version(database);
  refuse_newer(before);
  if (before == newest) return;
  Transaction transaction(database);
  const int64_t now = user_version(database);  // another process may have been first
  refuse_newer(now);
  for (const Migration& migration : migrations) {
    if (migration.version <= now) continue;
    database.execute(migration.sql);
    database.execute(("PRAGMA user_version = " + std::to_string(migration.version)).c_str());
  }
  transaction.commit();
}

}  // namespace paretune
