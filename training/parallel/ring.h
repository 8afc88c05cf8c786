// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The ring all-reduce: each rank sends to the next and receives from the previous one, 2 (n - 1) / n of the buffer each way.
// The sum of an element is made in one place and handed round, so that all ranks hold the same bits.
#include <cstdint>
#include <stdexcept>

#include "training/parallel/socket.h"

namespace paretune {

// A neighbour cannot be reached any more, or is at another operation.
struct RingBroken : std::runtime_error {
  RingBroken(int rank, const std::string& what) : std::runtime_error(what), rank(rank) {}
  int rank;  // the neighbour
};

class Ring {
 public:
  Ring(int rank, int size, Socket next, Socket previous) : m_rank(rank), m_size(size), m_next(std::move(next)), m_previous(std::move(previous)) {}

  // Every rank calls the same operations with buffers of the same size, in the same order. They throw RingBroken.
  void sum(std::span<float> values) { sum_of(values); }
  void sum(std::span<double> values) { sum_of(values); }
  void broadcast(std::string& bytes);  // rank 0's to all

  void close() const;  // any thread: what is under way and what comes later throws

 private:
  enum class Kind : uint32_t { floats = 4, doubles = 8, bytes = 1 };
  struct Head {
    uint32_t magic;
    Kind kind;
    uint64_t number, size;
  };
  template <class T>
  void sum_of(std::span<T> values);
  Head head(Kind kind, std::size_t size);
  void check(const Head& wanted, const Head& got) const;
  void exchange(std::span<const std::byte> out, std::span<std::byte> in) const;
  int next() const { return (m_rank + 1) % m_size; }
  int previous() const { return (m_rank + m_size - 1) % m_size; }

  int m_rank, m_size;
  Socket m_next, m_previous;
  uint64_t m_operations = 0;
};

}  // namespace paretune
