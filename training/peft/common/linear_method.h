// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The base of every "one object per targeted layer" method. A method says what one layer's adapter is; names, saving, loading, merging,
// biases and modules_to_save are done here.
#include "training/peft/adapter.h"
#include "training/peft/common/targets.h"

namespace paretune {

// One tensor of a layer's adapter, named by what follows the module path ("lora_A.weight").
struct AdapterTensor {
  std::string suffix;
  Tensor tensor;        // shares storage with the adapter's own
  bool trained = true;  // false: saved, never trained
  bool saved = true;    // false: trained, and saved in another form
};

// What a method puts around one linear layer.
class LinearAdapter : public WeightAdapter {
 public:
  virtual std::vector<AdapterTensor> tensors() const = 0;
  // A base weight that takes the place of the layer's for as long as the adapter lives (PiSSA's residual), or undefined.
  virtual Tensor base_in_place() const { return {}; }
};

// What a method puts around the token embedding.
class EmbeddingTuner : public EmbeddingAdapter {
 public:
  virtual std::vector<AdapterTensor> tensors() const = 0;
};

struct LayerMethod {
  std::string peft_type;
  std::function<std::shared_ptr<LinearAdapter>(Linear& layer)> linear;
  std::function<std::shared_ptr<EmbeddingTuner>(Embedding& layer)> embedding;  // empty: the method refuses embeddings, as PEFT does
  std::vector<AdapterTensor> shared;  // tensors of the whole model, by full name ("base_model.vera_A"), saved after the layers'
  bool mergeable = true;
  std::string merge_refusal;  // what merge() says where it is not mergeable; empty = a general sentence
  std::function<void(int64_t step, int64_t total_steps)> on_step;                  // Adapter::on_step
  std::function<Tensor()> extra_loss;                                              // Adapter::extra_loss
  std::function<void(const std::map<std::string, Tensor>& tensors)> before_load;  // what must happen before values are put in
  std::function<NamedTensors()> step_state;                                        // Adapter::step_state
  std::function<void(const std::map<std::string, Tensor>& state)> set_step_state;  // Adapter::set_step_state
  std::function<bool(const ModelModule& module)> skips;  // targets that PEFT leaves as they are without a word; empty = none
  std::shared_ptr<MixtureAdapter> mixture;  // told of forward passes for as long as the adapter lives and is enabled, or null
};

// Targets by config (target_modules null = `usual`), one adapter per target, biases by config["bias"], modules_to_save. Completes
// config["target_modules"]. Throws Failure(input) for what PEFT refuses, leaving the model as it was.
std::unique_ptr<Adapter> attach_layer_method(CausalLm& model, Json config, const Json& usual, const LayerMethod& method);

// Base weights PEFT saves along when the config itself names an embedding ("embed_tokens", "lm_head"): the targeted ones of the two,
// as "base_model.model.<module>.base_layer.weight".
std::vector<std::pair<std::string, ParamPtr>> saved_base_embeddings(CausalLm& model, const Json& config, const std::vector<ModelModule>& targets);

// "base_model.model." + module + ".".
std::string peft_prefix(const std::string& module);

}  // namespace paretune
