// SPDX-License-Identifier: GPL-3.0-or-later
// MiSS (arXiv 2409.15371): the inputs of a layer are cut into shards of length r, and one matrix M (r, out) works on their sum,
// y += (sum of the shards) M. Two variants, chosen by init_weights:
//   mini  M repeats itself every mini_r outputs
//   bat   W is cut into r x r blocks W_pq, and each becomes W_pq + W_pq B_p + B_p
#include "training/peft/common/effective_weight.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& miss_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 64, "Length of the shards that the inputs are cut into: a larger one learns more and costs more.", 1),
        any_spec("init_weights", true,
                 "true: start without change. bat: blocks that depend on the weight too, stronger and slower. mini: fewer numbers, see mini_r. "
                 "false: random first values.",
                 false),
        whole_spec("mini_r", 1, "With init_weights mini: number of outputs after which the values repeat; must divide the outputs.", 1),
        number_spec("miss_dropout", 0.0, "Share of the inputs that are set to zero while training; without effect with bat.", 0.0, 1.0)},
       target_specs(true),
       {bias_spec("MiSS_only")}});
  return schema;
}

class MissLinear final : public LinearAdapter {
 public:
  MissLinear(Tensor block, double dropout) : m_block(std::move(block)), m_dropout(dropout) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const int64_t rows = x.size(0), in = x.size(1), r = m_block.size(0), over = in % r;
    Tensor shards = over == 0 ? x : at::constant_pad_nd(x, {0, r - over});
    if (m_dropout > 0 && base.training) shards = at::dropout(shards, m_dropout, true);
    const Tensor change = at::matmul(shards.view({rows, -1, r}).sum(1), m_block), y = inner(x);
    if (change.sizes() == y.sizes()) return y + change;
    return (y.view({rows, -1, change.size(1)}) + change.unsqueeze(1)).view(y.sizes());
  }

  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    const int64_t out = weight.size(0), in = weight.size(1), r = m_block.size(0);
    const Tensor rows = m_block.detach().t().repeat({out / m_block.size(1), (in + r - 1) / r});
    return {weight + rows.narrow(1, 0, in), bias};
  }

  std::vector<AdapterTensor> tensors() const override { return {{"miss_block", m_block}}; }

 private:
  Tensor m_block;  // (r, out), or (r, mini_r) with mini_r dividing out
  double m_dropout;
};

// W + W B + B block by block; block (out / r, r, r).
Tensor bat_weight(const Tensor& weight, const Tensor& block) {
  const int64_t groups = block.size(0), r = block.size(1), shards = weight.size(1) / r;
  const Tensor turned = at::baddbmm(weight.reshape({groups, r * shards, r}), weight.reshape({groups, r * shards, r}), block);
  return (turned.view({groups, r, shards, r}) + block.unsqueeze(2)).view(weight.sizes());
}

class BatLinear final : public LinearAdapter {
 public:
  explicit BatLinear(Tensor block) : m_block(std::move(block)) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    return replaced_linear(x, base, inner, [block = m_block](const Tensor& weight) { return bat_weight(weight, block); });
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    return {bat_weight(weight, m_block.detach()), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"miss_block", m_block}}; }

 private:
  Tensor m_block;
};

enum class Variant { plain, random, bat, mini };

Variant variant_of(const Json& init) {
  if (init == Json(true)) return Variant::plain;
  if (init == Json(false)) return Variant::random;
  if (init == Json("bat")) return Variant::bat;
  if (init == Json("mini")) return Variant::mini;
  fail(ErrorKind::input, "must be true, false, \"bat\" or \"mini\", not " + init.dump(), "peft.init_weights");
}

std::shared_ptr<LinearAdapter> around(const Linear& layer, const Json& config, at::Generator& generator) {
  refuse_conv1d(layer, "MiSS");
  const int64_t in = layer.in_features(), out = layer.out_features(), r = config.at("r"), mini = config.at("mini_r");
  const std::string sizes = "the " + std::to_string(in) + " inputs and " + std::to_string(out) + " outputs of \"" + layer.name + "\"";
  if (r > in) {
    fail(ErrorKind::input, std::to_string(r) + " is more than " + sizes + " allow", "peft.r", "Give at most the number of inputs.");
  }
  const double dropout = config.at("miss_dropout");
  const at::Device device = layer.device();
  switch (variant_of(config.at("init_weights"))) {
    case Variant::bat:
      if (in % r != 0 || out % r != 0) {
        fail(ErrorKind::input, std::to_string(r) + " does not divide " + sizes + ", as init_weights \"bat\" needs", "peft.r",
             "Choose a divisor of both for all targets, or fewer targets.");
      }
      return std::make_shared<BatLinear>(init::leaf(at::zeros({out / r, r, r}), device));
    case Variant::mini:
      if (out % mini != 0) {
        fail(ErrorKind::input, std::to_string(mini) + " does not divide the " + std::to_string(out) + " outputs of \"" + layer.name + "\"",
             "peft.mini_r", "Choose a divisor of the outputs of all targets, or fewer targets.");
      }
      return std::make_shared<MissLinear>(init::leaf(at::zeros({r, mini}), device), dropout);
    case Variant::random: return std::make_shared<MissLinear>(init::leaf(init::kaiming_uniform({r, out}, generator), device), dropout);
    case Variant::plain: break;
  }
  return std::make_shared<MissLinear>(init::leaf(at::zeros({r, out}), device), dropout);
}

std::unique_ptr<Adapter> make_miss(CausalLm& model, const Json& config, at::Generator generator) {
  refuse_layers_of_one_text(config);
  LayerMethod method{.peft_type = "MISS"};
  method.linear = [&](Linear& layer) { return around(layer, config, generator); };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod miss_peft_method;
const PeftMethod miss_peft_method{.peft_type = "MISS",
                                  .title = "MiSS",
                                  .summary = "One small matrix on the sum of slices of a layer's input: fewer numbers than LoRA and quicker.",
                                  .family = "weights",
                                  .paper = "arXiv 2409.15371",
                                  .schema = miss_schema,
                                  .make = make_miss,
                                  .mergeable = true,
                                  .converts_to_lora = true,
                                  .quantized_base = true};

}  // namespace paretune
