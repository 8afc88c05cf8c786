// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/init.h"
#include "training/peft/methods/lora_parts/lora_variants.h"

namespace paretune {
namespace {

class QaLoraLinear final : public LoraLinear {
 public:
  QaLoraLinear(LoraFactors factors, int64_t group) : LoraLinear(std::move(factors)), m_group(group) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const int64_t groups = m_f.a.size(1);
    // PEFT multiplies the groups' means by their number: the sums by groups / group.
    const Tensor sums = dropped(x, base).view({x.size(0), groups, m_group}).sum(2);
    const double scale = m_f.scale * static_cast<double>(groups) / static_cast<double>(m_group);
    return inner(x) + at::linear(at::linear(sums, m_f.a), m_f.b) * scale;  // PEFT leaves B's bias out
  }
  std::pair<Tensor, Tensor> merged(const Tensor&, const Tensor&, const Linear&) const override {
    fail(ErrorKind::unsupported, "QA-LoRA is not merged, in PEFT neither", "merge", "Export the adapter instead.");
  }

 private:
  int64_t m_group;
};

}  // namespace

LoraLayer make_qalora(LoraFactors f, const Linear& layer, int64_t group, at::Generator& generator) {
  if (layer.in_features() % group != 0) {
    fail(ErrorKind::input, std::to_string(group) + " does not divide the " + std::to_string(layer.in_features()) + " inputs of \"" + layer.name + "\"",
         "peft.qalora_group_size", "Choose a number that divides them.");
  }
  f.a = init::leaf(init::kaiming_uniform({f.a.size(0), layer.in_features() / group}, generator), layer.device());
  return std::make_shared<QaLoraLinear>(std::move(f), group);
}

}  // namespace paretune
