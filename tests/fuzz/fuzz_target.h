// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What the fuzz targets share. A target feeds one parser; replay.cpp or libFuzzer feeds the target.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "training/core/files.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace paretune::fuzz {

inline std::string_view text_of(const uint8_t* data, size_t size) { return {reinterpret_cast<const char*>(data), size}; }

// The content as a file of that name, in a folder of this process that is gone at its end. Returns the path.
std::string as_file(const std::string& name, std::string_view content);
std::string folder();

[[noreturn]] void report(const char* what, const std::string& details);

// Runs body. A parser may refuse what it is given; an internal error or one for want of memory is a finding.
template <class F>
bool accepted(F&& body) {
  const Status status = attempt("input", std::forward<F>(body));
  if (!status && (status.error().kind == ErrorKind::internal || status.error().kind == ErrorKind::memory)) report("not a refusal", status.error().text());
  if (!status && status.error().message.empty()) report("a refusal without words", status.error().text());
  return status.ok();
}

}  // namespace paretune::fuzz
