// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <ctime>

#include "training/data/templates/interpreter.h"
#include "training/data/templates/text_ops.h"

namespace paretune::jinja {
namespace {

constexpr int kMaxEvals = 1000;  // expressions inside each other, through macros too
constexpr const char* kGlobals[] = {"namespace", "range", "dict", "raise_exception", "strftime_now"};

std::string argument_place(std::size_t place) { return "argument " + std::to_string(place + 1); }

}  // namespace

const Value* Arguments::find(std::size_t place, std::string_view name) const {
  if (place < positional.size()) return &positional[place];
  for (const auto& [known, value] : named) {
    if (known == name) return &value;
  }
  return nullptr;
}
Value Arguments::get(std::size_t place, std::string_view name, Value otherwise) const {
  const Value* found = find(place, name);
  return found ? *found : std::move(otherwise);
}
const Value& Arguments::need(std::size_t place, std::string_view name, std::string_view of) const {
  const Value* found = find(place, name);
  if (!found) fail(ErrorKind::input, "'" + std::string(of) + "' lacks " + argument_place(place));
  return *found;
}
void Arguments::check(std::string_view of, std::size_t most, std::initializer_list<std::string_view> known) const {
  if (positional.size() > most) fail(ErrorKind::input, "'" + std::string(of) + "' was given too many arguments");
  for (const auto& [name, value] : named) {
    if (std::find(known.begin(), known.end(), name) == known.end()) fail(ErrorKind::input, "'" + std::string(of) + "' has no argument '" + name + "'");
  }
}

const Value& Interpreter::defined(const Value& value) {
  if (value.is_undefined()) fail(ErrorKind::input, "'" + value.undefined_name() + "' is undefined");
  return value;
}

std::vector<Value> Interpreter::iterate(const Value& value) {
  if (value.is_undefined()) return {};
  if (value.is_list()) {
    charge(static_cast<int64_t>(value.items().size()));
    return value.items();
  }
  std::vector<Value> out;
  if (value.is_dict()) {
    charge(static_cast<int64_t>(value.pairs().size()));
    for (const auto& pair : value.pairs()) out.push_back(pair.first);
  } else if (value.is_text()) {
    for (const std::string_view c : characters(value.str())) out.push_back(Value::text(std::string(c)));
  } else {
    fail(ErrorKind::input, std::string("cannot loop over a ") + value.type_name());
  }
  return out;
}

Value Interpreter::eval(const Expr& node) {
  struct Nested {
    explicit Nested(int& d) : depth(d) {
      if (++depth > kMaxEvals) {
        --depth;
        fail(ErrorKind::input, "macros call each other too deeply");
      }
    }
    ~Nested() { --depth; }
    int& depth;
  } const nested(m_evals);
  charge(1);
  m_line = node.line;
  using Kind = Expr::Kind;
  switch (node.kind) {
    case Kind::constant: return node.value;
    case Kind::name: return eval_name(node);
    case Kind::list:
    case Kind::tuple: return eval_list(node);
    case Kind::dict: return eval_dict(node);
    case Kind::attribute: return attribute(eval(*node.kids[0]), node.text);
    case Kind::item: return item(eval(*node.kids[0]), eval(*node.kids[1]));
    case Kind::slice: return eval_slice(node);
    case Kind::call: return eval_call(node, nullptr);
    case Kind::filter: return eval_filter(node, nullptr);
    case Kind::test: return Value::boolean(apply_test(node.text, eval(*node.kids[0]), eval_arguments(node, 1)));
    case Kind::unary:
      if (node.text == "not") return Value::boolean(!eval(*node.kids[0]).truth());
      return arithmetic(node.text, Value::integer(0), eval(*node.kids[0]));
    case Kind::binary: return eval_binary(node);
    case Kind::logic: {
      Value left = eval(*node.kids[0]);
      return left.truth() == (node.text == "or") ? left : eval(*node.kids[1]);
    }
    case Kind::compare: return eval_compare(node);
    case Kind::concat: return eval_concat(node);
    case Kind::condition:
      if (eval(*node.kids[0]).truth()) return eval(*node.kids[1]);
      return node.kids[2] ? eval(*node.kids[2]) : Value::undefined("the missing else");
  }
  fail(ErrorKind::internal, "unknown expression");
}

Value Interpreter::eval_name(const Expr& node) {
  if (const Value* found = m_scope->find(node.text)) return *found;
  for (const char* global : kGlobals) {
    if (node.text != global) continue;
    CallableData data;
    data.name = node.text;
    return Value::callable(std::move(data));
  }
  return Value::undefined(node.text);
}

Value Interpreter::eval_list(const Expr& node) {
  std::vector<Value> items;
  for (const auto& kid : node.kids) items.push_back(eval(*kid));
  return Value::list(std::move(items), node.kind == Expr::Kind::tuple);
}

Value Interpreter::eval_dict(const Expr& node) {
  std::vector<std::pair<Value, Value>> items;
  for (std::size_t i = 0; i + 1 < node.kids.size(); i += 2) {
    Value key = eval(*node.kids[i]);
    Value value = eval(*node.kids[i + 1]);
    const auto known = std::find_if(items.begin(), items.end(), [&](const auto& pair) { return equal(pair.first, key); });
    if (known != items.end()) {
      known->second = std::move(value);
    } else {
      items.emplace_back(std::move(key), std::move(value));
    }
  }
  return Value::dict(std::move(items));
}

Value Interpreter::attribute(const Value& object, const std::string& name) {
  defined(object);
  const auto method = [&] {
    CallableData data;
    data.type = CallableData::Type::method;
    data.name = name;
    data.self = object;
    return Value::callable(std::move(data));
  };
  if (object.is_dict()) {
    if (name == "items" || name == "keys" || name == "values" || name == "get") return method();
    charge(static_cast<int64_t>(object.pairs().size() / 8));
    if (const Value* found = object.find(name)) return *found;
  } else if (object.is_text()) {
    if (has_text_method(name)) return method();
  } else if (object.is_list()) {
    if (name == "index" || name == "count") return method();
  } else if (const NamespaceData* space = object.space()) {
    for (const auto& [known, value] : space->attributes) {
      if (known == name) return value;
    }
  } else if (object.loop_data()) {
    return loop_attribute(object, name);
  }
  return Value::undefined(name);
}

Value Interpreter::loop_attribute(const Value& object, const std::string& name) {
  LoopData& loop = *object.loop_data();
  if (name == "index") return Value::integer(loop.index0 + 1);
  if (name == "index0") return Value::integer(loop.index0);
  if (name == "revindex") return Value::integer(loop.count() - loop.index0);
  if (name == "revindex0") return Value::integer(loop.count() - loop.index0 - 1);
  if (name == "first") return Value::boolean(loop.index0 == 0);
  if (name == "last") return Value::boolean(!loop.has(loop.index0 + 1));
  if (name == "length") return Value::integer(loop.count());
  if (name == "depth") return Value::integer(1);  // of recursive loops, which are not supported
  if (name == "depth0") return Value::integer(0);
  if (name == "previtem" && loop.index0 > 0 && loop.has(loop.index0 - 1)) return loop.item(loop.index0 - 1);
  if (name == "nextitem" && loop.has(loop.index0 + 1)) return loop.item(loop.index0 + 1);
  if (name == "cycle" || name == "changed") {
    CallableData data;
    data.type = CallableData::Type::method;
    data.name = name;
    data.self = object;
    return Value::callable(std::move(data));
  }
  return Value::undefined(name);
}

Value Interpreter::item(const Value& object, const Value& key) {
  defined(object);
  if (object.is_list() || object.is_text()) {
    if (key.is_int() || key.is_bool()) {
      const int64_t size = object.is_list() ? static_cast<int64_t>(object.items().size()) : length_of(object.str());
      const int64_t at = key.as_int() < 0 ? key.as_int() + size : key.as_int();
      if (at < 0 || at >= size) return Value::undefined("item " + key.repr());
      if (object.is_list()) return object.items()[static_cast<std::size_t>(at)];
      const std::size_t begin = offset_of(object.str(), at);
      return Value::text(object.str().substr(begin, offset_of(std::string_view(object.str()).substr(begin), 1)));
    }
  } else if (object.is_dict()) {
    charge(static_cast<int64_t>(object.pairs().size() / 8));
    for (const auto& [known, value] : object.pairs()) {
      if (known.is_text() && key.is_text() ? known.str() == key.str() : equal(known, key)) return value;
    }
  }
  return key.is_text() ? attribute(object, key.str()) : Value::undefined("item " + key.to_text());
}

Value Interpreter::eval_slice(const Expr& node) {
  const Value object = eval(*node.kids[0]);
  defined(object);
  std::optional<int64_t> bounds[3];
  for (int i = 0; i < 3; ++i) {
    if (!node.kids[static_cast<std::size_t>(i) + 1]) continue;
    const Value value = eval(*node.kids[static_cast<std::size_t>(i) + 1]);
    if (value.is_none()) continue;
    if (!value.is_int() && !value.is_bool()) fail(ErrorKind::input, std::string("a slice needs integers, not a ") + defined(value).type_name());
    bounds[i] = std::clamp<int64_t>(value.as_int(), -(int64_t{1} << 40), int64_t{1} << 40);
  }
  if (!object.is_list() && !object.is_text()) fail(ErrorKind::input, std::string("cannot slice a ") + object.type_name());
  std::vector<std::string_view> text;
  if (object.is_text()) text = characters(object.str());
  const auto size = static_cast<int64_t>(object.is_list() ? object.items().size() : text.size());
  const int64_t step = bounds[2].value_or(1);
  if (step == 0) fail(ErrorKind::input, "a slice has the step 0");
  const int64_t low = step > 0 ? 0 : -1, high = step > 0 ? size : size - 1;
  const auto place = [&](int64_t at) { return std::clamp(at < 0 ? at + size : at, low, high); };
  const int64_t start = bounds[0] ? place(*bounds[0]) : step > 0 ? low : high;
  const int64_t stop = bounds[1] ? place(*bounds[1]) : step > 0 ? high : low;
  const int64_t span = step > 0 ? stop - start : start - stop, count = span > 0 ? (span - 1) / std::abs(step) + 1 : 0;
  std::vector<Value> items;
  if (object.is_list()) {
    charge(count);
    items.reserve(static_cast<std::size_t>(count));
  }
  std::string out;
  for (int64_t at = start; step > 0 ? at < stop : at > stop; at += step) {
    if (object.is_list()) {
      items.push_back(object.items()[static_cast<std::size_t>(at)]);
    } else {
      out += text[static_cast<std::size_t>(at)];
    }
  }
  return object.is_list() ? Value::list(std::move(items), object.list_data()->tuple) : Value::text(std::move(out));
}

Arguments Interpreter::eval_arguments(const Expr& node, std::size_t first) {
  Arguments out;
  for (std::size_t i = first; i < node.kids.size(); ++i) out.positional.push_back(eval(*node.kids[i]));
  for (const auto& [name, value] : node.named) out.named.emplace_back(name, eval(*value));
  m_line = node.line;
  return out;
}

Value Interpreter::eval_call(const Expr& node, const Value* caller) {
  const Value callee = eval(*node.kids[0]);
  if (callee.is_undefined()) fail(ErrorKind::input, "'" + callee.undefined_name() + "' is undefined");
  if (!callee.call()) fail(ErrorKind::input, std::string("a ") + callee.type_name() + " cannot be called");
  return call(*callee.call(), eval_arguments(node, 1), caller);
}

Value Interpreter::eval_filter(const Expr& node, const Value* piped) {
  const Value value = node.kids[0] ? node.kids[0]->kind == Expr::Kind::filter ? eval_filter(*node.kids[0], piped) : eval(*node.kids[0])
                      : piped      ? *piped
                                   : Value::undefined("the filtered text");
  charge(1);
  return apply_filter(node.text, value, eval_arguments(node, 1));
}

Value Interpreter::call(const CallableData& callable, Arguments arguments, const Value* caller) {
  using Type = CallableData::Type;
  switch (callable.type) {
    case Type::method: return call_method(callable, arguments);
    case Type::macro: return call_body(*static_cast<const Statement*>(callable.node), callable.name, m_root, arguments, caller);
    case Type::caller: {
      const auto scope = m_live.find(callable.scope);
      if (scope == m_live.end()) fail(ErrorKind::input, "caller() was kept beyond its {% call %}");
      return call_body(*static_cast<const Statement*>(callable.node), callable.name, scope->second, arguments, nullptr);
    }
    case Type::global: return call_global(callable.name, arguments);
  }
  fail(ErrorKind::internal, "unknown function");
}

Value Interpreter::call_global(const std::string& name, const Arguments& arguments) {
  if (name == "raise_exception") {
    arguments.check(name, 1, {"message"});
    fail(ErrorKind::input, arguments.need(0, "message", name).to_text(), "", "The chat template refuses these messages; change their roles or order.");
  }
  if (name == "range") {
    arguments.check(name, 3);
    int64_t bounds[3] = {0, 0, 1};
    for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
      const Value& value = defined(arguments.positional[i]);
      if (!value.is_int() && !value.is_bool()) fail(ErrorKind::input, std::string("range() needs integers, not a ") + value.type_name());
      bounds[i] = value.as_int();
    }
    if (arguments.positional.empty()) fail(ErrorKind::input, "range() needs an argument");
    if (arguments.positional.size() == 1) std::swap(bounds[0], bounds[1]);
    if (bounds[2] == 0) fail(ErrorKind::input, "range() has the step 0");
    const __int128 step = bounds[2], span = (static_cast<__int128>(bounds[1]) - bounds[0]) * (step > 0 ? 1 : -1), stride = step > 0 ? step : -step;
    const auto count = static_cast<int64_t>(std::clamp<__int128>((span + stride - 1) / stride, 0, INT64_MAX));
    charge(count);
    std::vector<Value> items;
    items.reserve(static_cast<std::size_t>(count));
    for (int64_t i = 0; i < count; ++i) items.push_back(Value::integer(static_cast<int64_t>(bounds[0] + i * step)));
    return Value::list(std::move(items));
  }
  if (name == "namespace" || name == "dict") {
    std::vector<std::pair<Value, Value>> pairs;
    if (arguments.positional.size() > 1) fail(ErrorKind::input, "'" + name + "' was given too many arguments");
    if (arguments.positional.size() == 1) {
      if (!arguments.positional[0].is_dict()) fail(ErrorKind::input, name + "() needs a mapping");
      pairs = arguments.positional[0].pairs();
    }
    for (const auto& [key, value] : arguments.named) pairs.emplace_back(Value::text(key), value);
    charge(static_cast<int64_t>(pairs.size()));
    if (name == "dict") return Value::dict(std::move(pairs));
    auto space = std::make_shared<NamespaceData>();
    for (auto& [key, value] : pairs) space->attributes.emplace_back(key.to_text(), std::move(value));
    m_spaces.push_back(space);
    return Value::name_space(std::move(space));
  }
  arguments.check(name, 1, {"format"});
  const std::string format = arguments.need(0, "format", name).to_text();
  if (format.size() > 200) fail(ErrorKind::input, "the format of strftime_now is too long");
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  char buffer[4096];
  return Value::text(std::string(buffer, std::strftime(buffer, sizeof buffer, format.c_str(), &parts)));
}

Value Interpreter::eval_binary(const Expr& node) {
  const Value left = eval(*node.kids[0]);
  const Value right = eval(*node.kids[1]);
  m_line = node.line;
  return arithmetic(node.text, left, right);
}

Value Interpreter::eval_concat(const Expr& node) {
  std::string out;
  for (const auto& kid : node.kids) {
    const Value value = eval(*kid);
    const std::string text = value.to_text();
    charge_text(text.size());
    out += text;
  }
  return Value::text(std::move(out));
}

Value Interpreter::eval_compare(const Expr& node) {
  Value left = eval(*node.kids[0]);
  for (std::size_t i = 0; i < node.ops.size(); ++i) {
    Value right = eval(*node.kids[i + 1]);
    const std::string& op = node.ops[i];
    bool holds = false;
    if (op == "==" || op == "!=") {
      holds = equal(left, right) == (op == "==");
    } else if (op == "in" || op == "not in") {
      holds = contains(right, left) == (op == "in");
    } else {
      defined(left), defined(right);
      const bool swapped = op[0] == '>', or_equal = op.size() == 2;
      const Value &a = swapped ? right : left, &b = swapped ? left : right;
      holds = or_equal ? less(a, b) || equal(a, b) : less(a, b);
    }
    if (!holds) return Value::boolean(false);
    left = std::move(right);
  }
  return Value::boolean(true);
}

bool contains(const Value& container, const Value& item) {
  if (container.is_text()) {
    if (!item.is_text()) fail(ErrorKind::input, std::string("cannot look for a ") + Interpreter::defined(item).type_name() + " in a string");
    return find_text(container.str(), item.str()) != std::string_view::npos;
  }
  if (container.is_list()) return std::any_of(container.items().begin(), container.items().end(), [&](const Value& value) { return equal(value, item); });
  if (container.is_dict()) return std::any_of(container.pairs().begin(), container.pairs().end(), [&](const auto& pair) { return equal(pair.first, item); });
  if (container.is_undefined()) return false;
  fail(ErrorKind::input, std::string("cannot look inside a ") + container.type_name());
}

}  // namespace paretune::jinja
