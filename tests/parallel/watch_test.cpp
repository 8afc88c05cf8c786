// SPDX-License-Identifier: GPL-3.0-or-later
// Everybody hears which rank was lost first, whatever the neighbours saw.
#include <gtest/gtest.h>

#include <atomic>

#include "tests/parallel/parallel_support.h"

namespace paretune::test {
namespace {

std::string lost_on(const WorkerGroup& group) {
  try {
    for (;;) {
      std::vector<float> values(1000, 1);
      group.sum(values);
    }
  } catch (const WorkersLost& lost) {
    return lost.error().message;
  }
}

// What every rank says when `leaver` has done `leave` to its group.
template <class F>
std::vector<std::string> said(int size, int leaver, F leave, double patience = 8) {
  Shelf shelf;
  std::vector<std::string> out(static_cast<std::size_t>(size));
  on_ranks(size, [&](int rank) {
    auto group = std::make_unique<WorkerGroup>(place_of(rank, size, patience), std::make_unique<ShelfStore>(shelf), std::stop_token());
    if (rank == leaver) leave(*group);
    else out[static_cast<std::size_t>(rank)] = lost_on(*group);
  });
  out.erase(out.begin() + leaver);
  return out;
}

TEST(Watch, AnErrorOfOneRankReachesAll) {
  for (const int size : {2, 4}) {
    for (int leaver = 0; leaver < size; ++leaver) {
      for (const auto& text : said(size, leaver, [](const WorkerGroup& group) { group.report({ErrorKind::io, "the disk is full", "/data", {}}); })) {
        EXPECT_EQ(text, "rank " + std::to_string(leaver) + " failed: /data: the disk is full");
      }
    }
  }
}

TEST(Watch, StoppingIsNoFault) {
  for (const auto& text : said(3, 1, [](const WorkerGroup& group) { group.report({ErrorKind::stopped, "stopped", {}, {}}); })) EXPECT_EQ(text, "rank 1 was stopped");
}

TEST(Watch, ClosedConnectionsNameTheRankThatEnded) {
  auto [hub, first] = connected();
  auto [hub2, second] = connected();
  std::vector<Socket> links;
  links.push_back(std::move(hub));
  links.push_back(std::move(hub2));
  std::atomic<int> told{0};
  const auto tell = [&] { ++told; };
  Watch zero(0, std::move(links), std::chrono::seconds(8), tell);
  std::vector<Socket> link;
  link.push_back(std::move(first));
  Watch one(1, std::move(link), std::chrono::seconds(8), tell);
  { const Socket ended = std::move(second); }  // rank 2 is killed
  const auto known = one.wait_for_lost(std::chrono::seconds(5));
  ASSERT_TRUE(known);
  EXPECT_EQ(known->rank, 2);
  EXPECT_EQ(known->what, "has ended: its connection closed");
  EXPECT_EQ(zero.wait_for_lost(std::chrono::seconds(5))->rank, 2);
  for (int i = 0; i < 100 && told < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(told, 2);
}

TEST(Watch, SilenceIsNoticedAndLifeIsNot) {
  auto [hub, first] = connected();
  auto [hub2, silent] = connected();
  std::vector<Socket> links;
  links.push_back(std::move(hub));
  links.push_back(std::move(hub2));
  std::vector<Socket> link;
  link.push_back(std::move(first));
  const auto begin = std::chrono::steady_clock::now();
  Watch zero(0, std::move(links), std::chrono::milliseconds(1600), [] {});
  Watch one(1, std::move(link), std::chrono::milliseconds(1600), [] {});
  const auto known = one.wait_for_lost(std::chrono::seconds(20));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  ASSERT_TRUE(known);
  EXPECT_EQ(known->rank, 2);
  EXPECT_NE(known->what.find("has not been heard of for 2 s"), std::string::npos) << known->what;
  EXPECT_GE(seconds, 1.5);
}

TEST(Watch, LeavingIsNoLoss) {
  auto [hub, first] = connected();
  std::vector<Socket> links, link;
  links.push_back(std::move(hub));
  link.push_back(std::move(first));
  Watch zero(0, std::move(links), std::chrono::seconds(1), [] {});
  { Watch one(1, std::move(link), std::chrono::seconds(1), [] {}); }
  EXPECT_FALSE(zero.wait_for_lost(std::chrono::seconds(3)));
}

}  // namespace
}  // namespace paretune::test
