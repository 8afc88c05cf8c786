// SPDX-License-Identifier: GPL-3.0-or-later
// FRoD (doi 10.1609/aaai.v40i31.39813): layers of one kind share a basis V, each weight is U diag(l) V^T in it, and what is trained is l and
// a sparse core S, W' = U (S + diag(l)) V^T. U follows from V and the base weight; V comes with the file of an adapter.
#include <ATen/CPUGeneratorImpl.h>

#include "training/models/layers/compute_type.h"
#include "training/peft/common/frozen_products.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/sparse_weight.h"
#include "training/peft/common/usual_targets.h"
#include "training/peft/methods/frod_parts/frod_basis.h"

namespace paretune {
namespace {

const ParamSchema& frod_schema() {
  static const ParamSchema schema = make_schema(
      {{number_spec("sparse_rate", 0.01, "Share of the core's entries beside its diagonal that are trained: more learns more.", 0.0, 1.0),
        number_spec("frod_dropout", 0.0, "Share of a layer's inputs that the adapter sees as zero while training.", 0.0, 1.0),
        whole_spec("projection_prng_key", 0, "Seed that chooses the trained entries.", {}, true),
        number_spec("regularization_alpha", 1e-3, "Keeps the computation of the basis stable where blocks are alike.", {}, {}, true),
        flag_spec("save_projection", true, "Save the basis with the adapter, so that it fits on every machine; false makes it again from the weights."),
        flag_spec("init_weights", true, "Start without change; false adds random values.", true),
        flag_spec("progressbar", true, "Accepted for compatibility; no bar is shown.", true),
        flag_spec("runtime_offload_base_weight", false, "Accepted for compatibility; the weights stay where they are, the results are the same.", true)},
       specs_without(target_specs(true), "exclude_modules"),
       {bias_spec("frod_only"), fan_in_fan_out_spec()}});
  return schema;
}

struct PlacesHolder : torch::CustomClassHolder {
  std::shared_ptr<SparsePlaces> places;
};

// z (S + diag(l))^T for z (N, in).
struct Core : torch::autograd::Function<Core> {
  static Tensor forward(torch::autograd::AutogradContext* ctx, const Tensor& z, const Tensor& l, const Tensor& s,
                        const c10::intrusive_ptr<PlacesHolder>& holder) {
    at::NoGradGuard no_grad;
    const ComputeType full(z.device(), at::kFloat);  // there are no sparse products in bf16
    const Tensor wide = z.to(l.scalar_type());
    ctx->save_for_backward({wide, l, s});
    ctx->saved_data["places"] = c10::IValue::make_capsule(holder);
    return through(wide, l, s, *holder->places, false);
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx, const torch::autograd::variable_list& grads) {
    at::NoGradGuard no_grad;
    const auto holder = c10::static_intrusive_pointer_cast<PlacesHolder>(ctx->saved_data["places"].toCapsule());
    const auto saved = ctx->get_saved_variables();
    Tensor on_z, on_l, on_s;
    if (ctx->needs_input_grad(0)) on_z = through(grads[0], saved[1], saved[2], *holder->places, true);
    if (ctx->needs_input_grad(1)) on_l = (grads[0] * saved[0]).sum(0);
    if (ctx->needs_input_grad(2)) on_s = holder->places->gather_product(grads[0], saved[0]);
    return {on_z, on_l, on_s, Tensor()};
  }
  static Tensor through(const Tensor& z, const Tensor& l, const Tensor& s, const SparsePlaces& places, bool transposed) {
    const Tensor straight = z * l;
    return s.numel() == 0 ? straight : straight.add_(places.product(s, z.t(), transposed).t());
  }
};

// What the layers of one kind share.
struct Kind {
  Tensor basis;
  std::shared_ptr<SparsePlaces> places;
};

class FrodLinear final : public LinearAdapter {
 public:
  FrodLinear(Linear& layer, const Kind& kind, double dropout) : m_basis(kind.basis), m_places(c10::make_intrusive<PlacesHolder>()), m_dropout(dropout) {
    m_places->places = kind.places;
    refresh(layer);
  }
  void start(bool still, at::Generator& generator) {
    const Tensor l = still ? m_fresh : m_fresh + (init::normal(m_fresh.sizes(), 1.0, generator) * 0.1).to(m_fresh.device());
    const int64_t n = m_places->places->count();
    m_l = init::leaf(l, m_fresh.device());
    m_s = init::leaf(still ? at::zeros({n}) : init::normal({n}, 0.1, generator), m_fresh.device());
  }

  // With dropout the base sees all of x and the change only what is left: base(x - h) + changed(h).
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    refresh(base);
    const Tensor bias = base.bias ? base.bias->value() : Tensor();
    const bool alone = std::count_if(base.adapters.begin(), base.adapters.end(), [](const auto& adapter) { return adapter->enabled; }) == 1;
    if (m_dropout > 0 && base.training) {
      const Tensor seen = at::dropout(x, m_dropout, true);
      return alone ? inner(x - seen) + changed(seen, {}) : inner(x) + changed(seen, {}) - times_weight_transposed(seen, base);
    }
    return alone ? changed(x, bias) : inner(x) + changed(x, {}) - times_weight_transposed(x, base);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear& base) const override {
    at::NoGradGuard no_grad;
    refresh(base);
    return {weight + (at::matmul(at::matmul(m_u, m_places->places->dense(m_s) + at::diag(m_l)), m_basis.t()) - weight), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"frod_lambda_l", m_l}, {"frod_lambda_s_values", m_s}}; }

 private:
  Tensor changed(const Tensor& x, const Tensor& bias) const {
    return at::linear(Core::apply(at::matmul(x, m_basis), m_l, m_s, m_places), m_u, bias);
  }

  // U belongs to the basis: made again when a file brought another one.
  void refresh(const Linear& layer) const {
    if (m_version == m_basis._version()) return;
    at::NoGradGuard no_grad;
    m_version = m_basis._version();
    const auto [u, length] = frod_split(m_basis, layer.dense_weight());
    m_u = u.to(m_basis.device());
    m_fresh = length.to(m_basis.device());
  }

  Tensor m_basis, m_l, m_s;
  c10::intrusive_ptr<PlacesHolder> m_places;
  double m_dropout;
  mutable int64_t m_version = -1;
  mutable Tensor m_u, m_fresh;  // (out, in), (in)
};

std::map<std::string, Kind> kinds_of(CausalLm& model, Json config, const Json& usual) {
  std::map<std::string, std::map<int64_t, Linear*>> layers;
  int64_t count = 0;
  for (const auto& target : find_targets(model, config, usual)) {
    if (target.linear) layers[frod_category(target.name)][frod_layer_index(target.name, count++)] = target.linear;
  }
  at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(static_cast<uint64_t>(config.at("projection_prng_key").get<int64_t>()));
  std::map<std::string, Kind> out;
  for (const auto& [category, numbered] : layers) {  // PEFT draws in the order of the names too
    std::vector<Tensor> weights;
    for (const auto& [number, layer] : numbered) weights.push_back(layer->dense_weight().to(at::kCPU, at::kFloat));
    const int64_t in = weights[0].size(1);
    for (const auto& weight : weights) {
      if (weight.size(1) != in) fail(ErrorKind::input, "layers of the kind " + category + " have inputs of different sizes", "peft.target_modules");
    }
    const at::Device device = numbered.begin()->second->device();
    const Tensor places = frod_places(in, config.at("sparse_rate"), generator);
    out[category] = {frod_basis(weights, config.at("regularization_alpha")).contiguous().to(device),
                     std::make_shared<SparsePlaces>(places.to(device), in, in)};
  }
  return out;
}

std::unique_ptr<Adapter> make_frod(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  config["fan_in_fan_out"] = false;
  at::NoGradGuard no_grad;
  const Json usual = usual_linear_targets(model);
  const std::map<std::string, Kind> kinds = kinds_of(model, config, usual);
  LayerMethod method{.peft_type = "FROD"};
  if (config.at("save_projection").get<bool>()) {
    for (const auto& [category, kind] : kinds) {
      const int64_t in = kind.basis.size(0);
      method.shared.push_back({"base_model.frod_V." + category, kind.basis, false});
      method.shared.push_back({"base_model.frod_s_indices." + category, kind.places->stored(), false});
      method.shared.push_back({"base_model.frod_s_size." + category, at::tensor({in, in}, at::kLong), false});
    }
  } else {
    // Where the weights leave the basis open, another machine or number of threads makes another one; what was learned belongs to its own.
    method.step_state = [kinds] {
      NamedTensors out;
      for (const auto& [category, kind] : kinds) out.emplace_back("frod_V." + category, kind.basis);
      return out;
    };
    method.set_step_state = [kinds](const std::map<std::string, Tensor>& state) {
      for (const auto& [category, kind] : kinds) {
        const std::string name = "frod_V." + category;
        const auto found = state.find(name);
        if (found == state.end()) continue;  // a checkpoint of an older version
        if (found->second.sizes() != kind.basis.sizes()) fail(ErrorKind::io, "tensor \"" + name + "\" has another shape or type");
        Tensor(kind.basis).copy_(found->second);
      }
    };
  }
  method.linear = [&](Linear& layer) {
    auto adapter = std::make_shared<FrodLinear>(layer, kinds.at(frod_category(layer.name)), config.at("frod_dropout").get<double>());
    adapter->start(config.at("init_weights").get<bool>(), generator);
    return adapter;
  };
  return attach_layer_method(model, config, usual, method);
}

}  // namespace

extern const PeftMethod frod_peft_method;
const PeftMethod frod_peft_method{.peft_type = "FROD",
                                  .title = "FRoD",
                                  .summary = "Writes the weights of like layers in one shared basis and trains a sparse core in it; slow to set up.",
                                  .family = "weights",
                                  .paper = "doi 10.1609/aaai.v40i31.39813",
                                  .schema = frod_schema,
                                  .make = make_frod,
                                  .mergeable = true,
                                  .quantized_base = true};

}  // namespace paretune
