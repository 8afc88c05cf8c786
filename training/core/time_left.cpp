// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/api/time_left.h"

#include <algorithm>

namespace paretune {

int64_t evaluation_rounds(int64_t eval_steps, int64_t steps) {
  if (steps <= 0) return 0;
  return eval_steps > 0 ? (steps - 1) / eval_steps + 1 : 1;
}

void TimeLeft::note(const RunEvent& event) {
  if (const auto* started = std::get_if<RunStarted>(&event.body)) {
    *this = {};
    m_run = *started;
    m_step = started->first_step;
    const int64_t made = started->eval_steps > 0 ? m_step / started->eval_steps : 0;
    m_rounds_left = std::max<int64_t>(0, evaluation_rounds(started->eval_steps, started->total_steps) - made);
  } else if (const auto* phase = std::get_if<RunPhase>(&event.body)) {
    enter(*phase, event.wall_ms);
  } else if (const auto* metrics = std::get_if<RunMetrics>(&event.body)) {
    m_step = std::max(m_step, metrics->step);
    const auto value = [&](const char* key) {
      const auto it = metrics->values.find(key);
      return it == metrics->values.end() ? -1.0 : it->second;
    };
    if (const double ms = value("step_ms"); ms >= 0) m_step_ms += ms, ++m_steps_timed;
    m_preflight_seconds = std::max(m_preflight_seconds, value("preflight_total_seconds"));
  }
}

void TimeLeft::enter(const RunPhase& phase, int64_t wall_ms) {
  if (phase.name != m_phase.name) {
    const auto took = static_cast<double>(wall_ms - m_phase_begin);
    if (m_phase.name == "eval") m_round_ms += took, ++m_rounds_timed, m_rounds_left = std::max<int64_t>(0, m_rounds_left - 1);
    if (m_phase.name == "baseline") m_baseline_ms = took;
    m_phase_begin = wall_ms;
  }
  m_phase = phase;
}

double TimeLeft::round_seconds() const {
  if (m_rounds_timed > 0) return m_round_ms / static_cast<double>(m_rounds_timed) / 1000;
  return m_baseline_ms > 0 ? m_baseline_ms / 1000 : m_run.evaluation_seconds;
}

double TimeLeft::seconds() const {
  const auto steps = static_cast<double>(m_run.total_steps - m_step);
  double seconds = 0;
  if (m_run.total_steps <= 0) return -1;
  if (m_steps_timed > 0) seconds = steps * m_step_ms / static_cast<double>(m_steps_timed) / 1000;
  else if (m_preflight_seconds >= 0) seconds = steps * m_preflight_seconds / static_cast<double>(m_run.total_steps);
  else if (steps > 0) return -1;
  const double round = round_seconds(), done = std::clamp(m_phase.fraction, 0.0, 1.0);
  const double as_planned = m_run.evaluation_seconds > 0 ? round / m_run.evaluation_seconds : 1;
  seconds += static_cast<double>(m_rounds_left) * round + as_planned * m_run.end_seconds;
  if (m_phase.name == "baseline") seconds += (1 - done) * round;
  if (m_phase.name == "eval") seconds -= done * round;
  if (m_phase.name == "forgetting") seconds -= done * as_planned * m_run.end_seconds;
  return std::max(0.0, seconds);
}

}  // namespace paretune
