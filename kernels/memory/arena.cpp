// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/memory/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace paretune::kernels {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::size_t up(std::size_t value, std::size_t unit) { return (value + unit - 1) / unit * unit; }

}  // namespace

Arena::Arena(std::size_t capacity, std::size_t smallest) {
  for (capacity = up(capacity, kHugePage); capacity >= smallest; capacity = up(capacity / 2, kHugePage)) {
    void* range = mmap(nullptr, capacity + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (range == MAP_FAILED) continue;
    auto* first = static_cast<char*>(range);
    m_begin = first + (up(reinterpret_cast<std::uintptr_t>(first), kHugePage) - reinterpret_cast<std::uintptr_t>(first));
    if (m_begin != first) munmap(first, static_cast<std::size_t>(m_begin - first));
    if (const std::size_t rest = kHugePage - static_cast<std::size_t>(m_begin - first); rest > 0) munmap(m_begin + capacity, rest);
    m_capacity = capacity;
    add_free(0, capacity);
#if defined(MADV_HUGEPAGE)
    madvise(m_begin, capacity, MADV_HUGEPAGE);  // a wish: kernels without it give small pages
#endif
    return;
  }
}

Arena::~Arena() {
  if (m_begin) munmap(m_begin, m_capacity);
}

void Arena::add_free(std::size_t at, std::size_t bytes) {
  m_free.emplace(at, bytes);
  m_free_by_size.emplace(bytes, at);
}

void Arena::remove_free(std::size_t at, std::size_t bytes) {
  m_free.erase(at);
  m_free_by_size.erase({bytes, at});
}

void* Arena::allocate(std::size_t bytes) {
  bytes = size_of(bytes);
  const std::lock_guard lock(m_mutex);
  const auto found = m_free_by_size.lower_bound({bytes, 0});
  if (found == m_free_by_size.end()) return nullptr;
  const auto [room, at] = *found;
  remove_free(at, room);
  if (room > bytes) add_free(at + bytes, room - bytes);
  m_used.emplace(at, bytes);
  m_live += bytes;
  m_peak = std::max(m_peak, m_live);
  return m_begin + at;
}

std::size_t Arena::release(void* block) {
  const std::lock_guard lock(m_mutex);
  auto at = static_cast<std::size_t>(static_cast<char*>(block) - m_begin);
  const auto used = m_used.find(at);
  std::size_t bytes = used->second;
  const std::size_t own = bytes;
  m_used.erase(used);
  m_live -= bytes;
  if (const auto after = m_free.find(at + bytes); after != m_free.end()) {
    const auto [next, more] = *after;
    remove_free(next, more);
    bytes += more;
  }
  if (auto before = m_free.lower_bound(at); before != m_free.begin()) {
    const auto [previous, more] = *std::prev(before);
    if (previous + more == at) {
      remove_free(previous, more);
      at = previous;
      bytes += more;
    }
  }
  add_free(at, bytes);
  return own;
}

void Arena::trim() {
  const std::lock_guard lock(m_mutex);
  for (const auto& [at, bytes] : m_free) {
    const std::size_t from = up(at, kHugePage), to = (at + bytes) / kHugePage * kHugePage;  // whole huge pages: a part would split one
    if (to > from) madvise(m_begin + from, to - from, MADV_DONTNEED);
  }
}

std::size_t Arena::live_bytes() const {
  const std::lock_guard lock(m_mutex);
  return m_live;
}

std::size_t Arena::peak_bytes() const {
  const std::lock_guard lock(m_mutex);
  return m_peak;
}

void Arena::reset_peak() {
  const std::lock_guard lock(m_mutex);
  m_peak = m_live;
}

}  // namespace paretune::kernels
