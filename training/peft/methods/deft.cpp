// SPDX-License-Identifier: GPL-3.0-or-later
// DEFT (NeurIPS 2025) and PaRa (ICLR 2025): takes the part of a layer's output that lies in r learned directions away and writes new
// content there, W' = W - Q p^T W + s Q R, with Q = P, p = relu(P), or Q = p = the orthonormal basis of P. PaRa only takes away.
#include "training/peft/common/frozen_products.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/low_rank.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& deft_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 8, "How many directions of a layer's output are rewritten.", 1),
        {.key = "decomposition_method",
         .type = ParamType::choice,
         .default_value = "relu",
         .help = "How the directions are read from what is trained: relu takes them as they are, qr makes them orthonormal.",
         .choices = {"relu", "qr"}},
        {.key = "alpha",
         .type = ParamType::number,
         .default_value = nullptr,
         .help = "Strength of the new content: it is multiplied by alpha / r; missing = 1."},
        flag_spec("para", false, "Only take away, write nothing new (PaRa); starts changed, and half as many numbers are trained."),
        number_spec("deft_dropout", 0.0, "Share of the inputs of the new content that are set to zero while training.", 0.0, 1.0),
        flag_spec("init_weights", true, "Start with new content equal to what is taken away; false starts it with small random values.", true),
        number_spec("init_scale", 1.0, "Size of those random values, times 0.02.", {}, {}, true)},
       target_specs(true),
       {bias_spec("deft_only"), fan_in_fan_out_spec()}});
  return schema;
}

class DeftLinear final : public LinearAdapter {
 public:
  DeftLinear(Tensor p, bool orthonormal, double scale, double dropout)
      : m_p(std::move(p)), m_orthonormal(orthonormal), m_scale(scale), m_dropout(dropout) {}

  void set_content(const Tensor& r) { m_r = r; }

  // Q (out, r) and what is taken away, p^T W (r, in).
  template <class TimesWeight>
  std::pair<Tensor, Tensor> directions(const TimesWeight& times_weight) const {
    const Tensor q = m_orthonormal ? std::get<0>(at::linalg_qr(m_p)) : m_p;
    return {q, times_weight((m_orthonormal ? q : at::relu(q)).t())};
  }
  std::pair<Tensor, Tensor> directions_of(const Tensor& weight) const {
    return directions([&weight](const Tensor& p) { return at::matmul(p, weight); });
  }

  // The base output is never kept: x (p^T W)^T is the part of it that goes.
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const auto [q, gone] = directions([&base](const Tensor& p) { return times_weight(p, base); });
    if (!m_r.defined() || m_dropout == 0 || !base.training) return low_rank_linear(x, x, base, this, inner, content_less(gone), q);
    const Tensor written = at::linear(at::dropout(x, m_dropout, true), m_r * m_scale);
    return inner(x) + at::linear(written - at::linear(x, gone), q);
  }

  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    const auto [q, gone] = directions_of(weight);
    return {weight + at::matmul(q, content_less(gone)), bias};
  }

  std::vector<AdapterTensor> tensors() const override {
    std::vector<AdapterTensor> out = {{"deft_P", m_p}};
    if (m_r.defined()) out.push_back({"deft_R", m_r});
    return out;
  }

 private:
  Tensor content_less(const Tensor& gone) const { return m_r.defined() ? m_r * m_scale - gone : -gone; }

  Tensor m_p, m_r;  // (out, r), (r, in); no m_r in PaRa
  bool m_orthonormal;
  double m_scale, m_dropout;
};

std::unique_ptr<Adapter> make_deft(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  config["fan_in_fan_out"] = false;
  for (const char* key : {"layers_to_transform", "layers_pattern"}) {
    if (config.at("target_modules").is_string() && !config.at(key).is_null()) {
      fail(ErrorKind::input, "cannot be combined with target_modules as one text", std::string("peft.") + key,
           "Give target_modules as a list of names, or put the layers into the expression.");
    }
  }
  const Json alpha = config.at("alpha");
  LayerMethod method{.peft_type = "DEFT"};
  method.linear = [&](Linear& layer) {
    at::NoGradGuard no_grad;
    const int64_t out = layer.out_features(), in = layer.in_features(), r = std::min(config.at("r").get<int64_t>(), out);
    const double scale = alpha.is_null() || alpha.get<double>() == 0 ? 1.0 : alpha.get<double>() / static_cast<double>(r);
    const Tensor p = init::leaf(init::normal({out, r}, 0.02, generator), layer.device());
    auto adapter = std::make_shared<DeftLinear>(p, config.at("decomposition_method") == Json("qr"), scale, config.at("deft_dropout").get<double>());
    if (!config.at("para").get<bool>()) {
      const Tensor content = config.at("init_weights").get<bool>() ? adapter->directions_of(layer.dense_weight()).second / scale
                                                                   : init::normal({r, in}, 0.02 * config.at("init_scale").get<double>(), generator);
      adapter->set_content(init::leaf(content, layer.device()));
    }
    return adapter;
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod deft_peft_method;
const PeftMethod deft_peft_method{.peft_type = "DEFT",
                                  .title = "DEFT",
                                  .summary = "Replaces what a layer says in a few learned directions by new content; as small as LoRA.",
                                  .family = "weights",
                                  .paper = "NeurIPS 2025",
                                  .schema = deft_schema,
                                  .make = make_deft,
                                  .mergeable = true,
                                  .quantized_base = true};

}  // namespace paretune
