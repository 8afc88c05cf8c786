// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A parsed template. Trees are at most kMaxExprDepth / kMaxBlockDepth deep, so that walks cannot overflow the stack.
#include "training/data/templates/value.h"

namespace paretune::jinja {

inline constexpr int kMaxExprDepth = 120, kMaxBlockDepth = 60;

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct Expr {
  enum class Kind {
    constant,   // value
    name,       // text
    list,       // kids
    tuple,      // kids
    dict,       // kids: key, value, key, value, ...
    attribute,  // kids[0].text
    item,       // kids[0][kids[1]]
    slice,      // kids[0][kids[1]:kids[2]:kids[3]], absent parts are null
    call,       // kids[0](kids[1...], named...)
    filter,     // kids[0] | text(kids[1...], named...); kids[0] is null in a filtered set block
    test,       // kids[0] is text(kids[1...])
    unary,      // text: "-", "+", "not"
    binary,     // text: + - * / // % **
    logic,      // text: and, or
    compare,    // kids[0] ops[0] kids[1] ops[1] kids[2] ...
    concat,     // kids joined with ~
    condition,  // kids[1] if kids[0] else kids[2] (or null)
  };
  Kind kind;
  int line = 0, depth = 1;
  std::string text;
  Value value;
  std::vector<ExprPtr> kids;
  std::vector<std::pair<std::string, ExprPtr>> named;
  std::vector<std::string> ops;
};

struct Statement;
using Block = std::vector<std::unique_ptr<Statement>>;

struct Statement {
  enum class Kind {
    data,        // text
    output,      // expr
    if_,         // branches; the last may have no condition
    for_,        // targets, expr, condition, body, otherwise
    set,         // targets (one name, several, or "ns.attr") = expr
    set_block,   // targets[0] = body, through the filters in expr
    macro,       // text(targets = defaults) body
    call,        // call(targets = defaults) expr; body
    with,        // targets = values; body
    filter,      // body through the filters in expr
    generation,  // body
    break_,
    continue_,
  };
  Kind kind;
  int line = 0;
  std::string text;
  std::vector<std::string> targets;
  std::vector<ExprPtr> values;  // defaults of a macro (aligned to the end of targets), or values of with
  ExprPtr expr, condition;
  std::vector<std::pair<ExprPtr, Block>> branches;
  Block body, otherwise;
};

}  // namespace paretune::jinja
