// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/parallel/socket.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <thread>

namespace paretune {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses resolve(const std::string& host, int port, int type, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = type;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(host.empty() ? nullptr : host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (code != 0) fail(ErrorKind::io, std::string("cannot be resolved: ") + ::gai_strerror(code), host, "Check MASTER_ADDR and the machine's name.");
  return {found, &::freeaddrinfo};
}

[[noreturn]] void fail_with(const std::string& what, int error) { fail(ErrorKind::io, what + ": " + std::strerror(error)); }

// Small packets leave at once; a peer whose machine has gone is noticed though nothing is sent.
void tune(int fd) {
  const int on = 1, idle = 5, interval = 2, probes = 3;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
  ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
  ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
}

bool wait_for(int fd, short events, Deadline deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    pollfd entry{fd, events, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::clamp<long long>(left, 0, 1 << 30)));
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR) fail_with("waiting for a connection failed", errno);
  }
}

std::optional<Socket> try_to_connect(const addrinfo& address, Deadline deadline) {
  Socket socket(::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return std::nullopt;
  if (::connect(socket.fd(), address.ai_addr, address.ai_addrlen) != 0) {
    if (errno != EINPROGRESS || !wait_for(socket.fd(), POLLOUT, deadline)) return std::nullopt;
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket.fd(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return std::nullopt;
  }
  tune(socket.fd());
  return socket;
}

std::string numeric(const sockaddr* address, socklen_t size) {
  char host[NI_MAXHOST];
  return ::getnameinfo(address, size, host, sizeof host, nullptr, 0, NI_NUMERICHOST) == 0 ? host : "";
}

}  // namespace

Socket::~Socket() {
  if (m_fd >= 0) ::close(m_fd);
}

void Socket::shut_down() const {
  if (m_fd >= 0) ::shutdown(m_fd, SHUT_RDWR);
}

Listener listen_on(const std::string& host, int port) {
  const Addresses addresses = resolve(host, port, SOCK_STREAM, AI_PASSIVE);
  Listener listener{Socket(::socket(addresses->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)), 0};
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  const int on = 1;
  ::setsockopt(listener.socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (!listener.socket || ::bind(listener.socket.fd(), addresses->ai_addr, addresses->ai_addrlen) != 0 || ::listen(listener.socket.fd(), 128) != 0 ||
      ::getsockname(listener.socket.fd(), reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    fail_with("port " + std::to_string(port) + " cannot be opened on " + (host.empty() ? "this machine" : host), errno);
  }
  listener.port = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(bound).sin6_port : reinterpret_cast<sockaddr_in&>(bound).sin_port);
  return listener;
}

std::optional<Socket> accept_one(const Listener& listener, Deadline deadline) {
  while (wait_for(listener.socket.fd(), POLLIN, deadline)) {
    Socket socket(::accept4(listener.socket.fd(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket) continue;  // it has gone again
    tune(socket.fd());
    return socket;
  }
  return std::nullopt;
}

std::optional<Socket> connect_to(const std::string& host, int port, Deadline deadline) {
  do {
    const Addresses addresses = resolve(host, port, SOCK_STREAM, 0);
    for (const addrinfo* address = addresses.get(); address; address = address->ai_next) {
      if (auto socket = try_to_connect(*address, deadline)) return socket;
    }
    std::this_thread::sleep_until(std::min(deadline, std::chrono::steady_clock::now() + std::chrono::milliseconds(50)));
  } while (std::chrono::steady_clock::now() < deadline);
  return std::nullopt;
}

void send_all(const Socket& socket, std::span<const std::byte> bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) bytes = bytes.subspan(static_cast<std::size_t>(sent));
    else if (errno != EAGAIN && errno != EINTR) fail_with("the connection broke", errno);
    else if (!wait_for(socket.fd(), POLLOUT, deadline)) fail(ErrorKind::io, "the other side does not read");
  }
}

void receive_all(const Socket& socket, std::span<std::byte> bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const ssize_t got = ::recv(socket.fd(), bytes.data(), bytes.size(), 0);
    if (got > 0) bytes = bytes.subspan(static_cast<std::size_t>(got));
    else if (got == 0) fail(ErrorKind::io, "the other side closed the connection");
    else if (errno != EAGAIN && errno != EINTR) fail_with("the connection broke", errno);
    else if (!wait_for(socket.fd(), POLLIN, deadline)) fail(ErrorKind::io, "the other side sends nothing");
  }
}

std::string own_address_towards(const std::string& host, int port) {
  const Addresses addresses = resolve(host, port, SOCK_DGRAM, 0);
  for (const addrinfo* address = addresses.get(); address; address = address->ai_next) {
    const Socket socket(::socket(address->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    if (socket && ::connect(socket.fd(), address->ai_addr, address->ai_addrlen) == 0 &&
        ::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&own), &size) == 0) {
      return numeric(reinterpret_cast<sockaddr*>(&own), size);
    }
  }
  fail(ErrorKind::io, "cannot be reached from this machine", host, "Check MASTER_ADDR and the network.");
}

bool is_loopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

}  // namespace paretune
