// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>

#include "training/io/gguf_arch.h"
#include "training/io/stored_blocks.h"

namespace paretune {
namespace {

// fp32 metadata as the decimal number people wrote: 1e-05 rather than 9.999999747378752e-06.
Json as_written(const Json& value) {
  if (!value.is_number_float()) return value;
  const double wide = value.get<double>();
  const float narrow = static_cast<float>(wide);
  if (static_cast<double>(narrow) != wide) return value;
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, narrow).ptr;
  double out = wide;
  std::from_chars(text, end, out);
  return out;
}

// "blk.{}.attn_q.weight" against "blk.12.attn_q.weight": the layer text "12", "" without a layer, or nothing.
std::optional<std::string> match(std::string_view pattern, std::string_view name) {
  const auto hole = pattern.find("{}");
  if (hole == std::string_view::npos) return pattern == name ? std::optional<std::string>("") : std::nullopt;
  const auto head = pattern.substr(0, hole), tail = pattern.substr(hole + 2);
  if (name.size() <= head.size() + tail.size() || !name.starts_with(head) || !name.ends_with(tail)) return {};
  const auto layer = name.substr(head.size(), name.size() - head.size() - tail.size());
  if (layer.size() > 6 || !std::all_of(layer.begin(), layer.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
  return std::string(layer);
}

std::string filled(std::string pattern, const std::string& layer) {
  if (const auto hole = pattern.find("{}"); hole != std::string::npos) pattern.replace(hole, 2, layer);
  return pattern;
}

const GgufArch& arch_of(const GgufFile& file) {
  const auto text = [&](const char* key) {
    return file.metadata().contains(key) && file.metadata()[key].is_string() ? file.metadata()[key].get<std::string>() : std::string();
  };
  if (text("general.type") == "adapter") fail(ErrorKind::input, "is an adapter, not a model", file.path(), "Give the GGUF file of its base model.");
  const std::string architecture = text("general.architecture");
  if (architecture.empty())
    fail(ErrorKind::input, "does not say its architecture (general.architecture)", file.path(), "Convert the model again with a current llama.cpp.");
  std::string known;
  for (const GgufArch* arch : gguf_archs()) {
    if (architecture == arch->architecture) return *arch;
    known += (known.empty() ? "" : ", ") + std::string(arch->architecture);
  }
  fail(ErrorKind::unsupported, "has the architecture '" + architecture + "'", file.path(),
       "GGUF files of these architectures are read: " + known + ". Or use the Hugging Face folder of the model.");
}

class GgufSource : public ModelSource {
 public:
  GgufSource(GgufFile file, const GgufArch& arch) : m_file(std::move(file)), m_arch(arch) {
    const Json& metadata = m_file.metadata();
    m_path = m_file.path();
    m_file_bytes = m_file.file_bytes();
    m_name = text("general.name");
    if (m_name.empty()) m_name = std::filesystem::path(m_path).stem().string();
    m_licence = text("general.license");
    if (const auto parts = metadata.find("split.count"); parts != metadata.end() && parts->is_number() && *parts > 1) {
      fail(ErrorKind::unsupported, "is one part of a split model", m_path, "Join the parts first: llama-gguf-split --merge.");
    }
    make_config();
    m_tokenizer.gguf = Json::object();
    for (const auto& [key, value] : metadata.items()) {
      if (key.starts_with("tokenizer.") || key == "general.architecture") m_tokenizer.gguf[key] = value;
    }
    for (const GgufTensor& tensor : m_file.tensors()) name_tensor(tensor);
  }

  void read_f32(const StoredTensor& tensor, float* out) const override {
    const GgufTensor& stored = stored_of(tensor);
    if (!is_permuted(tensor)) {
      dequantize(stored.type, stored.data, stored.elements, out);
    } else {
      const int64_t row = stored.elements / tensor.shape[0];
      for_rows(tensor, [&](int64_t to, std::span<const std::byte> bytes) { dequantize(stored.type, bytes, row, out + to * row); });
    }
    if (const float shift = origin_of(tensor).shift; shift != 0) std::for_each(out, out + stored.elements, [shift](float& value) { value += shift; });
    let_go_pages(stored.data);
  }

  StoredBlocks read_blocks(const StoredTensor& tensor) const {
    const GgufTensor& stored = stored_of(tensor);
    StoredBlocks out{stored.type, {}};
    if (!is_permuted(tensor)) {
      out.bytes.assign(stored.data.begin(), stored.data.end());
    } else {
      out.bytes.resize(stored.data.size());
      for_rows(tensor, [&](int64_t to, std::span<const std::byte> bytes) {
        std::copy(bytes.begin(), bytes.end(), out.bytes.begin() + to * static_cast<int64_t>(bytes.size()));
      });
    }
    let_go_pages(stored.data);
    return out;
  }

 private:
  struct Origin {
    std::size_t index = 0;
    int64_t heads = 0;  // > 0: rows are permuted within that many heads
    float shift = 0;    // added to every value
  };

  const Origin& origin_of(const StoredTensor& tensor) const {
    const auto it = m_origins.find(tensor.name);
    if (it == m_origins.end()) fail(ErrorKind::internal, "no tensor '" + tensor.name + "'", m_path);
    return it->second;
  }
  const GgufTensor& stored_of(const StoredTensor& tensor) const { return m_file.tensors()[origin_of(tensor).index]; }
  bool is_permuted(const StoredTensor& tensor) const { return origin_of(tensor).heads > 0; }

  // use(row in HF's order, its bytes) for every row of a permuted tensor: row 2i + j of a head in the file is row j * half + i in HF.
  template <class Use>
  void for_rows(const StoredTensor& tensor, const Use& use) const {
    const GgufTensor& stored = stored_of(tensor);
    const int64_t rows = tensor.shape[0], half = rows / origin_of(tensor).heads / 2;
    if (stored.elements / rows % ggml_type_info(stored.type)->block_elements != 0)
      fail(ErrorKind::unsupported, "rows of '" + tensor.name + "' cannot be put back in order", m_path);
    const std::size_t row_bytes = stored.data.size() / static_cast<std::size_t>(rows);
    for (int64_t r = 0; r < rows; ++r) {
      const int64_t head = r / (2 * half), in_head = r % (2 * half);
      const int64_t from = head * 2 * half + in_head % half * 2 + in_head / half;
      use(r, stored.data.subspan(static_cast<std::size_t>(from) * row_bytes, row_bytes));
    }
  }

  std::string text(const std::string& key) const {
    const auto it = m_file.metadata().find(key);
    return it != m_file.metadata().end() && it->is_string() ? it->get<std::string>() : std::string();
  }

  [[noreturn]] void refuse(const std::string& what) const {
    fail(ErrorKind::input, what, m_path, "Convert the model again with a current llama.cpp.");
  }

  int64_t positive(const char* key) const {
    const auto it = m_config.find(key);
    if (it == m_config.end()) refuse(std::string("lacks the value for ") + key);
    const int64_t value = it->is_number_unsigned() && *it <= uint64_t{1} << 40 ? it->get<int64_t>()
                          : it->is_number_integer()                            ? it->get<int64_t>()
                                                                               : 0;
    if (value <= 0 || value > int64_t{1} << 40) refuse(std::string("has an impossible value for ") + key + ": " + it->dump());
    return value;
  }

  void make_config() {
    const std::string architecture = m_arch.architecture;
    m_config = {{"model_type", m_arch.model_type}, {"architectures", {m_arch.hf_class}}, {"torch_dtype", "float32"}};
    for (const GgufKeyName& key : m_arch.keys) {
      if (const auto value = gguf_value(m_file, architecture, key.gguf)) m_config[key.hf] = as_written(*value);
    }
    const int64_t hidden = positive("hidden_size"), heads = positive("num_attention_heads");
    positive("num_hidden_layers");
    if (!m_config.contains("num_key_value_heads")) m_config["num_key_value_heads"] = heads;
    if (!m_config.contains("head_dim")) m_config["head_dim"] = hidden / heads;
    if (!m_config.contains("rope_theta")) m_config["rope_theta"] = 10000.0;
    const int64_t head_dim = positive("head_dim");
    if (heads % positive("num_key_value_heads") != 0 || head_dim % 2 != 0) refuse("has impossible attention heads");
    if (const auto value = gguf_value(m_file, architecture, "rope.dimension_count"); value && *value != head_dim) {
      if (m_arch.partial_rotary && value->is_number_integer() && *value > 0 && *value < head_dim)
        m_config["partial_rotary_factor"] = value->get<double>() / static_cast<double>(head_dim);
      else fail(ErrorKind::unsupported, "rotates only a part of each head", m_path, "Use the Hugging Face folder of this model.");
    }
    if (!m_config["rope_theta"].is_number() || !(m_config["rope_theta"].get<double>() > 0)) refuse("has an impossible rope_theta");
    m_config["rope_scaling"] = gguf_rope_scaling(m_file, architecture, m_config["rope_theta"].get<double>(), head_dim);

    const GgufTensor* embedding = m_file.find("token_embd.weight");
    if (!embedding || embedding->ne.size() != 2 || embedding->ne[0] != hidden || embedding->ne[1] <= 0)
      refuse("lacks token_embd.weight, or its shape is wrong");
    m_config["vocab_size"] = embedding->ne[1];  // the key <arch>.vocab_size may be missing or stale
    m_config["tie_word_embeddings"] = m_file.find("output.weight") == nullptr;
    for (const auto& [gguf, hf] : {std::pair{"bos", "bos_token_id"}, {"eos", "eos_token_id"}, {"padding", "pad_token_id"}}) {
      const auto it = m_file.metadata().find(std::string("tokenizer.ggml.") + gguf + "_token_id");
      if (it != m_file.metadata().end() && it->is_number_unsigned() && *it < m_config["vocab_size"]) m_config[hf] = *it;
    }
    m_arch.finish(m_file, m_config);
  }

  void name_tensor(const GgufTensor& tensor) {
    for (const auto& names : {m_arch.tensors, m_arch.more_tensors}) {
      if (take_name(tensor, names)) return;
    }
    for (const char* derived : m_arch.derived) {
      if (match(derived, tensor.name)) return;
    }
    fail(ErrorKind::unsupported,
         "has the tensor '" + tensor.name + "', which the architecture '" + std::string(m_arch.architecture) + "' does not know", m_path,
         "Use the Hugging Face folder of this model.");
  }

  // False: no name of the table fits.
  bool take_name(const GgufTensor& tensor, std::span<const GgufTensorName> names) {
    for (const GgufTensorName& entry : names) {
      const auto layer = match(entry.gguf, tensor.name);
      if (!layer) continue;
      StoredTensor stored;
      stored.name = filled(entry.hf, *layer);
      stored.shape.assign(tensor.ne.rbegin(), tensor.ne.rend());
      stored.type = ggml_type_name(tensor.type);
      stored.bytes = static_cast<int64_t>(tensor.data.size());
      int64_t heads = 0;
      if (entry.rows != RowOrder::same) {
        heads = positive(entry.rows == RowOrder::query_pairs ? "num_attention_heads" : "num_key_value_heads");
        if (stored.shape.empty() || stored.shape[0] <= 0 || stored.shape[0] % (2 * heads) != 0)
          refuse("tensor '" + tensor.name + "' does not divide into its heads");
      }
      m_origins[stored.name] = {static_cast<std::size_t>(&tensor - m_file.tensors().data()), heads, entry.shift};
      add_tensor(std::move(stored));
      return true;
    }
    return false;
  }

  GgufFile m_file;
  const GgufArch& m_arch;
  std::unordered_map<std::string, Origin> m_origins;
};

}  // namespace

std::optional<Json> gguf_value(const GgufFile& file, const std::string& architecture, const std::string& key) {
  const auto it = file.metadata().find(architecture + "." + key);
  if (it == file.metadata().end()) return {};
  if (!it->is_array()) return *it;
  if (it->empty()) return {};
  for (const Json& layer : *it) {
    if (layer != it->front()) {
      fail(ErrorKind::unsupported, "its layers differ in '" + architecture + "." + key + "'", file.path(), "Choose a model whose layers are alike.");
    }
  }
  return it->front();
}

void gguf_window_pattern(const GgufFile& file, const std::string& architecture, Json& config) {
  const auto it = file.metadata().find(architecture + ".attention.sliding_window_pattern");
  if (it == file.metadata().end()) return;
  if (it->is_number_integer() && *it > 0) config["sliding_window_pattern"] = *it;
  if (!it->is_array()) return;
  config["layer_types"] = Json::array();
  for (const Json& slides : *it) config["layer_types"].push_back(slides == Json(true) || slides == Json(1) ? "sliding_attention" : "full_attention");
}

bool has_blocks(const ModelSource& source) { return dynamic_cast<const GgufSource*>(&source) != nullptr; }

StoredBlocks read_blocks(const ModelSource& source, const StoredTensor& tensor) {
  const auto* gguf = dynamic_cast<const GgufSource*>(&source);
  if (!gguf) fail(ErrorKind::internal, "is no GGUF file", source.path());
  return gguf->read_blocks(tensor);
}

std::unique_ptr<ModelSource> open_gguf_model(const std::string& path) {
  GgufFile file = std::move(GgufFile::open(path)).value();
  const GgufArch& arch = arch_of(file);
  return std::make_unique<GgufSource>(std::move(file), arch);
}

}  // namespace paretune
