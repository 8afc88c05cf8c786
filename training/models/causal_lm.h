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
  Tensor first_labels;           // (S) int64, or undefined: label of each sample's first token, which virtual tokens in front predict
  static TokenBatch of(const std::vector<std::vector<int64_t>>& samples, at::Device device = at::kCPU);
};

// Keys and values of one growing sample, for generation. Tensors are (KVH, capacity, hd).
struct KvCache {
  int64_t length = 0;
  std::vector<Tensor> keys, values;
};

class CausalLm;

// What a loss is made of when virtual tokens stand in front of the samples.
struct LossRows {
  Tensor hidden, targets;  // as in CausalLm::loss
  Tensor ahead;            // (S, P, C): final hidden states of the virtual tokens
  Tensor first_labels;     // of the batch
  double normaliser = 0;
};

// Seam 2: virtual tokens in front of every sample, keys/values in front of every layer's, or a part in every layer's attention.
class PromptAdapter {
 public:
  virtual ~PromptAdapter() = default;
  virtual int64_t virtual_tokens() const = 0;                   // P
  virtual void begin_forward(const TokenBatch& batch) {}        // once per forward, before the calls below
  virtual Tensor prompt_embeddings() { return {}; }             // (P, C), or (S, P, C) one per sample, or undefined
  virtual std::pair<Tensor, Tensor> prefix(int64_t layer) { return {}; }  // keys, values, each (P, KVH, hd), or undefined
  // Output of the layer's attention (N, C): from its queries q (N, H, hd), rotated where the model rotates, from what they gathered,
  // mixed (N, H hd), and from its output projection.
  virtual Tensor attended(int64_t layer, const Tensor& q, const Tensor& mixed, const Linear& out) { return out.forward(mixed); }
  // The loss with prompt embeddings in front. As HF's over the whole sequence: the last virtual token predicts the first real one.
  virtual Tensor loss(CausalLm& model, const LossRows& rows);
  bool enabled = true;
};

// Seam 4: is told of every forward pass before it starts, so that layer adapters can differ by sample (X-LoRA, Poly). May run the
// model itself; its own pass is not announced again.
class MixtureAdapter {
 public:
  virtual ~MixtureAdapter() = default;
  virtual void begin_forward(CausalLm& model, const TokenBatch& batch, KvCache* cache) = 0;
  // A tensor with a graph that blocks read besides their input, or null. It holds a leaf instead while a block runs again.
  virtual Tensor* carried() { return nullptr; }
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

// Ids of a text, special tokens included. `tokenizer`: which one, as a PEFT config names it; `options`: its tokenizer_kwargs, or null.
using TextToIds = std::function<std::vector<int64_t>(const std::string& text, const std::string& tokenizer, const Json& options)>;

// Rows of the training data in their order, for methods that look at data before they start (EVA, CorDA, LoRA-GA).
struct SampleBatch {
  TokenBatch tokens;
  Tensor targets;  // (N) int64, shifted already; -100 costs nothing
};
using SampleBatches = std::function<std::vector<SampleBatch>(int64_t count)>;  // fewer where the data ends

// One forward pass as a family sees it: embedded rows, virtual tokens in front of each sample already.
struct EmbeddedRows {
  Tensor x, positions;  // (N, C), (N)
  std::vector<int64_t> offsets;
  KvCache* cache = nullptr;
  PromptAdapter* prompt = nullptr;  // null when there is none or it is off
};

// Seam 5: stands around every block of the model (SHADOW).
class BlockAdapter {
 public:
  virtual ~BlockAdapter() = default;
  virtual void begin_forward(const TokenBatch& batch, const EmbeddedRows& rows) = 0;  // before the first block
  // What takes the place of run(x), the block of this number; x and the result (N, C).
  virtual Tensor around(int64_t block, const Tensor& x, const std::function<Tensor(const Tensor&)>& run) = 0;
  // What the adapter adds to CausalLm::loss of the last forward pass, or undefined.
  virtual Tensor loss(CausalLm& model, const Tensor& targets, double normaliser) { return {}; }
  bool enabled = true;
};

class CausalLm {
 public:
  virtual ~CausalLm() = default;
  ModelConfig config;
  at::Device device = at::kCPU;
  at::ScalarType compute_type = at::kFloat;  // bf16: products in it, as torch.autocast; weights, hidden states and what adapters train stay as they are
  bool gradient_checkpointing = false;  // keep only each block's input, run the block again in the backward pass

  // Final hidden states (N, C) of the real tokens, after the last norm. `cache`: one sample only; appended to.
  Tensor hidden(const TokenBatch& batch, KvCache* cache = nullptr);
  Tensor logits(const Tensor& hidden);  // (N, C) -> (N, V), head adapters included
  // Sum over rows of -log p(target), / normaliser; normaliser 0: the mean over the rows that count. Rows with target -100 cost nothing
  // (no logits are made for them). hidden (N, C) of the last hidden(), targets (N) int64 already shifted (targets[i] is the token after
  // row i). A prompt adapter adds what its virtual tokens predict. Returns a scalar; undefined grad path if no target.
  Tensor loss(const Tensor& hidden, const Tensor& targets, double normaliser);
  Tensor row_loss(const Tensor& hidden, const Tensor& targets, double normaliser);  // the same of these rows alone
  Tensor head_loss(const Tensor& hidden, const Tensor& targets, double normaliser);  // and of the head's scores before a soft cap

  // hidden() of rows that another model embedded, without prompt, mixtures and block adapter; the cache's length follows.
  Tensor hidden_of(const EmbeddedRows& rows);

  // Every leaf, in HF order. Adapters and selectors attach here.
  std::vector<Linear*> linears();  // lm_head included, last
  std::vector<Norm*> norms();
  Embedding& embeddings() { return m_embed; }
  virtual Embedding* position_embeddings() { return nullptr; }  // learned positions (GPT-2)
  Linear& head() { return m_head; }
  // Until the result goes away a sequence classifier, as transformers' ForSequenceClassification: the head is "score" with this weight
  // (classes, C), and the hidden state of a sample's last token tells its class. Before adapters are attached, which must go first.
  [[nodiscard]] std::shared_ptr<void> take_score_head(const Tensor& weight);
  bool classifies() const { return m_classifies; }
  // HF parameter name -> its Param; tied weights appear once, under the embedding's name.
  std::vector<std::pair<std::string, ParamPtr>> parameters();
  bool transposed_in_files(const std::string& parameter);  // weights of Conv1D layers, which HF stores as (in, out)
  std::shared_ptr<PromptAdapter> prompt;
  std::vector<std::shared_ptr<MixtureAdapter>> mixtures;
  std::shared_ptr<BlockAdapter> blocks;
  bool adapter_losses = true;  // whether loss() holds the block adapter's own term; off to measure the model alone
  void set_training(bool on);
  int64_t parameter_count();
  // Tokenisers live outside; whoever opens a model together with one says so here. text_to_ids() fails where nobody did.
  void set_text_to_ids(TextToIds text_to_ids) { m_text_to_ids = std::move(text_to_ids); }
  std::vector<int64_t> text_to_ids(const std::string& text, const std::string& tokenizer, const Json& options) const;
  // Data live outside too: a trainer sets this before an adapter is attached. Empty elsewhere.
  SampleBatches sample_batches;
  // The blocks [from, to) of each range one after the other take the place of the blocks, as PEFT's layer_replication: a block that comes
  // again has the same weights under a new name. Once, before adapters are attached. The model's own blocks come back when the result
  // goes away, which must be after the adapters on them. Throws Failure, naming `where`.
  [[nodiscard]] std::shared_ptr<void> repeat_blocks(const std::vector<std::pair<int64_t, int64_t>>& ranges, const std::string& where);
  bool repeats_blocks() const { return m_own_blocks > 0; }
  // A sample that has grown past this length, virtual tokens included, needs its cache made again from its first token; 0: never (LongRoPE).
  virtual int64_t cache_renewed_at() const { return 0; }
  // Modules the family's PEFT default targets when target_modules is missing (PEFT's mapping), e.g. {"q_proj","v_proj"}.
  std::vector<std::string> usual_targets;

 protected:
  virtual Tensor forward_rows(const EmbeddedRows& rows) = 0;  // (N, C) after the last norm; appends to the cache, not to its length
  // Block `number` on x (N, C): what forward_rows calls for each block, with the block adapter around it, recomputed in the backward pass
  // where gradient_checkpointing asks for it.
  Tensor run_block(int64_t number, const Tensor& x, const EmbeddedRows& rows, const std::function<Tensor(const Tensor&)>& block);
  virtual void collect(std::vector<Linear*>& linears, std::vector<Norm*>& norms) = 0;
  // Copies of the model's own blocks of these numbers in their place, or again the own ones where it is empty. False: the family cannot.
  virtual bool take_blocks(const std::vector<int64_t>& numbers) { return false; }
  Embedding m_embed;
  Linear m_head;
  double m_logit_softcap = 0;  // logits become cap * tanh(logits / cap); 0: they stay (Gemma 2)

 private:
  Tensor forward(const TokenBatch& batch, KvCache* cache);
  Tensor capped_loss(const Tensor& hidden, const Tensor& targets, double normaliser);

  bool m_announcing = false, m_classifies = false;
  int64_t m_own_blocks = 0;  // how many the model has, while others take their place
  Tensor m_ahead, m_first_labels;  // LossRows of the last forward pass
  TextToIds m_text_to_ids;
};

// One model family; the build list makes the table (model_archs()).
struct ModelArch {
  std::string model_type;         // HF
  std::string gguf_architecture;  // general.architecture
  std::unique_ptr<CausalLm> (*make)(const ModelConfig& config);  // structure with empty weights
  Json (*complete)(const Json& hf) = nullptr;  // config.json with what ModelConfig reads, where the family names it otherwise or leaves it out
};
std::span<const ModelArch* const> model_archs();

// Reads weights as fp32. `progress` gets 0..1. Throws Failure naming a missing or misshaped tensor.
std::unique_ptr<CausalLm> load_model(const ModelSource& source, at::Device device, const std::function<void(double)>& progress = {});
ModelConfig read_model_config(const Json& hf);

}  // namespace paretune
