// SPDX-License-Identifier: GPL-3.0-or-later
// (IA)^3 (arXiv 2205.05638): one learned factor per activation, on the input of feed-forward layers, on the output of the others.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/regex.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& ia3_schema() {
  static const ParamSchema schema = make_schema(
      {target_specs(false),
       {{.key = "feedforward_modules",
         .type = ParamType::text_list,
         .default_value = nullptr,
         .help =
             "Those target_modules that are scaled on their input: a list of name endings, or one regular expression; missing = the usual choice."},
        flag_spec("init_ia3_weights", true, "Start with all factors 1; false draws them from N(0, 1).", true),
        fan_in_fan_out_spec()}});
  return schema;
}

class Ia3Linear final : public LinearAdapter {
 public:
  Ia3Linear(Tensor factors, bool feedforward) : m_l(std::move(factors)), m_feedforward(feedforward) {}

  Tensor forward(const Tensor& x, const Linear&, const InnerLinear& inner) override {
    return m_feedforward ? inner(x * m_l.flatten()) : inner(x) * m_l.flatten();
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    const Tensor l = m_l.detach();
    return {weight * l, bias.defined() && !m_feedforward ? bias * l.flatten() : bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"ia3_l", m_l}}; }

 private:
  Tensor m_l;  // (1, in) for feed-forward layers, (out, 1) for the others: merging is one product
  bool m_feedforward;
};

std::unique_ptr<Adapter> make_ia3(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  config["fan_in_fan_out"] = false;
  Json& feedforward = config["feedforward_modules"];
  if (feedforward.is_array() && config.at("target_modules").is_array()) {
    const auto targets = text_list(config.at("target_modules"));
    for (const auto& name : text_list(feedforward)) {
      if (std::find(targets.begin(), targets.end(), name) == targets.end()) {
        fail(ErrorKind::input, "\"" + name + "\" is not in target_modules", "peft.feedforward_modules",
             "Every feed-forward module must be a target too.");
      }
    }
  }
  if (feedforward.is_null()) feedforward = usual_ia3_feedforward(model);
  if (feedforward.is_null()) {
    fail(ErrorKind::input, "there is no usual choice for models of type \"" + model.config.model_type + "\"", "peft.feedforward_modules",
         "Name the modules, or give [].");
  }
  std::optional<Regex> pattern;
  if (feedforward.is_string()) pattern.emplace(feedforward.get<std::string>(), "peft.feedforward_modules");
  const std::vector<std::string> endings = pattern ? std::vector<std::string>() : text_list(feedforward);
  const bool ones = config.at("init_ia3_weights") == Json(true);
  LayerMethod method{.peft_type = "IA3"};
  method.linear = [&](Linear& layer) {
    const bool on_input = pattern ? pattern->full_match(layer.name) : std::any_of(endings.begin(), endings.end(), [&](const auto& ending) {
      return layer.name.ends_with(ending);  // PEFT asks for no dot in front here
    });
    const std::vector<int64_t> shape = on_input ? std::vector<int64_t>{1, layer.in_features()} : std::vector<int64_t>{layer.out_features(), 1};
    return std::make_shared<Ia3Linear>(init::leaf(ones ? at::ones(shape) : init::normal(shape, 1.0, generator), layer.weight->base.device()),
                                       on_input);
  };
  return attach_layer_method(model, config, usual_ia3_targets(model), method);
}

}  // namespace

extern const PeftMethod ia3_peft_method;
const PeftMethod ia3_peft_method{.peft_type = "IA3",
                                 .title = "(IA)³",
                                 .summary = "Scales activations by learned factors; a few thousand numbers, needs a high learning rate.",
                                 .family = "weights",
                                 .paper = "arXiv 2205.05638",
                                 .schema = ia3_schema,
                                 .make = make_ia3,
                                 .mergeable = true,
                                 .quantized_base = true};

}  // namespace paretune
