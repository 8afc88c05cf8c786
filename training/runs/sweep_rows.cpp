// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/sweep_rows.h"

namespace paretune {
namespace {

#define PARETUNE_SWEEP_COLUMNS "id, name, hash, state, created, plan, error"

SweepRow row_of(const Query& query) { return {query.text(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5), query.text(6)}; }

}  // namespace

std::vector<SweepRow> read_sweeps(Database& database) {
  std::vector<SweepRow> rows;
  Query query = database.query("SELECT " PARETUNE_SWEEP_COLUMNS " FROM sweeps ORDER BY seq DESC");
  while (query.next()) rows.push_back(row_of(query));
  return rows;
}

SweepRow find_sweep(Database& database, const std::string& text) {
  for (const char* sql :
       {"SELECT " PARETUNE_SWEEP_COLUMNS " FROM sweeps WHERE id = ?1",
        "SELECT " PARETUNE_SWEEP_COLUMNS " FROM sweeps WHERE name = ?1 ORDER BY seq DESC LIMIT 20",
        "SELECT " PARETUNE_SWEEP_COLUMNS " FROM sweeps WHERE ?1 <> '' AND substr(id, 1, length(?1)) = ?1 ORDER BY seq DESC LIMIT 20"}) {
    std::vector<SweepRow> found;
    Query query = database.query(sql, text);
    while (query.next()) found.push_back(row_of(query));
    if (found.size() == 1) return found[0];
    if (found.empty()) continue;
    std::string list;
    for (const SweepRow& one : found) list += (list.empty() ? "" : ", ") + one.id + " (" + one.name + ")";
    fail(ErrorKind::input, "'" + text + "' fits several sweeps: " + list, database.path(), "Give more of the id.");
  }
  fail(ErrorKind::input, "no sweep '" + text + "'", database.path(), "'paretune sweep --list' shows them.");
}

std::optional<std::string> sweep_of_hash(Database& database, const std::string& hash) {
  Query query = database.query("SELECT id FROM sweeps WHERE hash = ? ORDER BY seq DESC LIMIT 1", hash);
  if (!query.next()) return {};
  return query.text(0);
}

}  // namespace paretune
