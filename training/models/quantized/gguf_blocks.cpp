// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/quantized/gguf_blocks.h"

namespace paretune {
namespace {

class GgufMatrix final : public PackedMatrix {
 public:
  GgufMatrix(StoredBlocks blocks, int64_t rows, int64_t columns, at::Device device)
      : PackedMatrix(rows, columns, device), m_blocks(std::move(blocks)), m_row_bytes(m_blocks.bytes.size() / static_cast<std::size_t>(rows)) {}

  void unpack(int64_t from, int64_t count, float* out) const override {
    const auto rows = std::span(m_blocks.bytes).subspan(static_cast<std::size_t>(from) * m_row_bytes, static_cast<std::size_t>(count) * m_row_bytes);
    dequantize(m_blocks.type, rows, count * columns(), out);
  }

  int64_t nbytes() const override { return static_cast<int64_t>(m_blocks.bytes.size()); }

 private:
  Tensor dense_rows_on_accelerator(int64_t from, int64_t count) const override {
    const Tensor host = at::empty({count, columns()}, at::kFloat);
    unpack(from, count, host.data_ptr<float>());
    return host.to(device());
  }

  StoredBlocks m_blocks;
  std::size_t m_row_bytes;
};

}  // namespace

std::shared_ptr<const PackedMatrix> gguf_matrix(StoredBlocks blocks, int64_t rows, int64_t columns, at::Device device) {
  const GgmlTypeInfo* info = ggml_type_info(blocks.type);
  TORCH_CHECK(info && rows > 0 && columns > 0 && columns % info->block_elements == 0, "gguf_matrix: rows of ", columns, " are no whole blocks");
  const auto wanted = static_cast<std::size_t>(rows * (columns / info->block_elements) * info->block_bytes);
  TORCH_CHECK(blocks.bytes.size() == wanted, "gguf_matrix: ", blocks.bytes.size(), " bytes instead of ", wanted);
  return std::make_shared<GgufMatrix>(std::move(blocks), rows, columns, device);
}

}  // namespace paretune
