// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "training/runs/closed_mark.h"
#include "training/runs/sqlite.h"

namespace paretune {

// The database of a home folder: checked unless the mark vouches for it, in WAL mode, migrated. A damaged file is renamed to paretune.db.damaged-<time>
// (never deleted), a fresh one is made, and a notice says so. `first` is the first use of it; damage met there counts. Throws Failure.
// Connections tell the mark of damage they meet, so it must outlive them.
std::unique_ptr<Database> open_database(const std::string& path, ClosedMark& mark, const std::function<void(Database&)>& first,
                                        std::vector<std::string>& notices);

// A further connection to a database opened above.
std::unique_ptr<Database> connect(const std::string& path, ClosedMark& mark);

}  // namespace paretune
