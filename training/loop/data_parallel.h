// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One run on several processes: each works on its share of every micro-batch, gradients are summed, and all take the same step.
// Alone (no group) every call does nothing, or what one process does.
#include "training/data/dataset.h"
#include "training/loop/checkpoint.h"
#include "training/parallel/worker_group.h"

namespace paretune {

class DataParallel {
 public:
  explicit DataParallel(const WorkerGroup* group) : m_group(group) {}
  int rank() const { return m_group ? m_group->rank() : 0; }
  int size() const { return m_group ? m_group->size() : 1; }
  bool leads() const { return rank() == 0; }  // keeps the run: events, files, evaluation
  bool alone() const { return m_group == nullptr; }

  // A contiguous part of the rows, as large as the others' or one larger.
  std::vector<int64_t> share(const std::vector<int64_t>& rows) const;
  void add_up(std::span<double> values);
  // The gradients of all ranks, in one buffer. Leaves without a gradient on every rank stay without one.
  void add_up_gradients(const NamedTensors& leaves);
  // Rank 0's state, adapter and optimiser become everybody's.
  void start_equal(TrainState& state, Adapter& adapter, Optimizer& optimizer) const;
  // Fails where a rank's weights, rows or model are not rank 0's.
  void require_same_task(CausalLm& model, const Dataset& data) const;
  void require_no_drift(Adapter& adapter, Optimizer& optimizer) const;
  void leave() const;
  // Spent in add_up() and add_up_gradients() since the last call: work, sending, and waiting for a slower process.
  double take_seconds() { return std::exchange(m_seconds, 0); }

 private:
  const WorkerGroup* m_group;
  double m_seconds = 0;
  Tensor m_buffer;  // all gradients end to end, then for each leaf how many ranks have one
};

// Throws Failure(unsupported) for a method whose state follows from the rows that a process sees.
void require_divisible(const RunConfig& config);

}  // namespace paretune
