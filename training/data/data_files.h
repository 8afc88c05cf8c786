// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which files data.path and data.eval_path mean: a file, "org/name" or "org/name/subset" of the HF cache with an optional ":split",
// {"path": one of these, "weight": how many times its rows are seen in an epoch}, or a list of these.
#include <string>
#include <vector>

#include "training/api/schema.h"

namespace paretune {

struct DataSource {
  std::string ref;                 // as given
  double weight = 1;
  std::vector<std::string> files;  // one, or the shards of a split; they exist
};

// `key`: "path" or "eval_path". Empty where it is null, missing or "". Throws Failure, naming the key, for shapes that are none and for
// data sets that are not on disk; a missing plain file is said by who opens it.
std::vector<DataSource> data_sources(const Json& data, const std::string& key);
// The same as one text for people: "a.jsonl, b.parquet × 2".
std::string data_refs(const std::vector<DataSource>& sources);
std::vector<std::string> data_file_paths(const Json& data, const std::string& key);

}  // namespace paretune
