// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/quantized/gguf_blocks.h"

#include "kernels/block_dot/block_dot_cpu.h"
#include "kernels/common/device_kernels.h"

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

std::optional<kernels::BlockFormat> block_format(GgmlType type) {
  if (type == GgmlType::Q4_0) return kernels::BlockFormat::q4_0;
  if (type == GgmlType::Q4_1) return kernels::BlockFormat::q4_1;
  if (type == GgmlType::Q8_0) return kernels::BlockFormat::q8_0;
  return {};
}

// bytes (blocks, bytes of one) -> (blocks, 32) fp32.
Tensor unpacked_blocks(const Tensor& bytes, kernels::BlockFormat format) {
  const auto half = [&](int64_t from) { return bytes.narrow(1, from, 2).contiguous().view(at::kHalf).to(at::kFloat); };
  if (format == kernels::BlockFormat::q8_0) return half(0) * bytes.narrow(1, 2, 32).contiguous().view(at::kChar);
  const bool offset = format == kernels::BlockFormat::q4_1;
  const Tensor pairs = bytes.narrow(1, offset ? 4 : 2, 16);
  const Tensor levels = at::cat({pairs.bitwise_and(15), pairs.bitwise_right_shift(4)}, 1).to(at::kFloat);
  return offset ? half(0) * levels + half(2) : half(0) * (levels - 8);
}

class GgufMatrix final : public PackedMatrix {
 public:
  GgufMatrix(StoredBlocks blocks, int64_t rows, int64_t columns, at::Device device, bool exact)
      : PackedMatrix(rows, columns, device), m_blocks(std::move(blocks)), m_row_bytes(m_blocks.bytes.size() / static_cast<std::size_t>(rows)), m_exact(exact) {
    if (device.is_cpu() || !block_format(m_blocks.type)) return;
    m_on_device = at::from_blob(m_blocks.bytes.data(), {rows, static_cast<int64_t>(m_row_bytes)}, at::kByte).to(device);
    m_blocks.bytes = {};
  }

  void unpack(int64_t from, int64_t count, float* out) const override {
    const auto rows = std::span(m_blocks.bytes).subspan(static_cast<std::size_t>(from) * m_row_bytes, static_cast<std::size_t>(count) * m_row_bytes);
    dequantize(m_blocks.type, rows, count * columns(), out);
  }

  int64_t nbytes() const override { return rows() * static_cast<int64_t>(m_row_bytes); }
  bool exact() const override { return m_exact; }

 protected:
  void dot_rows(int64_t from, int64_t to, const float* x, const float* sums, float* y) const override {
    const BlockDot dot = block_dot(m_blocks.type);
    if (dot) dot(from, to, columns() / 32, reinterpret_cast<const unsigned char*>(m_blocks.bytes.data()), x, sums, y);
    else PackedMatrix::dot_rows(from, to, x, sums, y);
  }

 private:
  // bytes (count, m_row_bytes) on the device
  Tensor unpacked_on_device(const Tensor& bytes, at::ScalarType type) const {
    const auto format = *block_format(m_blocks.type);
    const int64_t count = bytes.size(0), blocks = count * columns() / 32;
    Tensor out = at::empty({count, columns()}, bytes.options().dtype(type));
    const auto* table = kernels::device_kernels(out, &kernels::DeviceKernels::dequantize_blocks);
    if (!table) return unpacked_blocks(bytes.view({blocks, -1}), format).view({count, columns()});
    table->dequantize_blocks(kernels::device_type_of(out), format, blocks, bytes.const_data_ptr<uint8_t>(), out.mutable_data_ptr(), kernels::device_stream(out));
    return out;
  }
  Tensor dense_rows_on_accelerator(int64_t from, int64_t count, at::ScalarType type) const override {
    if (m_on_device.defined()) return unpacked_on_device(m_on_device.narrow(0, from, count), type);
    const Tensor host = at::empty({count, columns()}, at::kFloat);
    unpack(from, count, host.data_ptr<float>());
    return host.to(device());
  }
  Tensor rows_on_accelerator(const Tensor& ids) const override {
    return m_on_device.defined() ? unpacked_on_device(m_on_device.index_select(0, ids), at::kFloat) : PackedMatrix::rows_on_accelerator(ids);
  }

  StoredBlocks m_blocks;  // without its bytes where m_on_device has them
  Tensor m_on_device;     // (rows, m_row_bytes)
  std::size_t m_row_bytes;
  bool m_exact;
};

}  // namespace

bool unpacks_on_accelerator(const std::string& type) { return type == "Q4_0" || type == "Q4_1" || type == "Q8_0"; }

std::shared_ptr<const PackedMatrix> gguf_matrix(StoredBlocks blocks, int64_t rows, int64_t columns, at::Device device, bool exact) {
  const GgmlTypeInfo* info = ggml_type_info(blocks.type);
  TORCH_CHECK(info && rows > 0 && columns > 0 && columns % info->block_elements == 0, "gguf_matrix: rows of ", columns, " are no whole blocks");
  const auto wanted = static_cast<std::size_t>(rows * (columns / info->block_elements) * info->block_bytes);
  TORCH_CHECK(blocks.bytes.size() == wanted, "gguf_matrix: ", blocks.bytes.size(), " bytes instead of ", wanted);
  return std::make_shared<GgufMatrix>(std::move(blocks), rows, columns, device, exact);
}

}  // namespace paretune
