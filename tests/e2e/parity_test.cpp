// SPDX-License-Identifier: GPL-3.0-or-later
// `paretune train` and `paretune forward` against Python, live: same rows, same starting adapter, ten steps.
#include <gtest/gtest.h>

#include "tests/e2e/studio.h"

namespace paretune::test {
namespace {

class TrainParity : public testing::TestWithParam<const char*> {};

TEST_P(TrainParity, TenStepsGiveEqualLosses) {
  const TempFolder work;
  const Outcome outcome = run({python(), std::string(PARETUNE_SOURCE_DIR) + "/tests/e2e/train_parity.py", std::string(PARETUNE_BINARY_DIR) + "/bin/paretune", GetParam(), work.path()});
  std::printf("%s", outcome.out.c_str());
  EXPECT_EQ(outcome.code, 0) << outcome.err;
}

INSTANTIATE_TEST_SUITE_P(Methods, TrainParity, testing::Values("LORA", "LORA_ACCUMULATE", "IA3", "LN_TUNING", "PREFIX_TUNING", "OFT", "FULL"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace paretune::test
