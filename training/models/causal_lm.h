// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A causal language model over flattened samples: no padding, no cross-talk between samples.
#include "training/io/model_source.h"
#include "training/models/layers/modules.h"

namespace paretune {

// Samples laid end to end. Sample i is rows [offsets[i], offsets[i+1]).
struct TokenBatch {
  Tensor ids;                    // (N) int64
  Tensor positions;              // (N) int64, each sample from 0 (or from the cache length)
  std::vector<int64_t> offsets;  // S + 1 values, 0 .. N
  Tensor task_ids;               // (S) int64, or undefined: for adapters that learn per task
  static TokenBatch of(const std::vector<std::vector<int64_t>>& samples, at::Device device = at::kCPU);
};

// Keys and values of one growing sample, for generation. Tensors are (KVH, capacity, hd).
struct KvCache {
  int64_t length = 0;
  std::vector<Tensor> keys, values;
};

// Seam 2: virtual tokens in front of every sample, or keys/values in front of every layer's.
class PromptAdapter {
 public:
  virtual ~PromptAdapter() = default;
  virtual int64_t virtual_tokens() const = 0;                   // P
  virtual void begin_forward() {}                               // once per forward, before the calls below
  virtual Tensor prompt_embeddings() { return {}; }             // (P, C), or undefined
  virtual std::pair<Tensor, Tensor> prefix(int64_t layer) { return {}; }  // keys, values, each (P, KVH, hd), or undefined
  bool enabled = true;
};

class CausalLm;

// Seam 4: is told of every forward pass before it starts, so that layer adapters can differ by sample (X-LoRA, Poly). May run the
// model itself; its own pass is not announced again.
class MixtureAdapter {
 public:
  virtual ~MixtureAdapter() = default;
  virtual void begin_forward(CausalLm& model, const TokenBatch& batch, KvCache* cache) = 0;
  bool enabled = true;
};

struct ModelConfig {
  Json hf;  // config.json, or the same keys made from GGUF metadata
  std::string model_type;
  int64_t hidden_size = 0, num_hidden_layers = 0, num_attention_heads = 0, num_key_value_heads = 0, head_dim = 0;
  int64_t intermediate_size = 0, vocab_size = 0, max_position_embeddings = 0;
  double rms_norm_eps = 1e-6, rope_theta = 10000;
  bool tie_word_embeddings = false, attention_bias = false, mlp_bias = false;
};

class CausalLm {
 public:
  virtual ~CausalLm() = default;
  ModelConfig config;
  at::Device device = at::kCPU;
  bool gradient_checkpointing = false;  // keep only each block's input, run the block again in the backward pass

  // Final hidden states (N, C) of the real tokens, after the last norm. `cache`: one sample only; appended to.
  Tensor hidden(const TokenBatch& batch, KvCache* cache = nullptr);
  Tensor logits(const Tensor& hidden);  // (N, C) -> (N, V), head adapters included
  // Sum over rows of -log p(target), / normaliser. Rows with target -100 cost nothing (no logits are made for them).
  // hidden (N, C), targets (N) int64 already shifted (targets[i] is the token after row i). Returns a scalar; undefined grad path if no target.
  Tensor loss(const Tensor& hidden, const Tensor& targets, double normaliser);

  // Every leaf, in HF order. Adapters and selectors attach here.
  std::vector<Linear*> linears();  // lm_head included, last
  std::vector<Norm*> norms();
  Embedding& embeddings() { return m_embed; }
  virtual Embedding* position_embeddings() { return nullptr; }  // learned positions (GPT-2)
  Linear& head() { return m_head; }
  // HF parameter name -> its Param; tied weights appear once, under the embedding's name.
  std::vector<std::pair<std::string, ParamPtr>> parameters();
  bool transposed_in_files(const std::string& parameter);  // weights of Conv1D layers, which HF stores as (in, out)
  std::shared_ptr<PromptAdapter> prompt;
  std::vector<std::shared_ptr<MixtureAdapter>> mixtures;
  void set_training(bool on);
  int64_t parameter_count();
  // Modules the family's PEFT default targets when target_modules is missing (PEFT's mapping), e.g. {"q_proj","v_proj"}.
  std::vector<std::string> usual_targets;

 protected:
  virtual Tensor forward_hidden(const TokenBatch& batch, KvCache* cache) = 0;  // hidden()
  virtual void collect(std::vector<Linear*>& linears, std::vector<Norm*>& norms) = 0;
  Embedding m_embed;
  Linear m_head;

 private:
  bool m_announcing = false;
};

// One model family; the build list makes the table (model_archs()).
struct ModelArch {
  std::string model_type;         // HF
  std::string gguf_architecture;  // general.architecture
  std::unique_ptr<CausalLm> (*make)(const ModelConfig& config);  // structure with empty weights
};
std::span<const ModelArch* const> model_archs();

// Reads weights as fp32. `progress` gets 0..1. Throws Failure naming a missing or misshaped tensor.
std::unique_ptr<CausalLm> load_model(const ModelSource& source, at::Device device, const std::function<void(double)>& progress = {});
ModelConfig read_model_config(const Json& hf);

}  // namespace paretune
