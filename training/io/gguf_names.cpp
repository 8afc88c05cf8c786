// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/gguf_names.h"

#include <algorithm>
#include <cstring>

namespace paretune {
namespace {

// The layer in `name` where it has the form of `pattern` ("model.layers.{}.x"), "" for a pattern without one, or nothing.
std::optional<std::string> layer_in(std::string_view pattern, std::string_view name) {
  const auto hole = pattern.find("{}");
  if (hole == std::string_view::npos) return pattern == name ? std::optional<std::string>("") : std::nullopt;
  const auto head = pattern.substr(0, hole), tail = pattern.substr(hole + 2);
  if (name.size() <= head.size() + tail.size() || !name.starts_with(head) || !name.ends_with(tail)) return {};
  const auto layer = name.substr(head.size(), name.size() - head.size() - tail.size());
  if (!std::all_of(layer.begin(), layer.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
  return std::string(layer);
}

int64_t number_in(const Json& config, const char* key) {
  const auto it = config.find(key);
  if (it == config.end() || !it->is_number_integer()) fail(ErrorKind::internal, std::string("the config lacks ") + key);
  return it->get<int64_t>();
}

Json rope_scaling_in(const Json& config) {
  Json scaling = config.value("rope_scaling", Json());
  if (scaling.is_null()) scaling = config.value("rope_parameters", Json());
  return scaling;
}
std::string rope_type_in(const Json& scaling) {
  return scaling.is_object() ? scaling.value("rope_type", scaling.value("type", "default")) : "default";
}

// move(row in HF's order, row in the file's): row j * half + i of a head in HF is row 2 i + j in the file.
template <class Move>
void for_rows(int64_t rows, int64_t heads, const Move& move) {
  if (heads <= 0 || rows % (2 * heads) != 0) fail(ErrorKind::internal, "rows do not divide into heads");
  const int64_t half = rows / heads / 2;
  for (int64_t r = 0; r < rows; ++r) {
    const int64_t head = r / (2 * half), in_head = r % (2 * half);
    move(r, head * 2 * half + in_head % half * 2 + in_head / half);
  }
}

}  // namespace

const GgufArch& gguf_arch_of(const std::string& model_type, const std::string& where) {
  std::string known;
  for (const GgufArch* arch : gguf_archs()) {
    if (model_type == arch->model_type) return *arch;
    known += (known.empty() ? "" : ", ") + std::string(arch->model_type);
  }
  fail(ErrorKind::unsupported, "models of type \"" + model_type + "\" cannot be written as GGUF", where,
       "Known are " + known + ". Export it merged and use llama.cpp's convert_hf_to_gguf.py.");
}

GgufPlace gguf_place(const GgufArch& arch, const Json& config, const std::string& hf_name) {
  for (const GgufTensorName& entry : arch.tensors) {
    const auto layer = layer_in(entry.hf, hf_name);
    if (!layer) continue;
    GgufPlace place{entry.gguf};
    if (const auto hole = place.name.find("{}"); hole != std::string::npos) place.name.replace(hole, 2, *layer);
    if (entry.rows == RowOrder::query_pairs) place.heads = number_in(config, "num_attention_heads");
    if (entry.rows == RowOrder::key_pairs) place.heads = number_in(config, "num_key_value_heads");
    return place;
  }
  fail(ErrorKind::unsupported, "\"" + hf_name + "\" has no place in a GGUF file of the architecture \"" + arch.architecture + "\"", {},
       "Export it merged instead.");
}

std::vector<float> gguf_rows_from_hf(std::span<const float> values, int64_t row, int64_t heads) {
  std::vector<float> out(values.size());
  for_rows(static_cast<int64_t>(values.size()) / row, heads, [&](int64_t hf, int64_t file) { std::copy_n(values.data() + hf * row, row, out.data() + file * row); });
  return out;
}

std::vector<float> gguf_rows_to_hf(std::span<const float> values, int64_t row, int64_t heads) {
  std::vector<float> out(values.size());
  for_rows(static_cast<int64_t>(values.size()) / row, heads, [&](int64_t hf, int64_t file) { std::copy_n(values.data() + file * row, row, out.data() + hf * row); });
  return out;
}

std::vector<GgufEntry> gguf_config(const GgufArch& arch, const Json& config) {
  const std::string prefix = std::string(arch.architecture) + ".";
  std::vector<GgufEntry> out;
  const auto add = [&](const std::string& key, const Json& value) {
    if (std::any_of(out.begin(), out.end(), [&](const GgufEntry& entry) { return entry.key == prefix + key; })) return;
    if (value.is_boolean()) {
      out.push_back(gguf_flag(prefix + key, value));
    } else if (value.is_number_float() || key.ends_with("epsilon") || key == "rope.freq_base") {
      out.push_back(gguf_real(prefix + key, value.get<double>()));
    } else if (value.is_number_integer()) {
      out.push_back({prefix + key, GgufValueType::U32, value});
    }
  };
  for (const GgufKeyName& key : arch.keys) {
    if (const auto it = config.find(key.hf); it != config.end() && it->is_number()) add(key.gguf, *it);
    if (std::string_view(key.gguf) == "attention.key_length") add("attention.value_length", config.value(key.hf, Json()));
  }
  add("vocab_size", number_in(config, "vocab_size"));
  add("rope.dimension_count", number_in(config, "head_dim"));
  const Json scaling = rope_scaling_in(config);
  const std::string type = rope_type_in(scaling);
  if (type == "linear") {
    out.push_back(gguf_text(prefix + "rope.scaling.type", "linear"));
    out.push_back(gguf_real(prefix + "rope.scaling.factor", scaling.at("factor").get<double>()));
  } else if (type != "default" && type != "llama3") {
    fail(ErrorKind::unsupported, "rope scaling \"" + type + "\" cannot be written as GGUF", {}, "Export it merged and use llama.cpp's convert_hf_to_gguf.py.");
  }
  return out;
}

std::vector<float> gguf_rope_divisors(const Json& config) {
  const Json scaling = rope_scaling_in(config);
  if (rope_type_in(scaling) != "llama3") return {};
  return llama3_divisors(scaling, config.at("rope_theta").get<double>(), number_in(config, "head_dim"));
}

}  // namespace paretune
