// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/run_event.h"

namespace paretune {

// Evaluations within so many steps: after every eval_steps of them (0: none between) and after the last one.
int64_t evaluation_rounds(int64_t eval_steps, int64_t steps);

// How long a run still takes, by what it says of itself: its steps as fast as those so far, its evaluations as long as those so far took,
// and before there is one as long as its plan says.
class TimeLeft {
 public:
  void note(const RunEvent& event);
  double seconds() const;  // < 0: not known

 private:
  void enter(const RunPhase& phase, int64_t wall_ms);
  double round_seconds() const;

  RunStarted m_run;
  int64_t m_step = 0, m_steps_timed = 0, m_rounds_left = 0, m_rounds_timed = 0;
  double m_step_ms = 0, m_round_ms = 0, m_baseline_ms = 0;  // all together
  double m_preflight_seconds = -1;                          // all steps, as the largest pass says
  RunPhase m_phase;
  int64_t m_phase_begin = 0;
};

}  // namespace paretune
