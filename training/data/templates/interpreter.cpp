// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/templates/interpreter.h"

namespace paretune::jinja {
namespace {

constexpr int64_t kMaxWork = 1'000'000;
constexpr int64_t kMaxText = int64_t{20} << 20;
constexpr std::size_t kMaxOutput = std::size_t{16} << 20;
constexpr int kMaxCalls = 300;  // statements and macro calls inside each other

}  // namespace

class Interpreter::Deeper {
 public:
  explicit Deeper(Interpreter& owner, int by = 1) : m_owner(owner), m_by(by) {
    if (m_owner.m_depth + by > kMaxCalls) fail(ErrorKind::input, "macros and blocks nest too deeply");
    m_owner.m_depth += by;
  }
  ~Deeper() { m_owner.m_depth -= m_by; }

 private:
  Interpreter& m_owner;
  int m_by;
};

Interpreter::Scope::Scope(Interpreter& o, Scope* p) : owner(o), parent(p), serial(++o.m_serial) { owner.m_live[serial] = this; }
Interpreter::Scope::~Scope() { owner.m_live.erase(serial); }
Value* Interpreter::Scope::find(const std::string& name) {
  for (Scope* scope = this; scope; scope = scope->parent) {
    if (const auto it = scope->names.find(name); it != scope->names.end()) return &it->second;
  }
  return nullptr;
}

Interpreter::~Interpreter() {
  for (const auto& space : m_spaces) space->attributes.clear();
}

Interpreter::Result Interpreter::run(const Block& body, const Json& variables) {
  const Budget budget(kMaxWork, kMaxText);
  Scope root(*this, nullptr);
  m_scope = m_root = &root;
  try {
    for (const auto& [name, value] : variables.items()) root.names[name] = Value::from_json(value);
    block(body);
  } catch (const Failure& failure) {
    Error error = failure.error();
    if (error.where.empty()) error.where = m_where + " line " + std::to_string(m_line);
    if (error.remedy.empty()) error.remedy = "Check the messages against the chat template, or choose another template.";
    throw Failure(std::move(error));
  }
  return {std::move(m_out), std::move(m_generation)};
}

void Interpreter::write(std::string_view text) {
  charge_text(text.size());
  m_written += text.size();
  if (m_written > kMaxOutput) fail(ErrorKind::input, "the chat template writes more than 16 MB");
  m_target->append(text);
}

Interpreter::Flow Interpreter::block(const Block& body) {
  for (const auto& node : body) {
    if (const Flow flow = statement(*node); flow != Flow::normal) return flow;
  }
  return Flow::normal;
}

Interpreter::Flow Interpreter::statement(const Statement& node) {
  const Deeper deeper(*this);
  charge(1);
  m_line = node.line;
  using Kind = Statement::Kind;
  switch (node.kind) {
    case Kind::data: write(node.text); return Flow::normal;
    case Kind::output: {
      const Value value = eval(*node.expr);
      write(value.is_text() ? value.str() : value.to_text());
      return Flow::normal;
    }
    case Kind::if_:
      for (const auto& [condition, body] : node.branches) {
        if (!condition || eval(*condition).truth()) return block(body);
      }
      return Flow::normal;
    case Kind::for_: return loop(node);
    case Kind::set: assign(node.targets, eval(*node.expr)); return Flow::normal;
    case Kind::macro: {
      CallableData macro;
      macro.type = CallableData::Type::macro;
      macro.name = node.text;
      macro.node = &node;
      m_scope->names[node.text] = Value::callable(std::move(macro));
      return Flow::normal;
    }
    case Kind::call: call_block(node); return Flow::normal;
    case Kind::break_: return Flow::break_;
    case Kind::continue_: return Flow::continue_;
    default: return scoped(node);
  }
}

// Statements whose body has a scope of its own.
Interpreter::Flow Interpreter::scoped(const Statement& node) {
  Scope scope(*this, m_scope);
  Flow flow = Flow::normal;
  if (node.kind == Statement::Kind::with) {
    for (std::size_t i = 0; i < node.targets.size(); ++i) scope.names[node.targets[i]] = eval(*node.values[i]);
  }
  m_scope = &scope;
  std::string text;
  if (node.kind == Statement::Kind::generation) {
    const std::size_t begin = m_target->size();
    flow = block(node.body);
    if (m_target == &m_out) m_generation.emplace_back(begin, m_out.size());
  } else if (node.kind == Statement::Kind::with) {
    flow = block(node.body);
  } else {
    text = captured(node.body, flow);
  }
  m_scope = scope.parent;
  if (node.kind == Statement::Kind::set_block) {
    assign(node.targets, through_filters(node.expr.get(), Value::text(std::move(text))));
  } else if (node.kind == Statement::Kind::filter) {
    write(through_filters(node.expr.get(), Value::text(std::move(text))).to_text());
  }
  return flow;
}

std::string Interpreter::captured(const Block& body, Flow& flow) {
  std::string text;
  std::string* const before = std::exchange(m_target, &text);
  flow = block(body);
  m_target = before;
  return text;
}

Value Interpreter::through_filters(const Expr* filters, Value text) { return filters ? eval_filter(*filters, &text) : text; }

void Interpreter::assign_one(const std::string& target, Value value) {
  const auto dot = target.find('.');
  if (dot == std::string::npos) {
    m_scope->names[target] = std::move(value);
    return;
  }
  const Value* object = m_scope->find(target.substr(0, dot));
  NamespaceData* space = object ? object->space() : nullptr;
  if (!space) fail(ErrorKind::input, "'" + target.substr(0, dot) + "' is not a namespace");
  const std::string name = target.substr(dot + 1);
  for (auto& [known, old] : space->attributes) {
    if (known == name) {
      old = std::move(value);
      return;
    }
  }
  charge(static_cast<int64_t>(space->attributes.size()));
  space->attributes.emplace_back(name, std::move(value));
}

void Interpreter::assign(const std::vector<std::string>& targets, const Value& value) {
  if (targets.size() == 1) return assign_one(targets[0], value);
  const auto parts = iterate(defined(value));
  if (parts.size() != targets.size()) {
    fail(ErrorKind::input, "cannot take " + std::to_string(parts.size()) + " values apart into " + std::to_string(targets.size()) + " names");
  }
  for (std::size_t i = 0; i < targets.size(); ++i) assign_one(targets[i], parts[i]);
}

Interpreter::Flow Interpreter::loop(const Statement& node) {
  const auto state = std::make_shared<LoopData>();
  state->source = Value::list(iterate(eval(*node.expr))).list_data();
  state->depth = state->source->depth + 1;
  if (node.condition) {
    state->passes = [this, &node, around = m_scope](const Value& item) {
      Scope scope(*this, around);
      Scope* const before = std::exchange(m_scope, &scope);
      assign(node.targets, item);
      const bool good = eval(*node.condition).truth();
      m_scope = before;
      return good;
    };
  }
  if (!state->has(0)) {
    Scope scope(*this, m_scope);
    m_scope = &scope;
    const Flow flow = block(node.otherwise);
    m_scope = scope.parent;
    return flow;
  }
  for (state->index0 = 0; state->has(state->index0); ++state->index0) {
    charge(1);
    Scope scope(*this, m_scope);
    m_scope = &scope;
    assign(node.targets, state->item(state->index0));
    scope.names["loop"] = Value::loop(state);
    const Flow flow = block(node.body);
    m_scope = scope.parent;
    if (flow == Flow::break_) break;
  }
  if (state->passes) state->passes = [](const Value&) { return false; };  // kept by a namespace, it outlives what it was made in
  return Flow::normal;
}

void Interpreter::call_block(const Statement& node) {
  CallableData data;
  data.type = CallableData::Type::caller;
  data.name = "caller";
  data.node = &node;
  data.scope = m_scope->serial;
  const Value caller = Value::callable(std::move(data));
  write(eval_call(*node.expr, &caller).to_text());
}

// The body of a macro or call block with its parameters bound.
Value Interpreter::call_body(const Statement& node, const std::string& name, Scope* parent, Arguments& arguments, const Value* caller) {
  const Deeper deeper(*this, 10);
  Scope scope(*this, parent);
  Scope* const before = std::exchange(m_scope, &scope);
  const int line = m_line;
  if (arguments.positional.size() > node.targets.size()) fail(ErrorKind::input, name + "() was given too many arguments");
  const std::size_t first_default = node.targets.size() - node.values.size();
  for (std::size_t i = 0; i < node.targets.size(); ++i) {
    const Value* given = arguments.find(i, node.targets[i]);
    scope.names[node.targets[i]] = given ? *given : i >= first_default ? eval(*node.values[i - first_default]) : Value::undefined(node.targets[i]);
  }
  for (const auto& [argument, value] : arguments.named) {
    if (!scope.names.contains(argument)) fail(ErrorKind::input, name + "() has no parameter '" + argument + "'");
  }
  if (caller) scope.names["caller"] = *caller;
  Flow flow = Flow::normal;
  std::string text = captured(node.body, flow);
  m_scope = before;
  m_line = line;
  return Value::text(std::move(text));
}

}  // namespace paretune::jinja
