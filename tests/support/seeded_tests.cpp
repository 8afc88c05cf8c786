// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch seeds its generator from the machine's entropy. Every test starts from one seed instead, so that a test that passed once
// passes again; PARETUNE_TEST_SEED tries another.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cstdlib>

namespace {

class SeedEachTest : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo&) override {
    const char* wanted = std::getenv("PARETUNE_TEST_SEED");
    at::manual_seed(wanted ? std::strtoull(wanted, nullptr, 10) : 20261129);
  }
};

const bool added = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new SeedEachTest);
  return true;
}();

}  // namespace
