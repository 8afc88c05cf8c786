// SPDX-License-Identifier: GPL-3.0-or-later
// How long a run still takes, told by its events.
#include <gtest/gtest.h>

#include "training/api/time_left.h"

namespace paretune {
namespace {

RunStarted started(int64_t steps, int64_t eval_steps) {
  RunStarted out;
  out.total_steps = steps;
  out.eval_steps = eval_steps;
  out.evaluation_seconds = 4;
  out.end_seconds = 6;
  return out;
}

class Told {
 public:
  explicit Told(RunStarted from) : m_step(from.first_step) { say(from); }
  void say(decltype(RunEvent::body) body) { m_left.note({m_now, std::move(body)}); }
  void pass(int64_t ms) { m_now += ms; }
  void steps(int64_t count, int64_t ms) {
    for (; count > 0; --count) {
      pass(ms);
      say(RunMetrics{++m_step, {{"loss", 1.0}, {"step_ms", static_cast<double>(ms)}}});
    }
  }
  void evaluation(int64_t ms) {
    say(RunPhase{"eval", 0});
    pass(ms);
    say(RunPhase{"train", -1});
  }
  double left() const { return m_left.seconds(); }

 private:
  TimeLeft m_left;
  int64_t m_now = 0, m_step = 0;
};

TEST(TimeLeft, RoundsFollowEverySoManyStepsAndTheLastOne) {
  EXPECT_EQ(evaluation_rounds(0, 10), 1);
  EXPECT_EQ(evaluation_rounds(4, 9), 3);
  EXPECT_EQ(evaluation_rounds(4, 8), 2);
  EXPECT_EQ(evaluation_rounds(20, 8), 1);
  EXPECT_EQ(evaluation_rounds(4, 0), 0);
}

TEST(TimeLeft, PlannedEvaluationsUntilOneWasMade) {
  EXPECT_LT(TimeLeft().seconds(), 0);
  Told run(started(10, 4));
  EXPECT_LT(run.left(), 0);  // nothing says how long a step takes
  run.steps(2, 500);
  EXPECT_DOUBLE_EQ(run.left(), 8 * 0.5 + 3 * 4 + 6);
  run.steps(2, 500);
  run.evaluation(2000);  // half of what was planned: the end is taken to be quicker likewise
  EXPECT_DOUBLE_EQ(run.left(), 6 * 0.5 + 2 * 2 + 3);
  run.steps(4, 500);
  run.evaluation(3000);
  EXPECT_DOUBLE_EQ(run.left(), 2 * 0.5 + 1 * 2.5 + 6 * 2.5 / 4);
}

TEST(TimeLeft, WhatIsUnderWayCountsByItsFraction) {
  Told run(started(2, 0));
  run.say(RunPhase{"baseline", 0});
  run.say(RunMetrics{0, {{"preflight_total_seconds", 8.0}}});
  EXPECT_DOUBLE_EQ(run.left(), 8 + 4 + 4 + 6);
  run.say(RunPhase{"baseline", 0.75});
  EXPECT_DOUBLE_EQ(run.left(), 8 + 1 + 4 + 6);
  run.pass(4000);
  run.say(RunPhase{"train", -1});
  run.steps(2, 1000);
  run.say(RunPhase{"eval", 0.5});
  EXPECT_DOUBLE_EQ(run.left(), 2 + 6);
  run.pass(4000);
  run.say(RunPhase{"train", -1});
  EXPECT_DOUBLE_EQ(run.left(), 6);
  run.say(RunPhase{"forgetting", 0.5});
  EXPECT_DOUBLE_EQ(run.left(), 3);
}

TEST(TimeLeft, AResumedRunHasItsEvaluationsBehindIt) {
  RunStarted from = started(10, 4);
  from.first_step = 5;
  Told run(from);
  run.steps(1, 1000);
  EXPECT_DOUBLE_EQ(run.left(), 4 * 1 + 2 * 4 + 6);
}

}  // namespace
}  // namespace paretune
