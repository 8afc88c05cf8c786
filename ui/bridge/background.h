// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoreApplication>
#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <memory>
#include <type_traits>
#include <utility>

namespace paretune {

// Threads for engine calls; many, because a call may wait behind a running training and must not hold up the others.
inline QThreadPool& backgroundPool() {
  static QThreadPool pool;
  static const bool configured = (pool.setMaxThreadCount(32), true);
  (void)configured;
  return pool;
}

// Runs work() on a pool thread, then done(result) on the GUI thread if `context` still lives. `work` must not throw.
template <class Work, class Done>
void inBackground(QObject* context, Work work, Done done) {
  using Value = std::invoke_result_t<Work&>;
  struct Job {
    Work work;
    Done done;
    QPointer<QObject> context;
  };
  auto job = std::make_shared<Job>(Job{std::move(work), std::move(done), context});
  backgroundPool().start([job] {
    if constexpr (std::is_void_v<Value>) {
      job->work();
      if (auto* app = QCoreApplication::instance())
        QMetaObject::invokeMethod(
            app,
            [job] {
              if (job->context) job->done();
            },
            Qt::QueuedConnection);
    } else {
      auto value = std::make_shared<Value>(job->work());
      if (auto* app = QCoreApplication::instance())
        QMetaObject::invokeMethod(
            app,
            [job, value] {
              if (job->context) job->done(std::move(*value));
            },
            Qt::QueuedConnection);
    }
  });
}

}  // namespace paretune
