// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A small HTTP/1.1 server on 127.0.0.1 that can misbehave: it cuts, stalls, dawdles and lies as its handler says.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace paretune::test {

struct WebRequest {
  std::string target;                          // path and query
  std::map<std::string, std::string> headers;  // names in lower case
  std::string header(const std::string& name) const {
    const auto it = headers.find(name);
    return it == headers.end() ? "" : it->second;
  }
};

struct WebReply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::optional<std::string> length;  // Content-Length, else the true one; "" sends none
  std::size_t cut = std::string::npos;  // the connection closes after so many bytes of the body
  double stall_seconds = 0;           // before it closes, or before the head when the cut is at 0
  double piece_seconds = 0;           // between pieces of 4 KB
};

class LoopbackServer {
 public:
  using Handler = std::function<WebReply(const WebRequest&)>;  // one call at a time

  explicit LoopbackServer(Handler handler) : m_handler(std::move(handler)) {
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_socket, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_socket, 64) != 0 ||
        ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("no server on 127.0.0.1");
    }
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this](std::stop_token stop) { accept_all(stop); });
  }
  ~LoopbackServer() {
    m_ending.request_stop();
    m_thread.request_stop();
    m_thread.join();
    m_connections.clear();
    ::close(m_socket);
  }
  LoopbackServer(const LoopbackServer&) = delete;

  int port() const { return m_port; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
  std::vector<WebRequest> seen() const {
    const std::lock_guard lock(m_mutex);
    return m_seen;
  }
  std::size_t body_bytes() const {  // sent so far
    const std::lock_guard lock(m_mutex);
    return m_body_bytes;
  }
  void forget() {
    const std::lock_guard lock(m_mutex);
    m_seen.clear();
    m_body_bytes = 0;
  }

 private:
  void accept_all(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pollfd ready{m_socket, POLLIN, 0};
      if (::poll(&ready, 1, 20) <= 0) continue;
      const int fd = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd >= 0) m_connections.emplace_back([this, fd] { serve(fd), ::close(fd); });
    }
  }

  void serve(int fd) {
    std::string head;
    for (char piece[4096]; head.find("\r\n\r\n") == std::string::npos;) {
      pollfd ready{fd, POLLIN, 0};
      if (m_ending.stop_requested() || head.size() > 65536) return;
      if (::poll(&ready, 1, 20) <= 0) continue;
      const ssize_t n = ::recv(fd, piece, sizeof piece, 0);
      if (n <= 0) return;
      head.append(piece, static_cast<std::size_t>(n));
    }
    WebRequest request;
    request.target = head.substr(4, head.find(' ', 4) - 4);  // after "GET "
    for (auto at = head.find("\r\n") + 2; at < head.size() - 2;) {
      const auto end = head.find("\r\n", at);
      const std::string line = head.substr(at, end - at);
      std::string name = line.substr(0, line.find(':'));
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      request.headers[name] = line.substr(std::min(line.size(), line.find(':') + 2));
      at = end + 2;
    }
    WebReply reply;
    {
      const std::lock_guard lock(m_mutex);
      m_seen.push_back(request);
      reply = m_handler(request);
    }
    if (reply.cut == 0) wait(reply.stall_seconds);
    std::string out = "HTTP/1.1 " + std::to_string(reply.status) + " X\r\nConnection: close\r\n";
    for (const auto& [name, value] : reply.headers) out += name + ": " + value + "\r\n";
    const std::string length = reply.length.value_or(std::to_string(reply.body.size()));
    if (!length.empty()) out += "Content-Length: " + length + "\r\n";
    if (!send_all(fd, out + "\r\n")) return;
    const std::string body = reply.body.substr(0, std::min(reply.cut, reply.body.size()));
    const std::size_t step = reply.piece_seconds > 0 ? 4096 : std::max<std::size_t>(body.size(), 1);
    for (std::size_t at = 0; at < body.size(); at += step) {
      if (at > 0) wait(reply.piece_seconds);
      const std::string piece = body.substr(at, step);
      if (!send_all(fd, piece)) return;
      const std::lock_guard lock(m_mutex);
      m_body_bytes += piece.size();
    }
    if (reply.cut != 0) wait(reply.stall_seconds);
    ::shutdown(fd, SHUT_WR);
  }

  static bool send_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  void wait(double seconds) {
    if (seconds <= 0) return;
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait_for(lock, m_ending.get_token(), std::chrono::duration<double>(seconds), [] { return false; });
  }

  Handler m_handler;
  int m_socket = -1, m_port = 0;
  mutable std::mutex m_mutex;
  std::vector<WebRequest> m_seen;
  std::size_t m_body_bytes = 0;
  std::stop_source m_ending;
  std::list<std::jthread> m_connections;
  std::jthread m_thread;
};

}  // namespace paretune::test
