// SPDX-License-Identifier: GPL-3.0-or-later
// Llama (arXiv 2302.13971, 2307.09288, 2407.21783): pre-norm blocks, grouped-query attention with rotary positions, SwiGLU.
#include <cmath>

#include "kernels/causal_attention/causal_attention.h"
#include "kernels/rope/rope.h"
#include "kernels/swiglu/swiglu.h"
#include "training/models/layers/cached_attention.h"
#include "training/models/layers/empty_layers.h"
#include "training/models/layers/rope_table.h"

namespace paretune {
namespace {

struct Block {
  Norm input_norm, post_norm;
  Linear q, k, v, o, gate, up, down;
  void for_each(const auto& use) {
    for (Linear* linear : {&q, &k, &v, &o, &gate, &up, &down}) use(*linear);
    for (Norm* norm : {&input_norm, &post_norm}) use(*norm);
  }
};

std::string block_prefix(int64_t number) { return "model.layers." + std::to_string(number) + "."; }

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
      const std::string at = block_prefix(i);
      m_own.push_back(std::make_shared<Block>(Block{
          empty_norm(at + "input_layernorm", c, config.rms_norm_eps), empty_norm(at + "post_attention_layernorm", c, config.rms_norm_eps),
          empty_linear(at + "self_attn.q_proj", c, q, config.attention_bias), empty_linear(at + "self_attn.k_proj", c, kv, config.attention_bias),
          empty_linear(at + "self_attn.v_proj", c, kv, config.attention_bias), empty_linear(at + "self_attn.o_proj", q, c, config.attention_bias),
          empty_linear(at + "mlp.gate_proj", c, f, config.mlp_bias), empty_linear(at + "mlp.up_proj", c, f, config.mlp_bias),
          empty_linear(at + "mlp.down_proj", f, c, config.mlp_bias)}));
    }
    m_blocks = m_own;
    m_norm = empty_norm("model.norm", c, config.rms_norm_eps);
    m_head = empty_linear("lm_head", c, config.vocab_size, false);
    if (config.tie_word_embeddings) m_head.weight = m_embed.weight;
  }

 protected:
  Tensor forward_rows(const EmbeddedRows& rows) override {
    int64_t longest = 1;
    if (rows.positions.numel() > 0) longest = rows.positions.max().item<int64_t>() + 1;
    const auto [cos, sin] = m_rope.at_positions(rows.positions, longest, device);
    Tensor x = rows.x;
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
      auto run = [this, &block = *m_blocks[i], layer = static_cast<int64_t>(i), rows, cos = cos, sin = sin](const Tensor& input) {
        return block_forward(block, layer, input, rows, cos, sin);
      };
      x = run_block(static_cast<int64_t>(i), x, rows, run);
    }
    return m_norm.forward(x);
  }

  void collect(std::vector<Linear*>& linears, std::vector<Norm*>& norms) override {
    for (auto& block : m_blocks) {
      for (Linear* linear : {&block->q, &block->k, &block->v, &block->o, &block->gate, &block->up, &block->down}) linears.push_back(linear);
      norms.push_back(&block->input_norm);
      norms.push_back(&block->post_norm);
    }
    norms.push_back(&m_norm);
  }

  bool take_blocks(const std::vector<int64_t>& numbers) override {
    if (numbers.empty()) m_blocks = m_own;
    else m_blocks.clear();
    for (const int64_t number : numbers) {
      auto block = std::make_shared<Block>(*m_own[static_cast<std::size_t>(number)]);  // its weights are shared pointers
      const std::string old_at = block_prefix(number), at = block_prefix(static_cast<int64_t>(m_blocks.size()));
      block->for_each([&](auto& layer) { layer.name = at + layer.name.substr(old_at.size()); });
      m_blocks.push_back(std::move(block));
    }
    return true;
  }

 private:
  // cos, sin: (N, hd/2).
  Tensor block_forward(const Block& block, int64_t layer, const Tensor& x, const EmbeddedRows& pass, const Tensor& cos, const Tensor& sin) {
    const int64_t n = x.size(0), hd = config.head_dim;
    const Tensor normed = block.input_norm.forward(x);
    const Tensor q = kernels::rope(block.q.forward(normed).view({n, -1, hd}), cos, sin);
    const Tensor k = kernels::rope(block.k.forward(normed).view({n, -1, hd}), cos, sin);
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
    mixed = mixed.reshape({n, -1});
    const Tensor middle = x + (pass.prompt ? pass.prompt->attended(layer, q, mixed, block.o) : block.o.forward(mixed));
    const Tensor post = block.post_norm.forward(middle);
    const Tensor gate = block.gate.forward(post);  // before up, so that adapters draw random numbers in HF's order
    return middle + block.down.forward(kernels::swiglu(gate, block.up.forward(post)));
  }

  RopeTable m_rope;
  std::vector<std::shared_ptr<Block>> m_own, m_blocks;  // the model's, and those that run: the same, or copies of some
  Norm m_norm;
};

std::unique_ptr<CausalLm> make_llama(const ModelConfig& config) { return std::make_unique<LlamaLm>(config); }

}  // namespace

extern const ModelArch llama_arch;
const ModelArch llama_arch{"llama", "llama", make_llama};

}  // namespace paretune
