// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Regular expressions over module names, with the semantics of Python's re.fullmatch and re.match.
#include <memory>
#include <optional>
#include <string>

namespace paretune {

// A compiled expression. Throws Failure(input) for one that does not compile or that takes too long on a name.
class Regex {
 public:
  // `where` names the config key in errors.
  Regex(const std::string& pattern, const std::string& where);
  bool full_match(const std::string& text) const;
  // Group `name` of a match that begins at the start of text; nothing when there is no match.
  std::optional<std::string> group_at_start(const std::string& text, const std::string& name) const;

 private:
  int run(const std::string& text, unsigned options, void* match_data) const;
  std::string m_pattern, m_where;
  std::shared_ptr<void> m_code;
};

}  // namespace paretune
