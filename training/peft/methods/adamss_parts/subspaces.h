// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One layer of AdaMSS: the rows of its weight in clusters, each with a small low-rank change in the weight's strongest input directions.
#include "training/peft/adapter.h"
#include "training/peft/methods/adamss_parts/row_clusters.h"

namespace paretune {

struct SubspaceOptions {
  int64_t rank = 100, subspaces = 5, subspace_rank = 1;
  bool still = true;           // B = 0; else B ~ N(0, 0.01^2)
  bool dynamic_ranks = false;  // the rank of a subspace counts its singular values above threshold * the largest
  double threshold = 0.1;
  uint64_t seed = 0;
};

class Subspaces {
 public:
  Subspaces(const Linear& layer, const SubspaceOptions& options, at::Generator& generator);

  std::string module;
  Tensor basis;              // (r, in), with a column more for a bias; frozen
  std::vector<Tensor> a, b;  // (rank, r) and (rows of the subspace, rank) of each subspace; trained

  const Tensor& rows() const { return m_rows; }  // of each row of cat(b), its row of the weight
  void set_rows(const Tensor& rows);
  // Finds the rows that the subspaces of an adapter file stand for, and takes its shapes on. Throws Failure where they cannot be told.
  void prepare_for(const Linear& layer, const std::map<std::string, Tensor>& tensors);

  // The change's factors, and the change itself = out_factor() in_factor(): (out, n) and (n, in [+ 1]).
  std::pair<Tensor, Tensor> factors() const;

 private:
  void spread_places();
  RowClusters clusters_of(const Tensor& stored, const Tensor& weight) const;  // with this basis in the place of the own

  uint64_t m_seed;
  RowClusters m_clusters;
  Tensor m_rows, m_places;  // int64: (out), and where the values of cat(b) lie in an (out, sum of ranks) matrix
};

}  // namespace paretune
