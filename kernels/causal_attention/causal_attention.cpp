// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/causal_attention/causal_attention.h"

#include "kernels/causal_attention/causal_attention_cpu.h"
#include "kernels/common/checks.h"
#include "kernels/common/parallel.h"

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

// ATen's operators: types and head sizes that the raw kernels do not take.
struct FlashCpu : torch::autograd::Function<FlashCpu> {
  static Tensor forward(AutogradContext* ctx, const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& offsets, double scale) {
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
      auto [gq, gk, gv] = at::_scaled_dot_product_flash_attention_for_cpu_backward(heads_of(g, b), heads_of(q, b), heads_of(k, b), heads_of(v, b),
                                                                                   heads_of(out, b), saved[4 + i], 0.0, true, {}, scale);
      if (batches.size() == 1) return {tokens_of(gq), tokens_of(gk), tokens_of(gv), Tensor(), Tensor()};
      const int64_t count = b.samples * b.length;
      dq.narrow(0, b.from, count).copy_(tokens_of(gq));
      dk.narrow(0, b.from, count).copy_(tokens_of(gk));
      dv.narrow(0, b.from, count).copy_(tokens_of(gv));
    }
    return {dq, dk, dv, Tensor(), Tensor()};
  }
};

// What one thread does at once: queries from ... to of one head of one sample, numbers within the sample.
struct Piece {
  int64_t sample, head, from, to;
  int64_t part;  // first row of what it adds to the gradients of keys and values
};

constexpr int64_t kPieceQueries = 10 * kTileQueries;

// All pieces, the longest first. A long sample has at most four a head, so that their shares of the gradients stay small.
std::vector<Piece> pieces_of(const std::vector<int64_t>& offsets, int64_t heads) {
  std::vector<Piece> out;
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    const int64_t length = offsets[s + 1] - offsets[s], step = std::max(kPieceQueries, (length / 4 / kTileQueries + 1) * kTileQueries);
    for (int64_t from = 0; from < length; from += step) {
      for (int64_t head = 0; head < heads; ++head) out.push_back({static_cast<int64_t>(s), head, from, std::min(length, from + step), 0});
    }
  }
  const auto pairs = [](const Piece& p) { return p.to * p.to - p.from * p.from; };
  std::stable_sort(out.begin(), out.end(), [&](const Piece& a, const Piece& b) { return pairs(a) > pairs(b); });
  return out;
}

// One head of x (N, H, hd) from token `from` on.
HeadRows rows_of(const Tensor& x, int64_t from, int64_t head) {
  return {x.const_data_ptr<float>() + from * x.stride(0) + head * x.stride(1), x.stride(0)};
}
HeadRowsOut rows_into(const Tensor& x, int64_t from, int64_t head) {
  return {x.mutable_data_ptr<float>() + from * x.stride(0) + head * x.stride(1), x.stride(0)};
}

// Calls body(piece, its token 0, scratch memory) for all pieces.
template <typename Body>
void each_piece(const std::vector<Piece>& pieces, const std::vector<int64_t>& offsets, const Tensor& q, const Body& body) {
  int64_t longest = 0;
  for (const Piece& p : pieces) longest = std::max(longest, p.to);
  const Tensor scratch = at::empty({parallel_workers(), attention_scratch(longest, q.size(2))}, q.options());
  parallel_each(static_cast<int64_t>(pieces.size()), [&](int64_t item, int64_t worker) {
    const Piece& p = pieces[static_cast<std::size_t>(item)];
    body(p, offsets[static_cast<std::size_t>(p.sample)], scratch.mutable_data_ptr<float>() + worker * scratch.size(1));
  });
}

// The raw kernels: fp32, and keys and values shared by groups of heads without copies.
struct TiledCpu : torch::autograd::Function<TiledCpu> {
  static Tensor forward(AutogradContext* ctx, const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& offsets, double scale) {
    const int64_t n = q.size(0), heads = q.size(1), group = heads / k.size(1);
    const Tensor out = at::empty(q.sizes(), q.options()), lse = at::empty({heads, n}, q.options());
    const auto run = raw_kernel(attention_forward);
    each_piece(pieces_of(offsets, heads), offsets, q, [&](const Piece& p, int64_t at, float* scratch) {
      const int64_t kv = p.head / group;
      run(p.from, p.to, q.size(2), static_cast<float>(scale), rows_of(q, at, p.head), rows_of(k, at, kv), rows_of(v, at, kv),
          rows_into(out, at, p.head), lse.mutable_data_ptr<float>() + p.head * n + at, scratch);
    });
    ctx->save_for_backward({q, k, v, out, lse});
    ctx->saved_data["offsets"] = offsets;
    ctx->saved_data["scale"] = scale;
    return out;
  }

  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    const Tensor &q = saved[0], &k = saved[1], &v = saved[2], &out = saved[3], &lse = saved[4];
    const Tensor g = dense_rows(grads[0]);
    const auto scale = static_cast<float>(ctx->saved_data["scale"].toDouble());
    const std::vector<int64_t> offsets = ctx->saved_data["offsets"].toIntVector();
    const int64_t n = q.size(0), heads = q.size(1), group = heads / k.size(1), hd = q.size(2);
    auto pieces = pieces_of(offsets, heads);
    int64_t part_rows = 0;
    for (Piece& p : pieces) {
      p.part = part_rows;
      part_rows += p.to;
    }
    const Tensor dq = at::empty(q.sizes(), q.options()), dk = at::empty(k.sizes(), k.options()), dv = at::empty(v.sizes(), v.options());
    const Tensor dk_parts = at::empty({part_rows, hd}, k.options()), dv_parts = at::empty_like(dk_parts);
    const auto run = raw_kernel(attention_backward);
    each_piece(pieces, offsets, q, [&](const Piece& p, int64_t at, float* scratch) {
      const int64_t kv = p.head / group;
      run(p.from, p.to, hd, scale, rows_of(g, at, p.head), rows_of(q, at, p.head), rows_of(k, at, kv), rows_of(v, at, kv), rows_of(out, at, p.head),
          lse.const_data_ptr<float>() + p.head * n + at, rows_into(dq, at, p.head), dk_parts.mutable_data_ptr<float>() + p.part * hd,
          dv_parts.mutable_data_ptr<float>() + p.part * hd, scratch);
    });
    add_parts(pieces, offsets, group, dk_parts, dk);
    add_parts(pieces, offsets, group, dv_parts, dv);
    return {dq, dk, dv, Tensor(), Tensor()};
  }

 private:
  // sums (N, KVH, hd) = the pieces' shares, in the order of the pieces whatever thread made them.
  static void add_parts(const std::vector<Piece>& pieces, const std::vector<int64_t>& offsets, int64_t group, const Tensor& parts,
                        const Tensor& sums) {
    const int64_t kv_heads = sums.size(1), samples = static_cast<int64_t>(offsets.size()) - 1;
    const auto add = raw_kernel(attention_add_rows);
    parallel_each(samples * kv_heads, [&](int64_t item, int64_t) {
      const int64_t sample = item / kv_heads, kv = item % kv_heads, at = offsets[static_cast<std::size_t>(sample)];
      int64_t written = 0;
      for (const Piece& p : pieces) {
        if (p.sample != sample || p.head / group != kv) continue;
        add(p.to, parts.size(1), parts.const_data_ptr<float>() + p.part * parts.size(1), rows_into(sums, at, kv), written);
        written = std::max(written, p.to);
      }
    });
  }
};

}  // namespace

Tensor causal_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& offsets, double scale) {
  TORCH_CHECK(q.dim() == 3 && k.dim() == 3 && k.sizes() == v.sizes() && q.size(0) == k.size(0) && q.size(2) == k.size(2), "causal_attention: q ",
              q.sizes(), ", k ", k.sizes(), " and v ", v.sizes(), " do not fit");
  TORCH_CHECK(k.size(1) > 0 && q.size(1) % k.size(1) == 0, "causal_attention: ", q.size(1), " heads over ", k.size(1), " key heads");
  TORCH_CHECK(!offsets.empty() && offsets.front() == 0 && offsets.back() == q.size(0) && std::is_sorted(offsets.begin(), offsets.end()),
              "causal_attention: offsets must rise from 0 to ", q.size(0));
  if (q.size(0) == 0) return q.clone();
  if (on_fast_path(q) && on_fast_path(k) && attention_takes(q.size(2)))
    return TiledCpu::apply(dense_rows(q), dense_rows(k), dense_rows(v), offsets, scale);
  if (q.device().is_cpu()) return FlashCpu::apply(dense_rows(q), dense_rows(k), dense_rows(v), offsets, scale);
  std::vector<Tensor> parts;
  for (const auto& b : batches_of(offsets)) {
    parts.push_back(
        tokens_of(at::scaled_dot_product_attention(heads_of(q, b), heads_of(k, b), heads_of(v, b), {}, 0.0, true, scale, q.size(1) != k.size(1))));
  }
  return parts.size() == 1 ? parts[0] : at::cat(parts);
}

}  // namespace paretune::kernels
