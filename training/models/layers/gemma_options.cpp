// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/gemma_options.h"

#include <cmath>

namespace paretune {
namespace {

// null or missing: none.
double softcap(const ModelConfig& config, const char* key, double otherwise) {
  const auto it = config.hf.find(key);
  if (it == config.hf.end()) return otherwise;
  if (it->is_null()) return 0;
  if (!it->is_number() || !(it->get<double>() > 0))
    fail(ErrorKind::input, std::string("\"") + key + "\" must be a positive number or null", "config.json");
  return it->get<double>();
}

}  // namespace

DecoderOptions gemma_options(const ModelConfig& config, int64_t pattern) {
  if (config.hf.value("use_bidirectional_attention", Json()) == Json(true)) {
    fail(ErrorKind::unsupported, "\"use_bidirectional_attention\": true is not supported", "config.json",
         "Use a model that reads from left to right.");
  }
  DecoderOptions options;
  options.norms = DecoderOptions::Norms::around;
  options.shifted_norms = true;
  options.qkv_bias = options.o_bias = config.attention_bias;
  options.gelu = gate_gelu(config, "hidden_activation", "gelu_pytorch_tanh");
  options.scale = 1.0 / std::sqrt(config.hf.value("query_pre_attn_scalar", 256.0));
  const bool second = config.model_type == "gemma2";
  options.score_softcap = second ? softcap(config, "attn_logit_softcapping", 50) : 0;  // transformers' Gemma 3 does not look at the key
  options.logit_softcap = softcap(config, "final_logit_softcapping", second ? 30 : 0);
  options.embedding_scale = std::sqrt(static_cast<double>(config.hidden_size));
  options.layers = windowed_layers(sliding_layers(config, [pattern](int64_t layer) { return (layer + 1) % pattern != 0; }),
                                   config.hf.value("sliding_window", Json(4096)));
  options.usual_targets = {"q_proj", "v_proj"};
  return options;
}

Json completed_gemma(const Json& given) {
  Json hf = given;
  if (hf.value("head_dim", Json()).is_null()) hf["head_dim"] = 256;
  if (hf.value("tie_word_embeddings", Json()).is_null()) hf["tie_word_embeddings"] = true;
  return hf;
}

}  // namespace paretune
