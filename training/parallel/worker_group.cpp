// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/parallel/worker_group.h"

namespace paretune {
namespace {

Error error_of(const Lost& lost) {
  return {lost.stopped ? ErrorKind::stopped : ErrorKind::io, "rank " + std::to_string(lost.rank) + " " + lost.what, "workers", {}};
}

}  // namespace

WorkersLost::WorkersLost(const Lost& lost) : Failure(error_of(lost)), m_stopped(lost.stopped) {}

WorkerGroup::WorkerGroup(const WorkerPlace& place, std::unique_ptr<KeyStore> store, std::stop_token stop) : m_place(place), m_store(std::move(store)) {
  Links links = connect_all(place, *m_store, stop);
  m_ring = std::make_unique<Ring>(place.rank, place.world_size, std::move(links.next), std::move(links.previous));
  m_watch = std::make_unique<Watch>(place.rank, std::move(links.watch), std::chrono::milliseconds(static_cast<int64_t>(1000 * place.patience)), [this] {
    m_ring->close();
    m_lost.request_stop();
  });
}

// A neighbour's connection may break before the watch knows who it was that began it.
template <class F>
void WorkerGroup::together(F operation) const {
  try {
    operation();
  } catch (const RingBroken& broken) {
    const auto lost = m_watch->wait_for_lost(std::chrono::milliseconds(static_cast<int64_t>(1000 * m_place.patience) + 1000));
    throw WorkersLost(lost ? *lost : Lost{broken.rank, broken.what()});
  }
}

void WorkerGroup::sum(std::span<float> values) const {
  together([&] { m_ring->sum(values); });
}
void WorkerGroup::sum(std::span<double> values) const {
  together([&] { m_ring->sum(values); });
}
void WorkerGroup::broadcast(std::string& bytes) const {
  together([&] { m_ring->broadcast(bytes); });
}

void WorkerGroup::require_same(uint64_t number, const std::string& what) const {
  std::vector<double> halves(2 * static_cast<std::size_t>(size()), 0);
  halves[2 * static_cast<std::size_t>(rank())] = static_cast<double>(number >> 32);
  halves[2 * static_cast<std::size_t>(rank()) + 1] = static_cast<double>(number & 0xFFFFFFFF);
  sum(halves);
  std::string others;
  for (std::size_t i = 2; i < halves.size(); i += 2) {
    if (halves[i] != halves[0] || halves[i + 1] != halves[1]) others += (others.empty() ? "rank " : ", ") + std::to_string(i / 2);
  }
  if (!others.empty()) fail(ErrorKind::input, others + " " + what, "workers");
}

void WorkerGroup::report(const Error& error) const {
  const bool stopped = error.kind == ErrorKind::stopped;
  m_watch->report(stopped ? "was stopped" : "failed: " + (error.where.empty() ? "" : error.where + ": ") + error.message, stopped);
}
void WorkerGroup::leave() const { m_watch->leave(); }

}  // namespace paretune
