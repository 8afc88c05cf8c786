// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Parquet files beside the rows pyarrow reads from them (tests/data/parquet_files.py).
#include <gtest/gtest.h>

#include <filesystem>

#include "training/data/containers/row_file.h"

namespace paretune::test {

// How many files were compared.
inline int compare_folder(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".parquet") continue;
    SCOPED_TRACE(entry.path().filename());
    const Json wanted = read_json_file(fs::path(entry.path()).replace_extension(".json").string()).value();
    const auto file = RowFile::open(entry.path().string()).value();
    EXPECT_STREQ(file->container(), "parquet");
    RawRow row;
    std::size_t rows = 0;
    double before = 0;
    while (file->next(row)) {
      EXPECT_LT(rows, wanted.size());
      if (rows >= wanted.size()) break;
      EXPECT_EQ(row.row, static_cast<int64_t>(rows) + 1);
      EXPECT_EQ(row.value, wanted[rows]) << "row " << row.row << "\n" << row.value.dump() << "\n" << wanted[rows].dump();
      EXPECT_GE(file->fraction(), before);
      before = file->fraction();
      file->let_go_passed();
      if (row.value != wanted[rows++]) break;
    }
    EXPECT_EQ(rows, wanted.size());
    EXPECT_EQ(file->fraction(), 1.0);
    ++files;
  }
  return files;
}

}  // namespace paretune::test
