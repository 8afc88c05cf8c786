// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/init.h"
#include "training/peft/methods/lora_parts/lora_variants.h"

namespace paretune {
namespace {

Tensor without_weakest(const Tensor& weight, int64_t r, const std::string& name) {
  const int64_t k = std::min(weight.size(0), weight.size(1));
  if (r >= k) {
    fail(ErrorKind::input, "KaSA needs r below " + std::to_string(k) + ", the smaller side of \"" + name + "\", not " + std::to_string(r), "peft.r",
         "Use a smaller r.");
  }
  const auto [u, s, vh] = at::linalg_svd(weight, false);
  return at::matmul(u.slice(1, 0, k - r) * s.slice(0, 0, k - r), vh.slice(0, 0, k - r));
}

// | M - 1 |, Frobenius, of a square M.
Tensor distance_from_one(const Tensor& m) { return at::linalg_vector_norm(m - at::eye(m.size(0), m.options())); }

class KasaLinear final : public LoraLinear {
 public:
  KasaLinear(LoraFactors factors, Tensor diagonal, double beta, double gamma)
      : LoraLinear(std::move(factors)), m_d(std::move(diagonal)), m_beta(beta), m_gamma(gamma) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    return inner(x) + raised(at::linear(dropped(x, base), m_f.a) * m_d);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear& base) const override {
    return merged_with(weight + at::matmul(m_f.b.detach() * m_d.detach(), m_f.a.detach()) * m_f.scale, bias, base);
  }
  std::vector<AdapterTensor> tensors() const override {
    auto out = LoraLinear::tensors();
    out.push_back({"lora_diag", m_d});
    return out;
  }
  Tensor penalty() const override {
    const Tensor skew = distance_from_one(at::matmul(m_f.b.t(), m_f.b)) + distance_from_one(at::matmul(m_f.a, m_f.a.t()));
    return m_d.square().sum() * m_beta + skew * m_gamma;
  }

 private:
  Tensor m_d;  // (r)
  double m_beta, m_gamma;
};

}  // namespace

LoraLayer make_kasa(LoraFactors f, const Linear& layer, const Tensor& weight, const Json& options, at::Generator& generator) {
  if (layer.conv1d) {
    fail(ErrorKind::unsupported, "\"" + layer.name + "\" is a Conv1D layer, which KaSA cannot adapt", "peft.target_modules", "Use plain LoRA.");
  }
  at::NoGradGuard no_grad;
  const int64_t r = f.a.size(0);
  f.residual = without_weakest(f.residual.defined() ? f.residual : weight, r, layer.name);
  const Tensor diagonal = init::leaf(init::normal({r}, 1.0, generator), layer.device());
  return std::make_shared<KasaLinear>(std::move(f), diagonal, options.at("beta").get<double>(), options.at("gamma").get<double>());
}

}  // namespace paretune
