// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/block_rotation/block_rotation.h"

#include "kernels/common/checks.h"
#include "kernels/common/device_kernels.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kLargest = 64;  // blocks beyond are as well done by a batched product

Tensor in_blocks(const Tensor& x, int64_t blocks) { return x.reshape({x.size(0), blocks, -1}).transpose(0, 1); }

Tensor rotated(const DeviceKernels& device, const Tensor& x, const Tensor& r, bool transposed) {
  Tensor y = at::empty_like(x);
  device.rotate_blocks(device_type_of(x), x.size(0), r.size(0), r.size(1), x.const_data_ptr(), r.const_data_ptr(), transposed, y.mutable_data_ptr(),
                       device_stream(x));
  return y;
}

const DeviceKernels* device_for(const Tensor& x, const Tensor& r) {
  return r.size(1) <= kLargest && x.scalar_type() == r.scalar_type() ? device_kernels(x, &DeviceKernels::rotate_blocks) : nullptr;
}

struct BlockRotation : torch::autograd::Function<BlockRotation> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& r) {
    ctx->save_for_backward({x, r});
    return rotated(*device_for(x, r), x, r, false);
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    const Tensor &x = saved[0], &r = saved[1], g = grads[0].contiguous();
    Tensor dx, dr;
    if (ctx->needs_input_grad(0)) dx = rotated(*device_for(x, r), g, r, true);
    if (ctx->needs_input_grad(1)) dr = at::bmm(in_blocks(x, r.size(0)).transpose(1, 2), in_blocks(g, r.size(0)));
    return {dx, dr};
  }
};

}  // namespace

Tensor block_rotation(const Tensor& x, const Tensor& r) {
  TORCH_CHECK(x.dim() == 2 && r.dim() == 3 && r.size(1) == r.size(2) && x.size(1) == r.size(0) * r.size(1), "block_rotation: x ", x.sizes(),
              " does not fit blocks ", r.sizes());
  const auto type = product_type(x);
  if (!x.is_cpu() && device_type_of(type) != DeviceType::none && x.numel() > 0) {
    const Tensor rows = x.to(type).contiguous(), blocks = r.to(type).contiguous();
    if (device_for(rows, blocks)) return BlockRotation::apply(rows, blocks);
  }
  return at::bmm(in_blocks(x, r.size(0)), r).transpose(0, 1).reshape(x.sizes());
}

}  // namespace paretune::kernels
