// SPDX-License-Identifier: GPL-3.0-or-later
// Larger files, written now by pyarrow; skipped, and said so, where it is not installed.
#include <unistd.h>

#include <cstdlib>

#include "tests/data/parquet_cases.h"

namespace paretune::test {
namespace {

namespace fs = std::filesystem;

TEST(ParquetInterop, LargerFilesOfPyarrowHaveTheirRows) {
  const std::string python = PARETUNE_SOURCE_DIR "/build/venv/bin/python";
  if (!fs::exists(python)) GTEST_SKIP() << "no Python environment";
  const fs::path folder = fs::temp_directory_path() / ("paretune-parquet-" + std::to_string(::getpid()));
  const std::string command = "'" + python + "' '" PARETUNE_SOURCE_DIR "/tests/data/parquet_files.py' '" + folder.string() + "' 3000";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  EXPECT_EQ(compare_folder(folder), 12);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace paretune::test
