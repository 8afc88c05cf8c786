// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/CPUGeneratorImpl.h>

#include "training/models/load_model.h"
#include "training/peft/common/config_keys.h"

namespace paretune {

const std::vector<std::string>& peft_bookkeeping_keys() {
  static const std::vector<std::string> keys = {"base_model_name_or_path", "revision", "inference_mode", "task_type", "peft_version", "auto_mapping",
                                                "runtime_config", "initial_adapter"};  // the last one is set while loading, never saved
  return keys;
}

const PeftMethod* find_peft_method(const std::string& peft_type) {
  for (const PeftMethod* method : peft_methods()) {
    if (method->peft_type == peft_type) return method;
  }
  return nullptr;
}

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
    if (kept.contains("task_type") && !kept.at("task_type").is_null() && kept.at("task_type") != Json("CAUSAL_LM")) {
      fail(ErrorKind::unsupported, "is " + kept.at("task_type").dump() + "; only CAUSAL_LM is trained here", "peft.task_type",
           "Remove the key, or use an adapter of a causal language model.");
    }
    Json completed = method->schema().complete(own, "peft").value();
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
    return method->make(model, completed, at::make_generator<at::CPUGeneratorImpl>(seed));
  });
}

}  // namespace paretune
