// SPDX-License-Identifier: GPL-3.0-or-later
// Adapter folders that are missing, damaged or of another model.
#include <filesystem>
#include <fstream>

#include "tests/peft/peft_support.h"

namespace paretune::testing {
namespace {

namespace fs = std::filesystem;

struct AdapterFolder : public ::testing::Test {
  AdapterFolder() : folder(temp.path() + "/adapter") {
    fs::copy(golden_folder() + "/lora_default", folder);
    model = tiny_model("llama");
  }
  Error refused() {
    const auto before = base_weights(*model);
    auto adapter = load_adapter(*model, folder);
    EXPECT_FALSE(adapter.ok());
    EXPECT_TRUE(same_base(*model, before));
    for (Linear* linear : model->linears()) EXPECT_TRUE(linear->adapters.empty());
    return adapter.ok() ? Error{} : adapter.error();
  }
  void edit(const std::function<void(Json&)>& change) {
    Json config = read_json_file(folder + "/adapter_config.json").value();
    change(config);
    ASSERT_TRUE(write_json_file(folder + "/adapter_config.json", config).ok());
  }
  TempFolder temp;
  std::string folder;
  std::unique_ptr<CausalLm> model;
};

TEST_F(AdapterFolder, PickledWeightsAreRefused) {
  fs::rename(folder + "/adapter_model.safetensors", folder + "/adapter_model.bin");
  EXPECT_NE(refused().message.find("pickle"), std::string::npos);
}

TEST_F(AdapterFolder, MissingFilesAreNamed) {
  fs::remove(folder + "/adapter_model.safetensors");
  EXPECT_NE(refused().message.find("adapter_model.safetensors"), std::string::npos);
  fs::remove(folder + "/adapter_config.json");
  EXPECT_NE(refused().message.find("adapter_config.json"), std::string::npos);
  fs::remove_all(folder);
  EXPECT_EQ(refused().kind, ErrorKind::input);
}

TEST_F(AdapterFolder, CutFilesAreRefused) {
  fs::resize_file(folder + "/adapter_model.safetensors", fs::file_size(folder + "/adapter_model.safetensors") - 100);
  refused();
  std::ofstream(folder + "/adapter_config.json") << "{\"peft_type\": ";
  refused();
}

TEST_F(AdapterFolder, TensorsThatDoNotFitAreNamed) {
  edit([](Json& config) { config["r"] = 5; });
  EXPECT_NE(refused().message.find("(4, 64) instead of (5, 64)"), std::string::npos);
  edit([](Json& config) { config["r"] = 4, config["target_modules"] = {"q_proj"}; });
  EXPECT_NE(refused().message.find("unexpected: base_model.model.model.layers.0.self_attn.v_proj"), std::string::npos);
  edit([](Json& config) { config["target_modules"] = {"q_proj", "v_proj", "o_proj"}; });
  EXPECT_NE(refused().message.find("missing: base_model.model.model.layers.0.self_attn.o_proj"), std::string::npos);
}

TEST_F(AdapterFolder, AnAdapterOfAnotherModelIsRefused) {
  model = tiny_model("llama_nano");
  EXPECT_NE(refused().message.find("another shape"), std::string::npos);
}

TEST_F(AdapterFolder, UnknownKeysThatAskForNothingAreDroppedOthersRefused) {
  edit([](Json& config) { config["a_later_key"] = nullptr; });
  EXPECT_TRUE(load_adapter(*model, folder).ok());
  edit([](Json& config) { config["a_later_key"] = 3; });
  EXPECT_NE(refused().message.find("a_later_key"), std::string::npos);
}

TEST_F(AdapterFolder, ValuesGoIntoAnExistingAdapter) {
  const auto expected = read_tensors(golden_folder() + "/lora_default/expected.safetensors");
  const auto adapter = make_adapter(*model, golden_case("lora_default").at("config"), 3).value();
  ASSERT_TRUE(load_adapter_values(*adapter, folder).ok());
  EXPECT_TRUE(near(logits_of(*model, expected.at("input_ids")), expected.at("logits"), 1e-5));
  const Status other = load_adapter_values(*adapter, golden_folder() + "/ia3_default");
  EXPECT_FALSE(other.ok());
}

TEST_F(AdapterFolder, ANamelessBaseIsWrittenAsNull) {
  const auto adapter = load_adapter(*model, folder).value();
  const TempFolder other;
  EXPECT_TRUE(save_adapter(*adapter, other.path(), "").ok());
  EXPECT_EQ(read_json_file(other.path() + "/adapter_config.json").value().at("base_model_name_or_path"), nullptr);
}

TEST(AdapterLife, AdaptersCanBeStackedAndTakenAwayInAnyOrder) {
  const auto model = tiny_model("llama_nano");
  const auto before = base_weights(*model);
  const Rows rows = some_rows(model->config.vocab_size);
  const Tensor base = logits_of(*model, rows.ids);
  auto lora = make_adapter(*model, {{"peft_type", "LORA"}, {"target_modules", "all-linear"}}, 1).value();
  auto oft = make_adapter(*model, {{"peft_type", "OFT"}, {"target_modules", "all-linear"}, {"oft_block_size", 4}}, 2).value();
  perturb(*lora, 0.1);
  const Tensor one = logits_of(*model, rows.ids);
  perturb(*oft, 0.1);
  EXPECT_FALSE(near(logits_of(*model, rows.ids), one, 1e-3));
  oft->set_enabled(false);
  EXPECT_TRUE(near(logits_of(*model, rows.ids), one, 1e-6));
  oft->set_enabled(true);
  lora.reset();
  oft.reset();
  EXPECT_TRUE(at::equal(logits_of(*model, rows.ids), base));
  EXPECT_TRUE(same_base(*model, before));
}

// What PEFT calls hotswap, for any two types: the base stays loaded, an adapter takes another's place.
TEST(AdapterLife, AnotherAdapterTakesItsPlaceWhileTheBaseStays) {
  const auto model = tiny_model("llama");
  const auto before = base_weights(*model);
  const auto expected = [](const std::string& name) { return read_tensors(golden_folder() + "/" + name + "/expected.safetensors"); };
  const std::vector<std::string> names = {"lora_default", "ia3_default", "oft_default", "lora_default"};
  std::vector<Tensor> first(names.size());
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (golden_case(names[i]).at("model") != "llama") continue;
      const auto adapter = load_adapter(*model, golden_folder() + "/" + names[i]).value();
      const Tensor logits = logits_of(*model, expected(names[i]).at("input_ids"));
      EXPECT_TRUE(near(logits, expected(names[i]).at("logits"), 1e-5)) << names[i];
      if (round == 0) first[i] = logits;
      EXPECT_TRUE(at::equal(logits, first[i])) << names[i];  // nothing of the others is left
    }
  }
  EXPECT_TRUE(same_base(*model, before));
}

TEST(AdapterLife, AFolderThatCannotBeLoadedLeavesTheAdapterThatIsAtWork) {
  const auto model = tiny_model("llama");
  const auto expected = read_tensors(golden_folder() + "/lora_default/expected.safetensors");
  const auto adapter = load_adapter(*model, golden_folder() + "/lora_default").value();
  const Tensor logits = logits_of(*model, expected.at("input_ids"));
  const TempFolder temp;
  fs::copy(golden_folder() + "/ia3_default", temp.path() + "/cut");
  fs::resize_file(temp.path() + "/cut/adapter_model.safetensors", 40);
  EXPECT_FALSE(load_adapter(*model, temp.path() + "/cut").ok());
  EXPECT_TRUE(at::equal(logits_of(*model, expected.at("input_ids")), logits));
}

}  // namespace
}  // namespace paretune::testing
