// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/data/dataset.h"

namespace paretune {

// `data`: completed by data_schema(). Two rows are the same when their tokens are. Memory: 16 bytes a row.
Result<DataReport> report_on_data(const Json& data, const Tokenizer& tokenizer, const std::function<void(double)>& progress = {}, std::stop_token stop = {});

}  // namespace paretune
