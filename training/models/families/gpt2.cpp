// SPDX-License-Identifier: GPL-3.0-or-later
// GPT-2 (Radford et al. 2019, "Language models are unsupervised multitask learners"): learned positions, pre-norm blocks with
// LayerNorm, one fused projection for q, k and v, GELU. Its linear layers are HF's Conv1D. The model's own dropout is not applied.
#include <cmath>

#include "kernels/causal_attention/causal_attention.h"
#include "training/models/layers/cached_attention.h"
#include "training/models/layers/empty_layers.h"

namespace paretune {
namespace {

struct Block {
  Norm ln_1, ln_2;
  Linear c_attn, c_proj, c_fc, mlp_c_proj;
};

Linear conv1d(const std::string& name, int64_t in, int64_t out) {
  Linear linear = empty_linear(name, in, out, true);
  linear.conv1d = true;
  return linear;
}

Norm layer_norm(const std::string& name, int64_t size, double eps) {
  Norm norm = empty_norm(name, size, eps);
  norm.bias = empty_param({size});
  norm.centred = true;
  return norm;
}

// activation_function -> ATen's approximation of GELU.
std::string gelu_kind(const ModelConfig& config) {
  const std::string name = config.hf.value("activation_function", "gelu_new");
  if (name == "gelu_new" || name == "gelu_pytorch_tanh" || name == "gelu_fast") return "tanh";
  if (name == "gelu") return "none";
  fail(ErrorKind::unsupported, "activation_function \"" + name + "\" is not supported", "config.json", "Supported are gelu_new and gelu.");
}

class Gpt2Lm final : public CausalLm {
 public:
  explicit Gpt2Lm(const ModelConfig& model_config) : m_gelu(gelu_kind(model_config)) {
    config = model_config;
    usual_targets = {"c_attn"};
    for (const char* key : {"scale_attn_by_inverse_layer_idx", "add_cross_attention"}) {
      if (config.hf.value(key, false)) fail(ErrorKind::unsupported, std::string("\"") + key + "\": true is not supported", "config.json");
    }
    m_scale = config.hf.value("scale_attn_weights", true) ? 1.0 / std::sqrt(static_cast<double>(config.head_dim)) : 1.0;
    const double eps = config.hf.value("layer_norm_epsilon", 1e-5);
    const int64_t c = config.hidden_size, f = config.intermediate_size;
    m_embed.name = "transformer.wte";
    m_embed.weight = empty_param({config.vocab_size, c});
    m_positions.name = "transformer.wpe";
    m_positions.weight = empty_param({config.max_position_embeddings, c});
    for (int64_t i = 0; i < config.num_hidden_layers; ++i) {
      const std::string at = "transformer.h." + std::to_string(i) + ".";
      m_blocks.push_back(std::make_unique<Block>(Block{layer_norm(at + "ln_1", c, eps), layer_norm(at + "ln_2", c, eps),
                                                       conv1d(at + "attn.c_attn", c, 3 * c), conv1d(at + "attn.c_proj", c, c),
                                                       conv1d(at + "mlp.c_fc", c, f), conv1d(at + "mlp.c_proj", f, c)}));
    }
    m_norm = layer_norm("transformer.ln_f", c, eps);
    m_head = empty_linear("lm_head", c, config.vocab_size, false);
    if (config.tie_word_embeddings) m_head.weight = m_embed.weight;
  }

  Embedding* position_embeddings() override { return &m_positions; }

 protected:
  Tensor forward_rows(const EmbeddedRows& rows) override {
    if (rows.positions.numel() > 0 && rows.positions.max().item<int64_t>() >= config.max_position_embeddings) {
      fail(ErrorKind::input, "a sample is longer than the model's " + std::to_string(config.max_position_embeddings) + " positions", "data.max_length",
           "Lower max_length.");
    }
    Tensor x = rows.x + m_positions.forward(rows.positions);
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
      auto run = [this, &block = *m_blocks[i], layer = static_cast<int64_t>(i), rows](const Tensor& input) {
        return block_forward(block, layer, input, rows);
      };
      x = run_block(static_cast<int64_t>(i), x, rows, run);
    }
    return m_norm.forward(x);
  }

  void collect(std::vector<Linear*>& linears, std::vector<Norm*>& norms) override {
    for (auto& block : m_blocks) {
      for (Linear* linear : {&block->c_attn, &block->c_proj, &block->c_fc, &block->mlp_c_proj}) linears.push_back(linear);
      norms.push_back(&block->ln_1);
      norms.push_back(&block->ln_2);
    }
    norms.push_back(&m_norm);
  }

 private:
  Tensor block_forward(const Block& block, int64_t layer, const Tensor& x, const EmbeddedRows& pass) {
    const int64_t n = x.size(0), heads = config.num_attention_heads, c = config.hidden_size;
    const Tensor qkv = block.c_attn.forward(block.ln_1.forward(x)).view({n, 3, heads, c / heads});
    const Tensor q = qkv.select(1, 0).contiguous(), k = qkv.select(1, 1).contiguous(), v = qkv.select(1, 2).contiguous();
    std::pair<Tensor, Tensor> prefix;
    if (pass.prompt) prefix = pass.prompt->prefix(layer);
    Tensor mixed;
    if (pass.cache) mixed = cached_attention(q, k, v, *pass.cache, layer, prefix, {m_scale});
    else if (prefix.first.defined()) mixed = prefixed_attention(q, k, v, prefix, pass.offsets, {m_scale});
    else mixed = kernels::causal_attention(q, k, v, pass.offsets, m_scale);
    mixed = mixed.reshape({n, c});
    const Tensor middle = x + (pass.prompt ? pass.prompt->attended(layer, q, mixed, block.c_proj) : block.c_proj.forward(mixed));
    return middle + block.mlp_c_proj.forward(at::gelu(block.c_fc.forward(block.ln_2.forward(middle)), m_gelu));
  }

  std::string m_gelu;
  double m_scale = 1;
  Embedding m_positions;
  std::vector<std::unique_ptr<Block>> m_blocks;
  Norm m_norm;
};

// GPT-2's config.json has names of its own for the common sizes.
Json with_common_names(const Json& given) {
  static const std::pair<const char*, const char*> kNames[] = {{"n_embd", "hidden_size"},
                                                               {"n_layer", "num_hidden_layers"},
                                                               {"n_head", "num_attention_heads"},
                                                               {"n_inner", "intermediate_size"},
                                                               {"n_positions", "max_position_embeddings"}};
  Json hf = given;
  for (const auto& [own, common] : kNames) {
    if (hf.contains(own) && !hf.at(own).is_null() && !hf.contains(common)) hf[common] = hf[own];
  }
  const auto width = hf.find("hidden_size");
  if (!hf.contains("intermediate_size") && width != hf.end() && width->is_number_integer() && *width > 0 && *width < int64_t{1} << 48) {
    hf["intermediate_size"] = 4 * width->get<int64_t>();
  }
  if (!hf.contains("tie_word_embeddings")) hf["tie_word_embeddings"] = true;
  return hf;
}

std::unique_ptr<CausalLm> make_gpt2(const ModelConfig& config) { return std::make_unique<Gpt2Lm>(config); }

}  // namespace

extern const ModelArch gpt2_arch;
const ModelArch gpt2_arch{"gpt2", "gpt2", make_gpt2, with_common_names};

}  // namespace paretune
