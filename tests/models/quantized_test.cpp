// SPDX-License-Identifier: GPL-3.0-or-later
// Packed weights against bitsandbytes' values (tests/goldens/make_quantized_goldens.py), and linear layers on them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "kernels/common/isa.h"
#include "kernels/linear_cross_entropy/linear_cross_entropy.h"
#include "training/io/safetensors.h"
#include "training/models/load_model.h"
#include "training/models/quantized/dynamic_code.h"
#include "training/models/quantized/gguf_blocks.h"
#include "training/models/quantized/half_matrix.h"
#include "training/models/quantized/int8.h"
#include "training/models/quantized/nf4.h"
#include "training/models/quantized/packed_linear.h"

namespace paretune {
namespace {

const std::string kModels = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/models/";

class Goldens {
 public:
  Goldens() : m_file(std::move(SafetensorsFile::open(kModels + "quantized.safetensors")).value()) {}
  Tensor operator()(const std::string& name) const {
    static const std::map<std::string, at::ScalarType> types = {{"F32", at::kFloat}, {"U8", at::kByte}, {"I8", at::kChar}, {"I64", at::kLong}};
    const SafeTensor* stored = m_file.find(name);
    if (!stored) throw std::runtime_error("golden has no " + name);
    Tensor out = at::empty(stored->shape, types.at(stored->dtype));
    std::memcpy(out.data_ptr(), stored->data.data(), stored->data.size());
    return out;
  }
  // As formula() of the script.
  Tensor input(const std::string& name) const {
    if (name != "long") return (*this)(name + ".input");
    const Tensor i = at::arange(131 * 259, at::kLong);
    return (((i * 7919 + i * i * 31).remainder(2001) - 1000).to(at::kFloat) / 1024).view({131, 259});
  }

 private:
  SafetensorsFile m_file;
};

// Every bit, so that 0 and -0 differ.
bool same_bits(const Tensor& a, const Tensor& b) { return a.sizes() == b.sizes() && std::memcmp(a.data_ptr(), b.data_ptr(), a.nbytes()) == 0; }
int64_t sum_of_bits(const Tensor& a) { return a.contiguous().view(at::kInt).to(at::kLong).sum().item<int64_t>(); }

class AsBitsandbytes : public testing::TestWithParam<const char*> {
 protected:
  void expect_dense(const PackedMatrix& matrix, const std::string& key) {
    const kernels::Isa before = kernels::active_isa();
    for (const auto isa : {kernels::Isa::baseline, kernels::Isa::avx2}) {
      kernels::set_active_isa(isa);
      const Tensor dense = matrix.dense();
      EXPECT_TRUE(name == "long" ? sum_of_bits(dense) == golden(key + "_bits").item<int64_t>() : same_bits(dense, golden(key)));
      for (int64_t from = 0; from < matrix.rows(); from += 2) {  // ranges that cut blocks
        const int64_t count = std::min<int64_t>(3, matrix.rows() - from);
        EXPECT_TRUE(same_bits(matrix.dense_rows(from, count), dense.narrow(0, from, count).contiguous()));
      }
    }
    kernels::set_active_isa(before);
  }
  const Goldens golden;
  const std::string name = GetParam();
  const Tensor input = golden.input(name);
};

TEST_P(AsBitsandbytes, Nf4) {
  const Nf4 packed = quantize_nf4(input);
  EXPECT_TRUE(same_bits(packed.levels, golden(name + ".nf4.levels")));
  EXPECT_TRUE(same_bits(packed.absmax_codes, golden(name + ".nf4.absmax_codes")));
  EXPECT_TRUE(same_bits(packed.absmax_scales, golden(name + ".nf4.absmax_scales")));
  EXPECT_EQ(packed.absmax_mean, golden(name + ".nf4.absmax_mean").item<float>());
  const auto matrix = nf4_matrix(packed, input.size(0), input.size(1), at::kCPU);
  EXPECT_EQ(matrix->nbytes(), static_cast<int64_t>(packed.levels.nbytes() + packed.absmax_codes.nbytes() + packed.absmax_scales.nbytes() + 4));
  expect_dense(*matrix, name + ".nf4.dense");
}

TEST_P(AsBitsandbytes, Int8) {
  const Int8 packed = quantize_int8(input);
  if (name != "long") {
    EXPECT_TRUE(same_bits(packed.values, golden(name + ".int8.values")));
  }
  EXPECT_TRUE(same_bits(packed.absmax, golden(name + ".int8.absmax")));
  const auto matrix = int8_matrix(packed, at::kCPU);
  EXPECT_EQ(matrix->nbytes(), static_cast<int64_t>(packed.values.nbytes() + packed.absmax.nbytes()));
  expect_dense(*matrix, name + ".int8.dense");
}

INSTANTIATE_TEST_SUITE_P(Cases, AsBitsandbytes, testing::Values("even", "odd", "special", "row", "long"), [](const auto& info) { return info.param; });

TEST(Quantized, DynamicCodeIsBitsandbytes) {
  const Tensor wanted = Goldens()("code");
  EXPECT_EQ(std::memcmp(dynamic_code(true).data(), wanted.data_ptr(), wanted.nbytes()), 0);
}

// A weight of each kind and the dense values it stands for.
struct Kind {
  std::string name;
  std::shared_ptr<const PackedMatrix> matrix;
};
std::vector<Kind> kinds_of(int64_t out, int64_t in) {
  torch::manual_seed(out * 1000 + in);
  const Tensor weight = at::randn({out, in}) * 0.05;
  std::vector<Kind> kinds = {{"nf4", nf4_matrix(quantize_nf4(weight), out, in, at::kCPU)}, {"int8", int8_matrix(quantize_int8(weight), at::kCPU)}};
  kinds.push_back({"bf16", half_matrix(weight.to(at::kBFloat16))});
  kinds.push_back({"f16", half_matrix(weight.to(at::kHalf))});
  struct Layout {
    GgmlType type;
    std::vector<int64_t> halves;  // where the fp16 scales lie in a block
  };
  for (const Layout& layout : {Layout{GgmlType::Q8_0, {0}}, {GgmlType::Q4_0, {0}}, {GgmlType::Q4_1, {0, 2}}, {GgmlType::Q6_K, {208}}}) {
    const GgmlTypeInfo& info = *ggml_type_info(layout.type);
    if (in % info.block_elements != 0) continue;
    StoredBlocks blocks{layout.type, std::vector<std::byte>(static_cast<std::size_t>(out * in / info.block_elements * info.block_bytes))};
    for (std::size_t i = 0; i < blocks.bytes.size(); ++i) blocks.bytes[i] = static_cast<std::byte>(i * 89 % 251);
    for (std::size_t block = 0; block < blocks.bytes.size(); block += static_cast<std::size_t>(info.block_bytes)) {
      for (const int64_t half : layout.halves) {
        blocks.bytes[block + static_cast<std::size_t>(half)] = static_cast<std::byte>(block % 200);
        blocks.bytes[block + static_cast<std::size_t>(half) + 1] = static_cast<std::byte>(0x18 + block % 3);
      }
    }
    kinds.push_back({info.name, gguf_matrix(std::move(blocks), out, in, at::kCPU)});
  }
  return kinds;
}

TEST(Quantized, LinearLayersComputeAsOnDenseWeights) {
  for (const auto& [out, in, rows] : {std::tuple{12, 64, 5}, {7, 27, 1}, {33, 96, 20}, {1, 1, 1}, {65, 32, 0}, {31, 512, 1}, {200, 96, 1}}) {
    for (const Kind& kind : kinds_of(out, in)) {
      for (const bool with_bias : {false, true}) {
        SCOPED_TRACE(kind.name + " " + std::to_string(out) + "x" + std::to_string(in) + (with_bias ? " with bias" : ""));
        const Tensor bias = with_bias ? at::randn({out}).requires_grad_(true) : Tensor();
        const Tensor x = at::randn({rows, in}).requires_grad_(true), dy = at::randn({rows, out});
        const Tensor y = packed_linear(x, kind.matrix, out, bias);
        y.backward(dy);
        const Tensor dx = x.grad().clone(), db = with_bias ? bias.grad().clone() : Tensor();
        const Tensor wanted = at::linear(x, kind.matrix->dense(), bias);
        const double bound = rows == 0 ? 0 : 1e-5 * (1 + wanted.abs().max().item<double>());
        EXPECT_TRUE(at::allclose(y, wanted, 0, bound));
        EXPECT_TRUE(at::allclose(dx, at::mm(dy, kind.matrix->dense()), 1e-5, 1e-6));
        if (with_bias) {
          EXPECT_TRUE(at::allclose(db, dy.sum(0), 1e-5, 1e-6));
        }
        at::NoGradGuard no_grad;
        EXPECT_TRUE(at::allclose(packed_linear(x, kind.matrix, out, bias), wanted, 0, bound));
      }
    }
  }
}

// Weights of more numbers than are made dense at once.
TEST(Quantized, LargeWeightsGoThroughInParts) {
  const int64_t out = 2500, in = 2016;
  torch::manual_seed(3);
  const auto matrix = nf4_matrix(quantize_nf4(at::randn({out, in}) * 0.05), out, in, at::kCPU);
  const Tensor dense = matrix->dense(), bias = at::randn({out});
  for (const int64_t rows : {1, 3, 40}) {
    const Tensor x = at::randn({rows, in}).requires_grad_(true), dy = at::randn({rows, out});
    const Tensor y = packed_linear(x, matrix, out, bias);
    EXPECT_LE((y - at::linear(x, dense, bias)).abs().max().item<double>(), 1e-5 * y.abs().max().item<double>());
    y.backward(dy);
    EXPECT_LE((x.grad() - at::mm(dy, dense)).abs().max().item<double>(), 1e-5 * x.grad().abs().max().item<double>());
  }
}

TEST(Quantized, GradientsEqualFiniteDifferences) {
  const auto kinds = kinds_of(6, 32);
  for (const Kind& kind : kinds) {
    const Tensor x = at::randn({3, 32}, at::kDouble).requires_grad_(true), bias = at::randn({6}, at::kDouble).requires_grad_(true), dy = at::randn({3, 6}, at::kDouble);
    packed_linear(x, kind.matrix, 6, bias).backward(dy);
    at::NoGradGuard no_grad;
    const auto value = [&] { return (packed_linear(x, kind.matrix, 6, bias) * dy).sum().item<double>(); };
    for (const Tensor& leaf : {x, bias}) {
      double* numbers = leaf.data_ptr<double>();
      for (int64_t i = 0; i < leaf.numel(); i += 5) {
        const double before = numbers[i], step = 1e-3;
        numbers[i] = before + step;
        const double above = value();
        numbers[i] = before - step;
        const double slope = (above - value()) / (2 * step);
        numbers[i] = before;
        EXPECT_NEAR(leaf.grad().flatten()[i].item<double>(), slope, 1e-9) << kind.name;
      }
    }
  }
}

TEST(Quantized, LookedUpRowsAreTheDenseOnes) {
  for (const auto& [out, in] : {std::pair{12, 64}, {7, 27}, {300, 256}}) {
    for (const Kind& kind : kinds_of(out, in)) {
      SCOPED_TRACE(kind.name + " " + std::to_string(out) + "x" + std::to_string(in));
      const Tensor ids = at::cat({at::tensor({out - 1, 0, 3, 3}, at::kLong), at::randint(out, {40}, at::kLong)}), every_second = ids.slice(0, 0, 44, 2);
      EXPECT_TRUE(same_bits(kind.matrix->rows_at(ids), kind.matrix->dense().index_select(0, ids)));
      EXPECT_TRUE(same_bits(kind.matrix->rows_at(every_second), kind.matrix->dense().index_select(0, every_second)));
      EXPECT_EQ(kind.matrix->rows_at(ids.slice(0, 0, 0)).sizes(), (at::IntArrayRef{0, in}));
      EXPECT_THROW(kind.matrix->rows_at(at::tensor({0, out}, at::kLong)), c10::Error);
      EXPECT_THROW(kind.matrix->rows_at(at::tensor({-1}, at::kLong)), c10::Error);
    }
  }
}

// The loss over a packed head against that over its dense values, which the kernels' tests hold against fp64, and against fp64 itself.
void expect_loss_of_dense(const Kind& kind, const Tensor& bias, int64_t rows) {
  const int64_t out = kind.matrix->rows(), in = kind.matrix->columns();
  const Tensor dense = kind.matrix->dense(), targets = at::randint(out, {rows}, at::kLong);
  targets.slice(0, 0, rows, 5).fill_(-100);
  const Tensor x = at::randn({rows, in}), trained = x.clone().requires_grad_(true), wide = x.to(at::kDouble).requires_grad_(true), plain = x.clone().requires_grad_(true);
  const double normaliser = 7;
  const Tensor ours = kernels::linear_cross_entropy(trained, frozen_weight(kind.matrix, out), bias, targets, normaliser);
  const Tensor theirs = kernels::linear_cross_entropy(plain, dense, bias, targets, normaliser);
  const Tensor wide_bias = bias.defined() ? bias.to(at::kDouble) : bias, scores = at::linear(wide, dense.to(at::kDouble), wide_bias);
  const Tensor wanted = at::cross_entropy_loss(scores, targets, {}, at::Reduction::Sum) / normaliser;
  for (const Tensor& loss : {ours, theirs, wanted}) loss.backward();
  EXPECT_NEAR(ours.item<double>(), wanted.item<double>(), 2e-6 * std::max(1.0, wanted.item<double>()));
  const double size = std::max(1e-12, wide.grad().abs().max().item<double>());
  // A score's rounding is its softmax value's relative error, and grows with the score: some kinds' random weights are large. A gradient is a
  // sum over all classes, each of which rounds.
  constexpr double epsilon = std::numeric_limits<float>::epsilon();
  const double rounding = std::max({5e-6, 2 * epsilon * scores.abs().max().item<double>(), 0.5 * epsilon * std::sqrt(static_cast<double>(out))});
  EXPECT_LE((trained.grad() - wide.grad()).abs().max().item<double>(), rounding * size);
  EXPECT_LE((trained.grad() - plain.grad()).abs().max().item<double>(), 5e-6 * size);
  at::NoGradGuard no_grad;
  EXPECT_EQ(kernels::linear_cross_entropy(x, frozen_weight(kind.matrix, out), bias, targets, normaliser).item<float>(), ours.item<float>());
}

TEST(Quantized, LossOverAPackedHeadIsThatOverADenseOne) {
  for (const auto& [out, in, rows] : {std::tuple{12, 64, 5}, {33, 96, 20}, {7, 27, 2}, {65, 256, 600}}) {  // the last in two chunks
    for (const Kind& kind : kinds_of(out, in)) {
      for (const Tensor& bias : {Tensor(), at::randn({out})}) {
        SCOPED_TRACE(kind.name + " " + std::to_string(out) + "x" + std::to_string(in) + (bias.defined() ? " with bias" : ""));
        expect_loss_of_dense(kind, bias, rows);
      }
    }
  }
  const int64_t many = kUnpackedAtOnce / 64 + 100;  // a head in two parts
  torch::manual_seed(3);
  expect_loss_of_dense({"nf4", nf4_matrix(quantize_nf4(at::randn({many, 64}) * 0.05), many, 64, at::kCPU)}, {}, 12);
}

// What a graph keeps: neither x nor anything dense.
TEST(Quantized, NothingDenseIsKeptForTheBackwardPass) {
  const auto matrix = kinds_of(12, 64)[0].matrix;
  std::weak_ptr<const PackedMatrix> held = matrix;
  Tensor x = at::randn({5, 64});
  const Tensor leaf = at::ones({1}).requires_grad_(true);
  Tensor scaled = x * leaf;
  const auto storage = scaled.storage().getWeakStorageImpl();
  Tensor y = packed_linear(scaled, matrix, 12, {});
  scaled = Tensor();
  EXPECT_TRUE(storage.expired());
  y.sum().backward();
  EXPECT_TRUE(leaf.grad().defined());
}

std::unique_ptr<CausalLm> load(const std::string& folder, Quantization quantization) {
  return load_model(*ModelSource::open(folder).value(), at::kCPU, quantization);
}

Tensor logits(CausalLm& model) {
  at::NoGradGuard no_grad;
  return model.logits(model.hidden(TokenBatch::of({{1, 5, 9, 33, 7}, {2, 2, 8}})));
}

class QuantizedModel : public testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(QuantizedModel, OnlyLinearLayersOfTheBlocksArePacked) {
  const auto [name, kind] = GetParam();
  const auto source = ModelSource::open(kModels + name).value();
  const auto dense = load(kModels + name, Quantization::none), model = load(kModels + name, quantization_of(Json(kind)));
  EXPECT_FALSE(has_packed_weights(*dense));
  EXPECT_TRUE(has_packed_weights(*model));
  for (const auto& [parameter, param] : model->parameters()) {
    const bool linear = param->base.dim() == 2 && parameter.find("emb") == std::string::npos && parameter.find("wte") == std::string::npos &&
                        parameter.find("wpe") == std::string::npos && !parameter.starts_with("lm_head");
    EXPECT_EQ(param->packed != nullptr, linear) << parameter;
    if (!param->packed) continue;
    EXPECT_EQ(param->base.storage().nbytes(), 4u) << parameter;
    EXPECT_TRUE(param->base.isnan().all().item<bool>());
    EXPECT_EQ(param->packed->dense().sizes(), param->base.sizes());
  }
  EXPECT_EQ(model->parameter_count(), dense->parameter_count());
  EXPECT_EQ(weight_bytes(*dense), dense->parameter_count() * 4);
  EXPECT_LT(weight_bytes(*model), weight_bytes(*dense));
  EXPECT_EQ(loaded_bytes(*dense, *source, quantization_of(Json(kind))), weight_bytes(*model));
  EXPECT_EQ(loaded_bytes(*dense, *source, Quantization::none), weight_bytes(*dense));
}

TEST_P(QuantizedModel, ComputesAsAModelOfItsDenseValues) {
  const auto [name, kind] = GetParam();
  const auto model = load(kModels + name, quantization_of(Json(kind)));
  const Tensor packed = logits(*model);
  for (const auto& [parameter, param] : model->parameters()) {
    if (param->packed) param->base = std::exchange(param->packed, nullptr)->dense();
  }
  const Tensor dense = logits(*model);
  EXPECT_LE((packed - dense).abs().max().item<double>(), 1e-6 * dense.abs().max().item<double>());
  const Tensor original = logits(*load(kModels + name, Quantization::none));
  const double error = (packed - original).norm().item<double>() / original.norm().item<double>();
  EXPECT_GT(error, 0);
  EXPECT_LT(error, std::string(kind) == "nf4" ? 0.3 : 0.03);  // random weights of 0.2: far more than in a trained model
}

INSTANTIATE_TEST_SUITE_P(Families, QuantizedModel,
                         testing::Combine(testing::Values("llama_gqa", "llama_tied", "llama_bias", "gpt2", "gpt2_bare"), testing::Values("nf4", "int8")),
                         [](const auto& info) { return std::string(std::get<0>(info.param)) + "_" + std::get<1>(info.param); });

// Kept as in the file, the embedding, which is the head too, takes no more than there.
TEST(Quantized, TablesStayAsTheyLieToo) {
  const std::string path = std::string(PARETUNE_SOURCE_DIR) + "/tests/io/goldens/llama.gguf";
  const auto source = ModelSource::open(path).value();
  int64_t in_file = 0;
  for (const auto& stored : source->tensors()) in_file += stored.bytes;
  const auto dense = load(path, Quantization::none);
  const TokenBatch batch = TokenBatch::of({{1, 5, 9, 33, 7}, {2, 2, 8}});
  const Tensor targets = at::tensor({5, 9, 33, 7, -100, 2, 8, -100}, at::kLong);
  for (const Quantization kind : {Quantization::gguf, Quantization::stored}) {
    const auto model = load(path, kind);
    EXPECT_LE(weight_bytes(*model), in_file);
    ASSERT_TRUE(model->embeddings().weight->packed);
    EXPECT_EQ(model->embeddings().weight, model->head().weight);
    EXPECT_EQ(model->embeddings().weight->base.storage().nbytes(), 4u);
    EXPECT_TRUE(same_bits(model->embeddings().forward(batch.ids), dense->embeddings().forward(batch.ids)));
    std::vector<Tensor> losses, gradients;
    for (CausalLm* one : {model.get(), dense.get()}) {
      const Tensor hidden = one->hidden(batch).detach().requires_grad_(true);
      losses.push_back(one->loss(hidden, targets, 0));
      losses.back().backward();
      gradients.push_back(hidden.grad());
    }
    EXPECT_NEAR(losses[0].item<double>(), losses[1].item<double>(), 2e-6 * losses[1].item<double>());
    EXPECT_LE((gradients[0] - gradients[1]).abs().max().item<double>(), 1e-5 * gradients[1].abs().max().item<double>());
  }
}

TEST(Quantized, GgufBlocksStayAsTheyLie) {
  const std::string path = std::string(PARETUNE_SOURCE_DIR) + "/tests/io/goldens/llama.gguf";
  const auto source = ModelSource::open(path).value();
  const auto dense = load(path, Quantization::none), model = load(path, Quantization::gguf);
  std::set<std::string> types;
  for (const auto& [name, param] : model->parameters()) {
    if (!param->packed) continue;
    types.insert(source->find(name)->type);
    EXPECT_EQ(param->packed->nbytes(), source->find(name)->bytes);
  }
  EXPECT_FALSE(types.empty());
  const auto values = dense->parameters();
  const auto kept = model->parameters();
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_TRUE(same_bits(kept[i].second->packed ? kept[i].second->packed->dense() : kept[i].second->base, values[i].second->base)) << values[i].first;
  }
  EXPECT_LE((logits(*model) - logits(*dense)).abs().max().item<double>(), 1e-6 * logits(*dense).abs().max().item<double>());
  EXPECT_TRUE(is_quantized(*model));
  EXPECT_THROW(load(kModels + "llama_gqa", Quantization::gguf), Failure);
  EXPECT_THROW(quantization_of(Json("nf3")), Failure);
}

// The same model in the types of its file: nothing is lost, less memory is taken.
TEST(Stored, GgufModelComputesAsTheDenseOne) {
  const std::string path = std::string(PARETUNE_SOURCE_DIR) + "/tests/io/goldens/llama.gguf";
  const auto dense = load(path, Quantization::none), model = load(path, Quantization::stored);
  EXPECT_TRUE(has_packed_weights(*model));
  EXPECT_FALSE(is_quantized(*model));
  EXPECT_LT(weight_bytes(*model), weight_bytes(*dense));
  EXPECT_EQ(loaded_bytes(*dense, *ModelSource::open(path).value(), Quantization::stored), weight_bytes(*model));
  EXPECT_LE((logits(*model) - logits(*dense)).abs().max().item<double>(), 1e-6 * logits(*dense).abs().max().item<double>());
}

TEST(Stored, HalfTypesAreKeptAndFp32StaysDense) {
  const std::string folder = std::filesystem::temp_directory_path().string() + "/paretune-stored-" + std::to_string(getpid());
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(kModels + "llama_gqa/config.json", folder + "/config.json", std::filesystem::copy_options::overwrite_existing);
  const auto original = load(kModels + "llama_gqa", Quantization::none);
  EXPECT_FALSE(has_packed_weights(*load(kModels + "llama_gqa", Quantization::stored)));
  for (const auto& [type, name] : {std::pair{at::kBFloat16, "BF16"}, {at::kHalf, "F16"}}) {
    std::vector<Tensor> values;
    std::vector<SafeTensor> tensors;
    for (const auto& [parameter, param] : original->parameters()) {
      values.push_back(param->base.to(type).contiguous());
      tensors.push_back({parameter, name, values.back().sizes().vec(), {static_cast<const std::byte*>(values.back().data_ptr()), values.back().nbytes()}});
    }
    write_safetensors(folder + "/model.safetensors", tensors).value();
    const auto dense = load(folder, Quantization::none), model = load(folder, Quantization::stored);
    EXPECT_TRUE(has_packed_weights(*model)) << name;
    EXPECT_FALSE(is_quantized(*model)) << name;
    EXPECT_LT(weight_bytes(*model), weight_bytes(*dense)) << name;
    EXPECT_EQ(loaded_bytes(*dense, *ModelSource::open(folder).value(), Quantization::stored), weight_bytes(*model)) << name;
    EXPECT_LE((logits(*model) - logits(*dense)).abs().max().item<double>(), 1e-6 * logits(*dense).abs().max().item<double>()) << name;
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace paretune
