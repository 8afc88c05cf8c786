// SPDX-License-Identifier: GPL-3.0-or-later
// Every file call of the run database fails; what was acknowledged is there afterwards, and no good file is taken for a damaged one.
#include <thread>

#include "tests/runs/runs_test_support.h"
#include "tests/support/file_faults.h"
#include "tests/support/promise.h"
#include "training/runs/sqlite.h"

namespace paretune {
namespace {

using namespace test;
namespace fs = std::filesystem;

struct Acknowledged {
  bool opened = false;
  std::vector<std::string> runs;
  bool noted = false;
};

// A short life of a store: open, two runs, a note, some metrics.
Acknowledged live(Home& home) {
  Acknowledged out;
  auto opened = RunStore::open(home.path(), home.notices);
  if (!opened) {
    EXPECT_FALSE(opened.error().remedy.empty()) << opened.error().text();
    return out;
  }
  out.opened = true;
  const auto store = std::move(opened).value();
  for (const char* id : {"one", "two"}) {
    const auto added = store->add_run(row(id));
    if (added) out.runs.push_back(id);
    else EXPECT_FALSE(added.error().remedy.empty()) << added.error().text();
  }
  out.noted = store->set_note("first", "noted").ok();
  return out;
}

TEST(DatabaseFaults, EveryCallMayFail) {
  Promise promise("a failed call of the database loses nothing it acknowledged");
  struct Fault {
    const char* name;
    int code;
    bool from_then_on, cut_short;
  };
  for (const Fault& fault : {Fault{"disk full", ENOSPC, true, false}, Fault{"disk full for a moment", ENOSPC, false, true},
                             Fault{"device error", EIO, false, false}, Fault{"device gone", EIO, true, false}, Fault{"no permission", EACCES, false, false}}) {
    for (const bool fresh : {false, true}) {
      for (long nth = 1;; ++nth) {
        bool struck = false;
        promise.try_once([&] {
          SCOPED_TRACE(std::string(fault.name) + (fresh ? ", new home" : ", old home") + ", call " + std::to_string(nth));
          Home home;
          if (!fresh) home.open()->add_run(row("first")).value();
          Acknowledged told;
          {
            const FileFaults faults({home.path(), nth, fault.code, fault.from_then_on, fault.cut_short});
            told = live(home);
            struck = FileFaults::struck();
          }
          const auto store = home.open();
          EXPECT_TRUE(home.notices.empty()) << home.notices[0];
          if (!fresh) EXPECT_TRUE(store->find("first").ok());
          for (const std::string& id : told.runs) EXPECT_TRUE(store->find(id).ok()) << id;
          if (told.noted) EXPECT_EQ(store->find("first")->note, "noted");
          EXPECT_TRUE(store->add_run(row("later")).ok());
        });
        if (!struck) break;
      }
    }
  }
}

// Metrics recorded while the disk refuses are written once it takes them again.
TEST(DatabaseFaults, MetricsWaitForTheDisk) {
  Promise promise("metrics recorded on a full disk are written when there is room");
  for (long nth = 1; nth <= 12; ++nth) {
    promise.try_once([&] {
      Home home;
      const auto store = home.open();
      store->add_run(row("r")).value();
      {
        const FileFaults faults({home.path(), nth, ENOSPC, true, true});
        for (int step = 1; step <= 300; ++step) store->record("r", metrics(step, {{"loss", 1.0 / step}}));
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
      }
      store->flush();
      EXPECT_EQ(store->metric("r", "loss").size(), 300u);
    });
  }
}

// Another program holds the database: recording never waits for it, and all is written afterwards. Beyond SQLite's own patience of 10 s too.
TEST(DatabaseFaults, MetricsWaitForAnotherProgram) {
  Promise promise("metrics recorded while another program locks the database are written when it lets go");
  for (const double seconds : nightly() ? std::vector<double>{0.2, 1, 12, 30} : std::vector<double>{0.2, 1, 11}) {
    promise.try_once([&] {
      Home home;
      const auto store = home.open();
      store->add_run(row("r")).value();
      store->flush();
      {
        Database other(home.database());
        other.execute("BEGIN IMMEDIATE");
        using Clock = std::chrono::steady_clock;
        const auto until = Clock::now() + std::chrono::duration<double>(seconds);
        for (int step = 0; step < 1000; ++step) store->record("r", metrics(step, {{"loss", 1.0}}));
        if (seconds > 5) EXPECT_LT(Clock::now(), until) << "recording does not wait for the lock";
        EXPECT_EQ(store->metric("r", "loss").size(), 0u) << "reading goes on";
        std::this_thread::sleep_until(until);
        other.execute("ROLLBACK");
      }
      store->flush();
      EXPECT_EQ(store->metric("r", "loss").size(), 1000u);
    });
  }
}

// 200 files with flipped bytes, cut files, a lost log, foreign files: each opens, whatever is damaged is kept aside and said.
TEST(DatabaseFaults, DamagedFilesAreSetAside) {
  Promise promise("a damaged database is set aside and reported, never deleted");
  Home good;
  {
    const auto store = good.open();
    for (int i = 0; i < 30; ++i) {
      store->add_run(row("r" + std::to_string(i))).value();
      for (int step = 0; step < 20; ++step) store->record("r" + std::to_string(i), metrics(step, {{"loss", 1}, {"lr", 2}}));
    }
    store->flush();
  }
  std::ifstream in(good.database(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  ASSERT_GT(bytes.size(), 20'000u);
  uint64_t state = 12345;
  const auto random = [&](std::size_t below) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<std::size_t>((state >> 33) % below);
  };
  const auto check = [&](const std::string& content, const std::string& what) {
    promise.try_once([&] {
      SCOPED_TRACE(what);
      Home home;
      std::ofstream(home.database(), std::ios::binary) << content;
      auto opened = RunStore::open(home.path(), home.notices);
      ASSERT_TRUE(opened.ok()) << opened.error().text();
      auto store = std::move(opened).value();
      bool kept = false;
      for (const auto& entry : fs::directory_iterator(home.path())) {
        kept = kept || entry.path().filename().string().starts_with("paretune.db.damaged-");
      }
      EXPECT_EQ(kept, home.notices.size() == 1);
      // Either it was set aside, or what can be seen is usable.
      (void)store->runs();
      EXPECT_TRUE(store->add_run(row("new")).ok());
    });
  };
  for (int i = 0; i < 200; ++i) {
    std::string damaged = bytes;
    std::string what;
    for (std::size_t flip = 0; flip <= random(8); ++flip) {
      const std::size_t at = random(damaged.size());
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << random(8)));
      what += " byte " + std::to_string(at);
    }
    check(damaged, "flipped" + what);
  }
  for (const double part : {0.1, 0.5, 0.9}) check(bytes.substr(0, static_cast<std::size_t>(part * static_cast<double>(bytes.size()))), "cut at " + std::to_string(part));
  check(bytes.substr(0, 50), "cut in the header");
  check("", "empty");
  check("PK\3\4 a foreign file", "foreign");
}

}  // namespace
}  // namespace paretune
