// SPDX-License-Identifier: GPL-3.0-or-later
// Jinja's tests ("x is defined"), by name.
#include <algorithm>

#include "training/data/templates/interpreter.h"
#include "training/data/templates/text_ops.h"

namespace paretune::jinja {
namespace {

using Check = bool (*)(const Value&, const Arguments&);
struct NamedCheck {
  const char* name;
  Check check;
};

const Value& other(const Arguments& a) { return a.need(0, "other", "is"); }

int64_t integer(const Value& value) {
  if (!value.is_int() && !value.is_bool()) fail(ErrorKind::input, std::string("an integer is needed, not a ") + value.type_name());
  return value.as_int();
}

bool divisible(const Value& v, const Arguments& a) {
  const int64_t by = integer(other(a));
  if (by == 0) fail(ErrorKind::input, "division by zero");
  return by == -1 || integer(v) % by == 0;
}

bool same(const Value& a, const Value& b) {
  if (a.is_list() && b.is_list()) return a.list_data() == b.list_data();
  if (a.is_bool() != b.is_bool() || a.is_float() != b.is_float()) return false;
  return equal(a, b);
}

const NamedCheck kChecks[] = {
    {"boolean", [](const Value& v, const Arguments&) { return v.is_bool(); }},
    {"callable", [](const Value& v, const Arguments&) { return v.call() != nullptr; }},
    {"defined", [](const Value& v, const Arguments&) { return !v.is_undefined(); }},
    {"divisibleby", divisible},
    {"escaped", [](const Value&, const Arguments&) { return false; }},
    {"even", [](const Value& v, const Arguments&) { return integer(v) % 2 == 0; }},
    {"false", [](const Value& v, const Arguments&) { return v.is_bool() && !v.truth(); }},
    {"float", [](const Value& v, const Arguments&) { return v.is_float(); }},
    {"in", [](const Value& v, const Arguments& a) { return contains(a.need(0, "seq", "in"), v); }},
    {"integer", [](const Value& v, const Arguments&) { return v.is_int(); }},
    {"iterable", [](const Value& v, const Arguments&) { return v.is_text() || v.is_list() || v.is_dict() || v.is_undefined() || v.loop_data() != nullptr; }},
    {"lower", [](const Value& v, const Arguments& a) { return text_method("islower", v.to_text(), {}).truth(); }},
    {"mapping", [](const Value& v, const Arguments&) { return v.is_dict(); }},
    {"none", [](const Value& v, const Arguments&) { return v.is_none(); }},
    {"number", [](const Value& v, const Arguments&) { return v.is_number(); }},
    {"odd", [](const Value& v, const Arguments&) { return integer(v) % 2 != 0; }},
    {"sameas", [](const Value& v, const Arguments& a) { return same(v, other(a)); }},
    {"sequence", [](const Value& v, const Arguments&) { return v.is_text() || v.is_list() || v.is_dict() || v.is_undefined(); }},
    {"string", [](const Value& v, const Arguments&) { return v.is_text(); }},
    {"true", [](const Value& v, const Arguments&) { return v.is_bool() && v.truth(); }},
    {"undefined", [](const Value& v, const Arguments&) { return v.is_undefined(); }},
    {"upper", [](const Value& v, const Arguments& a) { return text_method("isupper", v.to_text(), {}).truth(); }},
};

struct Comparison {
  const char* names[4];
  Check check;
};
const Comparison kComparisons[] = {
    {{"equalto", "eq", "=="}, [](const Value& v, const Arguments& a) { return equal(v, other(a)); }},
    {{"ne", "!="}, [](const Value& v, const Arguments& a) { return !equal(v, other(a)); }},
    {{"lt", "lessthan", "<"}, [](const Value& v, const Arguments& a) { return less(v, other(a)); }},
    {{"gt", "greaterthan", ">"}, [](const Value& v, const Arguments& a) { return less(other(a), v); }},
    {{"le", "<="}, [](const Value& v, const Arguments& a) { return !less(other(a), v); }},
    {{"ge", ">="}, [](const Value& v, const Arguments& a) { return !less(v, other(a)); }},
};

}  // namespace

bool Interpreter::apply_test(const std::string& name, const Value& value, const Arguments& arguments) {
  charge(1);
  for (const NamedCheck& check : kChecks) {
    if (name == check.name) return check.check(value, arguments);
  }
  for (const Comparison& comparison : kComparisons) {
    for (const char* known : comparison.names) {
      if (known && name == known) return comparison.check(value, arguments);
    }
  }
  fail(ErrorKind::unsupported, "the test '" + name + "' is not known");
}

}  // namespace paretune::jinja
