// SPDX-License-Identifier: GPL-3.0-or-later
// The adapter folder as PEFT 0.21.2 writes and reads it.
#include <filesystem>

#include "training/io/safetensors.h"
#include "training/peft/adapter.h"
#include "training/peft/common/config_keys.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;
constexpr const char* kConfigFile = "adapter_config.json";
constexpr const char* kTensorFile = "adapter_model.safetensors";
constexpr const char* kPeftVersion = "0.21.2";
constexpr std::pair<const char*, at::ScalarType> kWholeTypes[] = {{"I64", at::kLong}, {"I32", at::kInt}, {"I16", at::kShort}, {"U8", at::kByte}};

bool switches_nothing_on(const Json& value) {
  return value.is_null() || value == Json(false) || ((value.is_object() || value.is_array()) && value.empty());
}

// PEFT drops keys it does not know. Here one that asks for something is an error, one that asks for nothing is dropped.
Json without_unknown_keys(const Json& given, const std::string& where) {
  const PeftMethod* method = given.contains("peft_type") && given.at("peft_type").is_string() ? find_peft_method(given.at("peft_type")) : nullptr;
  if (!method) return given;  // complete_peft_config says it
  const auto& bookkeeping = peft_bookkeeping_keys();
  Json out = Json::object();
  for (const auto& [key, value] : given.items()) {
    const bool known =
        key == "peft_type" || method->schema().find(key) || std::find(bookkeeping.begin(), bookkeeping.end(), key) != bookkeeping.end();
    if (known) out[key] = value;
    else if (!switches_nothing_on(value)) {
      fail(ErrorKind::unsupported, "\"" + key + "\": " + value.dump() + " is not known for " + method->peft_type, where,
           "The adapter needs a newer version of this program.");
    }
  }
  return out;
}

Tensor to_tensor(const SafeTensor& stored, const std::string& where) {
  for (const auto& [name, type] : kWholeTypes) {
    if (stored.dtype != name) continue;
    Tensor out = at::empty(stored.shape, type);
    std::memcpy(out.data_ptr(), stored.data.data(), stored.data.size());
    return out;
  }
  if (stored.dtype != "F32" && stored.dtype != "F16" && stored.dtype != "BF16" && stored.dtype != "F64") {
    fail(ErrorKind::unsupported, "tensor \"" + stored.name + "\" has the type " + stored.dtype, where);
  }
  Tensor out = at::empty(stored.shape, at::kFloat);
  convert_to_f32(stored.dtype, stored.data, out.data_ptr<float>());
  return out;
}

// PEFT writes X-LoRA's experts into sub-folders too, but with weights of the base among theirs and without blocks whose number is the
// name of another expert. Such a folder cannot be read back.
bool whole_part(const std::string& folder) {
  const std::string path = folder + "/" + kTensorFile;
  if (!fs::exists(folder + "/" + kConfigFile) || !fs::exists(path)) return false;
  const auto file = SafetensorsFile::open(path);
  return file.ok() && std::none_of(file->tensors().begin(), file->tensors().end(),
                                   [](const SafeTensor& tensor) { return tensor.name.starts_with("base_model.lora_model."); });
}

// Where an adapter's parts are: in its own sub-folders, else where the config says, which may be meant from its folder.
Json found_parts(Json parts, const std::string& folder) {
  for (auto& [name, path] : parts.items()) {
    const std::string own = folder + "/" + name;
    if (name.find('/') == std::string::npos && whole_part(own)) path = own;
    else if (path.is_string() && !fs::exists(path.get<std::string>()) && fs::exists(folder + "/" + path.get<std::string>())) path = folder + "/" + path.get<std::string>();
  }
  return parts;
}

// Where the adapters that Arrow mixes are: in the adapter's own sub-folders, beside it (as PEFT saves a model of several adapters), or
// where the names say.
Json found_experts(Json arrow, const std::string& folder) {
  for (const char* key : {"task_adapter_names", "gks_adapter_names"}) {
    if (!arrow.contains(key) || !arrow.at(key).is_array()) continue;
    for (auto& name : arrow[key]) {
      if (!name.is_string()) continue;
      for (const auto& path : {folder + "/" + name.get<std::string>(), folder + "/../" + name.get<std::string>()}) {
        if (!whole_part(path)) continue;
        name = path;
        break;
      }
    }
  }
  return arrow;
}

std::map<std::string, Tensor> read_tensors(const std::string& folder) {
  const std::string path = folder + "/" + kTensorFile;
  if (!fs::exists(path)) {
    const bool pickled = fs::exists(folder + "/adapter_model.bin");
    fail(ErrorKind::input,
         pickled ? "adapter_model.bin is a pickle file, which can run any code when it is read" : std::string(kTensorFile) + " is missing", folder,
         pickled ? "Load and save the adapter once with PEFT: it then writes adapter_model.safetensors." : "Name the folder that PEFT wrote.");
  }
  const Result<SafetensorsFile> file = SafetensorsFile::open(path);
  std::map<std::string, Tensor> out;
  for (const auto& stored : file.value().tensors()) out.emplace(stored.name, to_tensor(stored, path));
  return out;
}

// Ranks and counts make tensors, so the saved ones tell how large they can be; a config that says otherwise must not get the memory it asks for.
void check_sizes(const Json& config, const std::map<std::string, Tensor>& tensors, const std::string& where) {
  static constexpr int64_t kSmall = 4096;  // some methods have a rank and save hardly a number for it
  int64_t most = kSmall;
  for (const auto& [name, tensor] : tensors) most += tensor.numel();
  const auto check = [&](const std::string& key, const Json& value) {
    if (value.is_number() && value.get<double>() > static_cast<double>(most)) {
      fail(ErrorKind::input, "\"" + key + "\": " + value.dump() + " is more than its tensors can have", where, "The files do not belong together; get the adapter again.");
    }
  };
  for (const char* key : {"r", "init_r", "target_r", "num_virtual_tokens", "adapter_len", "n_frequency", "num_vectors", "vector_length", "rank_pattern"}) {
    const auto it = config.find(key);
    if (it == config.end()) continue;
    check(key, *it);
    if (it->is_object()) {
      for (const auto& [module, value] : it->items()) check(std::string(key) + "." + module, value);
    }
  }
}

// How many classes a classifier's saved head tells apart.
int64_t classes_of(const std::map<std::string, Tensor>& tensors, const std::string& folder) {
  for (const auto& [name, tensor] : tensors) {
    if (name.ends_with(".score.weight") && tensor.dim() == 2) return tensor.size(0);
  }
  fail(ErrorKind::input, "holds no head: there is no tensor \"score.weight\"", folder, "Save the adapter again with PEFT, for a model that has \"score\".");
}

std::string type_name(at::ScalarType type) {
  for (const auto& [name, whole] : kWholeTypes) {
    if (type == whole) return name;
  }
  return "F32";
}

void write_tensors(const std::string& path, const NamedTensors& tensors) {
  std::map<std::string, Tensor> sorted;  // safetensors' Python writer sorts by name; keeps the data alive too
  for (const auto& [name, tensor] : tensors) sorted.emplace(name, tensor.detach().to(at::kCPU).contiguous());
  std::vector<SafeTensor> out;
  for (const auto& [name, tensor] : sorted) {
    out.push_back({name,
                   type_name(tensor.scalar_type()),
                   tensor.sizes().vec(),
                   {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}});
  }
  write_safetensors(path, out).value();
}

Json config_for_file(const Adapter& adapter, const std::string& base_model) {
  Json out = adapter.config;
  for (const auto& key : peft_bookkeeping_keys()) {
    if (key != "revision") out.erase(key);
  }
  if (!out.contains("revision")) out["revision"] = nullptr;
  out["auto_mapping"] = nullptr;
  out["base_model_name_or_path"] = base_model.empty() ? Json() : Json(base_model);
  out["inference_mode"] = true;  // PEFT writes true for every saved adapter
  out["peft_version"] = kPeftVersion;
  out["task_type"] = adapter.config.value("task_type", Json()) == Json("SEQ_CLS") ? "SEQ_CLS" : "CAUSAL_LM";
  return out;
}

std::string model_card(const Adapter& adapter, const std::string& base_model, bool has_initial) {
  const std::string type = adapter.config.at("peft_type");
  const PeftMethod* method = find_peft_method(type);
  std::string card = "---\n";
  if (!base_model.empty()) card += "base_model: " + Json(base_model).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  const bool classifies = adapter.config.value("task_type", Json()) == Json("SEQ_CLS");
  card += std::string("library_name: peft\npipeline_tag: ") + (classifies ? "text-classification" : "text-generation") + "\n";
  if (type == "LORA") card += "tags:\n- lora\n";
  card += "---\n\n# " + method->title + " adapter\n\n" + method->summary + "\n\n";
  if (!base_model.empty()) card += "Made for the model `" + base_model + "`.\n\n";
  if (type != "FULL") {
    card += "```python\nfrom peft import PeftModel\nmodel = PeftModel.from_pretrained(base_model, \"this folder\")\n```\n\n";
  }
  if (adapter.config.contains("adapters")) {
    card += "The experts lie in the sub-folders. PEFT looks for them where `adapters` in adapter_config.json says: write their paths there, and set "
            "`base_model.config.use_cache = False` before loading.\n\n";
  }
  if (has_initial) {
    card += "Its start moved a part of the base weights into the adapter; `initial/` holds that part. In Python take it from the base weights before loading "
            "(W - scaling * B A of every layer), or make a plain LoRA of this adapter first: `paretune convert`.\n\n";
  }
  return card + "### Framework versions\n\n- PEFT " + kPeftVersion + "\n";
}

}  // namespace

Result<Json> read_adapter_config(const std::string& folder) {
  return attempt(folder, [&] {
    const std::string path = folder + "/" + kConfigFile;
    if (!fs::is_directory(folder)) fail(ErrorKind::input, "is no folder", folder, "Name the folder with adapter_config.json.");
    if (!fs::exists(path)) fail(ErrorKind::input, std::string(kConfigFile) + " is missing", folder, "Name the folder that PEFT wrote.");
    const Json json = read_json_file(path).value();
    if (!json.is_object() || !json.contains("peft_type")) fail(ErrorKind::input, "has no peft_type", path, "This is no PEFT adapter.");
    return json;
  });
}

Result<std::unique_ptr<Adapter>> load_adapter(CausalLm& model, const std::string& folder) {
  auto out = attempt(folder, [&] {
    Json config = without_unknown_keys(read_adapter_config(folder).value(), folder + "/" + kConfigFile);
    const auto tensors = read_tensors(folder);  // before the model is touched
    check_sizes(config, tensors, folder + "/" + kConfigFile);
    const Json parts = config.value("adapters", Json());
    if (parts.is_object()) config["adapters"] = found_parts(parts, folder);
    if (const Json arrow = config.value("arrow_config", Json()); arrow.is_object()) config["arrow_config"] = found_experts(arrow, folder);
    if (whole_part(folder + "/initial")) config["initial_adapter"] = folder + "/initial";
    if (config.value("task_type", Json()) == Json("SEQ_CLS")) config["num_labels"] = classes_of(tensors, folder);
    auto adapter = make_adapter(model, config, 0).value();
    if (parts.is_object()) adapter->config["adapters"] = parts;
    adapter->load(tensors);
    return adapter;
  });
  if (out || !out.error().remedy.empty()) return out;
  Error error = out.error();
  error.remedy = "Restore the files of the adapter as PEFT wrote them.";
  return error;
}

Status load_adapter_values(Adapter& adapter, const std::string& folder) {
  return attempt(folder, [&] {
    const Json config = read_adapter_config(folder).value();
    if (config.at("peft_type") != adapter.config.at("peft_type")) {
      fail(ErrorKind::input, "is a " + config.at("peft_type").dump() + " adapter, the run asks for " + adapter.config.at("peft_type").dump(), folder,
           "Use the same peft_type, or another init_adapter.");
    }
    adapter.load(read_tensors(folder));
  });
}

Status save_adapter(Adapter& adapter, const std::string& folder, const std::string& base_model) {
  return attempt(folder, [&] {
    make_folders(folder).value();
    bool has_initial = false;
    for (const auto& [name, part] : adapter.parts()) {
      save_adapter(*part, folder + "/" + name, base_model).value();
      has_initial = has_initial || name == "initial";
    }
    write_tensors(folder + "/" + kTensorFile, adapter.saved());
    write_json_file(folder + "/" + kConfigFile, config_for_file(adapter, base_model)).value();
    const std::string card = folder + "/README.md";
    if (!fs::exists(card)) write_file_atomically(card, model_card(adapter, base_model, has_initial)).value();
  });
}

}  // namespace paretune
