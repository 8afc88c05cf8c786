// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Text that grows token by token, given out in whole characters.
#include <string>

namespace paretune {

// Bytes of `text` before an unfinished character at its end: cut bytes, or the U+FFFD that decoders put in their place.
std::size_t whole_utf8_bytes(const std::string& text);

class Utf8Stream {
 public:
  // `decoded` is all the text so far; returns what is new and certain.
  std::string advance(const std::string& decoded);
  // The rest, unfinished characters included.
  std::string finish(const std::string& decoded);

 private:
  std::string m_sent;
};

}  // namespace paretune
