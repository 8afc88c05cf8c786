// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/model_source.h"

#include <algorithm>

#include "training/io/pickle.h"

namespace paretune {
namespace fs = std::filesystem;

Result<std::unique_ptr<ModelSource>> ModelSource::open(const std::string& path) {
  return attempt(path, [&]() -> std::unique_ptr<ModelSource> {
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (!fs::exists(status)) fail(ErrorKind::io, "no such file or folder", path, "Check the path of the model.");
    if (fs::is_directory(status)) return open_hf_folder(path);
    std::string extension = fs::path(path).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (extension == ".safetensors" || extension == ".json") {
      fail(ErrorKind::input, "is one file of a model", path, "Give the folder that holds config.json and the safetensors files.");
    }
    if (extension == ".bin" || extension == ".pt" || extension == ".pth" || extension == ".ckpt" || extension == ".pkl") {
      refuse_pickle(path, "Convert the model to safetensors: model.save_pretrained(folder, safe_serialization=True).");
    }
    return open_gguf_model(path);
  });
}

const StoredTensor* ModelSource::find(const std::string& name) const {
  const auto it = m_index.find(name);
  return it == m_index.end() ? nullptr : &m_tensors[it->second];
}

void ModelSource::add_tensor(StoredTensor tensor) {
  if (!m_index.emplace(tensor.name, m_tensors.size()).second) {
    fail(ErrorKind::input, "two tensors are named '" + tensor.name + "'", m_path, "The file is damaged; download it again.");
  }
  m_tensors.push_back(std::move(tensor));
}

std::string ModelSource::storage() const {
  std::map<std::string, int64_t> bytes;
  for (const StoredTensor& tensor : m_tensors) bytes[tensor.type] += tensor.bytes;
  std::vector<std::pair<int64_t, std::string>> order;
  for (const auto& [type, size] : bytes) order.emplace_back(-size, type);
  std::sort(order.begin(), order.end());
  std::string out;
  for (const auto& [size, type] : order) out += (out.empty() ? "" : " + ") + type;
  return out;
}

}  // namespace paretune
