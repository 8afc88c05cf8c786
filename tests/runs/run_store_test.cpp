// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <limits>
#include <thread>

#include "tests/runs/runs_test_support.h"
#include "training/runs/migrations.h"
#include "training/runs/open_database.h"

namespace paretune {
namespace {
using namespace test;

TEST(RunStore, NotesKeepTheirSuggestionsAndRunsTheirStyle) {
  Home home;
  {
    const auto store = home.open();
    store->add_run(row("r1")).value();
    store->add_run(row("r2")).value();
    store->record("r1", {0, started(10)});
    store->record("r1", {9, RunNote{4, "too fast", {"training.learning_rate=0.0001", "training.max_grad_norm=1.0"}}});
    store->record("r1", {9, RunNote{5, "plain"}});
    store->set_style("r1", 13).value();
    store->set_style("r1", 14).value();
    EXPECT_FALSE(store->set_style("none", 1).ok());
    store->flush();
  }
  const auto store = home.open();
  const auto notes = store->health("r1");
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0].step, 4);
  EXPECT_EQ(notes[0].text, "too fast");
  EXPECT_EQ(notes[0].suggestion, (std::vector<std::string>{"training.learning_rate=0.0001", "training.max_grad_norm=1.0"}));
  EXPECT_TRUE(notes[1].suggestion.empty());
  EXPECT_EQ(store->notes("r1"), (std::vector<std::string>{"too fast", "plain"}));
  EXPECT_EQ(store->find("r1")->style, 14);
  EXPECT_EQ(store->find("r2")->style, -1);
  EXPECT_EQ(store->runs()[1].style, 14);
  store->remove("r2").value();
}

TEST(RunStore, LifeOfARun) {
  Home home;
  const std::string adapter = home.path() + "/adapter";
  std::filesystem::create_directories(adapter);
  std::ofstream(adapter + "/adapter_model.safetensors") << std::string(100, 'x');
  std::ofstream(adapter + "/adapter_config.json") << std::string(11, 'x');
  {
    const auto store = home.open();
    EXPECT_TRUE(home.notices.empty());
    ASSERT_TRUE(store->add_run(row("r1")).ok());
    EXPECT_EQ(store->find("r1")->state, "queued");
    store->record("r1", {0, RunMetrics{0, {{"eval_loss", 3}}}});
    store->record("r1", {5, started(10)});
    for (const double fraction : {0.1, 0.5, 1.0}) store->record("r1", {6, RunPhase{"load", fraction}});
    for (int step = 1; step <= 10; ++step) store->record("r1", metrics(step, {{"loss", 3.0 / step}, {"learning_rate", 0.1}}, 100 * step));
    store->record("r1", {700, RunSample{5, 1, "p", "t", "r"}});
    store->record("r1", {700, RunSample{5, 0, "p0", "t0", ""}});
    store->record("r1", {800, RunCheckpoint{8, "checkpoints/step-8"}});
    store->record("r1", {900, RunNote{9, "a step was skipped"}});
    store->flush();
    const auto live = store->find("r1");
    ASSERT_TRUE(live.ok()) << live.error().text();
    EXPECT_EQ(live->state, "running");
    EXPECT_EQ(live->step, 10);
    EXPECT_EQ(live->total_steps, 10);
    EXPECT_EQ(live->trainable_parameters, 1234);
    EXPECT_EQ(live->method, "LORA");
    EXPECT_EQ(live->model, "demo");
    EXPECT_EQ(live->created.size(), 20u);
    EXPECT_EQ(live->config.to_json(), row("r1").config.to_json());
    EXPECT_EQ(live->folder, "runs/r1");
    EXPECT_EQ(live->summary.at("loss"), 0.3);
    EXPECT_EQ(live->summary.at("eval_loss"), 3);
    EXPECT_EQ(live->summary.at("wall_seconds"), 1.0);
    EXPECT_FALSE(store->remove("r1").ok());  // still running
    store->record("r1", {2500, RunFinished{"completed", 10, adapter, {{"loss", 0.25}, {"exact_match", 0.5}}}});
    store->flush();
  }
  const auto store = home.open();
  const auto done = store->find("r1");
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->state, "finished");
  EXPECT_EQ(done->summary.at("loss"), 0.25);
  EXPECT_EQ(done->summary.at("exact_match"), 0.5);
  EXPECT_EQ(done->summary.at("adapter_bytes"), 111);
  EXPECT_EQ(done->summary.at("wall_seconds"), 2.5);
  EXPECT_EQ(store->metric_keys("r1"), (std::vector<std::string>{"eval_loss", "learning_rate", "loss"}));
  const auto points = store->metric("r1", "loss");
  ASSERT_EQ(points.size(), 10u);
  EXPECT_EQ(points[3].step, 4);
  EXPECT_EQ(points[3].wall_ms, 400);
  EXPECT_EQ(points[3].value, 0.75);
  const auto samples = store->samples("r1");
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_EQ(samples[0].prompt, "p0");
  EXPECT_EQ(samples[1].reference, "r");
  EXPECT_EQ(store->notes("r1"), (std::vector<std::string>{"a step was skipped"}));
  EXPECT_TRUE(store->metric("r1", "nothing").empty());
  EXPECT_TRUE(store->metric("nothing", "loss").empty());
}

TEST(RunStore, EndsAreTruthful) {
  Home home;
  const auto store = home.open();
  for (const char* id : {"a", "b", "c"}) {
    store->add_run(row(id)).value();
    store->record(id, {0, started(10)});
    store->record(id, metrics(4, {{"loss", 1}}));
  }
  store->record("a", {9, RunFinished{"stopped", 4, "", {}}});
  store->record("b", {9, RunFailed{{ErrorKind::memory, "not enough memory", "step 4", "use less"}}});
  store->record("c", {9, RunFailed{{ErrorKind::stopped, "stopped before the first step", "", ""}}});
  store->flush();
  EXPECT_EQ(store->find("a")->state, "stopped");
  EXPECT_EQ(store->find("b")->state, "failed");
  EXPECT_NE(store->find("b")->error.find("not enough memory"), std::string::npos);
  EXPECT_NE(store->find("b")->error.find("use less"), std::string::npos);
  EXPECT_EQ(store->find("b")->step, 4);
  EXPECT_EQ(store->find("c")->state, "stopped");
  ASSERT_TRUE(store->set_state("b", "queued").ok());
  EXPECT_EQ(store->find("b")->state, "queued");
  EXPECT_TRUE(store->find("b")->error.empty());
  EXPECT_FALSE(store->set_state("b", "dreaming").ok());
  EXPECT_EQ(store->find("b")->state, "queued");
  EXPECT_FALSE(store->set_state("absent", "failed").ok());
}

TEST(RunStore, NamesTagsNotesAndRemoval) {
  Home home;
  const auto store = home.open();
  store->add_run(row("2026-aa", "first")).value();
  store->add_run(row("2026-ab", "second")).value();
  store->add_run(row("2027-x", "second")).value();
  EXPECT_FALSE(store->add_run(row("2027-x")).ok());
  EXPECT_EQ(store->find("2027")->id, "2027-x");
  EXPECT_EQ(store->find("first")->id, "2026-aa");
  EXPECT_EQ(store->find("2026-aa")->id, "2026-aa");
  for (const char* text : {"2026", "second"}) {
    const auto found = store->find(text);
    ASSERT_FALSE(found.ok());
    EXPECT_NE(found.error().message.find("2026-ab (second)"), std::string::npos) << found.error().message;
  }
  for (const char* text : {"", "%", "none", "' OR 1=1 --"}) EXPECT_FALSE(store->find(text).ok()) << text;
  ASSERT_TRUE(store->tag("2026-aa", "good", true).ok());
  ASSERT_TRUE(store->tag("2026-aa", "good", true).ok());
  ASSERT_TRUE(store->tag("2026-aa", "best", true).ok());
  EXPECT_EQ(store->find("2026-aa")->tags, (std::vector<std::string>{"best", "good"}));
  ASSERT_TRUE(store->tag("2026-aa", "good", false).ok());
  EXPECT_FALSE(store->tag("2026-aa", "", true).ok());
  ASSERT_TRUE(store->rename("2026-aa", "better name").ok());
  ASSERT_TRUE(store->set_note("2026-aa", "line 1\nline 2").ok());
  ASSERT_TRUE(store->add_eval("2026-aa", "test.jsonl", {{"loss", 1.5}, {"exact_match", 0.5}}).ok());
  const auto rows = store->runs();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].id, "2027-x");
  EXPECT_EQ(rows[2].name, "better name");
  EXPECT_EQ(rows[2].note, "line 1\nline 2");
  EXPECT_EQ(rows[2].tags, (std::vector<std::string>{"best"}));
  ASSERT_TRUE(store->remove("2026-aa").ok());
  EXPECT_FALSE(store->remove("2026-aa").ok());
  EXPECT_EQ(store->runs().size(), 2u);
  store->record("2026-aa", metrics(1, {{"loss", 1}}));  // a late event of a removed run harms nothing
  store->record("2026-ab", metrics(1, {{"loss", 1}}));
  store->flush();
  EXPECT_EQ(store->metric("2026-ab", "loss").size(), 1u);
  ClosedMark mark(home.database());
  const auto database = connect(home.database(), mark);
  for (const char* sql : {"SELECT count(*) FROM evals", "SELECT count(*) FROM tags", "SELECT count(*) FROM metrics WHERE run = 1"}) {
    Query query = database->query(sql);
    ASSERT_TRUE(query.next());
    EXPECT_EQ(query.integer(0), 0) << sql;
  }
}

TEST(RunStore, ValuesThatAreNoNumbersStayTruthful) {
  Home home;
  const auto store = home.open();
  store->add_run(row("r")).value();
  const double inf = std::numeric_limits<double>::infinity();
  store->record("r", metrics(1, {{"loss", std::nan("")}, {"grad_norm", inf}}));
  store->record("r", metrics(2, {{"grad_norm", -inf}}));
  store->flush();
  EXPECT_TRUE(std::isnan(store->metric("r", "loss").at(0).value));
  EXPECT_EQ(store->metric("r", "grad_norm").at(0).value, inf);
  EXPECT_EQ(store->metric("r", "grad_norm").at(1).value, -inf);
  EXPECT_TRUE(std::isnan(store->find("r")->summary.at("loss")));
}

TEST(RunStore, AResumeGoesBackToItsCheckpoint) {
  Home home;
  const auto store = home.open();
  store->add_run(row("r")).value();
  store->record("r", {0, started(100)});
  for (int step = 1; step <= 73; ++step) store->record("r", metrics(step, {{"loss", 100.0 - step}}));
  store->record("r", metrics(50, {{"eval_loss", 7}}));
  store->record("r", metrics(70, {{"eval_loss", 5}}));
  store->record("r", {0, RunSample{40, 0, "p", "early", ""}});
  store->record("r", {0, RunSample{60, 0, "p", "late", ""}});
  store->record("r", {0, RunNote{60, "late"}});
  store->record("r", {0, started(100, 50)});
  store->flush();
  EXPECT_EQ(store->metric("r", "loss").size(), 50u);
  EXPECT_EQ(store->find("r")->summary.at("loss"), 50);
  EXPECT_EQ(store->find("r")->summary.at("eval_loss"), 7);
  EXPECT_EQ(store->find("r")->step, 50);
  ASSERT_EQ(store->samples("r").size(), 1u);
  EXPECT_TRUE(store->notes("r").empty());
  store->record("r", metrics(51, {{"loss", 1}}));
  store->flush();
  EXPECT_EQ(store->metric("r", "loss").size(), 51u);
}

TEST(RunStore, AKilledProcessLeavesInterruptedRuns) {
  Home home;
  const pid_t child = fork();
  if (child == 0) {
    std::vector<std::string> notices;
    auto store = std::move(RunStore::open(home.path(), notices)).value();
    store->add_run(row("running")).value();
    store->add_run(row("waiting")).value();
    store->add_run(row("ended")).value();
    store->record("running", {0, started(10)});
    store->record("running", metrics(3, {{"loss", 2}}));
    store->record("ended", {0, RunFinished{"completed", 10, "", {}}});
    store->flush();
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  const auto store = home.open();
  EXPECT_TRUE(home.notices.empty());
  EXPECT_EQ(store->find("running")->state, "interrupted");
  EXPECT_EQ(store->find("running")->step, 3);
  EXPECT_EQ(store->metric("running", "loss").size(), 1u);
  EXPECT_EQ(store->find("waiting")->state, "queued") << "it keeps waiting";
  const auto left = store->left_behind();
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].id, "running");
  EXPECT_EQ(left[1].id, "waiting");
  ASSERT_TRUE(store->claim("waiting").ok());
  EXPECT_EQ(store->left_behind().size(), 1u);
  EXPECT_EQ(store->find("ended")->state, "finished");
}

TEST(RunStore, ALivingOwnerKeepsItsRuns) {
  Home home;
  const auto first = home.open();
  first->add_run(row("r")).value();
  first->record("r", {0, started(10)});
  first->flush();
  const auto second = home.open();
  EXPECT_EQ(second->find("r")->state, "running");
  // The same process number with another start time is another process; so is one of an earlier boot.
  ClosedMark mark(home.database());
  const auto database = connect(home.database(), mark);
  database->execute("UPDATE runs SET owner_start = owner_start + 1");
  EXPECT_EQ(home.open()->find("r")->state, "interrupted");
  database->execute("UPDATE runs SET owner_start = owner_start - 1, owner_boot = 'earlier', state = 'running'");
  EXPECT_EQ(home.open()->find("r")->state, "interrupted");
}

TEST(RunStore, TheQueueHasAnOrder) {
  Home home;
  const auto store = home.open();
  for (const char* id : {"a", "b", "c", "d"}) store->add_run(row(id)).value();
  EXPECT_TRUE(store->left_behind().empty()) << "this process lives";
  ASSERT_TRUE(store->order_queue({"d", "b", "a", "c"}).ok());
  store->record("b", {0, started(10)});
  store->record("b", {0, RunFinished{"completed", 10, "", {}}});
  RunRow in_sweep = row("s");
  in_sweep.sweep = "sweep-1";
  in_sweep.sweep_item = "LORA / seed 0";
  in_sweep.purpose = "search";
  store->add_run(in_sweep).value();
  store->flush();
  ClosedMark mark(home.database());
  const auto database = connect(home.database(), mark);
  database->execute("UPDATE runs SET owner_boot = 'earlier'");
  const auto next = home.open();
  std::vector<std::string> ids;
  for (const auto& run : next->left_behind()) ids.push_back(run.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"d", "a", "c"})) << "an ended run does not wait, one of a sweep goes on with it";
  const auto runs = next->runs_of_sweep("sweep-1");
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].purpose, "search");
  EXPECT_EQ(runs[0].sweep_item, "LORA / seed 0");
  EXPECT_FALSE(next->order_queue({"absent"}).ok());
}

TEST(RunStore, ARunOfALivingProcessCannotBeClaimed) {
  Home home;
  const pid_t child = fork();
  if (child == 0) {
    std::vector<std::string> notices;
    auto store = std::move(RunStore::open(home.path(), notices)).value();
    store->add_run(row("theirs")).value();
    store->add_sweep({"sweep-1", "theirs", "hash", "running", "2026", "{}"}).value();
    store->flush();
    pause();
  }
  const auto store = home.open();
  while (!store->find_sweep("sweep-1").ok()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_FALSE(store->claim("theirs").ok());
  EXPECT_FALSE(store->claim_sweep("sweep-1").ok());
  EXPECT_FALSE(store->remove("theirs").ok());
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(store->claim("theirs").ok());
  EXPECT_EQ(home.open()->find_sweep("sweep-1")->state, "interrupted");
  EXPECT_TRUE(store->claim_sweep("sweep-1").ok());
  EXPECT_EQ(store->find_sweep("theirs")->state, "running");
}

TEST(RunStore, SweepsAreRows) {
  Home home;
  {
    const auto store = home.open();
    store->add_sweep({"2026-aa", "first", "h1", "running", "2026-01-01", "{\"items\":[]}"}).value();
    store->add_sweep({"2026-ab", "second", "h1", "running", "2026-01-02", "{}"}).value();
    EXPECT_FALSE(store->add_sweep({"2026-ab", "again", "h1", "running", "2026", "{}"}).ok());
    ASSERT_TRUE(store->set_sweep_state("2026-aa", "finished").ok());
    EXPECT_FALSE(store->set_sweep_state("2026-aa", "dreaming").ok());
  }
  const auto store = home.open();
  const auto sweeps = store->sweeps();
  ASSERT_EQ(sweeps.size(), 2u);
  EXPECT_EQ(sweeps[0].name, "second");
  EXPECT_EQ(sweeps[1].state, "finished");
  EXPECT_EQ(sweeps[1].plan, "{\"items\":[]}");
  EXPECT_EQ(store->sweep_of_hash("h1"), "2026-ab");
  EXPECT_FALSE(store->sweep_of_hash("h2").has_value());
  EXPECT_EQ(store->find_sweep("first")->id, "2026-aa");
  for (const char* text : {"2026", "", "none"}) EXPECT_FALSE(store->find_sweep(text).ok()) << text;
}

TEST(RunStore, AStoreOfTheFirstVersionIsBroughtUp) {
  Home home;
  {
    Database database(home.database());
    migrate(database, run_migrations().first(1));
    database.execute("INSERT INTO runs (id, name, state, created, method, model, config, folder, owner_pid, owner_boot, owner_start)"
                     " VALUES ('old', 'old run', 'finished', '2026', 'LORA', 'demo', '{}', 'x', 1, '', 1)");
  }
  const auto store = home.open();
  EXPECT_TRUE(home.notices.empty());
  EXPECT_EQ(store->find("old")->purpose, "");
  EXPECT_EQ(store->find("old")->sweep, "");
  EXPECT_TRUE(store->left_behind().empty());
  EXPECT_TRUE(store->add_run(row("new")).ok());
}

TEST(RunStore, TwoProcessesShareOneHome) {
  Home home;
  constexpr int kSteps = 200;
  const pid_t child = fork();
  if (child == 0) {
    std::vector<std::string> notices;
    auto opened = RunStore::open(home.path(), notices);
    if (!opened) _exit(2);
    auto store = std::move(opened).value();
    if (!store->add_run(row("child"))) _exit(3);
    for (int step = 1; step <= kSteps; ++step) {
      store->record("child", metrics(step, {{"loss", 1.0 / step}}));
      if (step % 20 == 0 && !store->set_note("child", std::to_string(step))) _exit(4);
    }
    store->record("child", {0, RunFinished{"completed", kSteps, "", {}}});
    store->flush();
    store.reset();
    _exit(0);
  }
  const auto store = home.open();
  store->add_run(row("parent")).value();
  for (int step = 1; step <= kSteps; ++step) {
    store->record("parent", metrics(step, {{"loss", 1.0 / step}}));
    if (step % 20 == 0) {
      EXPECT_TRUE(store->set_note("parent", std::to_string(step)).ok());
    }
  }
  store->flush();
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(store->metric("parent", "loss").size(), std::size_t{kSteps});
  EXPECT_EQ(store->metric("child", "loss").size(), std::size_t{kSteps});
  EXPECT_EQ(store->find("child")->state, "finished");
  EXPECT_TRUE(home.notices.empty());
}

TEST(RunStore, RecordingAndReadingAtOnce) {
  Home home;
  const auto store = home.open();
  store->add_run(row("r")).value();
  store->record("r", {0, started(2000)});
  std::atomic<bool> done{false};
  std::atomic<int> reads{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      std::size_t seen = 0;
      while (!done) {
        const auto points = store->metric("r", "loss");
        EXPECT_GE(points.size(), seen);
        seen = points.size();
        EXPECT_EQ(store->runs().size(), 1u);
        ++reads;
      }
    });
  }
  for (int step = 1; step <= 2000; ++step) {
    store->record("r", metrics(step, {{"loss", 1}, {"lr", 2}}));
    if (step % 100 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  store->flush();
  done = true;
  for (auto& reader : readers) reader.join();
  EXPECT_GT(reads.load(), 2);
  EXPECT_EQ(store->metric("r", "loss").size(), 2000u);
}

TEST(RunStore, AFullDiskOnlyDelays) {
  Home home;
  auto store = home.open();
  store->add_run(row("r")).value();
  store->flush();
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit = before;
  limit.rlim_cur = 4096;  // the next write to the log fails
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  for (int step = 1; step <= 300; ++step) store->record("r", metrics(step, {{"loss", 1}}));
  const Status refused = store->set_note("r", "no room");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::io) << refused.error().text();
  store->flush();
  EXPECT_EQ(store->metric("r", "loss").size(), 300u);
  EXPECT_TRUE(store->find("r")->note.empty());
  EXPECT_TRUE(store->set_note("r", "room").ok());
}

}  // namespace
}  // namespace paretune
