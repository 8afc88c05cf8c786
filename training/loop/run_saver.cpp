// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/run_saver.h"

#include "training/core/disk_room.h"

namespace paretune {

RunSaver::RunSaver(Place place, Adapter& adapter, Optimizer& optimizer, RunJournal& journal, std::stop_token stop)
    : m_place(std::move(place)), m_adapter(adapter), m_optimizer(optimizer), m_journal(journal), m_stop(std::move(stop)) {}

void RunSaver::require_finite() const {
  for (const auto& [name, leaf] : m_optimizer.leaves()) {
    if (leaf.isfinite().all().item<bool>()) continue;
    fail(ErrorKind::input, "\"" + name + "\" holds values that are not finite", "training", "Resume from the last checkpoint with a lower learning rate.");
  }
}

bool RunSaver::wait_for_disk(int64_t step) {
  make_folders(m_place.folder).value();
  return wait_for_room(m_place.folder, checkpoint_bytes(m_adapter, m_optimizer), [&] {
    m_journal.note(step, "The disk is full: training waits and goes on as soon as there is room. Nothing is lost; free some space, or stop the run.");
    m_journal.send(RunPhase{"disk_full", -1});
  }, m_stop);
}

bool RunSaver::disk_is_full() { return !m_stop.stop_requested() && !has_room(m_place.folder, checkpoint_bytes(m_adapter, m_optimizer)); }

bool RunSaver::save(const TrainState& state, bool needed) {
  require_finite();
  for (;;) {
    const bool room = wait_for_disk(state.step);
    m_journal.send(RunPhase{"checkpoint", -1});
    const auto folder = save_checkpoint(m_place.folder, state, m_adapter, m_optimizer, m_place.base_model, m_place.keep);
    if (folder) m_journal.send(RunCheckpoint{state.step, *folder});
    else if (room && disk_is_full()) continue;  // it filled up on the way
    else if (needed) folder.value();
    else m_journal.note(state.step, "The checkpoint could not be saved, the earlier one is kept: " + folder.error().text());
    m_journal.send(RunPhase{"train", -1});
    return folder.ok();
  }
}

void RunSaver::save_result(int64_t step, const std::string& folder) {
  for (;;) {
    const bool room = wait_for_disk(step);
    m_journal.send(RunPhase{"export", -1});
    const Status saved = save_adapter(m_adapter, folder, m_place.base_model);
    if (saved) return;
    if (!room || !disk_is_full()) saved.value();
  }
}

}  // namespace paretune
