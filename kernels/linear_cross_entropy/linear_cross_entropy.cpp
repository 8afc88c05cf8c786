// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/linear_cross_entropy/linear_cross_entropy.h"

#include "kernels/common/checks.h"
#include "kernels/common/device_kernels.h"
#include "kernels/common/parallel.h"
#include "kernels/linear_cross_entropy/linear_cross_entropy_cpu.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

using FrozenPtr = c10::intrusive_ptr<Frozen>;

struct Wanted {
  bool hidden = false, weight = false, bias = false;
  bool any() const { return hidden || weight || bias; }
};

// The loss and the gradients at grad_output 1. `hidden` holds the trained rows only.
struct Outcome {
  Tensor loss, hidden, weight, bias;
};

// Turns the logits (rows, V) into their gradient if `scale` is not 0. Returns the summed loss as a double scalar tensor on the device.
Tensor loss_rows(Tensor& logits, const Tensor& bias, const Tensor& targets, double scale) {
  const int64_t rows = logits.size(0), vocab = logits.size(1);
  if (on_fast_path(logits)) {
    Tensor losses = at::empty({rows}, targets.options().dtype(at::kDouble));
    const auto run = raw_kernel(cross_entropy_rows);
    float* z = logits.mutable_data_ptr<float>();
    const float* b = bias.defined() ? bias.const_data_ptr<float>() : nullptr;
    const int64_t* t = targets.const_data_ptr<int64_t>();
    double* out = losses.mutable_data_ptr<double>();
    parallel_rows(rows, std::max<int64_t>(1, 16384 / vocab),
                  [&](int64_t from, int64_t to) { run(from, to, vocab, z, b, t, static_cast<float>(scale), out); });
    return losses.sum();
  }
  if (bias.defined()) logits.add_(bias);
  if (const DeviceKernels* device = device_kernels(logits, &DeviceKernels::cross_entropy_rows)) {
    Tensor losses = at::empty({rows}, logits.options().dtype(at::kFloat));
    device->cross_entropy_rows(device_type_of(logits), rows, vocab, logits.mutable_data_ptr(), targets.const_data_ptr<int64_t>(),
                               static_cast<float>(scale), losses.mutable_data_ptr<float>(), device_stream(logits));
    return losses.sum(at::kDouble);
  }
  Tensor wide = logits.to(compute_type(logits));
  const Tensor lse = at::logsumexp(wide, {1}, true), index = targets.unsqueeze(1);
  const Tensor loss = (lse - wide.gather(1, index)).sum(at::kDouble);
  if (scale != 0) {
    wide = (wide - lse).exp_().mul_(scale);
    wide.scatter_add_(1, index, at::full_like(index, -scale, wide.options()));
    logits.copy_(wide);
  }
  return loss;
}

Outcome compute(const Tensor& given, const Frozen& weight, const Tensor& bias, const Tensor& targets, double normaliser, const Wanted& wanted) {
  const Tensor hidden = given.to(product_type(given));
  const int64_t rows = hidden.size(0), vocab = weight.outputs();
  const Frozen w = weight.packed ? weight : Frozen(as_type_of(weight.dense, hidden).detach());
  const Tensor b = bias.defined() ? as_type_of(bias, hidden).detach().contiguous() : Tensor();
  Outcome out;
  Tensor total = at::zeros({}, hidden.options().dtype(at::kDouble));
  if (wanted.hidden) out.hidden = at::empty_like(hidden, hidden.options(), at::MemoryFormat::Contiguous);
  if (wanted.weight) out.weight = at::zeros({vocab, hidden.size(1)}, given.options());  // sums over chunks
  if (wanted.bias) out.bias = at::zeros({vocab}, given.options());
  const int64_t chunk = cross_entropy_chunk(vocab, hidden.is_cpu(), weight.packed != nullptr);
  for (int64_t from = 0; from < rows; from += chunk) {
    const int64_t count = std::min(chunk, rows - from);
    const Tensor h = hidden.narrow(0, from, count);
    Tensor logits = w.product(h, {});
    total += loss_rows(logits, b, targets.narrow(0, from, count), wanted.any() ? 1.0 / normaliser : 0.0);
    if (wanted.hidden) out.hidden.narrow(0, from, count).copy_(w.product_back(logits));
    if (wanted.weight && given.is_same(hidden)) out.weight.addmm_(logits.t(), h);
    else if (wanted.weight) out.weight += at::mm(logits.t(), h);
    if (wanted.bias) out.bias += logits.sum(0);
  }
  out.loss = (total / normaliser).to(compute_type(hidden));
  return out;
}

struct LinearCrossEntropy : torch::autograd::Function<LinearCrossEntropy> {
  // Either weight or packed. kept: row numbers of the trained rows.
  static Tensor forward(AutogradContext* ctx, const Tensor& hidden, const std::optional<Tensor>& weight, const FrozenPtr& packed,
                        const std::optional<Tensor>& bias, const Tensor& kept, const Tensor& targets, double normaliser, const Wanted& wanted) {
    const bool all = kept.size(0) == hidden.size(0);
    const Outcome out = compute(all ? hidden : hidden.index_select(0, kept), weight ? Frozen(*weight) : *packed, bias.value_or(Tensor()),
                                all ? targets : targets.index_select(0, kept), normaliser, wanted);
    ctx->save_for_backward({out.hidden, out.weight, out.bias, all ? Tensor() : kept});
    ctx->saved_data["rows"] = hidden.size(0);
    return out.loss;
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    const Tensor& g = grads[0];
    const bool one = g.device().is_cpu() && g.item<double>() == 1.0;  // the usual root: nothing to scale
    const auto scaled = [&](const Tensor& t) { return !t.defined() || one ? t : t * g.to(t.scalar_type()); };
    Tensor hidden = scaled(saved[0]);
    if (hidden.defined() && saved[3].defined()) {
      hidden = at::zeros({ctx->saved_data["rows"].toInt(), hidden.size(1)}, hidden.options()).index_copy_(0, saved[3], hidden);
    }
    return {hidden, scaled(saved[1]), Tensor(), scaled(saved[2]), Tensor(), Tensor(), Tensor(), Tensor()};
  }
};

// Of weight or, where that is undefined, of packed.
Tensor loss_of(const Tensor& hidden, const Tensor& weight, const FrozenPtr& packed, const Tensor& bias, const Tensor& targets, double normaliser) {
  const int64_t vocab = weight.defined() ? weight.size(0) : packed->packed->outputs();
  TORCH_CHECK(targets.dim() == 1 && targets.size(0) == hidden.size(0) && targets.scalar_type() == at::kLong,
              "linear_cross_entropy: targets must be ", hidden.size(0), " int64 values");
  TORCH_CHECK(!bias.defined() || (bias.dim() == 1 && bias.size(0) == vocab), "linear_cross_entropy: bias does not fit the weight");
  TORCH_CHECK(normaliser != 0, "linear_cross_entropy: normaliser is 0");
  const Tensor trained = targets != -100;
  TORCH_CHECK(!(trained & ((targets < 0) | (targets >= vocab))).any().item<bool>(), "linear_cross_entropy: a target lies outside 0..",
              vocab - 1);
  const Tensor kept = trained.nonzero().squeeze(1);
  const Wanted wanted{wants_grad(hidden), wants_grad(weight), wants_grad(bias)};
  const auto given = [](const Tensor& t) { return t.defined() ? std::optional<Tensor>(t) : std::nullopt; };
  return LinearCrossEntropy::apply(hidden, given(weight), packed, given(bias), kept, targets.contiguous(), normaliser, wanted);
}

}  // namespace

int64_t cross_entropy_chunk(int64_t vocab, bool host, bool packed) {
  constexpr int64_t kBytes = int64_t{24} << 20;  // of logits: stays in the last level cache, long enough for the product
  const int64_t fewest = !host ? 1024 : packed ? 128 : 16;
  return std::clamp<int64_t>(kBytes / (vocab * 4), fewest, host ? 512 : 4096);
}

Tensor linear_cross_entropy(const Tensor& hidden, const Tensor& weight, const Tensor& bias, const Tensor& targets, double normaliser) {
  TORCH_CHECK(hidden.dim() == 2 && weight.dim() == 2 && hidden.size(1) == weight.size(1), "linear_cross_entropy: hidden ", hidden.sizes(),
              " does not fit weight ", weight.sizes());
  return loss_of(hidden, weight, {}, bias, targets, normaliser);
}

Tensor linear_cross_entropy(const Tensor& hidden, std::shared_ptr<const FrozenWeight> weight, const Tensor& bias, const Tensor& targets, double normaliser) {
  TORCH_CHECK(hidden.dim() == 2, "linear_cross_entropy: hidden ", hidden.sizes(), " is no matrix");
  return loss_of(hidden, {}, c10::make_intrusive<Frozen>(std::move(weight)), bias, targets, normaliser);
}

}  // namespace paretune::kernels
