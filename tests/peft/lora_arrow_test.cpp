// SPDX-License-Identifier: GPL-3.0-or-later
// Trained LoRAs routed per token (Arrow) against PEFT's create_arrow_model.
#include <filesystem>

#include "tests/peft/peft_support.h"

namespace paretune::testing {
namespace {

namespace fs = std::filesystem;

class Arrow : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    at::set_num_threads(1);
    m_expected = read_tensors(folder() + "/expected.safetensors");
    m_model = tiny_model(read_json_file(folder() + "/case.json").value().at("model"));
  }
  static std::string root() { return golden_folder() + "/../arrow"; }
  std::string folder() const { return root() + "/" + GetParam(); }
  Tensor logits() { return logits_of(*m_model, m_expected.at("input_ids")); }

  std::map<std::string, Tensor> m_expected;
  std::unique_ptr<CausalLm> m_model;
};

TEST_P(Arrow, RoutesAsInPython) {
  const auto before = base_weights(*m_model);
  {
    const auto adapter = load_adapter(*m_model, folder() + "/arrow_router");
    ASSERT_TRUE(adapter.ok()) << adapter.error().text();
    EXPECT_TRUE(near(logits(), m_expected.at("logits"), 1e-5));
    EXPECT_FALSE(near(logits(), m_expected.at("disabled_logits"), 1e-3));
    EXPECT_TRUE((*adapter)->trainable().empty());
    EXPECT_FALSE((*adapter)->mergeable());
    EXPECT_THROW((*adapter)->merge(), Failure);
    (*adapter)->set_enabled(false);
    EXPECT_TRUE(near(logits(), m_expected.at("disabled_logits"), 1e-5));
  }
  EXPECT_TRUE(same_base(*m_model, before));
  for (const Linear* layer : m_model->linears()) EXPECT_TRUE(layer->adapters.empty()) << layer->name;
}

TEST_P(Arrow, IsMadeFromFoldersAndSavedWithThem) {
  const Json router = read_adapter_config(folder() + "/arrow_router").value().at("arrow_config");
  Json options = router;
  for (const char* key : {"task_adapter_names", "gks_adapter_names"}) {
    for (auto& name : options[key]) name = folder() + "/" + name.get<std::string>();
  }
  const TempFolder temp;
  {
    const auto adapter = make_adapter(*m_model, {{"peft_type", "LORA"}, {"arrow_config", options}}, 1).value();
    EXPECT_TRUE(near(logits(), m_expected.at("logits"), 1e-5));
    ASSERT_TRUE(save_adapter(*adapter, temp.path(), "tiny").ok());
  }
  EXPECT_EQ(read_adapter_config(temp.path()).value().at("arrow_config"), router);
  EXPECT_EQ(read_adapter_config(temp.path()).value().at("r"), read_adapter_config(folder() + "/arrow_router").value().at("r"));
  const auto again = load_adapter(*m_model, temp.path());
  ASSERT_TRUE(again.ok()) << again.error().text();
  EXPECT_TRUE(near(logits(), m_expected.at("logits"), 1e-5));
}

std::vector<std::string> arrow_cases() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(golden_folder() + "/../arrow")) out.push_back(entry.path().filename());
  std::sort(out.begin(), out.end());
  return out;
}

INSTANTIATE_TEST_SUITE_P(Goldens, Arrow, ::testing::ValuesIn(arrow_cases()), [](const auto& info) { return info.param; });

TEST(ArrowConfig, RefusesWhatCannotBeRouted) {
  const auto model = tiny_model("llama_nano");
  const std::string root = golden_folder() + "/../arrow/two_of_three/";
  const auto refused = [&](const Json& arrow, const std::string& what) {
    const auto adapter = make_adapter(*model, {{"peft_type", "LORA"}, {"arrow_config", arrow}}, 1);
    ASSERT_FALSE(adapter.ok()) << arrow;
    EXPECT_NE(adapter.error().text().find(what), std::string::npos) << adapter.error().text();
    for (const Linear* layer : model->linears()) EXPECT_TRUE(layer->adapters.empty()) << layer->name;
  };
  refused(Json::object(), "task_adapter_names");
  refused({{"task_adapter_names", {root + "task_0"}}}, "top_k");
  refused({{"task_adapter_names", {root + "task_0", root + "task_1"}}, {"top_k", 1}, {"use_gks", true}}, "gks_adapter_names");
  refused({{"task_adapter_names", {root + "task_0"}}, {"top_k", 1}, {"router_temperature", 0}}, "router_temperature");
}

}  // namespace
}  // namespace paretune::testing
