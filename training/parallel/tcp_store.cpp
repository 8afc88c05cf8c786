// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <thread>

#include "training/parallel/key_store.h"
#include "training/parallel/socket.h"

namespace paretune {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kStep = std::chrono::milliseconds(200);

class TcpStore final : public KeyStore {
 public:
  TcpStore(c10::intrusive_ptr<c10d::TCPStore> store, std::string prefix, Deadline deadline)
      : m_store(std::move(store)), m_prefix(std::move(prefix)), m_deadline(deadline) {}

  void set(const std::string& key, const std::string& value) override {
    m_store->set(m_prefix + key, std::vector<uint8_t>(value.begin(), value.end()));
  }
  std::string get(const std::string& key, std::stop_token stop) override {
    const std::string full = m_prefix + key;
    while (!m_store->check({full})) {
      if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped while waiting for the other processes");
      if (Clock::now() > m_deadline) {
        fail(ErrorKind::io, "not all processes came together in time: nobody has said \"" + key + "\"", "MASTER_ADDR",
             "Start all of them with the same WORLD_SIZE, MASTER_ADDR and MASTER_PORT; PARETUNE_JOIN_TIMEOUT sets how many seconds to wait.");
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    const auto value = m_store->get(full);
    return {value.begin(), value.end()};
  }

 private:
  c10::intrusive_ptr<c10d::TCPStore> m_store;
  std::string m_prefix;
  Deadline m_deadline;
};

// The store's own client writes a warning for every try, so it is made when somebody listens.
void wait_for_store(const WorkerPlace& place, Deadline deadline, std::stop_token stop) {
  while (!connect_to(place.master_addr, place.master_port, Clock::now() + kStep)) {
    if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped while waiting for the other processes");
    if (Clock::now() > deadline) {
      fail(ErrorKind::io, "nobody answers at " + place.master_addr + ":" + std::to_string(place.master_port), "MASTER_ADDR", "Check MASTER_ADDR and MASTER_PORT, and that rank 0 has started.");
    }
  }
}

}  // namespace

std::unique_ptr<KeyStore> open_tcp_store(const WorkerPlace& place, std::stop_token stop) {
  const Deadline deadline = Clock::now() + std::chrono::milliseconds(static_cast<int64_t>(1000 * place.join_patience));
  const bool keeps = place.rank == 0 && !place.agent_store;
  if (!keeps) wait_for_store(place, deadline, stop);
  try {
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(place.master_port);
    options.isServer = keeps;
    options.waitWorkers = false;
    // c10d listens on all addresses; processes of one machine need no other to reach it.
    if (keeps && is_loopback(place.master_addr)) options.masterListenFd = listen_on(place.master_addr, place.master_port).socket.release();
    options.timeout = std::chrono::milliseconds(static_cast<int64_t>(1000 * place.join_patience));
    return std::make_unique<TcpStore>(c10::make_intrusive<c10d::TCPStore>(place.master_addr, options), "paretune/" + place.job + "/", deadline);
  } catch (const std::exception& error) {
    std::string text = error.what();
    text.resize(std::min(text.size(), text.find('\n')));
    fail(ErrorKind::io, "the processes' store cannot be used: " + text, place.master_addr + ":" + std::to_string(place.master_port),
         keeps ? "Choose another MASTER_PORT." : "Check that the process there is of the same job.");
  }
}

}  // namespace paretune
