// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/waiting_jobs.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <vector>

namespace paretune {
namespace {

int64_t heap_bytes(const std::string& text) { return text.capacity() < sizeof(std::string) / 2 ? 0 : static_cast<int64_t>(text.capacity()) + 16; }

int64_t heap_bytes(const std::map<std::string, double>& values) {
  int64_t bytes = 0;
  for (const auto& [key, value] : values) bytes += 96 + heap_bytes(key);  // a node of a tree, as the allocator rounds it
  return bytes;
}

struct HeapBytes {
  int64_t operator()(const RunMetrics& body) const { return heap_bytes(body.values); }
  int64_t operator()(const RunSample& body) const { return heap_bytes(body.prompt) + heap_bytes(body.text) + heap_bytes(body.reference); }
  int64_t operator()(const RunFinished& body) const { return heap_bytes(body.adapter_folder) + heap_bytes(body.final_metrics); }
  int64_t operator()(const RunNote& body) const { return heap_bytes(body.text); }
  int64_t operator()(const auto&) const { return 0; }
};

int64_t bytes_of(const Job& job) { return static_cast<int64_t>(sizeof(Job)) + heap_bytes(job.id) + std::visit(HeapBytes{}, job.event.body); }

std::string words(int64_t points) {
  return "The run database could not be written for long: " + std::to_string(points) +
         " older training points were let go to save memory; every second one was kept.";
}

// One run's part of what waits.
struct RunsPart {
  std::vector<std::size_t> points;  // training points whose every key comes again, newest first
  std::set<std::string> seen;       // keys, going back from the end
  std::string phase;                // the one told after
  int64_t step = 0, wall_ms = 0;    // the newest
};

}  // namespace

void WaitingJobs::push(Job job) {
  m_bytes += bytes_of(job);
  m_jobs.push_back(std::move(job));
  keep_bounded();
}

std::deque<Job> WaitingJobs::take() {
  m_bytes = 0;
  m_bound = kMostBytes;
  if (!std::exchange(m_more_to_say, false)) {
    for (const auto& [id, of] : std::exchange(m_thinned, {}))
      m_jobs.push_back({.id = id, .event = {of.wall_ms, RunNote{of.step, words(of.points)}}, .thinned = of.points});
  }
  return std::exchange(m_jobs, {});
}

void WaitingJobs::put_back(std::deque<Job> batch) {
  for (const Job& job : batch) {
    if (job.thinned == 0) m_bytes += bytes_of(job);
    else m_thinned[job.id] = {m_thinned[job.id].points + job.thinned, std::get<RunNote>(job.event.body).step, job.event.wall_ms};
  }
  std::erase_if(batch, [](const Job& job) { return job.thinned > 0; });
  m_jobs.insert(m_jobs.begin(), std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
  keep_bounded();
}

void WaitingJobs::keep_bounded() {
  while (m_bytes > m_bound) {
    const int64_t before = m_bytes;
    thin();
    if (m_bytes > before - kMostBytes / 16) m_bound = std::max(kMostBytes, m_bytes + kMostBytes / 8);  // not again for every event
  }
}

void WaitingJobs::thin() {
  std::map<std::string, RunsPart> runs;
  std::vector<bool> gone(m_jobs.size());
  for (std::size_t i = m_jobs.size(); i-- > 0;) {
    const Job& job = m_jobs[i];
    if (job.work) continue;
    RunsPart& run = runs[job.id];
    const auto* phase = std::get_if<RunPhase>(&job.event.body);
    gone[i] = phase != nullptr && phase->name == run.phase;  // progress inside a phase is not stored
    run.phase = phase != nullptr ? phase->name : std::string();
    run.wall_ms = std::max(run.wall_ms, job.event.wall_ms);
    const auto* metrics = std::get_if<RunMetrics>(&job.event.body);
    if (metrics == nullptr) continue;
    run.step = std::max(run.step, metrics->step);
    bool again = metrics->values.contains("loss");
    for (const auto& [key, value] : metrics->values) {
      if (run.seen.insert(key).second) again = false;
    }
    if (again) run.points.push_back(i);
  }
  const auto longest = std::max_element(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.second.points.size() < b.second.points.size(); });
  if (longest != runs.end() && !longest->second.points.empty()) {
    const auto& [id, run] = *longest;
    Thinned& thinned = m_thinned[id];
    if (thinned.points == 0) spdlog::warn("the run database refuses for long: older points of run {} are thinned to save memory", id);
    for (std::size_t at = run.points.size() / 2; at < run.points.size(); at += 2, ++thinned.points) gone[run.points[at]] = true;
    thinned.step = run.step;
    thinned.wall_ms = run.wall_ms;
    m_more_to_say = true;
  }
  std::deque<Job> kept;
  for (std::size_t i = 0; i < m_jobs.size(); ++i) {
    if (!gone[i]) kept.push_back(std::move(m_jobs[i]));
  }
  m_jobs = std::move(kept);
  m_bytes = 0;
  for (const Job& job : m_jobs) m_bytes += bytes_of(job);
}

}  // namespace paretune
