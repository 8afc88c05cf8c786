// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/engine.h"

namespace paretune {

// The runs that wait for their turn. Each is a row with its whole config from the moment of submit(), so the queue outlives the program:
// what a program that has ended, killed or not, left waiting or broken off is offered by left_behind(). Every call is thread-safe.
class RunQueue {
 public:
  virtual ~RunQueue() = default;
  virtual std::vector<std::string> waiting() = 0;  // ids of this program's waiting runs, the next one first
  virtual std::string current() = 0;               // the run under way, or empty
  virtual Status move(const std::string& run_id, std::size_t place) = 0;  // 0: next; beyond the end: last
  virtual void pause() = 0;                        // the run under way goes on to its end, none starts after it
  virtual void go_on() = 0;
  virtual bool paused() = 0;
  virtual void cancel_waiting() = 0;               // all end as "stopped"; one alone: Engine::stop
  // Runs that no living program cares for, in their order: broken off while they ran ("interrupted"), then waiting ("queued"). Those of a
  // sweep are not among them: Sweeps::resume goes on with the whole.
  virtual std::vector<RunRow> left_behind() = 0;
  // Puts them into this program's queue; broken-off ones go on from their last checkpoint. Ids in order; those that another program took
  // meanwhile are left out. `unasked`: so are runs that broke off twice without a checkpoint in between, lest what brings a program down
  // does so at every start.
  virtual Result<std::vector<std::string>> take_over(std::shared_ptr<RunSink> sink, bool unasked = false) = 0;
};

}  // namespace paretune
