// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/sample_batches.h"

#include "training/loop/pass.h"

namespace paretune {

SampleBatches sample_batches_of(const Dataset& data, const TrainSettings& settings, at::Device device) {
  return [&data, size = static_cast<std::size_t>(std::max<int64_t>(1, settings.batch_size)), device](int64_t count) {
    std::vector<SampleBatch> out;
    for (std::size_t begin = 0; begin < data.train.size() && static_cast<int64_t>(out.size()) < count; begin += size) {
      std::vector<Example> rows;
      for (std::size_t i = begin; i < std::min(begin + size, data.train.size()); ++i) rows.push_back(data.train[i]);
      Pass pass = make_pass(std::move(rows), device);
      out.push_back({std::move(pass.batch), std::move(pass.targets)});
    }
    return out;
  };
}

}  // namespace paretune
