// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A run's values on their way to disk: checkpoints and the finished adapter. A full disk is waited for, with a note: training pauses and
// goes on by itself when there is room. Until it is stopped, nothing is given up for that.
#include <stop_token>

#include "training/loop/checkpoint.h"
#include "training/loop/journal.h"

namespace paretune {

class RunSaver {
 public:
  struct Place {
    std::string folder;      // runs/<id>
    std::string base_model;  // for adapter_config.json
    int64_t keep = 1;        // checkpoints
  };
  RunSaver(Place place, Adapter& adapter, Optimizer& optimizer, RunJournal& journal, std::stop_token stop);

  // Weights that overflowed are never written: throws Failure(input).
  void require_finite() const;
  // `needed`: the run ends here and must be resumable, so a save that fails for another reason throws; else it is a note and false.
  bool save(const TrainState& state, bool needed);
  void save_result(int64_t step, const std::string& folder);

 private:
  bool wait_for_disk(int64_t step);  // false: stopped before there was room
  bool disk_is_full();

  const Place m_place;
  Adapter& m_adapter;
  Optimizer& m_optimizer;
  RunJournal& m_journal;
  std::stop_token m_stop;
};

}  // namespace paretune
