// SPDX-License-Identifier: GPL-3.0-or-later
// The power fails while the run database is used. With synchronous = FULL every call that returned is safe, in WAL mode as well; what
// record() was given is after flush(). 300 cuts, 10,000 with PARETUNE_NIGHTLY=1; one in five hits again while the database recovers.
#include "tests/fault/power_cuts.h"
#include "tests/runs/runs_test_support.h"
#include "tests/support/promise.h"
#include "training/runs/sqlite.h"

namespace paretune {
namespace {

using namespace test;

constexpr int64_t kFacts = 300;
constexpr const char* kFirst = "r1";

// The facts take turns in what they change; each can be asked for later.
void write_fact(RunStore& store, int64_t fact) {
  switch (fact % 5) {
    case 1: store.add_run(row("r" + std::to_string(fact))).value(); break;
    case 2: store.set_state("r" + std::to_string(fact - 1), "finished").value(); break;
    case 3: store.tag(kFirst, "t" + std::to_string(fact), true).value(); break;
    case 4: store.set_note(kFirst, std::to_string(fact)).value(); break;
    default: {
      std::map<std::string, double> values;
      for (int i = 0; i < 100; ++i) values["m" + std::to_string(i)] = static_cast<double>(fact + i);
      store.record(kFirst, metrics(fact, values));
      store.flush();
    }
  }
}

// How many facts are there. They were committed one after the other, so nothing may be missing before the last.
int64_t facts_of(RunStore& store) {
  std::vector<bool> there(kFacts + 1, false);
  int64_t note = 0;
  for (const RunRow& run : store.runs()) {
    if (run.id[0] != 'r') continue;
    const int64_t number = std::stoll(run.id.substr(1));
    there[static_cast<std::size_t>(number)] = true;
    if (run.state == "finished") there[static_cast<std::size_t>(number) + 1] = true;
    if (run.id != kFirst) continue;
    for (const std::string& tag : run.tags) there[static_cast<std::size_t>(std::stoll(tag.substr(1)))] = true;
    if (!run.note.empty()) note = std::stoll(run.note);
  }
  for (int64_t fact = 4; fact <= note; fact += 5) there[static_cast<std::size_t>(fact)] = true;
  const auto first = store.metric(kFirst, "m0"), last = store.metric(kFirst, "m99");
  EXPECT_EQ(first.size(), last.size());
  for (const MetricPoint& point : last) {
    EXPECT_EQ(point.value, static_cast<double>(point.step + 99));
    there[static_cast<std::size_t>(point.step)] = true;
  }
  const auto missing = std::find(there.begin() + 1, there.end(), false);
  EXPECT_TRUE(std::none_of(missing, there.end(), [](bool is) { return is; })) << "fact " << missing - there.begin() << " is missing before a later one";
  return missing - there.begin() - 1;
}

// What the next program does with the home. Returns how many facts it found.
int64_t recover(const std::string& home, const std::string& new_run) {
  std::vector<std::string> notices;
  auto opened = RunStore::open(home, notices);
  EXPECT_TRUE(opened.ok()) << opened.error().text();
  EXPECT_TRUE(notices.empty()) << notices[0];
  if (!opened) return 0;
  const int64_t facts = facts_of(**opened);
  EXPECT_TRUE((*opened)->add_run(row(new_run)).ok());
  return facts;
}

void check_sound(const std::string& home) {
  Database database(home + "/paretune.db");
  for (const char* check : {"PRAGMA integrity_check", "PRAGMA foreign_key_check"}) {
    Query query = database.query(check);
    const std::string answer = query.next() ? query.text(0) : "ok";
    EXPECT_EQ(answer, "ok");
  }
}

TEST(DatabasePower, NothingAcknowledgedIsLost) {
  Promise promise("a power cut loses nothing the database acknowledged, and the file is sound");
  const TempFolder folder;
  const auto recorded = record(folder.path(), [&] {
    int64_t fact = 0;
    for (const int64_t until : {int64_t{3}, int64_t{20}, kFacts}) {  // three programs; the last one's log grows until it is written back
      std::vector<std::string> notices;
      const auto store = RunStore::open(folder.path() + "/data/home", notices).value();
      while (fact < until) {
        write_fact(*store, ++fact);
        FileRecord::mark(fact);
      }
    }
  });
  ASSERT_EQ(recover(folder.path() + "/data/home", "whole"), kFacts);
  std::mt19937_64 random(20);
  long cut = 0;
  cut_power(recorded, nightly() ? 10'000 : 300, random, [&](const std::string& left, int64_t acknowledged) {
    promise.try_once([&] {
      const std::string home = left + "/data/home";
      SCOPED_TRACE("cut " + std::to_string(++cut) + ", " + std::to_string(acknowledged) + " acknowledged");
      int64_t found = 0;
      const auto recovery = record(left, [&] { found = recover(home, "later"); });
      EXPECT_GE(found, acknowledged);
      check_sound(home);
      if (cut % 5 != 0) return;
      cut_power(recovery, 1, random, [&](const std::string& again, int64_t) {
        EXPECT_GE(recover(again + "/data/home", "last"), found) << "after a second cut";
        check_sound(again + "/data/home");
      });
    });
  });
}

}  // namespace
}  // namespace paretune
