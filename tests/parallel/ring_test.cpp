// SPDX-License-Identifier: GPL-3.0-or-later
// The all-reduce against a plain sum: all sizes around the number of ranks, the same bits everywhere.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/parallel/parallel_support.h"

namespace paretune::test {
namespace {

template <class T>
void check_sums(int size, std::size_t count, double tolerance) {
  std::mt19937 random(static_cast<unsigned>(count) * 31 + static_cast<unsigned>(size));
  std::normal_distribution<T> normal;
  std::vector<std::vector<T>> values(static_cast<std::size_t>(size), std::vector<T>(count));
  std::vector<double> wanted(count, 0), large(count, 0);
  for (auto& own : values) {
    for (std::size_t i = 0; i < count; ++i) {
      own[i] = normal(random);
      wanted[i] += own[i];
      large[i] += std::abs(own[i]);
    }
  }
  auto ranks = rings(size);
  on_ranks(size, [&](int rank) { ranks[static_cast<std::size_t>(rank)].sum(std::span<T>(values[static_cast<std::size_t>(rank)])); });
  for (std::size_t i = 0; i < count; ++i) EXPECT_LE(std::abs(values[0][i] - wanted[i]), tolerance * large[i]) << i;
  for (const auto& other : values) EXPECT_EQ(std::memcmp(other.data(), values[0].data(), count * sizeof(T)), 0) << "all ranks hold the same bits";
}

TEST(Ring, SumsBuffersOfEverySize) {
  int tries = 0;
  for (const int size : {1, 2, 3, 4, 7}) {
    for (const std::size_t count : {0, 1, 2, 3, 4, 5, 13, 1000, 65537, 1000003}) {
      SCOPED_TRACE(std::to_string(size) + " ranks, " + std::to_string(count) + " values");
      check_sums<float>(size, count, 1e-6);
      check_sums<double>(size, count, 1e-15 * size);
      tries += 2;
    }
  }
  ::testing::Test::RecordProperty("tries", tries);
}

TEST(Ring, ManyOperationsFollowEachOther) {
  auto ranks = rings(4);
  on_ranks(4, [&](int rank) {
    Ring& ring = ranks[static_cast<std::size_t>(rank)];
    for (int round = 0; round < 300; ++round) {
      std::vector<double> values(static_cast<std::size_t>(round % 7), rank + 1.0);
      ring.sum(values);
      for (const double value : values) ASSERT_EQ(value, 10);
      std::string text = rank == 0 ? "round " + std::to_string(round) : "";
      ring.broadcast(text);
      ASSERT_EQ(text, "round " + std::to_string(round));
    }
  });
}

TEST(Ring, BroadcastsAnySize) {
  for (const int size : {1, 2, 4}) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{1} << 20, (std::size_t{5} << 20) + 3}) {
      std::string wanted(count, '\0');
      for (std::size_t i = 0; i < count; ++i) wanted[i] = static_cast<char>(i * 7 + i / 251);
      auto ranks = rings(size);
      on_ranks(size, [&](int rank) {
        std::string bytes = rank == 0 ? wanted : "other";
        ranks[static_cast<std::size_t>(rank)].broadcast(bytes);
        EXPECT_TRUE(bytes == wanted);
      });
    }
  }
}

TEST(Ring, RanksAtDifferentOperationsAreToldApart) {
  auto ranks = rings(2);
  std::atomic<int> refused{0};
  on_ranks(2, [&](int rank) {
    std::vector<float> values(rank == 0 ? 8 : 9);
    try {
      ranks[static_cast<std::size_t>(rank)].sum(values);
    } catch (const RingBroken& broken) {
      EXPECT_EQ(broken.rank, 1 - rank);
      EXPECT_NE(std::string(broken.what()).find("another operation"), std::string::npos) << broken.what();
      ++refused;
    }
  });
  EXPECT_EQ(refused, 2);
}

TEST(Ring, GarbageOnTheLineIsRefused) {
  auto [ours, theirs] = connected();
  auto [out, sink] = connected();
  Ring ring(1, 3, std::move(out), std::move(ours));
  const std::string garbage(64, 'x');
  send_all(theirs, std::as_bytes(std::span(garbage)), std::chrono::steady_clock::now() + std::chrono::seconds(5));
  std::vector<float> values(3);
  EXPECT_THROW(ring.sum(values), RingBroken);
}

TEST(Ring, ClosingWakesWhoWaits) {
  auto ranks = rings(2);
  std::jthread closer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    ranks[0].close();
  });
  std::vector<float> values(1 << 20);
  EXPECT_THROW(ranks[0].sum(values), RingBroken);
  EXPECT_THROW(ranks[0].sum(values), RingBroken);
}

}  // namespace
}  // namespace paretune::test
