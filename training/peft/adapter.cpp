// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/adapter.h"

namespace paretune {
namespace {

std::string shape_text(const Tensor& tensor) {
  std::string out = "(";
  for (int64_t i = 0; i < tensor.dim(); ++i) out += (i ? ", " : "") + std::to_string(tensor.size(i));
  return out + ")";
}

// The first few of a list, with how many more there are.
std::string some_of(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < 3; ++i) out += (i ? ", " : "") + names[i];
  return names.size() > 3 ? out + " and " + std::to_string(names.size() - 3) + " more" : out;
}

}  // namespace

void Adapter::load(const std::map<std::string, Tensor>& tensors) {
  const NamedTensors expected = saved();
  std::vector<std::string> missing, misshaped, unexpected;
  std::map<std::string, int> known;
  for (const auto& [name, tensor] : expected) {
    known[name] = 1;
    const auto found = tensors.find(name);
    if (found == tensors.end()) missing.push_back(name);
    else if (found->second.sizes() != tensor.sizes())
      misshaped.push_back(name + " " + shape_text(found->second) + " instead of " + shape_text(tensor));
  }
  for (const auto& [name, tensor] : tensors) {
    if (!known.count(name)) unexpected.push_back(name);
  }
  std::string message;
  if (!missing.empty()) message += "missing: " + some_of(missing);
  if (!misshaped.empty()) message += (message.empty() ? "" : "; ") + std::string("of another shape: ") + some_of(misshaped);
  if (!unexpected.empty()) message += (message.empty() ? "" : "; ") + std::string("unexpected: ") + some_of(unexpected);
  if (!message.empty()) {
    fail(ErrorKind::input, "the adapter's tensors do not fit the model and adapter_config.json: " + message, "adapter_model.safetensors",
         "Check that the adapter was made for this model and that both files belong together.");
  }
  at::NoGradGuard no_grad;
  for (const auto& [name, tensor] : expected) {
    Tensor to = tensor.detach();
    to.copy_(tensors.at(name));
  }
}

}  // namespace paretune
