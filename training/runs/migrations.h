// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>

#include "training/runs/sqlite.h"

namespace paretune {

// One numbered .sql file of schema/, compiled in by the build.
struct Migration {
  int version;
  const char* name;
  const char* sql;
};
std::span<const Migration> run_migrations();  // 1, 2, 3, ...

// Brings user_version up to the last migration, all or nothing; safe when two processes do it at once.
// A database from a newer program is a Failure(unsupported) and stays untouched.
void migrate(Database& database, std::span<const Migration> migrations);

}  // namespace paretune
