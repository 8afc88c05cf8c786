// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/rope/rope.h"

#include "kernels/common/checks.h"
#include "kernels/common/device_kernels.h"
#include "kernels/common/parallel.h"
#include "kernels/rope/rope_cpu.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Tensor turned(const Tensor& x, const Tensor& cos, const Tensor& sin, double sign) {
  const int64_t n = x.size(0), heads = x.size(1), hd = x.size(2);
  if (on_fast_path(x) && on_fast_path(cos) && on_fast_path(sin)) {
    const Tensor in = x.stride(2) == 1 ? x : x.contiguous();
    Tensor y = at::empty({n, heads, hd}, x.options());
    const auto run = raw_kernel(rope_rows);
    const float *px = in.const_data_ptr<float>(), *pc = cos.const_data_ptr<float>(), *ps = sin.const_data_ptr<float>();
    float* py = y.mutable_data_ptr<float>();
    const int64_t token_stride = in.stride(0), head_stride = in.stride(1), row = std::max<int64_t>(1, heads * hd);
    parallel_rows(n, std::max<int64_t>(1, 16384 / row), [&](int64_t b, int64_t e) {
      run(b, e, heads, hd, px, token_stride, head_stride, pc, ps, static_cast<float>(sign), py);
    });
    return y;
  }
  if (const DeviceKernels* device = device_kernels(x, &DeviceKernels::rope)) {
    const Tensor in = x.contiguous(), c = cos.to(at::kFloat), s = sin.to(at::kFloat);
    Tensor y = at::empty_like(in);
    device->rope(device_type_of(in), n, heads, hd, in.const_data_ptr(), c.const_data_ptr<float>(), s.const_data_ptr<float>(),
                 static_cast<float>(sign), y.mutable_data_ptr(), device_stream(in));
    return y;
  }
  const Tensor c = cos.to(x.scalar_type()).unsqueeze(1), s = (sin * sign).to(x.scalar_type()).unsqueeze(1);
  const auto halves = x.chunk(2, -1);
  return at::cat({halves[0] * c - halves[1] * s, halves[1] * c + halves[0] * s}, -1);
}

struct Rope : torch::autograd::Function<Rope> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& cos, const Tensor& sin) {
    ctx->save_for_backward({cos, sin});
    return turned(x, cos, sin, 1);
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    return {turned(grads[0], saved[0], saved[1], -1), Tensor(), Tensor()};
  }
};

}  // namespace

Tensor rope(const Tensor& x, const Tensor& cos, const Tensor& sin) {
  TORCH_CHECK(x.dim() == 3 && x.size(2) % 2 == 0, "rope: x must be (N, H, even hd), got ", x.sizes());
  TORCH_CHECK(cos.dim() == 2 && cos.size(0) == x.size(0) && cos.size(1) == x.size(2) / 2 && cos.sizes() == sin.sizes(), "rope: tables ",
              cos.sizes(), " and ", sin.sizes(), " do not fit x ", x.sizes());
  const Tensor c = cos.detach().contiguous(), s = sin.detach().contiguous();
  if (!wants_grad(x)) return turned(x, c, s, 1);
  return Rope::apply(x, c, s);
}

}  // namespace paretune::kernels
