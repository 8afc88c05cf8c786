// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/peft/adapter.h"

namespace paretune {

// Adapters that live, load and are saved as one; their tensors have different names. The config is the first one's.
class JoinedAdapter : public Adapter {
 public:
  explicit JoinedAdapter(std::vector<std::unique_ptr<Adapter>> adapters);
  ~JoinedAdapter() override;
  NamedTensors trainable() override;
  NamedTensors saved() override;
  void load(const std::map<std::string, Tensor>& tensors) override;
  void set_enabled(bool on) override;
  bool mergeable() const override;
  void merge() override;
  void unmerge() override;
  void on_step(int64_t step, int64_t total_steps) override;
  Tensor extra_loss() override;
  NamedTensors step_state() override;
  void set_step_state(const std::map<std::string, Tensor>& state) override;
  std::vector<std::pair<std::string, Adapter*>> parts() override;

 private:
  std::vector<std::unique_ptr<Adapter>> m_adapters;
};

}  // namespace paretune
