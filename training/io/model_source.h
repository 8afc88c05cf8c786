// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A base model on disk, HF folder or GGUF, behind one face: HF config keys, HF tensor names, fp32 on demand.
#include <memory>
#include <unordered_map>

#include "training/core/files.h"

namespace paretune {

struct StoredTensor {
  std::string name;            // HF name: "model.layers.0.self_attn.q_proj.weight"
  std::vector<int64_t> shape;  // HF order: (out, in)
  std::string type;            // "F32", "BF16", "F16", "Q4_1", ...
  int64_t bytes = 0;           // in the file
  int64_t line_offset = 0;     // bytes between a 64-byte line of the file and its first value; 0 where values are made anew (conversions)
  int64_t elements() const {
    int64_t n = 1;
    for (auto d : shape) n *= d;
    return n;
  }
};

// What a tokenizer is made from.
struct TokenizerSource {
  Json tokenizer_json;    // HF tokenizer.json, or null
  Json tokenizer_config;  // HF tokenizer_config.json (+ special_tokens_map.json merged in, + chat_template.jinja), or null
  Json gguf;              // GGUF "tokenizer.*" and "general.architecture" as a JSON object, or null
};

class ModelSource {
 public:
  virtual ~ModelSource() = default;
  // `path`: a folder with config.json + safetensors (index or single), or a .gguf file. Every refusal says what, where, remedy;
  // pickled weights (.bin, .pt) are refused.
  static Result<std::unique_ptr<ModelSource>> open(const std::string& path);

  const std::string& path() const { return m_path; }
  const Json& config() const { return m_config; }  // HF config.json keys (model_type, hidden_size, ...)
  const TokenizerSource& tokenizer() const { return m_tokenizer; }
  const std::vector<StoredTensor>& tensors() const { return m_tensors; }
  const StoredTensor* find(const std::string& name) const;
  std::string name() const { return m_name; }
  std::string licence() const { return m_licence; }
  std::string storage() const;  // "Q4_1 + F32"
  int64_t file_bytes() const { return m_file_bytes; }

  // Dequantised, in HF layout (GGUF's permuted q/k rows are put back). `out` holds tensor.elements() floats. Thread-safe.
  virtual void read_f32(const StoredTensor& tensor, float* out) const = 0;

 protected:
  void add_tensor(StoredTensor tensor);  // a second tensor of the same name is a Failure

  std::string m_path, m_name, m_licence;
  Json m_config;
  TokenizerSource m_tokenizer;
  std::vector<StoredTensor> m_tensors;
  int64_t m_file_bytes = 0;

 private:
  std::unordered_map<std::string, std::size_t> m_index;
};

// The two kinds behind ModelSource::open; they throw Failure.
std::unique_ptr<ModelSource> open_hf_folder(const std::string& path);
std::unique_ptr<ModelSource> open_gguf_model(const std::string& path);

}  // namespace paretune
