// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/lora_combination.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>

#include "training/peft/common/linear_method.h"
#include "training/peft/methods/lora_parts/lora_scale.h"

namespace paretune {
namespace {

// What one part gives to one module.
struct Factors {
  Tensor a, b;  // (r, in), (out, r); for the embedding (r, V), (C, r)
  double weight = 1, scaling = 1;
};

struct Target {
  bool embedding = false;
  std::vector<Factors> parts;
};

struct Gathered {
  std::map<std::string, Target> targets;  // by module
  std::map<std::string, Tensor> kept;     // modules_to_save
  std::vector<std::string> saved_modules;
  int64_t largest_rank = 0, rank_sum = 0;
  bool equal_ranks = true;
};

void check_plain(const Json& config, const std::string& folder) {
  const char* remedy = "Turn it into a plain LoRA with 'paretune convert' first.";
  if (config.at("peft_type") != Json("LORA")) fail(ErrorKind::input, "is a " + config.at("peft_type").dump() + " adapter", folder, remedy);
  const std::string init = config.at("init_lora_weights").is_string() ? config.at("init_lora_weights").get<std::string>() : "";
  if (init.starts_with("pissa") || init == "olora" || init == "corda" || init == "loftq" || init == "lora_ga") {
    fail(ErrorKind::unsupported, "moves the base (init_lora_weights \"" + init + "\"), so it cannot be put beside others", folder, remedy);
  }
  if (config.at("bias") != Json("none") || config.at("lora_bias") == Json(true)) fail(ErrorKind::unsupported, "trains biases, which cannot be combined", folder, remedy);
}

void gather(CausalLm& model, const CombinationPart& part, Gathered& all) {
  const Tensor table = model.embeddings().weight->frozen();  // before the adapter puts its own in place
  const auto adapter = load_adapter(model, part.folder).value();
  const Json& config = adapter->config;
  check_plain(config, part.folder);
  std::set<std::string> saved;
  for (const auto& module : find_modules_to_save(model, config, {})) saved.insert(module.name);
  int64_t largest = 0;
  std::map<std::string, Factors> mine;
  for (const auto& [name, tensor] : adapter->saved()) {
    // PEFT saves the base of an adapted embedding too; what a combination does not change it need not hold.
    bool known = name.ends_with(".base_layer.weight") && at::equal(tensor, table);
    for (const auto& [suffix, is_a] : {std::pair{"lora_A.weight", true}, {"lora_B.weight", false}, {"lora_embedding_A", true}, {"lora_embedding_B", false}}) {
      if (!name.ends_with(std::string(".") + suffix)) continue;
      const std::size_t before = peft_prefix("").size() - 1;  // "base_model.model."
      const std::string module = name.substr(before, name.size() - before - std::string(suffix).size() - 1);
      (is_a ? mine[module].a : mine[module].b) = tensor.detach().clone();
      all.targets[module].embedding = std::string(suffix).starts_with("lora_embedding");
      known = true;
    }
    for (const auto& module : saved) {
      if (!name.starts_with(peft_prefix(module))) continue;
      if (!all.kept.emplace(name, tensor.detach().clone()).second) {
        fail(ErrorKind::input, "two adapters bring a copy of \"" + module + "\" (modules_to_save)", part.folder, "Combine adapters of which only one does.");
      }
      if (std::find(all.saved_modules.begin(), all.saved_modules.end(), module) == all.saved_modules.end()) all.saved_modules.push_back(module);
      known = true;
    }
    if (!known) {
      fail(ErrorKind::unsupported, "is no plain LoRA: it holds \"" + name + "\"", part.folder, "Turn it into a plain LoRA with 'paretune convert' first.");
    }
  }
  for (auto& [module, factors] : mine) {
    factors.scaling = lora_scale(config, module, factors.a.size(0));
    factors.weight = part.weight;
    largest = std::max(largest, factors.a.size(0));
    all.targets[module].parts.push_back(factors);
  }
  all.equal_ranks = all.equal_ranks && (all.largest_rank == 0 || all.largest_rank == largest);
  all.largest_rank = std::max(all.largest_rank, largest);
  all.rank_sum += largest;
}

// Element-wise methods over the tensors of one place, with a coefficient each.
class Mixer {
 public:
  Mixer(const CombinationSettings& settings, at::Generator& generator) : m_settings(settings), m_generator(generator) {
    m_kind = settings.type;
    if (m_kind.ends_with("_svd")) m_kind.resize(m_kind.size() - 4);
  }

  Tensor mix(std::vector<Tensor> tensors, const std::vector<double>& coefficients) {
    const bool random = m_kind.starts_with("dare"), prunes = random || m_kind == "ties" || m_kind == "magnitude_prune";
    if (prunes) {
      for (Tensor& tensor : tensors) tensor = random ? thinned(tensor) : largest(tensor);
    }
    const Tensor stacked = at::stack(tensors);
    std::vector<int64_t> shape(static_cast<std::size_t>(stacked.dim()), 1);
    shape[0] = stacked.size(0);
    const Tensor weighted = stacked * at::tensor(coefficients, at::kDouble).to(at::kFloat).view(shape);
    if (!m_kind.ends_with("ties")) return weighted.sum(0);
    const Tensor vote = m_settings.majority_sign_method == "total" ? stacked.sum(0) : stacked.sign().sum(0);
    const Tensor elected = at::where(vote >= 0, at::ones_like(vote), -at::ones_like(vote));
    const Tensor agrees = (stacked.sign() == elected).to(at::kFloat);
    return (weighted * agrees).sum(0) / agrees.sum(0).clamp_min(1.0);
  }

 private:
  double density() const { return *m_settings.density; }
  Tensor largest(const Tensor& tensor) const {
    if (density() >= 1) return tensor;
    const auto keep = static_cast<int64_t>(density() * static_cast<double>(tensor.numel()));
    const Tensor places = std::get<1>(tensor.abs().reshape(-1).topk(keep));
    return tensor * at::zeros({tensor.numel()}, tensor.options()).index_fill(0, places, 1.0).view(tensor.sizes());
  }
  Tensor thinned(const Tensor& tensor) {
    if (density() >= 1) return tensor;
    return tensor * at::bernoulli(at::full_like(tensor, density()), m_generator) / density();
  }

  const CombinationSettings& m_settings;
  at::Generator& m_generator;
  std::string m_kind;
};

// The best factors of rank r of one change (out, in).
std::pair<Tensor, Tensor> svd_factors(const Tensor& change, int64_t rank, std::optional<double> clamp) {
  auto [u, s, vh] = at::linalg_svd(change, /*full_matrices=*/false);
  const int64_t kept = std::min(rank, s.size(0));
  Tensor b = u.slice(1, 0, kept) * s.slice(0, 0, kept), a = vh.slice(0, 0, kept);
  if (clamp) {
    const double limit = at::quantile(at::cat({b.flatten(), a.flatten()}), *clamp).item<double>();
    b = b.clamp(-limit, limit);
    a = a.clamp(-limit, limit);
  }
  return {a, b};
}

std::pair<Tensor, Tensor> combined(const std::string& module, const Target& target, int64_t rank, const CombinationSettings& settings, Mixer& mixer) {
  std::vector<Tensor> as, bs, changes;
  std::vector<double> weights, on_a, on_b;
  for (const auto& part : target.parts) {
    const double factor = part.weight * part.scaling, root = std::sqrt(std::abs(factor));
    if (settings.type == "cat") {
      as.push_back(part.a * factor);
      bs.push_back(part.b);
    } else if (settings.type.ends_with("svd")) {
      changes.push_back(at::matmul(part.b, part.a) * part.scaling);
      weights.push_back(part.weight);
    } else {
      as.push_back(part.a);
      bs.push_back(part.b);
      on_a.push_back(factor >= 0 ? root : -root);
      on_b.push_back(root);
    }
  }
  if (settings.type == "cat") return {at::cat(as, 0), at::cat(bs, 1)};
  if (!changes.empty()) return svd_factors(mixer.mix(changes, weights), rank, settings.svd_clamp);
  for (const auto& a : as) {
    if (a.sizes() != as.front().sizes()) fail(ErrorKind::input, "the adapters have different ranks at \"" + module + "\"", settings.type, "Use the type cat or svd.");
  }
  return {mixer.mix(as, on_a), mixer.mix(bs, on_b)};
}

void check(const CombinationSettings& settings, std::size_t parts) {
  const auto& types = combination_types();
  if (std::find(types.begin(), types.end(), settings.type) == types.end()) {
    std::string known;
    for (const auto& type : types) known += (known.empty() ? "" : ", ") + type;
    fail(ErrorKind::usage, "unknown combination \"" + settings.type + "\"", "--type", "Known are: " + known + ".");
  }
  if (parts == 0) fail(ErrorKind::usage, "no adapter is given", "--adapter", "Name at least one adapter.");
  const bool prunes = settings.type.starts_with("ties") || settings.type.starts_with("dare") || settings.type.starts_with("magnitude");
  if (prunes && (!settings.density || *settings.density < 0)) {
    fail(ErrorKind::usage, "\"" + settings.type + "\" needs a density of 0 or more", "--density", "Give for example --density 0.5 to keep half of the values.");
  }
  if (settings.type.starts_with("dare") && *settings.density == 0) fail(ErrorKind::usage, "must be above 0 for DARE, which divides by it", "--density", "Give for example 0.5.");
  if (settings.majority_sign_method != "total" && settings.majority_sign_method != "frequency") {
    fail(ErrorKind::usage, "must be total or frequency, not \"" + settings.majority_sign_method + "\"", "--majority-sign-method");
  }
  if (settings.svd_clamp && (*settings.svd_clamp < 0 || *settings.svd_clamp > 1)) fail(ErrorKind::usage, "must lie between 0 and 1", "--svd-clamp");
}

// Zeros behind the factors up to the rank of the whole adapter.
Tensor padded(const Tensor& tensor, int64_t dim, int64_t rank) {
  if (tensor.size(dim) >= rank) return tensor.contiguous();
  std::vector<int64_t> shape = tensor.sizes().vec();
  shape[static_cast<std::size_t>(dim)] = rank - tensor.size(dim);
  return at::cat({tensor, at::zeros(shape, tensor.options())}, dim).contiguous();
}

}  // namespace

const std::vector<std::string>& combination_types() {
  static const std::vector<std::string> types = {"linear",   "cat",      "svd",           "ties",    "dare_linear", "dare_ties", "magnitude_prune",
                                                 "ties_svd", "dare_linear_svd", "dare_ties_svd", "magnitude_prune_svd"};
  return types;
}

CombinedLora combine_loras(CausalLm& model, const std::vector<CombinationPart>& parts, const CombinationSettings& given) {
  at::NoGradGuard no_grad;
  CombinationSettings settings = given;
  check(settings, parts.size());
  Gathered all;
  for (const auto& part : parts) gather(model, part, all);
  const bool by_svd = settings.type.ends_with("svd"), cat = settings.type == "cat";
  if (!by_svd && !cat && !all.equal_ranks) {
    fail(ErrorKind::input, "the adapters have different ranks, which \"" + settings.type + "\" cannot combine", "--type", "Use cat or " + settings.type + "_svd.");
  }
  const int64_t rank = cat ? all.rank_sum : by_svd && settings.svd_rank > 0 ? settings.svd_rank : all.largest_rank;
  at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(settings.seed);
  Mixer mixer(settings, generator);
  CombinedLora out;
  Json targets = Json::array();
  for (const auto& [module, target] : all.targets) {
    const auto [a, b] = combined(module, target, rank, settings, mixer);
    const std::string prefix = peft_prefix(module);
    out.tensors[prefix + (target.embedding ? "lora_embedding_A" : "lora_A.weight")] = padded(a, 0, rank);
    out.tensors[prefix + (target.embedding ? "lora_embedding_B" : "lora_B.weight")] = padded(b, 1, rank);
    targets.push_back(module);
  }
  out.tensors.insert(all.kept.begin(), all.kept.end());
  Json config = {{"peft_type", "LORA"}, {"r", rank}, {"lora_alpha", rank}, {"target_modules", targets}};
  if (!all.saved_modules.empty()) config["modules_to_save"] = all.saved_modules;
  out.config = complete_peft_config(config).value();
  return out;
}

}  // namespace paretune
