// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <vector>

#include "training/runs/sqlite.h"

namespace paretune {

struct SweepRow {
  std::string id, name, hash, state, created, plan, error;  // plan: JSON text
};

std::vector<SweepRow> read_sweeps(Database& database);                  // newest first
SweepRow find_sweep(Database& database, const std::string& text);       // id, else name, else prefix of an id; Failure(input) otherwise
std::optional<std::string> sweep_of_hash(Database& database, const std::string& hash);  // the newest

}  // namespace paretune
