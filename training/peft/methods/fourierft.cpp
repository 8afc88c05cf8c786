// SPDX-License-Identifier: GPL-3.0-or-later
// FourierFT (arXiv 2405.03003): a weight change that is the real part of an inverse 2-D Fourier transform of a few learned coefficients.
#include "training/peft/common/effective_weight.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/regex.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/spectral.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& fourierft_schema() {
  static const ParamSchema schema = make_schema(
      {spectral_specs(1000),
       {number_spec("scaling", 150.0, "Strength: the transformed coefficients are multiplied by it.", {}, {}),
        flag_spec("init_weights", false, "Start with coefficients of zero, that is without a change; false draws them from N(0, 1).")},
       target_specs(true),
       {bias_spec("fourier_only"), fan_in_fan_out_spec()}});
  return schema;
}

Json usual_fourierft_targets(const CausalLm& model) {
  if (model.config.model_type == "gpt2" || model.config.model_type == "gpt_bigcode") return Json({"mlp.c_proj"});
  return usual_linear_targets(model);
}

// The real part of the inverse transform of a real spectrum S is the inverse transform of its even part, (S(k) + S(-k)) / 2, of which
// the half with non-negative second frequency is enough.
class FourierChange {
 public:
  FourierChange(const Tensor& places, const Linear& layer, double scaling)
      : m_out(layer.out_features()), m_in(layer.in_features()), m_half(m_in / 2 + 1), m_scaling(scaling) {
    const Tensor row = at::div(places, m_in, "floor"), column = places - row * m_in, numbers = at::arange(places.size(0), places.options());
    const Tensor mirrored_row = at::remainder(-row, m_out), mirrored_column = at::remainder(-column, m_in);
    const Tensor target = at::cat({row * m_half + column, mirrored_row * m_half + mirrored_column});
    const Tensor inside = at::cat({column, mirrored_column}) < m_half;
    m_targets = target.masked_select(inside).to(layer.device());
    m_sources = at::cat({numbers, numbers}).masked_select(inside).to(layer.device());
  }

  Tensor of(const Tensor& spectrum) const {
    const Tensor even = spectrum.index_select(0, m_sources) * (m_scaling / 2);
    const Tensor half = at::zeros({m_out * m_half}, spectrum.options()).index_add(0, m_targets, even).view({m_out, m_half});
    const int64_t sizes[] = {m_out, m_in};
    return at::fft_irfft2(half.to(at::kComplexFloat), sizes);
  }

 private:
  int64_t m_out, m_in, m_half;
  double m_scaling;
  Tensor m_targets, m_sources;  // places in the half spectrum, and which coefficient goes there
};

class FourierLinear final : public LinearAdapter {
 public:
  FourierLinear(FourierChange change, Tensor spectrum) : m_change(std::move(change)), m_spectrum(std::move(spectrum)) {}
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    return changed_linear(x, x, base, inner, [change = m_change, spectrum = m_spectrum] { return change.of(spectrum); });
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + m_change.of(m_spectrum), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"fourierft_spectrum", m_spectrum}}; }

 private:
  FourierChange m_change;
  Tensor m_spectrum;
};

// PEFT's rule here is not that of rank_pattern: a key follows a dot and runs to the end of the name, or is the whole name as it is.
int64_t frequencies_of(const Json& config, const std::string& module) {
  const Json& patterns = config.at("n_frequency_pattern");
  if (!patterns.is_object()) return config.at("n_frequency");
  for (const auto& [key, value] : patterns.items()) {
    if (Regex("(?P<whole>.*\\." + key + "$)", "peft.n_frequency_pattern").group_at_start(module, "whole")) return value;
  }
  return patterns.contains(module) ? patterns.at(module) : config.at("n_frequency");
}

std::unique_ptr<Adapter> make_fourierft(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check_spectral_config(config);
  config["fan_in_fan_out"] = false;
  const bool zero = config.at("init_weights").get<bool>();
  const double scaling = config.at("scaling");
  SpectralPlaces places(config.at("random_loc_seed"));
  LayerMethod method{.peft_type = "FOURIERFT"};
  method.linear = [&](Linear& layer) {
    const int64_t count = frequencies_of(config, layer.name);
    const Tensor chosen = places.of(layer, count), values = zero ? at::zeros({count}) : init::normal({count}, 1.0, generator);
    return std::make_shared<FourierLinear>(FourierChange(chosen, layer, scaling), init::leaf(values, layer.device()));
  };
  return attach_layer_method(model, config, usual_fourierft_targets(model), method);
}

}  // namespace

extern const PeftMethod fourierft_peft_method;
const PeftMethod fourierft_peft_method{.peft_type = "FOURIERFT",
                                       .title = "FourierFT",
                                       .summary = "Learns a few Fourier coefficients of each layer's weight change; very few numbers.",
                                       .family = "weights",
                                       .paper = "arXiv 2405.03003",
                                       .schema = fourierft_schema,
                                       .make = make_fourierft,
                                       .mergeable = true,
                                       .converts_to_lora = true,
                                       .quantized_base = true};

}  // namespace paretune
