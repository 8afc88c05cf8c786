// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/data_parallel.h"

#include <bit>
#include <chrono>
#include <cstring>

#include "training/loop/tensor_file.h"

namespace paretune {
namespace {

// Tells equal bytes from others; no secret depends on it.
class Digest {
 public:
  void add(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (; size >= 8; bytes += 8, size -= 8) {
      uint64_t word = 0;
      std::memcpy(&word, bytes, 8);
      mix(word);
    }
    uint64_t rest = size;
    for (std::size_t i = 0; i < size; ++i) rest = rest << 8 | bytes[i];
    mix(rest);
  }
  void add(const std::string& text) { add(text.data(), text.size()); }
  void add(const Tensor& tensor) {
    const Tensor here = tensor.detach().to(at::kCPU).contiguous();
    add(here.const_data_ptr(), here.nbytes());
  }
  uint64_t value() const { return m_value; }

 private:
  void mix(uint64_t word) { m_value = std::rotl((m_value ^ word) * 0x9E3779B97F4A7C15ull, 29); }
  uint64_t m_value = 0x243F6A8885A308D3ull;
};

class Stopwatch {
 public:
  explicit Stopwatch(double& seconds) : m_seconds(seconds) {}
  ~Stopwatch() { m_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count(); }

 private:
  double& m_seconds;
  std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

}  // namespace

std::vector<int64_t> DataParallel::share(const std::vector<int64_t>& rows) const {
  const auto count = std::ssize(rows);
  return {rows.begin() + count * rank() / size(), rows.begin() + count * (rank() + 1) / size()};
}

void DataParallel::add_up(std::span<double> values) {
  if (!m_group) return;
  const Stopwatch watch(m_seconds);
  m_group->sum(values);
}

void DataParallel::add_up_gradients(const NamedTensors& leaves) {
  if (!m_group) return;
  const Stopwatch watch(m_seconds);
  torch::NoGradGuard no_grad;
  int64_t total = 0;
  for (const auto& [name, leaf] : leaves) total += leaf.numel();
  if (!m_buffer.defined()) m_buffer = at::empty({total + std::ssize(leaves)}, at::kFloat);
  float* there = m_buffer.mutable_data_ptr<float>() + total;
  const auto each = [&](auto&& body) {
    int64_t begin = 0;
    std::size_t index = 0;
    for (const auto& [name, leaf] : leaves) {
      body(leaf, m_buffer.narrow(0, begin, leaf.numel()).view(leaf.sizes()), there[index++]);
      begin += leaf.numel();
    }
  };
  each([](const Tensor& leaf, Tensor part, float& has) {
    has = leaf.grad().defined() ? 1 : 0;
    if (leaf.grad().defined()) part.copy_(leaf.grad());
    else part.zero_();
  });
  m_group->sum(std::span(m_buffer.mutable_data_ptr<float>(), static_cast<std::size_t>(m_buffer.numel())));
  each([](Tensor leaf, const Tensor& part, float has) {
    if (has == 0) return;
    if (leaf.grad().defined()) leaf.mutable_grad().copy_(part);
    else leaf.mutable_grad() = part.to(leaf.options().requires_grad(false), false, true);
  });
}

void DataParallel::start_equal(TrainState& state, Adapter& adapter, Optimizer& optimizer) const {
  if (!m_group) return;
  std::string image = leads() ? train_image(state, adapter, optimizer) : std::string();
  m_group->broadcast(image);
  if (!leads()) state = load_train_image(image, adapter, optimizer);
}

void DataParallel::require_same_task(CausalLm& model, const Dataset& data) const {
  if (!m_group) return;
  Digest weights, rows;
  for (const auto& [name, param] : model.parameters()) {
    weights.add(name);
    weights.add(param->packed ? param->packed->dense() : param->base);
  }
  m_group->require_same(weights.value(), "computes with other weights than rank 0: the model's file or its preparation differs. Use the same file on all machines.");
  data.train.each_facts([&](std::size_t, const Examples::Facts& facts) { rows.add(&facts, sizeof facts); });
  for (const std::size_t row : {std::size_t{0}, data.train.size() - 1}) {
    const Example example = data.train[row];
    rows.add(example.ids.data(), example.ids.size() * sizeof(example.ids[0]));
  }
  m_group->require_same(rows.value(), "reads other rows than rank 0. Use the same data file on all machines.");
}

void DataParallel::require_no_drift(Adapter& adapter, Optimizer& optimizer) const {
  if (!m_group) return;
  Digest digest;
  for (const NamedTensors& tensors : {adapter.trainable(), adapter.saved(), adapter.step_state(), optimizer.state()}) {
    for (const auto& [name, tensor] : tensors) digest.add(tensor);
  }
  m_group->require_same(digest.value(), "has drifted: its adapter is not rank 0's any more. Use machines that compute alike, with the same number of threads each, and go on from a checkpoint.");
}

void DataParallel::leave() const {
  if (m_group) m_group->leave();
}

void require_divisible(const RunConfig& config) {
  const Json velora = config.peft.value("velora_config", Json());
  if (velora.is_object() && velora.value("init_type", "batch_average_once") != "random") {
    fail(ErrorKind::unsupported, "VeLoRA takes its directions from the rows that a process sees, which differ between processes", "peft.velora_config.init_type",
         "Set it to \"random\", or train in one process.");
  }
}

}  // namespace paretune
