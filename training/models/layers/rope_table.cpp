// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/rope_table.h"

#include <cmath>
#include <numbers>

namespace paretune {
namespace {

// Per-frequency scaling of Llama 3.1: long waves are stretched by `factor`, short ones kept, those between blended.
Tensor llama3_frequencies(const Tensor& frequencies, const Json& scaling) {
  const double factor = scaling.at("factor"), low = scaling.at("low_freq_factor"), high = scaling.at("high_freq_factor");
  const double context = scaling.at("original_max_position_embeddings").get<double>();
  Tensor out = frequencies.clone();
  auto f = out.accessor<float, 1>();
  for (int64_t i = 0; i < f.size(0); ++i) {
    const double wave = 2 * std::numbers::pi / f[i];
    if (wave > context / low) {
      f[i] = static_cast<float>(f[i] / factor);
    } else if (wave >= context / high) {
      const double blend = (context / wave - low) / (high - low);
      f[i] = static_cast<float>((1 - blend) * f[i] / factor + blend * f[i]);
    }
  }
  return out;
}

}  // namespace

RopeTable::RopeTable(const ModelConfig& config) {
  const int64_t dim = config.head_dim;
  // fp32 throughout, as transformers: 1 / theta^(2i/dim).
  Tensor exponents = at::arange(0, dim, 2, at::kLong).to(at::kFloat) / static_cast<double>(dim);
  m_inverse_frequencies = 1.0 / at::pow(static_cast<float>(config.rope_theta), exponents);
  Json scaling = config.hf.value("rope_scaling", Json());
  if (scaling.is_null()) scaling = config.hf.value("rope_parameters", Json());
  if (!scaling.is_object()) return;
  const std::string type = scaling.value("rope_type", scaling.value("type", "default"));
  if (type == "linear") {
    m_inverse_frequencies = m_inverse_frequencies / scaling.at("factor").get<double>();
  } else if (type == "llama3") {
    m_inverse_frequencies = llama3_frequencies(m_inverse_frequencies, scaling);
  } else if (type != "default") {
    fail(ErrorKind::unsupported, "rope scaling \"" + type + "\" is not supported", "config.json: rope_scaling", "Known are default, linear and llama3.");
  }
}

std::pair<Tensor, Tensor> RopeTable::at_positions(const Tensor& positions, int64_t longest, at::Device device) {
  if (!m_cos.defined() || m_cos.size(0) < longest) {
    at::NoGradGuard no_grad;
    const int64_t length = std::max<int64_t>(256, longest + longest / 2);
    const Tensor angles = at::outer(at::arange(length, at::kFloat), m_inverse_frequencies);
    m_cos = (at::cos(angles) * m_scale).to(device);
    m_sin = (at::sin(angles) * m_scale).to(device);
  }
  return {m_cos.index_select(0, positions), m_sin.index_select(0, positions)};
}

}  // namespace paretune
