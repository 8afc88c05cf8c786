// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/utf8.h"

#include <cstddef>
#include <cstdint>

namespace paretune {

bool is_utf8(std::string_view text) {
  const std::size_t size = text.size();
  for (std::size_t i = 0; i < size;) {
    const auto lead = static_cast<uint8_t>(text[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const int length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    if (length == 0 || size - i < static_cast<std::size_t>(length)) return false;
    for (int k = 1; k < length; ++k) {
      if ((static_cast<uint8_t>(text[i + static_cast<std::size_t>(k)]) & 0xC0) != 0x80) return false;
    }
    const auto second = static_cast<uint8_t>(text[i + 1]);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
      return false;
    i += static_cast<std::size_t>(length);
  }
  return true;
}

}  // namespace paretune
