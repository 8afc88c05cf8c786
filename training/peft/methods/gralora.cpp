// SPDX-License-Identifier: GPL-3.0-or-later
// GraLoRA (arXiv 2505.20355): the weight in k x k blocks, each with a LoRA of rank r / k of its own; the size is that of one LoRA of rank
// r. Part n of the input goes through A_n to r numbers, r / k of them for every part of the output; part j of the output is made by B_j
// from what all parts of the input hold for it.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& gralora_schema() {
  static const ParamSchema schema = [] {
    ParamSchema out = make_schema(
        {{whole_spec("r", 32, "Rank: as many numbers as a LoRA of this rank; gralora_k must divide it.", 1),
          whole_spec("hybrid_r", 0, "Rank of a plain LoRA beside the blocks; 0 for none.", 0),
          number_spec("alpha", 64, "Strength: the change is multiplied by alpha / (r + hybrid_r).", {}, {}),
          number_spec("gralora_dropout", 0.0, "Share of the inputs of the change that are set to zero while training.", 0.0, 1.0),
          whole_spec("gralora_k", 2, "Parts of the input and of the output of a layer; must divide both. 2 for r up to 32, 4 above.", 1),
          flag_spec("init_weights", true, "Start without change; false draws both factors.", true)},
         target_specs(true),
         {bias_spec("gralora_only"), fan_in_fan_out_spec()}});
    std::erase_if(out.params, [](const ParamSpec& spec) { return spec.key == "exclude_modules"; });  // GraloraConfig has none
    return out;
  }();
  return schema;
}

struct GraloraFactors {
  Tensor a, b;                  // (k, in / k, r), (k, r, out / k)
  Tensor a_general, b_general;  // (hybrid_r, in), (out, hybrid_r), or undefined
};

class GraloraLinear final : public LinearAdapter {
 public:
  GraloraLinear(GraloraFactors factors, double scale, double dropout) : m_f(std::move(factors)), m_scale(scale), m_dropout(dropout) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    auto dropped = [&] { return m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x; };
    const Tensor y = inner(x);
    const Tensor out = at::add(y, by_blocks(dropped()), m_scale);
    return m_f.a_general.defined() ? at::add(out, at::linear(at::linear(dropped(), m_f.a_general), m_f.b_general), m_scale) : out;
  }

  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    const int64_t k = m_f.a.size(0), part = m_f.a.size(1), r = m_f.a.size(2), share = r / k, out = m_f.b.size(2);
    // Block (j, n) is (A_n's columns for j times B_j's rows for n)^T.
    const Tensor a = m_f.a.view({k, part, k, share}).permute({2, 0, 1, 3}).reshape({k * k, part, share});
    const Tensor b = m_f.b.reshape({k * k, share, out});
    Tensor delta = at::bmm(a, b).view({k, k, part, out}).permute({0, 3, 1, 2}).reshape({k * out, k * part});
    if (m_f.a_general.defined()) delta = delta + at::matmul(m_f.b_general, m_f.a_general);
    return {at::add(weight, delta, m_scale), bias};
  }

  std::vector<AdapterTensor> tensors() const override {
    std::vector<AdapterTensor> out = {{"gralora_A", m_f.a}, {"gralora_B", m_f.b}};
    if (m_f.a_general.defined()) {
      out.push_back({"gralora_A_general.weight", m_f.a_general});
      out.push_back({"gralora_B_general.weight", m_f.b_general});
    }
    return out;
  }

 private:
  Tensor by_blocks(const Tensor& x) const {
    const int64_t n = x.size(0), k = m_f.a.size(0), r = m_f.a.size(2);
    const Tensor low = at::bmm(x.reshape({n, k, -1}).transpose(0, 1), m_f.a);  // (k parts of the input, n, r)
    const Tensor regrouped = low.view({k, n, k, r / k}).permute({2, 1, 0, 3}).reshape({k, n, r});
    return at::bmm(regrouped, m_f.b).transpose(0, 1).reshape({n, -1});
  }

  GraloraFactors m_f;
  double m_scale, m_dropout;
};

// k matrices as torch.nn.Linear makes them, transposed: (k, columns, rows).
Tensor drawn(int64_t k, int64_t rows, int64_t columns, at::Generator& generator) {
  std::vector<Tensor> parts;
  for (int64_t i = 0; i < k; ++i) parts.push_back(init::kaiming_uniform({rows, columns}, generator).t());
  return at::stack(parts);
}

void check_divides(int64_t k, int64_t features, const char* what, const std::string& layer) {
  if (features % k == 0) return;
  fail(ErrorKind::input, std::to_string(k) + " does not divide the " + std::to_string(features) + " " + what + " of \"" + layer + "\"",
       "peft.gralora_k", "Choose a common divisor of the inputs and outputs of all targets.");
}

std::unique_ptr<Adapter> make_gralora(CausalLm& model, const Json& config, at::Generator generator) {
  const int64_t r = config.at("r"), hybrid = config.at("hybrid_r"), k = config.at("gralora_k");
  if (r % k != 0) {
    fail(ErrorKind::input, std::to_string(k) + " does not divide r, which is " + std::to_string(r), "peft.gralora_k",
         "Choose a divisor of r, or another r.");
  }
  const double scale = config.at("alpha").get<double>() / static_cast<double>(r + hybrid);
  const bool still = config.at("init_weights").get<bool>();
  LayerMethod method{.peft_type = "GRALORA"};
  method.linear = [&](Linear& layer) {
    const int64_t in = layer.in_features(), out = layer.out_features();
    check_divides(k, in, "inputs", layer.name);
    check_divides(k, out, "outputs", layer.name);
    GraloraFactors f;
    f.a = init::leaf(drawn(k, r, in / k, generator), layer.device());
    f.b = init::leaf(still ? at::zeros({k, r, out / k}) : drawn(k, out / k, r, generator), layer.device());
    if (hybrid > 0) {
      f.a_general = init::leaf(init::kaiming_uniform({hybrid, in}, generator), layer.device());
      f.b_general = init::leaf(still ? at::zeros({out, hybrid}) : init::kaiming_uniform({out, hybrid}, generator), layer.device());
    }
    return std::make_shared<GraloraLinear>(std::move(f), scale, config.at("gralora_dropout").get<double>());
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod gralora_peft_method;
const PeftMethod gralora_peft_method{.peft_type = "GRALORA",
                                     .title = "GraLoRA",
                                     .summary = "A LoRA for every block of the weight: more rank from as many numbers, a little slower.",
                                     .family = "weights",
                                     .paper = "arXiv 2505.20355",
                                     .schema = gralora_schema,
                                     .make = make_gralora,
                                     .mergeable = true,
                                     .converts_to_lora = true,
                                     .quantized_base = true};

}  // namespace paretune
