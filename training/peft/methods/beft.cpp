// SPDX-License-Identifier: GPL-3.0-or-later
// BEFT (arXiv 2509.15974): one learned bias per layer, usually the value projections', beside what bias the layer has.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

const ParamSchema& beft_schema() {
  static const ParamSchema schema =
      make_schema({specs_without(target_specs(false), "exclude_modules"),
                   {flag_spec("init_weights", true, "Start with a bias of zero; false draws it from N(0, 1).", true)}});
  return schema;
}

// Decoder-only types of PEFT's table; it has the value projection for each.
Json usual_beft_targets(const CausalLm& model) {
  static const std::vector<std::string> types = {"opt", "gptj",  "gpt_neo", "llama",  "llama4",      "mistral", "mixtral",
                                                 "phi", "gemma", "gemma2",  "gemma3_text", "qwen2", "qwen3"};
  const bool known = std::find(types.begin(), types.end(), model.config.model_type) != types.end();
  return known ? Json({"v_proj"}) : Json();
}

class BeftLinear final : public LinearAdapter {
 public:
  explicit BeftLinear(Tensor bias) : m_bias(std::move(bias)) {}
  Tensor forward(const Tensor& x, const Linear&, const InnerLinear& inner) override { return inner(x) + m_bias; }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    return {weight, bias + m_bias.detach().flatten()};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"beft_bias", m_bias}}; }

 private:
  Tensor m_bias;  // (1, out)
};

std::unique_ptr<Adapter> make_beft(CausalLm& model, const Json& config, at::Generator generator) {
  const bool zero = config.at("init_weights").get<bool>();
  const Json usual = usual_beft_targets(model);
  LayerMethod method{.peft_type = "BEFT"};
  Json completed = config;
  for (const auto& target : find_targets(model, completed, usual)) method.mergeable &= target.linear && target.linear->bias != nullptr;
  method.merge_refusal = "a layer without a bias of its own has nothing that the learned bias could be merged into";
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "BEFT");
    const std::vector<int64_t> shape{1, layer.out_features()};
    return std::make_shared<BeftLinear>(init::leaf(zero ? at::zeros(shape) : init::normal(shape, 1.0, generator), layer.device()));
  };
  return attach_layer_method(model, config, usual, method);
}

}  // namespace

extern const PeftMethod beft_peft_method;
const PeftMethod beft_peft_method{.peft_type = "BEFT",
                                  .title = "BEFT",
                                  .summary = "Learns a bias for the value projections alone; a few thousand numbers, for little data.",
                                  .family = "weights",
                                  .paper = "arXiv 2509.15974",
                                  .schema = beft_schema,
                                  .make = make_beft,
                                  .mergeable = true,
                                  .quantized_base = true};

}  // namespace paretune
