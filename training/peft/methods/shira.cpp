// SPDX-License-Identifier: GPL-3.0-or-later
// SHiRA (arXiv 2406.13175): trains single entries of the weights, at random places, as many as a LoRA of rank r would have.
#include <ATen/CPUGeneratorImpl.h>

#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/sparse_weight.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& shira_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 32, "How many entries to train: r (in + out) of each weight, as many numbers as a LoRA of rank r.", 1),
        {.key = "mask_type",
         .type = ParamType::text,
         .default_value = "random",
         .help = "How the entries are chosen; only random can be made here, others come with the file of an adapter.",
         .advanced = true},
        whole_spec("random_seed", nullptr, "Seed of the choice; missing = PyTorch's own default seed.", {}, true),
        flag_spec("init_weights", true, "Start with a change of zero; false draws it from N(0, 1).", true)},
       specs_without(target_specs(false), "exclude_modules"),
       {fan_in_fan_out_spec()}});
  return schema;
}

// (2, count) int32: rows and columns of the chosen entries, row by row. PEFT draws anew from the same seed for every layer.
Tensor random_places(int64_t out, int64_t in, int64_t count, const Json& seed) {
  at::Generator generator = at::make_generator<at::CPUGeneratorImpl>();
  if (!seed.is_null()) generator.set_current_seed(static_cast<uint64_t>(seed.get<int64_t>()));
  const Tensor flat = std::get<0>(at::sort(at::randperm(out * in, generator, at::TensorOptions(at::kLong)).slice(0, 0, count)));
  const Tensor rows = at::div(flat, in, "floor");
  return at::stack({rows, flat - rows * in}).to(at::kInt);
}

class ShiraLinear final : public LinearAdapter {
 public:
  ShiraLinear(const Tensor& places, Tensor values, const Linear& layer)
      : m_places(std::make_shared<SparsePlaces>(places, layer.out_features(), layer.in_features())), m_values(std::move(values)) {}
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override { return sparse_linear(x, base, inner, m_values, m_places); }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    return {m_places->add_to(weight, m_values.detach()), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"shira_weight", m_values}, {"shira_indices", m_places->stored(), false}}; }

 private:
  std::shared_ptr<SparsePlaces> m_places;
  Tensor m_values;
};

std::unique_ptr<Adapter> make_shira(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  config["fan_in_fan_out"] = false;
  const bool random = config.at("mask_type") == Json("random");
  if (!random && !config.value("inference_mode", false)) {
    fail(ErrorKind::input, config.at("mask_type").dump() + " is a choice that only the Python program with its function can make", "peft.mask_type",
         "Use \"random\", or load an adapter that was made with it.");
  }
  const int64_t r = config.at("r");
  LayerMethod method{.peft_type = "SHIRA"};
  method.linear = [&](Linear& layer) {
    if (layer.conv1d) {
      fail(ErrorKind::unsupported, "\"" + layer.name + "\" is a Conv1D layer, which PEFT's SHiRA does not adapt", "peft.target_modules",
           "Use a method that adapts such layers, LORA for example.");
    }
    const int64_t out = layer.out_features(), in = layer.in_features(), count = r * (out + in);
    if (count > out * in) {
      fail(ErrorKind::input,
           std::to_string(r) + " asks for " + std::to_string(count) + " entries of \"" + layer.name + "\", which has " + std::to_string(out * in),
           "peft.r", "Choose at most " + std::to_string(out * in / (out + in)) + " for this layer.");
    }
    const Tensor places = random ? random_places(out, in, count, config.at("random_seed")) : at::zeros({2, count}, at::kInt);
    const Tensor values = config.at("init_weights") == Json(true) ? at::zeros({count}) : init::normal({count}, 1.0, generator);
    return std::make_shared<ShiraLinear>(places.to(layer.device()), init::leaf(values, layer.device()), layer);
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod shira_peft_method;
const PeftMethod shira_peft_method{.peft_type = "SHIRA",
                                   .title = "SHiRA",
                                   .summary = "Trains a small random share of the weights' own entries; few numbers, yet a change of high rank.",
                                   .family = "weights",
                                   .paper = "arXiv 2406.13175",
                                   .schema = shira_schema,
                                   .make = make_shira,
                                   .mergeable = true,
                                   .quantized_base = true};

}  // namespace paretune
