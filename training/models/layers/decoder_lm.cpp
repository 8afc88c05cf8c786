// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/decoder_lm.h"

#include <algorithm>
#include <cmath>

#include "kernels/rope/rope.h"
#include "kernels/swiglu/swiglu.h"
#include "training/models/layers/cached_attention.h"
#include "training/models/layers/empty_layers.h"

namespace paretune {
namespace {

using Norms = DecoderOptions::Norms;
using HeadNorm = DecoderOptions::HeadNorm;

struct Block {
  std::vector<Linear> qkv, gate_up;  // three and two layers, or one each
  Linear o, down;
  std::optional<Norm> q_norm, k_norm, attention_in, attention_out, mlp_in, mlp_out;

  std::vector<Linear*> linears() {  // HF's order: Phi-3 has o_proj first
    std::vector<Linear*> out;
    if (qkv.size() == 1) out.push_back(&o);
    for (Linear& linear : qkv) out.push_back(&linear);
    if (qkv.size() > 1) out.push_back(&o);
    for (Linear& linear : gate_up) out.push_back(&linear);
    out.push_back(&down);
    return out;
  }
  std::vector<Norm*> norms() {
    std::vector<Norm*> out;
    for (auto* norm : {&q_norm, &k_norm, &attention_in, &attention_out, &mlp_in, &mlp_out}) {
      if (*norm) out.push_back(&**norm);
    }
    return out;
  }
};

struct Turns {
  Tensor cos, sin;  // (N, dim/2)
};

std::string block_prefix(int64_t number) { return "model.layers." + std::to_string(number) + "."; }

// (N, H, hd): the first numbers of each head are turned, as many as the tables have waves for.
Tensor turned(const Tensor& x, const Turns& turns) {
  const int64_t dim = 2 * turns.cos.size(1);
  if (dim == x.size(2)) return kernels::rope(x, turns.cos, turns.sin);
  return at::cat({kernels::rope(x.slice(2, 0, dim), turns.cos, turns.sin), x.slice(2, dim)}, 2);
}

class DecoderLm final : public CausalLm {
 public:
  DecoderLm(const ModelConfig& model_config, DecoderOptions options) : m_options(std::move(options)) {
    config = model_config;
    usual_targets = m_options.usual_targets;
    m_logit_softcap = m_options.logit_softcap;
    m_options.layers.resize(static_cast<std::size_t>(config.num_hidden_layers));
    m_scale = m_options.scale > 0 ? m_options.scale : 1.0 / std::sqrt(static_cast<double>(config.head_dim));
    m_embed.name = "model.embed_tokens";
    m_embed.weight = empty_param({config.vocab_size, config.hidden_size});
    m_embed.scale = m_options.embedding_scale;
    for (int64_t i = 0; i < config.num_hidden_layers; ++i) m_own.push_back(std::make_shared<Block>(make_block(block_prefix(i))));
    m_blocks = m_own;
    m_norm = make_norm("model.norm", config.hidden_size);
    m_head = empty_linear("lm_head", config.hidden_size, config.vocab_size, false);
    if (config.tie_word_embeddings) m_head.weight = m_embed.weight;
  }

  int64_t cache_renewed_at() const override {
    for (const RopeTable& rope : m_options.ropes) {
      if (rope.changes_at() > 0) return rope.changes_at();
    }
    return 0;
  }

 protected:
  Tensor forward_rows(const EmbeddedRows& rows) override {
    std::vector<Turns> turns;
    for (RopeTable& rope : m_options.ropes) {
      const auto [cos, sin] = rope.at_positions(rows.positions, rows.offsets, device);
      turns.push_back({cos, sin});
    }
    Tensor x = rows.x;
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
      const DecoderLayer& kind = m_options.layers[m_blocks.size() == m_own.size() ? i : 0];  // only layers that are alike are repeated
      auto run = [this, &block = *m_blocks[i], layer = static_cast<int64_t>(i), kind, rows, own = turns[kind.rope]](const Tensor& input) {
        return block_forward(block, layer, kind, input, rows, own);
      };
      x = run_block(static_cast<int64_t>(i), x, rows, run);
    }
    return m_norm.forward(x);
  }

  void collect(std::vector<Linear*>& linears, std::vector<Norm*>& norms) override {
    for (auto& block : m_blocks) {
      for (Linear* linear : block->linears()) linears.push_back(linear);
      for (Norm* norm : block->norms()) norms.push_back(norm);
    }
    norms.push_back(&m_norm);
  }

  bool take_blocks(const std::vector<int64_t>& numbers) override {
    const auto differs = [this](const DecoderLayer& layer) { return !(layer == m_options.layers.front()); };
    if (std::any_of(m_options.layers.begin(), m_options.layers.end(), differs)) return false;
    if (numbers.empty()) m_blocks = m_own;
    else m_blocks.clear();
    for (const int64_t number : numbers) {
      auto block = std::make_shared<Block>(*m_own[static_cast<std::size_t>(number)]);  // its weights are shared pointers
      const std::string old_at = block_prefix(number), at = block_prefix(static_cast<int64_t>(m_blocks.size()));
      for (Linear* linear : block->linears()) linear->name = at + linear->name.substr(old_at.size());
      for (Norm* norm : block->norms()) norm->name = at + norm->name.substr(old_at.size());
      m_blocks.push_back(std::move(block));
    }
    return true;
  }

 private:
  Norm make_norm(const std::string& name, int64_t size) const {
    Norm norm = empty_norm(name, size, config.rms_norm_eps);
    norm.shifted = m_options.shifted_norms;
    return norm;
  }

  Block make_block(const std::string& at) const {
    const int64_t c = config.hidden_size, hd = config.head_dim, f = config.intermediate_size;
    const int64_t q = config.num_attention_heads * hd, kv = config.num_key_value_heads * hd;
    const auto attention = [&](const char* name, int64_t in, int64_t out, bool bias) {
      return empty_linear(at + "self_attn." + name, in, out, bias);
    };
    const auto mlp = [&](const char* name, int64_t in, int64_t out) { return empty_linear(at + "mlp." + name, in, out, m_options.mlp_bias); };
    Block block;
    const bool bias = m_options.qkv_bias;
    if (m_options.fused) block.qkv = {attention("qkv_proj", c, q + 2 * kv, bias)};
    else block.qkv = {attention("q_proj", c, q, bias), attention("k_proj", c, kv, bias), attention("v_proj", c, kv, bias)};
    block.o = attention("o_proj", q, c, m_options.o_bias);
    if (m_options.fused) block.gate_up = {mlp("gate_up_proj", c, 2 * f)};
    else block.gate_up = {mlp("gate_proj", c, f), mlp("up_proj", c, f)};
    block.down = mlp("down_proj", f, c);
    if (m_options.head_norm != HeadNorm::none) {
      const bool all = m_options.head_norm == HeadNorm::all;
      block.q_norm = make_norm(at + "self_attn.q_norm", all ? q : hd);
      block.k_norm = make_norm(at + "self_attn.k_norm", all ? kv : hd);
    }
    const bool around = m_options.norms == Norms::around;
    if (m_options.norms != Norms::after) block.attention_in = make_norm(at + "input_layernorm", c);
    if (m_options.norms != Norms::before) block.attention_out = make_norm(at + "post_attention_layernorm", c);
    if (m_options.norms != Norms::after) block.mlp_in = make_norm(at + (around ? "pre_feedforward_layernorm" : "post_attention_layernorm"), c);
    if (m_options.norms != Norms::before) block.mlp_out = make_norm(at + "post_feedforward_layernorm", c);
    return block;
  }

  // (N, heads hd) -> (N, heads, hd), normed where the family norms them.
  Tensor heads_of(const Tensor& x, const std::optional<Norm>& norm) const {
    const int64_t n = x.size(0), hd = config.head_dim;
    if (!norm) return x.view({n, -1, hd});
    if (m_options.head_norm == HeadNorm::all) return norm->forward(x).view({n, -1, hd});
    return norm->forward(x.reshape({-1, hd})).view({n, -1, hd});
  }

  Tensor attention(const Block& block, int64_t layer, const DecoderLayer& kind, const Tensor& x, const EmbeddedRows& pass, const Turns& turns) const {
    std::vector<Tensor> qkv;
    for (const Linear& linear : block.qkv) qkv.push_back(linear.forward(x));
    if (m_options.fused) {
      const int64_t q = config.num_attention_heads * config.head_dim, kv = config.num_key_value_heads * config.head_dim;
      qkv = qkv.front().split_with_sizes({q, kv, kv}, 1);
    }
    const Tensor q = turned(heads_of(qkv[0], block.q_norm), turns), k = turned(heads_of(qkv[1], block.k_norm), turns);
    const Tensor v = heads_of(qkv[2], {});
    const AttentionRule rule{m_scale, kind.window, m_options.score_softcap};
    std::pair<Tensor, Tensor> prefix;
    if (pass.prompt) prefix = pass.prompt->prefix(layer);
    Tensor mixed;
    if (pass.cache) mixed = cached_attention(q, k, v, *pass.cache, layer, prefix, rule);
    else if (prefix.first.defined()) mixed = prefixed_attention(q, k, v, prefix, pass.offsets, rule);
    else mixed = sample_attention(q, k, v, pass.offsets, rule);
    mixed = mixed.reshape({x.size(0), -1});
    return pass.prompt ? pass.prompt->attended(layer, q, mixed, block.o) : block.o.forward(mixed);
  }

  Tensor gated(const Tensor& gate, const Tensor& up) const {
    return m_options.gelu.empty() ? kernels::swiglu(gate, up) : at::gelu(gate, m_options.gelu) * up;
  }

  Tensor mlp(const Block& block, const Tensor& x) const {
    if (m_options.fused) {
      const auto halves = block.gate_up.front().forward(x).chunk(2, 1);
      return block.down.forward(gated(halves[0].contiguous(), halves[1].contiguous()));
    }
    const Tensor gate = block.gate_up[0].forward(x);  // before up, so that adapters draw random numbers in HF's order
    return block.down.forward(gated(gate, block.gate_up[1].forward(x)));
  }

  static Tensor through(const std::optional<Norm>& norm, const Tensor& x) { return norm ? norm->forward(x) : x; }

  Tensor block_forward(const Block& block, int64_t layer, const DecoderLayer& kind, const Tensor& x, const EmbeddedRows& pass,
                       const Turns& turns) const {
    const Tensor attended = attention(block, layer, kind, through(block.attention_in, x), pass, turns);
    const Tensor middle = x + through(block.attention_out, attended);
    return middle + through(block.mlp_out, mlp(block, through(block.mlp_in, middle)));
  }

  DecoderOptions m_options;
  double m_scale = 1;
  std::vector<std::shared_ptr<Block>> m_own, m_blocks;  // the model's, and those that run: the same, or copies of some
  Norm m_norm;
};

}  // namespace

std::unique_ptr<CausalLm> make_decoder(const ModelConfig& config, DecoderOptions options) {
  if (options.ropes.empty()) options.ropes.emplace_back(config);
  return std::make_unique<DecoderLm>(config, std::move(options));
}

std::string gate_gelu(const ModelConfig& config, const char* key, const std::string& otherwise) {
  const Json given = config.hf.value(key, Json());
  const std::string name = given.is_string() ? given.get<std::string>() : otherwise;
  if (name == "silu" || name == "swish") return "";
  if (name == "gelu_pytorch_tanh" || name == "gelu_new" || name == "gelu_fast") return "tanh";
  if (name == "gelu") return "none";
  fail(ErrorKind::unsupported, std::string("\"") + key + "\": \"" + name + "\" is not supported", "config.json",
       "Supported are silu, gelu and gelu_pytorch_tanh.");
}

std::vector<bool> sliding_layers(const ModelConfig& config, const std::function<bool(int64_t)>& usual) {
  const auto count = static_cast<std::size_t>(config.num_hidden_layers);
  std::vector<bool> out(count);
  for (std::size_t i = 0; i < count; ++i) out[i] = usual(static_cast<int64_t>(i));
  const Json types = config.hf.value("layer_types", Json());
  if (types.is_null()) return out;
  if (!types.is_array() || types.size() < count) {
    fail(ErrorKind::input, "\"layer_types\" does not name a type for each of the " + std::to_string(count) + " layers", "config.json",
         "Check that the model folder is complete.");
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (types[i] != Json("sliding_attention") && types[i] != Json("full_attention")) {
      fail(ErrorKind::unsupported, "\"layer_types\" names " + types[i].dump(), "config.json", "Supported are full_attention and sliding_attention.");
    }
    out[i] = types[i] == Json("sliding_attention");
  }
  return out;
}

std::vector<DecoderLayer> windowed_layers(const std::vector<bool>& slides, const Json& window) {
  std::vector<DecoderLayer> out(slides.size());
  if (window.is_null()) return out;
  if (!window.is_number_integer() || window.get<int64_t>() <= 0) {
    fail(ErrorKind::input, "\"sliding_window\" must be a positive whole number or null, not " + window.dump(), "config.json");
  }
  for (std::size_t i = 0; i < slides.size(); ++i) out[i].window = slides[i] ? window.get<int64_t>() : 0;
  return out;
}

}  // namespace paretune
