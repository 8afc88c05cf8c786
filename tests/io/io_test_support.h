// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Byte strings to build damaged files from, and what a refusal looks like.
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

#include "tests/support/temp_folder.h"
#include "training/core/files.h"

namespace paretune::test {

template <class T>
std::string raw(T value) {
  return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}

inline std::string golden(const std::string& name) { return PARETUNE_SOURCE_DIR "/tests/io/goldens/" + name; }

template <class R>
void expect_refused(const R& result, const std::string& words) {
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find(words), std::string::npos) << result.error().text();
  EXPECT_NE(result.error().kind, ErrorKind::internal) << result.error().text();
  EXPECT_FALSE(result.error().where.empty());
  EXPECT_FALSE(result.error().remedy.empty()) << result.error().text();
}

}  // namespace paretune::test
