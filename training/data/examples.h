// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The encoded rows of a part of a data set, in order: a view of a token file, or a list in memory. Copies are cheap for the view.
#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

#include "training/data/token_file.h"

namespace paretune {

class Examples {
 public:
  // What is known of a row without reading its tokens.
  struct Facts {
    int64_t row = 0, length = 0, full_length = 0, trained = 0;  // length: after the cut
    bool truncated() const { return full_length > length; }
  };
  class Iterator;

  Examples() = default;
  Examples(std::vector<Example> rows) : m_rows(std::move(rows)) {}  // NOLINT: a list of rows is one
  Examples(std::shared_ptr<const TokenFile> file, int64_t first, int64_t count) : m_file(std::move(file)), m_first(first), m_count(count) {}

  std::size_t size() const { return m_file ? static_cast<std::size_t>(m_count) : m_rows.size(); }
  bool empty() const { return size() == 0; }
  // Reads the row. Throws Failure(io) when the file was damaged meanwhile.
  Example operator[](std::size_t index) const;
  Example at(std::size_t index) const { return (*this)[index]; }
  Facts facts(std::size_t index) const;
  int64_t length_of(std::size_t index) const { return facts(index).length; }
  int64_t trained_of(std::size_t index) const { return facts(index).trained; }
  // body(index, facts) for every row in order, read many at a time.
  template <class F>
  void each_facts(F&& body) const {
    std::vector<Facts> block;
    for (std::size_t first = 0; first < size(); first += block.size()) {
      block = facts_from(first);
      for (std::size_t i = 0; i < block.size(); ++i) body(first + i, block[i]);
    }
  }
  Examples first(std::size_t count) const;  // or all, where there are fewer
  void push_back(Example example);          // of a list in memory

  Iterator begin() const;
  Iterator end() const;

 private:
  std::vector<Facts> facts_from(std::size_t first) const;  // at least one

  std::vector<Example> m_rows;
  std::shared_ptr<const TokenFile> m_file;
  int64_t m_first = 0, m_count = 0;
};

class Examples::Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = Example;
  using difference_type = std::ptrdiff_t;
  using pointer = const Example*;
  using reference = Example;
  Iterator(const Examples* examples, std::size_t at) : m_examples(examples), m_at(at) {}
  Example operator*() const { return (*m_examples)[m_at]; }
  Iterator& operator++() {
    ++m_at;
    return *this;
  }
  Iterator operator++(int) { return {m_examples, m_at++}; }
  bool operator==(const Iterator& other) const { return m_at == other.m_at; }

 private:
  const Examples* m_examples;
  std::size_t m_at;
};

inline Examples::Iterator Examples::begin() const { return {this, 0}; }
inline Examples::Iterator Examples::end() const { return {this, size()}; }

}  // namespace paretune
