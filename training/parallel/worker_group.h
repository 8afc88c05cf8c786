// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The processes that train one run, seen from one of them. What is called on every rank in the same order works on all of them;
// once one is lost such calls throw WorkersLost everywhere.
#include "training/parallel/ring.h"
#include "training/parallel/rendezvous.h"
#include "training/parallel/watch.h"

namespace paretune {

class WorkersLost final : public Failure {
 public:
  explicit WorkersLost(const Lost& lost);
  bool stopped() const { return m_stopped; }  // the other one was asked to stop

 private:
  bool m_stopped;
};

class WorkerGroup {
 public:
  // Waits for all ranks. Throws Failure: io, or stopped.
  WorkerGroup(const WorkerPlace& place, std::unique_ptr<KeyStore> store, std::stop_token stop);

  int rank() const { return m_place.rank; }
  int size() const { return m_place.world_size; }
  const WorkerPlace& place() const { return m_place; }

  void sum(std::span<float> values) const;
  void sum(std::span<double> values) const;
  void broadcast(std::string& bytes) const;
  // Throws Failure on every rank, naming those whose number is not rank 0's; `what` says what differs then.
  void require_same(uint64_t number, const std::string& what) const;

  std::stop_token lost() const { return m_lost.get_token(); }  // stops when another rank is lost
  void report(const Error& error) const;                       // this rank ends with it
  void leave() const;                                          // this rank needs the others no more

 private:
  template <class F>
  void together(F operation) const;

  WorkerPlace m_place;
  std::unique_ptr<KeyStore> m_store;
  std::stop_source m_lost;
  std::unique_ptr<Ring> m_ring;
  std::unique_ptr<Watch> m_watch;  // last: its thread uses the others
};

}  // namespace paretune
