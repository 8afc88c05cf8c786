// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/data/templates/ast.h"

namespace paretune::jinja {

// Throws Failure (kind input) that says the line.
Block parse(std::string_view source, const std::string& where);

}  // namespace paretune::jinja
