// SPDX-License-Identifier: GPL-3.0-or-later
// Super-Tuning (arXiv 2607.09287): trains the entries of a weight with the largest (or smallest) magnitudes. With r a LoRA beside them
// ("Supra").
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/sparse_weight.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& supertuning_schema() {
  static const ParamSchema schema = make_schema(
      {{number_spec("sparsity", 0.99, "Share of a weight's entries that stay as they are; 0.99 trains one in a hundred.", 0.0, 1.0),
        flag_spec("select_top", true, "Train the entries of largest magnitude; false trains those of smallest."),
        whole_spec("r", nullptr, "Rank of a LoRA trained beside the entries; missing = none.", 1),
        {.key = "lora_alpha",
         .type = ParamType::number,
         .default_value = nullptr,
         .help = "Strength of that LoRA: it is multiplied by lora_alpha / r; missing = 2 r."},
        number_spec("lora_dropout", 0.0, "Share of the inputs of that LoRA that are set to zero while training.", 0.0, 1.0),
        flag_spec("init_weights", true, "Start without change; false draws random values.", true),
        flag_spec("save_precomputed_indices", true, "Save the places of the trained entries; false finds them again in the base weights.", true)},
       specs_without(target_specs(false), "exclude_modules")});
  return schema;
}

class SupertuningLinear final : public LinearAdapter {
 public:
  SupertuningLinear(std::shared_ptr<SparsePlaces> places, Tensor values, bool saves_places)
      : m_places(std::move(places)), m_values(std::move(values)), m_saves_places(saves_places) {}

  void add_lora(const Tensor& a, const Tensor& b, double scale, double dropout) {
    m_a = a;
    m_b = b;
    m_scale = scale;
    m_dropout = dropout;
  }

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor y = sparse_linear(x, base, inner, m_values, m_places);
    if (!m_a.defined()) return y;
    const Tensor seen = m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x;
    return y + at::linear(at::linear(seen, m_a), m_b * m_scale);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    const Tensor out = m_places->add_to(weight, m_values.detach());
    return {m_a.defined() ? out + at::matmul(m_b.detach(), m_a.detach()) * m_scale : out, bias};
  }
  std::vector<AdapterTensor> tensors() const override {
    std::vector<AdapterTensor> out = {{"supertuning_values", m_values}};
    if (m_saves_places) out.push_back({"supertuning_indices", m_places->stored(), false});
    if (m_a.defined()) {
      out.push_back({"supertuning_lora_A.weight", m_a});
      out.push_back({"supertuning_lora_B.weight", m_b});
    }
    return out;
  }

 private:
  std::shared_ptr<SparsePlaces> m_places;
  Tensor m_values, m_a, m_b;  // (n), (r, in), (out, r); no LoRA: undefined
  bool m_saves_places;
  double m_scale = 1, m_dropout = 0;
};

void check(Json& config) {
  if (config.at("sparsity").get<double>() >= 1) {
    fail(ErrorKind::input, "must be below 1, not " + config.at("sparsity").dump(), "peft.sparsity", "0.99 trains one entry in a hundred.");
  }
  if (config.at("lora_dropout").get<double>() >= 1) fail(ErrorKind::input, "must be below 1", "peft.lora_dropout", "0 switches it off.");
  if (config.at("r").is_null()) {
    if (!config.at("lora_alpha").is_null()) {
      fail(ErrorKind::input, "needs r, the rank of the LoRA it belongs to", "peft.lora_alpha", "Set r, or remove lora_alpha.");
    }
  } else if (config.at("lora_alpha").is_null()) {
    config["lora_alpha"] = 2 * config.at("r").get<int64_t>();
  }
}

std::unique_ptr<Adapter> make_supertuning(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check(config);
  const bool still = config.at("init_weights").get<bool>();
  LayerMethod method{.peft_type = "SUPERTUNING"};
  method.linear = [&](Linear& layer) {
    if (layer.conv1d) {
      fail(ErrorKind::unsupported, "\"" + layer.name + "\" is a Conv1D layer, which PEFT's Super-Tuning does not adapt", "peft.target_modules",
           "Use a method that adapts such layers, LORA for example.");
    }
    at::NoGradGuard no_grad;
    const int64_t out = layer.out_features(), in = layer.in_features();
    const int64_t count = static_cast<int64_t>(static_cast<double>(out * in) * (1 - config.at("sparsity").get<double>()));
    if (count < 1) {
      fail(ErrorKind::input,
           config.at("sparsity").dump() + " leaves nothing to train in \"" + layer.name + "\", which has " + std::to_string(out * in) + " entries",
           "peft.sparsity", "Lower it.");
    }
    const Tensor places = std::get<1>(at::topk(layer.dense_weight().abs().flatten(), count, -1, config.at("select_top").get<bool>()));
    const Tensor values = still ? at::zeros({count}) : init::normal({count}, 1.0, generator);
    auto adapter = std::make_shared<SupertuningLinear>(std::make_shared<SparsePlaces>(places.to(at::kInt), out, in),
                                                       init::leaf(values, layer.device()), config.at("save_precomputed_indices").get<bool>());
    if (!config.at("r").is_null()) {
      const int64_t r = config.at("r");
      const Tensor a = init::kaiming_uniform({r, in}, generator), b = still ? at::zeros({out, r}) : init::kaiming_uniform({out, r}, generator);
      adapter->add_lora(init::leaf(a, layer.device()), init::leaf(b, layer.device()), config.at("lora_alpha").get<double>() / static_cast<double>(r),
                        config.at("lora_dropout"));
    }
    return adapter;
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod supertuning_peft_method;
const PeftMethod supertuning_peft_method{.peft_type = "SUPERTUNING",
                                         .title = "Super-Tuning",
                                         .summary = "Trains the largest entries of the weights and leaves the others; LoRA can be added.",
                                         .family = "weights",
                                         .paper = "arXiv 2607.09287",
                                         .schema = supertuning_schema,
                                         .make = make_supertuning,
                                         .mergeable = true,
                                         .quantized_base = true};

}  // namespace paretune
