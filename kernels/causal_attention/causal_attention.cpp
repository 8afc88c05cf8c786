// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/causal_attention/causal_attention.h"

#include <map>
#include <mutex>

#include "kernels/common/checks.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Neighbouring samples of equal length run as one batch: strided views, no copies, one call.
struct Batch {
  int64_t from, samples, length;
};

std::vector<Batch> batches_of(const std::vector<int64_t>& offsets) {
  std::vector<Batch> out;
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    const int64_t length = offsets[s + 1] - offsets[s];
    if (length == 0) continue;
    if (!out.empty() && out.back().length == length) {
      ++out.back().samples;
    } else {
      out.push_back({offsets[s], 1, length});
    }
  }
  return out;
}

// (N, H, hd) -> (B, H, T, hd), a view.
Tensor heads_of(const Tensor& x, const Batch& b) {
  return x.narrow(0, b.from, b.samples * b.length).unflatten(0, {b.samples, b.length}).transpose(1, 2);
}

// (B, H, T, hd) -> (B T, H, hd); a view of what the flash operators return.
Tensor tokens_of(const Tensor& x) { return x.transpose(1, 2).reshape({x.size(0) * x.size(2), x.size(1), x.size(3)}); }

Tensor dense_rows(const Tensor& x) { return x.stride(2) == 1 ? x : x.contiguous(); }

struct FlashCpu : torch::autograd::Function<FlashCpu> {
  static Tensor forward(AutogradContext* ctx, const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& offsets,
                        double scale) {
    const auto batches = batches_of(offsets);
    Tensor out;
    variable_list saved{q, k, v, Tensor()};
    if (batches.size() != 1) out = at::empty(q.sizes(), q.options());
    for (const auto& b : batches) {
      auto [mixed, lse] = at::_scaled_dot_product_flash_attention_for_cpu(heads_of(q, b), heads_of(k, b), heads_of(v, b), 0.0, true, {}, scale);
      saved.push_back(lse);
      if (batches.size() == 1) {
        out = tokens_of(mixed);
      } else {
        out.narrow(0, b.from, b.samples * b.length).copy_(tokens_of(mixed));
      }
    }
    saved[3] = out;
    ctx->save_for_backward(saved);
    ctx->saved_data["offsets"] = offsets;
    ctx->saved_data["scale"] = scale;
    return out;
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    const Tensor &q = saved[0], &k = saved[1], &v = saved[2], &out = saved[3];
    const Tensor g = dense_rows(grads[0]);
    const double scale = ctx->saved_data["scale"].toDouble();
    const auto batches = batches_of(ctx->saved_data["offsets"].toIntVector());
    Tensor dq, dk, dv;
    if (batches.size() != 1) {
      dq = at::empty(q.sizes(), q.options());
      dk = at::empty(k.sizes(), k.options());
      dv = at::empty(v.sizes(), v.options());
    }
    for (std::size_t i = 0; i < batches.size(); ++i) {
      const Batch& b = batches[i];
      auto [gq, gk, gv] = at::_scaled_dot_product_flash_attention_for_cpu_backward(
          heads_of(g, b), heads_of(q, b), heads_of(k, b), heads_of(v, b), heads_of(out, b), saved[4 + i], 0.0, true, {}, scale);
      if (batches.size() == 1) return {tokens_of(gq), tokens_of(gk), tokens_of(gv), Tensor(), Tensor()};
      const int64_t count = b.samples * b.length;
      dq.narrow(0, b.from, count).copy_(tokens_of(gq));
      dk.narrow(0, b.from, count).copy_(tokens_of(gk));
      dv.narrow(0, b.from, count).copy_(tokens_of(gv));
    }
    return {dq, dk, dv, Tensor(), Tensor()};
  }
};

// The accelerator's flash attention over samples laid end to end, one call for all.
struct FlashVarlen : torch::autograd::Function<FlashVarlen> {
  static Tensor forward(AutogradContext* ctx, const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& offsets, int64_t longest, double scale) {
    auto [out, lse, seed, unused, mask] =
        at::_flash_attention_forward(q, k, v, offsets, offsets, longest, longest, /*dropout_p=*/0.0, /*is_causal=*/true, /*return_debug_mask=*/false, scale);
    ctx->save_for_backward({q, k, v, out, lse, offsets, seed, unused});
    ctx->saved_data["longest"] = longest;
    ctx->saved_data["scale"] = scale;
    return out;
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto s = ctx->get_saved_variables();
    const int64_t longest = ctx->saved_data["longest"].toInt();
    auto [dq, dk, dv] = at::_flash_attention_backward(grads[0].to(s[0].scalar_type()).contiguous(), s[0], s[1], s[2], s[3], s[4], s[5], s[5], longest, longest, 0.0,
                                                      true, s[6], s[7], ctx->saved_data["scale"].toDouble());
    return {dq, dk, dv, Tensor(), Tensor(), Tensor()};
  }
};

// Whether this device's flash attention takes such heads; asked once per type, by trying.
bool has_flash(const Tensor& q) {
  const auto type = q.scalar_type();
  if ((type != at::kBFloat16 && type != at::kHalf) || q.size(2) % 8 != 0 || q.size(2) > 256) return false;
  static std::mutex mutex;
  static std::map<std::tuple<std::string, at::ScalarType, int64_t>, bool> known;
  const std::lock_guard lock(mutex);
  const auto [found, fresh] = known.try_emplace({q.device().str(), type, q.size(2)}, true);
  if (!fresh) return found->second;
  try {
    const at::AutoGradMode grad_on(true);
    const Tensor x = at::zeros({8, 1, q.size(2)}, q.options()).requires_grad_(), offsets = at::tensor({0, 8}, at::kInt).to(q.device());
    torch::autograd::grad({FlashVarlen::apply(x, x, x, offsets, 8, 1.0).sum()}, {x});
  } catch (const c10::OutOfMemoryError&) {
    known.erase(found);
    throw;
  } catch (const c10::Error&) {
    found->second = false;  // an older GPU, or a build without it
  }
  return found->second;
}

// Fused kernels of fp32 and of older GPUs know no grouped heads.
Tensor for_every_head(const Tensor& k, int64_t heads) { return k.size(1) == heads ? k : k.repeat_interleave(heads / k.size(1), 1); }

}  // namespace

Tensor causal_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& offsets, double scale) {
  TORCH_CHECK(q.dim() == 3 && k.dim() == 3 && k.sizes() == v.sizes() && q.size(0) == k.size(0) && q.size(2) == k.size(2),
              "causal_attention: q ", q.sizes(), ", k ", k.sizes(), " and v ", v.sizes(), " do not fit");
  TORCH_CHECK(k.size(1) > 0 && q.size(1) % k.size(1) == 0, "causal_attention: ", q.size(1), " heads over ", k.size(1), " key heads");
  TORCH_CHECK(!offsets.empty() && offsets.front() == 0 && offsets.back() == q.size(0) && std::is_sorted(offsets.begin(), offsets.end()),
              "causal_attention: offsets must rise from 0 to ", q.size(0));
  if (q.size(0) == 0) return q.clone();
  if (q.device().is_cpu()) return FlashCpu::apply(dense_rows(q), dense_rows(k), dense_rows(v), offsets, scale);
  const auto batches = batches_of(offsets);
  if (has_flash(q)) {
    std::vector<int32_t> starts;  // of samples that have tokens
    int64_t longest = 0;
    for (const auto& b : batches) {
      for (int64_t s = 0; s < b.samples; ++s) starts.push_back(static_cast<int32_t>(b.from + s * b.length));
      longest = std::max(longest, b.length);
    }
    starts.push_back(static_cast<int32_t>(offsets.back()));
    return FlashVarlen::apply(dense_rows(q), dense_rows(k), dense_rows(v), at::tensor(starts, at::kInt).to(q.device()), longest, scale);
  }
  const Tensor keys = for_every_head(k, q.size(1)), values = for_every_head(v, q.size(1));
  std::vector<Tensor> parts;
  for (const auto& b : batches) {
    parts.push_back(tokens_of(at::scaled_dot_product_attention(heads_of(q, b), heads_of(keys, b), heads_of(values, b), {}, 0.0, true, scale)));
  }
  return parts.size() == 1 ? parts[0] : at::cat(parts);
}

}  // namespace paretune::kernels
