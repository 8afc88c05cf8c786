// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/bench.h"

#include <chrono>
#include <cmath>
#include <functional>
#include <limits>

#include "kernels/causal_attention/causal_attention.h"
#include "kernels/common/reference.h"
#include "kernels/frozen_linear/frozen_linear.h"
#include "kernels/linear_cross_entropy/linear_cross_entropy.h"
#include "kernels/lora_linear/lora_linear.h"
#include "kernels/rms_norm/rms_norm.h"
#include "kernels/rope/rope.h"
#include "kernels/swiglu/swiglu.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using Inputs = std::vector<Tensor>;
using Op = std::function<Tensor(const Inputs&)>;

struct Sizes {
  int64_t n, c, heads, kv_heads, hd, f, vocab, rank;
  std::vector<int64_t> offsets;
};

// The same call through the operator and through the reference. The first `trained` inputs require a gradient.
struct Case {
  std::string name, shape;
  Inputs inputs;
  std::size_t trained;
  Op ours, aten;
};

// Seeded apart from the program's generator: a self-test must not shift a run's random numbers.
class Source {
 public:
  Tensor normal(at::IntArrayRef shape) { return at::randn(shape, m_generator, at::TensorOptions(at::kFloat)); }
  Tensor ids(int64_t high, int64_t n) { return at::randint(high, {n}, m_generator, at::TensorOptions(at::kLong)); }

 private:
  at::Generator m_generator = at::detail::createCPUGenerator(42);
};

std::vector<Case> cases_of(const Sizes& z) {
  Source source;
  const auto text = [](std::initializer_list<int64_t> dims) {
    std::string out;
    for (const int64_t d : dims) {
      if (!out.empty()) out += 'x';
      out += std::to_string(d);
    }
    return out;
  };
  const Tensor x = source.normal({z.n, z.c}), q = source.normal({z.n, z.heads, z.hd});
  const Tensor k = source.normal({z.n, z.kv_heads, z.hd}), v = source.normal({z.n, z.kv_heads, z.hd});
  const Tensor angles = source.normal({z.n, z.hd / 2}), weight = source.normal({z.f, z.c}) * 0.05;
  const Tensor a = source.normal({z.rank, z.c}) * 0.05, b = source.normal({z.f, z.rank}) * 0.05;
  Tensor targets = source.ids(z.vocab, z.n);
  targets.narrow(0, 0, z.n / 3).fill_(-100);
  const double normaliser = static_cast<double>(z.n - z.n / 3), scale = 1.0 / std::sqrt(static_cast<double>(z.hd));
  const auto offsets = z.offsets;
  std::vector<Case> out;
  out.push_back({"rms_norm", text({z.n, z.c}), {x, source.normal({z.c})}, 1,
                 [](const Inputs& i) { return rms_norm(i[0], i[1], 1e-5); }, [](const Inputs& i) { return reference::rms_norm(i[0], i[1], 1e-5); }});
  out.push_back({"rope", text({z.n, z.heads, z.hd}), {q, angles.cos(), angles.sin()}, 1,
                 [](const Inputs& i) { return rope(i[0], i[1], i[2]); }, [](const Inputs& i) { return reference::rope(i[0], i[1], i[2]); }});
  out.push_back({"swiglu", text({z.n, z.f}), {source.normal({z.n, z.f}), source.normal({z.n, z.f})}, 2,
                 [](const Inputs& i) { return swiglu(i[0], i[1]); }, [](const Inputs& i) { return reference::swiglu(i[0], i[1]); }});
  out.push_back({"linear_cross_entropy", text({z.n, z.c, z.vocab}), {x, source.normal({z.vocab, z.c}) * 0.05, targets}, 1,
                 [=](const Inputs& i) { return linear_cross_entropy(i[0], i[1], {}, i[2], normaliser); },
                 [=](const Inputs& i) { return reference::linear_cross_entropy(i[0], i[1], {}, i[2], normaliser); }});
  out.push_back({"lora_linear", text({z.n, z.c, z.f}) + " r" + std::to_string(z.rank), {x, a, b, weight}, 3,
                 [](const Inputs& i) { return lora_linear(i[0], i[3], {}, i[1], i[2], 2.0); },
                 [](const Inputs& i) { return reference::lora_linear(i[0], i[3], {}, i[1], i[2], 2.0); }});
  out.push_back({"frozen_linear", text({z.n, z.c, z.f}), {x, weight}, 1, [](const Inputs& i) { return frozen_linear(i[0], i[1], {}); },
                 [](const Inputs& i) { return reference::frozen_linear(i[0], i[1], {}); }});
  out.push_back({"causal_attention", text({z.n, z.heads, z.kv_heads, z.hd}) + " in " + std::to_string(offsets.size() - 1), {q, k, v}, 3,
                 [=](const Inputs& i) { return causal_attention(i[0], i[1], i[2], offsets, scale); },
                 [=](const Inputs& i) { return reference::causal_attention(i[0], i[1], i[2], offsets, scale); }});
  return out;
}

// Output and gradients of sum(output * pull), the pull drawn for the output's shape.
Inputs results_of(const Op& op, const Inputs& given, std::size_t trained, at::ScalarType type) {
  Inputs inputs, leaves;
  for (std::size_t i = 0; i < given.size(); ++i) {
    Tensor t = given[i].is_floating_point() ? given[i].detach().to(type) : given[i];
    if (i < trained) leaves.push_back(t.requires_grad_());
    inputs.push_back(t);
  }
  Source source;
  const Tensor out = op(inputs), pull = out.dim() == 0 ? at::ones({}, out.options()) : source.normal(out.sizes()).to(type);
  Inputs results = torch::autograd::grad({out}, leaves, {pull});
  results.insert(results.begin(), out.detach());
  return results;
}

double best_ms(const Case& c, const Op& op, int repeats) {
  Inputs inputs, leaves;
  for (std::size_t i = 0; i < c.inputs.size(); ++i) {
    Tensor t = c.inputs[i].detach();
    if (i < c.trained) leaves.push_back(t.requires_grad_());
    inputs.push_back(t);
  }
  Tensor pull;
  double best = std::numeric_limits<double>::infinity();
  for (int r = 0; r <= repeats; ++r) {
    const auto from = std::chrono::steady_clock::now();
    const Tensor out = op(inputs);
    if (!pull.defined()) pull = at::ones_like(out);
    const auto grads = torch::autograd::grad({out}, leaves, {pull});
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - from;
    if (r > 0) best = std::min(best, took.count());  // the first call warms caches and allocator
  }
  return best;
}

}  // namespace

std::vector<KernelTiming> bench_kernels(bool quick) {
  const at::AutoGradMode grad_on(true);
  const Sizes sizes{512, 576, 9, 3, 64, 1536, 49152, 16, {0, 120, 250, 256, 400, 512}};
  std::vector<KernelTiming> out;
  const auto time_case = [&](const Case& c) {
    const auto ours = results_of(c.ours, c.inputs, c.trained, at::kFloat), aten = results_of(c.aten, c.inputs, c.trained, at::kFloat);
    double diff = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) diff = std::max(diff, (ours[i] - aten[i]).abs().max().item<double>());
    const int repeats = (c.name == "linear_cross_entropy" ? 3 : 20) / (quick ? 3 : 1);
    out.push_back({c.name, c.shape, best_ms(c, c.ours, repeats), best_ms(c, c.aten, repeats), diff});
  };
  for (const auto& c : cases_of(sizes)) time_case(c);
  Sizes one_sample = sizes, many = sizes;
  one_sample.vocab = many.vocab = 8;
  one_sample.offsets = {0, 512};
  many.offsets.clear();
  for (int64_t at = 0; at <= 512; at += 16) many.offsets.push_back(at);
  time_case(cases_of(one_sample).back());
  time_case(cases_of(many).back());
  return out;
}

std::vector<std::string> self_test() {
  const at::AutoGradMode grad_on(true);
  std::vector<std::string> faults;
  for (const auto& c : cases_of({19, 44, 6, 2, 20, 37, 203, 3, {0, 1, 9, 9, 14, 19}})) {
    try {
      const auto ours = results_of(c.ours, c.inputs, c.trained, at::kFloat), exact = results_of(c.aten, c.inputs, c.trained, at::kDouble);
      for (std::size_t i = 0; i < ours.size(); ++i) {
        const double size = std::max(1e-3, exact[i].abs().max().item<double>());
        const double error = (ours[i].to(at::kDouble) - exact[i]).abs().max().item<double>() / size;
        if (!(error < 2e-6)) {
          faults.push_back(c.name + " (" + (i == 0 ? "output" : "gradient " + std::to_string(i)) + ") is off by " + std::to_string(error * 1e6) +
                           " millionths of its largest value");
        }
      }
    } catch (const std::exception& e) {
      faults.push_back(c.name + " failed: " + e.what());
    }
  }
  return faults;
}

}  // namespace paretune::kernels
