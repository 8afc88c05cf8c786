// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/checkpointed.h"

#include <ATen/CPUGeneratorImpl.h>

namespace paretune {
namespace {

using at::Tensor;
using Block = std::function<Tensor(const Tensor&)>;

// Where the generators that a block may draw from stand: the CPU's, and its device's own.
class RandomState {
 public:
  static RandomState of(const at::Device& device) {
    RandomState out;
    out.m_generators.push_back(at::detail::getDefaultCPUGenerator());
    if (!device.is_cpu()) out.m_generators.push_back(at::globalContext().defaultGenerator(device));
    for (at::Generator& generator : out.m_generators) {
      std::lock_guard<std::mutex> lock(generator.mutex());
      out.m_states.push_back(generator.get_state());
    }
    return out;
  }
  void restore() {
    for (std::size_t i = 0; i < m_generators.size(); ++i) {
      std::lock_guard<std::mutex> lock(m_generators[i].mutex());
      m_generators[i].set_state(m_states[i]);
    }
  }

 private:
  std::vector<at::Generator> m_generators;
  std::vector<Tensor> m_states;
};

struct BlockHolder : torch::CustomClassHolder {
  Block block;
  RandomState random_state;
  std::vector<Tensor*> carried;
};

struct Checkpointed : torch::autograd::Function<Checkpointed> {
  // inputs: x, an anchor that requires grad so that the block is recorded even where x itself does not, and the carried tensors.
  static Tensor forward(torch::autograd::AutogradContext* ctx, at::TensorList inputs, const c10::intrusive_ptr<BlockHolder>& holder) {
    at::NoGradGuard no_grad;
    holder->random_state = RandomState::of(inputs[0].device());
    ctx->save_for_backward(inputs.vec());
    ctx->saved_data["block"] = c10::IValue::make_capsule(holder);
    return holder->block(inputs[0]);
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx, const torch::autograd::variable_list& grads) {
    auto holder = c10::static_intrusive_pointer_cast<BlockHolder>(ctx->saved_data["block"].toCapsule());
    const auto inputs = ctx->get_saved_variables();
    RandomState now = RandomState::of(inputs[0].device());
    holder->random_state.restore();
    const Tensor again = inputs[0].detach().requires_grad_(inputs[0].requires_grad());
    // The graphs of carried tensors belong to all blocks: here the block sees leaves with their values.
    std::vector<Tensor> leaves, kept;
    for (std::size_t i = 0; i < holder->carried.size(); ++i) {
      const Tensor& value = inputs[i + 2];
      leaves.push_back(value.detach().requires_grad_(value.requires_grad()));
      kept.push_back(std::exchange(*holder->carried[i], leaves.back()));
    }
    Tensor out;
    {
      at::AutoGradMode grad_on(true);
      out = holder->block(again);
    }
    for (std::size_t i = 0; i < kept.size(); ++i) *holder->carried[i] = kept[i];
    now.restore();
    torch::autograd::variable_list result(inputs.size());
    if (!out.requires_grad()) return with_holder(result);  // nothing is trained in here or below
    torch::autograd::backward({out}, {grads[0]});
    if (again.requires_grad()) result[0] = again.grad();
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      if (leaves[i].requires_grad()) result[i + 2] = leaves[i].grad();
    }
    return with_holder(result);
  }

 private:
  // One gradient for each argument of forward(): the tensors, and nothing for the holder.
  static torch::autograd::variable_list with_holder(torch::autograd::variable_list result) {
    result.emplace_back();
    return result;
  }
};

}  // namespace

Tensor checkpointed(const Block& block, const Tensor& x, const std::vector<Tensor*>& carried) {
  if (!at::GradMode::is_enabled()) return block(x);
  auto holder = c10::make_intrusive<BlockHolder>();
  holder->block = block;
  holder->carried = carried;
  std::vector<Tensor> inputs = {x, at::empty({0}, x.options()).requires_grad_(true)};
  for (const Tensor* tensor : carried) inputs.push_back(*tensor);
  return Checkpointed::apply(at::TensorList(inputs), holder);
}

}  // namespace paretune
