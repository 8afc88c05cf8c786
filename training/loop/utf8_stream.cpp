// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/utf8_stream.h"

#include <algorithm>

namespace paretune {

std::size_t whole_utf8_bytes(const std::string& text) {
  std::size_t end = text.size();
  while (end >= 3 && text.compare(end - 3, 3, "\xEF\xBF\xBD") == 0) end -= 3;
  // Back to the lead byte of the last character; is all of it there?
  for (std::size_t back = 1; back <= std::min<std::size_t>(4, end); ++back) {
    const auto byte = static_cast<unsigned char>(text[end - back]);
    if ((byte & 0xC0) == 0x80) continue;
    const std::size_t wanted = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    return wanted > back ? end - back : end;
  }
  return end;
}

std::string Utf8Stream::advance(int64_t id) {
  m_ids.push_back(id);
  const std::string text = m_decode(m_ids);
  const std::size_t whole = whole_utf8_bytes(text);
  std::string piece;
  if (whole > m_given) {
    piece = text.substr(m_given, whole - m_given);
    m_given = whole;
    m_sent += piece;
  }
  if (whole < text.size()) return piece;
  // Tokens with text of their own stay for the next one to follow: at the start of a text decoders leave spaces out.
  const std::vector<int64_t> since(m_ids.begin() + static_cast<std::ptrdiff_t>(m_known), m_ids.end());
  if (const std::string own = m_decode(since); !own.empty()) {
    m_ids = since;
    m_given = own.size();
  }
  m_known = m_ids.size();
  return piece;
}

std::string Utf8Stream::finish(const std::string& text) { return text.starts_with(m_sent) ? text.substr(m_sent.size()) : std::string(); }

}  // namespace paretune
