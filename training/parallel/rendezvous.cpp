// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/parallel/rendezvous.h"

#include <sys/random.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace paretune {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kGreeting = std::chrono::seconds(2);  // a stranger that says nothing is waited for so long
constexpr std::size_t kTokenBytes = 16;
enum class Purpose : int32_t { ring = 1, watch = 2, welcome = 3 };

// Both sides show it, the one that connected first.
struct Greeting {
  std::array<char, 8> magic = {'p', 'a', 'r', 'e', 't', 'u', 'n', 'e'};
  std::array<char, kTokenBytes> token{};
  Purpose purpose{};
  int32_t rank = 0;
  bool operator==(const Greeting&) const = default;
};

std::string fresh_token() {
  std::string token(kTokenBytes, '\0');
  if (::getrandom(token.data(), token.size(), 0) != static_cast<ssize_t>(token.size())) fail(ErrorKind::io, "the system gives no random numbers");
  return token;
}

std::string host_for_others(const WorkerPlace& place) {
  std::string own = own_address_towards(place.master_addr, place.master_port);
  // Where the name of this machine means its loopback address here, others know it by that name.
  return is_loopback(own) && !is_loopback(place.master_addr) ? place.master_addr : own;
}

class Meeting {
 public:
  Meeting(const WorkerPlace& place, KeyStore& store, std::stop_token stop)
      : m_place(place), m_store(store), m_stop(stop), m_deadline(Clock::now() + std::chrono::milliseconds(static_cast<int64_t>(1000 * place.join_patience))) {}

  Links run() {
    const std::string host = host_for_others(m_place);
    m_listener = listen_on(host == m_place.master_addr && !is_loopback(host) ? "" : host);
    if (m_place.rank == 0) m_store.set("token", fresh_token());
    m_store.set("address/" + std::to_string(m_place.rank), std::to_string(m_listener.port) + " " + host);
    const std::string token = m_store.get("token", m_stop);
    if (token.size() != kTokenBytes) fail(ErrorKind::io, "the store belongs to something else", m_place.master_addr, "Choose another MASTER_PORT.");
    m_token = token;
    Links links;
    const int size = m_place.world_size, next = (m_place.rank + 1) % size, previous = (m_place.rank + size - 1) % size;
    links.next = connect(next, Purpose::ring);
    if (m_place.rank > 0) links.watch.push_back(connect(0, Purpose::watch));
    else links.watch.resize(static_cast<std::size_t>(size) - 1);
    for (std::size_t missing = 1 + (m_place.rank == 0 ? links.watch.size() : 0); missing > 0;) {
      auto [socket, who] = welcome();
      Socket* place = nullptr;
      if (who.purpose == Purpose::ring && who.rank == previous) place = &links.previous;
      if (who.purpose == Purpose::watch && m_place.rank == 0 && who.rank > 0 && who.rank < size) place = &links.watch[static_cast<std::size_t>(who.rank) - 1];
      if (!place || *place) continue;  // not one we wait for: its connection is closed
      const Greeting answer = greeting(Purpose::welcome);
      send_all(socket, std::as_bytes(std::span(&answer, 1)), Clock::now() + kGreeting);
      *place = std::move(socket);
      --missing;
    }
    expect_welcome(links.next, next);
    if (m_place.rank > 0) expect_welcome(links.watch[0], 0);
    return links;
  }

 private:
  Greeting greeting(Purpose purpose) const { return greeting(purpose, m_place.rank); }
  Greeting greeting(Purpose purpose, int rank) const {
    Greeting out;
    std::memcpy(out.token.data(), m_token.data(), kTokenBytes);
    out.purpose = purpose;
    out.rank = rank;
    return out;
  }

  Socket connect(int rank, Purpose purpose) {
    const std::string address = m_store.get("address/" + std::to_string(rank), m_stop), host = address.substr(address.find(' ') + 1);
    auto socket = connect_to(host, std::atoi(address.c_str()), m_deadline);
    if (!socket) fail(ErrorKind::io, "rank " + std::to_string(rank) + " cannot be reached at " + host, "WORLD_SIZE", "Check that no firewall stands between the machines.");
    const Greeting hello = greeting(purpose);
    send_all(*socket, std::as_bytes(std::span(&hello, 1)), m_deadline);
    return std::move(*socket);
  }

  // The next one that knows the token.
  std::pair<Socket, Greeting> welcome() {
    for (;;) {
      if (m_stop.stop_requested()) fail(ErrorKind::stopped, "stopped while waiting for the other processes");
      if (Clock::now() > m_deadline) fail(ErrorKind::io, "not all processes came together in time", "WORLD_SIZE", "Start all of them; see their messages.");
      auto socket = accept_one(m_listener, Clock::now() + std::chrono::milliseconds(200));
      if (!socket) continue;
      Greeting hello;
      const auto read = attempt("", [&] { receive_all(*socket, std::as_writable_bytes(std::span(&hello, 1)), Clock::now() + kGreeting); });
      if (read && hello == greeting(hello.purpose, hello.rank)) return {std::move(*socket), hello};
    }
  }

  void expect_welcome(const Socket& socket, int rank) const {
    Greeting answer;
    const auto read = attempt("", [&] { receive_all(socket, std::as_writable_bytes(std::span(&answer, 1)), m_deadline); });
    if (!read || answer != greeting(Purpose::welcome, rank)) {
      fail(ErrorKind::io, "rank " + std::to_string(rank) + " refused the connection" + (read ? "" : ": " + read.error().message), "WORLD_SIZE",
           "Check that no two processes have the same RANK, and start all of them anew.");
    }
  }

  const WorkerPlace& m_place;
  KeyStore& m_store;
  std::stop_token m_stop;
  Deadline m_deadline;
  Listener m_listener;
  std::string m_token;
};

}  // namespace

Links connect_all(const WorkerPlace& place, KeyStore& store, std::stop_token stop) { return Meeting(place, store, stop).run(); }

}  // namespace paretune
