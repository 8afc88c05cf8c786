// SPDX-License-Identifier: GPL-3.0-or-later
// A run file that is taken must come back from its canonical form unchanged.
#include "training/api/run_config.h"

#include "tests/fuzz/fuzz_target.h"
#include "training/data/data_files.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::accepted([&] {
    const RunConfig config = read_run_file(fuzz::as_file("run.json", fuzz::text_of(data, size))).value();
    const Json canonical = config.to_json();
    const auto again = parse_run_config(canonical);
    if (!again) fuzz::report("its canonical form is refused", again.error().text());
    if (again->to_json() != canonical || again->hash() != config.hash()) fuzz::report("its canonical form differs", canonical.dump());
    for (const char* key : {"path", "eval_path"}) fuzz::accepted([&] { data_refs(data_sources(config.data, key)); });
  });
  return 0;
}
