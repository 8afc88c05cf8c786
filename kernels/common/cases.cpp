// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/cases.h"

#include <cmath>

#include "kernels/block_rotation/block_rotation.h"
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

// Seeded apart from the program's generator: a self-test must not shift a run's random numbers.
class Source {
 public:
  Tensor normal(at::IntArrayRef shape) { return at::randn(shape, m_generator, at::TensorOptions(at::kFloat)); }
  Tensor ids(int64_t high, int64_t n) { return at::randint(high, {n}, m_generator, at::TensorOptions(at::kLong)); }

 private:
  at::Generator m_generator = at::detail::createCPUGenerator(42);
};

}  // namespace

std::vector<OperatorCase> cases_of(const CaseSizes& z) {
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
  std::vector<OperatorCase> out;
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
  const int64_t blocks = z.c / z.block;
  out.push_back({"block_rotation", text({z.n, blocks, z.block}), {x, source.normal({blocks, z.block, z.block})}, 2,
                 [](const Inputs& i) { return block_rotation(i[0], i[1]); }, [](const Inputs& i) { return reference::block_rotation(i[0], i[1]); }});
  return out;
}

Inputs results_of(const OperatorCall& op, const Inputs& given, std::size_t trained, at::ScalarType type, at::Device device) {
  Inputs inputs, leaves;
  for (std::size_t i = 0; i < given.size(); ++i) {
    Tensor t = given[i].is_floating_point() ? given[i].detach().to(device, type) : given[i].to(device);
    if (i < trained) leaves.push_back(t.requires_grad_());
    inputs.push_back(t);
  }
  Source source;
  const Tensor out = op(inputs), pull = out.dim() == 0 ? at::ones({}, out.options()) : source.normal(out.sizes()).to(device, out.scalar_type());
  Inputs results = torch::autograd::grad({out}, leaves, {pull});
  results.insert(results.begin(), out.detach());
  return results;
}

}  // namespace paretune::kernels
