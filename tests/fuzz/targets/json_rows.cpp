// SPDX-License-Identifier: GPL-3.0-or-later
// The same bytes as lines, as a document, and without a name that tells.
#include "tests/fuzz/use_rows.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (const char* name : {"a.jsonl", "a.json", "a"}) fuzz::use_rows(fuzz::as_file(name, fuzz::text_of(data, size)));
  return 0;
}
