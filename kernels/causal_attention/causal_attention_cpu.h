// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "kernels/common/isa.h"

namespace paretune::kernels {

// Rows of one head of one sample: row t begins at data + t * stride.
struct HeadRows {
  const float* data;
  int64_t stride;
};
struct HeadRowsOut {
  float* data;
  int64_t stride;
};

// Head sizes the raw kernels take: whole vectors, up to what their scratch memory holds.
constexpr int64_t kMostHeadSize = 256;
constexpr bool attention_takes(int64_t head_size) { return head_size > 0 && head_size % 8 == 0 && head_size <= kMostHeadSize; }

// Scores are made a tile at a time; a tile's row has room for zeros behind its last key. Keys are packed in panels.
constexpr int64_t kTileQueries = 48, kTileKeys = 96, kTileStride = kTileKeys + 16, kPanelKeys = 16;
constexpr int64_t packed_floats(int64_t keys, int64_t head_size) { return (keys + kPanelKeys - 1) / kPanelKeys * kPanelKeys * head_size; }

// Scratch memory, in floats, of one call whose last query sees `keys` keys.
constexpr int64_t attention_scratch(int64_t keys, int64_t head_size) {
  return 2 * packed_floats(keys, head_size) + kTileQueries * (2 * kTileStride + head_size);
}

}  // namespace paretune::kernels

// Causal attention of the queries [from, to) of one head of one sample; query i sees keys 0 ... i. lse[i] = log of the softmax's sum.
PARETUNE_RAW(void, attention_forward,
             (int64_t from, int64_t to, int64_t head_size, float scale, HeadRows q, HeadRows k, HeadRows v, HeadRowsOut out, float* lse,
              float* scratch))
// The same queries' share of the gradients: dq (rows from ... to), and dk and dv (to, head_size), contiguous, written whole.
PARETUNE_RAW(void, attention_backward,
             (int64_t from, int64_t to, int64_t head_size, float scale, HeadRows g, HeadRows q, HeadRows k, HeadRows v, HeadRows out,
              const float* lse, HeadRowsOut dq, float* dk, float* dv, float* scratch))
// sums row t += (rows, head_size) row t; rows from `written` on are not sums yet and are set.
PARETUNE_RAW(void, attention_add_rows, (int64_t rows, int64_t head_size, const float* part, HeadRowsOut sums, int64_t written))
