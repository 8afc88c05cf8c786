// SPDX-License-Identifier: GPL-3.0-or-later
// CorDA (arXiv 2406.05223): W C = U S V^T with the covariance C of the layer's inputs; the chosen directions of U S (C^-1 V)^T become
// the factors, the rest stays.
#include "training/peft/methods/lora_parts/data_init.h"
#include "training/peft/methods/lora_parts/data_looks.h"

namespace paretune {
namespace {

constexpr const char* kWhere = "peft.init_lora_weights";
constexpr int64_t kSamples = 256;  // as PEFT's example

struct Sum {
  Tensor total;  // (in, in)
  int64_t count = 0;
};

void add_sample(Sum& sum, const Tensor& given, const std::string& layer) {
  const Tensor x = given / given.max().abs();
  const Tensor covariance = at::matmul(x.t(), x);
  if (!covariance.isfinite().all().item<bool>()) {
    fail(ErrorKind::input, "the inputs of \"" + layer + "\" give no covariance: values are not finite", kWhere, "Look at the training data.");
  }
  if (sum.total.defined()) sum.total.add_(covariance);
  else sum.total = covariance;
  ++sum.count;
}

// C with as much of its mean diagonal added as its inverse needs, and that inverse.
std::pair<Tensor, Tensor> invertible(const Tensor& covariance, const std::string& layer) {
  const Tensor one = at::eye(covariance.size(0), covariance.options()), mean = covariance.diag().mean();
  for (double damping = 0.01; damping < 1e6; damping *= 2) {
    const Tensor damped = covariance + one * (mean * damping);
    const Tensor inverse = at::linalg_inv(damped);
    if (at::linalg_vector_norm(at::matmul(damped, inverse) - one).item<double>() < 0.05) return {damped, inverse};
  }
  fail(ErrorKind::input, "the covariance of the inputs of \"" + layer + "\" has no inverse", kWhere, "Look at the training data.");
}

}  // namespace

LayerData corda_covariances(CausalLm& model, const std::vector<Linear*>& layers) {
  std::map<std::string, Sum> sums;
  std::map<std::string, std::string> shared;  // layers that see the very input of another (k and v that of q)
  Tensor last;
  std::string owner;
  Watches watches(model);
  for (Linear* layer : layers) {
    watches.add(*layer, [&, name = layer->name](const Tensor& x) {
      if (last.defined() && last.is_same(x)) {
        shared[name] = owner;
        return;
      }
      last = x;
      owner = name;
      add_sample(sums[name], x, name);
    });
  }
  int64_t left = kSamples;
  for (const auto& batch : data_of(model, kSamples)) {
    for (std::size_t i = 0; i + 1 < batch.tokens.offsets.size() && left > 0; ++i, --left) watches.run(sample_of(batch, i).tokens);
  }
  LayerData out;
  for (const auto& [name, sum] : sums) out[name] = sum.total / static_cast<double>(sum.count);
  for (const auto& [name, from] : shared) out[name] = out.at(from);
  return out;
}

LoraFactors corda_factors(const Linear& layer, const Tensor& weight, const LoraShape& shape, const Tensor& covariance, const Json& options) {
  const int64_t most = std::min(weight.size(0), weight.size(1)), r = shape.rank;
  if (r > most) fail(ErrorKind::input, "corda needs r of at most " + std::to_string(most) + " for \"" + layer.name + "\", not " + std::to_string(r), "peft.r");
  const auto [damped, inverse] = invertible(covariance, layer.name);
  const auto [u, s, vh] = at::linalg_svd(at::matmul(weight, damped), false);
  const int64_t first = options.at("corda_method") == Json("kpm") ? most - r : 0;  // the weakest directions, or the strongest
  const Tensor root = (s.slice(0, first, first + r) / shape.scale).sqrt();
  LoraFactors f;
  f.a = at::matmul(vh, inverse).slice(0, first, first + r) * root.unsqueeze(1);
  f.b = u.slice(1, first, first + r) * root;
  f.residual = weight - at::matmul(f.b * shape.scale, f.a);
  return f;
}

}  // namespace paretune
