// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/self_test.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include <cmath>

#include "kernels/common/self_test.h"
#include "training/io/stored_blocks.h"
#include "training/loop/optim/optimizer.h"
#include "training/models/load_model.h"
#include "training/models/quantized/gguf_blocks.h"
#include "training/models/quantized/half_matrix.h"
#include "training/models/quantized/int8.h"
#include "training/models/quantized/nf4.h"
#include "training/peft/adapter.h"

namespace paretune {
namespace {

using Row = std::function<void(SelfTestRow)>;
constexpr uint64_t kSeed = 11;

SelfTestRow attempted(SelfTestRow row, const std::function<double()>& error) {
  const auto found = attempt("self-test", error);
  if (found) row.error = *found;
  else row.problem = found.error().message;
  row.ok = row.problem.empty() && row.error <= row.allowed;
  return row;
}

double relative(const Tensor& ours, const Tensor& wanted) {
  const Tensor a = ours.to(at::kCPU, at::kDouble), b = wanted.to(at::kCPU, at::kDouble);
  const double error = (a - b).abs().max().item<double>() / std::max(1e-6, b.abs().max().item<double>());
  if (!std::isfinite(error)) fail(ErrorKind::internal, "gives values that are no numbers");
  return error;
}

void check_kernels(const at::Device& device, const Row& row) {
  for (const auto& check : kernels::check_operators(device)) {
    row({device.str(), "kernel", check.name, std::string(check.type == at::kBFloat16 ? "bf16 " : "fp32 ") + check.shape, check.error, check.allowed, check.ok(), check.problem});
  }
}

// Packed weights are the same numbers on every device, to the bit; in bf16 those numbers rounded.
void check_packed(const at::Device& device, const Row& row) {
  at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(kSeed);
  using Make = std::function<std::shared_ptr<const PackedMatrix>(at::Device)>;
  const auto blocks = [&](GgmlType type, int64_t bytes, std::vector<int64_t> halves) -> Make {
    const Tensor raw = at::randint(256, {6 * 3, bytes}, generator, at::TensorOptions(at::kByte));
    for (const int64_t at : halves) raw.select(1, at).fill_(0x2e);  // the scales' upper bytes: about 0.1
    return [raw, type](at::Device where) {
      StoredBlocks stored{type, {}};
      const auto* first = reinterpret_cast<const std::byte*>(raw.const_data_ptr<uint8_t>());
      stored.bytes.assign(first, first + raw.numel());
      return gguf_matrix(std::move(stored), 6, 96, where);
    };
  };
  const Tensor odd = at::randn({5, 77}, generator, at::TensorOptions(at::kFloat)), even = at::randn({40, 192}, generator, at::TensorOptions(at::kFloat));
  const auto nf4 = [](const Tensor& w) -> Make { return [w](at::Device where) { return nf4_matrix(quantize_nf4(w), w.size(0), w.size(1), where); }; };
  const auto int8 = [](const Tensor& w) -> Make { return [w](at::Device where) { return int8_matrix(quantize_int8(w), where); }; };
  const std::vector<std::pair<std::string, Make>> kinds = {
      {"nf4 5x77", nf4(odd)},      {"nf4 40x192", nf4(even)},
      {"int8 5x77", int8(odd)},    {"int8 40x192", int8(even)},
      {"Q4_0", blocks(GgmlType::Q4_0, 18, {1})}, {"Q4_1", blocks(GgmlType::Q4_1, 20, {1, 3})}, {"Q8_0", blocks(GgmlType::Q8_0, 34, {1})},
      {"bf16", [&](at::Device where) { return half_matrix(even.to(at::kBFloat16).to(where)); }}};
  for (const auto& [name, make] : kinds) {
    for (const auto type : {at::kFloat, at::kBFloat16}) {
      row(attempted({device.str(), "kernel", "dequantize", name + (type == at::kFloat ? " to fp32" : " to bf16"), 0, 0, false, {}}, [&] {
        const auto here = make(at::kCPU), there = make(device);
        double worst = 0;
        for (const auto& [from, count] : std::vector<std::pair<int64_t, int64_t>>{{0, here->rows()}, {1, here->rows() - 2}, {here->rows() - 1, 1}}) {
          worst = std::max(worst, relative(there->dense_rows(from, count, type), here->dense_rows(from, count).to(type)));
        }
        return worst;
      }));
    }
  }
}

// Two blocks, wide enough for heads that a GPU's flash attention takes.
std::unique_ptr<CausalLm> small_model(const at::Device& device, Quantization quantization) {
  ModelConfig config = read_model_config({{"model_type", "llama"}, {"hidden_size", 128}, {"num_hidden_layers", 2}, {"num_attention_heads", 4},
                                          {"num_key_value_heads", 2}, {"intermediate_size", 192}, {"vocab_size", 256}, {"max_position_embeddings", 128}});
  auto model = model_without_weights(config, "self-test", Quantization::none);
  at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(kSeed);
  for (auto& [name, param] : model->parameters()) {
    const auto shape = param->base.sizes().vec();
    param->base = (shape.size() == 1 ? at::ones(shape) : at::randn(shape, generator, at::TensorOptions(at::kFloat)) * 0.08).to(device);
  }
  for (Linear* linear : model->linears()) {
    if (linear == &model->head() || quantization == Quantization::none) continue;
    Param& weight = *linear->weight;
    const Tensor dense = weight.base;
    if (quantization == Quantization::nf4) weight.packed = nf4_matrix(quantize_nf4(dense), dense.size(0), dense.size(1), device);
    else weight.packed = half_matrix(dense.to(at::kBFloat16));
    weight.base = at::full({1}, std::nan(""), dense.options()).expand({1, 1}).expand(dense.sizes());
  }
  model->device = device;
  return model;
}

struct Training {
  const char* name;
  Json peft;
  Quantization quantization = Quantization::none;
  at::ScalarType compute_type = at::kFloat;
  bool checkpointing = false;
  double allowed = 2e-4;
};

// Losses of ten steps and the trained values after them.
std::vector<Tensor> trained_on(const at::Device& device, const Training& training, at::ScalarType compute_type) {
  auto model = small_model(device, training.quantization);
  model->compute_type = compute_type;
  model->gradient_checkpointing = training.checkpointing;
  const auto adapter = make_adapter(*model, training.peft, kSeed).value();
  model->set_training(true);
  TrainSettings settings;
  settings.adam_beta1 = 0.9;
  settings.adam_beta2 = 0.999;
  settings.adam_epsilon = 1e-8;
  settings.weight_decay = 0.01;
  const auto optimizer = find_optimizer("adamw").make(adapter->trainable(), settings);
  at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(kSeed);
  std::vector<std::vector<int64_t>> samples;
  for (const int64_t length : {7, 33, 1, 20}) {
    const Tensor ids = at::randint(256, {length}, generator, at::TensorOptions(at::kLong));
    samples.emplace_back(ids.const_data_ptr<int64_t>(), ids.const_data_ptr<int64_t>() + length);
  }
  const TokenBatch batch = TokenBatch::of(samples, device);
  const Tensor targets = at::randint(256, {61}, generator, at::TensorOptions(at::kLong)).to(device);
  targets.narrow(0, 7, 9).fill_(-100);
  const Tensor losses = at::zeros({10}, at::kDouble);
  for (int64_t step = 0; step < 10; ++step) {
    const Tensor loss = model->loss(model->hidden(batch), targets, 52);
    losses[step] = loss.item<double>();
    loss.backward();
    clip_gradients(*optimizer, 1.0);
    optimizer->step(5e-3);
    optimizer->clear_gradients();
  }
  std::vector<Tensor> out{losses};
  std::vector<Tensor> values;
  for (const auto& [name, leaf] : adapter->trainable()) values.push_back(leaf.detach().to(at::kCPU, at::kFloat, false, true).flatten());
  out.push_back(at::cat(values));
  return out;
}

void check_training(const at::Device& device, const Row& row) {
  const Json lora = {{"peft_type", "LORA"}, {"r", 8}, {"lora_alpha", 16}, {"target_modules", "all-linear"}};
  std::vector<Training> trainings = {{"LORA", lora},
                                     {"LORA, recomputed", lora, Quantization::none, at::kFloat, true},
                                     {"LORA on NF4", lora, Quantization::nf4},
                                     {"OFT", {{"peft_type", "OFT"}, {"oft_block_size", 16}, {"target_modules", "all-linear"}}},
                                     {"SHIRA", {{"peft_type", "SHIRA"}, {"r", 1}, {"target_modules", "all-linear"}}},
                                     {"FULL", {{"peft_type", "FULL"}}}};
  if (!device.is_cpu()) trainings.push_back({"LORA in bf16", lora, Quantization::bf16, at::kBFloat16, false, 5e-2});
  const int threads = at::get_num_threads();
  for (const Training& training : trainings) {
    row(attempted({device.str(), "training", training.name, "10 steps of a small Llama", 0, training.allowed, false, {}}, [&] {
      at::set_num_threads(1);
      const auto restore = std::shared_ptr<void>(nullptr, [&](void*) { at::set_num_threads(threads); });
      const auto wanted = trained_on(at::kCPU, training, at::kFloat);
      at::set_num_threads(threads > 1 ? threads : 2);
      const auto ours = trained_on(device, training, training.compute_type);
      // Adam's first steps go by the sign of a gradient, so values whose gradient is nothing but rounding go either way: the losses are
      // what both must agree in, the values on the whole.
      const double values = (ours[1] - wanted[1]).norm().item<double>() / std::max(1e-12, wanted[1].norm().item<double>());
      return std::max(relative(ours[0], wanted[0]), training.compute_type == at::kFloat ? values / 10 : 0.0);
    }));
  }
}

}  // namespace

std::vector<SelfTestRow> self_test_of(const at::Device& device, const std::function<void(const SelfTestRow&)>& row) {
  std::vector<SelfTestRow> rows;
  const Row keep = [&](SelfTestRow one) {
    if (row) row(one);
    rows.push_back(std::move(one));
  };
  check_kernels(device, keep);
  check_packed(device, keep);
  check_training(device, keep);
  return rows;
}

}  // namespace paretune
