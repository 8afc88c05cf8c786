// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Ranks as threads of one process, with real connections between them.
#include <sys/socket.h>

#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>

#include "training/parallel/worker_group.h"

namespace paretune::test {

inline std::pair<Socket, Socket> connected() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0) fail(ErrorKind::io, "no socket pair");
  return {Socket(ends[0]), Socket(ends[1])};
}

inline std::vector<Ring> rings(int size) {
  std::vector<Socket> next(static_cast<std::size_t>(size)), previous(static_cast<std::size_t>(size));
  for (std::size_t i = 0; i < next.size() && size > 1; ++i) std::tie(next[i], previous[(i + 1) % next.size()]) = connected();
  std::vector<Ring> out;
  for (std::size_t i = 0; i < next.size(); ++i) out.emplace_back(static_cast<int>(i), size, std::move(next[i]), std::move(previous[i]));
  return out;
}

// body(rank) on a thread each.
template <class F>
void on_ranks(int size, F body) {
  std::vector<std::jthread> threads;
  for (int rank = 0; rank < size; ++rank) threads.emplace_back([&body, rank] { body(rank); });
}

// A store for threads.
struct Shelf {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, std::string> values;
};
class ShelfStore final : public KeyStore {
 public:
  explicit ShelfStore(Shelf& shelf) : m_shelf(shelf) {}
  void set(const std::string& key, const std::string& value) override {
    std::lock_guard lock(m_shelf.mutex);
    m_shelf.values[key] = value;
    m_shelf.changed.notify_all();
  }
  std::string get(const std::string& key, std::stop_token) override {
    std::unique_lock lock(m_shelf.mutex);
    if (!m_shelf.changed.wait_for(lock, std::chrono::seconds(20), [&] { return m_shelf.values.contains(key); })) fail(ErrorKind::io, "nobody has set " + key);
    return m_shelf.values.at(key);
  }

 private:
  Shelf& m_shelf;
};

inline WorkerPlace place_of(int rank, int size, double patience = 8) {
  WorkerPlace place;
  place.rank = place.local_rank = rank;
  place.world_size = place.local_world_size = size;
  place.master_addr = "127.0.0.1";
  place.master_port = 1;
  place.patience = patience;
  place.join_patience = 20;
  return place;
}

}  // namespace paretune::test
