// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/workbench.h"
#include "training/peft/adapter.h"

namespace paretune {

// A base model with adapter folders on it for as long as the object lives, the first innermost. The base stays loaded between
// two of them: exchanging adapters costs reading their files only.
struct Adapted {
  Adapted(Workbench& bench, const std::string& model_ref, const std::vector<std::string>& adapter_folders,
          Quantization quantization = Quantization::none);
  Adapted(const Adapted&) = delete;
  ~Adapted() { remove(); }

  Adapter& adapter() const { return *adapters.back(); }  // of the one folder given
  void set_enabled(bool on);
  void remove();  // the base alone from now on

  std::shared_ptr<OpenModel> opened;
  CausalLm& model;
  std::vector<std::unique_ptr<Adapter>> adapters;
};

}  // namespace paretune
