// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/published.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "training/engine/locations.h"

namespace paretune {
namespace {

constexpr std::pair<const char*, const char*> kColumns[] = {{"test_accuracy", "exact_match"},     {"forgetting", "forgetting"},
                                                            {"total_time_s", "wall_seconds"},     {"memory_max_bytes", "memory_peak_bytes"},
                                                            {"file_size_bytes", "adapter_bytes"}, {"num_trainable_params", "trainable_parameters"},
                                                            {"final_train_loss", "loss"},         {"tokens_per_s_in_steps", "tokens_per_second"}};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
  return cells;
}

}  // namespace

std::vector<PublishedRun> read_published() {
  std::vector<PublishedRun> runs;
  std::ifstream file(resource_folder() + "/published/metamathqa.csv");
  std::vector<std::string> header;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string> cells = cells_of(line);
    if (header.empty()) {
      header = cells;
      continue;
    }
    if (cells.size() != header.size()) continue;
    PublishedRun run{cells[0], cells[1], {}};
    for (const auto& [column, key] : kColumns) {
      const auto at = std::find(header.begin(), header.end(), column) - header.begin();
      if (at >= static_cast<std::ptrdiff_t>(cells.size())) continue;
      char* end = nullptr;
      const double value = std::strtod(cells[at].c_str(), &end);
      if (end != cells[at].c_str()) run.figures.emplace(key, value);
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

}  // namespace paretune
