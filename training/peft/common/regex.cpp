// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "training/api/result.h"

namespace paretune {
namespace {

std::string error_text(int code) {
  PCRE2_UCHAR buffer[256];
  pcre2_get_error_message(code, buffer, sizeof buffer);
  return reinterpret_cast<const char*>(buffer);
}

using MatchData = std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)>;

MatchData match_data_of(const std::shared_ptr<void>& code) {
  return {pcre2_match_data_create_from_pattern(static_cast<pcre2_code*>(code.get()), nullptr), pcre2_match_data_free};
}

}  // namespace

Regex::Regex(const std::string& pattern, const std::string& where) : m_pattern(pattern), m_where(where) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF, &error, &offset, nullptr);
  if (!code) {
    fail(ErrorKind::input, "\"" + pattern + "\" is no regular expression: " + error_text(error) + " at place " + std::to_string(offset), where,
         "Correct the expression, or give a list of module names.");
  }
  m_code = std::shared_ptr<void>(code, [](void* p) { pcre2_code_free(static_cast<pcre2_code*>(p)); });
}

int Regex::run(const std::string& text, unsigned options, void* match_data) const {
  const int found = pcre2_match(static_cast<pcre2_code*>(m_code.get()), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0,
                                PCRE2_ANCHORED | options, static_cast<pcre2_match_data*>(match_data), nullptr);
  if (found < 0 && found != PCRE2_ERROR_NOMATCH) {
    fail(ErrorKind::input, "\"" + m_pattern + "\" cannot be matched with \"" + text + "\": " + error_text(found), m_where,
         "Use a simpler expression.");
  }
  return found;
}

bool Regex::full_match(const std::string& text) const {
  const MatchData data = match_data_of(m_code);
  return run(text, PCRE2_ENDANCHORED, data.get()) >= 0;
}

std::optional<std::string> Regex::group_at_start(const std::string& text, const std::string& name) const {
  const MatchData data = match_data_of(m_code);
  if (run(text, 0, data.get()) < 0) return {};
  PCRE2_UCHAR* value = nullptr;
  PCRE2_SIZE length = 0;
  if (pcre2_substring_get_byname(data.get(), reinterpret_cast<PCRE2_SPTR>(name.c_str()), &value, &length) != 0) return {};
  std::string out(reinterpret_cast<const char*>(value), length);
  pcre2_substring_free(value);
  return out;
}

}  // namespace paretune
