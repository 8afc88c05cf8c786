// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/checked_config.h"

namespace paretune {

ModelConfig checked_config(const ModelSource& source) {
  const ModelConfig config = read_model_config(source.config());
  double stored = 0;
  for (const StoredTensor& tensor : source.tensors()) stored += static_cast<double>(tensor.elements());
  // What every architecture has at least: an embedding, and per layer a query and one matrix of the feed-forward part. As floating point, since
  // the sizes may be anything.
  const auto size = [](int64_t value) { return static_cast<double>(value); };
  const double hidden = size(config.hidden_size), layers = size(config.num_hidden_layers);
  const double positions = config.model_type == "gpt2" ? size(config.max_position_embeddings) : 0;  // stored by GPT-2 alone
  const double least = hidden * (size(config.vocab_size) + positions + layers * (size(config.num_attention_heads) * size(config.head_dim) + size(config.intermediate_size)));
  if (least > stored) {
    fail(ErrorKind::input, "config.json asks for " + Json(least).dump() + " numbers or more, the tensors have " + Json(stored).dump(), source.path(),
         "The weights and config.json belong to different models, or the download is incomplete.");
  }
  return config;
}

}  // namespace paretune
