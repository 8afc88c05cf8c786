// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The blocks of a GGUF file as they lie in it (rows of permuted tensors put back in order).
#include "training/io/stored_blocks.h"
#include "training/models/quantized/packed_matrix.h"

namespace paretune {

// `exact`: what PackedWeight::exact() says; a model whose file is this one is not a quantised one to a method that does not ask for it.
// On an accelerator the blocks stay on the host and every use copies dense values over: right, but slow.
bool unpacks_on_accelerator(const std::string& type);  // "Q4_0" and the like; others are unpacked on the host and copied, every time
std::shared_ptr<const PackedMatrix> gguf_matrix(StoredBlocks blocks, int64_t rows, int64_t columns, at::Device device, bool exact = false);

}  // namespace paretune
