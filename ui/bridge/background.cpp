// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/background.h"

#include <QCoreApplication>
#include <QEvent>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace paretune {
namespace {

// Calls on their way to the GUI thread, where it was made; an event stands for each, so that a call may open a dialog with a loop of its own.
class Handover : public QObject {
 public:
  void add(std::function<void()> call) {
    {
      std::lock_guard lock(m_mutex);
      m_calls.push_back(std::move(call));
    }
    QCoreApplication::postEvent(this, new QEvent(QEvent::User));
  }
  void drop() {
    std::deque<std::function<void()>> calls;
    std::lock_guard lock(m_mutex);
    calls.swap(m_calls);
  }

 protected:
  void customEvent(QEvent*) override {
    std::function<void()> call;
    {
      std::lock_guard lock(m_mutex);
      if (m_calls.empty()) return;  // dropped
      call = std::move(m_calls.front());
      m_calls.pop_front();
    }
    call();
  }

 private:
  std::mutex m_mutex;
  std::deque<std::function<void()>> m_calls;
};

Handover& handover() {
  static Handover it;
  return it;
}

class Threads {
 public:
  ~Threads() {
    {
      std::lock_guard lock(m_mutex);
      m_ending = true;
    }
    m_changed.notify_all();
    for (auto& thread : m_threads) thread.join();
  }
  void start(std::function<void()> work) {
    {
      std::lock_guard lock(m_mutex);
      m_work.push_back(std::move(work));
      if (m_work.size() > m_threads.size() - m_busy && m_threads.size() < kMost) m_threads.emplace_back([this] { loop(); });
    }
    m_changed.notify_all();
  }
  void wait() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_work.empty() && m_busy == 0; });
  }

 private:
  static constexpr std::size_t kMost = 32;
  void loop() {
    std::unique_lock lock(m_mutex);
    for (;;) {
      m_changed.wait(lock, [this] { return m_ending || !m_work.empty(); });
      if (m_work.empty()) return;
      std::function<void()> work = std::move(m_work.front());
      m_work.pop_front();
      ++m_busy;
      lock.unlock();
      work();
      work = nullptr;
      lock.lock();
      --m_busy;
      m_changed.notify_all();
    }
  }
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<std::function<void()>> m_work;
  std::vector<std::thread> m_threads;
  std::size_t m_busy = 0;
  bool m_ending = false;
};

Threads& threads() {
  static Threads it;
  return it;
}

}  // namespace

void onGuiThread(std::function<void()> call) { handover().add(std::move(call)); }

void waitForBackground() { threads().wait(); }

void finishBackground() {
  threads().wait();
  handover().drop();
}

void background::start(std::function<void()> work) {
  handover();  // made here, on the GUI thread, and before the threads, which end first
  threads().start(std::move(work));
}

}  // namespace paretune
