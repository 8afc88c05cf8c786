// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Classes of labelled rows, by number: their place in a list of names.
#include "training/api/schema.h"

namespace paretune {

// data.labels, or where it is null the names that the rows of data.path and data.eval_path have: in the order of their letters, and all
// numbers from 0 up where labels are numbers. Throws Failure.
std::vector<std::string> class_names(const Json& data);

// The number of a row's label; throws Failure at `where` when it is none of the names.
int64_t class_of(const Json& label, const std::vector<std::string>& names, const std::string& where);

}  // namespace paretune
