// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cstring>

#include "training/io/safetensors.h"
#include "training/models/causal_lm.h"

namespace paretune {
namespace {

Tensor tensor_of(const SafetensorsFile& file, const std::string& name) {
  const SafeTensor* stored = file.find(name);
  if (!stored) throw std::runtime_error("golden has no " + name);
  Tensor out = at::empty(stored->shape, stored->dtype == "I64" ? at::kLong : at::kFloat);
  std::memcpy(out.data_ptr(), stored->data.data(), stored->data.size());
  return out;
}

struct Golden {
  explicit Golden(const std::string& name)
      : folder(std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/models/" + name), source(ModelSource::open(folder).value()),
        model(load_model(*source, at::kCPU)) {
    const auto file = SafetensorsFile::open(folder + "/case.safetensors").value();
    ids = tensor_of(file, "input_ids");
    mask = tensor_of(file, "attention_mask");
    labels = tensor_of(file, "labels");
    logits = tensor_of(file, "logits");
    loss = tensor_of(file, "loss").item<double>();
    for (int64_t row = 0; row < ids.size(0); ++row) {
      std::vector<int64_t> sample;
      for (int64_t t = 0; t < ids.size(1); ++t) {
        if (mask[row][t].item<int64_t>() == 0) continue;
        sample.push_back(ids[row][t].item<int64_t>());
        targets.push_back(t + 1 < ids.size(1) ? labels[row][t + 1].item<int64_t>() : -100);
        wanted.push_back(logits[row][t]);
      }
      samples.push_back(sample);
    }
  }
  std::string folder;
  std::unique_ptr<ModelSource> source;
  std::unique_ptr<CausalLm> model;
  Tensor ids, mask, labels, logits;
  double loss;
  std::vector<std::vector<int64_t>> samples;
  std::vector<int64_t> targets;
  std::vector<Tensor> wanted;
};

class FamilyParity : public testing::TestWithParam<const char*> {};

TEST_P(FamilyParity, LogitsAndLossEqualTransformers) {
  Golden golden(GetParam());
  at::NoGradGuard no_grad;
  const Tensor hidden = golden.model->hidden(TokenBatch::of(golden.samples));
  const Tensor wanted = at::stack(golden.wanted);
  const Tensor got = golden.model->logits(hidden);
  EXPECT_LE((got - wanted).abs().max().item<double>(), 1e-5 * wanted.abs().max().item<double>());
  const Tensor targets = at::tensor(golden.targets, at::kLong);
  const double counted = (targets != -100).sum().item<double>();
  EXPECT_NEAR(golden.model->loss(hidden, targets, counted).item<double>(), golden.loss, 1e-5 * golden.loss);
}

TEST_P(FamilyParity, CacheGivesTheSameLogits) {
  Golden golden(GetParam());
  at::NoGradGuard no_grad;
  const auto& sample = golden.samples[0];
  const Tensor whole = golden.model->logits(golden.model->hidden(TokenBatch::of({sample})));
  KvCache cache;
  std::vector<Tensor> parts;
  for (std::size_t from = 0, step = 7; from < sample.size(); from += step, step = 1) {
    const std::size_t to = std::min(sample.size(), from + step);
    TokenBatch batch = TokenBatch::of({{sample.begin() + from, sample.begin() + to}});
    batch.positions += cache.length;
    parts.push_back(golden.model->logits(golden.model->hidden(batch, &cache)));
  }
  EXPECT_EQ(cache.length, static_cast<int64_t>(sample.size()));
  EXPECT_LE((at::cat(parts) - whole).abs().max().item<double>(), 1e-5 * whole.abs().max().item<double>());
}

TEST_P(FamilyParity, CheckpointingChangesNoGradient) {
  Golden golden(GetParam());
  auto gradient = [&](bool checkpointing) {
    golden.model->gradient_checkpointing = checkpointing;
    Param& param = *golden.model->linears()[0]->weight;
    param.trained = param.base.clone().requires_grad_(true);
    const Tensor targets = at::tensor(golden.targets, at::kLong);
    golden.model->loss(golden.model->hidden(TokenBatch::of(golden.samples)), targets, 10.0).backward();
    return param.trained.grad().clone();
  };
  const Tensor plain = gradient(false), again = gradient(true);
  EXPECT_GT(plain.norm().item<double>(), 0);
  EXPECT_TRUE(at::equal(plain, again));
}

INSTANTIATE_TEST_SUITE_P(Cases, FamilyParity, testing::Values("llama_gqa", "llama_tied", "llama_bias", "llama3_rope", "llama_linear_rope", "gpt2", "gpt2_bare"),
                         [](const auto& info) { return std::string(info.param); });

TEST(LoadModel, NamesWhatIsWrong) {
  Golden golden("llama_gqa");
  Json config = golden.source->config();
  config["num_attention_heads"] = 3;
  EXPECT_THROW(read_model_config(config), Failure);
  config = golden.source->config();
  config.erase("hidden_size");
  try {
    read_model_config(config);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_NE(failure.error().message.find("hidden_size"), std::string::npos);
  }
}

TEST(Samples, DoNotSeeEachOther) {
  Golden golden("llama_gqa");
  at::NoGradGuard no_grad;
  const Tensor together = golden.model->hidden(TokenBatch::of(golden.samples));
  const Tensor alone = golden.model->hidden(TokenBatch::of({golden.samples[1]}));
  EXPECT_LE((together.slice(0, static_cast<int64_t>(golden.samples[0].size())) - alone).abs().max().item<double>(), 1e-5);
}

}  // namespace
}  // namespace paretune
