// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Engine calls off the GUI thread, and the way back. Results pass under a mutex of our own, for the thread sanitizer sees nothing of what
// Qt's libraries do.
#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace paretune {

// Later, on the GUI thread, in the order of the calls. From any thread, once the GUI thread has called inBackground().
void onGuiThread(std::function<void()> call);

// Until no call runs any more; what they left for the GUI thread is dropped. On the GUI thread, where no event loop will run again.
void finishBackground();
// Until no call runs any more.
void waitForBackground();

namespace background {
void start(std::function<void()> work);
}

// Runs work() on one of many threads, for a call may wait behind a running training and must not hold up the others; then done(result) on
// the GUI thread if `context` still lives. From the GUI thread. `work` must not throw.
template <class Work, class Done>
void inBackground(QObject* context, Work work, Done done) {
  using Value = std::invoke_result_t<Work&>;
  struct Job {
    Work work;
    Done done;
    QPointer<QObject> context;
  };
  auto job = std::make_shared<Job>(Job{std::move(work), std::move(done), context});
  background::start([job]() mutable {
    if constexpr (std::is_void_v<Value>) {
      job->work();
      onGuiThread([job = std::move(job)] {
        if (job->context) job->done();
      });
    } else {
      auto value = std::make_shared<Value>(job->work());
      onGuiThread([job = std::move(job), value = std::move(value)] {
        if (job->context) job->done(std::move(*value));
      });
    }
  });
}

}  // namespace paretune
