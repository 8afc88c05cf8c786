// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The clusters that AdaMSS splits a weight's rows into: scikit-learn's KMeans(init="random", n_init=1, max_iter=10,
// random_state=123456789) in single precision. An adapter's file does not say them, so they must come out the same as in Python.
#include <torch/torch.h>

namespace paretune {

struct RowClusters {
  int64_t count = 0;
  std::vector<int32_t> label;    // of each row
  std::vector<float> distances;  // (rows, count): squared, less a term of the row's own
  double spread = 0;             // mean squared distance of the rows to their mean

  std::vector<int64_t> sizes() const;
  std::vector<int64_t> rows() const;  // those of cluster 0 in rising order, then those of cluster 1, ...
  // Sums are rounded in another order by other processors, which can move a row that lies between two clusters. Moves such rows until
  // the clusters have these sizes; false where rounding cannot explain the difference.
  bool fit(const std::vector<int64_t>& wanted);
};

// points (rows, features); count <= rows.
RowClusters cluster_rows(const at::Tensor& points, int64_t count);

}  // namespace paretune
