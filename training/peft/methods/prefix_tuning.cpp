// SPDX-License-Identifier: GPL-3.0-or-later
// Prefix tuning (arXiv 2101.00190): learned keys and values in front of every layer's own. Keys are not rotated; the real tokens start
// at position num_virtual_tokens.
//
// The file holds the finished prefix alone ("prompt_embeddings"), whether or not a projection made it, as PEFT's does. Loading one
// therefore trains on the prefix itself; the projection is only there between a fresh start and the end of its run.
#include "training/peft/common/init.h"
#include "training/peft/common/prompt_method.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

const ParamSchema& prefix_schema() {
  static const ParamSchema schema =
      make_schema({{virtual_tokens_spec("prefix"),
                    flag_spec("prefix_projection", false, "Make the prefix by a small network while training, which steadies it."),
                    whole_spec("encoder_hidden_size", nullptr, "Width of that network; missing = token_dim.", 1, true),
                    {.key = "init_weights",
                     .type = ParamType::choice,
                     .default_value = nullptr,
                     .help = "\"zero\" starts with keys and values of zero; missing = N(0, 1).",
                     .choices = {"zero"},
                     .advanced = true}},
                   prompt_specs()});
  return schema;
}

struct PrefixShape {
  int64_t tokens = 0, layers = 0, heads = 0, token_dim = 0, hidden = 0;
  int64_t row() const { return 2 * layers * token_dim; }  // layer 0 K | layer 0 V | layer 1 K | ...
};

// The rows themselves, or Embedding -> Linear -> Tanh -> Linear that makes them.
class PrefixEncoder final : public PromptEncoder {
 public:
  PrefixEncoder(const PrefixShape& shape, bool projection, bool zero, at::Device device, at::Generator& generator) : m_shape(shape) {
    if (!projection) {
      m_rows = init::leaf(zero ? at::zeros({shape.tokens, shape.row()}) : init::normal({shape.tokens, shape.row()}, 1.0, generator), device);
      return;
    }
    m_embedding = init::leaf(init::normal({shape.tokens, shape.token_dim}, 1.0, generator), device);
    m_w0 = init::leaf(init::kaiming_uniform({shape.hidden, shape.token_dim}, generator), device);
    m_b0 = init::leaf(init::uniform({shape.hidden}, init::linear_bias_bound(shape.token_dim), generator), device);
    const Tensor w2 = init::kaiming_uniform({shape.row(), shape.hidden}, generator);
    const Tensor b2 = init::uniform({shape.row()}, init::linear_bias_bound(shape.hidden), generator);
    m_w2 = init::leaf(zero ? at::zeros_like(w2) : w2, device);
    m_b2 = init::leaf(zero ? at::zeros_like(b2) : b2, device);
  }

  int64_t virtual_tokens() const override { return m_shape.tokens; }

  // Computed per layer from the leaves: a block that is run again in the backward pass finds its own graph.
  std::pair<Tensor, Tensor> prefix(int64_t layer) override {
    const int64_t from = 2 * layer * m_shape.token_dim, to = from + 2 * m_shape.token_dim;
    const Tensor rows = m_rows.defined() ? m_rows.slice(1, from, to) : at::linear(encoded(), m_w2.slice(0, from, to), m_b2.slice(0, from, to));
    const Tensor pair = rows.reshape({m_shape.tokens, 2, m_shape.heads, m_shape.token_dim / m_shape.heads});
    return {pair.select(1, 0), pair.select(1, 1)};
  }

  NamedTensors trainable() const override {
    if (m_rows.defined()) return {{"prompt_embeddings", m_rows}};
    return {{"embedding.weight", m_embedding},
            {"transform.0.weight", m_w0},
            {"transform.0.bias", m_b0},
            {"transform.2.weight", m_w2},
            {"transform.2.bias", m_b2}};
  }
  NamedTensors saved() const override { return {{"prompt_embeddings", finished()}}; }
  void before_load(const std::map<std::string, Tensor>& tensors) override {
    const auto found = tensors.find("prompt_embeddings");
    const Tensor now = finished();
    if (m_rows.defined() || found == tensors.end() || found->second.sizes() != now.sizes()) return;
    m_rows = init::leaf(now, m_embedding.device());
    m_embedding = m_w0 = m_b0 = m_w2 = m_b2 = Tensor();
  }

 private:
  Tensor finished() const {
    if (m_rows.defined()) return m_rows;
    at::NoGradGuard no_grad;
    return at::linear(encoded(), m_w2, m_b2);
  }
  Tensor encoded() const { return at::tanh(at::linear(m_embedding, m_w0, m_b0)); }
  PrefixShape m_shape;
  Tensor m_rows, m_embedding, m_w0, m_b0, m_w2, m_b2;
};

std::unique_ptr<Adapter> make_prefix_tuning(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  complete_prompt_config(config, model, true);
  if (config.at("encoder_hidden_size").is_null()) config["encoder_hidden_size"] = config.at("token_dim");
  const PrefixShape shape{config.at("num_virtual_tokens"), config.at("num_layers"), config.at("num_attention_heads"), config.at("token_dim"),
                          config.at("encoder_hidden_size")};
  auto encoder = std::make_shared<PrefixEncoder>(shape, config.at("prefix_projection").get<bool>(), config.at("init_weights") == Json("zero"),
                                                 model.device, generator);
  return attach_prompt_method(model, config, std::move(encoder));
}

}  // namespace

extern const PeftMethod prefix_tuning_peft_method;
const PeftMethod prefix_tuning_peft_method{.peft_type = "PREFIX_TUNING",
                                           .title = "Prefix tuning",
                                           .summary = "Learned keys and values in front of every layer's own; the weights stay as they are.",
                                           .family = "prompt",
                                           .paper = "arXiv 2101.00190",
                                           .schema = prefix_schema,
                                           .make = make_prefix_tuning,
                                           .quantized_base = true,
                                           .start = {{"num_virtual_tokens", 20}}};

}  // namespace paretune
