// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizers/normalizer.h"

#include <utf8proc.h>

#include <algorithm>

#include "training/data/tokenizers/newer_unicode.h"
#include "training/data/tokenizers/pattern.h"

namespace paretune {
namespace {

// A character that means no sequence of others is composed already, when it stands alone.
bool decomposes(uint32_t c) { return utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->decomp_seqindex != UINT16_MAX; }

// NFC of one character with the marks that follow it.
std::string nfc_cluster(std::string_view cluster) {
  std::vector<utf8proc_int32_t> points;
  for (std::size_t i = 0; i < cluster.size();) {
    const CodePoint c = code_point_at(cluster, i);
    i += c.length;
    utf8proc_int32_t buffer[32];
    int boundary = 0;
    const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c.value), buffer, 32,
                                               static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE), &boundary);
    if (count < 1 || count > 32) {
      points.push_back(static_cast<utf8proc_int32_t>(c.value));
    } else {
      points.insert(points.end(), buffer, buffer + count);
    }
  }
  // Canonical order; utf8proc_decompose would do this in quadratic time.
  const auto combining = [](utf8proc_int32_t c) { return utf8proc_get_property(c)->combining_class; };
  for (auto run = points.begin(); run != points.end();) {
    if (combining(*run) == 0) {
      ++run;
      continue;
    }
    const auto end = std::find_if(run, points.end(), [&](utf8proc_int32_t c) { return combining(c) == 0; });
    std::stable_sort(run, end, [&](utf8proc_int32_t a, utf8proc_int32_t b) { return combining(a) < combining(b); });
    run = end;
  }
  const auto count = utf8proc_normalize_utf32(points.data(), static_cast<utf8proc_ssize_t>(points.size()),
                                              static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  std::string out;
  for (utf8proc_ssize_t i = 0; i < count; ++i) append_code_point(out, static_cast<uint32_t>(points[static_cast<std::size_t>(i)]));
  return out;
}

Segment replace(const Segment& text, const Pattern& pattern, const std::string& content, TextArena& arena) {
  const auto matches = pattern.matches(text.text);
  if (matches.empty()) return text;
  MadeText& made = arena.make();
  std::size_t at = 0;
  const auto copy_to = [&](std::size_t end) {
    for (; at < end; ++at) made.add(text.text.substr(at, 1), text.span(at, at + 1));
  };
  for (const Span& match : matches) {
    copy_to(match.begin);
    made.add(content, text.span(match.begin, match.end));
    at = match.end;
  }
  copy_to(text.text.size());
  return made.segment();
}

void add_steps(const Json& json, const std::string& where, Normalizer& out, int depth) {
  if (json.is_null()) return;
  if (!json.is_object() || depth > 16) fail(ErrorKind::input, "the normalizer is malformed", where, "Get the tokenizer file again.");
  const std::string type = json.value("type", "");
  if (type == "Sequence") {
    const Json parts = json.value("normalizers", Json::array());
    for (const Json& part : parts) add_steps(part, where, out, depth + 1);
  } else if (type == "NFC") {
    out.steps.push_back(normalize_nfc);
  } else if (type == "Prepend") {
    out.steps.push_back([prefix = json.value("prepend", "")](const Segment& text, TextArena& arena) {
      if (text.text.empty() || prefix.empty()) return text;
      MadeText& made = arena.make();
      made.add(prefix, text.span(0, 0));
      for (std::size_t i = 0; i < text.text.size(); ++i) made.add(text.text.substr(i, 1), text.span(i, i + 1));
      return made.segment();
    });
  } else if (type == "Replace") {
    out.steps.push_back([pattern = Pattern(json.value("pattern", Json()), where), content = json.value("content", "")](const Segment& text, TextArena& arena) {
      return replace(text, pattern, content, arena);
    });
  } else {
    fail(ErrorKind::unsupported, "the tokenizer has the normalizer '" + type + "'", where,
         "Known are NFC, Prepend, Replace and Sequence; use a model whose tokenizer has these.");
  }
}

}  // namespace

Normalizer make_normalizer(const Json& json, const std::string& where) {
  Normalizer out;
  add_steps(json, where, out, 0);
  return out;
}

Segment normalize_nfc(const Segment& text, TextArena& arena) {
  // Below U+0300 everything is composed, unless a mark follows.
  const auto low = [](char c) { return static_cast<uint8_t>(c) < 0xCC; };
  if (std::all_of(text.text.begin(), text.text.end(), [&](char c) { return low(c) || (static_cast<uint8_t>(c) & 0xC0) == 0x80; })) return text;
  MadeText* made = nullptr;  // once something has changed
  for (std::size_t start = 0; start < text.text.size();) {
    CodePoint first = code_point_at(text.text, start);
    std::size_t end = start + first.length;
    while (end < text.text.size()) {
      if (static_cast<uint8_t>(text.text[end]) < 0xCC) break;
      const CodePoint c = code_point_at(text.text, end);
      if (!is_combining(c.value) || is_mark_after_unicode_9(c.value) || is_mark_after_unicode_9(first.value)) break;
      end += c.length;
    }
    const std::string_view cluster = text.text.substr(start, end - start);
    const bool stays = cluster.size() == first.length && (first.value < 0x300 || !decomposes(first.value));
    const std::string other = stays ? std::string() : nfc_cluster(cluster);
    const std::string_view composed = stays ? cluster : other;
    if (!made && composed != cluster) {
      made = &arena.make();
      for (std::size_t i = 0; i < start; ++i) made->add(text.text.substr(i, 1), text.span(i, i + 1));
    }
    if (made) {
      if (composed == cluster) {
        for (std::size_t i = start; i < end; ++i) made->add(text.text.substr(i, 1), text.span(i, i + 1));
      } else {
        made->add(composed, text.span(start, end));
      }
    }
    start = end;
  }
  return made ? made->segment() : text;
}

}  // namespace paretune
