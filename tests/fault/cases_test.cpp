// SPDX-License-Identifier: GPL-3.0-or-later
// The budgets of hostile inputs hold: a case that breaks one of them is called by it.
#include "tests/fault/cases.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <thread>

namespace paretune {
namespace {
using namespace test;
using testing::HasSubstr;

constexpr std::size_t kMegabyte = 1 << 20;

std::string broken(std::size_t input_bytes, const std::function<void()>& body, Want want = Want::taken) { return broken_budget(input_bytes, body, want); }

TEST(Budgets, ACaseWithinThemPasses) {
  EXPECT_EQ(broken(0, [] {}), "");
  EXPECT_EQ(broken(0, [] { fail(ErrorKind::input, "is wrong", "x", "Mend it."); }, Want::refused), "");
  EXPECT_EQ(broken(0, [] { fail(ErrorKind::input, "is wrong", "x", "Mend it."); }, Want::either), "");
  EXPECT_EQ(broken(10 * kMegabyte, [] { std::string(60 * kMegabyte, 'x'); }), "");
}

TEST(Budgets, Refusals) {
  EXPECT_EQ(broken(0, [] {}, Want::refused), "was taken");
  EXPECT_THAT(broken(0, [] { fail(ErrorKind::input, "is wrong", "x", "Mend it."); }), HasSubstr("was refused: x: is wrong"));
  EXPECT_THAT(broken(0, [] { fail(ErrorKind::input, "is wrong", "x"); }, Want::either), HasSubstr("without a remedy"));
  EXPECT_THAT(broken(0, [] { throw std::bad_alloc(); }, Want::refused), HasSubstr("a fault of the program"));
  EXPECT_THAT(broken(0, [] { throw std::runtime_error("x"); }, Want::either), HasSubstr("a fault of the program"));
  EXPECT_THAT(broken(0, [] { fail(ErrorKind::input, std::string(5000, 'x'), "x", "Mend it."); }, Want::either), HasSubstr("bytes of words"));
}

TEST(Budgets, MemoryOfTheProgramAndOfTheKernel) {
  EXPECT_THAT(broken(10 * kMegabyte, [] { std::string(80 * kMegabyte, 'x'); }), HasSubstr("allocated 80 MB"));
  if (kSanitized) GTEST_SKIP() << "sanitizers hold memory of their own: what the kernel sees is not bounded there";
  // Not asked of operator new, and used.
  const auto fill = [](std::size_t bytes) {
    void* memory = std::malloc(bytes);
    for (std::size_t i = 0; i < bytes; i += 4096) static_cast<volatile char*>(memory)[i] = 1;
    std::free(memory);
  };
  reset_peak_resident();
  if (peak_resident_bytes() > resident_bytes() + static_cast<int64_t>(kMegabyte)) GTEST_SKIP() << "this kernel does not forget an earlier peak";
  for (int times = 0; times < 2; ++times) {
    EXPECT_EQ(broken(10 * kMegabyte, [&] { fill(80 * kMegabyte); }), "");
    EXPECT_THAT(broken(10 * kMegabyte, [&] { fill(100 * kMegabyte); }), HasSubstr("grew by "));
  }
}

TEST(Budgets, FilesLeftOpen) {
  std::unique_ptr<std::ifstream> kept;
  EXPECT_EQ(broken(0, [&] { kept = std::make_unique<std::ifstream>("/dev/null"); }), "left 1 files open");
  EXPECT_EQ(broken(0, [&] { kept.reset(); }), "left -1 files open");
}

TEST(Budgets, SlowTwiceIsSlow) {
  int runs = 0;
  const auto wait = [] { std::this_thread::sleep_for(std::chrono::duration<double>(kMostSeconds + 0.1)); };
  EXPECT_EQ(broken(0, [&] { if (++runs == 1) wait(); }), "");
  EXPECT_EQ(runs, 2);
  EXPECT_THAT(broken(0, wait), testing::AllOf(HasSubstr("s twice"), HasSubstr("0.00")));  // asleep, not at work
}

}  // namespace
}  // namespace paretune
