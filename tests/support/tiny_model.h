// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A Llama small enough to train in seconds, with a tokenizer that reads any text; and rows to train it on.
#include <filesystem>
#include <random>

#include "tests/support/program.h"
#include "training/io/safetensors.h"

namespace paretune::test {

// An HF folder with random weights; the tokenizer is the golden byte-level one (gpt2).
inline void write_tiny_model(const std::string& folder) {
  constexpr int64_t vocab = 891, hidden = 32, inner = 64, layers = 2;
  std::filesystem::create_directories(folder);
  write_json_file(folder + "/config.json", {{"architectures", {"LlamaForCausalLM"}}, {"model_type", "llama"}, {"hidden_size", hidden}, {"intermediate_size", inner},
                                            {"num_hidden_layers", layers}, {"num_attention_heads", 4}, {"num_key_value_heads", 4}, {"head_dim", 8},
                                            {"max_position_embeddings", 256}, {"rms_norm_eps", 1e-5}, {"rope_theta", 10000.0}, {"hidden_act", "silu"},
                                            {"tie_word_embeddings", true}, {"vocab_size", vocab}, {"bos_token_id", nullptr}, {"eos_token_id", 884}}).value();
  write_json_file(folder + "/tokenizer_config.json", {{"eos_token", "<|endoftext|>"}}).value();
  std::filesystem::copy_file(std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/tokenizer/gpt2/tokenizer.json", folder + "/tokenizer.json");

  std::mt19937 random(7);
  std::normal_distribution<float> normal(0, 0.08F);
  std::vector<std::vector<float>> values;
  std::vector<SafeTensor> tensors;
  const auto add = [&](const std::string& name, std::vector<int64_t> shape) {
    int64_t count = 1;
    for (const int64_t size : shape) count *= size;
    values.emplace_back(static_cast<std::size_t>(count), 1.0F);
    if (shape.size() > 1) {
      for (float& value : values.back()) value = normal(random);
    }
    tensors.push_back({name, "F32", std::move(shape), {}});
  };
  add("model.embed_tokens.weight", {vocab, hidden});
  for (int64_t layer = 0; layer < layers; ++layer) {
    const std::string at = "model.layers." + std::to_string(layer) + ".";
    for (const char* name : {"q", "k", "v", "o"}) add(at + "self_attn." + name + "_proj.weight", {hidden, hidden});
    add(at + "mlp.gate_proj.weight", {inner, hidden});
    add(at + "mlp.up_proj.weight", {inner, hidden});
    add(at + "mlp.down_proj.weight", {hidden, inner});
    add(at + "input_layernorm.weight", {hidden});
    add(at + "post_attention_layernorm.weight", {hidden});
  }
  add("model.norm.weight", {hidden});
  for (std::size_t i = 0; i < tensors.size(); ++i) tensors[i].data = std::as_bytes(std::span(values[i]));
  write_safetensors(folder + "/model.safetensors", tensors).value();
}

// Prompts with one of four answers.
inline void write_tiny_rows(const std::string& path, int rows = 24) {
  static constexpr const char* kQuestions[] = {"sky", "grass", "snow", "coal"};
  static constexpr const char* kAnswers[] = {"blue", "green", "white", "black"};
  std::string text;
  for (int row = 0; row < rows; ++row) {
    text += Json({{"prompt", std::string("Q") + std::to_string(row) + " " + kQuestions[row % 4] + "? "}, {"completion", kAnswers[row % 4]}}).dump() + "\n";
  }
  write_all(path, text);
}

}  // namespace paretune::test
