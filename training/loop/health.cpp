// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/health.h"

#include <algorithm>
#include <cstdio>

namespace paretune {
namespace {

constexpr std::size_t kRemembered = 50, kNeeded = 10;
constexpr int64_t kQuietSteps = 20;
constexpr double kFarAbove = 10;  // times the median
constexpr double kLossRise = 2;
constexpr int64_t kZeroSteps = 5;
constexpr double kMoved = 0.01;  // share of the first losses by which training must have moved after kRemembered steps
constexpr double kEvalRise = 1.01;

double quantile(const std::deque<double>& values, double share) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void remember(std::deque<double>& values, double value) {
  values.push_back(value);
  if (values.size() > kRemembered) values.pop_front();
}

template <class... T>
std::string text_of(const char* pattern, T... values) {
  char text[320];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

std::string setting(const char* key, double value) { return text_of("%s=%.3g", key, value); }

}  // namespace

std::vector<std::string> HealthWatch::calmer() const {
  std::vector<std::string> out = {setting("training.learning_rate", m_learning_rate / 2)};
  if (m_max_grad_norm <= 0) out.push_back("training.max_grad_norm=1.0");
  if (!m_warmup) out.push_back("training.warmup_ratio=0.05");
  return out;
}

std::optional<HealthNote> HealthWatch::after_step(int64_t step, double loss, double grad_norm) {
  std::optional<HealthNote> note;
  const bool known = m_norms.size() >= kNeeded;
  if (known && grad_norm > kFarAbove * quantile(m_norms, 0.5)) {
    ++m_high_steps;
    note = {text_of("Gradient norm %.3g, usual %.3g to %.3g, %lld %s so far at learning rate %.3g. If it goes on, lower it.", grad_norm,
                    quantile(m_norms, 0.05), quantile(m_norms, 0.95), static_cast<long long>(m_high_steps), m_high_steps == 1 ? "step" : "steps",
                    m_learning_rate),
            calmer()};
  } else {
    remember(m_norms, grad_norm);
  }
  const double usual_loss = known ? quantile(m_losses, 0.5) : 0;
  if (known && !note && loss > kLossRise * usual_loss + 1) {
    note = {text_of("Loss %.3g, usual %.3g: the training may be diverging at learning rate %.3g.", loss, usual_loss, m_learning_rate), calmer()};
  } else {
    remember(m_losses, loss);
  }
  if (!note) return still(step, loss, grad_norm);
  if (step < m_quiet_until) return std::nullopt;
  m_quiet_until = step + kQuietSteps;
  return note;
}

// A run that goes nowhere.
std::optional<HealthNote> HealthWatch::still(int64_t step, double loss, double grad_norm) {
  m_zero_steps = grad_norm == 0 ? m_zero_steps + 1 : 0;
  if (m_zero_steps >= kZeroSteps && !m_said_zero) {
    m_said_zero = true;
    return HealthNote{text_of("The gradient has been exactly 0 for %lld steps: nothing is learnt.", static_cast<long long>(m_zero_steps)), {}};
  }
  if (m_first_losses.size() < kNeeded) m_first_losses.push_back(loss);
  if (m_said_still || step < static_cast<int64_t>(kRemembered) + static_cast<int64_t>(kNeeded) || m_losses.size() < kRemembered || m_zero_steps > 0)
    return std::nullopt;
  const std::deque<double> last(m_losses.end() - kNeeded, m_losses.end());
  const double before = quantile(m_first_losses, 0.5), now = quantile(last, 0.5);
  m_said_still = true;  // asked once, when there is enough to tell
  if (before <= 0 || now < before * (1 - kMoved) || now > before * (1 + kMoved)) return std::nullopt;
  return HealthNote{text_of("After %lld steps the loss is %.4g, at first it was %.4g: it hardly moves at learning rate %.3g.",
                            static_cast<long long>(step), now, before, m_learning_rate),
                    {setting("training.learning_rate", m_learning_rate * 5)}};
}

std::optional<HealthNote> HealthWatch::after_eval(int64_t step, double eval_loss) {
  m_evals.push_back({step, eval_loss, m_losses.empty() ? 0 : quantile(m_losses, 0.5)});
  if (m_evals.size() > 3) m_evals.pop_front();
  if (m_said_overfit || m_evals.size() < 3) return std::nullopt;
  const Eval &best = m_evals[0], &middle = m_evals[1], &last = m_evals[2];
  const bool rises = middle.eval_loss > best.eval_loss * kEvalRise && last.eval_loss > middle.eval_loss * kEvalRise;
  if (!rises || last.loss >= best.loss) return std::nullopt;
  m_said_overfit = true;
  return HealthNote{
      text_of("Evaluation loss rose from %.4g at step %lld to %.4g at step %lld, while the training loss fell from %.4g to %.4g: the rows are learnt "
              "by heart.",
              best.eval_loss, static_cast<long long>(best.step), last.eval_loss, static_cast<long long>(last.step), best.loss, last.loss),
      {"training.max_steps=" + std::to_string(best.step)}};
}

}  // namespace paretune
