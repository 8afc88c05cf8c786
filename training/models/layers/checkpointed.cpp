// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/checkpointed.h"

#include <ATen/CPUGeneratorImpl.h>

namespace paretune {
namespace {

using at::Tensor;
using Block = std::function<Tensor(const Tensor&)>;

struct BlockHolder : torch::CustomClassHolder {
  Block block;
  Tensor random_state;
};

Tensor random_state() {
  auto generator = at::detail::getDefaultCPUGenerator();
  std::lock_guard<std::mutex> lock(generator.mutex());
  return generator.get_state();
}
void set_random_state(const Tensor& state) {
  auto generator = at::detail::getDefaultCPUGenerator();
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_state(state);
}

struct Checkpointed : torch::autograd::Function<Checkpointed> {
  // `anchor` requires grad so that the block is recorded even where x itself does not.
  static Tensor forward(torch::autograd::AutogradContext* ctx, const Tensor& x, const Tensor& anchor, const c10::intrusive_ptr<BlockHolder>& holder) {
    at::NoGradGuard no_grad;
    holder->random_state = random_state();
    ctx->save_for_backward({x});
    ctx->saved_data["block"] = c10::IValue::make_capsule(holder);
    return holder->block(x);
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx, const torch::autograd::variable_list& grads) {
    auto holder = c10::static_intrusive_pointer_cast<BlockHolder>(ctx->saved_data["block"].toCapsule());
    const Tensor x = ctx->get_saved_variables()[0];
    const Tensor now = random_state();
    set_random_state(holder->random_state);
    Tensor again = x.detach().requires_grad_(x.requires_grad());
    Tensor out;
    {
      at::AutoGradMode grad_on(true);
      out = holder->block(again);
    }
    set_random_state(now);
    if (!out.requires_grad()) return {Tensor(), Tensor(), Tensor()};  // nothing is trained in here or below
    torch::autograd::backward({out}, {grads[0]});
    return {x.requires_grad() ? again.grad() : Tensor(), Tensor(), Tensor()};
  }
};

}  // namespace

Tensor checkpointed(const Block& block, const Tensor& x) {
  if (!at::GradMode::is_enabled()) return block(x);
  auto holder = c10::make_intrusive<BlockHolder>();
  holder->block = block;
  const Tensor anchor = at::empty({0}, x.options()).requires_grad_(true);
  return Checkpointed::apply(x, anchor, holder);
}

}  // namespace paretune
