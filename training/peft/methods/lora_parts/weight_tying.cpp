// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/weight_tying.h"

#include "training/peft/common/linear_method.h"
#include "training/peft/common/regex.h"
#include "training/peft/common/token_rows.h"
#include "training/peft/common/trained_params.h"

namespace paretune {
namespace {

constexpr const char* kTokens = "peft.trainable_token_indices";

bool ties(CausalLm& model) { return model.head().weight == model.embeddings().weight; }

bool names_one(const std::string& entry) {
  const std::string leaf = entry.substr(entry.rfind('.') + 1);
  return leaf == "embed_tokens" || leaf == "lm_head";  // PEFT knows the two by these names only
}

// As PEFT does: the embedding is added by its full name, one entry that meets the head is taken out.
Json tied_list(const std::vector<std::string>& given, CausalLm& model) {
  std::vector<std::string> list = given;
  const std::string& embedding = model.embeddings().name;
  if (std::find(list.begin(), list.end(), embedding) == list.end()) list.push_back(embedding);
  const auto meets_head = [&](const std::string& entry) { return Regex("(^|.*\\.)" + entry + "($|\\..*)", "peft.ensure_weight_tying").full_match(model.head().name); };
  if (const auto found = std::find_if(list.begin(), list.end(), meets_head); found != list.end()) list.erase(found);
  return list;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '.' ? std::string("\\.") : std::string(1, c);
  return out;
}

class TiedWeight final : public Adapter {
 public:
  TiedWeight(CausalLm& model, const Json& completed) : m_params(model), m_head(peft_prefix(model.head().name) + "weight") {
    config = completed;
    m_params.add(peft_prefix(model.embeddings().name) + "weight", model.embeddings().weight);
  }
  NamedTensors trainable() override { return m_params.tensors(); }
  NamedTensors saved() override {
    NamedTensors out = m_params.tensors();
    out.emplace_back(m_head, out.front().second);
    return out;
  }
  void set_enabled(bool on) override { m_params.set_enabled(on); }
  bool mergeable() const override { return true; }
  void merge() override { m_params.merge(); }
  void unmerge() override { m_params.unmerge(); }

 private:
  TrainedParams m_params;
  std::string m_head;
};

// Modules whose name ends with `entry`.
std::vector<ModelModule> modules_named(const std::vector<ModelModule>& all, const std::string& entry) {
  std::vector<ModelModule> out;
  for (const auto& module : all) {
    if (!entry.empty() && module.name.ends_with(entry)) out.push_back(module);
  }
  if (out.empty()) fail(ErrorKind::input, "the model has no module \"" + entry + "\"", kTokens, "Give a list of token ids, or name the embedding, for example \"embed_tokens\".");
  return out;
}

}  // namespace

WeightTying take_weight_tying(CausalLm& model, Json& config) {
  WeightTying out;
  out.config = config;
  if (config.at("ensure_weight_tying") != Json(true) || !ties(model)) return out;
  const auto saved = text_list(config.at("modules_to_save"));
  const Json& targets = config.at("target_modules");
  const auto named = [](const std::vector<std::string>& list) { return std::any_of(list.begin(), list.end(), names_one); };
  if (named(saved)) {
    out.saved = true;
    out.config["modules_to_save"] = tied_list(saved, model);
    std::vector<std::string> rest;
    for (const auto& entry : saved) {
      if (!model.embeddings().name.ends_with(entry) && !model.head().name.ends_with(entry)) rest.push_back(entry);
    }
    config["modules_to_save"] = rest.empty() ? Json() : Json(rest);
    return out;
  }
  if (targets.is_string()) {
    const Regex chosen(targets.get<std::string>(), "peft.target_modules");
    out.targets = chosen.full_match("embed_tokens") || chosen.full_match("lm_head");
    if (out.targets) out.config["target_modules"] = "(?:" + targets.get<std::string>() + "|^" + escaped(model.embeddings().name) + "$)";
  } else if (named(text_list(targets))) {
    out.targets = true;
    out.config["target_modules"] = tied_list(text_list(targets), model);
  }
  config = out.config;
  return out;
}

std::unique_ptr<Adapter> train_tied_weight(CausalLm& model, const Json& config) { return std::make_unique<TiedWeight>(model, config); }

std::unique_ptr<Adapter> train_tokens(CausalLm& model, const Json& config, at::Generator& generator) {
  const Json& given = config.at("trainable_token_indices");
  if (given.is_null()) return nullptr;
  const auto all = model_modules(model);
  const std::string &embedding = model.embeddings().name, &head = model.head().name;
  std::vector<std::pair<std::string, Json>> wanted;  // by PEFT's keys
  if (given.is_object()) {
    for (const auto& [name, ids] : given.items()) wanted.emplace_back(name, ids);
  } else {
    wanted.emplace_back(embedding, given);
  }
  const auto saved = text_list(config.at("modules_to_save"));
  std::vector<Json> of_tied;  // what is asked of the embedding and of a head tied to it
  for (const auto& [name, ids] : wanted) {
    if (std::find(saved.begin(), saved.end(), name) != saved.end()) {
      fail(ErrorKind::input, "\"" + name + "\" is trained whole by modules_to_save already", kTokens, "Name it in one of the two keys.");
    }
    if (ties(model) && (embedding.ends_with(name) || head.ends_with(name))) of_tied.push_back(ids);
  }
  const bool differ = of_tied.size() > 1 && std::any_of(of_tied.begin(), of_tied.end(), [&](const Json& ids) { return ids != of_tied.front(); });
  if (differ && config.at("ensure_weight_tying") == Json(true)) {
    fail(ErrorKind::input, "asks for other tokens of the embedding than of the head that shares its weight", kTokens,
         "Use the same tokens, or set ensure_weight_tying to false.");
  }
  std::vector<TokenLayer> layers;
  for (const auto& [name, ids] : wanted) {
    if (of_tied.size() > 1 && !differ && name == head) continue;  // follows
    for (const auto& module : modules_named(all, name)) {
      const bool adapted = (module.linear && module.linear->adapted()) || (module.embedding && !module.embedding->adapters.empty());
      if (adapted) fail(ErrorKind::unsupported, "\"" + module.name + "\" is targeted by the adapter too", kTokens, "Take it out of target_modules.");
      layers.push_back({module, ids});
      if (module.embedding != &model.embeddings() || !ties(model) || differ) continue;
      if (model.head().adapted()) fail(ErrorKind::unsupported, "\"" + head + "\" shares the rows and is targeted by the adapter too", kTokens, "Take it out of target_modules.");
      layers.push_back({{.name = head, .linear = &model.head()}, {}, true});
    }
  }
  return attach_token_rows(config, layers, {.suffix = "token_adapter.trainable_tokens_delta", .where = kTokens, .saves_followers = false}, generator);
}

}  // namespace paretune
