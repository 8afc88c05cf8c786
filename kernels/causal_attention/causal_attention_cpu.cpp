// SPDX-License-Identifier: GPL-3.0-or-later
// FlashAttention (arXiv 2205.14135, 2307.08691) on a processor: tiles of scores that stay in the nearest caches, a running softmax, and
// in the backward pass the probabilities made again from the saved log-sums. Every product of a tile leaves out what causality makes zero.
#include "kernels/causal_attention/causal_attention_cpu.h"

#include <cmath>

#include "kernels/common/simd.h"

namespace paretune::kernels::PARETUNE_ISA {
namespace {

constexpr int64_t kRows = 6, kPanel = 2 * kLanes;  // accumulators of one product: 6 rows of 16 columns fill the registers
static_assert(kPanel == kPanelKeys && kTileQueries % kRows == 0 && kTileKeys % kRows == 0 && kTileKeys % kPanel == 0);

constexpr int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
constexpr int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }

// A matrix whose entry (i, k) is at data[i * row + k * column].
struct Left {
  const float* data;
  int64_t row, column;
};

// C (R rows, W vectors wide) = or += A (R, depth) times B (depth, W vectors).
template <int R, int W>
PARETUNE_INLINE void product_tile(int64_t depth, Left a, const float* b, int64_t b_stride, float* c, int64_t c_stride, bool add) {
  Vec sums[R][W];
  for (int i = 0; i < R; ++i) {
    for (int j = 0; j < W; ++j) sums[i][j] = add ? load(c + i * c_stride + j * kLanes) : splat(0);
  }
  for (int64_t k = 0; k < depth; ++k) {
    Vec right[W];
    for (int j = 0; j < W; ++j) right[j] = load(b + k * b_stride + j * kLanes);
    const float* left = a.data + k * a.column;
    for (int i = 0; i < R; ++i) {
      const Vec x = splat(left[i * a.row]);
      for (int j = 0; j < W; ++j) sums[i][j] += x * right[j];
    }
  }
  for (int i = 0; i < R; ++i) {
    for (int j = 0; j < W; ++j) store(c + i * c_stride + j * kLanes, sums[i][j]);
  }
}

template <int W>
void product_rows(int64_t rows, int64_t depth, Left a, const float* b, int64_t b_stride, float* c, int64_t c_stride, bool add) {
  switch (rows) {
    case 6:
      return product_tile<6, W>(depth, a, b, b_stride, c, c_stride, add);
    case 5:
      return product_tile<5, W>(depth, a, b, b_stride, c, c_stride, add);
    case 4:
      return product_tile<4, W>(depth, a, b, b_stride, c, c_stride, add);
    case 3:
      return product_tile<3, W>(depth, a, b, b_stride, c, c_stride, add);
    case 2:
      return product_tile<2, W>(depth, a, b, b_stride, c, c_stride, add);
    case 1:
      return product_tile<1, W>(depth, a, b, b_stride, c, c_stride, add);
    default:
      return;
  }
}

// Up to 6 rows of C (rows, width) += A (rows, depth) B (depth, width), width whole vectors.
void add_product(int64_t rows, int64_t width, int64_t depth, Left a, const float* b, int64_t b_stride, float* c, int64_t c_stride) {
  int64_t j = 0;
  for (; j + kPanel <= width; j += kPanel) product_rows<2>(rows, depth, a, b + j, b_stride, c + j, c_stride, true);
  if (j < width) product_rows<1>(rows, depth, a, b + j, b_stride, c + j, c_stride, true);
}

// (keys, size) rows turned into panels (ceil(keys / 16), size, 16), filled with zeros.
void pack_panels(int64_t keys, int64_t size, HeadRows rows, float* out) {
  for (int64_t first = 0; first < keys; first += kPanel, out += size * kPanel) {
    const int64_t count = smaller(kPanel, keys - first);
    for (int64_t j = 0; j < count; ++j) {
      const float* row = rows.data + (first + j) * rows.stride;
      for (int64_t d = 0; d < size; ++d) out[d * kPanel + j] = row[d];
    }
    for (int64_t d = 0; d < size && count < kPanel; ++d) {
      for (int64_t j = count; j < kPanel; ++j) out[d * kPanel + j] = 0;
    }
  }
}

// One tile: queries q0 ... q0 + rows against keys k0 ... k0 + keys.
struct Tile {
  int64_t q0, rows, k0, keys;
  // How many of the tile's keys a query sees, that is row r's.
  int64_t seen(int64_t r) const { return larger(0, smaller(keys, q0 + r + 1 - k0)); }
};

// tile[r][key] = left_r . packed_key for the keys that some row of its group of six sees.
void scores(const Tile& t, int64_t size, HeadRows left, const float* packed, float* tile) {
  for (int64_t r = 0; r < t.rows; r += kRows) {
    const int64_t rows = smaller(kRows, t.rows - r), seen = t.seen(r + rows - 1);
    const Left a{left.data + (t.q0 + r) * left.stride, left.stride, 1};
    for (int64_t j = 0; j < seen; j += kPanel) {
      product_rows<2>(rows, size, a, packed + (t.k0 + j) * size, kPanel, tile + r * kTileStride + j, kTileStride, false);
    }
  }
}

// out_r += sum over keys of tile[r][key] right_key.
void mix_keys(const Tile& t, int64_t size, const float* tile, HeadRows right, float* out, int64_t out_stride) {
  for (int64_t r = 0; r < t.rows; r += kRows) {
    const int64_t rows = smaller(kRows, t.rows - r);
    add_product(rows, size, t.seen(r + rows - 1), {tile + r * kTileStride, kTileStride, 1}, right.data + t.k0 * right.stride, right.stride,
                out + r * out_stride, out_stride);
  }
}

// out_key += sum over queries of tile[r][key] right_r; out (keys of the tile, size) contiguous.
void mix_queries(const Tile& t, int64_t size, const float* tile, HeadRows right, float* out) {
  for (int64_t j = 0; j < t.keys; j += kRows) {
    const int64_t first = larger(0, t.k0 + j - t.q0);  // rows above see none of these keys
    if (first >= t.rows) return;
    add_product(smaller(kRows, t.keys - j), size, t.rows - first, {tile + first * kTileStride + j, 1, kTileStride},
                right.data + (t.q0 + first) * right.stride, right.stride, out + j * size, size);
  }
}

// 1 in the lanes before n.
PARETUNE_INLINE IVec lanes_before(int64_t n) {
  const IVec numbers{0, 1, 2, 3, 4, 5, 6, 7}, limit = numbers * 0 + static_cast<int32_t>(smaller(n, kLanes));
  return numbers < limit;
}

// What a row of a tile holds behind its last seen key, as far as the products of its neighbours read.
PARETUNE_INLINE void clear_behind(float* row, int64_t seen) { store(row + (seen + kLanes - 1) / kLanes * kLanes, splat(0)); }

float row_top(const float* row, int64_t seen) {
  Vec top = splat(-INFINITY);
  for (int64_t j = 0; j < seen; j += kLanes) {
    const Vec s = load(row + j);
    top = vmax(top, lanes_before(seen - j) ? s : splat(-INFINITY));
  }
  return max(top);
}

// row = e^(scale row - top), zero behind the last seen key; returns the sum.
float row_softmax(float* row, int64_t seen, float scale, float top) {
  Vec total = splat(0);
  for (int64_t j = 0; j < seen; j += kLanes) {
    const Vec p = vexp(load(row + j) * splat(scale) - splat(top));
    const Vec kept = lanes_before(seen - j) ? p : splat(0);
    store(row + j, kept);
    total += kept;
  }
  clear_behind(row, seen);
  return sum(total);
}

// row = e^(scale row - lse) and pull = scale row (pull - delta): the probabilities and the gradient of the scores before scaling.
void row_gradient(float* row, float* pull, int64_t seen, float scale, float lse, float delta) {
  for (int64_t j = 0; j < seen; j += kLanes) {
    const IVec in = lanes_before(seen - j);
    const Vec p = vexp(load(row + j) * splat(scale) - splat(lse));
    const Vec kept = in ? p : splat(0), moved = kept * (load(pull + j) - splat(delta)) * splat(scale);
    store(row + j, kept);
    store(pull + j, in ? moved : splat(0));
  }
  clear_behind(row, seen);
  clear_behind(pull, seen);
}

float dot(const float* a, const float* b, int64_t size) {
  Vec total = splat(0);
  for (int64_t d = 0; d < size; d += kLanes) total += load(a + d) * load(b + d);
  return sum(total);
}

void scale_row(float* row, int64_t size, float factor) {
  for (int64_t d = 0; d < size; d += kLanes) store(row + d, load(row + d) * splat(factor));
}

void clear(float* data, int64_t count) {
  for (int64_t i = 0; i < count; ++i) data[i] = 0;
}

// The running softmax takes one more tile of scores; `mixed` (rows, size) is rescaled where a larger score came.
void take_scores(const Tile& t, int64_t size, float scale, float* tile, float* tops, float* totals, float* mixed) {
  for (int64_t r = 0; r < t.rows; ++r) {
    const int64_t seen = t.seen(r);
    float* row = tile + r * kTileStride;
    if (seen == 0) {
      clear_behind(row, 0);
      continue;
    }
    const float found = row_top(row, seen) * scale, top = found > tops[r] ? found : tops[r];
    if (top != tops[r]) {
      const float factor = expf(tops[r] - top);
      totals[r] *= factor;
      scale_row(mixed + r * size, size, factor);
      tops[r] = top;
    }
    totals[r] += row_softmax(row, seen, scale, top);
  }
}

}  // namespace

void attention_forward(int64_t from, int64_t to, int64_t size, float scale, HeadRows q, HeadRows k, HeadRows v, HeadRowsOut out, float* lse,
                       float* scratch) {
  float* packed = scratch;
  float* tile = packed + packed_floats(to, size);
  float* mixed = tile + kTileQueries * kTileStride;
  float tops[kTileQueries], totals[kTileQueries];
  pack_panels(to, size, k, packed);
  for (int64_t q0 = from; q0 < to; q0 += kTileQueries) {
    const int64_t rows = smaller(kTileQueries, to - q0), keys = q0 + rows;
    for (int64_t r = 0; r < rows; ++r) {
      tops[r] = -INFINITY;
      totals[r] = 0;
    }
    clear(mixed, rows * size);
    for (int64_t k0 = 0; k0 < keys; k0 += kTileKeys) {
      const Tile t{q0, rows, k0, smaller(kTileKeys, keys - k0)};
      scores(t, size, q, packed, tile);
      take_scores(t, size, scale, tile, tops, totals, mixed);
      mix_keys(t, size, tile, v, mixed, size);
    }
    for (int64_t r = 0; r < rows; ++r) {
      float* row = out.data + (q0 + r) * out.stride;
      const Vec whole = splat(1.0f / totals[r]);
      for (int64_t d = 0; d < size; d += kLanes) store(row + d, load(mixed + r * size + d) * whole);
      lse[q0 + r] = tops[r] + logf(totals[r]);
    }
  }
}

void attention_backward(int64_t from, int64_t to, int64_t size, float scale, HeadRows g, HeadRows q, HeadRows k, HeadRows v, HeadRows out,
                        const float* lse, HeadRowsOut dq, float* dk, float* dv, float* scratch) {
  float* packed_k = scratch;
  float* packed_v = packed_k + packed_floats(to, size);
  float* tile = packed_v + packed_floats(to, size);
  float* pull = tile + kTileQueries * kTileStride;
  float* moved = pull + kTileQueries * kTileStride;
  float deltas[kTileQueries];
  pack_panels(to, size, k, packed_k);
  pack_panels(to, size, v, packed_v);
  clear(dk, to * size);
  clear(dv, to * size);
  for (int64_t q0 = from; q0 < to; q0 += kTileQueries) {
    const int64_t rows = smaller(kTileQueries, to - q0), keys = q0 + rows;
    for (int64_t r = 0; r < rows; ++r) deltas[r] = dot(g.data + (q0 + r) * g.stride, out.data + (q0 + r) * out.stride, size);
    clear(moved, rows * size);
    for (int64_t k0 = 0; k0 < keys; k0 += kTileKeys) {
      const Tile t{q0, rows, k0, smaller(kTileKeys, keys - k0)};
      scores(t, size, q, packed_k, tile);
      scores(t, size, g, packed_v, pull);
      for (int64_t r = 0; r < rows; ++r) row_gradient(tile + r * kTileStride, pull + r * kTileStride, t.seen(r), scale, lse[q0 + r], deltas[r]);
      mix_queries(t, size, tile, g, dv + k0 * size);
      mix_queries(t, size, pull, q, dk + k0 * size);
      mix_keys(t, size, pull, k, moved, size);
    }
    for (int64_t r = 0; r < rows; ++r) {
      float* row = dq.data + (q0 + r) * dq.stride;
      for (int64_t d = 0; d < size; d += kLanes) store(row + d, load(moved + r * size + d));
    }
  }
}

void attention_add_rows(int64_t rows, int64_t size, const float* part, HeadRowsOut sums, int64_t written) {
  for (int64_t t = 0; t < rows; ++t) {
    float* row = sums.data + t * sums.stride;
    for (int64_t d = 0; d < size; d += kLanes) store(row + d, t < written ? load(row + d) + load(part + t * size + d) : load(part + t * size + d));
  }
}

}  // namespace paretune::kernels::PARETUNE_ISA
