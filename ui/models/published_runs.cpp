// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/published_runs.h"

#include <QFile>
#include <utility>

namespace paretune {
namespace {

constexpr std::pair<const char*, const char*> kColumns[] = {{"test_accuracy", "exact_match"},     {"forgetting", "forgetting"},
                                                            {"total_time_s", "wall_seconds"},     {"memory_max_bytes", "memory_peak_bytes"},
                                                            {"file_size_bytes", "adapter_bytes"}, {"num_trainable_params", "trainable_parameters"},
                                                            {"final_train_loss", "loss"},         {"tokens_per_s_in_steps", "tokens_per_second"}};

std::vector<PublishedRun> read() {
  std::vector<PublishedRun> runs;
  QFile file(":/published/metamathqa.csv");
  if (!file.open(QIODevice::ReadOnly)) return runs;
  QStringList header;
  for (const auto& line : QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts)) {
    if (line.startsWith('#')) continue;
    const QStringList cells = line.trimmed().split(',');
    if (header.isEmpty()) {
      header = cells;
      continue;
    }
    if (cells.size() != header.size()) continue;
    PublishedRun run;
    run.name = cells[0];
    run.method = cells[1];
    for (const auto& [column, key] : kColumns) {
      bool number = false;
      const auto at = header.indexOf(column);
      const double value = at < 0 ? 0 : cells[at].toDouble(&number);
      if (number) run.figures.insert(key, value);
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

}  // namespace

const std::vector<PublishedRun>& publishedRuns() {
  static const std::vector<PublishedRun> runs = read();
  return runs;
}

}  // namespace paretune
