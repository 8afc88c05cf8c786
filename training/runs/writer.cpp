// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/writer.h"

#include <spdlog/spdlog.h>

namespace paretune {
namespace {
using Clock = std::chrono::steady_clock;
constexpr auto kGather = std::chrono::milliseconds(50);  // events of fast steps share a transaction
constexpr auto kRetry = std::chrono::milliseconds(200);
}  // namespace

Writer::Writer(std::unique_ptr<Database> database) : m_database(std::move(database)), m_events(*m_database), m_thread([this] { loop(); }) {}

Writer::~Writer() {
  {
    std::lock_guard lock(m_mutex);
    m_stop = true;
  }
  m_wake.notify_all();
  m_thread.join();
}

void Writer::record(const std::string& id, const RunEvent& event) {
  {
    std::lock_guard lock(m_mutex);
    m_queue.push({.id = id, .event = event});
  }
  m_wake.notify_one();
}

Status Writer::call(std::function<void(Database&)> work) {
  auto done = std::make_shared<std::promise<Status>>();
  auto answer = done->get_future();
  {
    std::lock_guard lock(m_mutex);
    if (m_stop) return Error{ErrorKind::stopped, "the store is closing", m_database->path(), "Start Paretune again."};
    m_queue.push({.id = {}, .event = {}, .work = std::move(work), .done = std::move(done)});
    m_urgent = true;
  }
  m_wake.notify_one();
  return answer.get();
}

void Writer::flush() {
  const auto limit = Clock::now() + std::chrono::seconds(30);
  for (;;) {
    const Status status = call([](Database&) {});
    if (status) return;
    if (Clock::now() > limit || status.error().kind == ErrorKind::stopped) {
      spdlog::error("the run database does not take what was recorded: {}", status.error().text());
      return;
    }
    std::this_thread::sleep_for(kRetry);
  }
}

void Writer::loop() {
  std::unique_lock lock(m_mutex);
  std::optional<Clock::time_point> give_up;
  for (;;) {
    m_wake.wait(lock, [&] { return m_stop || !m_queue.empty(); });
    if (!m_urgent && !m_stop) m_wake.wait_for(lock, kGather, [&] { return m_stop || m_urgent; });
    if (m_queue.empty()) return;  // stopping, and all is written
    std::deque<Job> batch = m_queue.take();
    m_urgent = false;
    lock.unlock();
    const bool written = write(batch);
    lock.lock();
    if (written) continue;
    m_queue.put_back(std::move(batch));
    if (m_stop) {
      if (!give_up) give_up = Clock::now() + std::chrono::seconds(5);
      if (Clock::now() > *give_up) {
        spdlog::error("{} events could not be written to the run database before closing", m_queue.size());
        return;
      }
    }
    m_wake.wait_for(lock, kRetry, [&] { return m_urgent; });
  }
}

void Writer::write_all(std::deque<Job>& batch, std::vector<Status>& answers) {
  Transaction transaction(*m_database);
  m_events.begin_batch();
  for (Job& job : batch) {
    if (!job.work) {
      m_events.apply(job.id, job.event);
      continue;
    }
    m_events.end_batch();  // a call sees everything recorded before it
    m_events.begin_batch();
    m_database->execute("SAVEPOINT call");
    try {
      job.work(*m_database);
      answers.emplace_back();
    } catch (const SqliteFailure& failure) {
      if (failure.transient()) throw;  // SQLite may have rolled everything back already
      answers.push_back(failure.error());
      m_database->execute("ROLLBACK TO call");
    } catch (...) {
      answers.push_back(error_from_current_exception(m_database->path()));
      m_database->execute("ROLLBACK TO call");
    }
    m_database->execute("RELEASE call");
  }
  m_events.end_batch();
  transaction.commit();
}

bool Writer::write(std::deque<Job>& batch) {
  std::vector<Status> answers;
  try {
    write_all(batch, answers);
    m_refused = false;
    std::size_t next = 0;
    for (Job& job : batch) {
      if (job.done) job.done->set_value(answers[next++]);
    }
    return true;
  } catch (const SqliteFailure& failure) {
    m_events.forget_phases();
    if (!failure.transient()) return write_one_by_one(batch);
    if (!std::exchange(m_refused, true)) spdlog::warn("the run database cannot be written now: {}", failure.what());
    for (Job& job : batch) {
      if (job.done) job.done->set_value(failure.error());
    }
    std::erase_if(batch, [](const Job& job) { return job.done != nullptr; });
    return batch.empty();
  } catch (...) {
    m_events.forget_phases();
    return write_one_by_one(batch);
  }
}

// One bad job must not take the others with it.
bool Writer::write_one_by_one(std::deque<Job>& batch) {
  std::deque<Job> left;
  for (Job& job : batch) {
    if (!left.empty() && !job.done) {  // order is kept
      left.push_back(std::move(job));
      continue;
    }
    std::deque<Job> alone;
    alone.push_back(job);
    std::vector<Status> answers;
    bool again = false;
    Status outcome = attempt(m_database->path(), [&] {
      try {
        write_all(alone, answers);
      } catch (const SqliteFailure& failure) {
        again = failure.transient();
        throw;
      }
    });
    if (outcome && !answers.empty()) outcome = answers[0];
    if (job.done) job.done->set_value(outcome);
    else if (again) left.push_back(std::move(job));
    else if (!outcome) spdlog::error("an event of run {} could not be stored: {}", job.id, outcome.error().text());
  }
  batch = std::move(left);
  return batch.empty();
}

}  // namespace paretune
