// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// safetensors (https://github.com/huggingface/safetensors): 8-byte little-endian header length, JSON header, data.
#include <map>
#include <unordered_map>

#include "training/core/files.h"

namespace paretune {

struct SafeTensor {
  std::string name;
  std::string dtype;  // "F32", "F16", "BF16", "I64", "I32", "U8", "BOOL", ...
  std::vector<int64_t> shape;
  std::span<const std::byte> data;  // into the mapping
};

// Checked on open: header size, JSON, offsets inside the file, no overlap, no hole, byte count = shape x dtype, no duplicate name.
class SafetensorsFile {
 public:
  static Result<SafetensorsFile> open(const std::string& path);
  const std::vector<SafeTensor>& tensors() const { return m_tensors; }  // in file order
  const SafeTensor* find(const std::string& name) const;
  const std::map<std::string, std::string>& metadata() const { return m_metadata; }

 private:
  MappedFile m_file;
  std::vector<SafeTensor> m_tensors;
  std::unordered_map<std::string, std::size_t> m_index;
  std::map<std::string, std::string> m_metadata;
};

// Written in the order given, data 8-byte aligned, atomically. Metadata gets "format": "pt" when it has none.
Status write_safetensors(const std::string& path, const std::vector<SafeTensor>& tensors, std::map<std::string, std::string> metadata = {});

int64_t safetensors_type_bytes(const std::string& dtype);                                    // 0 when unknown
void convert_to_f32(const std::string& dtype, std::span<const std::byte> data, float* out);  // F32 F16 BF16 F64

}  // namespace paretune
