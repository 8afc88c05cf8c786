// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/launch.h"

#include <gtest/gtest.h>

namespace paretune::kernels {
namespace {

TEST(Launch, ElementsAreCoveredAndGridsStayLegal) {
  for (const int64_t count : {int64_t{1}, int64_t{255}, int64_t{256}, int64_t{257}, int64_t{1} << 31, (int64_t{1} << 31) + 1, int64_t{1} << 40, INT64_MAX}) {
    const Launch launch = element_launch(count);
    EXPECT_EQ(launch.block, 256u);
    EXPECT_GE(launch.grid, 1u);
    EXPECT_LE(int64_t{launch.grid}, kMostBlocks) << count;
    if (count / 256 < kMostBlocks) {
      EXPECT_GE(int64_t{launch.grid} * 256, count);
    }
    EXPECT_LT((int64_t{launch.grid} - 1) * 256, count);  // no block without work
  }
  EXPECT_EQ(element_launch(0), (Launch{0, 256}));
}

TEST(Launch, RowsGetLanesByTheirLength) {
  EXPECT_EQ(row_launch(7, 0), (Launch{7, 32}));
  EXPECT_EQ(row_launch(7, 1), (Launch{7, 32}));
  EXPECT_EQ(row_launch(7, 128), (Launch{7, 32}));
  EXPECT_EQ(row_launch(7, 129), (Launch{7, 64}));
  EXPECT_EQ(row_launch(7, 576 / 4), (Launch{7, 64}));
  EXPECT_EQ(row_launch(7, 49152 / 4), (Launch{7, 512}));
  EXPECT_EQ(row_launch(int64_t{1} << 33, 1).grid, 2147483647u);  // blocks then take several rows
}

TEST(Launch, FitsEveryArchitecture) {
  for (const DeviceLimits& limits : kDeviceLimits) {
    // kernels/cuda/limits.json allows kernels over rows 64 registers: two of the largest blocks run at once.
    EXPECT_GE(blocks_at_once(limits, kMostRowLanes, 64), 2) << limits.sm;
    EXPECT_GE(blocks_at_once(limits, kElementLanes, 56), 4) << limits.sm;
    EXPECT_LE(kMostRowLanes, limits.threads_per_block);
    EXPECT_LE(kMostRowLanes / kWarp * 16, limits.shared_per_block);
  }
  EXPECT_EQ(std::size(kDeviceLimits), 7u);
}

TEST(Launch, BlocksAtOnce) {
  const DeviceLimits& turing = kDeviceLimits[0];
  ASSERT_EQ(turing.sm, 75);
  EXPECT_EQ(blocks_at_once(turing, 1024, 32), 1);
  EXPECT_EQ(blocks_at_once(turing, 32, 16), 16);   // the number of blocks is the limit
  EXPECT_EQ(blocks_at_once(turing, 256, 255), 1);  // registers are
  EXPECT_EQ(blocks_at_once(turing, 1025, 16), 0);
  EXPECT_EQ(blocks_at_once(turing, 512, 256), 0);
  EXPECT_EQ(blocks_at_once(kDeviceLimits[1], 256, 32), 8);
}

TEST(Launch, PacksNeedAlignedAddressesAndLengths) {
  alignas(16) char memory[64];
  EXPECT_EQ(pack_width(4, {memory, memory + 16}, {8, 12}), 4);
  EXPECT_EQ(pack_width(2, {memory}, {8}), 8);
  EXPECT_EQ(pack_width(2, {memory}, {12}), 1);
  EXPECT_EQ(pack_width(4, {memory + 4}, {8}), 1);
  EXPECT_EQ(pack_width(4, {memory}, {8, 7}), 1);
  EXPECT_EQ(pack_width(4, {memory}, {0}), 4);
}

}  // namespace
}  // namespace paretune::kernels
