// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <vector>

#include "training/runs/sqlite.h"

namespace paretune {

// The database of a home folder: checked, in WAL mode, migrated. A damaged file is renamed to paretune.db.damaged-<time>
// (never deleted), a fresh one is made, and a notice says so. Throws Failure.
std::unique_ptr<Database> open_database(const std::string& path, std::vector<std::string>& notices);

// A further connection to a database opened above.
std::unique_ptr<Database> connect(const std::string& path);

}  // namespace paretune
