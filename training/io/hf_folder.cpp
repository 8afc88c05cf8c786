// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "training/io/model_source.h"
#include "training/io/safetensors.h"

namespace paretune {
namespace {
namespace fs = std::filesystem;

bool has_file(const fs::path& path) {
  std::error_code code;
  return fs::is_regular_file(path, code);  // follows links: the HF cache is made of them
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

Json object_file(const fs::path& path) {
  Json value = read_json_file(path.string()).value();
  if (!value.is_object()) fail(ErrorKind::input, "is not a JSON object", path.string(), "Restore the original file of the model.");
  return value;
}

[[noreturn]] void refuse_without_weights(const fs::path& folder) {
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    const std::string extension = lower(entry.path().extension().string());
    if (extension == ".bin" || extension == ".pt" || extension == ".pth" || extension == ".ckpt") {
      fail(ErrorKind::unsupported,
           "the weights are a pickle (" + entry.path().filename().string() +
               "), which can run any program when it is opened; Paretune never opens one",
           folder.string(),
           "Convert the model to safetensors: model.save_pretrained(folder, safe_serialization=True), or fetch a revision that has them.");
    }
  }
  fail(ErrorKind::input, "has no model.safetensors and no model.safetensors.index.json", folder.string(), "Check that the download is complete.");
}

// The licence in the YAML block at the head of a model card: "license: apache-2.0".
std::string licence_of_card(const std::string& card) {
  if (!card.starts_with("---")) return {};
  const auto block = card.substr(0, card.find("\n---", 3));
  std::string licence;
  for (const char* key : {"\nlicense: ", "\nlicense_name: "}) {
    const auto at = block.find(key);
    if (at == std::string::npos) continue;
    const auto from = at + std::string_view(key).size();
    std::string value = block.substr(from, block.find('\n', from) - from);
    std::erase_if(value, [](char c) { return c == '"' || c == '\'' || c == '\r'; });
    while (!value.empty() && value.back() == ' ') value.pop_back();
    if (licence.empty() || licence == "other") licence = value;
  }
  return licence;
}

// ".../models--org--name/snapshots/<revision>" is org/name; else the folder's own name.
std::string name_of_folder(const fs::path& folder) {
  const fs::path full = fs::absolute(folder).lexically_normal();
  for (const fs::path& part : full) {
    std::string text = part.string();
    if (!text.starts_with("models--")) continue;
    text.erase(0, 8);
    if (const auto at = text.find("--"); at != std::string::npos) text.replace(at, 2, "/");
    return text;
  }
  return (full.has_filename() ? full : full.parent_path()).filename().string();
}

class HfFolderSource : public ModelSource {
 public:
  explicit HfFolderSource(const fs::path& folder) {
    m_path = folder.string();
    if (!has_file(folder / "config.json")) {
      if (has_file(folder / "adapter_config.json"))
        fail(ErrorKind::input, "is a PEFT adapter, not a model", m_path, "Give its base model here, and this folder as the adapter.");
      fail(ErrorKind::input, "has no config.json", m_path,
           "Give the folder of a Hugging Face model (config.json and safetensors files), or a .gguf file.");
    }
    m_config = object_file(folder / "config.json");
    if (!m_config.contains("model_type") || !m_config["model_type"].is_string()) {
      fail(ErrorKind::input, "does not say its model_type", (folder / "config.json").string(), "Restore the original config.json of the model.");
    }
    if (const auto it = m_config.find("quantization_config"); it != m_config.end() && it->is_object()) {
      const Json method = it->value("quant_method", Json("an unknown method"));
      fail(ErrorKind::unsupported, "its weights are quantised by " + (method.is_string() ? method.get<std::string>() : method.dump()), m_path,
           "Use the unquantised model, or a GGUF file of it.");
    }
    m_name = name_of_folder(folder);
    if (has_file(folder / "README.md")) m_licence = licence_of_card(read_text_file((folder / "README.md").string(), 16 << 20).value());
    if (const auto it = m_config.find("license"); m_licence.empty() && it != m_config.end() && it->is_string()) m_licence = it->get<std::string>();
    read_tokenizer(folder);
    if (has_file(folder / "model.safetensors")) {
      add_shard("model.safetensors", nullptr);
    } else if (has_file(folder / "model.safetensors.index.json")) {
      read_index(folder / "model.safetensors.index.json");
    } else {
      refuse_without_weights(folder);
    }
  }

  void read_f32(const StoredTensor& tensor, float* out) const override {
    const auto it = m_data.find(tensor.name);
    if (it == m_data.end()) fail(ErrorKind::internal, "no tensor '" + tensor.name + "'", m_path);
    convert_to_f32(it->second->dtype, it->second->data, out);
    let_go_pages(it->second->data);
  }

 private:
  void read_tokenizer(const fs::path& folder) {
    if (has_file(folder / "tokenizer.json")) m_tokenizer.tokenizer_json = object_file(folder / "tokenizer.json");
    Json& config = m_tokenizer.tokenizer_config;
    if (has_file(folder / "tokenizer_config.json")) config = object_file(folder / "tokenizer_config.json");
    if (has_file(folder / "special_tokens_map.json")) {  // an older file: it only fills gaps
      if (config.is_null()) config = Json::object();
      const Json map = object_file(folder / "special_tokens_map.json");
      for (const auto& [key, value] : map.items()) {
        if (!config.contains(key) || config[key].is_null()) config[key] = value;
      }
    }
    if (has_file(folder / "chat_template.jinja")) {
      if (config.is_null()) config = Json::object();
      config["chat_template"] = read_text_file((folder / "chat_template.jinja").string(), 16 << 20).value();
    }
  }

  // wanted: the tensors an index places in this shard; null takes all.
  void add_shard(const std::string& file, const std::vector<std::string>* wanted) {
    const std::string path = (fs::path(m_path) / file).string();
    SafetensorsFile shard = std::move(SafetensorsFile::open(path)).value();
    const auto add = [&](const SafeTensor& tensor) {
      // A mapping starts at a page, so the address tells the place in the file.
      const auto line_offset = tensor.dtype == "F32" ? static_cast<int64_t>(reinterpret_cast<std::uintptr_t>(tensor.data.data()) % 64) : 0;
      add_tensor({tensor.name, tensor.shape, tensor.dtype, static_cast<int64_t>(tensor.data.size()), line_offset});
      m_data[tensor.name] = &tensor;  // stays where it is when the shard moves
    };
    if (wanted) {
      for (const std::string& name : *wanted) {
        const SafeTensor* tensor = shard.find(name);
        if (!tensor)
          fail(ErrorKind::input, "lacks the tensor '" + name + "' that the index places in it", path,
               "The files do not belong together; download the model again.");
        add(*tensor);
      }
    } else {
      for (const SafeTensor& tensor : shard.tensors()) add(tensor);
    }
    m_file_bytes += static_cast<int64_t>(fs::file_size(path));
    m_shards.push_back(std::move(shard));
  }

  void read_index(const fs::path& path) {
    const Json index = object_file(path);
    const auto map = index.find("weight_map");
    if (map == index.end() || !map->is_object() || map->empty())
      fail(ErrorKind::input, "has no weight_map", path.string(), "Download the index again.");
    std::map<std::string, std::vector<std::string>> shards;
    for (const auto& [tensor, file] : map->items()) {
      const std::string name = file.is_string() ? file.get<std::string>() : std::string();
      // A plain name in this folder and nothing else: no path, no drive, no dots.
      if (name.empty() || name == "." || name == ".." || name.find_first_of(std::string_view("/\\:\0", 4)) != std::string::npos) {
        fail(ErrorKind::input, "the shard of tensor '" + tensor + "' is not the name of a file in the model's folder: " + file.dump(), path.string(),
             "Do not trust this model; download it from its publisher.");
      }
      if (!lower(name).ends_with(".safetensors")) {
        fail(ErrorKind::unsupported, "the shard " + name + " is not a safetensors file", path.string(), "Convert the model to safetensors.");
      }
      shards[name].push_back(tensor);
    }
    for (const auto& [file, tensors] : shards) add_shard(file, &tensors);
  }

  std::vector<SafetensorsFile> m_shards;
  std::unordered_map<std::string, const SafeTensor*> m_data;
};

}  // namespace

std::unique_ptr<ModelSource> open_hf_folder(const std::string& path) { return std::make_unique<HfFolderSource>(path); }

}  // namespace paretune
