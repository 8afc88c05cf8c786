// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/loftq.h"

namespace paretune {
namespace {

constexpr const char* kWhere = "peft.loftq_config";
constexpr int64_t kBlock = 64;

// Quantiles of the normal distribution between -1 and 1 (arXiv 2305.14314, appendix E).
const float kNormalFloat4[16] = {-1.0f,
                                 -0.6961928009986877f,
                                 -0.5250730514526367f,
                                 -0.39491748809814453f,
                                 -0.28444138169288635f,
                                 -0.18477343022823334f,
                                 -0.09105003625154495f,
                                 0.0f,
                                 0.07958029955625534f,
                                 0.16093020141124725f,
                                 0.24611230194568634f,
                                 0.33791524171829224f,
                                 0.44070982933044434f,
                                 0.5626170039176941f,
                                 0.7229568362236023f,
                                 1.0f};

Tensor normal_float4(const Tensor& weight) {
  const Tensor flat = weight.reshape(-1);
  const int64_t count = flat.numel(), padding = (kBlock - count % kBlock) % kBlock;
  const Tensor blocks = at::constant_pad_nd(flat, {0, padding}).view({-1, kBlock});
  const Tensor largest = blocks.abs().amax(1, true), code = at::tensor(at::ArrayRef<float>(kNormalFloat4, 16)).to(weight.device());
  const Tensor scaled = (blocks * largest.clamp_min(1e-38).reciprocal()).clamp(-1, 1);
  const Tensor between = (code.slice(0, 0, 15) + code.slice(0, 1)) / 2;
  return (code.index({at::bucketize(scaled, between)}) * largest).view(-1).slice(0, 0, count).view(weight.sizes());
}

Tensor whole_numbers8(const Tensor& weight) {
  const Tensor half = weight.to(at::kHalf).to(at::kFloat), largest = half.abs().amax(1, true);
  return at::round(half * (largest.clamp_min(1e-38).reciprocal() * 127.0f)) * largest * 7.874015718698502e-3f;
}

}  // namespace

Tensor as_quantised(const Tensor& weight, int64_t bits) { return bits == 4 ? normal_float4(weight) : whole_numbers8(weight); }

LoraFactors loftq(const Tensor& weight, int64_t rank, const Json& options) {
  const int64_t bits = options.at("loftq_bits"), rounds = options.at("loftq_iter");
  LoraFactors f;
  Tensor rest = weight;
  for (int64_t i = 0; i < rounds; ++i) {
    f.residual = as_quantised(rest, bits);
    const auto [u, s, vh] = at::linalg_svd(weight - f.residual, false);
    const Tensor root = s.slice(0, 0, rank).sqrt();
    f.b = u.slice(1, 0, rank) * root;
    f.a = root.unsqueeze(1) * vh.slice(0, 0, rank);
    rest = weight - at::matmul(f.b, f.a);
  }
  return f;
}

void check_loftq(const Json& options) {
  const bool complete = options.is_object() && options.contains("loftq_bits") && options.contains("loftq_iter");
  if (!complete) {
    fail(ErrorKind::input, "must be given with both of its keys where init_lora_weights is loftq", kWhere,
         "Write for example \"loftq_config\": {\"loftq_bits\": 4, \"loftq_iter\": 1}.");
  }
  if (options.at("loftq_bits") != Json(4) && options.at("loftq_bits") != Json(8)) {
    fail(ErrorKind::input, "must be 4 or 8, not " + options.at("loftq_bits").dump(), std::string(kWhere) + ".loftq_bits");
  }
  const Json& rounds = options.at("loftq_iter");
  if (!rounds.is_number_integer() || rounds.get<int64_t>() < 1) {
    fail(ErrorKind::input, "must be a whole number of at least 1, not " + rounds.dump(), std::string(kWhere) + ".loftq_iter");
  }
}

}  // namespace paretune
