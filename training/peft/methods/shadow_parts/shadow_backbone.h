// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The small network beside the model that makes the first shadow state: its blocks, its last norm, a projection to the model's width.
#include "training/peft/adapter.h"
#include "training/peft/common/side_cache.h"
#include "training/peft/common/trained_params.h"

namespace paretune {

class ShadowBackbone {
 public:
  // "mirror": the model's architecture with fresh weights and the sizes of config; else the network in a folder.
  ShadowBackbone(CausalLm& model, const Json& config, at::Generator& generator);

  // (N, C) of the model's width. `rows`: the pass as the model embedded it.
  Tensor state(const TokenBatch& batch, const EmbeddedRows& rows);
  NamedTensors trained() const;
  NamedTensors saved() const;

 private:
  void mirror(CausalLm& model, const Json& config, at::Generator& generator);
  void load(CausalLm& model, const std::string& folder);
  void take_parameters();

  std::unique_ptr<CausalLm> m_net;
  std::unique_ptr<TrainedParams> m_params;
  NamedTensors m_frozen;
  Tensor m_projection;            // (C, shadow width), or undefined
  bool m_shares_rows = false;     // fed with the model's embeddings
  bool m_frozen_embeddings = false, m_drops_embeddings = false;
  SideCache m_cache;
};

}  // namespace paretune
