// SPDX-License-Identifier: GPL-3.0-or-later
// RoAd (arXiv 2409.00119): turns and scales pairs of outputs. Feature k of the first half of a group is paired with feature k of the
// second half: y1' = u1 y1 - w1 y2, y2' = u2 y2 + w2 y1, with u = alpha cos(theta), w = alpha sin(theta).
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& road_schema() {
  static const ParamSchema schema = [] {
    ParamSchema out = make_schema(
        {{{.key = "variant",
           .type = ParamType::choice,
           .default_value = "road_1",
           .help = "How much is learned: road_1 one angle and scale per pair, road_2 one per output, road_4 two per output.",
           .choices = {"road_1", "road_2", "road_4"}},
          whole_spec("group_size", 64, "Outputs are paired within groups of this even size, which must divide the outputs of every target.", 2),
          flag_spec("init_weights", true, "Start without change; false draws angles and scales.", true)},
         target_specs(false)});
    std::erase_if(out.params, [](const ParamSpec& spec) { return spec.key == "exclude_modules"; });  // RoadConfig has none
    return out;
  }();
  return schema;
}

enum class RoadVariant { one, two, four };

class RoadLinear final : public LinearAdapter {
 public:
  RoadLinear(RoadVariant variant, int64_t group, Tensor theta, Tensor alpha)
      : m_variant(variant), m_group(group), m_theta(std::move(theta)), m_alpha(std::move(alpha)) {}

  Tensor forward(const Tensor& x, const Linear&, const InnerLinear& inner) override { return turn(inner(x)); }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {turn(weight.t()).t().contiguous(), bias.defined() ? turn(bias.unsqueeze(0)).squeeze(0) : bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"road_theta", m_theta}, {"road_alpha", m_alpha}}; }

 private:
  // u and w, (groups, 2 or 1, group / 2): by half of the group, or the same for both.
  std::pair<Tensor, Tensor> columns() const {
    const int64_t half = m_group / 2;
    if (m_variant == RoadVariant::four) {  // per group all angles of u, then all of w
      const Tensor theta = m_theta.view({-1, 2, 2, half}), alpha = m_alpha.view({-1, 2, 2, half});
      return {alpha.select(1, 0) * theta.select(1, 0).cos(), alpha.select(1, 1) * theta.select(1, 1).sin()};
    }
    const int64_t halves = m_variant == RoadVariant::one ? 1 : 2;
    const Tensor theta = m_theta.view({-1, halves, half}), alpha = m_alpha.view({-1, halves, half});
    return {alpha * theta.cos(), alpha * theta.sin()};
  }

  // y (rows, out).
  Tensor turn(const Tensor& y) const {
    const auto [u, w] = columns();
    const int64_t last = u.size(1) - 1;
    const std::vector<Tensor> halves = y.reshape({y.size(0), -1, 2, m_group / 2}).unbind(2);
    const Tensor first = at::addcmul(halves[0] * u.select(1, 0), halves[1], w.select(1, 0), -1);
    const Tensor second = at::addcmul(halves[1] * u.select(1, last), halves[0], w.select(1, last));
    return at::stack({first, second}, 2).view(y.sizes());
  }

  RoadVariant m_variant;
  int64_t m_group;
  Tensor m_theta, m_alpha;
};

std::unique_ptr<Adapter> make_road(CausalLm& model, const Json& config, at::Generator generator) {
  const std::string name = config.at("variant");
  const RoadVariant variant = name == "road_1" ? RoadVariant::one : name == "road_2" ? RoadVariant::two : RoadVariant::four;
  const int64_t group = config.at("group_size");
  if (group % 2 != 0) fail(ErrorKind::input, "must be even, not " + std::to_string(group), "peft.group_size");
  LayerMethod method{.peft_type = "ROAD"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "RoAd");
    const int64_t out = layer.out_features();
    if (out % group != 0) {
      fail(ErrorKind::input, std::to_string(group) + " does not divide the " + std::to_string(out) + " outputs of \"" + layer.name + "\"",
           "peft.group_size", "Choose an even divisor of the outputs of all targets, or fewer targets.");
    }
    const int64_t size = variant == RoadVariant::one ? out / 2 : variant == RoadVariant::two ? out : out * 2;
    const bool still = config.at("init_weights").get<bool>();
    const Tensor theta = still ? at::zeros({size}) : init::normal({size}, 0.5, generator);
    const Tensor alpha = still ? at::ones({size}) : init::normal({size}, 0.5, generator) + 1;
    return std::make_shared<RoadLinear>(variant, group, init::leaf(theta, layer.device()), init::leaf(alpha, layer.device()));
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod road_peft_method;
const PeftMethod road_peft_method{.peft_type = "ROAD",
                                  .title = "RoAd",
                                  .summary = "Turns and scales pairs of outputs; very few numbers, nearly as quick as the bare model.",
                                  .family = "weights",
                                  .paper = "arXiv 2409.00119",
                                  .schema = road_schema,
                                  .make = make_road,
                                  .mergeable = true,
                                  .quantized_base = true};

}  // namespace paretune
