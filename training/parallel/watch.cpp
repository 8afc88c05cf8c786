// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/parallel/watch.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace paretune {
namespace {

using std::chrono::milliseconds;
constexpr char kAlive = 'a', kDone = 'd', kLost = 'l', kStopped = 's';
constexpr std::size_t kLongestText = 2000;

struct Head {
  char kind, unused[3];
  int32_t rank;
  uint32_t length;  // of the text that follows
};

}  // namespace

Watch::Watch(int rank, std::vector<Socket> links, milliseconds patience, std::function<void()> on_lost)
    : m_rank(rank), m_patience(patience), m_on_lost(std::move(on_lost)) {
  for (auto& socket : links) m_links.push_back({rank == 0 ? static_cast<int>(m_links.size()) + 1 : 0, std::move(socket), {}, {}});
  m_thread = std::jthread([this](std::stop_token end) { watch(end); });
}

Watch::~Watch() { leave(); }

std::optional<Lost> Watch::lost() const {
  std::lock_guard lock(m_mutex);
  return m_lost;
}

std::optional<Lost> Watch::wait_for_lost(milliseconds time) const {
  std::unique_lock lock(m_mutex);
  m_known.wait_for(lock, time, [&] { return m_lost.has_value(); });
  return m_lost;
}

void Watch::report(const std::string& what, bool stopped) {
  std::lock_guard lock(m_mutex);
  if (m_lost || m_left) return;
  say_to_all(stopped ? kStopped : kLost, {m_rank, what, stopped}, m_rank);
}

void Watch::leave() {
  {
    std::lock_guard lock(m_mutex);
    if (!m_left && !m_lost) say_to_all(kDone, {m_rank, {}}, m_rank);
    m_left = true;
  }
  m_thread.request_stop();
  if (m_thread.joinable() && m_thread.get_id() != std::this_thread::get_id()) m_thread.join();
}

// Time in which this process itself did not run is not held against the others: a round counts for two of them at most.
void Watch::watch(std::stop_token end) {
  const milliseconds tick = std::min(m_patience / 8, milliseconds(500));
  auto before = std::chrono::steady_clock::now();
  std::vector<pollfd> waits;
  while (!end.stop_requested()) {
    waits.clear();
    for (const Link& link : m_links) waits.push_back({link.open ? link.socket.fd() : -1, POLLIN, 0});
    ::poll(waits.data(), waits.size(), static_cast<int>(std::min(tick, milliseconds(100)).count()));
    std::unique_lock lock(m_mutex);
    for (std::size_t i = 0; i < m_links.size(); ++i) {
      if (m_links[i].open && waits[i].revents != 0) read(m_links[i]);
    }
    const auto now = std::chrono::steady_clock::now();
    const auto passed = std::chrono::duration_cast<milliseconds>(now - before);
    if (passed >= tick) {
      before = now;
      for (Link& link : m_links) {
        if (!link.open) continue;
        link.silent += std::min(passed, 2 * tick);
        if (link.out.empty()) say(link, kAlive, {m_rank, {}});
        if (link.silent > m_patience) {
          lose({link.rank, "has not been heard of for " + std::to_string((m_patience.count() + 500) / 1000) + " s: it hangs, or the network between does"});
        }
      }
    }
    const bool call = m_lost && !m_left;
    if (call) m_left = true;
    lock.unlock();
    if (!call) continue;
    m_on_lost();
    return;
  }
}

void Watch::read(Link& link) {
  char block[4096];
  for (;;) {
    const ssize_t got = ::recv(link.socket.fd(), block, sizeof block, MSG_DONTWAIT);
    if (got > 0) {
      link.in.append(block, static_cast<std::size_t>(got));
      link.silent = milliseconds(0);
      continue;
    }
    hear(link);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (link.open) lose({link.rank, got == 0 ? "has ended: its connection closed" : std::string("has ended: ") + std::strerror(errno)});
    link.open = false;
    return;
  }
}

void Watch::hear(Link& link) {
  while (link.in.size() >= sizeof(Head)) {
    Head head{};
    std::memcpy(&head, link.in.data(), sizeof head);
    const std::size_t length = std::min<std::size_t>(head.length, kLongestText);
    if (link.in.size() < sizeof head + length) return;
    const std::string text = link.in.substr(sizeof head, length);
    link.in.erase(0, sizeof head + length);
    if (head.kind == kDone) link.open = false;
    if (head.kind == kLost || head.kind == kStopped) lose({m_rank == 0 ? link.rank : head.rank, text, head.kind == kStopped});
  }
}

void Watch::say(Link& link, char kind, const Lost& what) {
  const std::string text = what.what.substr(0, kLongestText);
  const Head head{kind, {}, what.rank, static_cast<uint32_t>(text.size())};
  link.out.append(reinterpret_cast<const char*>(&head), sizeof head).append(text);
  push(link);
}

void Watch::push(Link& link) {
  const ssize_t sent = ::send(link.socket.fd(), link.out.data(), link.out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent > 0) link.out.erase(0, static_cast<std::size_t>(sent));
}

void Watch::say_to_all(char kind, const Lost& what, int but) {
  for (Link& link : m_links) {
    if (link.open && link.rank != but) say(link, kind, what);
  }
}

void Watch::lose(Lost lost) {
  if (m_lost || m_left) return;
  if (m_rank == 0) say_to_all(lost.stopped ? kStopped : kLost, lost, lost.rank);
  m_lost = std::move(lost);
  m_known.notify_all();
}

}  // namespace paretune
