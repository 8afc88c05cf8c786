// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/workbench.h"
#include "training/peft/adapter.h"

namespace paretune {

// A base model with an adapter folder on it for as long as the object lives. `adapter_folder` empty: the base alone.
struct Adapted {
  Adapted(Workbench& bench, const std::string& model_ref, const std::string& adapter_folder);
  Adapted(const Adapted&) = delete;

  std::shared_ptr<OpenModel> opened;
  CausalLm& model;
  std::unique_ptr<Adapter> adapter;  // null for the base
};

}  // namespace paretune
