// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/random_projection.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>

#include "training/peft/common/schema_parts.h"
#include "training/peft/common/targets.h"

namespace paretune {
namespace {

struct ScaledProjection : torch::autograd::Function<ScaledProjection> {
  static Tensor forward(torch::autograd::AutogradContext* ctx, const Tensor& h, const Tensor& frozen_b, const Tensor& b) {
    at::NoGradGuard no_grad;
    ctx->save_for_backward({h, frozen_b, b});
    return at::matmul(h, frozen_b.t()).mul_(b);
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx, const torch::autograd::variable_list& grads) {
    const auto saved = ctx->get_saved_variables();
    const Tensor &frozen_b = saved[1], &b = saved[2];
    const Tensor g = grads[0].to(b.scalar_type()), h = saved[0].to(b.scalar_type());  // bf16 where the product was computed in it
    Tensor on_h, on_b;
    if (ctx->needs_input_grad(0)) on_h = at::matmul(g, frozen_b * b.unsqueeze(1));
    if (ctx->needs_input_grad(2)) on_b = at::matmul(g.t(), h).mul_(frozen_b).sum(1);
    return {on_h, Tensor(), on_b};
  }
};

}  // namespace

std::vector<ParamSpec> target_specs_without_exclude() {
  std::vector<ParamSpec> specs = target_specs(true);
  std::erase_if(specs, [](const ParamSpec& spec) { return spec.key == "exclude_modules"; });
  return specs;
}

std::vector<ParamSpec> projection_specs(const std::string& what) {
  return {whole_spec("projection_prng_key", 0, "Seed of the random " + what + ".", {}, true),
          flag_spec("save_projection", true,
                    "Save the random " + what + " with the adapter; false makes the file small and draws them again from the seed.", true)};
}

LargestLayer largest_targeted_layer(CausalLm& model, const Json& config, const Json& usual) {
  Json scratch = config;
  LargestLayer largest;
  for (const auto& target : find_targets(model, scratch, usual)) {
    if (!target.linear) continue;
    if (largest.in == 0) largest.device = target.linear->device();
    largest.in = std::max(largest.in, target.linear->in_features());
    largest.out = std::max(largest.out, target.linear->out_features());
  }
  if (largest.in == 0) {
    fail(ErrorKind::input, "chooses no linear layer", "peft.target_modules", "Name linear layers, for example \"q_proj\" or \"all-linear\".");
  }
  return largest;
}

at::Generator seeded_generator(const Json& config, const std::string& key) {
  const Json& seed = config.at(key);
  return at::make_generator<at::CPUGeneratorImpl>(seed.is_number_unsigned() ? seed.get<uint64_t>() : static_cast<uint64_t>(seed.get<int64_t>()));
}

Tensor kaiming_uniform(at::IntArrayRef shape, double a, at::Generator& generator, at::ScalarType type) {
  int64_t fan_in = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) fan_in *= shape[i];
  const double bound = std::sqrt(3.0) * (std::sqrt(2.0 / (1 + a * a)) / std::sqrt(static_cast<double>(fan_in)));
  return at::empty(shape, type).uniform_(-bound, bound, generator);
}

Tensor scaled_projection(const Tensor& h, const Tensor& frozen_b, const Tensor& b) { return ScaledProjection::apply(h, frozen_b, b); }

}  // namespace paretune
