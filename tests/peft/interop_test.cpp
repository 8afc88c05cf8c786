// SPDX-License-Identifier: GPL-3.0-or-later
// Adapters made, moved and saved here, loaded by Python peft.
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/peft/peft_support.h"
#include "training/io/safetensors.h"

namespace paretune::testing {
namespace {

std::string python() {
  const char* given = std::getenv("PARETUNE_PYTHON");
  return given ? given : std::string(PARETUNE_SOURCE_DIR) + "/build/venv/bin/python";
}

std::string quoted(const std::string& text) { return "'" + text + "'"; }

SafeTensor stored(const std::string& name, const Tensor& tensor) {
  return {name,
          tensor.scalar_type() == at::kLong ? "I64" : "F32",
          tensor.sizes().vec(),
          {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}};
}

TEST(PeftInterop, PythonLoadsWhatWeSave) {
  const TempFolder temp;
  std::string arguments;
  std::set<std::string> types;
  for (const auto& name : golden_cases()) {
    const Json golden = golden_case(name);
    const std::string type = golden.at("config").at("peft_type"), model_name = golden.at("model");
    if (type == "FULL") continue;  // no type of Python
    const auto model = case_model(name);
    const auto adapter = make_adapter(*model, golden.at("config"), 11).value();
    perturb(*adapter, 0.05);
    const std::string folder = temp.path() + "/" + name;
    ASSERT_TRUE(save_adapter(*adapter, folder + "/adapter", "tiny/" + model_name).ok());
    const Rows rows = some_rows(model->config.vocab_size);
    const Tensor task_ids = task_ids_of(golden), logits = logits_of(*model, rows.ids, task_ids).contiguous();
    std::vector<SafeTensor> probe = {stored("input_ids", rows.ids), stored("logits", logits)};
    if (task_ids.defined()) probe.push_back(stored("task_ids", task_ids));
    ASSERT_TRUE(write_safetensors(folder + "/probe.safetensors", probe).ok());
    std::ofstream(folder + "/model.txt") << golden_folder() + "/models/" + model_name;
    arguments += " " + quoted(folder);
    types.insert(type);
  }
  for (const auto& [model_name, config] : std::vector<std::pair<std::string, Json>>{
           {"llama_nano", {{"peft_type", "LORA"}, {"target_modules", "all-linear"}}}, {"gemma2", {{"peft_type", "LN_TUNING"}}},
           {"gpt2", {{"peft_type", "PREFIX_TUNING"}, {"num_virtual_tokens", 2}}}}) {
    const auto model = tiny_model(model_name);
    Json given = config;
    given["task_type"] = "SEQ_CLS";
    given["num_labels"] = 4;
    const auto adapter = make_adapter(*model, given, 11).value();
    perturb(*adapter, 0.05);
    const std::string folder = temp.path() + "/classifier_" + model_name;
    ASSERT_TRUE(save_adapter(*adapter, folder + "/adapter", "tiny/" + model_name).ok());
    const Rows rows = some_rows(model->config.vocab_size);
    const Tensor logits = logits_of(*model, rows.ids).select(1, -1).contiguous();
    ASSERT_TRUE(write_safetensors(folder + "/probe.safetensors", {stored("input_ids", rows.ids), stored("logits", logits)}).ok());
    std::ofstream(folder + "/model.txt") << golden_folder() + "/models/" + model_name;
    arguments += " " + quoted(folder);
  }
  for (const PeftMethod* method : peft_methods()) EXPECT_TRUE(method->peft_type == "FULL" || types.count(method->peft_type)) << method->peft_type;
  const std::string log = temp.path() + "/python.txt";
  const std::string command = quoted(python()) + " -W ignore " + quoted(std::string(PARETUNE_SOURCE_DIR) + "/tests/peft/check_in_python.py") +
                              arguments + " >" + quoted(log) + " 2>&1";
  const int code = std::system(command.c_str());
  std::stringstream said;
  said << std::ifstream(log).rdbuf();
  EXPECT_EQ(code, 0) << said.str();
  RecordProperty("python", said.str());
}

}  // namespace
}  // namespace paretune::testing
