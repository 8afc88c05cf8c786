// SPDX-License-Identifier: GPL-3.0-or-later
// Real ranks: c10d's store, TCP connections, the ring.
#include <gtest/gtest.h>

#include <thread>

#include "training/parallel/worker_group.h"

namespace paretune::test {
namespace {

WorkerPlace place(int rank, int size, int port) {
  WorkerPlace out;
  out.rank = rank;
  out.world_size = size;
  out.master_addr = "127.0.0.1";
  out.master_port = port;
  out.join_patience = 30;
  return out;
}

TEST(TcpStore, BringsRanksTogether) {
  const int size = 3, port = listen_on("127.0.0.1").port;  // free again at once
  std::vector<std::jthread> threads;
  std::atomic<int> good{0};
  for (int rank = size - 1; rank >= 0; --rank) {
    threads.emplace_back([&, rank] {
      const WorkerPlace its = place(rank, size, port);
      const WorkerGroup group(its, open_tcp_store(its, {}), {});
      std::vector<float> values(1001, 1.5F);
      group.sum(values);
      good += values == std::vector<float>(1001, 4.5F);
      group.leave();
    });
  }
  threads.clear();
  EXPECT_EQ(good, size);
}

TEST(TcpStore, ATakenPortIsAnErrorWithARemedy) {
  const Listener taken = listen_on("127.0.0.1");
  const auto result = attempt("", [&] { open_tcp_store(place(0, 2, taken.port), {}); });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::io);
  EXPECT_NE(result.error().remedy.find("MASTER_PORT"), std::string::npos);
}

TEST(TcpStore, NobodyThereIsSaid) {
  WorkerPlace alone = place(1, 2, listen_on("127.0.0.1").port);
  alone.join_patience = 1;
  const auto result = attempt("", [&] { open_tcp_store(alone, {}); });
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("nobody answers"), std::string::npos) << result.error().message;
}

TEST(TcpStore, WaitingCanBeStopped) {
  std::stop_source stop;
  std::jthread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    stop.request_stop();
  });
  const WorkerPlace its = place(0, 2, listen_on("127.0.0.1").port);
  const auto result = attempt("", [&] { open_tcp_store(its, {})->get("never", stop.get_token()); });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::stopped);
}

}  // namespace
}  // namespace paretune::test
