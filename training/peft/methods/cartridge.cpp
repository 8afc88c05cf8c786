// SPDX-License-Identifier: GPL-3.0-or-later
// Cartridge (arXiv 2506.06266): a trained key/value cache in front of every layer's own. Its first tokens can stay frozen, for a model
// puts much of its attention on the first token it sees. Keys are not rotated; the real tokens start at position num_virtual_tokens.
#include "training/peft/common/init.h"
#include "training/peft/common/prompt_method.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

const ParamSchema& cartridge_schema() {
  static const ParamSchema schema = make_schema(
      {{virtual_tokens_spec("cartridge"), whole_spec("num_frozen_tokens", 1, "How many of its first tokens are not trained.", 0)}, prompt_specs()});
  return schema;
}

class CartridgeEncoder final : public PromptEncoder {
 public:
  CartridgeEncoder(const Json& config, at::Device device, at::Generator& generator)
      : m_heads(config.at("num_attention_heads")), m_width(config.at("token_dim")), m_frozen(config.at("num_frozen_tokens")) {
    const int64_t tokens = config.at("num_virtual_tokens"), row = config.at("num_layers").get<int64_t>() * 2 * m_width;
    m_rows = init::normal({tokens, row}, 1.0, generator).to(device);
    m_trained = m_rows.slice(0, m_frozen).detach().requires_grad_(true);
  }

  int64_t virtual_tokens() const override { return m_rows.size(0); }

  std::pair<Tensor, Tensor> prefix(int64_t layer) override {  // a row is layer 0 K | layer 0 V | layer 1 K | ...
    const int64_t from = 2 * layer * m_width, to = from + 2 * m_width;
    Tensor rows = m_trained.slice(1, from, to);
    if (m_frozen > 0) rows = at::cat({m_rows.slice(0, 0, m_frozen).slice(1, from, to), rows});
    const Tensor pair = rows.reshape({m_rows.size(0), 2, m_heads, m_width / m_heads});
    return {pair.select(1, 0), pair.select(1, 1)};
  }

  NamedTensors trainable() const override { return {{"trainable_embedding", m_trained}}; }
  NamedTensors saved() const override { return {{"prompt_embeddings", m_rows}}; }

 private:
  int64_t m_heads, m_width, m_frozen;
  Tensor m_rows;     // all of them
  Tensor m_trained;  // a leaf over the memory of the last ones
};

std::unique_ptr<Adapter> make_cartridge(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  complete_prompt_config(config, model, true);
  if (config.at("num_frozen_tokens").get<int64_t>() > config.at("num_virtual_tokens").get<int64_t>()) {
    fail(ErrorKind::input, "is " + config.at("num_frozen_tokens").dump() + ", more than num_virtual_tokens", "peft.num_frozen_tokens",
         "Give at most num_virtual_tokens.");
  }
  return attach_prompt_method(model, config, std::make_shared<CartridgeEncoder>(config, model.device, generator));
}

}  // namespace

extern const PeftMethod cartridge_peft_method;
const PeftMethod cartridge_peft_method{.peft_type = "CARTRIDGE",
                                       .title = "Cartridge",
                                       .summary = "A learned key/value cache in front of every layer's own, its first tokens frozen; the weights stay as they are.",
                                       .family = "prompt",
                                       .paper = "arXiv 2506.06266",
                                       .schema = cartridge_schema,
                                       .make = make_cartridge,
                                       .quantized_base = true,
                                       .start = {{"num_virtual_tokens", 64}}};

}  // namespace paretune
