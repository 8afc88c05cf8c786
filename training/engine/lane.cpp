// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/lane.h"

#include <algorithm>

namespace paretune {

Lane::Lane(std::function<void()> prepare) : m_prepare(std::move(prepare)), m_thread([this] { work(); }) {}

Lane::~Lane() {
  std::deque<Job> dropped;
  {
    std::lock_guard lock(m_mutex);
    m_closing = true;
    dropped.swap(m_jobs);
  }
  for (auto& job : dropped) job.dropped();
  m_wake.notify_all();
  m_thread.join();
}

void Lane::post(Job job) {
  {
    std::lock_guard lock(m_mutex);
    if (!m_closing) {
      m_jobs.push_back(std::move(job));
      m_wake.notify_one();
      return;
    }
  }
  job.dropped();
}

bool Lane::cancel(const std::string& id) {
  Job job;
  {
    std::lock_guard lock(m_mutex);
    const auto it = std::find_if(m_jobs.begin(), m_jobs.end(), [&](const Job& waiting) { return waiting.id == id; });
    if (it == m_jobs.end()) return false;
    job = std::move(*it);
    m_jobs.erase(it);
  }
  job.dropped();
  return true;
}

void Lane::work() {
  m_prepare();
  while (true) {
    Job job;
    {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [this] { return m_closing || !m_jobs.empty(); });
      if (m_jobs.empty()) return;
      job = std::move(m_jobs.front());
      m_jobs.pop_front();
    }
    job.run();
  }
}

}  // namespace paretune
