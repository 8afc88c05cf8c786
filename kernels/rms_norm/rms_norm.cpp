// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/rms_norm/rms_norm.h"

#include "kernels/common/checks.h"
#include "kernels/common/device_kernels.h"
#include "kernels/common/parallel.h"
#include "kernels/rms_norm/rms_norm_cpu.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kGrainFloats = 16384;
int64_t row_grain(int64_t c) { return std::max<int64_t>(1, kGrainFloats / std::max<int64_t>(1, c)); }

std::pair<Tensor, Tensor> forward_rows(const Tensor& x, const Tensor& w, double eps) {  // y, rstd (N)
  const int64_t n = x.size(0), c = x.size(1);
  if (on_fast_path(x) && on_fast_path(w)) {
    Tensor y = at::empty_like(x), rstd = at::empty({n}, x.options());
    const auto run = raw_kernel(rms_norm_forward);
    const float *px = x.const_data_ptr<float>(), *pw = w.const_data_ptr<float>();
    float *py = y.mutable_data_ptr<float>(), *pr = rstd.mutable_data_ptr<float>();
    parallel_rows(n, row_grain(c), [&](int64_t b, int64_t e) { run(b, e, c, px, pw, static_cast<float>(eps), py, pr); });
    return {y, rstd};
  }
  if (const DeviceKernels* device = device_kernels(x, &DeviceKernels::rms_norm_forward); device && device_type_of(w) == device_type_of(x)) {
    Tensor y = at::empty_like(x), rstd = at::empty({n}, x.options().dtype(at::kFloat));
    device->rms_norm_forward(device_type_of(x), n, c, x.const_data_ptr(), w.const_data_ptr(), static_cast<float>(eps),
                             y.mutable_data_ptr(), rstd.mutable_data_ptr<float>(), device_stream(x));
    return {y, rstd};
  }
  const Tensor wide = x.to(compute_type(x));
  const Tensor rstd = at::rsqrt(wide.square().mean(-1) + eps);
  return {w * (wide * rstd.unsqueeze(1)).to(x.scalar_type()), rstd};
}

Tensor input_grad(const Tensor& g, const Tensor& x, const Tensor& w, const Tensor& rstd) {
  const int64_t n = x.size(0), c = x.size(1);
  if (on_fast_path(x) && on_fast_path(w) && on_fast_path(g)) {
    Tensor dx = at::empty_like(x);
    const auto run = raw_kernel(rms_norm_backward);
    const float *pg = g.const_data_ptr<float>(), *px = x.const_data_ptr<float>(), *pw = w.const_data_ptr<float>();
    const float* pr = rstd.const_data_ptr<float>();
    float* out = dx.mutable_data_ptr<float>();
    parallel_rows(n, row_grain(c), [&](int64_t b, int64_t e) { run(b, e, c, pg, px, pw, pr, out); });
    return dx;
  }
  if (const DeviceKernels* device = device_kernels(x, &DeviceKernels::rms_norm_backward);
      device && device_type_of(w) == device_type_of(x) && device_type_of(g) == device_type_of(x)) {
    Tensor dx = at::empty_like(x);
    device->rms_norm_backward(device_type_of(x), n, c, g.const_data_ptr(), x.const_data_ptr(), w.const_data_ptr(),
                              rstd.const_data_ptr<float>(), dx.mutable_data_ptr(), device_stream(x));
    return dx;
  }
  const auto type = compute_type(x);
  const Tensor gw = (g * w).to(type), wide = x.to(type), r = rstd.unsqueeze(1);
  return (r * (gw - wide * (r * r * (gw * wide).mean(-1, true)))).to(x.scalar_type());
}

Tensor weight_grad(const Tensor& g, const Tensor& x, const Tensor& w, const Tensor& rstd) {
  const int64_t n = x.size(0), c = x.size(1);
  if (on_fast_path(x) && on_fast_path(w) && on_fast_path(g)) {
    Tensor dw = at::empty_like(w);
    const auto run = raw_kernel(rms_norm_weight_grad);
    const float *pg = g.const_data_ptr<float>(), *px = x.const_data_ptr<float>(), *pr = rstd.const_data_ptr<float>();
    float* out = dw.mutable_data_ptr<float>();
    parallel_rows(c, std::max<int64_t>(32, kGrainFloats / std::max<int64_t>(1, n)),
                  [&](int64_t b, int64_t e) { run(b, e, n, c, pg, px, pr, out); });
    return dw;
  }
  const auto type = compute_type(x);
  return (g.to(type) * (x.to(type) * rstd.unsqueeze(1))).sum(0).to(w.scalar_type());
}

constexpr const char* kAgain = "again";

struct RmsNorm : torch::autograd::Function<RmsNorm> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& weight, double eps) {
    auto [y, rstd] = forward_rows(x, weight, eps);
    ctx->save_for_backward({x, weight, rstd});
    ctx->saved_data["eps"] = eps;
    return y;
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    ctx->saved_data.erase(kAgain);
    const Tensor g = grads[0].contiguous();
    return {ctx->needs_input_grad(0) ? input_grad(g, saved[0], saved[1], saved[2]) : Tensor(),
            ctx->needs_input_grad(1) ? weight_grad(g, saved[0], saved[1], saved[2]) : Tensor(), Tensor()};
  }
};

using RmsNormNode = torch::autograd::CppNode<RmsNorm>;

Tensor made_again(torch::autograd::Node& node) {
  auto& ctx = dynamic_cast<RmsNormNode&>(node).ctx_;
  if (const auto made = ctx.saved_data.find(kAgain); made != ctx.saved_data.end()) return made->second.toTensor();
  const auto saved = ctx.get_saved_variables();
  const Tensor y = forward_rows(saved[0].detach(), saved[1].detach(), ctx.saved_data["eps"].toDouble()).first;
  ctx.saved_data[kAgain] = y;  // q, k and v read the same output, one after the other; the node's own backward lets it go
  return y;
}

}  // namespace

Rebuild rms_norm_rebuild(const torch::autograd::Node& node) {
  return dynamic_cast<const RmsNormNode*>(&node) != nullptr ? &made_again : nullptr;
}

Tensor rms_norm(const Tensor& x, const Tensor& weight, double eps) {
  TORCH_CHECK(x.dim() == 2 && weight.dim() == 1 && x.size(1) == weight.size(0), "rms_norm: x ", x.sizes(), " does not fit weight ",
              weight.sizes());
  const Tensor rows = x.contiguous(), w = weight.contiguous();
  if (!wants_grad(rows) && !wants_grad(w)) return forward_rows(rows, w, eps).first;
  return RmsNorm::apply(rows, w, eps);
}

}  // namespace paretune::kernels
