// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QString>
#include <vector>

namespace paretune {

// One recorded run of PEFT's MetaMathQA benchmark (Llama-3.2-3B): figures under this program's metric keys.
struct PublishedRun {
  QString name, method;
  QHash<QString, double> figures;
};

// Read once from resources/published/metamathqa.csv; empty when the resource is missing.
const std::vector<PublishedRun>& publishedRuns();

}  // namespace paretune
