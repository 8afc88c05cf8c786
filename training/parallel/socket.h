// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// TCP connections between the processes of a run. Whatever goes wrong throws Failure(io).
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "training/api/result.h"

namespace paretune {

using Deadline = std::chrono::steady_clock::time_point;

// An open connection or listening socket, non-blocking; closed with the object.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : m_fd(fd) {}
  Socket(Socket&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
  }
  ~Socket();
  int fd() const { return m_fd; }
  explicit operator bool() const { return m_fd >= 0; }
  int release() { return std::exchange(m_fd, -1); }  // the caller closes it
  void shut_down() const;  // any thread: whoever waits on it is told that it has ended

 private:
  int m_fd = -1;
};

struct Listener {
  Socket socket;
  int port = 0;
};
Listener listen_on(const std::string& host, int port = 0);  // of this address of ours, empty: of all of them; port 0: a free one
std::optional<Socket> accept_one(const Listener& listener, Deadline deadline);  // nothing: none came
std::optional<Socket> connect_to(const std::string& host, int port, Deadline deadline);  // tried again and again; nothing: never answered

void send_all(const Socket& socket, std::span<const std::byte> bytes, Deadline deadline);
void receive_all(const Socket& socket, std::span<std::byte> bytes, Deadline deadline);

// The numeric address of this machine that packets to host:port leave from.
std::string own_address_towards(const std::string& host, int port);
bool is_loopback(const std::string& host);  // 127.x.x.x, ::1, localhost

}  // namespace paretune
