// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/tensor_file.h"

#include <array>
#include <cstring>

#include "training/io/safetensors.h"

namespace paretune {
namespace {

constexpr std::array<std::pair<const char*, at::ScalarType>, 8> kTypes = {{{"F32", at::kFloat}, {"F64", at::kDouble}, {"F16", at::kHalf},
    {"BF16", at::kBFloat16}, {"I64", at::kLong}, {"I32", at::kInt}, {"U8", at::kByte}, {"BOOL", at::kBool}}};

}  // namespace

void write_tensor_file(const std::string& path, const NamedTensors& tensors) {
  std::vector<Tensor> kept;  // contiguous CPU copies live until the write is over
  std::vector<SafeTensor> stored;
  for (const auto& [name, tensor] : tensors) {
    kept.push_back(tensor.detach().to(at::kCPU).contiguous());
    const char* type = nullptr;
    for (const auto& [dtype, scalar] : kTypes) {
      if (scalar == tensor.scalar_type()) type = dtype;
    }
    if (type == nullptr) fail(ErrorKind::internal, "tensor \"" + name + "\" has a type safetensors does not know", path);
    stored.push_back({name, type, kept.back().sizes().vec(), {static_cast<const std::byte*>(kept.back().const_data_ptr()), kept.back().nbytes()}});
  }
  write_safetensors(path, stored).value();
}

std::map<std::string, Tensor> read_tensor_file(const std::string& path) {
  const auto file = SafetensorsFile::open(path);
  std::map<std::string, Tensor> out;
  for (const SafeTensor& stored : file->tensors()) {
    const auto type = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& entry) { return stored.dtype == entry.first; });
    if (type == kTypes.end()) fail(ErrorKind::unsupported, "tensor \"" + stored.name + "\" has type " + stored.dtype, path);
    Tensor tensor = at::empty(stored.shape, type->second);
    if (tensor.nbytes() != stored.data.size()) fail(ErrorKind::io, "tensor \"" + stored.name + "\" has a wrong size", path);
    if (!stored.data.empty()) std::memcpy(tensor.mutable_data_ptr(), stored.data.data(), stored.data.size());
    out.emplace(stored.name, tensor);
  }
  return out;
}

}  // namespace paretune
