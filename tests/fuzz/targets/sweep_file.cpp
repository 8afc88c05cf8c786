// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep that is taken must survive being stored as a plan.
#include "training/api/sweep.h"

#include "tests/fuzz/fuzz_target.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::accepted([&] {
    const Json file = read_json_file(fuzz::as_file("sweep.json", fuzz::text_of(data, size))).value();
    const SweepPlan plan = expand_sweep(file).value();
    const Json stored = to_json(plan);
    const SweepPlan again = sweep_plan_from_json(Json::parse(stored.dump()));
    if (to_json(again) != stored) fuzz::report("the stored plan differs", stored.dump());
    const auto states = sweep_item_states(again, {});
    ready_items(states);
    summary_of(again, states);
  });
  return 0;
}
