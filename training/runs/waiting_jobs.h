// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>

#include "training/api/run_event.h"
#include "training/runs/sqlite.h"

namespace paretune {

// What the writing thread has to do: store an event, or a call.
struct Job {
  std::string id;
  RunEvent event;
  std::function<void(Database&)> work = {};  // set for calls
  std::shared_ptr<std::promise<Status>> done = {};
  int64_t thinned = 0;  // a note of this many points that were let go
};

// Jobs in order, in bounded memory however long the database refuses: beyond kMostBytes of events the older half of the waiting
// training points of the run with the most is thinned to every second one; once that is over, one note of the run says how many went. Nothing else goes: no state, sample, note
// or evaluation, and no newest value of a key. A batch that is being tried meanwhile may be as large again.
class WaitingJobs {
 public:
  static constexpr int64_t kMostBytes = 32 << 20;

  void push(Job job);
  std::deque<Job> take();
  void put_back(std::deque<Job> batch);  // before what came since
  bool empty() const { return m_jobs.empty() && m_thinned.empty(); }
  std::size_t size() const { return m_jobs.size(); }

 private:
  void keep_bounded();
  void thin();
  std::deque<Job> m_jobs;
  struct Thinned {
    int64_t points = 0, step = 0, wall_ms = 0;
  };
  std::map<std::string, Thinned> m_thinned;  // by run: what its note will say
  bool m_more_to_say = false;                // thinned since the last take()
  int64_t m_bytes = 0;
  int64_t m_bound = kMostBytes;  // higher where what waits cannot be thinned that far
};

}  // namespace paretune
