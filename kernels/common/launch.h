// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Launch arithmetic of the accelerator kernels: shapes to grids, blocks and vector widths. Pure, and 64 bit throughout.
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace paretune::kernels {

constexpr int kWarp = 32;
constexpr int kElementLanes = 256;               // block size of kernels over elements
constexpr int kMostRowLanes = 512;               // largest block size of kernels over rows: two fit on every multiprocessor
constexpr int64_t kMostBlocks = 2147483647;      // of a grid's first dimension, sm_30 and later
constexpr int64_t kMostParts = 65535;            // of its second
constexpr int kPackBytes = 16;                   // widest load of one lane

struct Launch {
  unsigned grid = 0, block = 0;
  friend bool operator==(const Launch& a, const Launch& b) { return a.grid == b.grid && a.block == b.block; }
};

// Limits that a launch must keep, per compute capability (CUDA C++ Programming Guide, "Compute Capabilities").
struct DeviceLimits {
  int sm;
  int threads_per_block, threads_per_multiprocessor, blocks_per_multiprocessor, registers_per_multiprocessor, shared_per_block;
};
constexpr DeviceLimits kDeviceLimits[] = {
    {75, 1024, 1024, 16, 65536, 65536},  {80, 1024, 2048, 32, 65536, 166912}, {86, 1024, 1536, 16, 65536, 101376},
    {89, 1024, 1536, 24, 65536, 101376}, {90, 1024, 2048, 32, 65536, 232448}, {100, 1024, 2048, 32, 65536, 232448},
    {120, 1024, 1536, 24, 65536, 101376},
};

// Blocks of one multiprocessor that run at once, by threads, blocks and registers; 0: the block does not fit at all. Registers are handed
// out to warps in units of 256.
constexpr int blocks_at_once(const DeviceLimits& limits, int block, int registers_per_thread) {
  if (block <= 0 || block > limits.threads_per_block || registers_per_thread > 255) return 0;
  const int warps = (block + kWarp - 1) / kWarp;
  const int registers = warps * ((registers_per_thread * kWarp + 255) / 256 * 256);
  int most = limits.threads_per_multiprocessor / (warps * kWarp);
  if (most > limits.blocks_per_multiprocessor) most = limits.blocks_per_multiprocessor;
  if (registers > 0 && most > limits.registers_per_multiprocessor / registers) most = limits.registers_per_multiprocessor / registers;
  return most;
}

constexpr unsigned capped_grid(int64_t blocks) { return static_cast<unsigned>(blocks < kMostBlocks ? blocks : kMostBlocks); }

// A lane an element; where they are more than a grid holds, lanes take several, a grid apart.
constexpr Launch element_launch(int64_t count) { return {capped_grid(count / kElementLanes + (count % kElementLanes != 0)), kElementLanes}; }

// A block a row, with about four packs to a lane: a power of two from one warp on.
constexpr Launch row_launch(int64_t rows, int64_t packs) {
  int lanes = kWarp;
  while (lanes < kMostRowLanes && int64_t{lanes} * 4 < packs) lanes *= 2;
  return {capped_grid(rows), static_cast<unsigned>(lanes)};
}

// Elements in one pack: the most that 16 bytes hold where every address and every length is a multiple of it, else 1.
inline int pack_width(std::size_t element_bytes, std::initializer_list<const void*> addresses, std::initializer_list<int64_t> lengths) {
  const int width = static_cast<int>(kPackBytes / element_bytes);
  for (const void* address : addresses) {
    if (reinterpret_cast<std::uintptr_t>(address) % kPackBytes != 0) return 1;
  }
  for (const int64_t length : lengths) {
    if (length % width != 0) return 1;
  }
  return width;
}

}  // namespace paretune::kernels
