// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/examples.h"

#include <algorithm>

#include "training/api/result.h"

namespace paretune {
namespace {

constexpr std::size_t kFactsAtOnce = 1024;

Examples::Facts facts_of(const TokenFile::Entry& entry) { return {entry.row, entry.ids, entry.full_length, entry.trained}; }

Examples::Facts facts_of(const Example& example) {
  return {example.row, static_cast<int64_t>(example.ids.size()), example.full_length, example.trained_tokens()};
}

void require(std::size_t index, std::size_t size) {
  if (index >= size) fail(ErrorKind::internal, "row " + std::to_string(index) + " of " + std::to_string(size) + " was asked for", "data");
}

}  // namespace

Example Examples::operator[](std::size_t index) const {
  require(index, size());
  return m_file ? m_file->example(m_first + static_cast<int64_t>(index)) : m_rows[index];
}

Examples::Facts Examples::facts(std::size_t index) const {
  require(index, size());
  if (!m_file) return facts_of(m_rows[index]);
  TokenFile::Entry entry;
  m_file->entries(m_first + static_cast<int64_t>(index), {&entry, 1});
  return facts_of(entry);
}

std::vector<Examples::Facts> Examples::facts_from(std::size_t first) const {
  const std::size_t count = std::min(kFactsAtOnce, size() - first);
  std::vector<Facts> out(count);
  if (!m_file) {
    for (std::size_t i = 0; i < count; ++i) out[i] = facts_of(m_rows[first + i]);
    return out;
  }
  std::vector<TokenFile::Entry> entries(count);
  m_file->entries(m_first + static_cast<int64_t>(first), entries);
  for (std::size_t i = 0; i < count; ++i) out[i] = facts_of(entries[i]);
  return out;
}

Examples Examples::first(std::size_t count) const {
  if (count >= size()) return *this;
  if (m_file) return {m_file, m_first, static_cast<int64_t>(count)};
  return std::vector<Example>(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(count));
}

void Examples::push_back(Example example) {
  if (m_file) fail(ErrorKind::internal, "a row was added to a token file that is in use", "data");
  m_rows.push_back(std::move(example));
}

}  // namespace paretune
