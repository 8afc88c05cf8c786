// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "training/peft/common/init.h"
#include "training/peft/common/targets.h"
#include "training/peft/methods/lora_parts/lora_variants.h"

namespace paretune {
namespace {

constexpr const char* kWhere = "peft.use_bdlora";

// x W^T with W (out, in) made of blocks on its diagonal; packed (out, in / blocks).
Tensor block_linear(const Tensor& x, const Tensor& packed, int64_t blocks) {
  const Tensor parts = x.view({x.size(0), blocks, packed.size(1)}).transpose(0, 1);
  const Tensor weights = packed.view({blocks, packed.size(0) / blocks, packed.size(1)});
  return at::bmm(parts, weights.transpose(1, 2)).transpose(0, 1).reshape({x.size(0), packed.size(0)});
}

Tensor as_matrix(const Tensor& packed, int64_t blocks) { return at::block_diag(packed.detach().chunk(blocks, 0)); }

class BdLoraLinear final : public LoraLinear {
 public:
  BdLoraLinear(LoraFactors factors, bool blocks_in_a, int64_t blocks) : LoraLinear(std::move(factors)), m_in_a(blocks_in_a), m_blocks(blocks) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor seen = dropped(x, base);
    if (m_in_a) return inner(x) + raised(block_linear(seen, m_f.a, m_blocks));
    return inner(x) + block_linear(at::linear(seen, m_f.a), m_f.b, m_blocks) * m_f.scale;
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear& base) const override {
    const Tensor a = m_in_a ? as_matrix(m_f.a, m_blocks) : m_f.a.detach(), b = m_in_a ? m_f.b.detach() : as_matrix(m_f.b, m_blocks);
    return merged_with(weight + at::matmul(b, a) * m_f.scale, bias, base);
  }

 private:
  bool m_in_a;
  int64_t m_blocks;
};

bool names(const Json& options, const char* key, const std::string& module) {
  for (const auto& part : text_list(options.at(key))) {
    if (module.find(part) != std::string::npos) return true;
  }
  return false;
}

void check_divides(int64_t blocks, int64_t size, const std::string& what, const std::string& module) {
  if (size % blocks == 0) return;
  fail(ErrorKind::input, std::to_string(blocks) + " does not divide " + what + " (" + std::to_string(size) + ") of \"" + module + "\"",
       std::string(kWhere) + ".nblocks", "Choose a number that divides it.");
}

}  // namespace

LoraLayer make_bdlora(LoraFactors f, const Linear& layer, const Json& options, at::Generator& generator) {
  const bool in_a = names(options, "target_modules_bd_a", layer.name), in_b = names(options, "target_modules_bd_b", layer.name);
  if (in_a && in_b) fail(ErrorKind::input, "\"" + layer.name + "\" is named by target_modules_bd_a and by target_modules_bd_b", kWhere);
  if (!in_a && !in_b) {
    if (options.at("match_strict") == Json(false)) return std::make_shared<LoraLinear>(std::move(f));
    fail(ErrorKind::input, "\"" + layer.name + "\" is named by neither target_modules_bd_a nor target_modules_bd_b", kWhere,
         "Name it in one of them, or set match_strict to false.");
  }
  if (layer.conv1d) {
    fail(ErrorKind::unsupported, "\"" + layer.name + "\" is a Conv1D layer, which BD-LoRA cannot adapt", "peft.target_modules", "Use plain LoRA.");
  }
  const int64_t blocks = options.at("nblocks"), r = f.a.size(0);
  check_divides(blocks, r, "the rank", layer.name);
  if (in_a) {
    check_divides(blocks, layer.in_features(), "the inputs", layer.name);
    const int64_t part = layer.in_features() / blocks;
    f.a = init::leaf(init::uniform({r, part}, std::sqrt(6.0 / static_cast<double>(part)), generator), layer.device());
  } else {
    check_divides(blocks, layer.out_features(), "the outputs", layer.name);
    if (f.b_bias.defined()) fail(ErrorKind::input, "cannot be used where B is block-diagonal", "peft.lora_bias", "Set lora_bias to false.");
    f.b = init::leaf(at::zeros({layer.out_features(), r / blocks}), layer.device());
  }
  return std::make_shared<BdLoraLinear>(std::move(f), in_a, blocks);
}

}  // namespace paretune
