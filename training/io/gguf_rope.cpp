// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numbers>

#include "training/io/gguf_arch.h"

namespace paretune {
namespace {

// HF _compute_llama3_parameters: the divisor of one frequency.
double llama3_divisor(double wavelength, double factor, double low, double high, double context) {
  if (wavelength < context / high) return 1;
  if (wavelength > context / low) return factor;
  const double smooth = (context / wavelength - low) / (high - low);
  return 1 / ((1 - smooth) / factor + smooth);
}

double snapped(double value) {
  const double whole = std::round(value);
  return whole > 0 && std::abs(value - whole) <= 0.01 * whole ? whole : value;
}

bool explains(std::span<const float> divisors, const std::vector<double>& wavelengths, double factor, double low, double high, double context) {
  for (std::size_t i = 0; i < divisors.size(); ++i) {
    if (std::abs(llama3_divisor(wavelengths[i], factor, low, high, context) / divisors[i] - 1) > 1e-3) return false;
  }
  return true;
}

}  // namespace

std::optional<Json> llama3_scaling(std::span<const float> divisors, double rope_theta, int64_t head_dim) {
  if (divisors.empty() || static_cast<int64_t>(divisors.size()) != head_dim / 2) return {};
  std::vector<double> wavelengths;
  for (std::size_t i = 0; i < divisors.size(); ++i) {
    if (!(divisors[i] >= 1) || !std::isfinite(divisors[i])) return {};
    wavelengths.push_back(2 * std::numbers::pi * std::pow(rope_theta, 2.0 * static_cast<double>(i) / static_cast<double>(head_dim)));
  }
  const double factor = snapped(*std::max_element(divisors.begin(), divisors.end()));
  const auto made = [&](double low, double high, double context) {
    return Json{{"rope_type", "llama3"},
                {"factor", factor},
                {"low_freq_factor", low},
                {"high_freq_factor", high},
                {"original_max_position_embeddings", static_cast<int64_t>(std::llround(context))}};
  };
  if (explains(divisors, wavelengths, factor, 1, 4, 8192)) return made(1, 4, 8192);

  // Between the two plateaus, smooth = a / wavelength - b with a = context / (high - low) and b = low / (high - low).
  // Only a and b matter, so low is taken as 1.
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t i = 0; i < divisors.size(); ++i) {
    if (divisors[i] <= 1 + 1e-6 || divisors[i] >= factor * (1 - 1e-6)) continue;
    const double x = 1 / wavelengths[i], y = (1 / static_cast<double>(divisors[i]) - 1 / factor) / (1 - 1 / factor);
    n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
  }
  if (n < 2) return {};
  const double a = (n * sxy - sx * sy) / (n * sxx - sx * sx), b = (a * sx - sy) / n;
  if (!(a > 0) || !(b > 0)) return {};
  const double high = snapped(1 + 1 / b), context = snapped(a * (high - 1));
  if (!explains(divisors, wavelengths, factor, 1, high, context)) return {};
  return made(1, high, context);
}

std::vector<float> llama3_divisors(const Json& scaling, double rope_theta, int64_t head_dim) {
  std::vector<float> out;
  for (int64_t i = 0; i < head_dim / 2; ++i) {
    const double wavelength = 2 * std::numbers::pi * std::pow(rope_theta, 2.0 * static_cast<double>(i) / static_cast<double>(head_dim));
    out.push_back(static_cast<float>(llama3_divisor(wavelength, scaling.at("factor"), scaling.at("low_freq_factor"), scaling.at("high_freq_factor"),
                                                    scaling.at("original_max_position_embeddings").get<double>())));
  }
  return out;
}

Json gguf_rope_scaling(const GgufFile& file, const std::string& architecture, double rope_theta, int64_t head_dim) {
  const auto value = [&](const char* key) { return gguf_value(file, architecture, std::string("rope.scaling.") + key); };
  const auto number = [&](const char* key) -> Json {
    const auto found = value(key);
    if (!found || !found->is_number()) {
      fail(ErrorKind::input, "lacks the number '" + architecture + ".rope.scaling." + key + "'", file.path(),
           "Convert the model again with a current llama.cpp.");
    }
    return *found;
  };
  if (const GgufTensor* freqs = file.find("rope_freqs.weight")) {
    if (freqs->type != GgmlType::F32)
      fail(ErrorKind::unsupported, "rope_freqs.weight is not stored as F32", file.path(), "Convert the model again with a current llama.cpp.");
    std::vector<float> divisors(static_cast<std::size_t>(freqs->elements));
    dequantize(freqs->type, freqs->data, freqs->elements, divisors.data());
    if (std::all_of(divisors.begin(), divisors.end(), [](float d) { return d == 1; })) return nullptr;
    if (auto scaling = llama3_scaling(divisors, rope_theta, head_dim)) return *scaling;
    fail(ErrorKind::unsupported, "its rotary frequencies (rope_freqs.weight) follow no known rule", file.path(),
         "Use the Hugging Face folder of this model.");
  }
  const auto type = value("type");
  if (!type || *type == "none") return nullptr;
  if (*type == "linear") return Json{{"rope_type", "linear"}, {"factor", number("factor")}};
  if (*type == "yarn") {
    Json out = {{"rope_type", "yarn"}, {"factor", number("factor")}, {"original_max_position_embeddings", number("original_context_length")}};
    if (const auto f = value("attn_factor"); f && f->is_number()) out["attention_factor"] = *f;
    return out;
  }
  fail(ErrorKind::unsupported, "its rotary scaling " + type->dump() + " is not known", file.path(), "Use the Hugging Face folder of this model.");
}

}  // namespace paretune
