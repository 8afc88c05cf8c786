// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/safetensors.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "training/core/atomic_file.h"
#include "training/io/float_bits.h"
#include "training/io/pickle.h"

namespace paretune {
namespace {

constexpr uint64_t kMaxHeader = 100'000'000;  // the limit of the reference reader
constexpr const char* kRemedy = "The file is cut off or damaged; download or export it again.";

[[noreturn]] void refuse(const std::string& path, const std::string& what, const char* remedy = kRemedy) {
  fail(ErrorKind::input, what, path, remedy);
}

struct Entry {
  SafeTensor tensor;
  std::vector<int64_t> offsets;
  bool has_dtype = false, has_shape = false, has_offsets = false;
};

// Reads the header without a document tree: memory stays in proportion to the tensors, duplicates are seen.
class HeaderReader : public nlohmann::json_sax<Json> {
 public:
  explicit HeaderReader(const std::string& path) : m_path(path) {}
  std::vector<Entry> entries;
  std::map<std::string, std::string> metadata;

  bool start_object(std::size_t) override {
    if (m_depth == 0) return ++m_depth, true;
    if (m_depth != 1 || m_list) refuse(m_path, "the header has an object where none belongs, near '" + m_name + "'");
    ++m_depth;
    m_in_metadata = m_name == "__metadata__";
    if (!m_in_metadata) entries.emplace_back().tensor.name = m_name;
    return true;
  }
  bool end_object() override {
    if (--m_depth == 1 && !m_in_metadata) {
      const Entry& entry = entries.back();
      if (!entry.has_dtype || !entry.has_shape || !entry.has_offsets) refuse(m_path, "tensor '" + m_name + "' lacks dtype, shape or data_offsets");
    }
    return true;
  }
  bool key(string_t& text) override {
    if (m_depth == 1) {
      if (!m_names.insert(text).second) refuse(m_path, "the name '" + text + "' occurs twice");
      m_name = text;
    } else {
      m_field = text;
    }
    return true;
  }
  bool string(string_t& text) override {
    if (m_depth == 2 && m_in_metadata && !m_list) {
      if (!metadata.emplace(m_field, text).second) refuse(m_path, "the metadata key '" + m_field + "' occurs twice");
    } else if (m_depth == 2 && !m_list && m_field == "dtype" && !entries.back().has_dtype) {
      entries.back().tensor.dtype = text;
      entries.back().has_dtype = true;
    } else {
      unexpected("text");
    }
    return true;
  }
  bool start_array(std::size_t) override {
    if (m_depth != 2 || m_in_metadata || m_list) unexpected("list");
    Entry& entry = entries.back();
    if (m_field == "shape" && !entry.has_shape) {
      m_list = &entry.tensor.shape;
      entry.has_shape = true;
    } else if (m_field == "data_offsets" && !entry.has_offsets) {
      m_list = &entry.offsets;
      entry.has_offsets = true;
    } else {
      unexpected("list");
    }
    return true;
  }
  bool end_array() override { return m_list = nullptr, true; }
  bool number_unsigned(number_unsigned_t value) override {
    if (!m_list) unexpected("number");
    if (value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) refuse(m_path, "a size of tensor '" + m_name + "' is beyond 2^63");
    if (m_list->size() >= 64) refuse(m_path, "tensor '" + m_name + "' has more than 64 dimensions");
    m_list->push_back(static_cast<int64_t>(value));
    return true;
  }
  bool null() override { return unexpected("null"); }
  bool boolean(bool) override { return unexpected("boolean"); }
  bool number_integer(number_integer_t) override { return unexpected("negative number"); }
  bool number_float(number_float_t, const string_t&) override { return unexpected("fraction"); }
  bool binary(binary_t&) override { return unexpected("binary value"); }
  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception&) override {
    refuse(m_path, "the header is not valid JSON at byte " + std::to_string(8 + byte));
  }

 private:
  bool unexpected(const char* what) { refuse(m_path, std::string("the header has a ") + what + " where none belongs, near '" + m_name + "'"); }

  const std::string& m_path;
  std::unordered_set<std::string> m_names;
  std::string m_name, m_field;
  std::vector<int64_t>* m_list = nullptr;
  int m_depth = 0;
  bool m_in_metadata = false;
};

// Bytes of a tensor, or -1 when the product leaves int64.
int64_t tensor_bytes(const std::vector<int64_t>& shape, int64_t element) {
  int64_t n = element;
  for (const int64_t d : shape) {
    if (d < 0 || __builtin_mul_overflow(n, d, &n)) return -1;
  }
  return n;
}

}  // namespace

int64_t safetensors_type_bytes(const std::string& dtype) {
  static const std::map<std::string, int64_t> sizes = {{"F64", 8},  {"F32", 4},     {"F16", 2},     {"BF16", 2}, {"I64", 8},    {"I32", 4},
                                                       {"I16", 2},  {"I8", 1},      {"U64", 8},     {"U32", 4},  {"U16", 2},    {"U8", 1},
                                                       {"BOOL", 1}, {"F8_E4M3", 1}, {"F8_E5M2", 1}, {"C64", 8},  {"F8_E8M0", 1}};
  const auto it = sizes.find(dtype);
  return it == sizes.end() ? 0 : it->second;
}

Result<SafetensorsFile> SafetensorsFile::open(const std::string& path) {
  return attempt(path, [&]() -> SafetensorsFile {
    SafetensorsFile out;
    out.m_file = std::move(MappedFile::open(path)).value();
    const auto bytes = out.m_file.bytes();
    // Only where no header begins: its length may have the bytes of a pickle.
    if (bytes.size() <= 8 || bytes[8] != std::byte{'{'}) refuse_pickled_weights(out.m_file.text(), path);
    if (bytes.size() < 8) refuse(path, "is too short to be a safetensors file (" + std::to_string(bytes.size()) + " bytes)");
    const uint64_t header_size = load<uint64_t>(bytes.data());
    if (header_size > kMaxHeader)
      refuse(path, "claims a header of " + std::to_string(header_size) + " bytes", "Check that this really is a safetensors file.");
    if (header_size > bytes.size() - 8) refuse(path, "ends inside its header");
    std::string_view header = out.m_file.text().substr(8, header_size);
    if (header.empty() || header[0] != '{') refuse(path, "the header does not start with '{'", "Check that this really is a safetensors file.");
    header = header.substr(0, header.find_last_not_of(' ') + 1);  // the JSON reader would keep the padding in memory
    check_json_depth(header, 4, path);
    HeaderReader reader(path);
    Json::sax_parse(header.begin(), header.end(), &reader);

    const auto data = bytes.subspan(8 + header_size);
    std::sort(reader.entries.begin(), reader.entries.end(), [](const Entry& a, const Entry& b) { return a.offsets < b.offsets; });
    int64_t end = 0;
    for (Entry& entry : reader.entries) {
      SafeTensor& tensor = entry.tensor;
      if (entry.offsets.size() != 2) refuse(path, "data_offsets of tensor '" + tensor.name + "' is not a pair");
      const int64_t element = safetensors_type_bytes(tensor.dtype);
      if (element == 0) {
        fail(ErrorKind::unsupported, "tensor '" + tensor.name + "' has the unknown type '" + tensor.dtype + "'", path,
             "Use a model stored as F32, F16 or BF16.");
      }
      const int64_t expected = tensor_bytes(tensor.shape, element);
      if (expected < 0) refuse(path, "the shape of tensor '" + tensor.name + "' is beyond any memory");
      const int64_t from = entry.offsets[0], to = entry.offsets[1];
      if (from > to || static_cast<uint64_t>(to) > data.size()) refuse(path, "tensor '" + tensor.name + "' reaches beyond the end of the file");
      if (from != end) refuse(path, "tensor '" + tensor.name + (from < end ? "' overlaps another" : "' leaves a hole before it"));
      if (to - from != expected) {
        refuse(path,
               "tensor '" + tensor.name + "' has " + std::to_string(to - from) + " bytes where its shape and type need " + std::to_string(expected));
      }
      tensor.data = data.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(expected));
      end = to;
      out.m_tensors.push_back(std::move(tensor));
    }
    if (static_cast<uint64_t>(end) != data.size())
      refuse(path, "has " + std::to_string(data.size() - static_cast<uint64_t>(end)) + " bytes that belong to no tensor");
    out.m_metadata = std::move(reader.metadata);
    for (std::size_t i = 0; i < out.m_tensors.size(); ++i) out.m_index.emplace(out.m_tensors[i].name, i);
    return out;
  });
}

const SafeTensor* SafetensorsFile::find(const std::string& name) const {
  const auto it = m_index.find(name);
  return it == m_index.end() ? nullptr : &m_tensors[it->second];
}

Status write_safetensors(const std::string& path, const std::vector<SafeTensor>& tensors, std::map<std::string, std::string> metadata) {
  return attempt(path, [&] {
    metadata.emplace("format", "pt");
    const auto quoted = [&](const std::string& text) {
      try {
        return Json(text).dump();
      } catch (const Json::exception&) {
        fail(ErrorKind::input, "a name or metadata value is not valid UTF-8", path, "Rename it.");
      }
    };
    std::string header = "{\"__metadata__\":{";
    const char* comma = "";
    for (const auto& [key, value] : metadata) {
      header += comma + quoted(key) + ":" + quoted(value);
      comma = ",";
    }
    header += "}";
    std::unordered_set<std::string> names = {"__metadata__"};
    int64_t offset = 0;
    for (const SafeTensor& tensor : tensors) {
      if (!names.insert(tensor.name).second) fail(ErrorKind::internal, "tensor name '" + tensor.name + "' is taken", path);
      const int64_t element = safetensors_type_bytes(tensor.dtype);
      const int64_t expected = element ? tensor_bytes(tensor.shape, element) : -1;
      if (expected != static_cast<int64_t>(tensor.data.size())) {
        fail(ErrorKind::internal,
             "tensor '" + tensor.name + "' has " + std::to_string(tensor.data.size()) + " bytes, not what its shape and type need", path);
      }
      header += "," + quoted(tensor.name) + ":{\"dtype\":\"" + tensor.dtype + "\",\"shape\":" + Json(tensor.shape).dump() + ",\"data_offsets\":[" +
                std::to_string(offset) + "," + std::to_string(offset + expected) + "]}";
      offset += expected;
    }
    header += "}";
    header.resize((header.size() + 7) / 8 * 8, ' ');
    if (header.size() > kMaxHeader) fail(ErrorKind::unsupported, "too many tensors for one safetensors file", path);
    const uint64_t header_size = header.size();
    AtomicFile file(path);
    file.write(std::as_bytes(std::span(&header_size, 1)));
    file.write(header);
    for (const SafeTensor& tensor : tensors) file.write(tensor.data);
    file.commit();
  });
}

void convert_to_f32(const std::string& dtype, std::span<const std::byte> data, float* out) {
  if (dtype == "F32") {
    if (!data.empty()) std::memcpy(out, data.data(), data.size() / 4 * 4);
  } else if (dtype == "F16") {
    for (std::size_t i = 0; i < data.size() / 2; ++i) out[i] = half_to_float(load<uint16_t>(data.data() + 2 * i));
  } else if (dtype == "BF16") {
    for (std::size_t i = 0; i < data.size() / 2; ++i) out[i] = bfloat_to_float(load<uint16_t>(data.data() + 2 * i));
  } else if (dtype == "F64") {
    for (std::size_t i = 0; i < data.size() / 8; ++i) out[i] = static_cast<float>(load<double>(data.data() + 8 * i));
  } else {
    fail(ErrorKind::unsupported, "values of type '" + dtype + "' cannot be read as numbers", {}, "Use a model stored as F32, F16 or BF16.");
  }
}

}  // namespace paretune
