// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A PEFT method applied to a model. The four seams: WeightAdapter (models/layers/modules.h), PromptAdapter (models/causal_lm.h),
// ParamSelector (Param::trained), MixtureAdapter (routes among WeightAdapters).
#include "training/models/causal_lm.h"

namespace paretune {

// Names as in adapter_model.safetensors: "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight".
using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

// One adapter living on one model. The model outlives it.
class Adapter {
 public:
  virtual ~Adapter() = default;
  virtual NamedTensors trainable() = 0;                    // leaves that require grad, PEFT names
  virtual NamedTensors saved() { return trainable(); }     // what adapter_model.safetensors holds (may add frozen tensors)
  // Fills saved() from these; throws Failure naming missing, unexpected or misshaped tensors.
  virtual void load(const std::map<std::string, Tensor>& tensors);
  virtual void set_enabled(bool on) = 0;                   // off: the model is the base, to the bit
  virtual bool mergeable() const = 0;
  // Folds into the base weights (Param::base). unmerge() restores them exactly (keeps the originals).
  virtual void merge() = 0;
  virtual void unmerge() = 0;
  virtual void on_step(int64_t step, int64_t total_steps) {}  // after each optimiser step, gradients still there (rank schedules)
  virtual Tensor extra_loss() { return {}; }                  // regularisers (AdaLoRA), undefined = none
  // What on_step() carries from one step to the next, for checkpoints. A state that does not fit throws Failure.
  virtual NamedTensors step_state() { return {}; }
  virtual void set_step_state(const std::map<std::string, Tensor>& state) {}
  // Adapters it is made of (X-LoRA's experts): each is saved in the sub-folder of its name.
  virtual std::vector<std::pair<std::string, Adapter*>> parts() { return {}; }
  Json config;  // completed: every key of the method's schema + peft_type
  std::shared_ptr<void> held;  // let go when the adapter has left the model
};

struct PeftMethod {
  std::string peft_type;  // HF name: "LORA"
  std::string title, summary, family, paper;  // family: weights | prompt | selects | mixture
  const ParamSchema& (*schema)();             // PEFT's config keys and defaults
  // Attaches to the model. Fresh values drawn from `generator`. Throws Failure(input) for what PEFT refuses.
  std::unique_ptr<Adapter> (*make)(CausalLm& model, const Json& config, at::Generator generator);
  bool mergeable = false, converts_to_lora = false, quantized_base = false;
  Json start = Json::object();  // keys that a sensible first run sets, where PEFT's defaults alone are none (or cannot start)
};
std::span<const PeftMethod* const> peft_methods();  // made from the build list
const PeftMethod* find_peft_method(const std::string& peft_type);

// Config completed and checked by the method's schema; unknown peft_type names the nearest. PEFT bookkeeping keys of
// adapter_config.json (base_model_name_or_path, revision, inference_mode, task_type, peft_version, auto_mapping, ...) are accepted.
Result<Json> complete_peft_config(const Json& peft);

// Fresh adapter on a model from a completed or partial config.
Result<std::unique_ptr<Adapter>> make_adapter(CausalLm& model, const Json& peft, uint64_t seed);
// Adapter folder as PEFT writes it (adapter_config.json + adapter_model.safetensors; .bin is refused).
Result<std::unique_ptr<Adapter>> load_adapter(CausalLm& model, const std::string& folder);
Status load_adapter_values(Adapter& adapter, const std::string& folder);  // init_adapter: same shapes expected
// Writes what PEFT 0.21.2 writes: config, safetensors, README.md model card. Atomic per file.
Status save_adapter(Adapter& adapter, const std::string& folder, const std::string& base_model);
Result<Json> read_adapter_config(const std::string& folder);

}  // namespace paretune
