// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// GGUF versions 2 and 3, little-endian: header, metadata, tensor list, aligned data.
#include <unordered_map>

#include "training/core/files.h"
#include "training/io/ggml_types.h"

namespace paretune {

enum class GgufValueType : uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, Text, Array, U64, I64, F64 };

// As a key is stored; element counts for arrays.
struct GgufStoredType {
  GgufValueType type = GgufValueType::Text, element = GgufValueType::Text;
};

struct GgufTensor {
  std::string name;
  std::vector<int64_t> ne;  // as in the file: ne[0] is the row length, the reverse of HF's order
  GgmlType type = GgmlType::F32;
  std::span<const std::byte> data;  // into the mapping
  int64_t elements = 0;
};

// Checked on open: every length and count against the bytes left, UTF-8, unique names, known types, whole blocks, alignment,
// offsets inside the file and not overlapping. Memory beyond the mapping stays below the file's size + 64 MB.
class GgufFile {
 public:
  static Result<GgufFile> open(const std::string& path);
  uint32_t version() const { return m_version; }
  const std::string& path() const { return m_file.path(); }
  int64_t file_bytes() const { return static_cast<int64_t>(m_file.bytes().size()); }
  const Json& metadata() const { return m_metadata; }                   // object; arrays of one level
  GgufStoredType type_of(const std::string& key) const { return m_types.at(key); }  // of a key in metadata()
  const std::vector<GgufTensor>& tensors() const { return m_tensors; }  // in file order
  const GgufTensor* find(const std::string& name) const;

 private:
  MappedFile m_file;
  uint32_t m_version = 0;
  Json m_metadata = Json::object();
  std::unordered_map<std::string, GgufStoredType> m_types;
  std::vector<GgufTensor> m_tensors;
  std::unordered_map<std::string, std::size_t> m_index;
};

}  // namespace paretune
