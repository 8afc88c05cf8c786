// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A folder that vanishes with the test, and byte strings to build damaged files from.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstring>
#include <fstream>

#include "training/core/files.h"

namespace paretune::test {

class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "paretune-test-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp");
    m_path = pattern;
  }
  ~TempFolder() {
    std::error_code code;
    std::filesystem::remove_all(m_path, code);
  }
  std::string path(const std::string& name = {}) const { return name.empty() ? m_path.string() : (m_path / name).string(); }
  std::string write(const std::string& name, std::string_view content) const {
    std::filesystem::create_directories((m_path / name).parent_path());
    std::ofstream(m_path / name, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
    return path(name);
  }

 private:
  std::filesystem::path m_path;
};

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
