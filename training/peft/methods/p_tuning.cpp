// SPDX-License-Identifier: GPL-3.0-or-later
// P-tuning (arXiv 2103.10385): embeddings in front of every sample, made by a small network from embeddings of its own.
//
// The file holds the finished prompt alone ("prompt_embeddings"), as PEFT's does. Loading one trains on the prompt itself; the network
// is only there between a fresh start and the end of its run.
#include "training/peft/common/init.h"
#include "training/peft/common/prompt_method.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

const ParamSchema& p_tuning_schema() {
  static const ParamSchema schema =
      make_schema({{virtual_tokens_spec("prompt"),
                    {.key = "encoder_reparameterization_type",
                     .type = ParamType::choice,
                     .default_value = "MLP",
                     .help = "The network that makes the prompt: three linear layers (MLP), or a bidirectional LSTM with two behind it.",
                     .choices = {"MLP", "LSTM"}},
                    whole_spec("encoder_hidden_size", nullptr, "Width of that network; missing = token_dim.", 1),
                    whole_spec("encoder_num_layers", 2, "Layers of the LSTM; an MLP always has the same.", 1, true),
                    number_spec("encoder_dropout", 0.0, "Dropout between the layers of the LSTM; an MLP has none.", 0, 1, true)},
                   prompt_specs()});
  return schema;
}

class PTuningEncoder final : public PromptEncoder {
 public:
  PTuningEncoder(CausalLm& model, const Json& config, at::Generator& generator)
      : m_model(model),
        m_tokens(config.at("num_virtual_tokens")),
        m_width(config.at("token_dim")),
        m_hidden(config.at("encoder_hidden_size")),
        m_dropout(config.at("encoder_dropout")) {
    const Tensor rows = init::normal({m_tokens, m_width}, 1.0, generator);
    if (to_be_loaded(config)) {
      m_rows = init::leaf(rows, model.device);
      return;
    }
    m_parts.emplace_back("embedding.weight", init::leaf(rows, model.device));
    if (config.at("encoder_reparameterization_type") == Json("LSTM")) {
      m_lstm_layers = config.at("encoder_num_layers");
      for (int64_t layer = 0; layer < m_lstm_layers; ++layer) add_lstm_layer(layer, generator);
      add_linear("mlp_head.0", 2 * m_hidden, 2 * m_hidden, generator);
      add_linear("mlp_head.2", 2 * m_hidden, m_width, generator);
    } else {
      add_linear("mlp_head.0", m_width, m_hidden, generator);
      add_linear("mlp_head.2", m_hidden, m_hidden, generator);
      add_linear("mlp_head.4", m_hidden, m_width, generator);
    }
  }

  int64_t virtual_tokens() const override { return m_tokens; }
  Tensor prompt_embeddings() override { return made(m_model.head().training); }

  NamedTensors trainable() const override { return m_rows.defined() ? NamedTensors{{"prompt_embeddings", m_rows}} : m_parts; }
  NamedTensors saved() const override {
    if (m_rows.defined()) return trainable();
    at::NoGradGuard no_grad;
    return {{"prompt_embeddings", made(false)}};
  }
  void before_load(const std::map<std::string, Tensor>& tensors) override {
    const auto found = tensors.find("prompt_embeddings");
    if (m_rows.defined() || found == tensors.end() || found->second.sizes() != at::IntArrayRef({m_tokens, m_width})) return;
    m_rows = init::leaf(found->second, m_model.device);
    m_parts.clear();
  }

 private:
  // Linear layers come last in m_parts, as weight and bias; an LSTM's parts lie between them and the embedding.
  Tensor made(bool training) const {
    if (m_rows.defined()) return m_rows;
    Tensor x = m_parts[0].second;
    std::size_t next = 1;
    if (m_lstm_layers > 0) {
      std::vector<Tensor> weights;
      for (; next <= static_cast<std::size_t>(8 * m_lstm_layers); ++next) weights.push_back(m_parts[next].second);
      const Tensor start = at::zeros({2 * m_lstm_layers, 1, m_hidden}, x.options());
      x = std::get<0>(at::lstm(x.unsqueeze(0), {start, start}, weights, /*has_biases=*/true, m_lstm_layers, m_dropout, training,
                               /*bidirectional=*/true, /*batch_first=*/true))
              .squeeze(0);
    }
    for (; next < m_parts.size(); next += 2) {
      x = at::linear(x, m_parts[next].second, m_parts[next + 1].second);
      if (next + 2 < m_parts.size()) x = at::relu(x);
    }
    return x;
  }

  void add_linear(const std::string& name, int64_t in, int64_t out, at::Generator& generator) {
    m_parts.emplace_back(name + ".weight", init::leaf(init::kaiming_uniform({out, in}, generator), m_model.device));
    m_parts.emplace_back(name + ".bias", init::leaf(init::uniform({out}, init::linear_bias_bound(in), generator), m_model.device));
  }
  void add_lstm_layer(int64_t layer, at::Generator& generator) {
    const double bound = init::linear_bias_bound(m_hidden);
    const int64_t in = layer == 0 ? m_width : 2 * m_hidden, gates = 4 * m_hidden;
    for (const char* direction : {"", "_reverse"}) {
      const std::string end = "_l" + std::to_string(layer) + direction;
      auto add = [&](const char* name, at::IntArrayRef shape) {
        m_parts.emplace_back("lstm_head." + std::string(name) + end, init::leaf(init::uniform(shape, bound, generator), m_model.device));
      };
      add("weight_ih", {gates, in});
      add("weight_hh", {gates, m_hidden});
      add("bias_ih", {gates});
      add("bias_hh", {gates});
    }
  }

  CausalLm& m_model;
  int64_t m_tokens, m_width, m_hidden, m_lstm_layers = 0;
  double m_dropout;
  Tensor m_rows;         // the prompt itself, once there is no network
  NamedTensors m_parts;  // the network and its embedding
};

std::unique_ptr<Adapter> make_p_tuning(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  complete_prompt_config(config, model, false);
  if (config.at("encoder_hidden_size").is_null()) config["encoder_hidden_size"] = config.at("token_dim");
  return attach_prompt_method(model, config, std::make_shared<PTuningEncoder>(model, config, generator));
}

}  // namespace

extern const PeftMethod p_tuning_peft_method;
const PeftMethod p_tuning_peft_method{.peft_type = "P_TUNING",
                                      .title = "P-tuning",
                                      .summary = "Prompt tuning whose learned tokens come out of a small network while training, which steadies it.",
                                      .family = "prompt",
                                      .paper = "arXiv 2103.10385",
                                      .schema = p_tuning_schema,
                                      .make = make_p_tuning,
                                      .quantized_base = true,
                                      .start = {{"num_virtual_tokens", 20}}};

}  // namespace paretune
