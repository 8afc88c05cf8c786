// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a Split or Replace looks for: a literal or a regular expression (PCRE2, Unicode classes, bounded work).
#include <memory>

#include "training/api/schema.h"
#include "training/data/tokenizers/text.h"

namespace paretune {

class Pattern {
 public:
  // {"String": ...} or {"Regex": ...}.
  Pattern(const Json& json, const std::string& where);
  // Matches in order, without overlaps, none empty. Throws Failure when the expression needs too much work.
  std::vector<Span> matches(std::string_view text) const;

 private:
  std::string m_text, m_where;
  std::shared_ptr<void> m_code;  // null: m_text is literal
};

}  // namespace paretune
