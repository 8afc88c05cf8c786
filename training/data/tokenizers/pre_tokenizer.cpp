// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizers/pre_tokenizer.h"

#include "training/data/tokenizers/newer_unicode.h"
#include "training/data/tokenizers/pattern.h"
#include "training/data/tokenizers/scanners.h"

namespace paretune {
namespace {

// Runs `cut` on each piece's text and keeps the spans it names.
template <class Cut>
SplitStep each_piece(Cut cut) {
  return [cut = std::move(cut)](std::vector<Segment>& pieces, TextArena&) {
    std::vector<Segment> out;
    for (const Segment& piece : pieces) {
      for (const Span& span : cut(piece.text)) {
        if (span.end > span.begin) out.push_back(piece.part(span.begin, span.end));
      }
    }
    pieces = std::move(out);
  };
}

std::vector<Span> cut_digits(std::string_view text, bool individual) {
  std::vector<Span> out;
  bool in_number = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = code_point_at(text, i);
    const bool number = is_numeric(c.value);
    if (i > start && (number != in_number || (number && individual))) {
      out.push_back({start, i});
      start = i;
    }
    in_number = number;
    i += c.length;
  }
  if (start < text.size()) out.push_back({start, text.size()});
  return out;
}

struct Found {
  Span span;
  bool match;
};

std::vector<Span> arrange(std::vector<Found> parts, const std::string& behavior, bool invert) {
  std::vector<Span> out;
  if (invert) {
    for (Found& part : parts) part.match = !part.match;
  }
  bool previous = false;
  if (behavior == "MergedWithNext") {
    for (auto it = parts.rbegin(); it != parts.rend(); ++it) {
      if (it->match && !previous && !out.empty()) {
        out.back().begin = it->span.begin;
      } else {
        out.push_back(it->span);
      }
      previous = it->match;
    }
    return {out.rbegin(), out.rend()};
  }
  bool first = true;
  for (const Found& part : parts) {
    if (behavior == "Removed") {
      if (!part.match) out.push_back(part.span);
    } else if (behavior == "MergedWithPrevious" && part.match && !previous && !out.empty()) {
      out.back().end = part.span.end;
    } else if (behavior == "Contiguous" && !first && part.match == previous) {
      out.back().end = part.span.end;
    } else {
      out.push_back(part.span);
    }
    previous = part.match;
    first = false;
  }
  return out;
}

std::vector<Found> with_gaps(const std::vector<Span>& matches, std::size_t size) {
  std::vector<Found> out;
  std::size_t at = 0;
  for (const Span& match : matches) {
    if (match.begin > at) out.push_back({{at, match.begin}, false});
    out.push_back({match, true});
    at = match.end;
  }
  if (at < size) out.push_back({{at, size}, false});
  return out;
}

SplitStep split_step(const Json& json, const std::string& where) {
  const std::string behavior = json.value("behavior", "");
  const bool invert = json.value("invert", false);
  bool known = false;
  for (const char* name : {"Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"}) known |= behavior == name;
  if (!known) fail(ErrorKind::unsupported, "Split has the behavior '" + behavior + "'", where, "Use a model with a usual tokenizer.");
  const Json pattern = json.value("pattern", Json());
  // These expressions match all of any text.
  if ((behavior == "Isolated" || (behavior == "Removed" && invert)) && pattern.is_object() && pattern.contains("Regex") && pattern["Regex"].is_string()) {
    if (const auto scanner = scanner_for(pattern["Regex"].get<std::string>())) {
      return each_piece([scanner = *scanner](std::string_view text) { return scan(scanner, text); });
    }
  }
  return each_piece([pattern = Pattern(pattern, where), behavior, invert](std::string_view text) {
    return arrange(with_gaps(pattern.matches(text), text.size()), behavior, invert);
  });
}

// " " before a piece that does not start with one.
SplitStep prefix_step() {
  return [](std::vector<Segment>& pieces, TextArena& arena) {
    for (Segment& piece : pieces) {
      if (piece.text.starts_with(' ')) continue;
      MadeText& made = arena.make();
      const Span start = piece.span(0, 0);
      made.add(" ", start);
      for (std::size_t i = 0; i < piece.text.size(); ++i) made.add(piece.text.substr(i, 1), piece.span(i, i + 1));
      piece = made.segment();
    }
  };
}

SplitStep metaspace_step(const Json& json, const std::string& where) {
  const std::string mark = json.value("replacement", "\xE2\x96\x81");
  std::string scheme = json.value("prepend_scheme", "");
  if (scheme.empty()) scheme = json.value("add_prefix_space", true) ? "always" : "never";
  if (scheme != "always" && scheme != "first" && scheme != "never") {
    fail(ErrorKind::unsupported, "Metaspace has the prepend_scheme '" + scheme + "'", where, "Use a model with a usual tokenizer.");
  }
  if (mark.empty()) fail(ErrorKind::input, "Metaspace has no replacement", where, "Get the tokenizer file again.");
  const bool split = json.value("split", true);
  return [mark, scheme, split](std::vector<Segment>& pieces, TextArena& arena) {
    std::vector<Segment> out;
    for (const Segment& piece : pieces) {
      MadeText& made = arena.make();
      const bool starts = piece.text.starts_with(' ') || piece.text.starts_with(mark);
      if (!piece.text.empty() && !starts && (scheme == "always" || (scheme == "first" && piece.span(0, 0).begin == 0))) made.add(mark, piece.span(0, 0));
      for (std::size_t i = 0; i < piece.text.size(); ++i) {
        made.add(piece.text[i] == ' ' ? std::string_view(mark) : piece.text.substr(i, 1), piece.span(i, i + 1));
      }
      const Segment whole = made.segment();
      if (!split) {
        out.push_back(whole);
        continue;
      }
      std::size_t start = 0;
      for (std::size_t at = whole.text.find(mark); at != std::string_view::npos; at = whole.text.find(mark, at + mark.size())) {
        if (at > start) out.push_back(whole.part(start, at));
        start = at;
      }
      if (start < whole.text.size()) out.push_back(whole.part(start, whole.text.size()));
    }
    pieces = std::move(out);
  };
}

void add_steps(const Json& json, const std::string& where, PreTokenizer& out, int depth) {
  if (json.is_null()) return;
  if (!json.is_object() || depth > 16) fail(ErrorKind::input, "the pre_tokenizer is malformed", where, "Get the tokenizer file again.");
  const std::string type = json.value("type", "");
  if (out.byte_level) fail(ErrorKind::unsupported, "the pre_tokenizer '" + type + "' comes after ByteLevel", where, "Use a model with a usual tokenizer.");
  if (type == "Sequence") {
    const Json parts = json.value("pretokenizers", Json::array());
    for (const Json& part : parts) add_steps(part, where, out, depth + 1);
  } else if (type == "ByteLevel") {
    if (json.value("add_prefix_space", true)) out.steps.push_back(prefix_step());
    if (json.value("use_regex", true)) out.steps.push_back(each_piece([](std::string_view text) { return scan(Scanner::gpt2, text); }));
    out.byte_level = true;
  } else if (type == "Split") {
    out.steps.push_back(split_step(json, where));
  } else if (type == "Digits") {
    out.steps.push_back(each_piece([individual = json.value("individual_digits", false)](std::string_view text) { return cut_digits(text, individual); }));
  } else if (type == "Metaspace") {
    out.steps.push_back(metaspace_step(json, where));
  } else {
    fail(ErrorKind::unsupported, "the tokenizer has the pre_tokenizer '" + type + "'", where,
         "Known are ByteLevel, Split, Digits, Metaspace and Sequence; use a model whose tokenizer has these.");
  }
}

}  // namespace

PreTokenizer make_pre_tokenizer(const Json& json, const std::string& where) {
  PreTokenizer out;
  add_steps(json, where, out, 0);
  return out;
}

}  // namespace paretune
