// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/use_rows.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (const char* name : {"a.csv", "a.tsv"}) fuzz::use_rows(fuzz::as_file(name, fuzz::text_of(data, size)));
  return 0;
}
