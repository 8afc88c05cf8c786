// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/io/ggml_types.h"
#include "training/io/model_source.h"

namespace paretune {

// A tensor in the type of its GGUF file, rows in HF order.
struct StoredBlocks {
  GgmlType type;
  std::vector<std::byte> bytes;
};

bool has_blocks(const ModelSource& source);  // it is a GGUF file
StoredBlocks read_blocks(const ModelSource& source, const StoredTensor& tensor);  // of such a source; thread-safe

}  // namespace paretune
