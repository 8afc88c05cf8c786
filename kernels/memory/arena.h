// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Memory for large buffers out of one range of addresses: pages stay between uses, so that a step faults none in, blocks take the tightest
// hole that fits, so that passes of different lengths share memory, and the range asks for huge pages.
#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>

namespace paretune::kernels {

class Arena {
 public:
  // Reserves addresses, no memory. Where even `smallest` cannot be had, capacity() is 0 and allocate() gives null.
  explicit Arena(std::size_t capacity, std::size_t smallest = std::size_t{256} << 20);
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* allocate(std::size_t bytes);  // at a multiple of 64; null when it is full
  static std::size_t size_of(std::size_t bytes) { return (bytes > 0 ? bytes + 63 : 64) / 64 * 64; }  // what a block of so many bytes takes
  std::size_t release(void* block);   // one that allocate() gave; its size
  bool holds(const void* block) const { return block >= m_begin && block < m_begin + m_capacity; }
  void trim();                        // free pages go back to the system

  std::size_t capacity() const { return m_capacity; }
  std::size_t live_bytes() const;
  std::size_t peak_bytes() const;     // most live at once since reset_peak()
  void reset_peak();

 private:
  void add_free(std::size_t at, std::size_t bytes);
  void remove_free(std::size_t at, std::size_t bytes);

  mutable std::mutex m_mutex;
  char* m_begin = nullptr;
  std::size_t m_capacity = 0, m_live = 0, m_peak = 0;
  std::map<std::size_t, std::size_t> m_free;                       // offset -> bytes; neighbours are always joined
  std::set<std::pair<std::size_t, std::size_t>> m_free_by_size;    // (bytes, offset)
  std::unordered_map<std::size_t, std::size_t> m_used;             // offset -> bytes
};

}  // namespace paretune::kernels
