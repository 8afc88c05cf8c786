// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "training/runs/event_writer.h"
#include "training/runs/waiting_jobs.h"

namespace paretune {

// The one thread that writes. Events wait in a queue and go in one transaction per drain; while the disk is full or the file is
// locked they are kept and tried again. Calls take their turn in the same queue and return once committed.
class Writer {
 public:
  explicit Writer(std::unique_ptr<Database> database);
  ~Writer();  // writes what is queued; after 5 s of a refusing disk the rest is given up and logged

  void record(const std::string& id, const RunEvent& event);
  Status call(std::function<void(Database&)> work);
  void flush();  // gives up, and logs, after 30 s of a refusing disk

 private:
  void loop();
  bool write(std::deque<Job>& batch);  // false: events are left in the batch to be tried again
  bool write_one_by_one(std::deque<Job>& batch);
  void write_all(std::deque<Job>& batch, std::vector<Status>& answers);

  std::unique_ptr<Database> m_database;
  EventWriter m_events;
  std::mutex m_mutex;
  std::condition_variable m_wake;
  WaitingJobs m_queue;
  bool m_urgent = false, m_stop = false;
  bool m_refused = false;  // said already; of the thread
  std::thread m_thread;  // last: it uses all of the above
};

}  // namespace paretune
