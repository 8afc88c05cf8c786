// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/closed_mark.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/runs/runs_test_support.h"

namespace paretune {
namespace {
using namespace test;
namespace fs = std::filesystem;

class Closed : public testing::Test {
 protected:
  void SetUp() override {
    const auto store = home.open();
    for (int i = 0; i < 20; ++i) store->add_run(row("r" + std::to_string(i))).value();
  }
  bool vouches(std::chrono::hours later = {}) { return ClosedMark(home.database(), ClosedMark::Clock::now() + later).vouches(); }
  // One byte of the file's last page, with its length and inode kept.
  void flip() {
    std::fstream file(home.database(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(-100, std::ios::end);
    const int byte = file.get();
    file.seekp(-100, std::ios::end);
    file.put(static_cast<char>(byte ^ 1));
  }
  bool marked() { return fs::exists(home.database() + ".closed"); }
  Home home;
};

TEST_F(Closed, InOrderItIsVouchedForUntilSomeoneWrites) {
  ASSERT_TRUE(marked());
  EXPECT_TRUE(vouches());
  EXPECT_TRUE(vouches()) << "looking leaves it as it was";
  flip();  // at once: the time of this write must differ from the one left
  EXPECT_FALSE(vouches());
}

TEST_F(Closed, AWeekLaterItIsCheckedAgain) {
  EXPECT_FALSE(vouches(std::chrono::hours(24 * 7 + 1)));
  home.open();
  EXPECT_FALSE(vouches(-std::chrono::hours(1))) << "a check that lies in the future";
  home.open();
  for (int i = 0; i < 3; ++i) home.open();  // opening and closing is no check: the week counts from the last one
  EXPECT_TRUE(vouches(std::chrono::hours(24 * 7 - 1)));
}

TEST_F(Closed, AProcessThatDiesLeavesNoMark) {
  const pid_t child = fork();
  if (child == 0) {
    const auto store = home.open();
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_FALSE(marked());
  EXPECT_EQ(home.open()->runs().size(), 20u);
  EXPECT_TRUE(marked());
}

TEST_F(Closed, WhoClosesLastLeavesIt) {
  auto first = home.open();
  auto second = home.open();
  second->add_run(row("late")).value();
  second.reset();
  EXPECT_FALSE(marked()) << "the other still writes";
  first.reset();
  EXPECT_TRUE(marked());
  EXPECT_TRUE(vouches());
}

// As a failing disk does it: the bytes change, the times do not.
void overwrite_unseen(const std::string& path, std::streamoff from) {
  const auto time = fs::last_write_time(path);
  const auto size = static_cast<std::streamoff>(fs::file_size(path));
  std::fstream(path, std::ios::binary | std::ios::in | std::ios::out).seekp(from) << std::string(static_cast<std::size_t>(size - from), 'x');
  fs::last_write_time(path, time);
}

TEST_F(Closed, DamageMetAtOpeningIsSetAsideAtOnce) {
  overwrite_unseen(home.database(), 4096);
  const auto store = home.open();
  ASSERT_EQ(home.notices.size(), 1u);
  EXPECT_TRUE(store->runs().empty());
}

TEST_F(Closed, DamageMetInUseLeavesNoMarkAndIsSetAsideNextTime) {
  {
    const auto store = home.open();
    store->add_run(row("long")).value();
    for (int step = 0; step < 3000; ++step) store->record("long", metrics(step, {{"loss", 1}}));
  }
  ASSERT_TRUE(marked());
  overwrite_unseen(home.database(), static_cast<std::streamoff>(fs::file_size(home.database()) / 2 / 4096 * 4096));
  {
    const auto store = home.open();
    EXPECT_TRUE(home.notices.empty());
    EXPECT_TRUE(store->metric("long", "loss").empty());
  }
  EXPECT_FALSE(marked());
  home.open();
  EXPECT_EQ(home.notices.size(), 1u);
}

}  // namespace
}  // namespace paretune
