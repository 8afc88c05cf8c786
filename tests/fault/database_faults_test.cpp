// SPDX-License-Identifier: GPL-3.0-or-later
// Every file call of the run database fails; what was acknowledged is there afterwards, and no good file is taken for a damaged one.
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>
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
  std::vector<double> locks(10, nightly() ? 1 : 0.2);
  locks.push_back(nightly() ? 30 : 11);
  for (const double seconds : locks) {
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
      EXPECT_TRUE(store->health("r").empty());
    });
  }
}

int64_t allocated_bytes() {
  const auto info = ::mallinfo2();
  return static_cast<int64_t>(info.uordblks + info.hblkhd);
}

// A lock or a full disk without end, while a run goes on: what waits stays small, and only older points of its curves go.
TEST(DatabaseFaults, WhatWaitsIsBounded) {
  Promise promise("what waits for a refusing database stays below 64 MB, and only older points of curves are thinned");
  for (const bool full : {false, true}) promise.try_once([&] {
    Home home;
    const auto store = home.open();
    store->add_run(row("r")).value();
    store->add_run(row("quiet")).value();
    std::map<std::string, double> values{{"loss", 1.0}};
    for (int i = 0; i < 30; ++i) values["a value with a long name, number " + std::to_string(i)] = i;
    constexpr int kSteps = 50'000;  // 220 MB
    int64_t most = 0;
    {
      Database other(home.database());
      std::optional<FileFaults> faults;
      if (full) faults.emplace(FaultPlan{home.path(), 1, ENOSPC, true, false});
      else other.execute("BEGIN IMMEDIATE");
      const int64_t before = allocated_bytes();
      store->record("r", {0, started(kSteps)});
      store->record("r", {0, RunPhase{"train", -1}});
      for (int step = 1; step <= 100; ++step) store->record("quiet", metrics(step, {{"loss", 1.0}}));
      for (int step = 1; step <= kSteps; ++step) {
        if (step == 2) values.erase("a value with a long name, number 7");  // said once, long ago
        values["loss"] = step;
        store->record("r", metrics(step, values, step));
        if (step % 1000 == 0) {
          store->record("r", metrics(step, {{"eval_loss", step}}, step));
          store->record("r", {step, RunSample{step, 0, "p", "t", ""}});
          store->record("r", {step, RunNote{step, "note " + std::to_string(step)}});
          most = std::max(most, allocated_bytes() - before);
        }
      }
      store->record("r", {kSteps, RunFinished{"completed", kSteps, "", {{"eval_loss", 0.5}}}});
      if (!full) other.execute("ROLLBACK");
    }
    EXPECT_LT(most, int64_t{72} << 20) << "64 MB, and a little for the order";
    store->flush();
    store->flush();  // the note comes after what waited
    const auto points = store->metric("r", "loss");
    EXPECT_GT(points.size(), 5'000u) << "32 MB of them are 7,500, of which the last thinning may have taken a quarter";
    EXPECT_LT(points.size(), std::size_t{kSteps});
    for (std::size_t i = 1; i < points.size(); ++i) {
      ASSERT_LT(points[i - 1].step, points[i].step);
      ASSERT_EQ(points[i].value, static_cast<double>(points[i].step));
    }
    for (std::size_t i = 0; i < 1000; ++i) ASSERT_EQ(points[points.size() - 1 - i].step, kSteps - static_cast<int64_t>(i)) << "the newest are all there";
    EXPECT_EQ(store->metric("r", "a value with a long name, number 7").size(), 1u) << "the newest value of its key";
    EXPECT_EQ(store->metric("r", "eval_loss").size(), 50u);
    EXPECT_EQ(store->samples("r").size(), 50u);
    EXPECT_EQ(store->find("r")->state, "finished");
    EXPECT_EQ(store->find("r")->total_steps, kSteps);
    std::vector<std::string> thinned;
    for (const RunNote& note : store->health("r")) {
      if (note.text.find("were let go") != std::string::npos) thinned.push_back(note.text);
    }
    ASSERT_EQ(thinned.size(), 1u);
    EXPECT_NE(thinned[0].find(" " + std::to_string(kSteps - static_cast<int>(points.size())) + " older"), std::string::npos) << thinned[0];
    EXPECT_EQ(store->health("r").size(), 51u);
    EXPECT_EQ(store->metric("quiet", "loss").size(), 100u) << "the run with the most is thinned";
  });
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

uint64_t g_random = 12345;
std::size_t random(std::size_t below) {
  g_random = g_random * 6364136223846793005ull + 1442695040888963407ull;
  return static_cast<std::size_t>((g_random >> 33) % below);
}

std::string with_flips(std::string bytes, std::string& what) {
  for (std::size_t flip = 0; flip <= random(8); ++flip) {
    const std::size_t at = random(bytes.size());
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << random(8)));
    what += " byte " + std::to_string(at);
  }
  return bytes;
}

void add_runs(RunStore& store, int from, int to) {
  for (int i = from; i < to; ++i) {
    const std::string id = "r" + std::to_string(i);
    store.add_run(row(id)).value();
    for (int step = 0; step < 20; ++step) store.record(id, metrics(step, {{"loss", 1}, {"lr", 2}}));
  }
  store.flush();
}

struct Found {
  std::string database;
  std::string log = {};   // -wal
  std::string mark = {};  // of another file's closing
};

// Opens a home with these files. What is set aside has their very bytes; else all that was there is used. The ids of the runs seen.
std::vector<std::string> open_found(const Found& found, bool& set_aside) {
  Home home;
  std::ofstream(home.database(), std::ios::binary) << found.database;
  if (!found.log.empty()) std::ofstream(home.database() + "-wal", std::ios::binary) << found.log;
  if (!found.mark.empty()) std::ofstream(home.database() + ".closed") << found.mark;
  auto opened = RunStore::open(home.path(), home.notices);
  EXPECT_TRUE(opened.ok()) << opened.error().text();
  if (!opened) return {};
  const auto store = std::move(opened).value();
  std::string kept;
  for (const auto& entry : fs::directory_iterator(home.path())) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("paretune.db.damaged-") && !name.ends_with("-wal")) kept = entry.path().string();
  }
  set_aside = !kept.empty();
  EXPECT_EQ(set_aside, home.notices.size() == 1);
  if (set_aside) {
    EXPECT_TRUE(bytes_of(kept) == found.database);
    EXPECT_TRUE(bytes_of(kept + "-wal") == found.log);
    EXPECT_NE(home.notices[0].find(kept), std::string::npos) << home.notices[0];
    EXPECT_NE(home.notices[0].find(".recover"), std::string::npos) << home.notices[0];
  }
  std::vector<std::string> ids;
  for (const RunRow& run : store->runs()) ids.insert(ids.begin(), run.id);
  EXPECT_TRUE(store->add_run(row("new")).ok());
  return ids;
}

// 200 files with flipped bytes, cut files, foreign files: each opens, whatever is damaged is kept aside and said.
TEST(DatabaseFaults, DamagedFilesAreSetAside) {
  Promise promise("a damaged database is set aside and reported, never changed or deleted");
  Home good;
  add_runs(*good.open(), 0, 30);
  const std::string bytes = bytes_of(good.database()), mark = bytes_of(good.database() + ".closed");
  ASSERT_GT(bytes.size(), 20'000u);
  ASSERT_FALSE(mark.empty());
  const auto check = [&](const std::string& content, const std::string& what) {
    promise.try_once([&] {
      SCOPED_TRACE(what);
      bool set_aside = false;
      (void)open_found({content, {}, mark}, set_aside);
    });
  };
  for (int i = 0; i < 200; ++i) {
    std::string what = "flipped";
    const std::string damaged = with_flips(bytes, what);
    check(damaged, what);
  }
  for (const double part : {0.1, 0.5, 0.9}) check(bytes.substr(0, static_cast<std::size_t>(part * static_cast<double>(bytes.size()))), "cut at " + std::to_string(part));
  check(bytes.substr(0, 50), "cut in the header");
  check("", "empty");
  check("PK\3\4 a foreign file", "foreign");
}

// What a killed process leaves: the file with 30 runs, and a log with ten more.
Found left_by_a_killed_process() {
  Home home;
  add_runs(*home.open(), 0, 30);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto store = home.open();
    add_runs(*store, 30, 40);
    ::raise(SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_FALSE(fs::exists(home.database() + ".closed"));
  return {bytes_of(home.database()), bytes_of(home.database() + "-wal")};
}

// The log a killed process left is lost, cut, flipped, another's: what it still holds in order counts, and nothing before it is lost.
TEST(DatabaseFaults, LogsAreLostOrDamaged) {
  Promise promise("a lost or damaged log of a killed process costs at most what was in it");
  const Found left = left_by_a_killed_process(), other = left_by_a_killed_process();
  ASSERT_GT(left.log.size(), 20'000u);
  bool set_aside = false;
  const auto holds = [&](const std::string& log, const std::string& what, std::size_t at_least, std::size_t at_most) {
    promise.try_once([&] {
      SCOPED_TRACE(what);
      const auto ids = open_found({left.database, log}, set_aside);
      EXPECT_FALSE(set_aside);
      EXPECT_GE(ids.size(), at_least);
      EXPECT_LE(ids.size(), at_most);
      for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i], "r" + std::to_string(i));
    });
  };
  holds(left.log, "whole", 40, 40);
  holds("", "missing", 30, 30);
  holds("a foreign file", "foreign", 30, 30);
  holds(std::string(left.log.size(), 'x'), "foreign and long", 30, 30);
  for (const std::size_t cut : {1, 31, 32, 33, 56, 4151, 4152}) holds(left.log.substr(0, cut), "cut at " + std::to_string(cut), 30, 40);
  for (int i = 0; i < 40; ++i) {
    const std::size_t cut = random(left.log.size());
    holds(left.log.substr(0, cut), "cut at " + std::to_string(cut), 30, 40);
    std::string what = "flipped";
    const std::string flipped = with_flips(left.log, what);
    holds(flipped, what, 30, 40);
  }
  // A damaged file beside a good log, and the log of another database: set aside with both, or all of it usable.
  promise.try_once([&] {
    (void)open_found({left.database.substr(0, left.database.size() / 2), left.log}, set_aside);
    EXPECT_TRUE(set_aside);
  });
  for (int i = 0; i < 10; ++i) {
    promise.try_once([&] {
      std::string what = "file flipped";
      SCOPED_TRACE(what);
      (void)open_found({with_flips(left.database, what), left.log}, set_aside);
    });
  }
  promise.try_once([&] { (void)open_found({left.database, other.log}, set_aside); });
}

}  // namespace
}  // namespace paretune
