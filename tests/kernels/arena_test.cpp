// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/memory/arena.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <random>
#include <thread>
#include <vector>

namespace paretune::kernels {
namespace {

constexpr std::size_t kMega = std::size_t{1} << 20;

TEST(Arena, BlocksAreAlignedApartAndKeepTheirBytes) {
  Arena arena(64 * kMega, kMega);
  ASSERT_GE(arena.capacity(), 64 * kMega);
  struct Block {
    unsigned char* at;
    std::size_t bytes;
    unsigned char mark;
  };
  std::vector<Block> blocks;
  std::mt19937 random(7);
  std::size_t live = 0;
  for (int i = 0; i < 4000; ++i) {
    if (blocks.size() < 40 || random() % 2 == 0) {
      const std::size_t bytes = 1 + random() % (600 << 10);
      auto* at = static_cast<unsigned char*>(arena.allocate(bytes));
      if (!at) continue;
      ASSERT_EQ(reinterpret_cast<std::uintptr_t>(at) % 64, 0U);
      ASSERT_TRUE(arena.holds(at) && arena.holds(at + bytes - 1));
      const auto mark = static_cast<unsigned char>(random());
      std::memset(at, mark, bytes);
      blocks.push_back({at, bytes, mark});
      live += (bytes + 63) / 64 * 64;
    } else {
      const std::size_t n = random() % blocks.size();
      const Block block = blocks[n];
      for (std::size_t b = 0; b < block.bytes; b += 97) ASSERT_EQ(block.at[b], block.mark);
      ASSERT_EQ(block.at[block.bytes - 1], block.mark);
      EXPECT_EQ(arena.release(block.at), Arena::size_of(block.bytes));
      live -= (block.bytes + 63) / 64 * 64;
      blocks[n] = blocks.back();
      blocks.pop_back();
      if (i % 500 == 0) arena.trim();
    }
    ASSERT_EQ(arena.live_bytes(), live);
  }
  for (const Block& block : blocks) arena.release(block.at);
  EXPECT_EQ(arena.live_bytes(), 0U);
  void* all = arena.allocate(arena.capacity());  // neighbours were joined to one range again
  EXPECT_NE(all, nullptr);
}

TEST(Arena, GivesNullWhenFullAndTheTightestHoleOtherwise) {
  Arena arena(4 * kMega, kMega);
  void* a = arena.allocate(kMega);
  void* b = arena.allocate(64);
  void* c = arena.allocate(2 * kMega);
  void* d = arena.allocate(64);
  ASSERT_TRUE(a && b && c && d);
  EXPECT_EQ(arena.allocate(kMega), nullptr);
  arena.release(c);
  arena.release(a);
  EXPECT_EQ(arena.allocate(kMega), a);
  EXPECT_EQ(arena.allocate(2 * kMega), c);
}

TEST(Arena, TellsThePeakSinceTheLastReset) {
  Arena arena(8 * kMega, kMega);
  void* a = arena.allocate(3 * kMega);
  arena.release(a);
  EXPECT_EQ(arena.peak_bytes(), 3 * kMega);
  arena.reset_peak();
  EXPECT_EQ(arena.peak_bytes(), 0U);
}

TEST(Arena, WithoutAddressesThereIsNone) {
  Arena arena(std::size_t{1} << 60, std::size_t{1} << 60);
  EXPECT_EQ(arena.capacity(), 0U);
  EXPECT_EQ(arena.allocate(64), nullptr);
  EXPECT_FALSE(arena.holds(nullptr));
}

TEST(Arena, ServesThreads) {
  Arena arena(64 * kMega, kMega);
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 4; ++t) {
    threads.emplace_back([&arena, t] {
      std::mt19937 random(t);
      for (int i = 0; i < 2000; ++i) {
        auto* at = static_cast<unsigned char*>(arena.allocate(1 + random() % 100000));
        *at = static_cast<unsigned char>(t);
        std::this_thread::yield();
        EXPECT_EQ(*at, t);
        arena.release(at);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(arena.live_bytes(), 0U);
}

}  // namespace
}  // namespace paretune::kernels
