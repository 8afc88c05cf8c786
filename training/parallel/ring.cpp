// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/parallel/ring.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace paretune {
namespace {

constexpr uint32_t kMagic = 0x52505431;
constexpr std::size_t kBlock = std::size_t{1} << 20;  // of a broadcast: the next rank gets it while more comes

template <class T>
std::span<const std::byte> bytes_of(const T& value) {
  return std::as_bytes(std::span(&value, 1));
}

}  // namespace

void Ring::close() const {
  m_next.shut_down();
  m_previous.shut_down();
}

Ring::Head Ring::head(Kind kind, std::size_t size) { return {kMagic, kind, ++m_operations, size}; }

void Ring::check(const Head& wanted, const Head& got) const {
  if (got.magic == wanted.magic && got.kind == wanted.kind && got.number == wanted.number && got.size == wanted.size) return;
  throw RingBroken(previous(), "is at another operation (" + std::to_string(got.number) + " of " + std::to_string(got.size) + " values, here it is " +
                                   std::to_string(wanted.number) + " of " + std::to_string(wanted.size) + ")");
}

// Both ways at once: a rank that only sent would wait for a neighbour that only sends.
void Ring::exchange(std::span<const std::byte> out, std::span<std::byte> in) const {
  const auto failed = [](int rank) { throw RingBroken(rank, std::string("cannot be reached: ") + std::strerror(errno)); };
  while (!out.empty() || !in.empty()) {
    pollfd waits[2] = {{out.empty() ? -1 : m_next.fd(), POLLOUT, 0}, {in.empty() ? -1 : m_previous.fd(), POLLIN, 0}};
    if (::poll(waits, 2, -1) < 0 && errno != EINTR) failed(m_rank);
    if (waits[0].revents != 0) {
      const ssize_t sent = ::send(m_next.fd(), out.data(), out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent >= 0) out = out.subspan(static_cast<std::size_t>(sent));
      else if (errno != EAGAIN && errno != EINTR) failed(next());
    }
    if (waits[1].revents != 0) {
      const ssize_t got = ::recv(m_previous.fd(), in.data(), in.size(), MSG_DONTWAIT);
      if (got > 0) in = in.subspan(static_cast<std::size_t>(got));
      else if (got == 0) throw RingBroken(previous(), "has closed its connection");
      else if (errno != EAGAIN && errno != EINTR) failed(previous());
    }
  }
}

template <class T>
void Ring::sum_of(std::span<T> values) {
  if (m_size == 1) return;
  const Head mine = head(static_cast<Kind>(sizeof(T)), values.size());
  Head theirs{};
  exchange(bytes_of(mine), std::as_writable_bytes(std::span(&theirs, 1)));
  check(mine, theirs);
  const auto part = [&](int index) {
    const auto i = static_cast<std::size_t>((index % m_size + m_size) % m_size), n = static_cast<std::size_t>(m_size);
    const std::size_t begin = values.size() * i / n, end = values.size() * (i + 1) / n;
    return values.subspan(begin, end - begin);
  };
  std::vector<T> received(values.size() / static_cast<std::size_t>(m_size) + 1);
  for (int step = 0; step < m_size - 1; ++step) {
    const std::span<T> into = part(m_rank - step - 1), came = std::span(received).first(into.size());
    exchange(std::as_bytes(part(m_rank - step)), std::as_writable_bytes(came));
    for (std::size_t i = 0; i < into.size(); ++i) into[i] += came[i];
  }
  for (int step = 0; step < m_size - 1; ++step) exchange(std::as_bytes(part(m_rank + 1 - step)), std::as_writable_bytes(part(m_rank - step)));
}

template void Ring::sum_of(std::span<float> values);
template void Ring::sum_of(std::span<double> values);

void Ring::broadcast(std::string& bytes) {
  if (m_size == 1) return;
  const bool first = m_rank == 0, last = next() == 0;
  Head mine = head(Kind::bytes, bytes.size());
  if (!first) {
    Head theirs{};
    exchange({}, std::as_writable_bytes(std::span(&theirs, 1)));
    mine.size = theirs.size;
    check(mine, theirs);
    bytes.resize(theirs.size);
  }
  if (!last) exchange(bytes_of(mine), {});
  const auto all = std::as_writable_bytes(std::span(bytes));
  for (std::size_t begin = 0; begin < all.size(); begin += kBlock) {
    const auto block = all.subspan(begin, std::min(kBlock, all.size() - begin));
    if (!first) exchange({}, block);
    if (!last) exchange(block, {});
  }
}

}  // namespace paretune
