// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/rope_table.h"

#include <algorithm>
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

double number_or(const Json& object, const char* key, double fallback) {
  const auto it = object.find(key);
  return it != object.end() && it->is_number() && it->get<double>() != 0 ? it->get<double>() : fallback;
}

double needed(const Json& scaling, const char* key) {
  const auto it = scaling.find(key);
  if (it == scaling.end() || !it->is_number()) {
    fail(ErrorKind::input, std::string("rope scaling lacks the number \"") + key + "\"", "config.json", "Check that the model folder is complete.");
  }
  return it->get<double>();
}

// The length the model was made for first: beside the scaling, or in its own entry.
double first_length(const ModelConfig& config, const Json& scaling) {
  return number_or(config.hf, "original_max_position_embeddings",
                   number_or(scaling, "original_max_position_embeddings", static_cast<double>(config.max_position_embeddings)));
}

// How much longer the model's length is than its first.
double stretch_of(const ModelConfig& config, const Json& scaling) {
  return number_or(scaling, "factor", static_cast<double>(config.max_position_embeddings) / first_length(config, scaling));
}

// YaRN (arXiv 2309.00071): fast waves stay, slow ones are stretched, a ramp between.
Tensor yarn_frequencies(const Tensor& wavelengths, const ModelConfig& config, double theta, const Json& scaling) {
  const int64_t half = wavelengths.size(0), dim = 2 * half;
  const double length = first_length(config, scaling);
  const auto place_of = [&](double turns) {
    return static_cast<double>(dim) * std::log(length / (turns * 2 * std::numbers::pi)) / (2 * std::log(theta));
  };
  double low = place_of(number_or(scaling, "beta_fast", 32)), high = place_of(number_or(scaling, "beta_slow", 1));
  if (scaling.value("truncate", true)) {
    low = std::floor(low);
    high = std::ceil(high);
  }
  low = std::max(low, 0.0);
  high = std::min(high, static_cast<double>(dim - 1));
  if (low == high) high += 0.001;
  const Tensor kept = 1 - ((at::arange(half, at::kFloat) - low) / (high - low)).clamp(0, 1);
  return 1.0 / (wavelengths * stretch_of(config, scaling)) * (1 - kept) + 1.0 / wavelengths * kept;
}

double yarn_scale(const ModelConfig& config, const Json& scaling) {
  const double factor = stretch_of(config, scaling);
  const auto mscale = [&](double by) { return factor <= 1 ? 1.0 : 0.1 * by * std::log(factor) + 1; };
  const double one = number_or(scaling, "mscale", 0), all = number_or(scaling, "mscale_all_dim", 0);
  return number_or(scaling, "attention_factor", one != 0 && all != 0 ? mscale(one) / mscale(all) : mscale(1));
}

double longrope_scale(const ModelConfig& config, const Json& scaling) {
  const double factor = stretch_of(config, scaling);
  return number_or(scaling, "attention_factor", factor <= 1 ? 1.0 : std::sqrt(1 + std::log(factor) / std::log(first_length(config, scaling))));
}

Tensor factors_of(const Json& scaling, const char* key, int64_t count) {
  const auto it = scaling.find(key);
  const bool numbers = it != scaling.end() && it->is_array() && std::all_of(it->begin(), it->end(), [](const Json& n) { return n.is_number(); });
  if (!numbers || static_cast<int64_t>(it->size()) != count) {
    fail(ErrorKind::input, std::string("\"") + key + "\" of the rope scaling must be a list of " + std::to_string(count) + " numbers", "config.json",
         "Check that the model folder is complete.");
  }
  return at::tensor(it->get<std::vector<float>>());
}

}  // namespace

Json rope_scaling_of(const ModelConfig& config) {
  const Json scaling = config.hf.value("rope_scaling", Json());
  return scaling.is_null() ? config.hf.value("rope_parameters", Json()) : scaling;
}

RopeTable::RopeTable(const ModelConfig& config) : RopeTable(config, config.head_dim, config.rope_theta, rope_scaling_of(config)) {}

RopeTable::RopeTable(const ModelConfig& config, int64_t dim, double theta, const Json& scaling) {
  // fp32 throughout, as transformers: theta^(2i/dim).
  const Tensor exponents = at::arange(0, dim, 2, at::kLong).to(at::kFloat) / static_cast<double>(dim);
  const Tensor wavelengths = at::pow(static_cast<float>(theta), exponents);
  m_waves.inverse_frequencies = 1.0 / wavelengths;
  if (!scaling.is_object()) return;
  const std::string type = scaling.value("rope_type", scaling.value("type", "default"));
  if (type == "linear") {
    m_waves.inverse_frequencies = m_waves.inverse_frequencies / needed(scaling, "factor");
  } else if (type == "llama3") {
    m_waves.inverse_frequencies = llama3_frequencies(m_waves.inverse_frequencies, scaling);
  } else if (type == "yarn") {
    m_waves.inverse_frequencies = yarn_frequencies(wavelengths, config, theta, scaling);
    m_scale = yarn_scale(config, scaling);
  } else if (type == "longrope" || type == "su") {
    m_waves.inverse_frequencies = 1.0 / (factors_of(scaling, "short_factor", dim / 2) * wavelengths);
    m_long.inverse_frequencies = 1.0 / (factors_of(scaling, "long_factor", dim / 2) * wavelengths);
    m_first_length = static_cast<int64_t>(first_length(config, scaling));
    m_scale = longrope_scale(config, scaling);
  } else if (type != "default") {
    fail(ErrorKind::unsupported, "rope scaling \"" + type + "\" is not supported", "config.json: rope_scaling",
         "Known are default, linear, llama3, yarn and longrope.");
  }
}

void RopeTable::Waves::reach(int64_t length, double scale, at::Device device) {
  if (cos.defined() && cos.size(0) >= length) return;
  at::NoGradGuard no_grad;
  length = std::max<int64_t>(256, length + length / 2);
  const Tensor angles = at::outer(at::arange(length, at::kFloat), inverse_frequencies);
  const Tensor longer_cos = (at::cos(angles) * scale).to(device), longer_sin = (at::sin(angles) * scale).to(device);
  cos = longer_cos;  // both or none, should memory be short
  sin = longer_sin;
}

std::pair<Tensor, Tensor> RopeTable::at_positions(const Tensor& positions, const std::vector<int64_t>& offsets, at::Device device) {
  const int64_t longest = positions.numel() > 0 ? positions.max().item<int64_t>() + 1 : 1;
  m_waves.reach(longest, m_scale, device);
  if (!m_long.inverse_frequencies.defined() || longest <= m_first_length) {
    return {m_waves.cos.index_select(0, positions), m_waves.sin.index_select(0, positions)};
  }
  m_long.reach(longest, m_scale, device);
  std::vector<Tensor> cos, sin;
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    const Tensor own = positions.slice(0, offsets[s], offsets[s + 1]);
    if (own.numel() == 0) continue;
    const Waves& waves = own.max().item<int64_t>() >= m_first_length ? m_long : m_waves;
    cos.push_back(waves.cos.index_select(0, own));
    sin.push_back(waves.sin.index_select(0, own));
  }
  return {at::cat(cos), at::cat(sin)};
}

}  // namespace paretune
