// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cstring>

#include "training/io/safetensors.h"
#include "training/models/load_model.h"

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
    const int64_t renewed_at = golden.model->cache_renewed_at();
    if (renewed_at > 0 && static_cast<int64_t>(from) <= renewed_at && static_cast<int64_t>(to) > renewed_at) {
      cache = KvCache();
      parts = {golden.model->logits(golden.model->hidden(TokenBatch::of({{sample.begin(), sample.begin() + to}}), &cache))};
      continue;
    }
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

INSTANTIATE_TEST_SUITE_P(Cases, FamilyParity,
                         testing::Values("llama_gqa", "llama_tied", "llama_bias", "llama3_rope", "llama_linear_rope", "gpt2", "gpt2_bare", "mistral", "mistral_full",
                                         "qwen2", "qwen2_window_yarn", "qwen3", "gemma2", "gemma2_usual", "gemma3", "gemma3_capped", "phi3", "phi3_long", "olmo2", "gpt2_gguf"),
                         [](const auto& info) { return std::string(info.param); });

class FamilyGradients : public testing::TestWithParam<const char*> {};

TEST_P(FamilyGradients, EqualTransformers) {
  Golden golden(GetParam());
  const auto file = SafetensorsFile::open(golden.folder + "/case.safetensors").value();
  const auto parameters = golden.model->parameters();
  for (const auto& [name, param] : parameters) param->trained = param->base.clone().requires_grad_(true);
  golden.model->loss(golden.model->hidden(TokenBatch::of(golden.samples)), at::tensor(golden.targets, at::kLong), 0).backward();
  for (const auto& [name, param] : parameters) {
    const Tensor stored = tensor_of(file, "grad." + name), got = param->trained.grad();
    const Tensor wanted = golden.model->transposed_in_files(name) ? stored.t() : stored;
    ASSERT_TRUE(got.defined()) << name;
    // transformers gives the padding's embedding no gradient where it is read; where the head shares it, that of the head remains.
    const Json padding = golden.source->config().value("pad_token_id", Json());
    if (param == golden.model->embeddings().weight && padding.is_number_integer()) {
      const auto others = at::arange(got.size(0), at::kLong).masked_select(at::arange(got.size(0), at::kLong) != padding.get<int64_t>());
      EXPECT_LE((got - wanted).index_select(0, others).abs().max().item<double>(), 2e-5 * wanted.abs().max().item<double>()) << name;
      continue;
    }
    EXPECT_LE((got - wanted).abs().max().item<double>(), 2e-5 * wanted.abs().max().item<double>()) << name;
  }
}

// Adapters lie around frozen weights, which take another way backwards than trained ones.
TEST_P(FamilyGradients, FlowThroughFrozenWeights) {
  Golden golden(GetParam());
  auto gradient = [&](bool frozen) {
    for (const auto& [name, param] : golden.model->parameters()) {
      const bool embeddings = param == golden.model->embeddings().weight;
      param->trained = embeddings || !frozen ? param->base.clone().requires_grad_(true) : Tensor();
    }
    golden.model->loss(golden.model->hidden(TokenBatch::of(golden.samples)), at::tensor(golden.targets, at::kLong), 0).backward();
    return golden.model->embeddings().weight->trained.grad().clone();
  };
  const Tensor trained = gradient(false), frozen = gradient(true);
  EXPECT_LE((frozen - trained).abs().max().item<double>(), 2e-5 * trained.abs().max().item<double>());
}

INSTANTIATE_TEST_SUITE_P(Cases, FamilyGradients,
                         testing::Values("mistral", "mistral_full", "qwen2", "qwen2_window_yarn", "qwen3", "gemma2", "gemma2_usual", "gemma3", "gemma3_capped",
                                         "phi3", "phi3_long", "olmo2", "gpt2_gguf"),
                         [](const auto& info) { return std::string(info.param); });

class FamilyGguf : public testing::TestWithParam<const char*> {};

TEST_P(FamilyGguf, IsTheSameModel) {
  Golden golden(GetParam());
  at::NoGradGuard no_grad;
  const auto source = ModelSource::open(golden.folder + "/model.gguf").value();
  const auto model = load_model(*source, at::kCPU);
  EXPECT_EQ(model->parameters().size(), golden.model->parameters().size());
  const Tensor wanted = at::stack(golden.wanted);
  const Tensor got = model->logits(model->hidden(TokenBatch::of(golden.samples)));
  EXPECT_LE((got - wanted).abs().max().item<double>(), 1e-5 * wanted.abs().max().item<double>());
}

INSTANTIATE_TEST_SUITE_P(Cases, FamilyGguf,
                         testing::Values("mistral_full", "qwen2", "qwen3", "gemma2_usual", "gemma3", "phi3", "phi3_long", "olmo2", "gpt2_gguf"),
                         [](const auto& info) { return std::string(info.param); });

// Prefix keys count as places of the window, as in a cache of transformers.
TEST(SlidingWindow, SeesNoFurtherThanItsWidth) {
  Golden golden("mistral");
  at::NoGradGuard no_grad;
  std::vector<int64_t> sample = golden.samples[0];
  const Tensor before = golden.model->hidden(TokenBatch::of({sample}));
  sample[2] = (sample[2] + 1) % 64;
  const Tensor after = golden.model->hidden(TokenBatch::of({sample}));
  const Tensor change = (after - before).abs().amax(1);
  // Two layers of 6 tokens reach 5 + 5 tokens back.
  EXPECT_GT(change[12].item<double>(), 0);
  EXPECT_EQ(change.slice(0, 13).max().item<double>(), 0);
  EXPECT_EQ(change.slice(0, 0, 2).max().item<double>(), 0);
}

TEST(LoadModel, RefusesWhatAFamilyCannotDo) {
  const auto refused = [](const char* name, const std::function<void(Json&)>& change, const std::string& words) {
    Golden golden(name);
    Json config = golden.source->config();
    change(config);
    try {
      model_without_weights(read_model_config(config), "config.json", Quantization::none);
      ADD_FAILURE() << name << " takes " << words;
    } catch (const Failure& failure) {
      EXPECT_NE(failure.error().text().find(words), std::string::npos) << failure.error().text();
    }
  };
  refused("gemma2", [](Json& c) { c["use_bidirectional_attention"] = true; }, "use_bidirectional_attention");
  refused("gemma3", [](Json& c) { c["layer_types"][1] = "chunked_attention"; }, "chunked_attention");
  refused("gemma3", [](Json& c) { c["layer_types"] = Json::array(); }, "layer_types");
  refused("qwen3", [](Json& c) { c["hidden_act"] = "relu"; }, "relu");
  refused("mistral", [](Json& c) { c["sliding_window"] = -1; }, "sliding_window");
  refused("phi3_long", [](Json& c) { c["rope_parameters"]["long_factor"] = {1.0}; }, "long_factor");
  refused("phi3", [](Json& c) { c["rope_parameters"] = {{"rope_type", "dynamic"}, {"rope_theta", 10000.0}}; }, "dynamic");
}

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
