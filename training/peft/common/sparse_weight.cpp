// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/sparse_weight.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>

#include <algorithm>

#include "kernels/common/device_kernels.h"

namespace paretune {
namespace {

// Above this share of places one dense product is quicker than one dot product per place: measured on the CPU, reckoned for GPUs.
constexpr double kFewPlaces = 1.0 / 6, kFewPlacesOnAccelerator = 1.0 / 50;

constexpr int64_t kColumnsTogether = 64;

// ATen says once per process that CSR tensors are in beta.
struct NoWarnings : c10::WarningHandler {
  void process(const c10::Warning&) override {}
};

struct LayerHolder : torch::CustomClassHolder {
  const Linear* base = nullptr;  // null: the weight without the places is zero
  std::shared_ptr<SparsePlaces> places;

  Tensor weight(const Tensor& values) const {
    return base ? places->add_to(base->dense_weight(), values) : places->dense(values);
  }
};

struct SparseLinear : torch::autograd::Function<SparseLinear> {
  static Tensor forward(torch::autograd::AutogradContext* ctx, const Tensor& x, const Tensor& values, const std::optional<Tensor>& bias,
                        const c10::intrusive_ptr<LayerHolder>& holder) {
    at::NoGradGuard no_grad;
    ctx->save_for_backward({x, values});
    ctx->saved_data["layer"] = c10::IValue::make_capsule(holder);
    ctx->saved_data["bias"] = bias.has_value();
    return at::linear(x, holder->weight(values.detach()), bias.value_or(Tensor()));
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx, const torch::autograd::variable_list& grads) {
    at::NoGradGuard no_grad;
    const auto holder = c10::static_intrusive_pointer_cast<LayerHolder>(ctx->saved_data["layer"].toCapsule());
    const auto saved = ctx->get_saved_variables();
    Tensor on_x, on_values, on_bias;
    if (ctx->needs_input_grad(0)) on_x = at::matmul(grads[0], holder->weight(saved[1].detach()).to(grads[0].scalar_type()));
    if (ctx->needs_input_grad(1)) on_values = holder->places->gather_product(grads[0], saved[0].to(grads[0].scalar_type()));
    if (ctx->saved_data["bias"].toBool() && ctx->needs_input_grad(2)) on_bias = grads[0].sum(0);
    return {on_x, on_values, on_bias, Tensor()};
  }
};

}  // namespace

SparsePlaces::SparsePlaces(Tensor stored, int64_t out_features, int64_t in_features)
    : m_stored(std::move(stored)), m_out(out_features), m_in(in_features) {}

void SparsePlaces::refresh() const {
  if (m_version == m_stored._version()) return;
  m_version = m_stored._version();
  const Tensor wide = m_stored.to(at::kLong);
  m_flat = wide.dim() == 1 ? wide : wide[0] * m_in + wide[1];
  m_row_starts = m_columns = m_rows = m_order = m_back = Tensor();
  const bool host = m_flat.is_cpu();
  if (m_flat.numel() == 0 || static_cast<double>(m_flat.numel()) > (host ? kFewPlaces : kFewPlacesOnAccelerator) * static_cast<double>(m_out * m_in)) return;
  if (!host) {
    m_rows = at::div(m_flat, m_in, "floor").contiguous();
    m_columns = (m_flat - m_rows * m_in).contiguous();
    return;
  }
  auto [sorted, order] = at::sort(m_flat);
  if (!at::equal(sorted, m_flat)) {
    m_order = order;
    m_back = at::argsort(order);
  }
  const Tensor rows = at::div(sorted, m_in, "floor");
  m_row_starts = at::cat({at::zeros({1}, sorted.options()), at::bincount(rows, {}, m_out).cumsum(0)});
  m_columns = sorted - rows * m_in;
}

Tensor SparsePlaces::add_to(const Tensor& weight, const Tensor& values) const {
  refresh();
  Tensor out = weight.clone(at::MemoryFormat::Contiguous);
  out.view(-1).index_add_(0, m_flat, values);
  return out;
}

Tensor SparsePlaces::dense(const Tensor& values) const { return add_to(at::zeros({m_out, m_in}, values.options()), values); }

Tensor SparsePlaces::product(const Tensor& values, const Tensor& x, bool transposed) const {
  if (!values.is_cpu()) return at::mm(transposed ? dense(values).t() : dense(values), x);  // one dense product is quicker there
  refresh();
  const Tensor from = x.contiguous(), weights = values.contiguous();
  const int64_t width = from.size(1);
  Tensor to = at::zeros({transposed ? m_in : m_out, width}, from.options());
  AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "sparse_product", [&] {
    const int64_t* flat = m_flat.const_data_ptr<int64_t>();
    const scalar_t *value = weights.const_data_ptr<scalar_t>(), *source = from.const_data_ptr<scalar_t>();
    scalar_t* target = to.mutable_data_ptr<scalar_t>();
    // Every thread has columns of its own, few at a time, so that those of all rows stay near.
    at::parallel_for(0, (width + kColumnsTogether - 1) / kColumnsTogether, 1, [&](int64_t begin, int64_t end) {
      for (int64_t part = begin; part < end; ++part) {
        const int64_t first = part * kColumnsTogether, count = std::min(kColumnsTogether, width - first);
        for (int64_t i = 0; i < m_flat.numel(); ++i) {
          const int64_t row = flat[i] / m_in, column = flat[i] % m_in;
          const scalar_t* in = source + (transposed ? row : column) * width + first;
          scalar_t* out = target + (transposed ? column : row) * width + first;
          for (int64_t k = 0; k < count; ++k) out[k] += value[i] * in[k];
        }
      }
    });
  });
  return to;
}

Tensor SparsePlaces::gather_product(const Tensor& dy, const Tensor& x) const {
  if (x.is_cpu() && x.scalar_type() == at::kBFloat16) return gather_product(dy.to(at::kFloat), x.to(at::kFloat));  // ATen has no sparse one
  refresh();
  if (m_rows.defined() && dy.scalar_type() == x.scalar_type()) {
    if (const auto* table = kernels::device_kernels(x, &kernels::DeviceKernels::gather_product)) {
      const Tensor left = dy.t().contiguous(), right = x.t().contiguous();
      Tensor out = at::empty({m_rows.numel()}, x.options().dtype(at::kFloat));
      table->gather_product(kernels::device_type_of(x), out.numel(), x.size(0), left.const_data_ptr(), right.const_data_ptr(), m_rows.const_data_ptr<int64_t>(),
                            m_columns.const_data_ptr<int64_t>(), out.mutable_data_ptr<float>(), kernels::device_stream(x));
      return out;
    }
  }
  if (!m_row_starts.defined()) return at::matmul(dy.t(), x).view(-1).index_select(0, m_flat);
  NoWarnings quiet;
  const c10::WarningUtils::WarningHandlerGuard guard(&quiet);
  const Tensor zero = at::zeros({m_columns.numel()}, x.options());
  const Tensor pattern = at::_sparse_csr_tensor_unsafe(m_row_starts, m_columns, zero, {m_out, m_in}, x.options().layout(at::kSparseCsr));
  const Tensor found = at::sparse_sampled_addmm(pattern, dy.t(), x, /*beta=*/0, /*alpha=*/1).values();
  return m_back.defined() ? found.index_select(0, m_back) : found.clone();
}

Tensor sparse_linear(const Tensor& x, const Linear& base, const InnerLinear& inner, const Tensor& values, const std::shared_ptr<SparsePlaces>& places) {
  const bool alone = std::count_if(base.adapters.begin(), base.adapters.end(), [](const auto& adapter) { return adapter->enabled; }) == 1;
  auto holder = c10::make_intrusive<LayerHolder>();
  holder->base = alone ? &base : nullptr;
  holder->places = places;
  const std::optional<Tensor> bias = alone && base.bias ? std::optional<Tensor>(base.bias->value()) : std::nullopt;
  const Tensor y = SparseLinear::apply(x, values, bias, holder);
  return alone ? y : inner(x) + y;
}

}  // namespace paretune
