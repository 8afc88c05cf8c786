// SPDX-License-Identifier: GPL-3.0-or-later
// config.json and adapter_config.json with every value made wrong: refused before memory is asked for, or harmless.
#include <fstream>

#include "tests/fault/cases.h"
#include "tests/peft/peft_support.h"
#include "training/models/load_model.h"

namespace paretune {
namespace {
using test::Cases;
using Want = Cases::Want;
namespace fs = std::filesystem;

// LibTorch's memory does not come from operator new; what the process has ever mapped tells of it.
int64_t most_mapped() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("VmPeak:")) return std::stoll(line.substr(7)) << 10;
  }
  return 0;
}

void forward(CausalLm& model) {
  at::NoGradGuard no_grad;
  const std::vector<std::vector<int64_t>> sample = {{0, 1, 2, 3}};
  model.logits(model.hidden(TokenBatch::of(sample)));
}

struct ModelCopy {
  explicit ModelCopy(const std::string& golden) {
    fs::copy(golden, folder / "m", fs::copy_options::recursive);
    config = read_json_file(folder / "m/config.json").value();
  }
  void load(const Json& changed) { load(changed.dump()); }
  void load(const std::string& text) {
    folder.write("m/config.json", text);
    const auto source = std::move(ModelSource::open(folder / "m")).value();
    const auto model = load_model(*source, at::kCPU);
    forward(*model);
  }
  test::TempFolder folder;
  Json config;
};

class ConfigFault : public ::testing::TestWithParam<const char*> {};

TEST_P(ConfigFault, EveryValueMadeWrong) {
  ModelCopy model(std::string(PARETUNE_SOURCE_DIR "/tests/goldens/models/") + GetParam());
  Cases cases;
  cases.run("the good one", 0, [&] { model.load(model.config); }, Want::taken);
  const int64_t mapped = most_mapped();
  test::replace_every_value(model.config, [&](const Json& config, const std::string& where) { cases.run(where, 0, [&] { model.load(config); }, Want::either); });
  for (const char* key : {"num_hidden_layers", "n_layer", "hidden_size", "n_embd", "num_attention_heads", "n_head", "num_key_value_heads", "head_dim", "intermediate_size", "n_inner", "vocab_size", "n_positions"}) {
    if (!model.config.contains(key)) continue;
    for (const int64_t value : {int64_t{1'000'000}, int64_t{1'000'000'000}, int64_t{1} << 40, int64_t{1} << 61, INT64_MAX}) {
      Json config = model.config;
      config[key] = value;
      cases.run(std::string(key) + " = " + std::to_string(value), 0, [&] { model.load(config); });
    }
  }
  // What Python writes for numbers that are none.
  for (const auto& [key, value] : model.config.items()) {
    for (const char* number : {"NaN", "Infinity", "-Infinity"}) {
      Json config = model.config;
      config[key] = "NUMBER";
      std::string text = config.dump();
      text.replace(text.find("\"NUMBER\""), 8, number);
      cases.run(key + " = " + number, 0, [&] { model.load(text); });
    }
  }
  Json config = model.config;
  for (const char* key : {"num_attention_heads", "n_head"}) {
    if (config.contains(key)) config[key] = 7;  // divides nothing
  }
  cases.run("heads that do not divide", 0, [&] { model.load(config); });
  EXPECT_LE((most_mapped() - mapped) >> 20, 64);
}
INSTANTIATE_TEST_SUITE_P(Models, ConfigFault, ::testing::Values("llama_gqa", "gpt2", "gemma3", "phi3_long", "qwen2_window_yarn", "llama3_rope"), [](const auto& info) { return std::string(info.param); });

class AdapterFault : public ::testing::TestWithParam<const char*> {};

TEST_P(AdapterFault, EveryValueMadeWrong) {
  test::TempFolder folder;
  fs::copy(paretune::testing::golden_folder() + "/" + GetParam(), folder / "a", fs::copy_options::recursive);
  const Json good = read_json_file(folder / "a/adapter_config.json").value();
  const auto model = paretune::testing::tiny_model(paretune::testing::golden_case(GetParam()).at("model"));
  const auto before = paretune::testing::base_weights(*model);
  const auto load = [&](const Json& config) {
    folder.write("a/adapter_config.json", config.dump());
    const auto adapter = load_adapter(*model, folder / "a").value();
    forward(*model);
  };
  Cases cases;
  cases.run("the good one", 0, [&] { load(good); }, Want::taken);
  const int64_t mapped = most_mapped();
  test::replace_every_value(good, [&](const Json& config, const std::string& where) { cases.run(where, 0, [&] { load(config); }, Want::either); });
  for (const char* key : {"r", "init_r", "num_virtual_tokens", "oft_block_size", "n_frequency", "num_vectors", "block_size"}) {
    if (!good.contains(key) || !good.at(key).is_number_integer()) continue;
    for (const int64_t value : {int64_t{100'000'000}, int64_t{1} << 40, int64_t{1} << 61, INT64_MAX}) {
      Json config = good;
      config[key] = value;
      cases.run(std::string(key) + " = " + std::to_string(value), 0, [&] { load(config); });
    }
  }
  EXPECT_LE((most_mapped() - mapped) >> 20, 64);
  EXPECT_TRUE(paretune::testing::same_base(*model, before));
}
INSTANTIATE_TEST_SUITE_P(Methods, AdapterFault, ::testing::Values("lora_default", "ia3_default", "oft_default", "prefix_tuning", "loha_default", "adalora_all", "prompt_tuning_random", "lora_patterns", "lora_layers", "lora_replicated", "fourierft_usual"),
                         [](const auto& info) { return std::string(info.param); });

// The config of every method, with bytes of its text damaged: read and completed by the method's schema, or refused.
TEST(AdapterConfigs, DamagedTexts) {
  test::TempFolder folder;
  Damage damage(23);
  Cases cases;
  for (const std::string& golden : paretune::testing::golden_cases()) {
    const std::string file = paretune::testing::golden_folder() + "/" + golden + "/adapter_config.json";
    if (!fs::exists(file)) continue;
    const std::string good = read_text_file(file).value();
    const auto use = [&](const std::string& text) {
      folder.write("adapter_config.json", text);
      complete_peft_config(read_adapter_config(folder.path()).value()).value();
    };
    for (int copy = 0; copy < 30; ++copy) {
      const std::string text = damage.of(good);
      cases.run(golden + " " + std::to_string(copy), text.size(), [&] { use(text); }, Want::either);
    }
  }
  std::string numbers = "1";
  for (int i = 0; i < 24'000'000; ++i) numbers += ",1";
  folder.write("adapter_config.json", "{\"peft_type\":\"LORA\",\"r\":[" + numbers + "]}");
  cases.run("24 million numbers for a rank", 0, [&] { read_adapter_config(folder.path()).value(); });
  EXPECT_GE(cases.tries(), 1000);
}

}  // namespace
}  // namespace paretune
