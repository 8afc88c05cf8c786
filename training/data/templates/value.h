// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a template computes with. Values never change once made, except the attributes of a namespace; so no cycles but through
// namespaces, which the interpreter owns and clears.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "training/api/schema.h"

namespace paretune::jinja {

inline constexpr int kMaxValueDepth = 100;

// What one rendering may do: units of work, one for each expression and list item; and bytes of text that are made or looked through. They bound
// the memory too: a list item takes 40 bytes.
class Budget {
 public:
  Budget(int64_t units, int64_t text_bytes);  // the current one of this thread while it lives
  ~Budget();
  Budget(const Budget&) = delete;

 private:
  friend void charge(int64_t);
  friend void charge_text(std::size_t);
  int64_t m_left, m_text_left;
  Budget* m_before;
};
void charge(int64_t units);  // throws Failure when the budget is used up
void charge_text(std::size_t bytes);

class Value;
struct ListData;
struct DictData;
struct NamespaceData;
struct LoopData;
struct CallableData;

class Value {
 public:
  struct Undefined {
    std::string name;  // for the error message when it is used
  };
  struct None {};
  using Text = std::shared_ptr<const std::string>;

  Value() = default;
  static Value undefined(std::string name) { return Value(State(Undefined{std::move(name)})); }
  static Value none() { return Value(State(None{})); }
  static Value boolean(bool v) { return Value(State(v)); }
  static Value integer(int64_t v) { return Value(State(v)); }
  static Value number(double v) { return Value(State(v)); }
  static Value text(std::string v) { return Value(State(std::make_shared<const std::string>(std::move(v)))); }
  // They throw Failure when values nest too deeply.
  static Value list(std::vector<Value> items, bool tuple = false);
  static Value dict(std::vector<std::pair<Value, Value>> items);
  static Value name_space(std::shared_ptr<NamespaceData> data) { return Value(State(std::move(data))); }
  static Value loop(std::shared_ptr<LoopData> data) { return Value(State(std::move(data))); }
  static Value callable(CallableData data);
  static Value from_json(const Json& json);

  bool is_undefined() const { return std::holds_alternative<Undefined>(m_state); }
  bool is_none() const { return std::holds_alternative<None>(m_state); }
  bool is_bool() const { return std::holds_alternative<bool>(m_state); }
  bool is_int() const { return std::holds_alternative<int64_t>(m_state); }
  bool is_float() const { return std::holds_alternative<double>(m_state); }
  bool is_number() const { return is_bool() || is_int() || is_float(); }
  bool is_text() const { return std::holds_alternative<Text>(m_state); }
  bool is_list() const { return std::holds_alternative<std::shared_ptr<const ListData>>(m_state); }
  bool is_dict() const { return std::holds_alternative<std::shared_ptr<const DictData>>(m_state); }

  const std::string& undefined_name() const { return std::get<Undefined>(m_state).name; }
  const std::string& str() const { return *std::get<Text>(m_state); }
  const std::vector<Value>& items() const;                   // of a list
  const std::vector<std::pair<Value, Value>>& pairs() const;  // of a dict
  std::shared_ptr<const ListData> list_data() const { return std::get<std::shared_ptr<const ListData>>(m_state); }
  NamespaceData* space() const;       // null when it is none
  LoopData* loop_data() const;        // null when it is none
  const CallableData* call() const;   // null when it is none
  int64_t as_int() const { return is_bool() ? std::get<bool>(m_state) : std::get<int64_t>(m_state); }  // of a bool or int
  double as_double() const { return is_float() ? std::get<double>(m_state) : static_cast<double>(as_int()); }

  bool truth() const;
  int depth() const;                     // 0 for what holds no values
  const Value* find(std::string_view key) const;  // in a dict
  std::string to_text() const;           // Python's str()
  std::string repr() const;              // Python's repr()
  const char* type_name() const;

 private:
  using State = std::variant<Undefined, None, bool, int64_t, double, Text, std::shared_ptr<const ListData>, std::shared_ptr<const DictData>,
                             std::shared_ptr<NamespaceData>, std::shared_ptr<LoopData>, std::shared_ptr<const CallableData>>;
  explicit Value(State state) : m_state(std::move(state)) {}
  State m_state;
};

struct ListData {
  std::vector<Value> items;
  bool tuple = false;
  int depth = 1;
};
struct DictData {
  std::vector<std::pair<Value, Value>> items;  // in the order they came
  int depth = 1;
};
struct NamespaceData {
  std::vector<std::pair<std::string, Value>> attributes;
};
struct LoopData {
  std::shared_ptr<const ListData> source;
  // "for ... if": asked of an item once it is needed, as Jinja does it, for the body may change what it says. Null without.
  std::function<bool(const Value& item)> passes;
  std::vector<std::size_t> passed;  // places in the source, as far as was asked
  std::size_t asked = 0;
  bool asking = false;
  int64_t index0 = 0;

  bool has(int64_t n);  // an n-th item
  const Value& item(int64_t n) const { return source->items[passes ? passed[static_cast<std::size_t>(n)] : static_cast<std::size_t>(n)]; }
  int64_t count();
  std::vector<Value> changed;  // what loop.changed() saw last
  int depth = 1;
};
struct CallableData {
  enum class Type { method, global, macro, caller } type = Type::global;
  std::string name;
  Value self;                  // of a method
  const void* node = nullptr;  // the macro's statement
  uint64_t scope = 0;          // where a caller was made
};

// Python's ==; true and 1 are equal.
bool equal(const Value& a, const Value& b);
// Python's <, for numbers, strings and lists; throws Failure for others.
bool less(const Value& a, const Value& b);
// json.dumps(value, ensure_ascii=False, indent=indent): indent < 0 gives one line. Throws Failure for what JSON cannot hold.
std::string to_json(const Value& value, int indent, std::string_view item_separator = ", ", std::string_view key_separator = ": ", bool sort_keys = false);
std::string float_text(double value);  // Python's repr(float)

}  // namespace paretune::jinja
