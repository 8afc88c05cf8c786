// SPDX-License-Identifier: GPL-3.0-or-later
// GLoRA (arXiv 2306.07967): W' = W + W * A + B, b' = b + b * D + E + W C, each of A to E of a form of its own.
//
// Only A and B of low rank need a dense W'. As vectors or constants they scale the outputs and add the sum of the inputs.
#include "training/peft/common/effective_weight.h"
#include "training/peft/common/frozen_products.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

ParamSpec form_spec(const std::string& key, const std::string& value, const std::string& help, const std::vector<std::string>& choices) {
  return {.key = key, .type = ParamType::choice, .default_value = value, .help = help, .choices = choices};
}

const ParamSchema& glora_schema() {
  static const ParamSchema schema = [] {
    ParamSchema out = make_schema(
        {{whole_spec("r", 8, "Rank of those parts whose form is lora.", 1),
          form_spec("config_A_B", "lora", "Form of the change of weights: low rank, one factor and summand per output, one for all, or none.",
                    {"lora", "vector", "constant", "none"}),
          form_spec("config_C", "lora", "Form of what the weights add to the bias; without effect on layers without a bias.",
                    {"lora", "vector", "none"}),
          form_spec("config_D_E", "constant", "Form of the factor and summand of the bias; without effect on layers without a bias.",
                    {"vector", "constant", "none"}),
          flag_spec("init_weights", true, "Start without change; false draws every part.", true)},
         target_specs(false),
         {bias_spec("glora_only")}});
    std::erase_if(out.params, [](const ParamSpec& spec) { return spec.key == "exclude_modules"; });  // GloraConfig has none
    return out;
  }();
  return schema;
}

// One of A to E: a product down * up, a tensor, or nothing.
struct GloraPart {
  Tensor down, up, x, zeros;  // zeros: what PEFT saves in place of nothing

  bool empty() const { return zeros.defined(); }
  Tensor value() const { return down.defined() ? at::matmul(down, up) : x; }
  void add_tensors(const std::string& name, std::vector<AdapterTensor>& out) const {
    if (down.defined()) {
      out.push_back({name + ".Xd", down});
      out.push_back({name + ".Xu", up});
    } else if (empty()) {
      out.push_back({name + ".zeros", zeros, false});
    } else {
      out.push_back({name + ".X", x});
    }
  }
};

struct GloraParts {
  GloraPart a, b, c, d, e;
};

class GloraLinear final : public LinearAdapter {
 public:
  explicit GloraLinear(GloraParts parts) : m_p(std::move(parts)) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor bias = base.bias ? base.bias->value() : Tensor();
    const Tensor more = bias.defined() ? bias_change(bias, base) : Tensor();
    if (m_p.a.down.defined()) {
      const Tensor y = replaced_linear(x, base, inner, [this](const Tensor& weight) { return changed(weight); });
      return more.defined() ? y + more : y;
    }
    Tensor y = inner(x);
    if (!m_p.a.empty()) {
      const Tensor factor = m_p.a.x.flatten();  // (out) or (1)
      y = bias.defined() ? at::addcmul(bias * factor * -1, y, factor + 1) : y * (factor + 1);
      y = at::addcmul(y, x.sum(1, /*keepdim=*/true), m_p.b.x.flatten());
    }
    return more.defined() ? y + more : y;
  }

  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear& base) const override {
    at::NoGradGuard no_grad;
    const Tensor more = bias.defined() ? bias_change(bias, base) : Tensor();
    return {changed(weight), more.defined() ? bias + more : bias};
  }

  std::vector<AdapterTensor> tensors() const override {
    std::vector<AdapterTensor> out;
    m_p.a.add_tensors("glora_A", out);
    m_p.b.add_tensors("glora_B", out);
    m_p.c.add_tensors("glora_C", out);
    m_p.d.add_tensors("glora_D", out);
    m_p.e.add_tensors("glora_E", out);
    return out;
  }

 private:
  Tensor changed(const Tensor& weight) const {
    if (m_p.a.empty()) return weight;
    const Tensor scaled = at::addcmul(weight, weight, m_p.a.value());
    return m_p.b.down.defined() ? at::addmm(scaled, m_p.b.down, m_p.b.up) : scaled + m_p.b.x;
  }

  // b * D + E + W C, or undefined.
  Tensor bias_change(const Tensor& bias, const Linear& base) const {
    Tensor out;
    if (!m_p.d.empty()) out = bias * m_p.d.x + m_p.e.x;
    if (!m_p.c.empty()) {
      const Tensor from_weight = times_weight_transposed(m_p.c.value().t(), base).squeeze(0);
      out = out.defined() ? out + from_weight : from_weight;
    }
    return out;
  }

  GloraParts m_p;
};

// Makes the parts of one layer. The zeros that stand for empty parts are views of one tensor: they are as large as the weights.
class GloraMaker {
 public:
  GloraMaker(const Json& config, at::Generator& generator)
      : m_rank(config.at("r")), m_still(config.at("init_weights").get<bool>()), m_generator(generator) {}

  GloraPart make(const std::string& form, at::IntArrayRef shape, at::Device device) {
    GloraPart part;
    if (form == "lora") {
      part.up = init::leaf(init::kaiming_uniform({m_rank, shape[1]}, m_generator), device);
      part.down = init::leaf(m_still ? at::zeros({shape[0], m_rank}) : init::kaiming_uniform({shape[0], m_rank}, m_generator), device);
    } else if (form == "vector") {  // of the rows; PEFT draws a flat one as a row, a column as a column
      const int64_t rows = shape[0];
      const std::vector<int64_t> drawn = shape.size() == 1 ? std::vector<int64_t>{1, rows} : std::vector<int64_t>{rows, 1};
      const Tensor x = m_still ? at::zeros(drawn) : init::kaiming_uniform(drawn, m_generator);
      part.x = init::leaf(shape.size() == 1 ? x.flatten() : x, device);
    } else if (form == "constant") {
      part.x = init::leaf(m_still ? at::zeros({1}) : init::normal({1}, 0.02, m_generator), device);
    } else {
      const int64_t count = c10::multiply_integers(shape);
      if (!m_zeros.defined() || m_zeros.numel() < count || m_zeros.device() != device) m_zeros = at::zeros({count}, at::device(device).dtype(at::kFloat));
      part.zeros = m_zeros.slice(0, 0, count).view(shape);
    }
    return part;
  }

 private:
  int64_t m_rank;
  bool m_still;
  at::Generator& m_generator;
  Tensor m_zeros;
};

void check_zeros(const std::map<std::string, Tensor>& tensors) {
  for (const auto& [name, tensor] : tensors) {
    if (name.ends_with(".zeros") && tensor.count_nonzero().item<int64_t>() != 0) {
      fail(ErrorKind::input, name + " is not zero, although it stands for a part that is switched off", "adapter_model.safetensors",
           "The file is broken; use an earlier checkpoint.");
    }
  }
}

std::unique_ptr<Adapter> make_glora(CausalLm& model, const Json& config, at::Generator generator) {
  GloraMaker maker(config, generator);
  LayerMethod method{.peft_type = "GLORA"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "GLoRA");
    const int64_t in = layer.in_features(), out = layer.out_features();
    const at::Device device = layer.device();
    const std::string none = "none", weights = config.at("config_A_B"), column = layer.bias ? config.at("config_C").get<std::string>() : none,
                      biases = layer.bias ? config.at("config_D_E").get<std::string>() : none;
    GloraParts parts;
    parts.a = maker.make(weights, {out, in}, device);
    parts.b = maker.make(weights, {out, in}, device);
    parts.c = maker.make(column, {in, 1}, device);
    parts.d = maker.make(biases, {out}, device);
    parts.e = maker.make(biases, {out}, device);
    return std::make_shared<GloraLinear>(std::move(parts));
  };
  method.before_load = check_zeros;
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod glora_peft_method;
const PeftMethod glora_peft_method{.peft_type = "GLORA",
                                   .title = "GLoRA",
                                   .summary = "Scales and shifts weights and biases, each in a form that can be chosen; slower than LoRA.",
                                   .family = "weights",
                                   .paper = "arXiv 2306.07967",
                                   .schema = glora_schema,
                                   .make = make_glora,
                                   .mergeable = true,
                                   .quantized_base = true};

}  // namespace paretune
