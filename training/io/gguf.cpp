// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/gguf.h"

#include <algorithm>
#include <unordered_set>

#include "training/io/float_bits.h"
#include "training/io/pickle.h"
#include "training/io/utf8.h"

namespace paretune {
namespace {

constexpr uint64_t kMaxEntries = 65'536;           // keys, and tensors
constexpr uint64_t kMetadataAllowance = 64 << 20;  // memory for metadata beyond the file's own size
constexpr const char* kRemedy = "The file is cut off or damaged; download it again.";

enum ValueType : uint32_t { kU8, kI8, kU16, kI16, kU32, kI32, kF32, kBool, kString, kArray, kU64, kI64, kF64 };

// A cursor over the mapping: no read passes the end.
class Cursor {
 public:
  Cursor(std::span<const std::byte> bytes, const std::string& path) : m_bytes(bytes), m_path(path), m_budget(bytes.size() + kMetadataAllowance) {}

  [[noreturn]] void refuse(const std::string& what, const char* remedy = kRemedy) const { fail(ErrorKind::input, what, m_path, remedy); }
  uint64_t left() const { return m_bytes.size() - m_at; }
  uint64_t position() const { return m_at; }

  template <class T>
  T number(const std::string& of) {
    if (left() < sizeof(T)) refuse("ends inside " + of);
    const T value = load<T>(m_bytes.data() + m_at);
    m_at += sizeof(T);
    return value;
  }

  std::string text(const std::string& of) {
    const uint64_t size = number<uint64_t>(of);
    if (size > left()) refuse("a text in " + of + " claims " + std::to_string(size) + " bytes where " + std::to_string(left()) + " are left");
    spend(48 + size, of);
    std::string out(reinterpret_cast<const char*>(m_bytes.data() + m_at), size);
    m_at += size;
    if (!is_utf8(out)) refuse("a text in " + of + " is not valid UTF-8");
    return out;
  }

  Json value(uint32_t type, const std::string& of) {
    switch (type) {
      case kU8:
        return number<uint8_t>(of);
      case kI8:
        return number<int8_t>(of);
      case kU16:
        return number<uint16_t>(of);
      case kI16:
        return number<int16_t>(of);
      case kU32:
        return number<uint32_t>(of);
      case kI32:
        return number<int32_t>(of);
      case kU64:
        return number<uint64_t>(of);
      case kI64:
        return number<int64_t>(of);
      case kF32:
        return number<float>(of);
      case kF64:
        return number<double>(of);
      case kBool: {
        const uint8_t bit = number<uint8_t>(of);
        if (bit > 1) refuse(of + " is neither true nor false");
        return bit == 1;
      }
      case kString:
        return text(of);
      default:
        refuse(of + " has the unknown value type " + std::to_string(type));
    }
  }

  Json array(const std::string& of, uint32_t& type) {
    type = number<uint32_t>(of);
    const uint64_t count = number<uint64_t>(of);
    if (type == kArray)
      refuse(of + " holds arrays of arrays, which this reader does not accept", "Convert the model again with a current llama.cpp.");
    if (type > kF64) refuse(of + " has the unknown element type " + std::to_string(type));
    if (count > left() / smallest(type))
      refuse(of + " claims " + std::to_string(count) + " elements where " + std::to_string(left()) + " bytes are left");
    spend(count * sizeof(Json), of);
    Json::array_t out;
    out.reserve(count);
    for (uint64_t i = 0; i < count; ++i) out.push_back(value(type, of));
    return Json(std::move(out));
  }

  // Counts what the metadata costs in memory, so that a small file cannot ask for much.
  void spend(uint64_t bytes, const std::string& of) {
    if (bytes > m_budget) refuse(of + " would need more memory than the file justifies");
    m_budget -= bytes;
  }

 private:
  static uint64_t smallest(uint32_t type) {
    switch (type) {
      case kU16:
      case kI16:
        return 2;
      case kU32:
      case kI32:
      case kF32:
        return 4;
      case kU64:
      case kI64:
      case kF64:
      case kString:
        return 8;
      default:
        return 1;
    }
  }

  std::span<const std::byte> m_bytes;
  const std::string& m_path;
  uint64_t m_at = 0, m_budget;
};

void read_metadata(Cursor& in, uint64_t count, Json& metadata, std::unordered_map<std::string, GgufStoredType>& types) {
  for (uint64_t i = 0; i < count; ++i) {
    const std::string key = in.text("metadata key " + std::to_string(i + 1));
    const std::string of = "'" + key + "'";
    if (key.empty()) in.refuse("metadata key " + std::to_string(i + 1) + " is empty");
    if (metadata.contains(key)) in.refuse("the key " + of + " occurs twice");
    in.spend(128, of);
    const uint32_t type = in.number<uint32_t>(of);
    uint32_t element = type;
    metadata[key] = type == kArray ? in.array(of, element) : in.value(type, of);
    types[key] = {static_cast<GgufValueType>(type), static_cast<GgufValueType>(element)};
  }
}

struct Listed {
  GgufTensor tensor;
  uint64_t offset = 0, bytes = 0;
};

Listed read_tensor_entry(Cursor& in, uint64_t number, const std::string& path) {
  Listed out;
  GgufTensor& tensor = out.tensor;
  const std::string entry = "tensor " + std::to_string(number);
  tensor.name = in.text(entry);
  if (tensor.name.empty()) in.refuse(entry + " has no name");
  const std::string of = "tensor '" + tensor.name + "'";
  in.spend(256, of);
  const uint32_t dims = in.number<uint32_t>(of);
  if (dims > 4) in.refuse(of + " has " + std::to_string(dims) + " dimensions, more than the 4 of the format");
  int64_t elements = 1;
  for (uint32_t d = 0; d < dims; ++d) {
    const int64_t ne = in.number<int64_t>(of);
    // Each size is checked on its own: a zero elsewhere must not hide an absurd one.
    if (ne < 0 || ne > (int64_t{1} << 48)) in.refuse(of + " claims a dimension of " + std::to_string(static_cast<uint64_t>(ne)));
    if (__builtin_mul_overflow(elements, ne, &elements)) in.refuse("the shape of " + of + " is beyond any memory");
    tensor.ne.push_back(ne);
  }
  tensor.type = static_cast<GgmlType>(in.number<uint32_t>(of));
  tensor.elements = elements;
  out.offset = in.number<uint64_t>(of);
  const GgmlTypeInfo* info = ggml_type_info(tensor.type);
  if (!info) {
    const std::string name = ggml_type_name(tensor.type);
    fail(ErrorKind::unsupported,
         of + " is stored as " + (name == "?" ? "unknown type " + std::to_string(static_cast<uint32_t>(tensor.type)) : name) +
             ", which cannot be read",
         path, "Use a file quantised as Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K or Q6_K, or as F16, BF16 or F32.");
  }
  const int64_t row = dims ? tensor.ne[0] : 1;
  if (row % info->block_elements != 0) in.refuse("rows of " + of + " are not whole blocks of " + info->name);
  int64_t bytes = 0;
  if (__builtin_mul_overflow(elements / info->block_elements, info->block_bytes, &bytes)) in.refuse("the shape of " + of + " is beyond any memory");
  out.bytes = static_cast<uint64_t>(bytes);
  return out;
}

uint64_t alignment_of(const Json& metadata, const Cursor& in) {
  const auto it = metadata.find("general.alignment");
  if (it == metadata.end()) return 32;
  const uint64_t value = it->is_number_unsigned() ? it->get<uint64_t>() : 0;
  if (value == 0 || value > (uint64_t{1} << 31) || (value & (value - 1)) != 0) in.refuse("general.alignment is not a power of two");
  return value;
}

}  // namespace

Result<GgufFile> GgufFile::open(const std::string& path) {
  return attempt(path, [&]() -> GgufFile {
    GgufFile out;
    out.m_file = std::move(MappedFile::open(path)).value();
    const auto bytes = out.m_file.bytes();
    refuse_pickled_weights(out.m_file.text(), path);
    Cursor in(bytes, path);
    if (bytes.size() < 4 || out.m_file.text().substr(0, 4) != "GGUF")
      in.refuse("does not start with 'GGUF'", "Check that this really is a GGUF file.");
    in.number<uint32_t>("the header");
    out.m_version = in.number<uint32_t>("the header");
    if ((out.m_version & 0xffff) == 0) fail(ErrorKind::unsupported, "is a big-endian GGUF file", path, "Use the usual little-endian file.");
    if (out.m_version != 2 && out.m_version != 3) {
      fail(ErrorKind::unsupported, "is GGUF version " + std::to_string(out.m_version), path,
           "Versions 2 and 3 are read; convert the model again with a current llama.cpp.");
    }
    const uint64_t tensor_count = in.number<uint64_t>("the header"), key_count = in.number<uint64_t>("the header");
    // The smallest key takes 13 bytes, the smallest tensor entry 24.
    if (key_count > kMaxEntries || key_count > in.left() / 13) in.refuse("claims " + std::to_string(key_count) + " metadata keys");
    if (tensor_count > kMaxEntries || tensor_count > in.left() / 24) in.refuse("claims " + std::to_string(tensor_count) + " tensors");
    read_metadata(in, key_count, out.m_metadata, out.m_types);

    std::vector<Listed> listed;
    listed.reserve(tensor_count);
    std::unordered_set<std::string> names;
    for (uint64_t i = 0; i < tensor_count; ++i) {
      listed.push_back(read_tensor_entry(in, i + 1, path));
      if (!names.insert(listed.back().tensor.name).second) in.refuse("the tensor '" + listed.back().tensor.name + "' occurs twice");
    }
    const uint64_t alignment = alignment_of(out.m_metadata, in);
    const uint64_t start = (in.position() + alignment - 1) / alignment * alignment;
    const uint64_t size = start <= bytes.size() ? bytes.size() - start : 0;
    if (tensor_count > 0 && start > bytes.size()) in.refuse("ends before its tensor data");

    for (Listed& entry : listed) {
      if (entry.offset % alignment != 0) in.refuse("tensor '" + entry.tensor.name + "' is not aligned");
      if (entry.offset > size || entry.bytes > size - entry.offset)
        in.refuse("tensor '" + entry.tensor.name + "' reaches beyond the end of the file");
      entry.tensor.data = bytes.subspan(start + entry.offset, entry.bytes);
    }
    std::vector<const Listed*> by_offset;
    for (const Listed& entry : listed) by_offset.push_back(&entry);
    std::sort(by_offset.begin(), by_offset.end(),
              [](const Listed* a, const Listed* b) { return std::pair(a->offset, a->bytes) < std::pair(b->offset, b->bytes); });
    for (std::size_t i = 1; i < by_offset.size(); ++i) {
      if (by_offset[i - 1]->offset + by_offset[i - 1]->bytes > by_offset[i]->offset)
        in.refuse("tensor '" + by_offset[i]->tensor.name + "' overlaps another");
    }
    for (Listed& entry : listed) {
      out.m_index.emplace(entry.tensor.name, out.m_tensors.size());
      out.m_tensors.push_back(std::move(entry.tensor));
    }
    return out;
  });
}

const GgufTensor* GgufFile::find(const std::string& name) const {
  const auto it = m_index.find(name);
  return it == m_index.end() ? nullptr : &m_tensors[it->second];
}

}  // namespace paretune
