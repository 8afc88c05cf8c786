// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Text that grows token by token, given out in whole characters.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace paretune {

// Bytes of `text` before an unfinished character at its end: cut bytes, or the U+FFFD that decoders put in their place.
std::size_t whole_utf8_bytes(const std::string& text);

// Decodes the last few tokens again for each new one, not all: a decoder looks no further back.
class Utf8Stream {
 public:
  using Decode = std::function<std::string(const std::vector<int64_t>& ids)>;
  explicit Utf8Stream(Decode decode) : m_decode(std::move(decode)) {}

  std::string advance(int64_t id);  // what is new and certain
  // What is missing of `text`, the text of all tokens; unfinished characters included.
  std::string finish(const std::string& text);

 private:
  Decode m_decode;
  std::vector<int64_t> m_ids;   // the last ones
  std::size_t m_known = 0;      // of them: all their text has been given out
  std::size_t m_given = 0;      // bytes of the text of m_ids that have been
  std::string m_sent;
};

}  // namespace paretune
