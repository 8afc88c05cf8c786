// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/swiglu/swiglu.h"

#include "kernels/common/checks.h"
#include "kernels/common/device_kernels.h"
#include "kernels/common/parallel.h"
#include "kernels/swiglu/swiglu_cpu.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kGrain = 8192;

Tensor forward_all(const Tensor& gate, const Tensor& up) {
  if (on_fast_path(gate) && on_fast_path(up)) {
    Tensor y = at::empty_like(gate);
    const auto run = raw_kernel(swiglu_forward);
    const float *pg = gate.const_data_ptr<float>(), *pu = up.const_data_ptr<float>();
    float* py = y.mutable_data_ptr<float>();
    parallel_rows(gate.numel(), kGrain, [&](int64_t b, int64_t e) { run(b, e, pg, pu, py); });
    return y;
  }
  if (const DeviceKernels* device = device_kernels(gate, &DeviceKernels::swiglu_forward); device && device_type_of(up) == device_type_of(gate)) {
    Tensor y = at::empty_like(gate);
    device->swiglu_forward(device_type_of(gate), gate.numel(), gate.const_data_ptr(), up.const_data_ptr(), y.mutable_data_ptr(),
                           device_stream(gate));
    return y;
  }
  return at::silu(gate) * up;
}

std::pair<Tensor, Tensor> backward_all(const Tensor& g, const Tensor& gate, const Tensor& up) {
  if (on_fast_path(g) && on_fast_path(gate) && on_fast_path(up)) {
    Tensor dgate = at::empty_like(gate), dup = at::empty_like(up);
    const auto run = raw_kernel(swiglu_backward);
    const float *pd = g.const_data_ptr<float>(), *pg = gate.const_data_ptr<float>(), *pu = up.const_data_ptr<float>();
    float *og = dgate.mutable_data_ptr<float>(), *ou = dup.mutable_data_ptr<float>();
    parallel_rows(gate.numel(), kGrain, [&](int64_t b, int64_t e) { run(b, e, pd, pg, pu, og, ou); });
    return {dgate, dup};
  }
  if (const DeviceKernels* device = device_kernels(gate, &DeviceKernels::swiglu_backward);
      device && device_type_of(up) == device_type_of(gate) && device_type_of(g) == device_type_of(gate)) {
    Tensor dgate = at::empty_like(gate), dup = at::empty_like(up);
    device->swiglu_backward(device_type_of(gate), gate.numel(), g.const_data_ptr(), gate.const_data_ptr(), up.const_data_ptr(),
                            dgate.mutable_data_ptr(), dup.mutable_data_ptr(), device_stream(gate));
    return {dgate, dup};
  }
  return {at::silu_backward(g * up, gate), g * at::silu(gate)};
}

struct SwiGlu : torch::autograd::Function<SwiGlu> {
  static Tensor forward(AutogradContext* ctx, const Tensor& gate, const Tensor& up) {
    ctx->save_for_backward({gate, up});
    return forward_all(gate, up);
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    auto [dgate, dup] = backward_all(grads[0].contiguous(), saved[0], saved[1]);
    return {dgate, dup};
  }
};

using SwiGluNode = torch::autograd::CppNode<SwiGlu>;

Tensor made_again(torch::autograd::Node& node) {
  const auto saved = dynamic_cast<SwiGluNode&>(node).ctx_.get_saved_variables();
  return forward_all(saved[0].detach(), saved[1].detach());
}

}  // namespace

Rebuild swiglu_rebuild(const torch::autograd::Node& node) {
  return dynamic_cast<const SwiGluNode*>(&node) != nullptr ? &made_again : nullptr;
}

Tensor swiglu(const Tensor& gate, const Tensor& up) {
  TORCH_CHECK(gate.sizes() == up.sizes(), "swiglu: gate ", gate.sizes(), " and up ", up.sizes(), " differ");
  const Tensor a = gate.contiguous(), b = up.contiguous();
  if (!wants_grad(a) && !wants_grad(b)) return forward_all(a, b);
  return SwiGlu::apply(a, b);
}

}  // namespace paretune::kernels
