// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "training/models/load_model.h"
#include "training/peft/adapter.h"
#include "training/peft/common/config_keys.h"
#include "training/peft/common/init.h"

namespace paretune {

const PeftMethod* find_peft_method(const std::string& peft_type) {
  for (const PeftMethod* method : peft_methods()) {
    if (method->peft_type == peft_type) return method;
  }
  return nullptr;
}

namespace {

// Weights are fp32, so no factor of theirs can be beyond it.
void check_numbers(const Json& value, const std::string& where) {
  if (value.is_number() && std::abs(value.get<double>()) > std::numeric_limits<float>::max()) {
    fail(ErrorKind::input, value.dump() + " is beyond the numbers of fp32", where, "Give a usual number.");
  }
  if (!value.is_structured()) return;
  for (const auto& [key, inner] : value.items()) check_numbers(inner, where + "." + key);
}

// PEFT trains the head of a classifier whole, under either of its usual names.
void save_score_head(Json& config, const std::string& peft_type) {
  static const std::vector<std::string> apart = {"CPT", "SHADOW", "XLORA"};  // their losses and routes are those of language models
  if (!config.contains("modules_to_save") || std::find(apart.begin(), apart.end(), peft_type) != apart.end()) {
    fail(ErrorKind::unsupported, peft_type + " does not train sequence classifiers", "peft.task_type", "Use another method such as LORA.");
  }
  Json& saved = config["modules_to_save"];
  if (saved.is_string()) saved = Json::array({saved});
  if (!saved.is_array()) saved = Json::array();
  for (const char* name : {"classifier", "score"}) {
    if (std::find(saved.begin(), saved.end(), Json(name)) == saved.end()) saved.push_back(name);
  }
}

// The head of num_labels classes, drawn as transformers draws it. PEFT does not keep their number; 2 is transformers' default.
std::shared_ptr<void> with_score_head(CausalLm& model, const Json& config, uint64_t seed) {
  if (model.classifies()) fail(ErrorKind::unsupported, "an adapter of a classifier must be the only one on its model", "peft.task_type", "Load it alone.");
  if (config.value("task_type", Json()) != Json("SEQ_CLS")) return {};
  const Json count = config.value("num_labels", Json()), range = model.config.hf.value("initializer_range", Json());
  if (!count.is_null() && (!count.is_number_integer() || count.get<int64_t>() < 1)) fail(ErrorKind::input, "must be a whole number from 1", "peft.num_labels");
  at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  const double deviation = range.is_number() ? range.get<double>() : 0.02;
  return model.take_score_head(init::normal({count.is_null() ? 2 : count.get<int64_t>(), model.config.hidden_size}, deviation, generator));
}

}  // namespace

Result<Json> complete_peft_config(const Json& peft) {
  return attempt("peft", [&] {
    if (!peft.is_object()) fail(ErrorKind::input, "must be an object with the keys of adapter_config.json", "peft");
    const auto type = peft.find("peft_type");
    if (type == peft.end() || !type->is_string())
      fail(ErrorKind::input, "must be given", "peft.peft_type", "Write for example \"peft_type\": \"LORA\".");
    const PeftMethod* method = find_peft_method(*type);
    if (!method) {
      std::vector<std::string> names;
      std::string all;
      for (const PeftMethod* known : peft_methods()) {
        names.push_back(known->peft_type);
        all += (all.empty() ? "" : ", ") + known->peft_type;
      }
      const std::string near = nearest_name(*type, names);
      fail(ErrorKind::input, type->dump() + " is not known" + (near.empty() ? "" : "; did you mean \"" + near + "\"?"), "peft.peft_type",
           "Choose one of: " + all + ".");
    }
    Json own = peft, kept = Json::object();
    own.erase("peft_type");
    for (const auto& key : peft_bookkeeping_keys()) {
      if (own.contains(key)) kept[key] = own.at(key);
      own.erase(key);
    }
    const Json task = kept.value("task_type", Json());
    if (!task.is_null() && task != Json("CAUSAL_LM") && task != Json("SEQ_CLS")) {
      fail(ErrorKind::unsupported, "is " + task.dump() + "; CAUSAL_LM and SEQ_CLS are trained here", "peft.task_type",
           "Remove the key, or use an adapter of a causal language model or a sequence classifier.");
    }
    Json completed = method->schema().complete(own, "peft").value();
    if (task == Json("SEQ_CLS")) save_score_head(completed, method->peft_type);
    check_numbers(completed, "peft");
    for (auto& [key, value] : kept.items()) completed[key] = value;
    completed["peft_type"] = method->peft_type;
    return completed;
  });
}

Result<std::unique_ptr<Adapter>> make_adapter(CausalLm& model, const Json& peft, uint64_t seed) {
  return attempt("peft", [&] {
    const Json completed = complete_peft_config(peft).value();
    const PeftMethod* method = find_peft_method(completed.at("peft_type"));
    if (!method->quantized_base && has_packed_weights(model)) {
      fail(ErrorKind::unsupported, method->peft_type + " changes the base weights themselves, so it does not work on a quantised base", "quantization",
           "Load the model without quantization, or use another method such as LORA.");
    }
    const std::shared_ptr<void> score = with_score_head(model, completed, seed);  // owns no object, only what happens at its end
    std::unique_ptr<Adapter> adapter;
    try {
      adapter = method->make(model, completed, at::make_generator<at::CPUGeneratorImpl>(seed));
    } catch (const Json::exception& error) {  // of keys whose shape the method alone knows
      fail(ErrorKind::input, std::string("a value is of the wrong kind: ") + error.what(), "peft", "Compare the config with one that PEFT wrote.");
    }
    if (score.use_count() > 0) adapter->held = std::make_shared<std::pair<std::shared_ptr<void>, std::shared_ptr<void>>>(adapter->held, score);
    return adapter;
  });
}

}  // namespace paretune
