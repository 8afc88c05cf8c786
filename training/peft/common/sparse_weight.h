// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The engine of methods that train single entries of a matrix: of a layer's weight (SHiRA, Super-Tuning), of a core (FRoD).
#include "training/models/layers/modules.h"

namespace paretune {

// Places in a weight (out, in), kept beside the tensor that holds them: made again when that tensor is written to (a loaded file).
class SparsePlaces {
 public:
  // From flat places, or from a pair of rows (row, column); any integer type, any order, doubles allowed.
  SparsePlaces(Tensor stored, int64_t out_features, int64_t in_features);
  const Tensor& stored() const { return m_stored; }
  int64_t count() const { return m_stored.size(-1); }

  Tensor add_to(const Tensor& weight, const Tensor& values) const;  // a new weight
  Tensor dense(const Tensor& values) const;
  // S x for the matrix S that holds the values at the places and is zero elsewhere, or S^T x; no graph.
  Tensor product(const Tensor& values, const Tensor& x, bool transposed) const;
  // Entries of dy^T x at the places; x (N, in), dy (N, out). Few places: only they are computed.
  Tensor gather_product(const Tensor& dy, const Tensor& x) const;

 private:
  void refresh() const;

  Tensor m_stored;
  int64_t m_out, m_in;
  mutable int64_t m_version = -1;
  mutable Tensor m_flat;                    // (n) int64
  mutable Tensor m_row_starts, m_columns;   // the places by row, for the product; undefined where they are many
  mutable Tensor m_rows;                    // with m_columns on an accelerator, in the order of the places
  mutable Tensor m_order, m_back;           // sorting and its inverse; undefined when they are sorted already
};

// The layer with values added to its weight at the places.
Tensor sparse_linear(const Tensor& x, const Linear& base, const InnerLinear& inner, const Tensor& values, const std::shared_ptr<SparsePlaces>& places);

}  // namespace paretune
