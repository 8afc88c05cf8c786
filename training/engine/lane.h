// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One thread per device: jobs run one after another, in the order they came.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <functional>
#include <future>
#include <mutex>
#include <stop_token>
#include <thread>

#include "training/api/result.h"

namespace paretune {

class Lane {
 public:
  // `prepare` runs first on the lane's thread (thread counts are per thread).
  explicit Lane(std::function<void()> prepare);
  ~Lane();  // drops waiting jobs, asks the running one to stop through its own token, joins

  // Jobs must not throw. `dropped` is called instead of `run` when the lane closes or cancel() finds the job waiting.
  struct Job {
    std::string id;
    std::function<void()> run, dropped;
  };
  void post(Job job);
  bool cancel(const std::string& id);  // true when the job was still waiting

  // Runs f on the lane and waits. A stop while waiting gives Error{stopped}.
  template <class F>
  auto call(std::stop_token stop, F f) -> Result<decltype(f())>;

 private:
  void work();
  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<Job> m_jobs;
  bool m_closing = false;
  std::function<void()> m_prepare;
  std::thread m_thread;
};

template <class F>
auto Lane::call(std::stop_token stop, F f) -> Result<decltype(f())> {
  using T = decltype(f());
  static std::atomic<uint64_t> counter{0};
  const std::string id = "call-" + std::to_string(counter++);
  auto promise = std::make_shared<std::promise<Result<T>>>();
  auto future = promise->get_future();
  const Error stopped{ErrorKind::stopped, "stopped", {}, {}};
  post({id, [promise, f = std::move(f)]() mutable { promise->set_value(attempt("", f)); }, [promise, stopped] { promise->set_value(stopped); }});
  std::stop_callback on_stop(stop, [this, id] { cancel(id); });
  return future.get();
}

}  // namespace paretune
