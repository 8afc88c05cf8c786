// SPDX-License-Identifier: GPL-3.0-or-later
// Of the Wishart draw PEFT uses the diagonal alone, whose entries are independent chi-squared values with r degrees of freedom; so
// these are drawn. Gamma functions enter as logarithms, which do not overflow.
#include "training/peft/common/init.h"
#include "training/peft/methods/lora_parts/lora_variants.h"

namespace paretune {
namespace {

constexpr double kLeastVariance = 1e-3, kLeast = 1e-6;

struct Draws {
  Tensor normal;      // (samples, in, r)
  Tensor chi_square;  // (r)
  Tensor shares;      // (samples)
};

class MontecloraLinear final : public LoraLinear {
 public:
  MontecloraLinear(LoraFactors factors, Tensor log_spread, Tensor log_shares, const Json& options)
      : LoraLinear(std::move(factors)),
        m_log_spread(std::move(log_spread)),
        m_log_shares(std::move(log_shares)),
        m_variance(at::eye(m_log_spread.size(0), m_log_spread.options().requires_grad(false))),
        m_weights(at::full_like(m_log_shares, 1.0 / static_cast<double>(m_log_shares.size(0))).detach()),
        m_entropy(options.at("use_entropy")),
        m_prior(options.at("dirichlet_prior")),
        m_size(options.at("sample_scaler")),
        m_kl(options.at("kl_loss_weight")) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    m_drawn = base.training;
    if (!base.training) return LoraLinear::forward(x, base, inner);
    draw();
    const Tensor variance = variances(), weights = shares();
    {
      at::NoGradGuard no_grad;
      m_variance.copy_(variance.diag());
      m_weights.copy_(weights);
    }
    // sum_n w_n (A + noise_n), the spread of column k common to all draws
    const Tensor noise = at::tensordot(weights, m_draws.normal, {0}, {0}) * (variance.sqrt() * m_size);  // (in, r)
    return inner(x) + raised(at::linear(dropped(x, base), m_f.a + noise.t()));
  }
  std::vector<AdapterTensor> tensors() const override {
    auto out = LoraLinear::tensors();
    const std::string at = "lora_monteclora_sampler.";
    out.push_back({at + "std_prior", m_log_spread});
    out.push_back({at + "expert_weights_prior", m_log_shares});
    out.push_back({at + "gaussian_var_prior", m_variance, false});
    out.push_back({at + "expert_weights", m_weights, false});
    return out;
  }
  // Of the last pass's draws, made again from the trained values: its own graph is gone when the loss has been propagated.
  Tensor penalty() const override {
    if (!m_drawn) return {};
    const Tensor kl = (share_distance() + spread_distance() + normal_distance()) * m_kl;
    return m_entropy ? kl + shares().square().sum() : kl;
  }

 private:
  void draw() {
    at::NoGradGuard no_grad;
    const int64_t r = m_log_spread.size(0);
    m_draws.normal = at::randn({m_log_shares.size(0), m_f.a.size(1), r}, m_f.a.options().requires_grad(false));
    m_draws.chi_square = at::_standard_gamma(at::full({r}, 0.5 * static_cast<double>(r), m_log_spread.options().requires_grad(false))) * 2;
    m_draws.shares = at::randn({m_log_shares.size(0)}, m_log_shares.options().requires_grad(false));
  }
  Tensor variances() const { return ((m_log_spread * 2).exp() * m_draws.chi_square).clamp_min(kLeastVariance); }  // (r)
  // (samples), of sum 1: a Dirichlet distribution as a normal one of logarithms.
  Tensor shares() const {
    const double n = static_cast<double>(m_log_shares.size(0));
    const Tensor alpha = m_log_shares.exp().clamp_min(kLeast), log_alpha = alpha.log(), inverse = alpha.reciprocal();
    const Tensor variance = (inverse * (1 - 2 / n) + inverse.sum() / (n * n)).clamp_min(kLeast) + kLeast;
    return (variance.sqrt() * m_draws.shares + log_alpha - log_alpha.mean()).softmax(0);
  }
  // PEFT's three terms, with its signs.
  Tensor share_distance() const {
    const Tensor alpha = m_log_shares.exp(), prior = at::full_like(alpha, m_prior), sum = alpha.sum();
    return sum.lgamma() - prior.sum().lgamma() + (alpha.lgamma() - prior.lgamma()).sum() +
           ((alpha - prior) * (alpha.digamma() - sum.digamma())).sum();
  }
  Tensor spread_distance() const {
    const double r = static_cast<double>(m_log_spread.size(0));
    return ((m_log_spread * 2).exp().sum() * r - m_log_spread.sum() * (2 * r) - r * r) * 0.5;
  }
  Tensor normal_distance() const {
    const Tensor variance = variances().clamp_min(kLeast);
    return (variance.sum() - variance.log().sum() - static_cast<double>(variance.size(0))) * (0.5 * static_cast<double>(m_log_shares.size(0)));
  }

  Tensor m_log_spread, m_log_shares;  // (r), (samples)
  Tensor m_variance, m_weights;       // (r, r), (samples): of the last pass, saved
  Draws m_draws;
  bool m_drawn = false, m_entropy;
  double m_prior, m_size, m_kl;
};

}  // namespace

LoraLayer make_monteclora(LoraFactors f, const Linear& layer, const Json& options, at::Generator& generator) {
  auto fresh = [&](int64_t size) { return init::leaf(at::empty({size}, at::kFloat).uniform_(0, 1, generator), layer.device()); };
  const int64_t r = f.a.size(0);
  const Tensor log_spread = fresh(r), log_shares = fresh(options.at("num_samples").get<int64_t>());
  return std::make_shared<MontecloraLinear>(std::move(f), log_spread, log_shares, options);
}

}  // namespace paretune
