// SPDX-License-Identifier: GPL-3.0-or-later
// WaveFT (arXiv 2505.12532): a weight change that is the inverse 2-D wavelet transform of a few learned coefficients.
#include <cmath>

#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/pattern.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/spectral.h"
#include "training/peft/common/usual_targets.h"
#include "training/peft/methods/waveft_parts/wavelet_change.h"
#include "training/peft/methods/waveft_parts/wavelets.h"

namespace paretune {
namespace {

const ParamSchema& waveft_schema() {
  static const ParamSchema schema = make_schema(
      {spectral_specs(2592),
       {number_spec("scaling", 25.0, "Strength: the transformed coefficients are multiplied by it.", {}, {}),
        {.key = "wavelet_family",
         .type = ParamType::choice,
         .default_value = "db1",
         .help = "Wavelet of the transform: Daubechies (db), symlets (sym) or coiflets (coif); longer ones are smoother.",
         .choices = wavelet_names()},
        flag_spec("use_idwt", true, "Transform the coefficients; false takes them as single entries of the change.", true),
        flag_spec("proportional_parameters", false, "Share n_frequency times the number of layers out by the layers' sizes.", true),
        flag_spec("init_weights", true, "Start without a change; false draws the coefficients from N(0, 0.01).", true)},
       target_specs(true),
       {bias_spec("waveft_only"), fan_in_fan_out_spec()}});
  return schema;
}

// PEFT's table: LoRA's without a few types, and with another choice for two.
Json usual_waveft_targets(const CausalLm& model) {
  const std::string& type = model.config.model_type;
  if (type == "gpt2" || type == "gpt_bigcode") return Json({"mlp.c_proj"});
  if (type == "btlm" || type == "nemotron_h" || type == "rwkv" || type == "rwkv7") return Json();
  return usual_linear_targets(model);
}

// How many numbers each layer gets of n_frequency times the layers, by its share of all entries.
std::map<std::string, int64_t> proportional(const std::vector<ModelModule>& targets, int64_t n_frequency) {
  int64_t entries = 0, layers = 0;
  const auto size = [](const ModelModule& target) { return target.linear ? target.linear->in_features() * target.linear->out_features() : 0; };
  for (const auto& target : targets) {
    entries += size(target);
    layers += target.linear != nullptr;
  }
  std::map<std::string, int64_t> out;
  for (const auto& target : targets) {
    const double share = static_cast<double>(size(target)) / static_cast<double>(entries);
    out[target.name] = std::max<int64_t>(1, std::llrint(share * static_cast<double>(n_frequency * layers)));  // halves to even, as Python
  }
  return out;
}

class WaveletLinear final : public LinearAdapter {
 public:
  WaveletLinear(WaveletChange change, Tensor spectrum) : m_change(std::move(change)), m_spectrum(std::move(spectrum)) {}
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override { return m_change.linear(x, base, inner, m_spectrum); }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + m_change.dense(m_spectrum), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"waveft_spectrum", m_spectrum}}; }

 private:
  WaveletChange m_change;
  Tensor m_spectrum;
};

std::unique_ptr<Adapter> make_waveft(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check_spectral_config(config);
  config["fan_in_fan_out"] = false;
  std::span<const float> filter;
  if (config.at("use_idwt").get<bool>()) {
    filter = wavelet_filter(config.at("wavelet_family"));
    if (filter.empty()) {
      fail(ErrorKind::unsupported, config.at("wavelet_family").dump() + " is a name PEFT accepts but has no usable filter of", "peft.wavelet_family",
           "Choose db1 to db10, sym2 to sym10 or coif1 to coif4.");
    }
  }
  std::map<std::string, int64_t> shares;
  if (config.at("proportional_parameters").get<bool>()) {
    Json completed = config;
    shares = proportional(find_targets(model, completed, usual_waveft_targets(model)), config.at("n_frequency"));
  }
  const bool zero = config.at("init_weights").get<bool>();
  const double scaling = config.at("scaling");
  SpectralPlaces places(config.at("random_loc_seed"));
  LayerMethod method{.peft_type = "WAVEFT"};
  method.linear = [&](Linear& layer) {
    const int64_t count = shares.count(layer.name) ? shares.at(layer.name)
                                                   : pattern_value(config.at("n_frequency_pattern"), layer.name, config.at("n_frequency"),
                                                                   "peft.n_frequency_pattern").get<int64_t>();
    const WaveletChange change(places.of(layer, count), layer, filter, scaling);
    const Tensor values = zero ? at::zeros({count}) : init::normal({count}, 0.01, generator);
    return std::make_shared<WaveletLinear>(change, init::leaf(values, layer.device()));
  };
  return attach_layer_method(model, config, usual_waveft_targets(model), method);
}

}  // namespace

extern const PeftMethod waveft_peft_method;
const PeftMethod waveft_peft_method{.peft_type = "WAVEFT",
                                    .title = "WaveFT",
                                    .summary = "Learns a few wavelet coefficients of each layer's weight change; few numbers, freely chosen how many.",
                                    .family = "weights",
                                    .paper = "arXiv 2505.12532",
                                    .schema = waveft_schema,
                                    .make = make_waveft,
                                    .mergeable = true,
                                    .converts_to_lora = true,
                                    .quantized_base = true};

}  // namespace paretune
