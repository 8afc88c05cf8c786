// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <memory>

#include "training/api/engine.h"

namespace paretune {

struct StudioOptions {
  bool demo = false;  // open with the bundled model and data chosen
  bool tour = true;   // show a first visitor around
  Json setup;         // a run file to open with, for a window that takes the place of another
  qint64 other = 0;   // process of another studio on the same folder; 0: none
};

// Shows the studio until its window is closed; the exit code of the program. `argc` must outlive the call.
int run_studio(int& argc, char** argv, std::shared_ptr<Engine> engine, const StudioOptions& options);

}  // namespace paretune
