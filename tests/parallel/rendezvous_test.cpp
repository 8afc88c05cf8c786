// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks find each other over TCP; strangers are sent away.
#include <gtest/gtest.h>

#include <atomic>

#include "tests/parallel/parallel_support.h"

namespace paretune::test {
namespace {

using Clock = std::chrono::steady_clock;

TEST(Rendezvous, AllRanksMeetAndWorkTogether) {
  for (const int size : {2, 3, 4}) {
    Shelf shelf;
    on_ranks(size, [&](int rank) {
      const WorkerGroup group(place_of(rank, size), std::make_unique<ShelfStore>(shelf), {});
      std::vector<double> values = {1, rank * 1.0};
      group.sum(values);
      EXPECT_EQ(values, (std::vector<double>{size * 1.0, size * (size - 1) / 2.0}));
      group.require_same(7, "differs");
      group.leave();
    });
  }
}

TEST(Rendezvous, ADifferentNumberNamesItsRanks) {
  Shelf shelf;
  std::atomic<int> refused{0};
  on_ranks(4, [&](int rank) {
    const WorkerGroup group(place_of(rank, 4), std::make_unique<ShelfStore>(shelf), {});
    const auto result = attempt("", [&] { group.require_same(rank == 2 ? 0xFFFFFFFF00000001ull : 0xFFFFFFFF00000000ull, "has drifted"); });
    if (!result && result.error().message == "rank 2 has drifted") ++refused;
    group.leave();
  });
  EXPECT_EQ(refused, 4);
}

// Connections that do not know the token, that send nothing, or that claim a wrong rank; the ranks meet all the same.
TEST(Rendezvous, StrangersAreSentAway) {
  Shelf shelf;
  ShelfStore store(shelf);
  std::atomic<bool> met{false};
  int sent_away = 0;
  std::vector<std::jthread> threads;
  threads.emplace_back([&] {
    WorkerGroup group(place_of(0, 2), std::make_unique<ShelfStore>(shelf), {});
    std::vector<double> values = {1};
    group.sum(values);
    EXPECT_EQ(values[0], 2);
    met = true;
    group.leave();
  });
  const std::string address = store.get("address/0", {}), token = store.get("token", {});
  const int port = std::atoi(address.c_str());
  std::vector<Socket> strangers;
  const auto knock = [&](const std::string& bytes) {
    auto socket = connect_to("127.0.0.1", port, Clock::now() + std::chrono::seconds(5));
    ASSERT_TRUE(socket);
    send_all(*socket, std::as_bytes(std::span(bytes)), Clock::now() + std::chrono::seconds(5));
    strangers.push_back(std::move(*socket));
  };
  const auto greeting = [&](const std::string& key, int32_t purpose, int32_t rank) {
    std::string bytes = "paretune" + key;
    bytes.append(reinterpret_cast<const char*>(&purpose), 4).append(reinterpret_cast<const char*>(&rank), 4);
    return bytes;
  };
  knock("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  knock(greeting(std::string(16, '\0'), 1, 1));  // a wrong token
  knock(greeting(token, 1, 7));                  // a rank there is not
  knock(greeting(token, 9, 1));                  // a purpose there is not
  knock("paretune");                             // and then nothing
  WorkerGroup group(place_of(1, 2), std::make_unique<ShelfStore>(shelf), {});
  std::vector<double> values = {1};
  group.sum(values);
  EXPECT_EQ(values[0], 2);
  group.leave();
  threads.clear();
  EXPECT_TRUE(met);
  for (const Socket& stranger : strangers) {
    std::byte answer;
    const auto read = attempt("", [&] { receive_all(stranger, std::span(&answer, 1), Clock::now() + std::chrono::seconds(5)); });
    EXPECT_FALSE(read) << "a stranger got an answer";
    sent_away += !read && read.error().message != "the other side sends nothing";
  }
  EXPECT_EQ(sent_away, 5);
  RecordProperty("tries", 5);
  RecordProperty("survived", sent_away);
}

TEST(Rendezvous, WhoWaitsInVainSaysSo) {
  Shelf shelf;
  WorkerPlace place = place_of(0, 2);
  place.join_patience = 1;
  shelf.values["address/1"] = "1 127.0.0.1";  // nobody listens there
  ShelfStore store(shelf);
  const auto result = attempt("", [&] { connect_all(place, store, {}); });
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("rank 1 cannot be reached"), std::string::npos) << result.error().message;
}

}  // namespace
}  // namespace paretune::test
