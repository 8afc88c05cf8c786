// SPDX-License-Identifier: GPL-3.0-or-later
// PEANuT (arXiv 2410.01870): a small network reads the frozen weight and makes the weight change.
//
// With H (in, r) the network's last hidden values the change is (H B^T)^T, so y += (x H) B^T: no matrix of the weight's size is made.
#include "training/peft/common/activations.h"
#include "training/peft/common/frozen_products.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/low_rank.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& peanut_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 32, "Width of the network, and rank of the weight change.", 1),
        whole_spec("depth", 0, "Hidden layers on the way in, and as many on the way out.", 0),
        {.key = "act_fn",
         .type = ParamType::choice,
         .default_value = "relu",
         .help = "Activation of the network.",
         .choices = activation_names()},
        number_spec("scaling", 1.0, "Strength: the change is multiplied by it.", {}, {}),
        flag_spec("init_weights", true, "Start without a change; false draws B like the other layers.", true)},
       target_specs(true)});
  return schema;
}

struct PeanutFactors {
  Tensor a, b;  // (r, out), (out, r)
  std::vector<Tensor> encoders, decoders;  // (r, r)
  std::string act;
  double scaling = 1;

  // H^T (r, in). A decoder adds what the encoder opposite of it read.
  Tensor hidden(const Tensor& a_times_weight) const {
    Tensor h = activation(act, a_times_weight);
    std::vector<Tensor> read;
    for (const Tensor& encoder : encoders) {
      read.push_back(h);
      h = activation(act, at::matmul(encoder, h));
    }
    for (const Tensor& decoder : decoders) {
      h = activation(act, at::matmul(decoder, h)) + read.back();
      read.pop_back();
    }
    return h;
  }
};

class PeanutLinear final : public LinearAdapter {
 public:
  explicit PeanutLinear(PeanutFactors factors) : m_f(std::move(factors)) {}
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    return low_rank_linear(x, x, base, this, inner, m_f.hidden(times_weight(m_f.a, base)), m_f.b * m_f.scaling);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + at::matmul(m_f.b * m_f.scaling, m_f.hidden(at::matmul(m_f.a, weight))), bias};
  }
  std::vector<AdapterTensor> tensors() const override {
    std::vector<AdapterTensor> out = {{"peanut_A.weight", m_f.a}, {"peanut_B.weight", m_f.b}};
    for (std::size_t i = 0; i < m_f.encoders.size(); ++i) out.push_back({"peanut_encoders." + std::to_string(i) + ".weight", m_f.encoders[i]});
    for (std::size_t i = 0; i < m_f.decoders.size(); ++i) out.push_back({"peanut_decoders." + std::to_string(i) + ".weight", m_f.decoders[i]});
    return out;
  }

 private:
  PeanutFactors m_f;
};

std::unique_ptr<Adapter> make_peanut(CausalLm& model, const Json& config, at::Generator generator) {
  const int64_t r = config.at("r"), depth = config.at("depth");
  const bool zero = config.at("init_weights").get<bool>();
  LayerMethod method{.peft_type = "PEANUT"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "PEANuT");
    const int64_t out = layer.out_features();
    const auto drawn = [&](int64_t rows, int64_t columns) { return init::leaf(init::kaiming_uniform({rows, columns}, generator), layer.device()); };
    PeanutFactors f{.act = config.at("act_fn"), .scaling = config.at("scaling")};
    f.a = drawn(r, out);
    for (int64_t i = 0; i < depth; ++i) f.encoders.push_back(drawn(r, r));
    for (int64_t i = 0; i < depth; ++i) f.decoders.push_back(drawn(r, r));
    f.b = zero ? init::leaf(at::zeros({out, r}), layer.device()) : drawn(out, r);
    return std::make_shared<PeanutLinear>(std::move(f));
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod peanut_peft_method;
const PeftMethod peanut_peft_method{.peft_type = "PEANUT",
                                    .title = "PEANuT",
                                    .summary = "A small network reads each frozen weight and makes a low-rank change from it.",
                                    .family = "weights",
                                    .paper = "arXiv 2410.01870",
                                    .schema = peanut_schema,
                                    .make = make_peanut,
                                    .mergeable = true,
                                    .quantized_base = true};

}  // namespace paretune
