// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/gguf_writer.h"

#include <limits>
#include <unordered_set>

#include "training/core/atomic_file.h"
#include "training/io/float_bits.h"
#include "training/io/utf8.h"

namespace paretune {
namespace {

constexpr uint64_t kUsualAlignment = 32;

// The header as it grows.
class Header {
 public:
  explicit Header(const std::string& path) : m_path(path) {}

  [[noreturn]] void refuse(const std::string& what) const { fail(ErrorKind::internal, what, m_path); }

  template <class T>
  void number(T value) {
    m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(const std::string& value) {
    if (!is_utf8(value)) refuse("a text for the header is not valid UTF-8");
    number<uint64_t>(value.size());
    m_bytes += value;
  }

  void value(GgufValueType type, const Json& json, const std::string& key) {
    switch (type) {
      case GgufValueType::U8: return whole<uint8_t>(json, key);
      case GgufValueType::I8: return whole<int8_t>(json, key);
      case GgufValueType::U16: return whole<uint16_t>(json, key);
      case GgufValueType::I16: return whole<int16_t>(json, key);
      case GgufValueType::U32: return whole<uint32_t>(json, key);
      case GgufValueType::I32: return whole<int32_t>(json, key);
      case GgufValueType::U64: return whole<uint64_t>(json, key);
      case GgufValueType::I64: return whole<int64_t>(json, key);
      case GgufValueType::F32:
        if (!json.is_number()) refuse("'" + key + "' is no number");
        return number(json.get<float>());
      case GgufValueType::F64:
        if (!json.is_number()) refuse("'" + key + "' is no number");
        return number(json.get<double>());
      case GgufValueType::Bool:
        if (!json.is_boolean()) refuse("'" + key + "' is neither true nor false");
        return number<uint8_t>(json.get<bool>());
      case GgufValueType::Text:
        if (!json.is_string()) refuse("'" + key + "' is no text");
        return text(json.get_ref<const std::string&>());
      case GgufValueType::Array: break;
    }
    refuse("'" + key + "' is an array of arrays");
  }

  void entry(const GgufEntry& entry) {
    text(entry.key);
    if (!entry.array) {
      number(static_cast<uint32_t>(entry.type));
      return value(entry.type, entry.value, entry.key);
    }
    if (!entry.value.is_array()) refuse("'" + entry.key + "' is no array");
    number(static_cast<uint32_t>(GgufValueType::Array));
    number(static_cast<uint32_t>(entry.type));
    number<uint64_t>(entry.value.size());
    for (const Json& element : entry.value) value(entry.type, element, entry.key);
  }

  void pad(uint64_t alignment) { m_bytes.resize((m_bytes.size() + alignment - 1) / alignment * alignment, '\0'); }
  const std::string& bytes() const { return m_bytes; }

 private:
  template <class T>
  void whole(const Json& json, const std::string& key) {
    const bool fits = json.is_number_unsigned() ? json.get<uint64_t>() <= static_cast<uint64_t>(std::numeric_limits<T>::max())
                      : json.is_number_integer() && std::numeric_limits<T>::is_signed
                          ? json.get<int64_t>() >= static_cast<int64_t>(std::numeric_limits<T>::min())
                          : json.is_number_integer() && json.get<int64_t>() >= 0 &&
                                static_cast<uint64_t>(json.get<int64_t>()) <= static_cast<uint64_t>(std::numeric_limits<T>::max());
    if (!fits) refuse("'" + key + "' does not fit its type: " + json.dump().substr(0, 80));
    number(static_cast<T>(json.is_number_unsigned() ? json.get<uint64_t>() : static_cast<uint64_t>(json.get<int64_t>())));
  }

  const std::string& m_path;
  std::string m_bytes;
};

uint64_t alignment_of(const std::vector<GgufEntry>& entries, const Header& header) {
  for (const GgufEntry& entry : entries) {
    if (entry.key != "general.alignment") continue;
    const uint64_t value = entry.value.is_number_unsigned() ? entry.value.get<uint64_t>() : 0;
    if (value < 8 || value > 65536 || (value & (value - 1)) != 0) header.refuse("general.alignment is no power of two from 8 to 65536");
    return value;
  }
  return kUsualAlignment;
}

uint64_t bytes_of(const GgufOutTensor& tensor, const Header& header) {
  const GgmlTypeInfo* info = ggml_type_info(tensor.type);
  if (!info || tensor.shape.empty() || tensor.shape.size() > 4) header.refuse("tensor '" + tensor.name + "' has no type or shape");
  int64_t elements = 1;
  for (const int64_t n : tensor.shape) elements *= n;
  if (elements <= 0 || tensor.shape.back() % info->block_elements != 0) {
    header.refuse("rows of tensor '" + tensor.name + "' are not whole blocks of " + info->name);
  }
  return static_cast<uint64_t>(elements / info->block_elements * info->block_bytes);
}

}  // namespace

Status write_gguf(const std::string& path, const std::vector<GgufEntry>& entries, const std::vector<GgufOutTensor>& tensors) {
  return attempt(path, [&] {
    Header header(path);
    header.number<uint32_t>(0x46554747);  // "GGUF"
    header.number<uint32_t>(3);
    header.number<uint64_t>(tensors.size());
    header.number<uint64_t>(entries.size());
    std::unordered_set<std::string> names;
    for (const GgufEntry& entry : entries) {
      if (entry.key.empty() || !names.insert(entry.key).second) header.refuse("the key '" + entry.key + "' is empty or occurs twice");
      header.entry(entry);
    }
    const uint64_t alignment = alignment_of(entries, header);
    const auto padded = [&](uint64_t size) { return (size + alignment - 1) / alignment * alignment; };
    names.clear();
    uint64_t offset = 0;
    for (const GgufOutTensor& tensor : tensors) {
      if (tensor.name.empty() || tensor.name.size() > 63 || !names.insert(tensor.name).second) {
        header.refuse("the tensor name '" + tensor.name + "' is empty, too long or occurs twice");
      }
      header.text(tensor.name);
      header.number(static_cast<uint32_t>(tensor.shape.size()));
      for (auto n = tensor.shape.rbegin(); n != tensor.shape.rend(); ++n) header.number<int64_t>(*n);
      header.number(static_cast<uint32_t>(tensor.type));
      header.number(offset);
      offset += padded(bytes_of(tensor, header));
    }
    header.pad(alignment);

    AtomicFile file(path);
    file.write(header.bytes());
    const std::vector<std::byte> zeros(alignment);
    for (const GgufOutTensor& tensor : tensors) {
      const std::vector<std::byte> bytes = tensor.bytes();
      if (bytes.size() != bytes_of(tensor, header)) header.refuse("tensor '" + tensor.name + "' has not the bytes its shape and type need");
      file.write(bytes);
      file.write(std::span(zeros).first(padded(bytes.size()) - bytes.size()));
    }
    file.commit();
  });
}

GgufEntry gguf_text(std::string key, const std::string& value) { return {std::move(key), GgufValueType::Text, value}; }
GgufEntry gguf_number(std::string key, uint32_t value) { return {std::move(key), GgufValueType::U32, value}; }
GgufEntry gguf_real(std::string key, double value) { return {std::move(key), GgufValueType::F32, value}; }
GgufEntry gguf_flag(std::string key, bool value) { return {std::move(key), GgufValueType::Bool, value}; }

}  // namespace paretune
