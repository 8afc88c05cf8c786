// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic, and the methods of strings, lists, mappings and loops.
#include <algorithm>
#include <cmath>

#include "training/data/templates/interpreter.h"
#include "training/data/templates/text_ops.h"
#include "training/data/tokenizers/text.h"

namespace paretune::jinja {
namespace {

[[noreturn]] void cannot(const std::string& op, const Value& a, const Value& b) {
  fail(ErrorKind::input, std::string("cannot compute ") + a.type_name() + " " + op + " " + b.type_name());
}

Value checked(bool overflow, const int64_t& value) {  // by reference: read after it is computed
  if (overflow) fail(ErrorKind::input, "an integer grows beyond 64 bits");
  return Value::integer(value);
}

Value repeated(const Value& what, int64_t times) {
  times = std::max<int64_t>(times, 0);
  const auto size = static_cast<int64_t>(what.is_text() ? what.str().size() / 16 + 1 : what.items().size());
  if (size > 0 && times > 100'000'000 / size) fail(ErrorKind::input, "a repetition is too long");
  charge(size * times);
  if (what.is_text()) {
    charge_text(what.str().size() * static_cast<std::size_t>(times));
    std::string out;
    for (int64_t i = 0; i < times && !what.str().empty(); ++i) out += what.str();
    return Value::text(std::move(out));
  }
  std::vector<Value> out;
  for (int64_t i = 0; i < times; ++i) out.insert(out.end(), what.items().begin(), what.items().end());
  return Value::list(std::move(out));
}

Value integer_arithmetic(const std::string& op, int64_t a, int64_t b) {
  int64_t out = 0;
  if (op == "+") return checked(__builtin_add_overflow(a, b, &out), out);
  if (op == "-") return checked(__builtin_sub_overflow(a, b, &out), out);
  if (op == "*") return checked(__builtin_mul_overflow(a, b, &out), out);
  if (op == "**") {
    if (b < 0) return Value::number(std::pow(static_cast<double>(a), static_cast<double>(b)));
    if (b > 63 && (a > 1 || a < -1)) return checked(true, 0);
    out = 1;
    if (a == 0 || a == 1) return Value::integer(b == 0 ? 1 : a);
    if (a == -1) return Value::integer(b % 2 == 0 ? 1 : -1);
    bool overflow = false;
    for (int64_t i = 0; i < b; ++i) overflow |= __builtin_mul_overflow(out, a, &out);
    return checked(overflow, out);
  }
  if (b == 0) fail(ErrorKind::input, "division by zero");
  if (op == "/") return Value::number(static_cast<double>(a) / static_cast<double>(b));
  if (a == INT64_MIN && b == -1) return op == "//" ? checked(true, 0) : Value::integer(0);
  int64_t quotient = a / b, rest = a % b;
  if (rest != 0 && (rest < 0) != (b < 0)) {  // Python rounds down
    --quotient;
    rest += b;
  }
  return Value::integer(op == "//" ? quotient : rest);
}

Value text_list(const std::vector<std::string>& parts, bool tuple = false) {
  std::vector<Value> out;
  out.reserve(parts.size());
  for (const std::string& part : parts) out.push_back(Value::text(part));
  return Value::list(std::move(out), tuple);
}

const std::string& text_argument(const Arguments& arguments, std::size_t place, std::string_view of) {
  const Value& value = arguments.need(place, "", of);
  if (!value.is_text()) fail(ErrorKind::input, std::string(of) + "() needs a string, not a " + value.type_name());
  return value.str();
}

int64_t integer_argument(const Arguments& arguments, std::size_t place, std::string_view name, int64_t otherwise) {
  const Value* value = arguments.find(place, name);
  if (!value || value->is_none()) return otherwise;
  if (!value->is_int() && !value->is_bool()) fail(ErrorKind::input, std::string("an integer is needed, not a ") + value->type_name());
  return value->as_int();
}

// "{} and {name}".format(...): places without format codes.
std::string brace_format(const std::string& format, const Arguments& arguments) {
  std::string out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if ((c == '{' || c == '}') && i + 1 < format.size() && format[i + 1] == c) {
      out += c;
      ++i;
      continue;
    }
    if (c == '}') fail(ErrorKind::input, "format() has a single '}'");
    if (c != '{') {
      out += c;
      continue;
    }
    const auto end = format.find('}', i);
    if (end == std::string::npos) fail(ErrorKind::input, "format() has a single '{'");
    const std::string field = format.substr(i + 1, end - i - 1);
    const bool number = !field.empty() && field.size() < 6 && std::all_of(field.begin(), field.end(), [](char d) { return d >= '0' && d <= '9'; });
    if (field.find_first_of(":!.[") != std::string::npos) fail(ErrorKind::input, "format() has the field '{" + field.substr(0, 60) + "}', which is not supported");
    const std::size_t place = number ? static_cast<std::size_t>(std::stoi(field)) : field.empty() ? next++ : SIZE_MAX;
    const std::string text = arguments.need(place, field.empty() ? "" : field, "format").to_text();
    charge_text(text.size());
    out += text;
    i = end;
  }
  charge_text(out.size());
  return out;
}

struct TextCheck {
  const char* name;
  bool (*test)(uint32_t);
};
constexpr TextCheck kChecks[] = {
    {"isdigit", [](uint32_t c) { return char_class(c) == CharClass::number; }},
    {"isnumeric", [](uint32_t c) { return char_class(c) == CharClass::number; }},
    {"isdecimal", [](uint32_t c) { return char_class(c) == CharClass::number; }},
    {"isalpha", [](uint32_t c) { return is_letter(c); }},
    {"isalnum", [](uint32_t c) { return is_letter(c) || char_class(c) == CharClass::number; }},
    {"isspace", [](uint32_t c) { return char_class(c) == CharClass::space || (c >= 0x1C && c <= 0x1F); }},
};
constexpr const char* kTextMethods[] = {"strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "startswith", "endswith", "replace", "upper", "lower",
                                        "title", "capitalize", "join", "find", "rfind", "index", "count", "format", "removeprefix", "removesuffix",
                                        "partition", "rpartition", "zfill", "center", "ljust", "rjust", "isupper", "islower"};

bool starts_or_ends(const std::string& self, const Value& what, bool starts) {
  if (what.is_list()) return std::any_of(what.items().begin(), what.items().end(), [&](const Value& item) { return starts_or_ends(self, item, starts); });
  if (!what.is_text()) fail(ErrorKind::input, std::string(starts ? "startswith" : "endswith") + "() needs a string, not a " + what.type_name());
  return starts ? self.starts_with(what.str()) : self.ends_with(what.str());
}

Value padded(const std::string& name, const std::string& self, const Arguments& arguments) {
  const int64_t width = std::max<int64_t>(integer_argument(arguments, 0, "", 0), 0), size = length_of(self);
  const std::string fill = name == "zfill" ? "0" : arguments.get(1, "", Value::text(" ")).to_text();
  if (width - size > 1'000'000 || length_of(fill) != 1) fail(ErrorKind::input, name + "() has a wrong width or fill");
  const int64_t pad = std::max<int64_t>(width - size, 0);
  charge_text(static_cast<std::size_t>(pad) * fill.size());
  const int64_t left = name == "ljust" ? 0 : name == "center" ? pad / 2 + (pad & width & 1) : pad;
  std::string before, after, body = self;
  for (int64_t i = 0; i < left; ++i) before += fill;
  for (int64_t i = left; i < pad; ++i) after += fill;
  if (name == "zfill" && !body.empty() && (body[0] == '-' || body[0] == '+')) {
    before.insert(0, 1, body[0]);
    body.erase(0, 1);
  }
  return Value::text(before + body + after);
}

Value partition(const std::string& name, const std::string& self, const std::string& separator) {
  if (separator.empty()) fail(ErrorKind::input, name + "() needs a separator that is not empty");
  charge_text(self.size());
  const auto at = name == "partition" ? find_text(self, separator) : self.rfind(separator);
  if (at == std::string::npos) return text_list(name == "partition" ? std::vector<std::string>{self, "", ""} : std::vector<std::string>{"", "", self}, true);
  return text_list({self.substr(0, at), separator, self.substr(at + separator.size())}, true);
}

Value place_in(const std::string& name, const std::string& self, const Arguments& arguments) {
  const std::string& what = text_argument(arguments, 0, name);
  if (arguments.positional.size() > 1) fail(ErrorKind::input, name + "() takes one argument here");
  if (name == "count") {
    int64_t count = 0;
    if (what.empty()) return Value::integer(length_of(self) + 1);
    for (std::size_t at = find_text(self, what); at != std::string::npos; at = find_text(self, what, at + what.size())) ++count;
    return Value::integer(count);
  }
  if (name == "rfind") charge(static_cast<int64_t>(self.size() / 64 * (what.size() / 8 + 1)));
  const auto at = name == "rfind" ? self.rfind(what) : find_text(self, what);
  if (at == std::string::npos && name == "index") fail(ErrorKind::input, "index(): the text is not there");
  return Value::integer(at == std::string::npos ? -1 : length_of(std::string_view(self).substr(0, at)));
}

}  // namespace

Value arithmetic(const std::string& op, const Value& a, const Value& b) {
  Interpreter::defined(a), Interpreter::defined(b);
  if (op == "%" && a.is_text()) return Value::text(percent_format(a.str(), b.is_list() && b.list_data()->tuple ? b.items() : std::vector<Value>{b}));
  if (op == "+" && a.is_text() && b.is_text()) {
    charge_text(a.str().size() + b.str().size());
    return Value::text(a.str() + b.str());
  }
  if (op == "+" && a.is_list() && b.is_list()) {
    charge(static_cast<int64_t>(a.items().size() + b.items().size()));
    std::vector<Value> items = a.items();
    items.insert(items.end(), b.items().begin(), b.items().end());
    return Value::list(std::move(items), a.list_data()->tuple);
  }
  const auto sequence = [](const Value& v) { return v.is_text() || v.is_list(); };
  const auto whole = [](const Value& v) { return v.is_int() || v.is_bool(); };
  if (op == "*" && sequence(a) && whole(b)) return repeated(a, b.as_int());
  if (op == "*" && whole(a) && sequence(b)) return repeated(b, a.as_int());
  if (!a.is_number() || !b.is_number()) cannot(op, a, b);
  if (!a.is_float() && !b.is_float()) return integer_arithmetic(op, a.as_int(), b.as_int());
  const double x = a.as_double(), y = b.as_double();
  if (op == "+") return Value::number(x + y);
  if (op == "-") return Value::number(x - y);
  if (op == "*") return Value::number(x * y);
  if (op == "**") return Value::number(std::pow(x, y));
  if (y == 0) fail(ErrorKind::input, "division by zero");
  if (op == "/") return Value::number(x / y);
  double rest = std::fmod(x, y);
  if (rest != 0 && (rest < 0) != (y < 0)) rest += y;
  return Value::number(op == "//" ? std::round((x - rest) / y) : rest);
}

bool has_text_method(const std::string& name) {
  return std::any_of(std::begin(kTextMethods), std::end(kTextMethods), [&](const char* known) { return name == known; }) ||
         std::any_of(std::begin(kChecks), std::end(kChecks), [&](const TextCheck& check) { return name == check.name; });
}

Value text_method(const std::string& name, const std::string& self, const Arguments& arguments) {
  for (const TextCheck& check : kChecks) {
    if (name == check.name) return Value::boolean(all_of(self, check.test));
  }
  const auto optional_text = [&](std::size_t place, std::string_view key) -> std::optional<std::string> {
    const Value* value = arguments.find(place, key);
    if (!value || value->is_none()) return {};
    if (!value->is_text()) fail(ErrorKind::input, name + "() needs a string, not a " + value->type_name());
    return value->str();
  };
  if (name == "strip") return Value::text(std::string(strip(self, optional_text(0, "chars"), Side::both)));
  if (name == "lstrip") return Value::text(std::string(strip(self, optional_text(0, "chars"), Side::left)));
  if (name == "rstrip") return Value::text(std::string(strip(self, optional_text(0, "chars"), Side::right)));
  if (name == "split" || name == "rsplit") return text_list(split(self, optional_text(0, "sep"), integer_argument(arguments, 1, "maxsplit", -1), name == "rsplit"));
  if (name == "splitlines") return text_list(split_lines(self, arguments.get(0, "keepends", Value::boolean(false)).truth()));
  if (name == "startswith" || name == "endswith") return Value::boolean(starts_or_ends(self, arguments.need(0, "", name), name == "startswith"));
  if (name == "replace") return Value::text(replaced(self, text_argument(arguments, 0, name), text_argument(arguments, 1, name), integer_argument(arguments, 2, "count", -1)));
  if (name == "upper") return Value::text(upper(self));
  if (name == "lower") return Value::text(lower(self));
  if (name == "title") return Value::text(title(self));
  if (name == "capitalize") return Value::text(capitalized(self));
  if (name == "format") return Value::text(brace_format(self, arguments));
  if (name == "join") {
    std::string out;
    bool first = true;
    for (const Value& part : Interpreter::iterate(arguments.need(0, "", name))) {
      if (!part.is_text()) fail(ErrorKind::input, std::string("join() needs strings, not a ") + part.type_name());
      charge_text(self.size() + part.str().size());
      if (!first) out += self;
      first = false;
      out += part.str();
    }
    return Value::text(std::move(out));
  }
  if (name == "find" || name == "rfind" || name == "index" || name == "count") return place_in(name, self, arguments);
  if (name == "partition" || name == "rpartition") return partition(name, self, text_argument(arguments, 0, name));
  if (name == "removeprefix" || name == "removesuffix") {
    const std::string& what = text_argument(arguments, 0, name);
    charge_text(self.size());
    if (name == "removeprefix") return Value::text(self.starts_with(what) ? self.substr(what.size()) : self);
    return Value::text(!what.empty() && self.ends_with(what) ? self.substr(0, self.size() - what.size()) : self);
  }
  if (name == "isupper" || name == "islower") {
    bool some = false;
    const bool all = all_of(self, [&](uint32_t c) {
      some |= name == "isupper" ? is_upper(c) : is_lower(c);
      return name == "isupper" ? !is_lower(c) : !is_upper(c);
    });
    return Value::boolean(all && some);
  }
  return padded(name, self, arguments);
}

Value Interpreter::call_method(const CallableData& method, const Arguments& arguments) {
  const Value& self = method.self;
  if (self.is_text()) return text_method(method.name, self.str(), arguments);
  if (LoopData* loop = self.loop_data()) {
    if (method.name == "cycle") {
      if (arguments.positional.empty()) fail(ErrorKind::input, "loop.cycle() needs values");
      return arguments.positional[static_cast<std::size_t>(loop->index0) % arguments.positional.size()];
    }
    // Texts are kept, so that no value can hold the loop that holds it.
    std::vector<Value> seen{Value::text(Value::list(arguments.positional).repr())};
    const bool changed = loop->changed.empty() || !equal(seen[0], loop->changed[0]);
    loop->changed = std::move(seen);
    return Value::boolean(changed);
  }
  if (self.is_list()) {
    const Value& what = arguments.need(0, "", method.name);
    int64_t count = 0;
    for (std::size_t i = 0; i < self.items().size(); ++i) {
      if (!equal(self.items()[i], what)) continue;
      if (method.name == "index") return Value::integer(static_cast<int64_t>(i));
      ++count;
    }
    if (method.name == "index") fail(ErrorKind::input, "index(): the item is not in the list");
    return Value::integer(count);
  }
  if (method.name == "get") {
    const Value& key = arguments.need(0, "", "get");
    charge(static_cast<int64_t>(self.pairs().size() / 8));
    for (const auto& [known, value] : self.pairs()) {
      if (known.is_text() && key.is_text() ? known.str() == key.str() : equal(known, key)) return value;
    }
    return arguments.get(1, "", Value::none());
  }
  arguments.check(method.name, 0);
  charge(static_cast<int64_t>(self.pairs().size()));
  std::vector<Value> out;
  for (const auto& [key, value] : self.pairs()) {
    out.push_back(method.name == "keys" ? key : method.name == "values" ? value : Value::list({key, value}, true));
  }
  return Value::list(std::move(out));
}

}  // namespace paretune::jinja
