// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

namespace paretune {

bool is_utf8(std::string_view text);  // strict: no overlong forms, surrogates or values beyond U+10FFFF

}  // namespace paretune
