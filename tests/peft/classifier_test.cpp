// SPDX-License-Identifier: GPL-3.0-or-later
// Adapters of task_type SEQ_CLS against Python PEFT on transformers' ForSequenceClassification (tests/goldens/classifier).
#include "tests/peft/peft_support.h"

namespace paretune::testing {
namespace {

class Classifier : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    folder = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/classifier/" + GetParam();
    golden = read_json_file(folder + "/case.json").value();
    expected = read_tensors(folder + "/expected.safetensors");
    model = tiny_model(golden.at("model"));
    std::vector<std::vector<int64_t>> samples;
    for (int64_t i = 0; expected.count("ids." + std::to_string(i)); ++i) {
      const Tensor ids = expected.at("ids." + std::to_string(i));
      samples.emplace_back(ids.data_ptr<int64_t>(), ids.data_ptr<int64_t>() + ids.numel());
      ends.push_back((ends.empty() ? -1 : ends.back()) + ids.numel());
    }
    batch = TokenBatch::of(samples);
    batch.first_labels = at::full({static_cast<int64_t>(samples.size())}, -100, at::kLong);
  }
  Tensor targets() const {
    Tensor out = at::full({batch.ids.size(0)}, -100, at::kLong);
    out.index_copy_(0, at::tensor(ends, at::kLong), expected.at("labels"));
    return out;
  }
  std::string folder;
  Json golden;
  std::map<std::string, Tensor> expected;
  std::unique_ptr<CausalLm> model;
  TokenBatch batch;
  std::vector<int64_t> ends;  // row of each sample's last token
};

TEST_P(Classifier, LogitsLossAndGradientsAreThose) {
  const auto before = base_weights(*model);
  {
    const auto adapter = load_adapter(*model, folder).value();
    ASSERT_TRUE(model->classifies());
    const Tensor hidden = model->hidden(batch);
    EXPECT_TRUE(near(model->logits(hidden.index_select(0, at::tensor(ends, at::kLong))).detach(), expected.at("logits"), 1e-5));
    const Tensor loss = model->loss(hidden, targets(), 0);
    EXPECT_NEAR(loss.item<double>(), expected.at("loss").item<double>(), 1e-5);
    loss.backward();
    std::size_t golden_grads = 0;
    for (const auto& [name, tensor] : expected) golden_grads += name.starts_with("grad.");
    EXPECT_EQ(adapter->trainable().size(), golden_grads);
    for (const auto& [name, tensor] : adapter->trainable()) {
      ASSERT_TRUE(expected.count("grad." + name)) << name;
      ASSERT_TRUE(tensor.grad().defined()) << name;
      EXPECT_TRUE(near(tensor.grad(), expected.at("grad." + name), 5e-5)) << name;
    }
  }
  EXPECT_FALSE(model->classifies());
  EXPECT_EQ(model->head().name, "lm_head");
  EXPECT_TRUE(same_base(*model, before));
}

TEST_P(Classifier, FreshOnesHaveTheSameTensors) {
  const auto adapter = make_adapter(*model, golden.at("config"), 3).value();
  std::map<std::string, std::vector<int64_t>> ours, theirs;
  for (auto& [name, tensor] : adapter->saved()) ours[name] = tensor.sizes().vec();
  for (auto& [name, tensor] : read_tensors(folder + "/adapter_model.safetensors")) theirs[name] = tensor.sizes().vec();
  EXPECT_EQ(ours, theirs);
  const TempFolder temp;
  ASSERT_TRUE(save_adapter(*adapter, temp.path(), "tiny").ok());
  const Json config = read_adapter_config(temp.path()).value();
  EXPECT_EQ(config.at("task_type"), "SEQ_CLS");
  EXPECT_EQ(config.at("modules_to_save"), Json({"classifier", "score"}));
  EXPECT_FALSE(config.contains("num_labels"));
}

INSTANTIATE_TEST_SUITE_P(Cases, Classifier, ::testing::Values("lora", "lora_gemma2", "lora_gpt2", "ia3_qwen3", "prompt_tuning", "prefix_tuning"),
                         [](const auto& info) { return std::string(info.param); });

TEST(ClassifierRules, OneAtATimeAndOnlyWithTheirHead) {
  const auto model = tiny_model("llama_nano");
  const Json config = {{"peft_type", "LORA"}, {"task_type", "SEQ_CLS"}};
  {
    const auto first = make_adapter(*model, config, 1).value();
    EXPECT_EQ(model->head().out_features(), 2);  // transformers' num_labels
    const auto second = make_adapter(*model, {{"peft_type", "LORA"}}, 1);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().where, "peft.task_type");
  }
  Json none = config;
  none["num_labels"] = 0;
  EXPECT_EQ(make_adapter(*model, none, 1).error().where, "peft.num_labels");
  EXPECT_FALSE(model->classifies());
  EXPECT_EQ(
      make_adapter(*model, {{"peft_type", "ADAPTION_PROMPT"}, {"task_type", "SEQ_CLS"}, {"adapter_len", 2}, {"adapter_layers", 1}}, 1).error().where,
      "peft.task_type");
  EXPECT_FALSE(make_adapter(*model, {{"peft_type", "LORA"}, {"modules_to_save", {"score"}}}, 1).ok());  // a language model has no such head
}

}  // namespace
}  // namespace paretune::testing
