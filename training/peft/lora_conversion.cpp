// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/lora_conversion.h"

#include <cmath>

#include "training/peft/common/linear_method.h"

namespace paretune {
namespace {

// One stored tensor as the model computes with it; a packed one is made dense when it is looked at.
struct Stored {
  Tensor value;
  std::shared_ptr<const PackedWeight> packed;
  bool defined() const { return value.defined(); }
  Tensor dense() const { return packed ? packed->dense() : value; }
};

struct Leaf {
  ModelModule module;
  Stored weight, bias;
};

std::vector<Leaf> leaves_of(CausalLm& model) {
  std::vector<Leaf> out;
  for (const auto& module : model_modules(model)) {
    if (!module.is_leaf()) continue;
    Leaf leaf{.module = module};
    for (const auto& [part, place] : module.params()) {
      const Param& param = **place;
      (part == "weight" ? leaf.weight : leaf.bias) = {param.value().detach(), param.packed_value()};
    }
    out.push_back(leaf);
  }
  return out;
}

bool same(const Stored& a, const Stored& b) {
  if (!a.defined() || !b.defined()) return a.defined() == b.defined();
  if (a.packed || b.packed) return a.packed == b.packed || at::equal(a.dense(), b.dense());
  return a.value.is_same(b.value) || a.value.data_ptr() == b.value.data_ptr() || at::equal(a.value, b.value);
}

int64_t rank_for(const Tensor& energy, const LoraConversionRank& wanted) {
  if (wanted.rank > 0) return wanted.rank;
  const Tensor sums = energy.cumsum(0);
  return std::min<int64_t>(energy.size(0), (sums < wanted.threshold * sums[-1]).sum().item<int64_t>() + 1);
}

void check_rank(const LoraConversionRank& wanted) {
  if (wanted.rank < 0 || (wanted.rank == 0 && !(wanted.threshold > 0 && wanted.threshold <= 1))) {
    fail(ErrorKind::usage, "a rank of at least 1, or a threshold above 0 and up to 1, is needed", "--rank",
         "Give for example --rank 16, or --threshold 0.99 to keep 99 % of each change.");
  }
}

Json lora_config(const LoraConversion& made, const LoraConversionRank& wanted, const Json& source, bool biases) {
  Json config = {{"peft_type", "LORA"}, {"lora_bias", biases}, {"target_modules", Json::array()}};
  const int64_t usual = wanted.rank > 0 ? wanted.rank : 1;  // with a threshold the patterns say it all
  config["r"] = config["lora_alpha"] = usual;
  config["rank_pattern"] = config["alpha_pattern"] = Json::object();
  for (const auto& layer : made.layers) {
    config["target_modules"].push_back(layer.module);
    if (layer.rank != usual) config["rank_pattern"][layer.module] = config["alpha_pattern"][layer.module] = layer.rank;
  }
  config["modules_to_save"] = source.value("modules_to_save", Json());
  return complete_peft_config(config).value();
}

}  // namespace

LoraConversion convert_to_lora(CausalLm& model, const std::string& adapter_folder, const LoraConversionRank& wanted,
                               const std::function<void(double)>& progress) {
  at::NoGradGuard no_grad;
  check_rank(wanted);
  const std::vector<Leaf> before = leaves_of(model);
  const auto adapter = load_adapter(model, adapter_folder).value();
  if (!adapter->mergeable()) {
    fail(ErrorKind::unsupported, adapter->config.value("peft_type", "") + " is no change of weights, so no LoRA can stand for it", adapter_folder,
         "Use the adapter as it is.");
  }
  std::set<std::string> saved_modules;
  for (const auto& module : find_modules_to_save(model, adapter->config, {})) saved_modules.insert(module.name);
  adapter->merge();
  const std::vector<Leaf> after = leaves_of(model);

  std::vector<std::size_t> changed;
  bool biases = false;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const ModelModule& module = before[i].module;
    if (saved_modules.count(module.name)) continue;
    const bool weight = !same(before[i].weight, after[i].weight), bias = !same(before[i].bias, after[i].bias);
    if (!weight && !bias) continue;
    if (!module.linear) {
      fail(ErrorKind::unsupported, "the adapter changes \"" + module.name + "\", which is no linear layer, so a plain LoRA cannot stand for it", adapter_folder,
           "Export it merged, or as it is.");
    }
    biases = biases || bias;
    changed.push_back(i);
  }
  if (changed.empty()) fail(ErrorKind::input, "the adapter changes no linear layer", adapter_folder, "Train it first, or use the base model.");

  LoraConversion made;
  double lost = 0, all = 0;
  for (std::size_t n = 0; n < changed.size(); ++n) {
    const Leaf &was = before[changed[n]], &is = after[changed[n]];
    const std::string& name = was.module.name;
    const Tensor delta = is.weight.dense() - was.weight.dense();
    const int64_t most = std::min(delta.size(0), delta.size(1));
    if (wanted.rank > most) {
      fail(ErrorKind::input, "rank " + std::to_string(wanted.rank) + " is more than the layer \"" + name + "\" can have (" + std::to_string(most) + ")", "--rank",
           "Give a lower rank.");
    }
    const auto [u, s, vh] = at::linalg_svd(delta, /*full_matrices=*/false);
    const Tensor energy = s.to(at::kDouble).square();
    const int64_t rank = rank_for(energy, wanted);
    const double total = energy.sum().item<double>(), tail = energy.slice(0, rank).sum().item<double>();
    const std::string prefix = peft_prefix(name);
    made.tensors[prefix + "lora_A.weight"] = vh.slice(0, 0, rank).contiguous();
    made.tensors[prefix + "lora_B.weight"] = (u.slice(1, 0, rank) * s.slice(0, 0, rank)).contiguous();
    if (biases) {
      const Tensor none = at::zeros({delta.size(0)}, delta.options());
      made.tensors[prefix + "lora_B.bias"] = (is.bias.defined() ? is.bias.value : none) - (was.bias.defined() ? was.bias.value : none);
    }
    made.layers.push_back({name, rank, total > 0 ? std::sqrt(tail / total) : 0});
    lost += tail;
    all += total;
    if (progress) progress(static_cast<double>(n + 1) / static_cast<double>(changed.size()));
  }
  made.relative_error = all > 0 ? std::sqrt(lost / all) : 0;
  made.config = lora_config(made, wanted, adapter->config, biases);
  for (const auto& [name, tensor] : adapter->trainable()) {
    for (const auto& module : saved_modules) {
      if (name.starts_with(peft_prefix(module))) made.tensors[name] = tensor.detach().clone();
    }
  }
  return made;
}

}  // namespace paretune
