// SPDX-License-Identifier: GPL-3.0-or-later
// Jinja's filters, by name.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "training/data/templates/interpreter.h"
#include "training/data/templates/text_ops.h"
#include "training/data/tokenizers/text.h"

namespace paretune::jinja {
namespace {

using Filter = Value (*)(Interpreter&, const Value&, const Arguments&);
struct NamedFilter {
  const char* name;
  Filter filter;
};

Value make_text(std::string text) { return Value::text(std::move(text)); }
std::string soft_text(const Value& value) { return value.to_text(); }

// The attribute "a.b.0" of an item.
Value by_path(Interpreter& in, Value value, const Value& path) {
  if (!path.is_text()) return in.item(value, path);
  for (const std::string& part : split(path.str(), ".", -1, false)) {
    const bool number = !part.empty() && part.size() < 10 && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    value = in.item(value, number ? Value::integer(std::stoll(part)) : Value::text(part));
  }
  return value;
}

Arguments rest_of(const Arguments& arguments, std::size_t first) {
  Arguments out = arguments;
  out.positional.erase(out.positional.begin(), out.positional.begin() + static_cast<std::ptrdiff_t>(std::min(first, out.positional.size())));
  return out;
}

// Upper and lower case are one when `fold`.
Value folded(const Value& value, bool fold) { return fold && value.is_text() ? Value::text(lower(value.str())) : value; }

Value join(Interpreter& in, const Value& value, const Arguments& a) {
  a.check("join", 2, {"d", "attribute"});
  const std::string glue = a.get(0, "d", make_text("")).to_text();
  const Value* attribute = a.find(1, "attribute");
  std::string out;
  bool first = true;
  for (const Value& item : in.iterate(value)) {
    const std::string text = soft_text(attribute && !attribute->is_none() ? by_path(in, item, *attribute) : item);
    charge_text(glue.size() + text.size());
    if (!first) out += glue;
    first = false;
    out += text;
  }
  return make_text(std::move(out));
}

Value tojson(Interpreter&, const Value& value, const Arguments& a) {
  a.check("tojson", 4, {"ensure_ascii", "indent", "separators", "sort_keys"});
  // As in transformers: tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False).
  const Value indent = a.get(1, "indent", Value::none());
  const Value separators = a.get(2, "separators", Value::none());
  int width = -1;
  if (indent.is_int()) width = static_cast<int>(std::clamp<int64_t>(indent.as_int(), 0, 64));
  std::string item = width < 0 ? ", " : ",", key = ": ";
  if (separators.is_list() && separators.items().size() == 2) {
    item = separators.items()[0].to_text();
    key = separators.items()[1].to_text();
  }
  std::string out = to_json(Interpreter::defined(value), width, item, key, a.get(3, "sort_keys", Value::boolean(false)).truth());
  if (!a.get(0, "ensure_ascii", Value::boolean(false)).truth()) return make_text(std::move(out));
  std::string ascii;
  for (std::size_t i = 0; i < out.size();) {
    const CodePoint c = code_point_at(out, i);
    i += c.length;
    if (c.value < 0x80) {
      ascii += static_cast<char>(c.value);
      continue;
    }
    char buffer[16];
    if (c.value > 0xFFFF) {
      std::snprintf(buffer, sizeof buffer, "\\u%04x\\u%04x", 0xD800 + ((c.value - 0x10000) >> 10), 0xDC00 + ((c.value - 0x10000) & 0x3FF));
    } else {
      std::snprintf(buffer, sizeof buffer, "\\u%04x", c.value);
    }
    ascii += buffer;
  }
  charge_text(ascii.size());
  return make_text(std::move(ascii));
}

// do_indent: every line but the first and blank ones.
Value indent(Interpreter&, const Value& value, const Arguments& a) {
  a.check("indent", 3, {"width", "first", "blank"});
  const Value width = a.get(0, "width", Value::integer(4));
  const bool first = a.get(1, "first", Value::boolean(false)).truth(), blank = a.get(2, "blank", Value::boolean(false)).truth();
  if (width.is_int() && (width.as_int() < 0 || width.as_int() > 1000)) fail(ErrorKind::input, "indent() has a wrong width");
  const std::string pad = width.is_text() ? width.str() : std::string(static_cast<std::size_t>(width.is_int() ? width.as_int() : 4), ' ');
  const std::string text = soft_text(value) + "\n";
  const auto lines = split_lines(text, false);
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    charge_text(pad.size() + lines[i].size());
    if (i > 0) out += '\n';
    if ((i > 0 || first) && (blank || !lines[i].empty() || (i == 0 && first))) out += pad;
    out += lines[i];
  }
  return make_text(std::move(out));
}

Value first_or_last(Interpreter& in, const Value& value, bool first) {
  const auto items = in.iterate(value);
  if (items.empty()) return Value::undefined(first ? "the first item" : "the last item");
  return first ? items.front() : items.back();
}

// select, reject, selectattr, rejectattr.
Value choose(Interpreter& in, const Value& value, const Arguments& a, bool attribute, bool keep) {
  const std::size_t test_at = attribute ? 1 : 0;
  const Value path = attribute ? a.need(0, "", "selectattr") : Value::none();
  const Value* test = a.positional.size() > test_at ? &a.positional[test_at] : nullptr;
  const Arguments rest = rest_of(a, test_at + 1);
  std::vector<Value> out;
  for (const Value& item : in.iterate(value)) {
    const Value seen = attribute ? by_path(in, item, path) : item;
    const bool holds = test ? in.apply_test(test->to_text(), seen, rest) : seen.truth();
    if (holds == keep) out.push_back(item);
  }
  return Value::list(std::move(out));
}

Value map(Interpreter& in, const Value& value, const Arguments& a) {
  std::vector<Value> out;
  const Value* path = nullptr;
  for (const auto& [name, argument] : a.named) {
    if (name == "attribute") path = &argument;
  }
  if (path && a.positional.empty()) {
    const Value otherwise = a.get(SIZE_MAX, "default", Value());
    for (const Value& item : in.iterate(value)) {
      Value seen = by_path(in, item, *path);
      out.push_back(seen.is_undefined() && a.find(SIZE_MAX, "default") ? otherwise : std::move(seen));
    }
    return Value::list(std::move(out));
  }
  const std::string filter = a.need(0, "", "map").to_text();
  const Arguments rest = rest_of(a, 1);
  for (const Value& item : in.iterate(value)) out.push_back(in.apply_filter(filter, item, rest));
  return Value::list(std::move(out));
}

Value sort(Interpreter& in, const Value& value, const Arguments& a) {
  a.check("sort", 3, {"reverse", "case_sensitive", "attribute"});
  const bool reverse = a.get(0, "reverse", Value::boolean(false)).truth(), fold = !a.get(1, "case_sensitive", Value::boolean(false)).truth();
  const Value path = a.get(2, "attribute", Value::none());
  std::vector<std::pair<Value, Value>> keyed;
  for (const Value& item : in.iterate(value)) keyed.emplace_back(folded(path.is_none() ? item : by_path(in, item, path), fold), item);
  std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& x, const auto& y) { return reverse ? less(y.first, x.first) : less(x.first, y.first); });
  std::vector<Value> out;
  for (auto& pair : keyed) out.push_back(std::move(pair.second));
  return Value::list(std::move(out));
}

Value unique(Interpreter& in, const Value& value, const Arguments& a) {
  a.check("unique", 2, {"case_sensitive", "attribute"});
  const bool fold = !a.get(0, "case_sensitive", Value::boolean(false)).truth();
  const Value path = a.get(1, "attribute", Value::none());
  std::vector<Value> seen, out;
  for (const Value& item : in.iterate(value)) {
    Value key = folded(path.is_none() ? item : by_path(in, item, path), fold);
    if (std::any_of(seen.begin(), seen.end(), [&](const Value& old) { return equal(old, key); })) continue;
    seen.push_back(std::move(key));
    out.push_back(item);
  }
  return Value::list(std::move(out));
}

Value dictsort(Interpreter&, const Value& value, const Arguments& a) {
  a.check("dictsort", 3, {"case_sensitive", "by", "reverse"});
  if (!value.is_dict()) fail(ErrorKind::input, std::string("dictsort needs a mapping, not a ") + value.type_name());
  const bool fold = !a.get(0, "case_sensitive", Value::boolean(false)).truth(), reverse = a.get(2, "reverse", Value::boolean(false)).truth();
  const bool by_value = a.get(1, "by", make_text("key")).to_text() == "value";
  auto pairs = value.pairs();
  std::stable_sort(pairs.begin(), pairs.end(), [&](const auto& x, const auto& y) {
    const Value left = folded(by_value ? x.second : x.first, fold), right = folded(by_value ? y.second : y.first, fold);
    return reverse ? less(right, left) : less(left, right);
  });
  std::vector<Value> out;
  for (auto& [key, item] : pairs) out.push_back(Value::list({key, item}, true));
  return Value::list(std::move(out));
}

Value to_int(Interpreter&, const Value& value, const Arguments& a) {
  const Value otherwise = a.get(0, "default", Value::integer(0));
  if (value.is_int() || value.is_bool()) return Value::integer(value.as_int());
  double number = 0;
  if (value.is_text()) {
    const std::string text(strip(value.str(), {}, Side::both));
    const char *first = text.data() + (text.starts_with('+') ? 1 : 0), *last = text.data() + text.size();
    int64_t whole = 0;
    if (const auto read = std::from_chars(first, last, whole); read.ec == std::errc() && read.ptr == last) return Value::integer(whole);
    if (const auto read = std::from_chars(first, last, number); read.ec != std::errc() || read.ptr != last) return otherwise;
  } else if (value.is_float()) {
    number = value.as_double();
  } else {
    return otherwise;
  }
  return std::abs(number) < 9e18 ? Value::integer(static_cast<int64_t>(number)) : otherwise;
}

Value to_float(Interpreter&, const Value& value, const Arguments& a) {
  if (value.is_number()) return Value::number(value.as_double());
  if (value.is_text()) {
    const std::string text(strip(value.str(), {}, Side::both));
    const char *first = text.data() + (text.starts_with('+') ? 1 : 0), *last = text.data() + text.size();
    double number = 0;
    if (const auto read = std::from_chars(first, last, number); read.ec == std::errc() && read.ptr == last) return Value::number(number);
  }
  return a.get(0, "default", Value::number(0));
}

Value round_(Interpreter&, const Value& value, const Arguments& a) {
  a.check("round", 2, {"precision", "method"});
  if (!value.is_number()) fail(ErrorKind::input, std::string("round needs a number, not a ") + value.type_name());
  const Value precision = a.get(0, "precision", Value::integer(0));
  const std::string method = a.get(1, "method", make_text("common")).to_text();
  if (!precision.is_int() || precision.as_int() < -15 || precision.as_int() > 15) fail(ErrorKind::input, "round has a wrong precision");
  const double scale = std::pow(10, static_cast<double>(precision.as_int()));
  const double scaled = value.as_double() * scale;
  return Value::number((method == "ceil" ? std::ceil(scaled) : method == "floor" ? std::floor(scaled) : std::nearbyint(scaled)) / scale);
}

Value length(Interpreter&, const Value& value, const Arguments& a) {
  a.check("length", 0);
  if (value.is_text()) return Value::integer(length_of(value.str()));
  if (value.is_list()) return Value::integer(static_cast<int64_t>(value.items().size()));
  if (value.is_dict()) return Value::integer(static_cast<int64_t>(value.pairs().size()));
  if (value.is_undefined()) return Value::integer(0);
  fail(ErrorKind::input, std::string("a ") + value.type_name() + " has no length");
}

Value extreme(Interpreter& in, const Value& value, const Arguments& a, bool greatest) {
  a.check(greatest ? "max" : "min", 2, {"case_sensitive", "attribute"});
  const bool fold = !a.get(0, "case_sensitive", Value::boolean(false)).truth();
  const Value path = a.get(1, "attribute", Value::none());
  Value best = Value::undefined("an item of the empty list"), best_key;
  bool any = false;
  for (const Value& item : in.iterate(value)) {
    Value key = folded(path.is_none() ? item : by_path(in, item, path), fold);
    if (any && !(greatest ? less(best_key, key) : less(key, best_key))) continue;
    best = item;
    best_key = std::move(key);
    any = true;
  }
  return best;
}

Value sum(Interpreter& in, const Value& value, const Arguments& a) {
  a.check("sum", 2, {"attribute", "start"});
  const Value path = a.get(0, "attribute", Value::none());
  Value total = a.get(1, "start", Value::integer(0));
  for (const Value& item : in.iterate(value)) total = arithmetic("+", total, path.is_none() ? item : by_path(in, item, path));
  return total;
}

// do_title: words are parted by white space, - ( { [ <.
std::string title_words(std::string_view text) {
  std::string out, word;
  const auto flush = [&] {
    out += capitalized(word);
    word.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = code_point_at(text, i);
    const bool edge = char_class(c.value) == CharClass::space || (c.value < 128 && std::string_view("-({[<").find(static_cast<char>(c.value)) != std::string_view::npos);
    if (edge) {
      flush();
      out += text.substr(i, c.length);
    } else {
      word += text.substr(i, c.length);
    }
    i += c.length;
  }
  flush();
  return out;
}

Value escape(Interpreter&, const Value& value, const Arguments&) {
  std::string out;
  for (const char c : soft_text(value)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&#34;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  charge_text(out.size());
  return make_text(std::move(out));
}

Value batch(Interpreter& in, const Value& value, const Arguments& a) {
  a.check("batch", 2, {"linecount", "fill_with"});
  const Value count = a.need(0, "linecount", "batch");
  if (!count.is_int() || count.as_int() < 1 || count.as_int() > 1'000'000) fail(ErrorKind::input, "batch() needs a count above 0");
  std::vector<Value> out, row;
  const auto flush = [&] {
    if (!row.empty()) out.push_back(Value::list(std::exchange(row, {})));
  };
  for (const Value& item : in.iterate(value)) {
    row.push_back(item);
    if (static_cast<int64_t>(row.size()) == count.as_int()) flush();
  }
  const Value fill = a.get(1, "fill_with", Value::none());
  if (!row.empty() && !fill.is_none()) {
    charge(count.as_int() - static_cast<int64_t>(row.size()));
    row.resize(static_cast<std::size_t>(count.as_int()), fill);
  }
  flush();
  return Value::list(std::move(out));
}

Value default_(Interpreter&, const Value& value, const Arguments& a) {
  a.check("default", 2, {"default_value", "boolean"});
  const bool replace = value.is_undefined() || (a.get(1, "boolean", Value::boolean(false)).truth() && !value.truth());
  return replace ? a.get(0, "default_value", make_text("")) : value;
}

Value items_of(Interpreter&, const Value& value, const Arguments& a) {
  a.check("items", 0);
  std::vector<Value> out;
  if (value.is_undefined()) return Value::list({});
  if (!value.is_dict()) fail(ErrorKind::input, "items needs a mapping, not a " + std::string(value.type_name()));
  charge(static_cast<int64_t>(value.pairs().size()));
  for (const auto& [key, item] : value.pairs()) out.push_back(Value::list({key, item}, true));
  return Value::list(std::move(out));
}

Value trim(Interpreter&, const Value& value, const Arguments& a) {
  a.check("trim", 1, {"chars"});
  const Value chars = a.get(0, "chars", Value::none());
  return make_text(std::string(strip(soft_text(value), chars.is_none() ? std::nullopt : std::optional(chars.to_text()), Side::both)));
}

Value replace(Interpreter&, const Value& value, const Arguments& a) {
  a.check("replace", 3, {"old", "new", "count"});
  const Value count = a.get(2, "count", Value::none());
  return make_text(replaced(soft_text(value), a.need(0, "old", "replace").to_text(), a.need(1, "new", "replace").to_text(), count.is_int() ? count.as_int() : -1));
}

Value reverse(Interpreter& in, const Value& value, const Arguments&) {
  auto items = in.iterate(value);
  std::reverse(items.begin(), items.end());
  if (!value.is_text()) return Value::list(std::move(items));
  std::string out;
  for (const Value& item : items) out += item.str();
  return make_text(std::move(out));
}

Value word_count(Interpreter&, const Value& value, const Arguments&) {
  return Value::integer(static_cast<int64_t>(split(soft_text(value), {}, -1, false).size()));
}

const NamedFilter kFilters[] = {
    {"abs", [](Interpreter&, const Value& v, const Arguments&) { return v.is_float() ? Value::number(std::abs(v.as_double())) : v.truth() && less(v, Value::integer(0)) ? arithmetic("-", Value::integer(0), v) : v; }},
    {"attr", [](Interpreter& in, const Value& v, const Arguments& a) { return in.attribute(v, a.need(0, "name", "attr").to_text()); }},
    {"batch", batch},
    {"capitalize", [](Interpreter&, const Value& v, const Arguments&) { return make_text(capitalized(soft_text(v))); }},
    {"count", length},
    {"d", default_},
    {"default", default_},
    {"dictsort", dictsort},
    {"e", escape},
    {"escape", escape},
    {"first", [](Interpreter& in, const Value& v, const Arguments&) { return first_or_last(in, v, true); }},
    {"float", to_float},
    {"format", [](Interpreter&, const Value& v, const Arguments& a) { return make_text(percent_format(soft_text(v), a.positional)); }},
    {"indent", indent},
    {"int", to_int},
    {"items", items_of},
    {"join", join},
    {"last", [](Interpreter& in, const Value& v, const Arguments&) { return first_or_last(in, v, false); }},
    {"length", length},
    {"list", [](Interpreter& in, const Value& v, const Arguments&) { return Value::list(in.iterate(v)); }},
    {"lower", [](Interpreter&, const Value& v, const Arguments&) { return make_text(lower(soft_text(v))); }},
    {"map", map},
    {"max", [](Interpreter& in, const Value& v, const Arguments& a) { return extreme(in, v, a, true); }},
    {"min", [](Interpreter& in, const Value& v, const Arguments& a) { return extreme(in, v, a, false); }},
    {"reject", [](Interpreter& in, const Value& v, const Arguments& a) { return choose(in, v, a, false, false); }},
    {"rejectattr", [](Interpreter& in, const Value& v, const Arguments& a) { return choose(in, v, a, true, false); }},
    {"replace", replace},
    {"reverse", reverse},
    {"round", round_},
    {"safe", [](Interpreter&, const Value& v, const Arguments&) { return make_text(soft_text(v)); }},
    {"select", [](Interpreter& in, const Value& v, const Arguments& a) { return choose(in, v, a, false, true); }},
    {"selectattr", [](Interpreter& in, const Value& v, const Arguments& a) { return choose(in, v, a, true, true); }},
    {"sort", sort},
    {"string", [](Interpreter&, const Value& v, const Arguments&) { return make_text(soft_text(v)); }},
    {"sum", sum},
    {"title", [](Interpreter&, const Value& v, const Arguments&) { return make_text(title_words(soft_text(v))); }},
    {"tojson", tojson},
    {"trim", trim},
    {"unique", unique},
    {"upper", [](Interpreter&, const Value& v, const Arguments&) { return make_text(upper(soft_text(v))); }},
    {"wordcount", word_count},
};

}  // namespace

Value Interpreter::apply_filter(const std::string& name, const Value& value, const Arguments& arguments) {
  charge(1);
  for (const NamedFilter& filter : kFilters) {
    if (name == filter.name) return filter.filter(*this, value, arguments);
  }
  fail(ErrorKind::unsupported, "the filter '" + name + "' is not known");
}

}  // namespace paretune::jinja
