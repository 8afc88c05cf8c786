// SPDX-License-Identifier: GPL-3.0-or-later
// Every operator in fp32 against plain ATen in fp64: odd sizes, no rows, one row, strided inputs, frozen inputs, bad inputs.
#include "kernels/causal_attention/causal_attention.h"
#include "kernels/common/bench.h"
#include "kernels/common/reference.h"
#include "kernels/common/self_test.h"
#include "kernels/frozen_linear/frozen_linear.h"
#include "kernels/linear_cross_entropy/linear_cross_entropy.h"
#include "kernels/lora_linear/lora_linear.h"
#include "kernels/rms_norm/rms_norm.h"
#include "kernels/rope/rope.h"
#include "kernels/swiglu/swiglu.h"
#include "tests/kernels/kernels_test_support.h"

namespace paretune::kernels {
namespace {

Tensor trained(Tensor t) { return t.requires_grad_(); }

TEST(RmsNorm, MatchesReference) {
  const Call ours = [](const Tensors& i) { return rms_norm(i[0], i[1], 1e-5); };
  const Call plain = [](const Tensors& i) { return reference::rms_norm(i[0], i[1], 1e-5); };
  for (const auto& [n, c] : std::vector<std::pair<int64_t, int64_t>>{{0, 8}, {1, 7}, {3, 16}, {5, 31}, {70, 576}, {130, 333}}) {
    SCOPED_TRACE(std::to_string(n) + "x" + std::to_string(c));
    expect_matches(ours, plain, {trained(normal({n, c})), trained(normal({c}))});
    expect_matches(ours, plain, {trained(normal({n, c})), normal({c})});
    expect_matches(ours, plain, {normal({n, c}), trained(normal({c}))});
  }
  // One column: the two terms of the gradient, w / |x| each, cancel but for eps / x^2; their rounding stays.
  for (const float x : {-2.0f, 0.02f, 0.7f}) {
    expect_matches(ours, plain, {at::full({1, 1}, x).requires_grad_(), at::full({1}, 1.5f).requires_grad_()}, 2e-6, true, 1.5 / std::abs(x));
  }
  expect_matches(ours, plain, {trained(normal({40, 9}).t()), trained(normal({40}))});
  EXPECT_THROW(rms_norm(normal({2, 3}), normal({4}), 1e-5), c10::Error);
}

TEST(RmsNorm, FrozenWeightGetsNoGradientAndTinyRowsStayFinite) {
  const Tensor x = trained(at::full({2, 40}, 1e-20f)), w = normal({40});
  const Tensor y = rms_norm(x, w, 1e-6);
  EXPECT_TRUE(torch::autograd::grad({y.sum()}, {x})[0].isfinite().all().item<bool>());
  EXPECT_FALSE(rms_norm(x.detach(), w, 1e-6).requires_grad());
}

TEST(Rope, MatchesReference) {
  const Call ours = [](const Tensors& i) { return rope(i[0], i[1], i[2]); };
  const Call plain = [](const Tensors& i) { return reference::rope(i[0], i[1], i[2]); };
  for (const auto& [n, h, hd] : std::vector<std::tuple<int64_t, int64_t, int64_t>>{{0, 2, 4}, {1, 1, 2}, {3, 5, 6}, {17, 3, 34}, {90, 9, 64}}) {
    const Tensor angle = normal({n, hd / 2}) * 3;
    expect_matches(ours, plain, {trained(normal({n, h, hd})), angle.cos(), angle.sin()});
  }
  const Tensor angle = normal({11, 8});
  expect_matches(ours, plain, {trained(normal({11, 16, 3}).transpose(1, 2)), angle.cos(), angle.sin()});
  expect_matches(ours, plain, {trained(normal({3, 11, 16}).transpose(0, 1)), angle.cos(), angle.sin()});
  EXPECT_THROW(rope(normal({2, 1, 5}), normal({2, 2}), normal({2, 2})), c10::Error);
  EXPECT_THROW(rope(normal({2, 1, 4}), normal({3, 2}), normal({3, 2})), c10::Error);
}

TEST(SwiGlu, MatchesReference) {
  const Call ours = [](const Tensors& i) { return swiglu(i[0], i[1]); };
  const Call plain = [](const Tensors& i) { return reference::swiglu(i[0], i[1]); };
  for (const auto& [n, f] : std::vector<std::pair<int64_t, int64_t>>{{0, 4}, {1, 1}, {3, 5}, {2, 8}, {33, 1536}, {7, 4099}}) {
    expect_matches(ours, plain, {trained(normal({n, f}) * 4), trained(normal({n, f}))});
    expect_matches(ours, plain, {normal({n, f}) * 4, trained(normal({n, f}))});
  }
  expect_matches(ours, plain, {trained(normal({9, 5}).t()), trained(normal({5, 9}))});
  EXPECT_THROW(swiglu(normal({2, 3}), normal({3, 2})), c10::Error);
}

TEST(SwiGlu, ExtremeGates) {
  const Tensor gate = at::tensor({-1e30f, -200.0f, -88.0f, 0.0f, 88.0f, 200.0f, 1e30f, -3.0f, 3.0f}).requires_grad_();
  const Tensor y = swiglu(gate, at::ones({9}));
  EXPECT_TRUE(at::allclose(y, at::silu(gate)));
  EXPECT_TRUE(torch::autograd::grad({y.sum()}, {gate})[0].isfinite().all().item<bool>());
}

Tensor targets_with_gaps(int64_t n, int64_t vocab) {
  Tensor t = at::randint(vocab, {n}, at::kLong);
  for (int64_t i = 0; i < n; i += 3) t[i] = -100;
  return t;
}

TEST(LinearCrossEntropy, MatchesReference) {
  const Call ours = [](const Tensors& i) { return linear_cross_entropy(i[0], i[1], i[2], i[3], 7.5); };
  const Call plain = [](const Tensors& i) { return reference::linear_cross_entropy(i[0], i[1], i[2], i[3], 7.5); };
  for (const auto& [n, c, v] :
       std::vector<std::tuple<int64_t, int64_t, int64_t>>{{0, 4, 9}, {1, 3, 1}, {1, 8, 17}, {20, 12, 1003}, {600, 16, 4111}}) {
    SCOPED_TRACE(std::to_string(n) + "x" + std::to_string(c) + "x" + std::to_string(v));
    const Tensor some = targets_with_gaps(n, v), all = at::randint(v, {n}, at::kLong);
    const Tensor bias = trained(normal({v}));
    for (const Tensor& targets : {some, all}) {
      // The products are LibTorch's, which may split sums by thread.
      expect_matches(ours, plain, {trained(normal({n, c})), trained(normal({v, c})), bias, targets}, 4e-6, false, 0.05);
      expect_matches(ours, plain, {trained(normal({n, c})), normal({v, c}), Tensor(), targets}, 4e-6, false, 0.05);
      expect_matches(ours, plain, {normal({n, c}), trained(normal({v, c})), normal({v}), targets}, 4e-6, false, 0.05);
      expect_matches(ours, plain, {normal({n, c}), normal({v, c}), Tensor(), targets}, 4e-6, false, 0.05);
    }
  }
  expect_matches(ours, plain, {trained(normal({6, 10}).t()), trained(normal({6, 50}).t()), Tensor(), targets_with_gaps(10, 50)}, 4e-6, false, 0.05);
}

TEST(LinearCrossEntropy, SkippedRowsAndHugeLogits) {
  const Tensor h = trained(normal({5, 4})), w = trained(normal({9, 4}));
  const Tensor loss = linear_cross_entropy(h, w, {}, at::full({5}, -100, at::kLong), 1);
  EXPECT_EQ(loss.item<float>(), 0.0f);
  const auto grads = torch::autograd::grad({loss}, {h, w});
  EXPECT_EQ(grads[0].abs().sum().item<float>(), 0.0f);
  EXPECT_EQ(grads[1].abs().sum().item<float>(), 0.0f);
  const Tensor big = trained(at::full({2, 1}, 1e4f)), rows = at::tensor({1.0f, -1.0f, 0.999f}).view({3, 1});
  const Tensor cost = linear_cross_entropy(big, rows, {}, at::tensor({0, 1}, at::kLong), 2);
  EXPECT_NEAR(cost.item<double>(), 1e4, 1);
  EXPECT_TRUE(torch::autograd::grad({cost}, {big})[0].isfinite().all().item<bool>());
}

TEST(LinearCrossEntropy, RefusesBadArguments) {
  const Tensor h = normal({2, 4}), w = normal({9, 4});
  EXPECT_THROW(linear_cross_entropy(h, w, {}, at::tensor({0, 9}, at::kLong), 1), c10::Error);
  EXPECT_THROW(linear_cross_entropy(h, w, {}, at::tensor({0, -1}, at::kLong), 1), c10::Error);
  EXPECT_THROW(linear_cross_entropy(h, w, {}, at::tensor({0}, at::kLong), 1), c10::Error);
  EXPECT_THROW(linear_cross_entropy(h, w, {}, at::tensor({0, 1}, at::kLong), 0), c10::Error);
}

TEST(LinearCrossEntropy, ScaledRootAndNoGradMode) {
  const Tensor h = trained(normal({7, 4})), w = normal({9, 4}), t = at::randint(9, {7}, at::kLong);
  const Tensor loss = linear_cross_entropy(h, w, {}, t, 7);
  const Tensor whole = torch::autograd::grad({loss}, {h}, {}, true)[0], third = torch::autograd::grad({loss / 3}, {h})[0];
  EXPECT_TRUE(at::allclose(whole / 3, third));
  const at::NoGradGuard off;
  const Tensor quiet = linear_cross_entropy(h, w, {}, t, 7);
  EXPECT_FALSE(quiet.requires_grad());
  EXPECT_EQ(quiet.item<float>(), loss.item<float>());
}

// Counts the largest live CPU allocation of LibTorch, by the allocator's own reports.
class PeakBytes : public c10::MemoryReportingInfoBase {
 public:
  void reportMemoryUsage(void*, int64_t size, size_t, size_t, c10::Device) override {
    m_live += size;
    m_peak = std::max(m_peak, m_live);
  }
  bool memoryProfilingEnabled() const override { return true; }
  int64_t peak() const { return m_peak; }

 private:
  int64_t m_live = 0, m_peak = 0;
};

int64_t peak_during(const std::function<void()>& work) {
  const auto meter = std::make_shared<PeakBytes>();
  c10::ThreadLocalDebugInfo::_push(c10::DebugInfoKind::PROFILER_STATE, meter);
  work();
  c10::ThreadLocalDebugInfo::_pop(c10::DebugInfoKind::PROFILER_STATE);
  return meter->peak();
}

TEST(LinearCrossEntropy, NeverHoldsAllLogits) {
  const int64_t n = 2048, v = 32768, c = 8, all_logits = n * v * 4;
  const Tensor h = trained(normal({n, c})), w = normal({v, c}), t = at::randint(v, {n}, at::kLong);
  const auto run = [&](const std::function<Tensor()>& loss) { return peak_during([&] { torch::autograd::grad({loss()}, {h}); }); };
  const int64_t ours = run([&] { return linear_cross_entropy(h, w, {}, t, n); });
  EXPECT_GT(ours, 0);
  EXPECT_LT(ours, all_logits / 8);
  const Tensor few = t.narrow(0, 0, 64), rows = h.narrow(0, 0, 64);
  EXPECT_GE(peak_during([&] { reference::linear_cross_entropy(rows, w, {}, few, 64); }), 64 * v * 4);  // the meter sees logits
}

TEST(LoraLinear, MatchesReference) {
  const Call ours = [](const Tensors& i) { return lora_linear(i[0], i[1], i[2], i[3], i[4], 1.7); };
  const Call plain = [](const Tensors& i) { return reference::lora_linear(i[0], i[1], i[2], i[3], i[4], 1.7); };
  for (const auto& [n, in, out, r] : std::vector<std::tuple<int64_t, int64_t, int64_t, int64_t>>{{0, 4, 6, 2}, {1, 5, 3, 1}, {37, 65, 130, 8}}) {
    for (const Tensor& bias : {Tensor(), normal({out})}) {
      for (int mask = 0; mask < 8; ++mask) {
        const auto maybe = [&](Tensor t, int bit) { return mask & bit ? trained(t) : t; };
        expect_matches(ours, plain, {maybe(normal({n, in}), 1), normal({out, in}), bias, maybe(normal({r, in}), 2), maybe(normal({out, r}), 4)}, 4e-6,
                       false);
      }
    }
  }
  expect_matches(ours, plain, {trained(normal({6, 9}).t()), normal({6, 7}).t(), Tensor(), trained(normal({6, 2}).t()), trained(normal({7, 2}))}, 4e-6,
                 false);
  EXPECT_THROW(lora_linear(normal({2, 3}), normal({4, 3}), {}, normal({2, 3}), normal({4, 5}), 1), c10::Error);
}

TEST(LoraLinear, MakesTheOutputsOfNormAndActivationAgain) {
  const Tensor w = normal({24, 16}), down = normal({5, 24}), gain = normal({16});
  const Call block = [&](const Tensors& i) {
    const bool wide = i[0].scalar_type() == at::kDouble;
    const auto as = [&](const Tensor& t) { return wide ? t.to(at::kDouble) : t; };
    const auto lora = [&](const Tensor& x, const Tensor& weight, std::size_t at) {
      return wide ? reference::lora_linear(x, as(weight), {}, i[at], i[at + 1], 1.7) : lora_linear(x, weight, {}, i[at], i[at + 1], 1.7);
    };
    const Tensor normed = wide ? reference::rms_norm(i[0], as(gain), 1e-5) : rms_norm(i[0], gain, 1e-5);
    const Tensor gate = lora(normed, w, 1), up = lora(normed, w, 3);
    return lora(wide ? reference::swiglu(gate, up) : swiglu(gate, up), down, 5);
  };
  expect_matches(block, block,
                 {trained(normal({7, 16})), trained(normal({2, 16})), trained(normal({24, 2})), trained(normal({2, 16})), trained(normal({24, 2})),
                  trained(normal({2, 24})), trained(normal({5, 2}))},
                 4e-6, false);
  const Tensor x = trained(normal({7, 16})), a = trained(normal({2, 16})), b = trained(normal({24, 2}));
  Tensor normed = rms_norm(x, gain, 1e-5), plain = x * 2;
  const Tensor y = lora_linear(normed, w, {}, a, b, 1), z = lora_linear(plain, w, {}, a, b, 1);
  // A saved variable holds the tensor or, detached, its storage.
  const auto owners = [](const Tensor& t) { return t.getIntrusivePtr().use_count() + t.storage().use_count(); };
  EXPECT_EQ(owners(normed), 2u);  // the variable here and its storage: nothing else
  EXPECT_GT(owners(plain), 2u);
}

TEST(FrozenLinear, MatchesReferenceAndKeepsNoInput) {
  const Call ours = [](const Tensors& i) { return frozen_linear(i[0], i[1], i[2]); };
  const Call plain = [](const Tensors& i) { return reference::frozen_linear(i[0], i[1], i[2]); };
  for (const auto& [n, in, out] : std::vector<std::tuple<int64_t, int64_t, int64_t>>{{0, 4, 6}, {1, 5, 3}, {37, 65, 130}}) {
    expect_matches(ours, plain, {trained(normal({n, in})), normal({out, in}), normal({out})}, 4e-6, false);
    expect_matches(ours, plain, {trained(normal({n, in})), normal({out, in}), Tensor()}, 4e-6, false);
  }
  const Tensor leaf = trained(normal({4, 8})), w = normal({3, 8});
  Tensor middle = leaf * 1;
  const auto kept = middle.getIntrusivePtr();
  const Tensor y = frozen_linear(middle, w, {});
  middle.reset();
  EXPECT_EQ(kept.use_count(), 1u);  // only this test still holds it
  EXPECT_TRUE(torch::autograd::grad({y.sum()}, {leaf})[0].defined());
  const Tensor half_weight = w.to(at::kBFloat16);
  EXPECT_TRUE(at::allclose(frozen_linear(leaf, half_weight, {}), at::mm(leaf, half_weight.to(at::kFloat).t())));
}

std::vector<int64_t> offsets_of(const std::vector<int64_t>& lengths) {
  std::vector<int64_t> out{0};
  for (const int64_t length : lengths) out.push_back(out.back() + length);
  return out;
}

TEST(CausalAttention, MatchesReference) {
  for (const auto& lengths : std::vector<std::vector<int64_t>>{{1}, {5}, {1, 1, 1}, {3, 0, 7, 7, 2}, {70, 33}, {0, 4}, {49, 97, 192}, {600}}) {
    const auto offsets = offsets_of(lengths);
    for (const auto& [h, kv, hd] : std::vector<std::tuple<int64_t, int64_t, int64_t>>{
             {1, 1, 4}, {2, 2, 8}, {6, 2, 20}, {4, 2, 24}, {9, 3, 64}, {2, 1, 80}, {2, 1, 256}, {4, 1, 7}, {1, 1, 264}}) {
      if (offsets.back() > 400 && hd != 64) continue;
      const double scale = 1 / std::sqrt(static_cast<double>(hd));
      const Call ours = [&](const Tensors& i) { return causal_attention(i[0], i[1], i[2], offsets, scale); };
      const Call plain = [&](const Tensors& i) { return reference::causal_attention(i[0], i[1], i[2], offsets, scale); };
      const int64_t n = offsets.back();
      const Tensor q = normal({n, h, hd}), k = normal({n, kv, hd}), v = normal({n, kv, hd});
      // A score's gradient is a difference of products of v and the output's gradient (near 1 here); with few keys it is all cancellation.
      const double terms = n == 0 ? 0 : (v.sum(2).abs().max() * q.abs().max()).item<double>() * scale;
      expect_matches(ours, plain, {trained(q), trained(k), trained(v)}, 4e-6, hd % 8 == 0 && hd <= 256, std::max(1.0, terms));
    }
  }
  const auto offsets = offsets_of({4, 5});
  const Call ours = [&](const Tensors& i) { return causal_attention(i[0], i[1], i[2], offsets, 0.3); };
  const Call plain = [&](const Tensors& i) { return reference::causal_attention(i[0], i[1], i[2], offsets, 0.3); };
  const auto strided = [&](int64_t h) { return trained(normal({h, 9, 16}).transpose(0, 1)); };
  expect_matches(ours, plain, {strided(4), strided(2), strided(2)}, 4e-6, false);
  expect_matches(ours, plain, {trained(normal({9, 16, 4}).transpose(1, 2)), strided(2), strided(2)}, 4e-6, false);
}

TEST(CausalAttention, LongSamplesInPieces) {
  const auto offsets = offsets_of({2500, 1});  // four pieces a head
  const Call ours = [&](const Tensors& i) { return causal_attention(i[0], i[1], i[2], offsets, 0.4); };
  const Call plain = [&](const Tensors& i) { return reference::causal_attention(i[0], i[1], i[2], offsets, 0.4); };
  expect_matches(ours, plain, {trained(normal({2501, 2, 8})), trained(normal({2501, 1, 8})), trained(normal({2501, 1, 8}))}, 1e-5);
}

TEST(CausalAttention, LargeScoresAndNotNumbers) {
  const Tensor q = normal({60, 1, 8}) * 1e3, k = normal({60, 1, 8}) * 1e3, v = normal({60, 1, 8});
  const std::vector<int64_t> offsets{0, 60};
  const Tensor exact = reference::causal_attention(q.to(at::kDouble), k.to(at::kDouble), v.to(at::kDouble), offsets, 1);
  EXPECT_TRUE(at::allclose(causal_attention(q, k, v, offsets, 1).to(at::kDouble), exact, 1e-3, 1e-3));  // scores of 1e7: their rounding is above 0.1
  q[30].fill_(NAN);
  const Tensor out = causal_attention(q, k, v, offsets, 1);
  EXPECT_TRUE(out[30].isnan().all().item<bool>());
  EXPECT_FALSE(out.narrow(0, 0, 30).isnan().any().item<bool>());
  EXPECT_FALSE(out.narrow(0, 31, 29).isnan().any().item<bool>());
}

TEST(CausalAttention, SamplesDoNotSeeEachOtherOrTheFuture) {
  const Tensor q = normal({8, 2, 8}), k = normal({8, 1, 8}), v = normal({8, 1, 8});
  const Tensor before = causal_attention(q, k, v, {0, 5, 8}, 0.5);
  const Tensor k2 = k.clone(), v2 = v.clone();
  k2.narrow(0, 3, 2).fill_(9);
  v2.narrow(0, 3, 2).fill_(9);
  const Tensor after = causal_attention(q, k2, v2, {0, 5, 8}, 0.5);
  EXPECT_TRUE(at::equal(before.narrow(0, 0, 3), after.narrow(0, 0, 3)));
  EXPECT_TRUE(at::equal(before.narrow(0, 5, 3), after.narrow(0, 5, 3)));
  EXPECT_FALSE(at::equal(before.narrow(0, 3, 2), after.narrow(0, 3, 2)));
}

TEST(CausalAttention, EmptyAndBadOffsets) {
  const Tensor q = trained(normal({0, 2, 8})), k = normal({0, 1, 8});
  EXPECT_EQ(causal_attention(q, k, k, {0}, 1).sizes(), q.sizes());
  EXPECT_EQ(causal_attention(q, k, k, {0, 0}, 1).sizes(), q.sizes());
  const Tensor x = normal({4, 2, 8}), y = normal({4, 1, 8});
  for (const std::vector<int64_t>& bad : std::vector<std::vector<int64_t>>{{}, {0}, {0, 3}, {1, 4}, {0, 5}, {0, 3, 2, 4}}) {
    EXPECT_THROW(causal_attention(x, y, y, bad, 1), c10::Error);
  }
  EXPECT_THROW(causal_attention(normal({4, 3, 8}), normal({4, 2, 8}), normal({4, 2, 8}), {0, 4}, 1), c10::Error);
}

TEST(Operators, HalfTypesStayNearTheReference) {
  const auto to_half = [](const Tensor& t) { return t.to(at::kBFloat16); };
  const Tensor x = to_half(normal({6, 40})), w = to_half(normal({40})), h = to_half(normal({5, 2, 8})), t = at::randint(40, {6}, at::kLong);
  const Tensor head = to_half(normal({40, 40}));
  const auto near = [](const Tensor& a, const Tensor& b) { EXPECT_TRUE(at::allclose(a.to(at::kFloat), b.to(at::kFloat), 0.03, 0.03)); };
  const auto full = [](const Tensor& v) { return v.to(at::kFloat); };
  near(rms_norm(x, w, 1e-5), reference::rms_norm(full(x), full(w), 1e-5));
  near(swiglu(x, x), reference::swiglu(full(x), full(x)));
  near(causal_attention(h, h, h, {0, 2, 5}, 0.4), reference::causal_attention(full(h), full(h), full(h), {0, 2, 5}, 0.4));
  near(linear_cross_entropy(x, head, {}, t, 6), reference::linear_cross_entropy(full(x), full(head), {}, t, 6));
  const Tensor angle = normal({5, 4});
  near(rope(h, angle.cos(), angle.sin()), reference::rope(full(h), angle.cos(), angle.sin()));
}

TEST(SelfTest, FindsNoFault) {
  for (const auto& check : check_operators(at::kCPU)) EXPECT_TRUE(check.ok()) << check.name << " " << check.shape << ": " << check.error << " " << check.problem;
}

TEST(Bench, TimesEveryOperator) {
  const auto rows = bench_kernels(true);
  EXPECT_GE(rows.size(), 7u);
  for (const auto& row : rows) {
    EXPECT_GT(row.ours_ms, 0) << row.name;
    EXPECT_GT(row.aten_ms, 0) << row.name;
    EXPECT_LT(row.max_abs_diff, 1e-2) << row.name;
    printf("%-22s %-24s ours %8.3f ms  ATen %8.3f ms  ratio %5.2f  diff %.1e\n", row.name.c_str(), row.shape.c_str(), row.ours_ms, row.aten_ms,
           row.aten_ms / row.ours_ms, row.max_abs_diff);
  }
}

}  // namespace
}  // namespace paretune::kernels
