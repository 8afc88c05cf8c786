// SPDX-License-Identifier: GPL-3.0-or-later
// Llama (arXiv 2302.13971, 2307.09288, 2407.21783): pre-norm blocks, grouped-query attention with rotary positions, SwiGLU.
#include <cmath>

#include "kernels/causal_attention/causal_attention.h"
#include "kernels/rope/rope.h"
#include "kernels/swiglu/swiglu.h"
#include "training/models/layers/cached_attention.h"
#include "training/models/layers/checkpointed.h"
#include "training/models/layers/rope_table.h"

namespace paretune {
namespace {

struct Block {
  Norm input_norm, post_norm;
  Linear q, k, v, o, gate, up, down;
};

// What one forward pass shares between its blocks.
struct Pass {
  const std::vector<int64_t>& offsets;
  Tensor cos, sin;  // (N, hd/2)
  KvCache* cache;
  PromptAdapter* prompt;  // with keys and values per layer, or null
};

ParamPtr empty_param(at::IntArrayRef shape) {
  auto param = std::make_shared<Param>();
  param->base = at::empty(shape, at::TensorOptions(at::kMeta).dtype(at::kFloat));
  return param;
}

Linear make_linear(const std::string& name, int64_t in, int64_t out, bool bias) {
  Linear linear;
  linear.name = name;
  linear.weight = empty_param({out, in});
  if (bias) linear.bias = empty_param({out});
  return linear;
}

Norm make_norm(const std::string& name, int64_t size, double eps) {
  Norm norm;
  norm.name = name;
  norm.weight = empty_param({size});
  norm.eps = eps;
  return norm;
}

class LlamaLm final : public CausalLm {
 public:
  explicit LlamaLm(const ModelConfig& model_config) : m_rope(model_config) {
    config = model_config;
    usual_targets = {"q_proj", "v_proj"};
    const int64_t c = config.hidden_size, hd = config.head_dim, f = config.intermediate_size;
    const int64_t q = config.num_attention_heads * hd, kv = config.num_key_value_heads * hd;
    m_embed.name = "model.embed_tokens";
    m_embed.weight = empty_param({config.vocab_size, c});
    for (int64_t i = 0; i < config.num_hidden_layers; ++i) {
      const std::string at = "model.layers." + std::to_string(i) + ".";
      m_blocks.push_back(std::make_unique<Block>(Block{
          make_norm(at + "input_layernorm", c, config.rms_norm_eps), make_norm(at + "post_attention_layernorm", c, config.rms_norm_eps),
          make_linear(at + "self_attn.q_proj", c, q, config.attention_bias), make_linear(at + "self_attn.k_proj", c, kv, config.attention_bias),
          make_linear(at + "self_attn.v_proj", c, kv, config.attention_bias), make_linear(at + "self_attn.o_proj", q, c, config.attention_bias),
          make_linear(at + "mlp.gate_proj", c, f, config.mlp_bias), make_linear(at + "mlp.up_proj", c, f, config.mlp_bias),
          make_linear(at + "mlp.down_proj", f, c, config.mlp_bias)}));
    }
    m_norm = make_norm("model.norm", c, config.rms_norm_eps);
    m_head = make_linear("lm_head", c, config.vocab_size, false);
    if (config.tie_word_embeddings) m_head.weight = m_embed.weight;
  }

  Tensor forward_hidden(const TokenBatch& batch, KvCache* cache) override {
    PromptAdapter* adapter = prompt && prompt->enabled ? prompt.get() : nullptr;
    if (adapter) adapter->begin_forward();
    Tensor x = m_embed.forward(batch.ids);
    std::vector<int64_t> offsets = batch.offsets;
    Tensor positions = batch.positions;
    Tensor virtual_rows = adapter ? adapter->prompt_embeddings() : Tensor();
    if (virtual_rows.defined()) {
      // Once in the cache they count in its length, and so in the caller's positions.
      if (cache && cache->length > 0) virtual_rows = Tensor();
      else x = with_virtual_tokens(x, virtual_rows, offsets, positions);
    } else if (adapter) {
      positions = positions + adapter->virtual_tokens();  // the prefix takes the first positions, as HF's past_key_values do
    }
    int64_t longest = 1;
    if (positions.numel() > 0) longest = positions.max().item<int64_t>() + 1;
    const auto [cos, sin] = m_rope.at_positions(positions, longest, device);
    const Pass pass{offsets, cos, sin, cache, adapter};
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
      const Block& block = *m_blocks[i];
      const auto layer = static_cast<int64_t>(i);
      auto run = [this, &block, layer, pass, kept = offsets](const Tensor& input) {
        Pass own{kept, pass.cos, pass.sin, pass.cache, pass.prompt};
        return block_forward(block, layer, input, own);
      };
      x = gradient_checkpointing && !cache ? checkpointed(run, x) : run(x);
    }
    if (cache) cache->length += batch.ids.size(0) + (virtual_rows.defined() ? virtual_rows.size(0) : 0);
    x = m_norm.forward(x);
    return virtual_rows.defined() ? without_virtual_tokens(x, virtual_rows.size(0), offsets) : x;
  }

 protected:
  void collect(std::vector<Linear*>& linears, std::vector<Norm*>& norms) override {
    for (auto& block : m_blocks) {
      for (Linear* linear : {&block->q, &block->k, &block->v, &block->o, &block->gate, &block->up, &block->down}) linears.push_back(linear);
      norms.push_back(&block->input_norm);
      norms.push_back(&block->post_norm);
    }
    norms.push_back(&m_norm);
  }

 private:
  Tensor block_forward(const Block& block, int64_t layer, const Tensor& x, const Pass& pass) {
    const int64_t n = x.size(0), hd = config.head_dim;
    const Tensor normed = block.input_norm.forward(x);
    const Tensor q = kernels::rope(block.q.forward(normed).view({n, -1, hd}), pass.cos, pass.sin);
    const Tensor k = kernels::rope(block.k.forward(normed).view({n, -1, hd}), pass.cos, pass.sin);
    const Tensor v = block.v.forward(normed).view({n, -1, hd});
    const double scale = 1.0 / std::sqrt(static_cast<double>(hd));
    std::pair<Tensor, Tensor> prefix;
    if (pass.prompt) prefix = pass.prompt->prefix(layer);
    Tensor mixed;
    if (pass.cache) {
      mixed = cached_attention(q, k, v, *pass.cache, layer, prefix, scale);
    } else if (prefix.first.defined()) {
      mixed = prefixed_attention(q, k, v, prefix, pass.offsets, scale);
    } else {
      mixed = kernels::causal_attention(q, k, v, pass.offsets, scale);
    }
    const Tensor middle = x + block.o.forward(mixed.reshape({n, -1}));
    const Tensor post = block.post_norm.forward(middle);
    return middle + block.down.forward(kernels::swiglu(block.gate.forward(post), block.up.forward(post)));
  }

  // Puts the virtual rows (P, C) in front of every sample; offsets and positions follow.
  static Tensor with_virtual_tokens(const Tensor& x, const Tensor& rows, std::vector<int64_t>& offsets, Tensor& positions) {
    std::vector<Tensor> parts, places;
    const int64_t p = rows.size(0);
    for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
      parts.push_back(rows);
      parts.push_back(x.slice(0, offsets[s], offsets[s + 1]));
      places.push_back(at::arange(p + offsets[s + 1] - offsets[s], positions.options()));
    }
    for (std::size_t s = 0; s < offsets.size(); ++s) offsets[s] += static_cast<int64_t>(s) * p;
    positions = at::cat(places);
    return at::cat(parts);
  }
  static Tensor without_virtual_tokens(const Tensor& x, int64_t p, const std::vector<int64_t>& offsets) {
    std::vector<Tensor> parts;
    for (std::size_t s = 0; s + 1 < offsets.size(); ++s) parts.push_back(x.slice(0, offsets[s] + p, offsets[s + 1]));
    return at::cat(parts);
  }

  RopeTable m_rope;
  std::vector<std::unique_ptr<Block>> m_blocks;
  Norm m_norm;
};

std::unique_ptr<CausalLm> make_llama(const ModelConfig& config) { return std::make_unique<LlamaLm>(config); }

}  // namespace

extern const ModelArch llama_arch;
const ModelArch llama_arch{"llama", "llama", make_llama};

}  // namespace paretune
