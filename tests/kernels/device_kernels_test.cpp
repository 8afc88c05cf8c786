// SPDX-License-Identifier: GPL-3.0-or-later
// The accelerator kernels on the host, through the launchers the device has, in fp32 and bf16, with and without packs; fp64 is the judge.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <random>

#include "kernels/common/device_table_of.h"
#include "tests/support/host_run.h"

namespace paretune::kernels {
namespace {

using testing::Bf16;
using testing::HostRun;

const DeviceKernels kOnHost = device_table_of<HostRun>();

std::vector<double> normal(int64_t n, double size = 1) {
  static std::mt19937 generator(7);
  std::normal_distribution<double> draw(0, size);
  std::vector<double> out(static_cast<std::size_t>(n));
  for (auto& v : out) v = draw(generator);
  return out;
}

// Numbers as the device has them, at an address that is aligned or is not; `exact` are the rounded values.
class Array {
 public:
  Array(DeviceType type, const std::vector<double>& values, bool aligned = true) : m_type(type), m_count(values.size()), m_skip(aligned ? 0 : 1) {
    m_memory.resize((m_count + 8) * 4 + 16);
    for (std::size_t i = 0; i < m_count; ++i) {
      if (m_type == DeviceType::f32) static_cast<float*>(data())[i] = static_cast<float>(values[i]);
      else static_cast<Bf16*>(data())[i] = Bf16(static_cast<float>(values[i]));
    }
  }
  void* data() {
    auto* first = reinterpret_cast<char*>((reinterpret_cast<std::uintptr_t>(m_memory.data()) + 15) / 16 * 16);
    return first + m_skip * (m_type == DeviceType::f32 ? 4 : 2);
  }
  std::vector<double> values() {
    std::vector<double> out;
    for (std::size_t i = 0; i < m_count; ++i) {
      if (m_type == DeviceType::f32) out.push_back(static_cast<float*>(data())[i]);
      else out.push_back(static_cast<double>(static_cast<float>(static_cast<Bf16*>(data())[i])));
    }
    return out;
  }

 private:
  DeviceType m_type;
  std::size_t m_count, m_skip;
  std::vector<char> m_memory;
};

void expect_near(const std::vector<double>& ours, const std::vector<double>& exact, DeviceType type, double tolerance = 4e-6, double floor = 1e-3) {
  ASSERT_EQ(ours.size(), exact.size());
  double size = floor, error = 0;
  for (const double v : exact) size = std::max(size, std::abs(v));
  for (std::size_t i = 0; i < ours.size(); ++i) {
    ASSERT_TRUE(std::isfinite(ours[i])) << i;
    error = std::max(error, std::abs(ours[i] - exact[i]));
  }
  EXPECT_LT(error / size, type == DeviceType::f32 ? tolerance : 1.6e-2);
}

class DeviceRows : public ::testing::TestWithParam<std::tuple<DeviceType, int64_t, bool>> {
 protected:
  DeviceType type() const { return std::get<0>(GetParam()); }
  int64_t length() const { return std::get<1>(GetParam()); }
  Array array(const std::vector<double>& values) const { return Array(type(), values, std::get<2>(GetParam())); }
  Array empty(int64_t n) const { return array(std::vector<double>(static_cast<std::size_t>(n), 99)); }
};

TEST_P(DeviceRows, RmsNorm) {
  const int64_t n = 3, c = length();
  Array x = array(normal(n * c)), w = array(normal(c)), g = array(normal(n * c)), y = empty(n * c), dx = empty(n * c);
  std::vector<float> rstd(3);
  kOnHost.rms_norm_forward(type(), n, c, x.data(), w.data(), 1e-5f, y.data(), rstd.data(), nullptr);
  kOnHost.rms_norm_backward(type(), n, c, g.data(), x.data(), w.data(), rstd.data(), dx.data(), nullptr);
  std::vector<double> out, grad;
  const auto ex = x.values(), ew = w.values(), eg = g.values();
  for (int64_t row = 0; row < n; ++row) {
    double squares = 0, pull = 0;
    const auto at = [&](const std::vector<double>& v, int64_t j) { return v[static_cast<std::size_t>(row * c + j)]; };
    const auto gain = [&](int64_t j) { return ew[static_cast<std::size_t>(j)]; };
    for (int64_t j = 0; j < c; ++j) squares += at(ex, j) * at(ex, j);
    const double r = 1 / std::sqrt(squares / static_cast<double>(c) + 1e-5);
    for (int64_t j = 0; j < c; ++j) pull += at(eg, j) * gain(j) * at(ex, j);
    for (int64_t j = 0; j < c; ++j) {
      out.push_back(gain(j) * at(ex, j) * r);
      grad.push_back(r * at(eg, j) * gain(j) - at(ex, j) * r * r * r * pull / static_cast<double>(c));
    }
  }
  expect_near(y.values(), out, type());
  expect_near(dx.values(), grad, type(), 4e-6, 1);  // a row of one has no gradient but rounding
}

TEST_P(DeviceRows, CrossEntropy) {
  const int64_t n = 3, v = length();
  const std::vector<int64_t> targets{v / 2, 0, v - 1};
  for (const double size : {1.0, 3000.0}) {
    for (const float scale : {0.5f, 0.0f}) {
      Array z = array(normal(n * v, size));
      const auto before = z.values();
      std::vector<float> losses(3);
      kOnHost.cross_entropy_rows(type(), n, v, z.data(), targets.data(), scale, losses.data(), nullptr);
      std::vector<double> grad;
      for (int64_t row = 0; row < n; ++row) {
        double top = -INFINITY, total = 0;
        const auto at = [&](int64_t j) { return before[static_cast<std::size_t>(row * v + j)]; };
        const int64_t target = targets[static_cast<std::size_t>(row)];
        for (int64_t j = 0; j < v; ++j) top = std::max(top, at(j));
        for (int64_t j = 0; j < v; ++j) total += std::exp(at(j) - top);
        const double loss = std::log(total) + top - at(target);
        EXPECT_NEAR(losses[static_cast<std::size_t>(row)], loss, 1e-5 * std::max(1.0, loss));
        for (int64_t j = 0; j < v; ++j) grad.push_back(scale * (std::exp(at(j) - top) / total - (j == target ? 1 : 0)));
      }
      if (scale == 0) EXPECT_EQ(z.values(), before);
      else expect_near(z.values(), grad, type(), 1e-5);
    }
  }
}

TEST_P(DeviceRows, SwiGlu) {
  const int64_t n = length();
  Array gate = array(normal(n, 3)), up = array(normal(n)), g = array(normal(n)), y = empty(n), dgate = empty(n), dup = empty(n);
  kOnHost.swiglu_forward(type(), n, gate.data(), up.data(), y.data(), nullptr);
  kOnHost.swiglu_backward(type(), n, g.data(), gate.data(), up.data(), dgate.data(), dup.data(), nullptr);
  std::vector<double> out, to_gate, to_up;
  const auto eg = gate.values(), eu = up.values(), ed = g.values();
  for (std::size_t i = 0; i < eg.size(); ++i) {
    const double s = 1 / (1 + std::exp(-eg[i]));
    out.push_back(eg[i] * s * eu[i]);
    to_up.push_back(ed[i] * eg[i] * s);
    to_gate.push_back(ed[i] * eu[i] * (s + eg[i] * s * (1 - s)));
  }
  expect_near(y.values(), out, type());
  expect_near(dgate.values(), to_gate, type());
  expect_near(dup.values(), to_up, type());
}

TEST_P(DeviceRows, RopeTurnsAndTurnsBack) {
  const int64_t n = 3, heads = 2, half = length(), hd = 2 * half;
  Array x = array(normal(n * heads * hd)), y = empty(n * heads * hd), back = empty(n * heads * hd);
  std::vector<float> cos, sin;
  for (int64_t i = 0; i < n * half; ++i) {
    cos.push_back(std::cos(0.7f * static_cast<float>(i)));
    sin.push_back(std::sin(0.7f * static_cast<float>(i)));
  }
  kOnHost.rope(type(), n, heads, hd, x.data(), cos.data(), sin.data(), 1, y.data(), nullptr);
  kOnHost.rope(type(), n, heads, hd, y.data(), cos.data(), sin.data(), -1, back.data(), nullptr);
  const auto ex = x.values();
  std::vector<double> out(ex.size());
  for (int64_t row = 0; row < n * heads; ++row) {
    for (int64_t j = 0; j < half; ++j) {
      const auto a = static_cast<std::size_t>(row * hd + j), b = a + static_cast<std::size_t>(half), t = static_cast<std::size_t>(row / heads * half + j);
      out[a] = ex[a] * cos[t] - ex[b] * sin[t];
      out[b] = ex[b] * cos[t] + ex[a] * sin[t];
    }
  }
  expect_near(y.values(), out, type());
  expect_near(back.values(), ex, type());
}

TEST_P(DeviceRows, GatherProduct) {
  const int64_t n = length();
  Array a = array(normal(4 * n)), b = array(normal(5 * n));
  const std::vector<int64_t> rows{0, 3, 3, 1}, columns{4, 0, 4, 2};
  std::vector<float> y(4, 99);
  kOnHost.gather_product(type(), 4, n, a.data(), b.data(), rows.data(), columns.data(), y.data(), nullptr);
  const auto ea = a.values(), eb = b.values();
  for (std::size_t p = 0; p < 4; ++p) {
    double sum = 0;
    for (int64_t i = 0; i < n; ++i) sum += ea[static_cast<std::size_t>(rows[p] * n + i)] * eb[static_cast<std::size_t>(columns[p] * n + i)];
    EXPECT_NEAR(y[p], sum, 1e-5 * std::sqrt(static_cast<double>(n)));
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, DeviceRows,
                         ::testing::Combine(::testing::Values(DeviceType::f32, DeviceType::bf16), ::testing::Values<int64_t>(1, 7, 32, 40, 576, 1000, 4096),
                                            ::testing::Bool()));

TEST(DeviceKernels, RotatesBlocks) {
  for (const auto type : {DeviceType::f32, DeviceType::bf16}) {
    const int64_t n = 3, blocks = 2, size = 5;
    Array x(type, normal(n * blocks * size)), r(type, normal(blocks * size * size)), y(type, std::vector<double>(30)), back(type, std::vector<double>(30));
    kOnHost.rotate_blocks(type, n, blocks, size, x.data(), r.data(), false, y.data(), nullptr);
    kOnHost.rotate_blocks(type, n, blocks, size, x.data(), r.data(), true, back.data(), nullptr);
    const auto ex = x.values(), er = r.values();
    std::vector<double> out(30), out_back(30);
    for (std::size_t part = 0; part < 6; ++part) {
      for (std::size_t j = 0; j < 5; ++j) {
        for (std::size_t k = 0; k < 5; ++k) {
          out[part * 5 + j] += ex[part * 5 + k] * er[part % 2 * 25 + k * 5 + j];
          out_back[part * 5 + j] += ex[part * 5 + k] * er[part % 2 * 25 + j * 5 + k];
        }
      }
    }
    expect_near(y.values(), out, type);
    expect_near(back.values(), out_back, type);
  }
}

TEST(DeviceKernels, NothingToDoIsNoLaunch) {
  kOnHost.rms_norm_forward(DeviceType::f32, 0, 8, nullptr, nullptr, 1e-5f, nullptr, nullptr, nullptr);
  kOnHost.swiglu_forward(DeviceType::bf16, 0, nullptr, nullptr, nullptr, nullptr);
  kOnHost.adamw(nullptr, 0, {}, nullptr);
  EXPECT_THROW(kOnHost.rope(DeviceType::none, 1, 1, 2, nullptr, nullptr, nullptr, 1, nullptr, nullptr), std::runtime_error);
}

// Against the textbook's step in fp64, over three steps, more tensors than one launch takes, lengths with and without packs.
TEST(DeviceKernels, AdamW) {
  for (const int64_t length : {int64_t{1}, int64_t{7}, int64_t{4096}}) {
    const std::size_t count = length == 4096 ? 3 : 70;
    std::vector<Array> value, gradient, first, second;
    std::vector<std::vector<double>> p, m, v;
    std::vector<float> steps(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
      value.emplace_back(DeviceType::f32, normal(length));
      gradient.emplace_back(DeviceType::f32, normal(length));
      p.push_back(value.back().values());
      m.emplace_back(static_cast<std::size_t>(length));
      v.emplace_back(static_cast<std::size_t>(length));
      first.emplace_back(DeviceType::f32, m.back());
      second.emplace_back(DeviceType::f32, v.back());
    }
    const double rate = 1e-2, b1 = 0.9, b2 = 0.999, eps = 1e-8, decay = 0.1, clip = 0.37;
    for (int t = 1; t <= 3; ++t) {
      std::vector<AdamWLeaf> leaves;
      for (std::size_t i = 0; i < count; ++i) {
        steps[i] = static_cast<float>(t);
        leaves.push_back({static_cast<float*>(value[i].data()), static_cast<const float*>(gradient[i].data()), static_cast<float*>(first[i].data()),
                          static_cast<float*>(second[i].data()), &steps[i], length});
        const auto g = gradient[i].values();
        for (std::size_t j = 0; j < g.size(); ++j) {
          const double d = g[j] * clip;
          m[i][j] = b1 * m[i][j] + (1 - b1) * d;
          v[i][j] = b2 * v[i][j] + (1 - b2) * d * d;
          p[i][j] -= rate * decay * p[i][j];
          p[i][j] -= rate / (1 - std::pow(b1, t)) * m[i][j] / (std::sqrt(v[i][j] / (1 - std::pow(b2, t))) + eps);
        }
      }
      const auto f = [](double value) { return static_cast<float>(value); };
      const AdamWStep step{f(rate), f(b1), f(b2), f(1 - b1), f(1 - b2), f(std::log(b1)), f(std::log(b2)), f(eps), f(decay), f(clip)};
      kOnHost.adamw(leaves.data(), static_cast<int64_t>(count), step, nullptr);
    }
    for (std::size_t i = 0; i < count; ++i) {
      expect_near(value[i].values(), p[i], DeviceType::f32, 1e-6);
      expect_near(first[i].values(), m[i], DeviceType::f32, 1e-6);
      expect_near(second[i].values(), v[i], DeviceType::f32, 1e-6);
    }
  }
}

// ggml's definitions, number by number.
TEST(DeviceKernels, Blocks) {
  const int64_t blocks = 5;
  std::mt19937 random(3);
  for (const auto format : {BlockFormat::q4_0, BlockFormat::q4_1, BlockFormat::q8_0}) {
    const std::size_t bytes_of_block = format == BlockFormat::q4_0 ? 18 : format == BlockFormat::q4_1 ? 20 : 34, head = format == BlockFormat::q4_1 ? 4 : 2;
    std::vector<uint8_t> bytes(static_cast<std::size_t>(blocks) * bytes_of_block);
    for (auto& b : bytes) b = static_cast<uint8_t>(random());
    for (std::size_t b = 0; b < static_cast<std::size_t>(blocks); ++b) {
      for (std::size_t at = 1; at < head; at += 2) bytes[b * bytes_of_block + at] = static_cast<uint8_t>(b == 0 ? 0x02 : 0x30 + b);  // one below the normal halves
    }
    Array y(DeviceType::f32, std::vector<double>(160, 99));
    kOnHost.dequantize_blocks(DeviceType::f32, format, blocks, bytes.data(), y.data(), nullptr);
    const auto half = [](const uint8_t* from) {
      const int bits = from[0] | from[1] << 8, exponent = bits >> 10 & 31, fraction = bits & 1023;
      const double size = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
      return static_cast<float>(bits & 0x8000 ? -size : size);
    };
    const auto found = y.values();
    for (std::size_t i = 0; i < 160; ++i) {
      const uint8_t* block = bytes.data() + i / 32 * bytes_of_block;
      const std::size_t at = i % 32;
      const int level = at < 16 ? block[head + at % 16] & 15 : block[head + at % 16] >> 4;
      float wanted = half(block);
      if (format == BlockFormat::q4_0) wanted *= static_cast<float>(level - 8);
      else if (format == BlockFormat::q8_0) wanted *= static_cast<float>(static_cast<int8_t>(block[head + at]));
      else wanted = wanted * static_cast<float>(level) + half(block + 2);
      EXPECT_EQ(found[i], static_cast<double>(wanted)) << i;
    }
  }
}

// Rows beyond 2^31 elements: only the pages of the row are touched.
TEST(DeviceKernels, IndicesAreSixtyFourBit) {
  const int64_t vocab = 50000, row = 60000;  // 3e9 logits ahead
  const std::size_t bytes = static_cast<std::size_t>((row + 1) * vocab) * 2;
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) GTEST_SKIP() << "no " << bytes << " bytes of addresses";
  auto* logits = static_cast<Bf16*>(memory);
  std::vector<int64_t> targets(static_cast<std::size_t>(row) + 1, 3);
  std::vector<float> losses(static_cast<std::size_t>(row) + 1);
  logits[row * vocab + 3] = Bf16(2);
  const CrossEntropyRow<Bf16, 8> op{vocab, logits, targets.data(), 1, losses.data()};
  op(testing::HostBlock{512}, row);
  const double total = std::exp(2.0) + static_cast<double>(vocab - 1);
  EXPECT_NEAR(losses.back(), std::log(total) - 2, 1e-4);
  EXPECT_NEAR(static_cast<float>(logits[row * vocab + 3]), std::exp(2.0) / total - 1, 4e-3);
  EXPECT_NEAR(static_cast<float>(logits[row * vocab + vocab - 1]), 1 / total, 1e-7);
  munmap(memory, bytes);
}

TEST(DeviceTable, OperatorsCanBeTurnedOff) {
  EXPECT_EQ(device_kernel_names().size(), 8u);
  const DeviceKernels some = without(kOnHost, "rope,adamw");
  EXPECT_EQ(some.rope, nullptr);
  EXPECT_EQ(some.adamw, nullptr);
  EXPECT_NE(some.swiglu_backward, nullptr);
  const DeviceKernels none = without(kOnHost, "off");
  for (const auto& name : device_kernel_names()) EXPECT_NO_THROW(without(kOnHost, name)) << name;
  EXPECT_EQ(none.rms_norm_forward, nullptr);
  EXPECT_EQ(none.dequantize_nf4, nullptr);
  EXPECT_THROW(without(kOnHost, "rope,softmax"), std::invalid_argument);
  EXPECT_NE(without(kOnHost, "").rope, nullptr);
  // Every launcher has a switch.
  DeviceKernels all = kOnHost;
  for (const auto& name : device_kernel_names()) all = without(all, name);
  const DeviceKernels nothing{};
  EXPECT_EQ(std::memcmp(&all, &nothing, sizeof all), 0);
}

}  // namespace
}  // namespace paretune::kernels
