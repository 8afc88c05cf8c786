// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What models and adapters in GGUF have in common.
#include "training/engine/exporters/exporter.h"
#include "training/io/ggml_quantize.h"
#include "training/io/gguf_names.h"

namespace paretune {

// The config with every common key that llama.cpp's metadata are made from, as the model is now.
Json complete_config(const CausalLm& model);

// general.*: what the file is. `type` is "model" or "adapter".
std::vector<GgufEntry> general_entries(const ExportJob& job, const GgufArch& arch, const std::string& type, GgmlType stored);

// Values of a tensor (out, in) or (n), fp32, in the order the file keeps them in.
std::vector<float> file_order(const Tensor& values, int64_t heads);

}  // namespace paretune
