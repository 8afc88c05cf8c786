// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/data_report.h"

#include <algorithm>
#include <bit>

namespace paretune {
namespace {

constexpr std::size_t kShown = 10;

uint64_t hash_of(const std::vector<int64_t>& ids) {
  uint64_t hash = ids.size();
  for (const int64_t id : ids) hash = std::rotl((hash ^ static_cast<uint64_t>(id)) * 0x9E3779B97F4A7C15ull, 29);
  return hash;
}

struct Seen {
  uint64_t hash;
  int64_t index;
  auto operator<=>(const Seen&) const = default;
};

std::vector<Seen> hashes_of(const Examples& rows, std::stop_token stop) {
  std::vector<Seen> out;
  out.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % 1024 == 0 && stop.stop_requested()) fail(ErrorKind::stopped, "stopped while reading the data", "data");
    out.push_back({hash_of(rows[i].ids), static_cast<int64_t>(i)});
  }
  std::sort(out.begin(), out.end());
  return out;
}

void add_facts(const Examples& rows, DataReport& report) {
  rows.each_facts([&](std::size_t, const Examples::Facts& facts) {
    report.tokens += facts.length;
    report.trained_tokens += facts.trained;
    report.lengths.push_back(facts.full_length);
  });
}

// Rows beside others of the same hash; the tokens themselves decide.
void find_duplicates(const Examples& train, const std::vector<Seen>& seen, DataReport& report) {
  std::vector<std::pair<int64_t, int64_t>> pairs;  // index, the earlier index
  for (std::size_t begin = 0, end = 0; begin < seen.size(); begin = end) {
    for (end = begin + 1; end < seen.size() && seen[end].hash == seen[begin].hash;) ++end;
    if (end == begin + 1) continue;
    const auto first = train[static_cast<std::size_t>(seen[begin].index)];
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (train[static_cast<std::size_t>(seen[i].index)].ids == first.ids) pairs.emplace_back(seen[i].index, seen[begin].index);
    }
  }
  report.duplicate_rows = static_cast<int64_t>(pairs.size());
  std::sort(pairs.begin(), pairs.end());
  pairs.resize(std::min(pairs.size(), kShown));
  for (const auto& [index, earlier] : pairs) {
    const Example example = train[static_cast<std::size_t>(index)];
    report.duplicates.push_back({example.row, train.facts(static_cast<std::size_t>(earlier)).row, example.summary});
  }
}

void find_leaks(const Dataset& dataset, const std::vector<Seen>& seen, DataReport& report) {
  for (const Example example : dataset.eval) {
    const uint64_t hash = hash_of(example.ids);
    for (auto it = std::lower_bound(seen.begin(), seen.end(), Seen{hash, 0}); it != seen.end() && it->hash == hash; ++it) {
      const Example same = dataset.train[static_cast<std::size_t>(it->index)];
      if (same.ids != example.ids) continue;
      ++report.leaked_rows;
      if (report.leaks.size() < kShown) report.leaks.push_back({example.row, same.row, example.summary});
      break;
    }
  }
}

}  // namespace

Result<DataReport> report_on_data(const Json& data, const Tokenizer& tokenizer, const std::function<void(double)>& progress, std::stop_token stop) {
  return attempt("data", [&] {
    DataReport report;
    const auto on_problem = [&](const Error& error) {
      ++report.unusable_rows;
      if (report.problems.size() < kShown) report.problems.push_back({error.where, error.message});
    };
    const auto loaded = load_usable_rows(data, tokenizer, on_problem, progress, stop);
    if (!loaded) {
      if (report.problems.empty()) throw Failure(loaded.error());
      fail(ErrorKind::input, "no row can be used; the first: " + report.problems.front().message, report.problems.front().where, loaded.error().remedy);
    }
    const Dataset& dataset = *loaded;
    report.path = dataset.path;
    report.format = dataset.format;
    report.rows = dataset.rows;
    report.train_rows = static_cast<int64_t>(dataset.train.size());
    report.eval_rows = static_cast<int64_t>(dataset.eval.size());
    report.truncated_rows = dataset.truncated_rows;
    report.max_length = data.value("max_length", int64_t{1024});
    add_facts(dataset.train, report);
    add_facts(dataset.eval, report);
    const auto seen = hashes_of(dataset.train, stop);
    find_duplicates(dataset.train, seen, report);
    find_leaks(dataset, seen, report);
    return report;
  });
}

}  // namespace paretune
