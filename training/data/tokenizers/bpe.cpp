// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizers/bpe.h"

#include <algorithm>
#include <cstdio>

namespace paretune {

uint64_t Bpe::mix(uint64_t key) {
  key ^= key >> 32;
  key *= 0x9E3779B97F4A7C15ull;
  return key ^ key >> 29;
}

const Bpe::Merge* Bpe::find(int32_t a, int32_t b) const {
  const uint64_t key = key_of(a, b);
  for (uint64_t slot = mix(key) & m_mask;; slot = (slot + 1) & m_mask) {
    const Merge& merge = m_merges[slot];
    if (merge.key == key) return &merge;
    if (merge.key == kEmpty) return nullptr;
  }
}

Bpe::Bpe(const Vocabulary& vocabulary, const std::vector<std::pair<std::string, std::string>>& merges, BpeOptions options, const std::string& where)
    : m_options(std::move(options)) {
  std::size_t slots = 16;
  while (slots < merges.size() * 2) slots *= 2;
  m_merges.resize(slots);
  m_mask = slots - 1;
  int32_t rank = 0;
  for (const auto& [left, right] : merges) {
    const auto id = [&](const std::string& token) {
      const auto it = vocabulary.find(token);
      if (it == vocabulary.end()) {
        fail(ErrorKind::input, "merge " + std::to_string(rank + 1) + " names the token '" + token.substr(0, 80) + "', which is not in the vocabulary", where,
             "Get the tokenizer file again.");
      }
      return it->second;
    };
    const int32_t left_id = id(left), right_id = id(right);
    const uint64_t key = key_of(left_id, right_id);
    uint64_t slot = mix(key) & m_mask;
    while (m_merges[slot].key != kEmpty && m_merges[slot].key != key) slot = (slot + 1) & m_mask;
    m_merges[slot] = {key, rank++, id(left + right)};
  }
  const auto lookup = [&](const std::string& token) {
    const auto it = vocabulary.find(token);
    return it == vocabulary.end() ? -1 : it->second;
  };
  if (!m_options.unk_token.empty()) {
    m_unk = lookup(m_options.unk_token);
    if (m_unk < 0) fail(ErrorKind::input, "the unk_token '" + m_options.unk_token + "' is not in the vocabulary", where, "Get the tokenizer file again.");
  }
  m_fallback = m_options.byte_fallback && !m_options.byte_level;
  for (uint32_t byte = 0; byte < 256; ++byte) {
    std::string token;
    if (m_options.byte_level) {
      append_code_point(token, byte_to_char(static_cast<uint8_t>(byte)));
    } else {
      char name[8];
      std::snprintf(name, sizeof name, "<0x%02X>", byte);
      token = name;
    }
    m_bytes[byte] = lookup(token);
    if (m_bytes[byte] < 0) m_fallback = false;
  }
  if (!m_options.byte_level) {
    m_words = vocabulary;
  } else if (m_options.ignore_merges) {
    std::string bytes;
    for (const auto& [token, id] : vocabulary) {
      if (spells_bytes(token, bytes)) m_words[bytes] = id;
    }
  }
}

void Bpe::char_symbols(std::string_view word, std::vector<Symbol>& out) const {
  bool fusable = false;  // the last symbol is an unknown that the next may join
  for (std::size_t i = 0; i < word.size();) {
    const uint32_t length = code_point_at(word, i).length;
    if (const auto it = m_words.find(std::string(word.substr(i, length))); it != m_words.end()) {
      out.push_back({it->second, length, 0, 0});
      fusable = false;
    } else if (m_fallback) {
      for (uint32_t k = 0; k < length; ++k) out.push_back({m_bytes[static_cast<uint8_t>(word[i + k])], 1, 0, 0});
      fusable = false;
    } else if (m_unk >= 0) {
      if (fusable && m_options.fuse_unk) {
        out.back().length += length;
      } else {
        out.push_back({m_unk, length, 0, 0});
      }
      fusable = true;
    } else {
      out.push_back({-1, length, 0, 0});
    }
    i += length;
  }
}

void Bpe::first_symbols(std::string_view word, std::vector<Symbol>& out) const {
  if (!m_options.byte_level) return char_symbols(word, out);
  bool fusable = false;
  for (const char c : word) {
    const int32_t id = m_bytes[static_cast<uint8_t>(c)];
    if (id < 0 && m_unk >= 0 && fusable && m_options.fuse_unk) {
      ++out.back().length;
      continue;
    }
    fusable = id < 0 && m_unk >= 0;
    out.push_back({fusable ? m_unk : id, 1, 0, 0});
  }
}

void Bpe::encode(const Segment& word, std::vector<Tokenizer::Piece>& out) const {
  if (word.text.empty()) return;
  const auto emit = [&](int32_t id, std::size_t begin, std::size_t end) {
    const Span span = word.span(begin, end);
    out.push_back({id, span.begin, span.end});
  };
  if (m_options.ignore_merges) {
    if (const auto it = m_words.find(std::string(word.text)); it != m_words.end()) return emit(it->second, 0, word.text.size());
  }
  std::vector<Symbol> symbols;
  symbols.reserve(word.text.size());
  first_symbols(word.text, symbols);
  // Dropped characters (id -1) are as if they were not there: their bytes go to the symbol before them.
  std::size_t kept = 0, lead = 0;
  for (const Symbol& symbol : symbols) {
    if (symbol.id >= 0) {
      symbols[kept++] = symbol;
    } else if (kept > 0) {
      symbols[kept - 1].length += symbol.length;
    } else {
      lead += symbol.length;
    }
  }
  symbols.resize(kept);
  symbols.size() <= 40 ? merge_short(symbols) : merge_long(symbols);
  std::size_t at = lead;
  for (const Symbol& symbol : symbols) {
    if (symbol.length == 0) continue;
    emit(symbol.id, at, at + symbol.length);
    at += symbol.length;
  }
}

void Bpe::merge_short(std::vector<Symbol>& symbols) const {
  while (symbols.size() > 1) {
    const Merge* best = nullptr;
    std::size_t where = 0;
    for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
      const Merge* merge = find(symbols[i].id, symbols[i + 1].id);
      if (merge && (!best || merge->rank < best->rank)) {
        best = merge;
        where = i;
      }
    }
    if (!best) return;
    symbols[where].id = best->id;
    symbols[where].length += symbols[where + 1].length;
    symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(where) + 1);
  }
}

void Bpe::merge_long(std::vector<Symbol>& symbols) const {
  struct Candidate {
    int32_t rank, at, id;
  };
  const auto comes_before = [](const Candidate& a, const Candidate& b) { return a.rank != b.rank ? a.rank < b.rank : a.at < b.at; };
  const auto comes_after = [&](const Candidate& a, const Candidate& b) { return comes_before(b, a); };
  // A sorted run of candidates, and a heap of those found since, which are the next run. They are mostly found from left to right and come after
  // those there are, so a run needs little sorting; a heap of all would be walked through from top to bottom for each.
  std::vector<Candidate> run, found;
  std::size_t taken = 0;
  const auto count = static_cast<int32_t>(symbols.size());
  for (int32_t i = 0; i < count; ++i) {
    symbols[static_cast<std::size_t>(i)].previous = i - 1;
    symbols[static_cast<std::size_t>(i)].next = i + 1 < count ? i + 1 : -1;
  }
  const auto at = [&](int32_t i) -> Symbol& { return symbols[static_cast<std::size_t>(i)]; };
  const auto look = [&](int32_t left) {
    const Merge* merge = left < 0 || at(left).next < 0 ? nullptr : find(at(left).id, at(at(left).next).id);
    if (merge) found.push_back({merge->rank, left, merge->id});
    return merge != nullptr;
  };
  const auto consider = [&](int32_t left) {
    if (look(left)) std::push_heap(found.begin(), found.end(), comes_after);
  };
  for (int32_t i = 0; i < count; ++i) look(i);
  while (true) {
    if (taken == run.size()) {
      run.swap(found);
      found.clear();
      taken = 0;
      if (run.empty()) return;
      if (!std::is_sorted(run.begin(), run.end(), comes_before)) std::sort(run.begin(), run.end(), comes_before);
    }
    Candidate top = run[taken];
    if (found.empty() || comes_before(top, found.front())) {
      ++taken;
    } else {
      std::pop_heap(found.begin(), found.end(), comes_after);
      top = found.back();
      found.pop_back();
    }
    Symbol& left = at(top.at);
    if (left.length == 0 || left.next < 0) continue;
    Symbol& right = at(left.next);
    const Merge* merge = find(left.id, right.id);  // stale candidates name another result
    if (!merge || merge->id != top.id) continue;
    left.id = merge->id;
    left.length += right.length;
    right.length = 0;
    left.next = right.next;
    if (left.next >= 0) at(left.next).previous = top.at;
    consider(left.previous);
    consider(top.at);
  }
}

}  // namespace paretune
