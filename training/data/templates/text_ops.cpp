// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/templates/text_ops.h"

#include <utf8proc.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "training/data/tokenizers/text.h"

namespace paretune::jinja {
namespace {

bool is_blank(uint32_t c) { return char_class(c) == CharClass::space || (c >= 0x1C && c <= 0x1F); }

template <class F>
void each(std::string_view text, F f) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = code_point_at(text, i);
    f(c.value, text.substr(i, c.length), i);
    i += c.length;
  }
}

void append_upper(std::string& out, uint32_t c, bool titled) {
  if (c == 0xDF) {
    out += titled ? "Ss" : "SS";
  } else {
    append_code_point(out, static_cast<uint32_t>(titled ? utf8proc_totitle(static_cast<utf8proc_int32_t>(c)) : utf8proc_toupper(static_cast<utf8proc_int32_t>(c))));
  }
}

void append_lower(std::string& out, uint32_t c) {
  if (c == 0x130) {
    out += "i\xCC\x87";
  } else {
    append_code_point(out, static_cast<uint32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))));
  }
}

}  // namespace

bool is_letter(uint32_t c) { return char_class(c) == CharClass::letter; }
bool is_upper(uint32_t c) { return utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_LU; }
bool is_lower(uint32_t c) { return utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_LL; }

int64_t length_of(std::string_view text) {
  charge_text(text.size());
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; });
}

std::size_t offset_of(std::string_view text, int64_t code_points) {
  charge_text(text.size());
  std::size_t at = 0;
  while (code_points-- > 0 && at < text.size()) at += code_point_at(text, at).length;
  return at;
}

std::vector<std::string_view> characters(std::string_view text) {
  charge(static_cast<int64_t>(text.size()));
  std::vector<std::string_view> out;
  each(text, [&](uint32_t, std::string_view bytes, std::size_t) { out.push_back(bytes); });
  return out;
}

std::size_t find_text(std::string_view text, std::string_view what, std::size_t from) {
  if (from > text.size()) return std::string_view::npos;
  if (what.empty()) return from;
  charge_text(what.size());
  const void* found = memmem(text.data() + from, text.size() - from, what.data(), what.size());
  const std::size_t at = found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : std::string_view::npos;
  charge_text((found ? at : text.size()) - from);
  return at;
}

std::string_view strip(std::string_view text, const std::optional<std::string>& chars, Side side) {
  charge_text(text.size() + (chars ? chars->size() : 0));
  const auto drop = [&](std::string_view bytes) {
    if (!chars) return is_blank(code_point_at(bytes, 0).value);
    return !bytes.empty() && chars->find(bytes) != std::string::npos;
  };
  if (chars && chars->size() > 256) fail(ErrorKind::input, "strip() was given too many characters");
  if (side != Side::right) {
    while (!text.empty()) {
      const auto first = text.substr(0, code_point_at(text, 0).length);
      if (!drop(first)) break;
      text.remove_prefix(first.size());
    }
  }
  if (side != Side::left) {
    while (!text.empty()) {
      std::size_t at = text.size() - 1;
      while (at > 0 && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80) --at;
      if (!drop(text.substr(at))) break;
      text = text.substr(0, at);
    }
  }
  return text;
}

std::vector<std::string> split(std::string_view text, const std::optional<std::string>& separator, int64_t limit, bool from_right) {
  charge_text(text.size());
  std::vector<std::string_view> parts;
  std::vector<std::string> out;
  const auto count = [&] { return static_cast<int64_t>(parts.size()); };
  if (separator) {
    if (separator->empty()) fail(ErrorKind::input, "split() needs a separator that is not empty");
    std::vector<std::size_t> places;
    for (std::size_t at = find_text(text, *separator); at != std::string_view::npos; at = find_text(text, *separator, at + separator->size())) places.push_back(at);
    if (limit >= 0 && static_cast<int64_t>(places.size()) > limit) {
      from_right ? static_cast<void>(places.erase(places.begin(), places.end() - limit)) : places.resize(static_cast<std::size_t>(limit));
    }
    std::size_t start = 0;
    for (const std::size_t at : places) {
      parts.push_back(text.substr(start, at - start));
      start = at + separator->size();
    }
    parts.push_back(text.substr(start));
  } else if (!from_right || limit < 0) {
    std::string_view rest = strip(text, {}, Side::left);
    while (!rest.empty()) {
      if (limit >= 0 && count() == limit) {
        parts.push_back(strip(rest, {}, Side::right));
        break;
      }
      std::size_t end = 0;
      while (end < rest.size() && !is_blank(code_point_at(rest, end).value)) end += code_point_at(rest, end).length;
      parts.push_back(rest.substr(0, end));
      while (end < rest.size() && is_blank(code_point_at(rest, end).value)) end += code_point_at(rest, end).length;
      rest.remove_prefix(end);
    }
  } else {
    fail(ErrorKind::input, "rsplit() with a limit needs a separator");
  }
  charge(static_cast<int64_t>(parts.size()));
  out.assign(parts.begin(), parts.end());
  return out;
}

std::vector<std::string> split_lines(std::string_view text, bool keep_ends) {
  charge_text(text.size());
  std::vector<std::string> out;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = code_point_at(text, i);
    std::size_t end = i + c.length;
    const bool line = (c.value >= 0x0A && c.value <= 0x0D) || (c.value >= 0x1C && c.value <= 0x1E) || c.value == 0x85 || c.value == 0x2028 || c.value == 0x2029;
    if (line) {
      if (c.value == '\r' && end < text.size() && text[end] == '\n') ++end;
      out.emplace_back(text.substr(start, (keep_ends ? end : i) - start));
      start = end;
    }
    i = end;
  }
  if (start < text.size()) out.emplace_back(text.substr(start));
  charge(static_cast<int64_t>(out.size()));
  return out;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with, int64_t limit) {
  std::string out;
  const auto add = [&](std::string_view bytes) {
    charge_text(bytes.size());
    out += bytes;
  };
  if (what.empty()) {  // between all characters
    each(text, [&](uint32_t, std::string_view bytes, std::size_t) {
      if (limit != 0) add(with);
      if (limit > 0) --limit;
      add(bytes);
    });
    if (limit != 0) add(with);
    return out;
  }
  std::size_t start = 0;
  while (limit != 0) {
    const std::size_t at = find_text(text, what, start);
    if (at == std::string_view::npos) break;
    add(text.substr(start, at - start));
    add(with);
    start = at + what.size();
    if (limit > 0) --limit;
  }
  add(text.substr(start));
  return out;
}

std::string upper(std::string_view text) {
  charge_text(text.size() * 4);
  std::string out;
  each(text, [&](uint32_t c, std::string_view, std::size_t) { append_upper(out, c, false); });
  return out;
}

std::string lower(std::string_view text) {
  charge_text(text.size() * 4);
  std::string out;
  each(text, [&](uint32_t c, std::string_view, std::size_t) { append_lower(out, c); });
  return out;
}

std::string capitalized(std::string_view text) {
  charge_text(text.size() * 4);
  std::string out;
  each(text, [&](uint32_t c, std::string_view, std::size_t at) { at == 0 ? append_upper(out, c, true) : append_lower(out, c); });
  return out;
}

std::string title(std::string_view text) {
  charge_text(text.size() * 4);
  std::string out;
  bool inside = false;
  each(text, [&](uint32_t c, std::string_view, std::size_t) {
    inside ? append_lower(out, c) : append_upper(out, c, true);
    inside = is_letter(c);
  });
  return out;
}

bool all_of(std::string_view text, const std::function<bool(uint32_t)>& test) {
  charge_text(text.size() * 4);
  bool all = !text.empty();
  each(text, [&](uint32_t c, std::string_view, std::size_t) { all = all && test(c); });
  return all;
}

std::string percent_format(std::string_view format, const std::vector<Value>& values) {
  std::string out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      out += format[i];
      continue;
    }
    if (++i < format.size() && format[i] == '%') {
      out += '%';
      continue;
    }
    std::string flags, width, precision;
    while (i < format.size() && std::strchr("-0+ #", format[i])) flags += format[i++];
    while (i < format.size() && format[i] >= '0' && format[i] <= '9') width += format[i++];
    if (i < format.size() && format[i] == '.') {
      ++i;
      while (i < format.size() && format[i] >= '0' && format[i] <= '9') precision += format[i++];
      if (precision.empty()) precision = "0";
    }
    if (i >= format.size() || !std::strchr("srdifxX", format[i])) fail(ErrorKind::input, "a format has an unknown % code");
    if (next >= values.size()) fail(ErrorKind::input, "a format has more % codes than values");
    if (width.size() > 3 || precision.size() > 2) fail(ErrorKind::input, "a format is too wide");
    const Value& value = values[next++];
    const char code = format[i];
    const bool left = flags.find('-') != std::string::npos;
    std::string text;
    if (code == 's' || code == 'r') {
      text = code == 's' ? value.to_text() : value.repr();
      if (!precision.empty()) text.resize(offset_of(text, std::stoi(precision)));
      const int64_t pad = width.empty() ? 0 : std::stoi(width) - length_of(text);
      if (pad > 0) text.insert(left ? text.size() : 0, static_cast<std::size_t>(pad), ' ');
    } else {
      if (!value.is_number()) fail(ErrorKind::input, std::string("a format wants a number, not a ") + value.type_name());
      const std::string spec = "%" + flags + width + (precision.empty() ? "" : "." + precision);
      char buffer[1536];
      if (code == 'f') {
        std::snprintf(buffer, sizeof buffer, (spec + "f").c_str(), value.as_double());
      } else {
        const double number = value.as_double();
        if (value.is_float() && !(std::abs(number) < 9e18)) fail(ErrorKind::input, "a format wants an integer");
        const auto integer = static_cast<long long>(value.is_float() ? static_cast<int64_t>(number) : value.as_int());
        std::snprintf(buffer, sizeof buffer, (spec + "ll" + (code == 'i' ? 'd' : code)).c_str(), integer);
      }
      text = buffer;
    }
    charge_text(text.size());
    out += text;
  }
  if (next < values.size()) fail(ErrorKind::input, "a format has fewer % codes than values");
  charge_text(out.size());
  return out;
}

}  // namespace paretune::jinja
