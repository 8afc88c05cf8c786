// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizers/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>

#include "training/data/tokenizers/newer_unicode.h"

namespace paretune {
namespace {

constexpr uint32_t kHeapKib = 64 * 1024, kDepthLimit = 1'000'000;
// PCRE2 bounds the steps from one place in the text but does not say how many it took. So each try looks at few places and gets few steps, then
// ever more, and what it gets is counted. The first try is free: that is 500 steps a byte at most.
constexpr int64_t kWindow = 16, kFirstLimit = 500;
constexpr int64_t kStepsPerText = 20'000'000, kStepsPerByte = 200;

pcre2_code* code_of(const std::shared_ptr<void>& p) { return static_cast<pcre2_code*>(p.get()); }

std::string error_text(int code) {
  PCRE2_UCHAR buffer[256];
  pcre2_get_error_message(code, buffer, sizeof buffer);
  return reinterpret_cast<const char*>(buffer);
}

}  // namespace

Pattern::Pattern(const Json& json, const std::string& where) : m_where(where) {
  const bool regex = json.is_object() && json.contains("Regex") && json["Regex"].is_string();
  const bool literal = json.is_object() && json.contains("String") && json["String"].is_string();
  if (!regex && !literal) fail(ErrorKind::input, "a pattern must be {\"Regex\": text} or {\"String\": text}", where, "Get the tokenizer file again.");
  m_text = json[regex ? "Regex" : "String"].get<std::string>();
  if (literal) return;
  if (m_text.size() > 65536) fail(ErrorKind::input, "the regular expression is too long", where, "Get the tokenizer file again.");
  int error = 0;
  PCRE2_SIZE at = 0;
  pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(m_text.data()), m_text.size(), PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT, &error, &at, nullptr);
  if (!code) {
    fail(ErrorKind::unsupported, "cannot read the regular expression '" + m_text + "': " + error_text(error) + " at " + std::to_string(at), where,
         "Use a model whose tokenizer has a plainer pre_tokenizer.");
  }
  m_code.reset(code, [](void* p) { pcre2_code_free(static_cast<pcre2_code*>(p)); });
}

std::vector<Span> Pattern::matches(std::string_view text) const {
  std::vector<Span> out;
  if (!m_code) {
    if (m_text.empty()) return out;
    for (std::size_t at = text.find(m_text); at != std::string_view::npos; at = text.find(m_text, at + m_text.size())) out.push_back({at, at + m_text.size()});
    return out;
  }
  const std::unique_ptr<pcre2_match_context, void (*)(pcre2_match_context*)> context(pcre2_match_context_create(nullptr), pcre2_match_context_free);
  const std::unique_ptr<pcre2_match_data, void (*)(pcre2_match_data*)> data(pcre2_match_data_create(1, nullptr), pcre2_match_data_free);
  if (!context || !data) throw std::bad_alloc();
  pcre2_set_depth_limit(context.get(), kDepthLimit);
  pcre2_set_heap_limit(context.get(), kHeapKib);
  const auto older = with_older_characters(text);  // PCRE2 knows no newer ones
  if (older) text = *older;
  const auto* subject = reinterpret_cast<PCRE2_SPTR>(text.data());
  uint32_t options = 0;  // the first call checks the UTF-8, later ones need not
  int64_t steps_left = kStepsPerText + kStepsPerByte * static_cast<int64_t>(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t window = std::min(text.size(), at + kWindow);  // no match begins behind it
    pcre2_set_offset_limit(context.get(), window);
    int found = 0;
    for (int64_t limit = kFirstLimit;; limit *= 8) {
      pcre2_set_match_limit(context.get(), static_cast<uint32_t>(limit));
      found = pcre2_match(code_of(m_code), subject, text.size(), at, options, data.get(), context.get());
      options = PCRE2_NO_UTF_CHECK;
      if (limit > kFirstLimit) steps_left -= limit * kWindow;
      if (found != PCRE2_ERROR_MATCHLIMIT || steps_left < limit * 8 * kWindow) break;
    }
    if (found == PCRE2_ERROR_NOMATCH) {
      for (at = window + 1; at < text.size() && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80;) ++at;
      continue;
    }
    if (found < 0) {
      fail(ErrorKind::unsupported, "the tokenizer's regular expression gave up on this text: " + error_text(found), m_where,
           "Cut the text into shorter rows.");
    }
    const PCRE2_SIZE* span = pcre2_get_ovector_pointer(data.get());
    if (span[1] > span[0]) {
      out.push_back({span[0], span[1]});
      at = span[1];
    } else {
      at = span[1] < text.size() ? span[1] + code_point_at(text, span[1]).length : text.size();
    }
  }
  return out;
}

}  // namespace paretune
