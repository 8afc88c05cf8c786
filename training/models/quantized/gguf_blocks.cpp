// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/quantized/gguf_blocks.h"

#include "kernels/block_dot/block_dot_cpu.h"

namespace paretune {
namespace {

using BlockDot = void (*)(int64_t begin, int64_t end, int64_t blocks, const unsigned char* w, const float* x, const float* sums, float* y);

// The kernel that multiplies without unpacking, or null.
BlockDot block_dot(GgmlType type) {
  if (type == GgmlType::Q4_0) return raw_kernel(dot_q4_0);
  if (type == GgmlType::Q4_1) return raw_kernel(dot_q4_1);
  if (type == GgmlType::Q8_0) return raw_kernel(dot_q8_0);
  return nullptr;
}

class GgufMatrix final : public PackedMatrix {
 public:
  GgufMatrix(StoredBlocks blocks, int64_t rows, int64_t columns, at::Device device, bool exact)
      : PackedMatrix(rows, columns, device), m_blocks(std::move(blocks)), m_row_bytes(m_blocks.bytes.size() / static_cast<std::size_t>(rows)), m_exact(exact) {}

  void unpack(int64_t from, int64_t count, float* out) const override {
    const auto rows = std::span(m_blocks.bytes).subspan(static_cast<std::size_t>(from) * m_row_bytes, static_cast<std::size_t>(count) * m_row_bytes);
    dequantize(m_blocks.type, rows, count * columns(), out);
  }

  int64_t nbytes() const override { return static_cast<int64_t>(m_blocks.bytes.size()); }
  bool exact() const override { return m_exact; }

 protected:
  void dot_rows(int64_t from, int64_t to, const float* x, const float* sums, float* y) const override {
    const BlockDot dot = block_dot(m_blocks.type);
    if (dot) dot(from, to, columns() / 32, reinterpret_cast<const unsigned char*>(m_blocks.bytes.data()), x, sums, y);
    else PackedMatrix::dot_rows(from, to, x, sums, y);
  }

 private:
  Tensor dense_rows_on_accelerator(int64_t from, int64_t count) const override {
    const Tensor host = at::empty({count, columns()}, at::kFloat);
    unpack(from, count, host.data_ptr<float>());
    return host.to(device());
  }

  StoredBlocks m_blocks;
  std::size_t m_row_bytes;
  bool m_exact;
};

}  // namespace

std::shared_ptr<const PackedMatrix> gguf_matrix(StoredBlocks blocks, int64_t rows, int64_t columns, at::Device device, bool exact) {
  const GgmlTypeInfo* info = ggml_type_info(blocks.type);
  TORCH_CHECK(info && rows > 0 && columns > 0 && columns % info->block_elements == 0, "gguf_matrix: rows of ", columns, " are no whole blocks");
  const auto wanted = static_cast<std::size_t>(rows * (columns / info->block_elements) * info->block_bytes);
  TORCH_CHECK(blocks.bytes.size() == wanted, "gguf_matrix: ", blocks.bytes.size(), " bytes instead of ", wanted);
  return std::make_shared<GgufMatrix>(std::move(blocks), rows, columns, device, exact);
}

}  // namespace paretune
