// SPDX-License-Identifier: GPL-3.0-or-later
// The queue through the engine's own door: order, pause, cancelling, and what a program that has ended leaves behind.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <condition_variable>
#include <mutex>

#include "tests/support/tiny_model.h"
#include "training/api/run_queue.h"
#include "training/api/sweep.h"
#include "training/runs/run_store.h"

namespace paretune::test {
namespace {

// Keeps who started and who ended, in order.
class Heard final : public RunSink {
 public:
  void on_event(const std::string& id, const RunEvent& event) override {
    std::lock_guard lock(m_mutex);
    if (std::holds_alternative<RunStarted>(event.body)) m_started.push_back(id);
    if (const auto* finished = std::get_if<RunFinished>(&event.body)) m_ended.emplace_back(id, finished->why);
    if (const auto* failed = std::get_if<RunFailed>(&event.body)) m_ended.emplace_back(id, "failed: " + failed->error.text());
    m_changed.notify_all();
  }
  std::vector<std::string> started() {
    std::lock_guard lock(m_mutex);
    return m_started;
  }
  std::vector<std::pair<std::string, std::string>> ended() {
    std::lock_guard lock(m_mutex);
    return m_ended;
  }
  bool wait_started(std::size_t count) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::minutes(3), [&] { return m_started.size() >= count; });
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::vector<std::string> m_started;
  std::vector<std::pair<std::string, std::string>> m_ended;
};

class Queue : public testing::Test {
 protected:
  void SetUp() override {
    write_tiny_model(folder / "model");
    write_tiny_rows(folder / "rows.jsonl");
  }
  std::shared_ptr<Engine> open() const { return Engine::open({folder / "home", "cpu", 1}).value(); }
  RunConfig config(int64_t steps, int64_t seed = 0) const {
    return parse_run_config({{"model", folder / "model"},
                             {"data", {{"path", folder / "rows.jsonl"}, {"train_on", "completion"}, {"eval_fraction", 0.0}}},
                             {"peft", {{"peft_type", "LORA"}, {"r", 2}, {"target_modules", "all-linear"}}},
                             {"training", {{"max_steps", steps}, {"seed", seed}, {"per_device_train_batch_size", 2}, {"save_steps", 5}, {"eval_on_start", false}}}}).value();
  }
  const TempFolder folder;
  const std::shared_ptr<Heard> heard = std::make_shared<Heard>();
};

TEST_F(Queue, RunsWaitInOrderAndCanBeMoved) {
  const auto engine = open();
  RunQueue& queue = engine->queue();
  queue.pause();
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(engine->submit(config(2, i), heard).value());
  EXPECT_EQ(queue.waiting(), ids);
  EXPECT_TRUE(queue.paused());
  for (const auto& id : ids) EXPECT_EQ(engine->run(id)->state, "queued");
  ASSERT_TRUE(queue.move(ids[3], 0).ok());
  ASSERT_TRUE(queue.move(ids[0], 99).ok());
  EXPECT_FALSE(queue.move("nobody", 0).ok());
  const std::vector<std::string> order = {ids[3], ids[1], ids[2], ids[0]};
  EXPECT_EQ(queue.waiting(), order);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_TRUE(heard->started().empty()) << "nothing starts while the queue is paused";
  queue.go_on();
  for (const auto& id : ids) engine->wait(id);
  EXPECT_EQ(heard->started(), order);
  for (const auto& id : ids) EXPECT_EQ(engine->run(id)->state, "finished");
  EXPECT_TRUE(queue.waiting().empty());
  EXPECT_EQ(queue.current(), "");
}

TEST_F(Queue, PauseLetsTheRunUnderWayEnd) {
  const auto engine = open();
  const std::string first = engine->submit(config(60), heard).value(), second = engine->submit(config(2), heard).value();
  ASSERT_TRUE(heard->wait_started(1));
  engine->queue().pause();
  engine->wait(first);
  EXPECT_EQ(engine->run(first)->state, "finished");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(engine->run(second)->state, "queued");
  // Other work goes on meanwhile.
  EXPECT_TRUE(engine->generate({{folder / "model", {}, ""}, "Q", {}, 3}, {}).ok());
  engine->queue().go_on();
  engine->wait(second);
  EXPECT_EQ(engine->run(second)->state, "finished");
}

TEST_F(Queue, OneOrAllWaitingRunsCanBeCancelled) {
  const auto engine = open();
  engine->queue().pause();
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) ids.push_back(engine->submit(config(2, i), heard).value());
  EXPECT_FALSE(engine->remove_run(ids[1]).ok()) << "it waits";
  engine->stop(ids[1]);
  engine->wait(ids[1]);
  EXPECT_EQ(engine->run(ids[1])->state, "stopped");
  EXPECT_EQ(engine->queue().waiting(), (std::vector<std::string>{ids[0], ids[2]}));
  engine->queue().cancel_waiting();
  for (const auto& id : ids) EXPECT_EQ(engine->run(id)->state, "stopped");
  EXPECT_EQ(heard->ended().size(), 3u);
  EXPECT_TRUE(engine->queue().left_behind().empty());
  EXPECT_TRUE(engine->remove_run(ids[1]).ok());
}

// In a process of its own, made before this one has any engine: what it writes to `answer`, line by line.
template <class F>
std::vector<std::string> in_a_child(const std::string& answer, int* status, F body) {
  const pid_t child = fork();
  if (child == 0) {
    std::string text;
    for (const auto& line : body()) text += line + "\n";
    write_all(answer, text);
    _exit(0);
  }
  EXPECT_EQ(waitpid(child, status, 0), child);
  std::vector<std::string> lines;
  std::istringstream in(read_all(answer));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST_F(Queue, ClosingTheProgramKeepsTheQueue) {
  int status = 0;
  const auto ids = in_a_child(folder / "ids", &status, [&] {
    std::vector<std::string> made;
    {
      const auto engine = open();
      made.push_back(engine->submit(config(300), heard).value());
      for (int i = 1; i < 4; ++i) made.push_back(engine->submit(config(2, i), heard).value());
      heard->wait_started(1);
      engine->queue().move(made[3], 0).value();
    }
    made.push_back(std::to_string(heard->ended().size()));
    return made;
  });
  ASSERT_EQ(ids.size(), 5u);
  EXPECT_EQ(ids[4], "4") << "every sink hears one ending";
  const auto engine = open();
  EXPECT_EQ(engine->run(ids[0])->state, "interrupted") << "nobody stopped the one under way";
  EXPECT_TRUE(std::filesystem::exists(engine->run(ids[0])->folder + "/checkpoints")) << "it ended with a checkpoint";
  const std::vector<std::string> order = {ids[0], ids[3], ids[1], ids[2]};
  std::vector<std::string> left;
  for (const auto& row : engine->queue().left_behind()) left.push_back(row.id);
  EXPECT_EQ(left, order);
  EXPECT_EQ(engine->queue().take_over(heard).value(), order);
  EXPECT_TRUE(engine->queue().take_over(heard).value().empty()) << "they are this program's now";
  for (const auto& id : order) engine->wait(id);
  EXPECT_EQ(heard->started(), order);
  for (const auto& id : order) EXPECT_EQ(engine->run(id)->state, "finished");
  EXPECT_TRUE(engine->queue().left_behind().empty());
}

TEST_F(Queue, AKilledProgramLeavesItsQueue) {
  int status = 0;
  const auto ids = in_a_child(folder / "ids", &status, [&]() -> std::vector<std::string> {
    const auto engine = open();
    std::vector<std::string> made;
    for (int i = 0; i < 3; ++i) made.push_back(engine->submit(config(i == 0 ? 200 : 3, i), heard).value());
    while (engine->run(made[0])->step < 20) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::string text;
    for (const auto& id : made) text += id + "\n";
    write_all(folder / "ids", text);
    kill(getpid(), SIGKILL);
    return {};
  });
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_EQ(ids.size(), 3u);
  const auto engine = open();
  std::vector<std::string> left;
  for (const auto& row : engine->queue().left_behind()) left.push_back(row.id);
  EXPECT_EQ(left, ids);
  EXPECT_EQ(engine->run(ids[0])->state, "interrupted");
  EXPECT_EQ(engine->run(ids[1])->state, "queued");
  engine->stop(ids[2]);  // one that nobody cares for can be cancelled
  EXPECT_EQ(engine->run(ids[2])->state, "stopped");
  EXPECT_EQ(engine->queue().take_over(heard).value(), (std::vector<std::string>{ids[0], ids[1]}));
  for (const auto& id : ids) engine->wait(id);
  EXPECT_EQ(engine->run(ids[0])->state, "finished");
  EXPECT_EQ(engine->metric(ids[0], "loss").size(), 200u);
  EXPECT_EQ(engine->run(ids[1])->state, "finished");
}

// Two sittings that got no farther may have been ended by the run itself. What counts is the checkpoint on disk, not what the database heard of.
TEST_F(Queue, WhatBrokeOffTwiceInOnePlaceIsNotTakenUpUnasked) {
  const RunRow row = [&] {
    RunRow made;
    made.id = "broken";
    made.config = config(20, 0);
    made.folder = folder / "home/runs/broken";
    return made;
  }();
  std::filesystem::create_directories(row.folder);
  const auto sit = [&](int64_t step) {
    std::vector<std::string> notices;
    const auto store = RunStore::open(folder / "home", notices).value();
    if (!store->find(row.id)) store->add_run(row).value();
    store->begin_sitting(row.id, step).value();
    store->set_state(row.id, "interrupted").value();
  };
  const auto taken = [&] {
    const auto engine = open();
    engine->queue().pause();
    const auto ids = engine->queue().take_over(heard, true).value();
    return ids == std::vector<std::string>{row.id};
  };
  sit(0);
  EXPECT_TRUE(taken());
  sit(0);
  EXPECT_FALSE(taken());
  std::filesystem::create_directories(row.folder + "/checkpoints/step-5");
  EXPECT_TRUE(taken()) << "it has saved since, whether or not the database was told before the end";
  sit(5);
  EXPECT_TRUE(taken());
  sit(5);
  EXPECT_FALSE(taken());
}

TEST_F(Queue, ALivingProgramKeepsItsRuns) {
  const pid_t child = fork();
  if (child == 0) {
    const auto engine = open();
    engine->queue().pause();
    write_all(folder / "id.part", engine->submit(config(2), heard).value());
    std::filesystem::rename(folder / "id.part", folder / "id");
    pause();
  }
  while (!std::filesystem::exists(folder / "id")) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const std::string id = read_all(folder / "id");
  {
    const auto engine = open();
    EXPECT_TRUE(engine->queue().left_behind().empty());
    EXPECT_FALSE(engine->resume(id, nullptr).ok());
    EXPECT_FALSE(engine->remove_run(id).ok());
    engine->stop(id);
    EXPECT_EQ(engine->run(id)->state, "queued");
  }
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_EQ(open()->queue().left_behind().size(), 1u);
}

TEST_F(Queue, ASweepCanBeDrivenFromTheWindow) {
  const auto engine = open();
  Sweeps& sweeps = engine->sweeps();
  Json base = config(4).to_json();
  base["data"]["eval_fraction"] = 0.25;
  const Json file = {{"name", "two seeds"}, {"base", base}, {"grid", {{"training.seed", {0, 1}}}}};
  const SweepPlan plan = sweeps.plan(file, {}).value();
  EXPECT_EQ(plan.items.size(), 2u);
  EXPECT_GT(plan.items[0].memory_bytes, 0);
  EXPECT_FALSE(sweeps.find_hash(plan.hash).has_value());
  const std::string id = sweeps.start(plan, heard).value();
  EXPECT_FALSE(sweeps.resume(id, heard).ok()) << "it is under way";
  sweeps.wait(id);
  const SweepState state = sweeps.get("two seeds").value();
  EXPECT_EQ(state.state, "finished");
  EXPECT_EQ(state.done, 2);
  EXPECT_EQ(state.seconds_left, 0);
  ASSERT_EQ(state.summary.methods.size(), 1u);
  EXPECT_EQ(state.summary.methods[0].values.at("eval_loss").count, 2);
  EXPECT_EQ(sweeps.find_hash(plan.hash), id);
  ASSERT_EQ(sweeps.list().size(), 1u);
  EXPECT_EQ(heard->ended().size(), 2u);
}

}  // namespace
}  // namespace paretune::test
