// SPDX-License-Identifier: GPL-3.0-or-later
// Lily (arXiv 2407.09946): factors A shared by neighbouring layers, several factors B shared by all layers of a kind, and a router in
// every layer that says how much of each B to take.
//
// As in PEFT the router's shares are averaged over all tokens of the forward pass, so what a token gets depends on the others.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& lily_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 32, "Rank of the weight change; 2 to 4 times what LoRA would have, since factors are shared.", 1),
        whole_spec("stride_A", 1, "How many neighbouring layers of a kind share one A.", 1),
        whole_spec("num_B", 2, "How many factors B the layers of a kind share.", 2),
        number_spec("scaling", 1.0, "Strength: the change is multiplied by it.", {}, {}),
        flag_spec("init_weights", true, "Start without a change; false draws B like A.", true)},
       target_specs(true)});
  return schema;
}

class LilyLinear final : public LinearAdapter {
 public:
  struct Factor {
    Tensor tensor;
    bool first = false;  // the first layer that has it: PEFT trains it under that layer's name
  };
  LilyLinear(Factor a, Factor b, Tensor router, double scaling)
      : m_a(std::move(a)), m_b(std::move(b)), m_router(std::move(router)), m_scaling(scaling) {}

  Tensor forward(const Tensor& x, const Linear&, const InnerLinear& inner) override {
    const Tensor hidden = at::linear(x, m_a.tensor);
    const Tensor shares = at::softmax(at::linear(hidden, m_router), -1).mean(0);
    const Tensor mixed = at::matmul(shares * m_scaling, m_b.tensor.view({m_router.size(0), -1})).view({-1, m_b.tensor.size(1)});
    return inner(x) + at::matmul(hidden, mixed);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override { return {weight, bias}; }
  std::vector<AdapterTensor> tensors() const override {
    return {{"lily_A.weight", m_a.tensor, m_a.first}, {"lily_B.weight", m_b.tensor, m_b.first}, {"lily_router.weight", m_router}};
  }

 private:
  Factor m_a, m_b;  // (r, in); (num_B r, out)
  Tensor m_router;  // (num_B, r)
  double m_scaling;
};

// The layers of one kind: chosen by the same entry of target_modules and of the same shape.
struct Kind {
  int64_t layers = 0;
  Tensor a, b;  // of the newest layer
};

// The entry that chose a layer. Where several fit PEFT takes any; here it is the longest.
std::string choosing_entry(const Json& targets, const std::string& module) {
  if (targets.is_string()) return targets.get<std::string>();
  std::string best;
  for (const auto& entry : text_list(targets)) {
    if (module.ends_with(entry) && entry.size() > best.size()) best = entry;
  }
  return best;
}

// A head's shares are averaged over all rows, so none may be left out of its forward pass.
struct AllRows final : MixtureAdapter {
  void begin_forward(CausalLm&, const TokenBatch&, KvCache*) override {}
};

std::unique_ptr<Adapter> make_lily(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  const auto targets = find_targets(model, config, usual_linear_targets(model));  // completes target_modules
  const int64_t r = config.at("r"), stride = config.at("stride_A"), count = config.at("num_B");
  const bool zero = config.at("init_weights").get<bool>();
  const double scaling = config.at("scaling");
  std::map<std::tuple<std::string, int64_t, int64_t>, Kind> kinds;
  LayerMethod method{.peft_type = "LILY"};
  method.mergeable = false;
  method.merge_refusal = "Lily's change depends on the tokens, so it cannot be merged into the weights";
  for (const auto& target : targets) {
    if (target.linear == &model.head()) method.mixture = std::make_shared<AllRows>();
  }
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "Lily");
    const int64_t in = layer.in_features(), out = layer.out_features();
    Kind& kind = kinds[{choosing_entry(config.at("target_modules"), layer.name), out, in}];
    const bool first_b = kind.layers == 0, first_a = kind.layers % stride == 0;
    ++kind.layers;
    if (first_a) kind.a = init::leaf(init::kaiming_uniform({r, in}, generator), layer.device());
    if (first_b) {
      kind.b = init::leaf(zero ? at::zeros({count * r, out}) : init::kaiming_uniform({count * r, out}, generator), layer.device());
    }
    const Tensor router = init::leaf(init::kaiming_uniform({count, r}, generator), layer.device());
    return std::make_shared<LilyLinear>(LilyLinear::Factor{kind.a, first_a}, LilyLinear::Factor{kind.b, first_b}, router, scaling);
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod lily_peft_method;
const PeftMethod lily_peft_method{.peft_type = "LILY",
                                  .title = "Lily",
                                  .summary = "Low-rank changes whose factors are shared among layers and mixed by a router in each.",
                                  .family = "weights",
                                  .paper = "arXiv 2407.09946",
                                  .schema = lily_schema,
                                  .make = make_lily,
                                  .quantized_base = true};

}  // namespace paretune
