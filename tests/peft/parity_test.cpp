// SPDX-License-Identifier: GPL-3.0-or-later
// Every golden case of tests/goldens/peft against what Python PEFT computed for it.
#include <filesystem>

#include "tests/peft/peft_support.h"
#include "training/io/safetensors.h"

namespace paretune::testing {
namespace {

// Measured on x86-64: logits below 1e-6, gradients below 3e-6, losses below 1e-6; the bounds leave room for other processors. A case
// whose maths amplifies rounding brings its own (BOUNDS in tests/goldens/peft_cases).
constexpr double kLogits = 1e-5, kGradient = 3e-5, kLoss = 1e-5;

class PeftParity : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    at::set_num_threads(1);
    m_case = golden_case(GetParam());
    m_expected = read_tensors(folder() + "/expected.safetensors");
    m_model = case_model(GetParam());
    m_rows = {m_expected.at("input_ids"), m_expected.at("labels"), task_ids_of(m_case)};
    const Json bounds = m_case.value("bounds", Json::object());
    m_logits_bound = bounds.value("logits", kLogits);
    m_grad_bound = bounds.value("grad", kGradient);
    m_loss_bound = bounds.value("loss", kLoss);
  }
  std::string folder() const { return golden_folder() + "/" + GetParam(); }
  bool has(const std::string& key) const { return m_expected.count(key) > 0; }
  Tensor logits() { return logits_of(*m_model, m_rows.ids, m_rows.task_ids); }
  // Trained by name only: Python has no gradient either (the goldens hold zeros), so the optimiser leaves it alone on both sides.
  static bool unread(const Tensor& wanted, const Tensor& tensor) { return !wanted.any().item<bool>() && !tensor.grad().defined(); }
  bool moves_base() const { return has("disabled_logits"); }

  // The loaded folder; where the file does not hold all that was trained (prompt encoders), the trainables Python had. In training mode
  // where the case was trained so.
  std::unique_ptr<Adapter> as_trained() {
    auto adapter = with_trained_values();
    if (m_case.value("training", false)) {
      m_model->set_training(true);
      torch::manual_seed(0);
    }
    return adapter;
  }
  std::unique_ptr<Adapter> with_trained_values() {
    bool raw = false;
    for (const auto& [name, tensor] : m_expected) raw = raw || name.starts_with("start.");
    if (!raw) return load_adapter(*m_model, folder()).value();
    auto adapter = make_adapter(*m_model, m_case.at("config"), 0).value();
    at::NoGradGuard no_grad;
    const auto stored = read_tensors(folder() + "/adapter_model.safetensors");
    for (auto& [name, tensor] : adapter->saved()) tensor.detach().copy_(stored.at(name));  // what is frozen; of no effect on what is made
    for (auto& [name, tensor] : adapter->trainable()) tensor.copy_(has("start." + name) ? m_expected.at("start." + name) : stored.at(name));
    return adapter;
  }

  Json m_case;
  std::map<std::string, Tensor> m_expected;
  std::unique_ptr<CausalLm> m_model;
  Rows m_rows;
  double m_logits_bound = 0, m_grad_bound = 0, m_loss_bound = 0;
};

TEST_P(PeftParity, LoadsWithTheSameLogits) {
  EXPECT_TRUE(near(logits(), m_expected.at("base_logits"), m_logits_bound));
  const auto adapter = load_adapter(*m_model, folder());
  ASSERT_TRUE(adapter.ok()) << adapter.error().text();
  EXPECT_TRUE(near(logits(), m_expected.at("logits"), m_logits_bound));
  EXPECT_FALSE(near(logits(), m_expected.at("base_logits"), 1e-3)) << "the case changes nothing, so it shows nothing";
}

TEST_P(PeftParity, ConfigFindsTheSameTensors) {
  auto adapter = make_adapter(*m_model, m_case.at("config"), 0);
  ASSERT_TRUE(adapter.ok()) << adapter.error().text();
  std::map<std::string, std::vector<int64_t>> ours, theirs;
  for (auto& [name, tensor] : (*adapter)->saved()) ours[name] = tensor.sizes().vec();
  for (auto& [name, tensor] : read_tensors(folder() + "/adapter_model.safetensors")) theirs[name] = tensor.sizes().vec();
  EXPECT_EQ(ours, theirs);
}

TEST_P(PeftParity, ValuesThatPeftSeedsAreTheSame) {
  auto adapter = make_adapter(*m_model, m_case.at("config"), 5).value();
  std::map<std::string, Tensor> fresh;
  for (auto& [name, tensor] : adapter->saved()) fresh[name] = tensor;
  for (const auto& [name, wanted] : m_expected) {
    if (!name.starts_with("fresh.")) continue;
    ASSERT_TRUE(fresh.count(name.substr(6))) << name;
    EXPECT_TRUE(at::equal(fresh.at(name.substr(6)), wanted)) << name;
  }
}

TEST_P(PeftParity, GradientsAreTheSame) {
  const auto adapter = as_trained();
  const Tensor loss = loss_of(*m_model, m_rows, *adapter);
  EXPECT_NEAR(loss.item<double>(), m_expected.at("loss").item<double>(), m_loss_bound * m_expected.at("loss").item<double>());
  loss.backward();
  std::size_t golden = 0;
  for (const auto& [name, tensor] : m_expected) golden += name.starts_with("grad.");
  const auto trainable = adapter->trainable();
  EXPECT_EQ(trainable.size(), golden);
  for (const auto& [name, tensor] : trainable) {
    ASSERT_TRUE(has("grad." + name)) << name << " is not trained by PEFT";
    const Tensor& wanted = m_expected.at("grad." + name);
    if (unread(wanted, tensor)) continue;
    ASSERT_TRUE(tensor.grad().defined()) << name;
    const double error = (tensor.grad() - wanted).norm().item<double>() / std::max(1e-12, wanted.norm().item<double>());
    EXPECT_LE(error, m_grad_bound) << name;
  }
  for (const auto& [name, param] : m_model->parameters()) EXPECT_FALSE(param->base.requires_grad()) << name;
}

TEST_P(PeftParity, RecomputedBlocksChangeNoGradient) {
  const auto adapter = as_trained();
  m_model->gradient_checkpointing = true;
  loss_of(*m_model, m_rows, *adapter).backward();
  for (const auto& [name, tensor] : adapter->trainable()) {
    const Tensor& wanted = m_expected.at("grad." + name);
    if (unread(wanted, tensor)) continue;
    ASSERT_TRUE(tensor.grad().defined()) << name;
    EXPECT_LE((tensor.grad() - wanted).norm().item<double>(), m_grad_bound * std::max(1e-12, wanted.norm().item<double>())) << name;
  }
}

TEST_P(PeftParity, TenStepsOfAdamW) {
  const auto adapter = as_trained();
  std::vector<Tensor> leaves;
  for (auto& [name, tensor] : adapter->trainable()) leaves.push_back(tensor);
  torch::optim::AdamW optimizer(leaves, torch::optim::AdamWOptions(5e-3).weight_decay(1e-2));
  const Tensor wanted = m_expected.at("losses");
  for (int64_t step = 0; step < wanted.size(0); ++step) {
    optimizer.zero_grad();
    const Tensor loss = loss_of(*m_model, m_rows, *adapter);
    loss.backward();
    optimizer.step();
    adapter->on_step(step + 1, wanted.size(0));
    const double golden = wanted[step].item<double>();
    EXPECT_NEAR(loss.item<double>(), golden, std::max(1e-4, m_loss_bound) * golden) << "step " << step;
  }
}

TEST_P(PeftParity, MergesAndUnmergesExactly) {
  const auto before = base_weights(*m_model);
  {
    const auto adapter = load_adapter(*m_model, folder()).value();
    const Tensor forward = logits();
    if (!adapter->mergeable()) {
      EXPECT_FALSE(has("merged_logits"));
      EXPECT_THROW(adapter->merge(), Failure);
      EXPECT_TRUE(at::equal(logits(), forward));
      return;
    }
    adapter->merge();
    const Tensor merged = logits();
    EXPECT_TRUE(near(merged, forward, m_logits_bound));
    if (has("merged_logits")) {
      EXPECT_TRUE(near(merged, m_expected.at("merged_logits"), m_logits_bound));
    }
    adapter->set_enabled(false);
    if (!moves_base()) {
      EXPECT_TRUE(same_base(*m_model, before));
    }
    adapter->set_enabled(true);
    EXPECT_TRUE(at::equal(logits(), merged));
    adapter->unmerge();
    EXPECT_TRUE(at::equal(logits(), forward)) << "unmerging rounds";
  }
  EXPECT_TRUE(same_base(*m_model, before)) << "the adapter left traces";
}

TEST_P(PeftParity, DisabledIsTheBase) {
  const auto before = base_weights(*m_model);
  const Tensor base = logits();
  {
    const auto adapter = load_adapter(*m_model, folder()).value();
    const Tensor on = logits();
    adapter->set_enabled(false);
    if (moves_base()) {
      EXPECT_TRUE(near(logits(), m_expected.at("disabled_logits"), m_logits_bound));
    } else {
      EXPECT_TRUE(at::equal(logits(), base));
      EXPECT_TRUE(same_base(*m_model, before));
    }
    adapter->set_enabled(true);
    EXPECT_TRUE(at::equal(logits(), on));
  }
  EXPECT_TRUE(at::equal(logits(), base));
  EXPECT_TRUE(same_base(*m_model, before));
}

// Lists that PEFT keeps as sets have no order.
Json sorted_lists(Json json) {
  for (auto& [key, value] : json.items()) {
    if (value.is_array()) std::sort(value.begin(), value.end());
  }
  return json;
}

TEST_P(PeftParity, SavesWhatPythonSaved) {
  const auto adapter = load_adapter(*m_model, folder()).value();
  const TempFolder temp;
  ASSERT_TRUE(save_adapter(*adapter, temp.path(), "tiny/" + m_case.at("model").get<std::string>()).ok());
  const auto ours = read_tensors(temp.path() + "/adapter_model.safetensors"), theirs = read_tensors(folder() + "/adapter_model.safetensors");
  EXPECT_EQ(ours.size(), theirs.size());
  for (const auto& [name, tensor] : theirs) {
    ASSERT_TRUE(ours.count(name)) << name << " is missing";
    EXPECT_TRUE(at::equal(ours.at(name), tensor)) << name;
  }
  EXPECT_EQ(sorted_lists(read_json_file(temp.path() + "/adapter_config.json").value()),
            sorted_lists(read_json_file(folder() + "/adapter_config.json").value()));
  EXPECT_TRUE(std::filesystem::exists(temp.path() + "/README.md"));
}

INSTANTIATE_TEST_SUITE_P(Goldens, PeftParity, ::testing::ValuesIn(golden_cases()), [](const auto& info) { return info.param; });

TEST(PeftTable, EveryMethodHasAGoldenCase) {
  std::map<std::string, int> cases;
  for (const auto& name : golden_cases()) ++cases[golden_case(name).at("config").at("peft_type")];
  EXPECT_FALSE(peft_methods().empty());
  for (const PeftMethod* method : peft_methods()) EXPECT_GT(cases[method->peft_type], 0) << method->peft_type;
  for (const auto& [type, count] : cases) EXPECT_TRUE(find_peft_method(type)) << type;
}

TEST(PeftTable, AbilitiesAreTrue) {
  std::map<std::string, bool> merges;
  for (const auto& name : golden_cases()) {
    const Json golden = golden_case(name);
    const auto model = case_model(name);
    const auto adapter = make_adapter(*model, golden.at("config"), 0).value();
    merges[golden.at("config").at("peft_type")] |= adapter->mergeable();
  }
  for (const PeftMethod* method : peft_methods()) {
    EXPECT_EQ(method->mergeable, merges.at(method->peft_type)) << method->peft_type;
    EXPECT_TRUE(method->family == "weights" || method->family == "prompt" || method->family == "selects" || method->family == "mixture");
    for (const auto& spec : method->schema().params) EXPECT_FALSE(spec.help.empty()) << method->peft_type << " " << spec.key;
  }
}

}  // namespace
}  // namespace paretune::testing
