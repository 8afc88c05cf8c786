// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Loading with linear layers kept in fewer bits; norms and biases stay fp32. `stored` and `gguf` keep what is in the file (blocks of a GGUF
// file; `stored` bf16 and fp16 too), the embedding and the head with it, and compute what `none` computes. The others pack the linear layers
// of the blocks and leave embedding and head fp32.
#include "training/models/causal_lm.h"

namespace paretune {

enum class Quantization { none, nf4, int8, gguf, stored, bf16 };  // bf16: rounded to it, for computing in it
Quantization quantization_of(const Json& name);  // "nf4", "int8", "gguf"; null, "none" and "" are none

// One tensor after the other is read, packed and let go, so that the peak is the packed model and one tensor. gguf keeps the blocks of
// the source, which must be a GGUF file; tensors it stores as F32 stay so. `progress` gets 0..1.
std::unique_ptr<CausalLm> load_model(const ModelSource& source, at::Device device, Quantization quantization,
                                     const std::function<void(double)>& progress = {});

// The structure with one stored zero in place of each weight, packed ones where `quantization` packs: methods may look at shapes and even
// compute, without memory being taken. `where` is for the error of a model type that is not known.
std::unique_ptr<CausalLm> model_without_weights(const ModelConfig& config, const std::string& where, Quantization quantization);

bool is_full_precision(const StoredTensor& stored);  // kept in fp32 or fp64

// What the weights of `model` (values not needed) take when loaded so, in bytes. Throws what load_model throws for a wrong source.
int64_t loaded_bytes(CausalLm& model, const ModelSource& source, Quantization quantization);
// What they take now.
int64_t weight_bytes(CausalLm& model);
bool has_packed_weights(CausalLm& model);
bool is_quantized(CausalLm& model);  // some weight is packed and lost something by it

}  // namespace paretune
