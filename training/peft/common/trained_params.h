// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Weights of the model trained as they are (LN tuning, modules_to_save, biases, FULL): copies beside the frozen originals.
#include "training/peft/adapter.h"
#include "training/peft/common/targets.h"

namespace paretune {

// Owns Param::trained of its weights. Destroying it gives the model back its originals.
class TrainedParams {
 public:
  explicit TrainedParams(CausalLm& model) : m_model(model) {}
  ~TrainedParams();
  TrainedParams(const TrainedParams&) = delete;
  TrainedParams& operator=(const TrainedParams&) = delete;

  // Trains a copy of `param`; it is saved as `name`, transposed if files keep it so. A param that is trained already is left alone.
  void add(const std::string& name, const ParamPtr& param, bool transposed = false);
  // Trains every weight of a leaf as `prefix` + "weight" and "bias". Tied embeddings are parted first: PEFT trains a copy of one module.
  void add_module(const std::string& prefix, const ModelModule& module);

  const NamedTensors& tensors() const { return m_tensors; }
  bool empty() const { return m_tensors.empty(); }
  void set_enabled(bool on);
  void merge();
  void unmerge();

 private:
  struct Item {
    ParamPtr param;
    Tensor original = {};  // base and packed of `param` while merged
    std::shared_ptr<const PackedWeight> packed = nullptr;
  };
  struct Parted {
    ParamPtr* place;
    ParamPtr tied;
  };
  void apply();

  CausalLm& m_model;
  std::vector<Item> m_items;
  std::vector<Parted> m_parted;
  NamedTensors m_tensors;
  bool m_enabled = true, m_merged = false;
};

}  // namespace paretune
