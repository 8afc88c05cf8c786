// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The base of methods that train weights of the model itself.
#include "training/peft/common/trained_params.h"

namespace paretune {

class SelectedParams : public Adapter {
 public:
  SelectedParams(CausalLm& model, Json completed) : m_params(model) { config = std::move(completed); }
  TrainedParams& params() { return m_params; }

  NamedTensors trainable() override { return m_params.tensors(); }
  void set_enabled(bool on) override { m_params.set_enabled(on); }
  bool mergeable() const override { return true; }
  void merge() override { m_params.merge(); }
  void unmerge() override { m_params.unmerge(); }

 protected:
  TrainedParams m_params;
};

}  // namespace paretune
