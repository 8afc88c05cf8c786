// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/fuzz/fuzz_target.h"
#include "training/data/containers/row_file.h"
#include "training/data/formats/data_format.h"

namespace paretune::fuzz {

// Reads rows and what they say. Not all: a Parquet file of a few bytes may well hold billions of empty ones, and whoever reads them can stop.
inline void use_rows(const std::string& path) {
  accepted([&] {
    const auto file = std::move(RowFile::open(path)).value();
    RawRow row;
    for (int rows = 0; rows < 2000 && file->next(row); ++rows) {
      if (!row.value.is_object()) report("a row is no object", row.value.dump(-1, ' ', false, Json::error_handler_t::replace));
      accepted([&] { recognise_format(row.value, "input").read(row.value, "input"); });
      for (const DataFormat* format : data_formats()) accepted([&] { format->read(row.value, "input"); });
      file->let_go_passed();
    }
  });
}

}  // namespace paretune::fuzz
