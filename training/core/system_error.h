// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/result.h"

namespace paretune {

// A failed system call as an Error(io): "what: <the system's text>", with the remedy that fits the errno.
Error system_error(const std::string& what, const std::string& path, int code);

}  // namespace paretune
