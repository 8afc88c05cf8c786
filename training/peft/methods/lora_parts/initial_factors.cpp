// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/initial_factors.h"

#include "training/io/safetensors.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/methods/lora_parts/joined_adapter.h"

namespace paretune {
namespace {

// A plain LoRA that is only saved.
class FirstFactors final : public Adapter {
 public:
  FirstFactors(Adapter& trained) {
    config = trained.config;
    config["init_lora_weights"] = true;
    for (const auto& [name, tensor] : trained.saved()) {
      if (name.find(".base_layer.") == std::string::npos) m_tensors.emplace_back(name, tensor.detach().clone());
    }
  }
  NamedTensors trainable() override { return {}; }
  NamedTensors saved() override { return m_tensors; }
  void set_enabled(bool) override {}
  bool mergeable() const override { return false; }
  void merge() override {}
  void unmerge() override {}

 private:
  NamedTensors m_tensors;
};

class WithFirstFactors final : public JoinedAdapter {
 public:
  WithFirstFactors(std::vector<std::unique_ptr<Adapter>> adapter) : JoinedAdapter(std::move(adapter)), m_first(*this) {}
  std::vector<std::pair<std::string, Adapter*>> parts() override { return {{"initial", &m_first}}; }

 private:
  FirstFactors m_first;
};

}  // namespace

bool needs_initial_factors(const Json& choice) {
  return choice == Json("corda") || choice == Json("lora_ga") || (choice.is_string() && choice.get<std::string>().starts_with("pissa_niter_"));
}

std::map<std::string, Tensor> read_initial_factors(const std::string& folder) {
  const std::string path = folder + "/adapter_model.safetensors";
  const Result<SafetensorsFile> file = SafetensorsFile::open(path);
  std::map<std::string, Tensor> out;
  for (const auto& stored : file.value().tensors()) {
    if (!stored.name.ends_with(".lora_A.weight") && !stored.name.ends_with(".lora_B.weight")) continue;
    Tensor values = at::empty(stored.shape, at::kFloat);
    convert_to_f32(stored.dtype, stored.data, values.data_ptr<float>());
    out.emplace(stored.name, values);
  }
  return out;
}

LoraFactors initial_factors(const std::map<std::string, Tensor>& tensors, const std::string& module, const Tensor& weight, double scale) {
  at::NoGradGuard no_grad;
  const auto a = tensors.find(peft_prefix(module) + "lora_A.weight"), b = tensors.find(peft_prefix(module) + "lora_B.weight");
  if (a == tensors.end() || b == tensors.end()) fail(ErrorKind::input, "holds no first factors of \"" + module + "\"", "initial");
  if (a->second.size(1) != weight.size(1) || b->second.size(0) != weight.size(0) || a->second.size(0) != b->second.size(1)) {
    fail(ErrorKind::input, "the first factors of \"" + module + "\" have other shapes than its weight", "initial", "Check that the adapter was made for this model.");
  }
  LoraFactors f;
  f.a = init::leaf(a->second, weight.device());
  f.b = init::leaf(b->second, weight.device());
  f.residual = weight - at::matmul(f.b * scale, f.a);
  f.scale = scale;
  return f;
}

std::unique_ptr<Adapter> with_initial_factors(std::unique_ptr<Adapter> adapter) {
  std::vector<std::unique_ptr<Adapter>> one;
  one.push_back(std::move(adapter));
  return std::make_unique<WithFirstFactors>(std::move(one));
}

}  // namespace paretune
