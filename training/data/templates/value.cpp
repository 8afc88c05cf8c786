// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/templates/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "training/data/tokenizers/text.h"

namespace paretune::jinja {
namespace {

thread_local Budget* t_budget = nullptr;

int deeper(int depth, const Value& value) { return std::max(depth, value.depth() + 1); }

void check_depth(int depth) {
  if (depth > kMaxValueDepth) fail(ErrorKind::input, "lists and mappings nest deeper than " + std::to_string(kMaxValueDepth) + " levels");
}

std::string python_string(std::string_view text) {
  const bool single = text.find('\'') == std::string_view::npos || text.find('"') != std::string_view::npos;
  const char quote = single ? '\'' : '"';
  std::string out(1, quote);
  for (const char c : text) {
    constexpr char kHex[] = "0123456789abcdef";
    const auto byte = static_cast<uint8_t>(c);
    if (c == quote || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += std::string("\\x") + kHex[byte >> 4] + kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + quote;
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    constexpr char kHex[] = "0123456789abcdef";
    const auto byte = static_cast<uint8_t>(c);
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      default:
        if (byte < 0x20) {
          out += std::string("\\u00") + kHex[byte >> 4] + kHex[byte & 15];
        } else {
          out += c;
        }
    }
  }
  return out + '"';
}

struct JsonStyle {
  int indent;
  std::string_view item, key;
  bool sort;
};

void write_json(const Value& value, const JsonStyle& style, int level, std::string& out) {
  charge(1);
  const auto line = [&](int at) {
    if (style.indent < 0) return;
    charge_text(static_cast<std::size_t>(style.indent) * static_cast<std::size_t>(at));
    out += '\n';
    out.append(static_cast<std::size_t>(style.indent) * static_cast<std::size_t>(at), ' ');
  };
  if (value.is_none()) {
    out += "null";
  } else if (value.is_bool()) {
    out += value.truth() ? "true" : "false";
  } else if (value.is_int()) {
    out += std::to_string(value.as_int());
  } else if (value.is_float()) {
    const double number = value.as_double();
    out += std::isnan(number) ? "NaN" : std::isinf(number) ? (number > 0 ? "Infinity" : "-Infinity") : float_text(number);
  } else if (value.is_text()) {
    charge_text(value.str().size());
    out += json_string(value.str());
  } else if (value.is_list()) {
    out += '[';
    bool first = true;
    for (const Value& item : value.items()) {
      if (!first) out += style.item;
      first = false;
      line(level + 1);
      write_json(item, style, level + 1, out);
    }
    if (!first) line(level);
    out += ']';
  } else if (value.is_dict()) {
    auto pairs = value.pairs();
    if (style.sort) std::stable_sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return less(a.first, b.first); });
    out += '{';
    bool first = true;
    for (const auto& [key, item] : pairs) {
      if (!first) out += style.item;
      first = false;
      line(level + 1);
      if (key.is_text()) {
        out += json_string(key.str());
      } else {
        out += '"';
        write_json(key, style, level, out);
        out += '"';
      }
      out += style.key;
      write_json(item, style, level + 1, out);
    }
    if (!first) line(level);
    out += '}';
  } else {
    fail(ErrorKind::input, std::string("tojson cannot write a value of type ") + value.type_name());
  }
}

void write_repr(const Value& value, std::string& out) {
  charge(1);
  if (value.is_undefined()) {
    out += "Undefined";
  } else if (value.is_none()) {
    out += "None";
  } else if (value.is_bool()) {
    out += value.truth() ? "True" : "False";
  } else if (value.is_int()) {
    out += std::to_string(value.as_int());
  } else if (value.is_float()) {
    out += float_text(value.as_double());
  } else if (value.is_text()) {
    charge_text(value.str().size());
    out += python_string(value.str());
  } else if (value.is_list()) {
    const bool tuple = value.list_data()->tuple;
    const auto& items = value.items();
    out += tuple ? '(' : '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i) out += ", ";
      write_repr(items[i], out);
    }
    if (tuple && items.size() == 1) out += ',';
    out += tuple ? ')' : ']';
  } else if (value.is_dict()) {
    out += '{';
    bool first = true;
    for (const auto& [key, item] : value.pairs()) {
      if (!first) out += ", ";
      first = false;
      write_repr(key, out);
      out += ": ";
      write_repr(item, out);
    }
    out += '}';
  } else {
    out += std::string("<") + value.type_name() + ">";
  }
}

// Comparing long texts is work, too.
void charge_comparing(const std::string& a, const std::string& b) { charge(static_cast<int64_t>(std::min(a.size(), b.size()) / 64)); }

}  // namespace

Budget::Budget(int64_t units, int64_t text_bytes) : m_left(units), m_text_left(text_bytes), m_before(t_budget) { t_budget = this; }
Budget::~Budget() { t_budget = m_before; }

void charge(int64_t units) {
  if (!t_budget) return;
  t_budget->m_left -= units;
  if (t_budget->m_left < 0) fail(ErrorKind::input, "the chat template does too much work", "", "Use a template without endless or huge loops.");
}

void charge_text(std::size_t bytes) {
  charge(1);
  if (!t_budget) return;
  t_budget->m_text_left -= static_cast<int64_t>(std::min(bytes, std::size_t{1} << 40));
  if (t_budget->m_text_left < 0) fail(ErrorKind::input, "the chat template makes too much text", "", "Use a template without endless or huge loops, or shorter rows.");
}

Value Value::list(std::vector<Value> items, bool tuple) {
  auto data = std::make_shared<ListData>();
  for (const Value& item : items) data->depth = deeper(data->depth, item);
  check_depth(data->depth);
  data->items = std::move(items);
  data->tuple = tuple;
  return Value(State(std::shared_ptr<const ListData>(std::move(data))));
}

Value Value::dict(std::vector<std::pair<Value, Value>> items) {
  auto data = std::make_shared<DictData>();
  for (const auto& [key, item] : items) {
    data->depth = deeper(data->depth, item);
    if (key.is_list() || key.is_dict()) fail(ErrorKind::input, "a list or mapping cannot be a key");
  }
  check_depth(data->depth);
  data->items = std::move(items);
  return Value(State(std::shared_ptr<const DictData>(std::move(data))));
}

Value Value::callable(CallableData data) {
  check_depth(data.self.depth() + 1);
  return Value(State(std::make_shared<const CallableData>(std::move(data))));
}

Value Value::from_json(const Json& json) {
  switch (json.type()) {
    case Json::value_t::null: return none();
    case Json::value_t::boolean: return boolean(json.get<bool>());
    case Json::value_t::number_unsigned:
      if (json.get<uint64_t>() > static_cast<uint64_t>(INT64_MAX)) return number(json.get<double>());
      [[fallthrough]];
    case Json::value_t::number_integer: return integer(json.get<int64_t>());
    case Json::value_t::number_float: return number(json.get<double>());
    case Json::value_t::string: return text(valid_utf8(json.get_ref<const std::string&>()));
    case Json::value_t::array: {
      std::vector<Value> items;
      items.reserve(json.size());
      for (const Json& item : json) items.push_back(from_json(item));
      return list(std::move(items));
    }
    case Json::value_t::object: {
      std::vector<std::pair<Value, Value>> items;
      items.reserve(json.size());
      for (const auto& [key, item] : json.items()) items.emplace_back(text(valid_utf8(key)), from_json(item));
      return dict(std::move(items));
    }
    default: fail(ErrorKind::input, "a variable holds binary data");
  }
}

const std::vector<Value>& Value::items() const { return std::get<std::shared_ptr<const ListData>>(m_state)->items; }
const std::vector<std::pair<Value, Value>>& Value::pairs() const { return std::get<std::shared_ptr<const DictData>>(m_state)->items; }

NamespaceData* Value::space() const {
  const auto* data = std::get_if<std::shared_ptr<NamespaceData>>(&m_state);
  return data ? data->get() : nullptr;
}
bool LoopData::has(int64_t n) {
  if (!passes) return n < static_cast<int64_t>(source->items.size());
  if (asking) fail(ErrorKind::input, "the condition of a loop asks for the next item of that loop");
  asking = true;
  for (; static_cast<int64_t>(passed.size()) <= n && asked < source->items.size(); ++asked) {
    if (passes(source->items[asked])) passed.push_back(asked);
  }
  asking = false;
  return n < static_cast<int64_t>(passed.size());
}

int64_t LoopData::count() {
  const auto most = static_cast<int64_t>(source->items.size());
  return has(most) || !passes ? most : static_cast<int64_t>(passed.size());
}

LoopData* Value::loop_data() const {
  const auto* data = std::get_if<std::shared_ptr<LoopData>>(&m_state);
  return data ? data->get() : nullptr;
}
const CallableData* Value::call() const {
  const auto* data = std::get_if<std::shared_ptr<const CallableData>>(&m_state);
  return data ? data->get() : nullptr;
}

bool Value::truth() const {
  if (is_undefined() || is_none()) return false;
  if (is_bool() || is_int()) return as_int() != 0;
  if (is_float()) return as_double() != 0;
  if (is_text()) return !str().empty();
  if (is_list()) return !items().empty();
  if (is_dict()) return !pairs().empty();
  return true;
}

int Value::depth() const {
  if (is_list()) return std::get<std::shared_ptr<const ListData>>(m_state)->depth;
  if (is_dict()) return std::get<std::shared_ptr<const DictData>>(m_state)->depth;
  if (const LoopData* data = loop_data()) return data->depth;
  if (const CallableData* data = call()) return data->self.depth() + 1;
  return 0;
}

const Value* Value::find(std::string_view key) const {
  if (!is_dict()) return nullptr;
  for (const auto& [name, value] : pairs()) {
    if (name.is_text() && name.str() == key) return &value;
  }
  return nullptr;
}

const char* Value::type_name() const {
  if (is_undefined()) return "undefined";
  if (is_none()) return "none";
  if (is_bool()) return "boolean";
  if (is_int()) return "integer";
  if (is_float()) return "float";
  if (is_text()) return "string";
  if (is_list()) return "list";
  if (is_dict()) return "mapping";
  if (space()) return "namespace";
  if (loop_data()) return "loop";
  return "function";
}

std::string float_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
  std::string text(buffer, end);  // d.ddde+XX, shortest
  const auto e = text.find('e');
  const int exponent = std::stoi(text.substr(e + 1));
  if (exponent < -4 || exponent >= 16) {
    std::string sign = exponent < 0 ? "-" : "+", digits = std::to_string(std::abs(exponent));
    if (digits.size() < 2) digits = "0" + digits;
    return text.substr(0, e) + "e" + sign + digits;
  }
  const auto fixed = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed).ptr;
  text.assign(buffer, fixed);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

std::string Value::to_text() const { return is_text() ? str() : is_undefined() ? std::string() : repr(); }

std::string Value::repr() const {
  std::string out;
  write_repr(*this, out);
  return out;
}

bool equal(const Value& a, const Value& b) {
  charge(1);
  if (a.is_number() && b.is_number()) return a.is_float() || b.is_float() ? a.as_double() == b.as_double() : a.as_int() == b.as_int();
  if (a.is_text() && b.is_text()) {
    if (a.str().size() != b.str().size()) return false;
    charge_comparing(a.str(), b.str());
    return a.str() == b.str();
  }
  if ((a.is_none() && b.is_none()) || (a.is_undefined() && b.is_undefined())) return true;
  if (a.is_list() && b.is_list()) {
    if (a.list_data() == b.list_data()) return true;
    return a.items().size() == b.items().size() && std::equal(a.items().begin(), a.items().end(), b.items().begin(), equal);
  }
  if (a.is_dict() && b.is_dict()) {
    const auto &left = a.pairs(), &right = b.pairs();
    if (&left == &right) return true;
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const Value* other = nullptr;  // mostly at the same place
      for (std::size_t k = 0; k < right.size() && !other; ++k) {
        const auto& pair = right[(i + k) % right.size()];
        if (equal(left[i].first, pair.first)) other = &pair.second;
      }
      if (!other || !equal(left[i].second, *other)) return false;
    }
    return true;
  }
  if (a.space() || b.space()) return a.space() == b.space();
  if (a.loop_data() || b.loop_data()) return a.loop_data() == b.loop_data();
  return a.call() && a.call() == b.call();
}

bool less(const Value& a, const Value& b) {
  charge(1);
  if (a.is_number() && b.is_number()) return a.is_float() || b.is_float() ? a.as_double() < b.as_double() : a.as_int() < b.as_int();
  if (a.is_text() && b.is_text()) {
    charge_comparing(a.str(), b.str());
    return a.str() < b.str();  // UTF-8 keeps the order of code points
  }
  if (a.is_list() && b.is_list()) return std::lexicographical_compare(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(), less);
  fail(ErrorKind::input, std::string("cannot order a ") + a.type_name() + " and a " + b.type_name());
}

std::string to_json(const Value& value, int indent, std::string_view item_separator, std::string_view key_separator, bool sort_keys) {
  std::string out;
  write_json(value, {indent, item_separator, key_separator, sort_keys}, 0, out);
  return out;
}

}  // namespace paretune::jinja
