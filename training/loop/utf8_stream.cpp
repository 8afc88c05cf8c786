// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/utf8_stream.h"

#include <algorithm>

namespace paretune {
namespace {

std::string after(const std::string& text, std::size_t end, std::string& sent) {
  if (end <= sent.size() || text.compare(0, sent.size(), sent) != 0) return {};
  const std::string piece = text.substr(sent.size(), end - sent.size());
  sent += piece;
  return piece;
}

}  // namespace

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

std::string Utf8Stream::advance(const std::string& decoded) { return after(decoded, whole_utf8_bytes(decoded), m_sent); }
std::string Utf8Stream::finish(const std::string& decoded) { return after(decoded, decoded.size(), m_sent); }

}  // namespace paretune
