// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Runs a parsed template once.
#include <unordered_map>

#include "training/data/templates/ast.h"

namespace paretune::jinja {

// What a call, filter or test was given.
struct Arguments {
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> named;

  // The argument at a place or of a name; null when it was not given.
  const Value* find(std::size_t place, std::string_view name) const;
  Value get(std::size_t place, std::string_view name, Value otherwise) const;
  const Value& need(std::size_t place, std::string_view name, std::string_view of) const;
  // Refuses more arguments than `most` and names that are not among `known`.
  void check(std::string_view of, std::size_t most, std::initializer_list<std::string_view> known = {}) const;
};

class Interpreter {
 public:
  struct Result {
    std::string text;
    std::vector<std::pair<std::size_t, std::size_t>> generation;
  };
  explicit Interpreter(const std::string& where) : m_where(where) {}
  ~Interpreter();
  Result run(const Block& block, const Json& variables);

  // For filters and tests by name.
  Value apply_filter(const std::string& name, const Value& value, const Arguments& arguments);
  bool apply_test(const std::string& name, const Value& value, const Arguments& arguments);
  Value attribute(const Value& object, const std::string& name);
  Value item(const Value& object, const Value& key);
  // Items of a list, keys of a mapping, characters of a string, none of undefined.
  static std::vector<Value> iterate(const Value& value);
  static const Value& defined(const Value& value);  // throws Failure when undefined

 private:
  enum class Flow { normal, break_, continue_ };
  struct Scope {
    Scope(Interpreter& owner, Scope* parent);
    ~Scope();
    Value* find(const std::string& name);
    Interpreter& owner;
    Scope* parent;
    uint64_t serial;
    std::unordered_map<std::string, Value> names;
  };
  class Deeper;

  Flow block(const Block& block);
  Flow statement(const Statement& node);
  Flow loop(const Statement& node);
  void assign(const std::vector<std::string>& targets, const Value& value);
  void assign_one(const std::string& target, Value value);
  void call_block(const Statement& node);
  Flow scoped(const Statement& node);
  std::string captured(const Block& block, Flow& flow);
  void write(std::string_view text);
  Value through_filters(const Expr* filters, Value text);

  Value eval(const Expr& node);
  Value eval_name(const Expr& node);
  Value eval_list(const Expr& node);
  Value eval_dict(const Expr& node);
  Value eval_slice(const Expr& node);
  Value eval_call(const Expr& node, const Value* caller);
  Value eval_filter(const Expr& node, const Value* piped);
  Value eval_binary(const Expr& node);
  Value eval_compare(const Expr& node);
  Value eval_concat(const Expr& node);
  Arguments eval_arguments(const Expr& node, std::size_t first);
  Value call(const CallableData& callable, Arguments arguments, const Value* caller);
  Value call_global(const std::string& name, const Arguments& arguments);
  Value call_method(const CallableData& method, const Arguments& arguments);
  Value call_body(const Statement& node, const std::string& name, Scope* parent, Arguments& arguments, const Value* caller);
  Value loop_attribute(const Value& object, const std::string& name);

  std::string m_where, m_out;
  std::string* m_target = &m_out;
  std::vector<std::pair<std::size_t, std::size_t>> m_generation;
  Scope* m_scope = nullptr;
  Scope* m_root = nullptr;
  uint64_t m_serial = 0;
  std::unordered_map<uint64_t, Scope*> m_live;
  std::vector<std::shared_ptr<NamespaceData>> m_spaces;  // cleared at the end: the only way to a cycle
  int m_depth = 0, m_evals = 0, m_line = 1;
  std::size_t m_written = 0;
};

bool contains(const Value& container, const Value& item);  // Python's in
Value text_method(const std::string& name, const std::string& self, const Arguments& arguments);
bool has_text_method(const std::string& name);
Value arithmetic(const std::string& op, const Value& a, const Value& b);

}  // namespace paretune::jinja
