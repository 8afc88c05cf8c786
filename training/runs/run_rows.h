// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The queries of the store, as values. Each runs inside the caller's read transaction.
#include "training/api/engine.h"
#include "training/runs/sqlite.h"

namespace paretune {

std::vector<RunRow> read_runs(Database& database);             // newest first
std::vector<RunRow> read_runs_of_sweep(Database& database, const std::string& sweep);  // newest first
int64_t read_sittings_from(Database& database, const std::string& id, int64_t step);
std::vector<RunRow> read_left_behind(Database& database);      // waiting or broken off, without a living owner, in the queue's order; no sweep's
// The newest finished runs of a method whose summary has the key, newest first.
std::vector<RunRow> read_finished(Database& database, const std::string& method, const std::string& key, int64_t limit);
RunRow find_run(Database& database, const std::string& text);  // id, else name, else prefix of an id; Failure(input) otherwise
std::vector<std::string> read_metric_keys(Database& database, const std::string& id);
std::vector<MetricPoint> read_metric(Database& database, const std::string& id, const std::string& key);
std::vector<RunSample> read_samples(Database& database, const std::string& id);
std::vector<std::string> read_notes(Database& database, const std::string& id);
std::vector<RunNote> read_health(Database& database, const std::string& id);

}  // namespace paretune
