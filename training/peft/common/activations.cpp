// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/activations.h"

#include <cmath>
#include <functional>
#include <map>

#include "training/api/result.h"

namespace paretune {
namespace {

using at::Tensor;

// arXiv 2411.13010 with its first values (0.8, 0.8, 0.5, -1e-6), which transformers keeps in bfloat16.
Tensor xielu(const Tensor& x) {
  const auto half = at::TensorOptions(at::kBFloat16).device(x.device());
  const auto rising = [&](double value) { return at::softplus(at::log(at::expm1(at::full({1}, value, half)))); };
  const Tensor beta = at::full({1}, 0.5, half);
  const Tensor above = rising(0.8), below = beta + rising(0.8 - 0.5);
  const Tensor negative = (at::expm1(at::minimum(x, at::full({1}, -1e-6, half))) - x) * below + beta * x;
  return at::where(x > 0, above * x * x + beta * x, negative);
}

const std::map<std::string, std::function<Tensor(const Tensor&)>>& table() {
  static const auto gelu = [](const Tensor& x) { return at::gelu(x); };
  static const auto gelu_tanh = [](const Tensor& x) { return at::gelu(x, "tanh"); };
  static const auto silu = [](const Tensor& x) { return at::silu(x); };
  static const std::map<std::string, std::function<Tensor(const Tensor&)>> functions = {
      {"gelu", gelu},
      {"gelu_10", [](const Tensor& x) { return at::clamp(at::gelu(x), -10, 10); }},
      {"gelu_accurate", gelu_tanh},
      {"gelu_fast", gelu_tanh},
      {"gelu_new", gelu_tanh},
      {"gelu_python", gelu},
      {"gelu_python_tanh", gelu_tanh},
      {"gelu_pytorch_tanh", gelu_tanh},
      {"hardswish", [](const Tensor& x) { return at::hardswish(x); }},
      {"laplace", [](const Tensor& x) { return (at::erf((x - 0.707107) / (0.282095 * std::sqrt(2.0))) + 1.0) * 0.5; }},
      {"leaky_relu", [](const Tensor& x) { return at::leaky_relu(x); }},
      {"linear", [](const Tensor& x) { return x; }},
      {"mish", [](const Tensor& x) { return at::mish(x); }},
      {"prelu", [](const Tensor& x) { return at::leaky_relu(x, 0.25); }},
      {"quick_gelu", [](const Tensor& x) { return x * at::sigmoid(x * 1.702); }},
      {"relu", [](const Tensor& x) { return at::relu(x); }},
      {"relu2", [](const Tensor& x) { return at::square(at::relu(x)); }},
      {"relu6", [](const Tensor& x) { return at::hardtanh(x, 0, 6); }},
      {"sigmoid", [](const Tensor& x) { return at::sigmoid(x); }},
      {"silu", silu},
      {"sqrtsoftplus", [](const Tensor& x) { return at::softplus(x).sqrt(); }},
      {"swish", silu},
      {"tanh", [](const Tensor& x) { return at::tanh(x); }},
      {"xielu", xielu}};
  return functions;
}

}  // namespace

const std::vector<std::string>& activation_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const auto& [name, function] : table()) out.push_back(name);
    return out;
  }();
  return names;
}

Tensor activation(const std::string& name, const Tensor& x) {
  const auto found = table().find(name);
  if (found == table().end()) fail(ErrorKind::input, "there is no activation \"" + name + "\"");
  return found->second(x);
}

}  // namespace paretune
