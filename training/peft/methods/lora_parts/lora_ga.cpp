// SPDX-License-Identifier: GPL-3.0-or-later
// LoRA-GA (arXiv 2407.05000): factors from singular directions of the weight's gradient, so that the first step goes where a step of
// full fine-tuning would.
#include <cmath>

#include "training/peft/methods/lora_parts/data_init.h"
#include "training/peft/methods/lora_parts/data_looks.h"

namespace paretune {
namespace {

constexpr int64_t kBatches = 64, kRounds = 4;

LowrankSvd drawn_svd(const Tensor& matrix, int64_t rank, at::Generator& generator) {
  return lowrank_svd(matrix, rank, kRounds, drawn_generator(generator, matrix.device()));
}

// Which of 2 r directions A and B take.
std::pair<Tensor, Tensor> places(const std::string& direction, int64_t r, at::Generator& generator) {
  const Tensor all = at::arange(2 * r, at::kLong);
  if (direction == "ArBr") return {all.slice(0, 1, 2 * r, 2), all.slice(0, 0, 2 * r, 2)};
  if (direction == "A2rBr") return {all.slice(0, r), all.slice(0, 0, r)};
  if (direction == "ArB2r") return {all.slice(0, 0, r), all.slice(0, r)};
  const Tensor drawn = at::randperm(2 * r, generator, at::TensorOptions(at::kLong)).slice(0, 0, r);
  return {drawn, drawn};
}

}  // namespace

LayerData lora_ga_gradients(CausalLm& model, const std::vector<Linear*>& layers) {
  const auto batches = data_of(model, kBatches);
  LayerData out = weight_gradients(model, layers, batches);
  for (auto& [name, gradient] : out) gradient = gradient / static_cast<double>(batches.size());
  return out;
}

LoraFactors lora_ga_factors(const Linear& layer, const Tensor& weight, const LoraShape& shape, const Tensor& gradient, const Json& options,
                            at::Generator& generator) {
  const int64_t least = std::min(weight.size(0), weight.size(1)), r = shape.rank;
  if (2 * r > least) {
    fail(ErrorKind::input,
         "lora_ga needs r of at most " + std::to_string(least / 2) + " for \"" + layer.name + "\", half of its smaller side, not " + std::to_string(r), "peft.r",
         "Choose a smaller r.");
  }
  const LowrankSvd svd = drawn_svd(gradient, std::min(4 * r, least), generator);
  auto [of_a, of_b] = places(options.at("direction"), r, generator);
  of_a = of_a.to(weight.device());
  of_b = of_b.to(weight.device());
  const Tensor strengths = svd.s.index_select(0, of_b);
  LoraFactors f;
  f.a = svd.vh.index_select(0, of_a);
  f.b = svd.u.index_select(1, of_b) * strengths;
  const std::string scale = options.at("scale");
  if (scale == "stable") {
    const auto stored_rows = static_cast<double>(layer.conv1d ? weight.size(1) : weight.size(0));  // PEFT takes the first side of the stored weight
    f.b = f.b * (std::pow(stored_rows, 0.25) / std::sqrt(options.at("stable_gamma").get<double>()));
  } else if (scale == "weight_svd") {
    const Tensor strongest = drawn_svd(weight, r, generator).s[0];
    if (strengths[0].item<double>() > 0) f.b = f.b * (strongest / strengths[0]);
  } else if (scale == "gd_scale") {
    f.a = f.a / shape.scale;
    f.b = f.b / shape.scale;
  }
  f.residual = weight - at::matmul(f.b, f.a) * shape.scale;
  return f;
}

}  // namespace paretune
