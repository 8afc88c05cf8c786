// SPDX-License-Identifier: GPL-3.0-or-later
// Every golden case on the emulated device, which is as strict as a GPU about where tensors are: the same numbers as Python's, and the
// same files. And in bf16, on the device and on the CPU.
#include "tests/peft/peft_support.h"
#include "tests/support/emulated_device.h"

namespace paretune::testing {
namespace {

constexpr double kLogits = 1e-5, kGradient = 5e-5, kLoss = 1e-5;  // as peft_parity_test, whose sums are in another order

// The emulated device has no FFT, convolution or LSTM: LibTorch brings those for real devices only.
bool lacks_operators(const std::string& name) {
  return name.starts_with("c3a_") || name.starts_with("fourierft_") || name.starts_with("waveft_") || name == "p_tuning_lstm";
}
// LibTorch's products of bf16 refuse the empty factors that these hold.
bool has_empty_factors(const std::string& name) { return name == "adamss_biases" || name == "adalora_kept"; }

class PeftOnDevice : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (lacks_operators(GetParam())) GTEST_SKIP() << "the emulated device lacks its operators";
    at::set_num_threads(1);
    m_case = golden_case(GetParam());
    m_expected = read_tensors(folder() + "/expected.safetensors");
    m_rows = {m_expected.at("input_ids"), m_expected.at("labels"), task_ids_of(m_case)};
    m_bounds = m_case.value("bounds", Json::object());
  }
  void TearDown() override { set_test_device(at::kCPU); }
  void load(const at::Device& device) {
    set_test_device(device);
    m_model = case_model(GetParam());
  }
  std::string folder() const { return golden_folder() + "/" + GetParam(); }
  bool has(const std::string& key) const { return m_expected.count(key) > 0; }
  double bound(const char* key, double usual) const { return m_bounds.value(key, usual); }
  Tensor logits() { return logits_of(*m_model, m_rows.ids, m_rows.task_ids).to(at::kCPU); }

  // As peft_parity_test's.
  std::unique_ptr<Adapter> as_trained() {
    bool raw = false;
    for (const auto& [name, tensor] : m_expected) raw = raw || name.starts_with("start.");
    auto adapter = raw ? make_adapter(*m_model, m_case.at("config"), 0).value() : load_adapter(*m_model, folder()).value();
    if (raw) {
      at::NoGradGuard no_grad;
      const auto stored = read_tensors(folder() + "/adapter_model.safetensors");
      for (auto& [name, tensor] : adapter->saved()) tensor.detach().copy_(stored.at(name));
      for (auto& [name, tensor] : adapter->trainable()) tensor.copy_(has("start." + name) ? m_expected.at("start." + name) : stored.at(name));
    }
    if (m_case.value("training", false)) {
      m_model->set_training(true);
      torch::manual_seed(0);  // the device's generator too, which draws as the CPU's does
    }
    return adapter;
  }
  void expect_gradients(Adapter& adapter, double allowed) {
    for (const auto& [name, tensor] : adapter.trainable()) {
      const Tensor& wanted = m_expected.at("grad." + name);
      if (!wanted.any().item<bool>() && !tensor.grad().defined()) continue;
      ASSERT_TRUE(tensor.grad().defined()) << name;
      EXPECT_EQ(tensor.grad().device(), tensor.device()) << name;
      const double error = (tensor.grad().to(at::kCPU) - wanted).norm().item<double>() / std::max(1e-12, wanted.norm().item<double>());
      EXPECT_LE(error, allowed) << name;
    }
  }

  Json m_case, m_bounds;
  std::map<std::string, Tensor> m_expected;
  std::unique_ptr<CausalLm> m_model;
  Rows m_rows;
};

TEST_P(PeftOnDevice, LogitsFilesAndMerging) {
  load(emulated_device());
  const auto adapter = load_adapter(*m_model, folder()).value();
  for (const auto& [name, tensor] : adapter->trainable()) EXPECT_EQ(tensor.device(), emulated_device()) << name;
  EXPECT_TRUE(near(logits(), m_expected.at("logits"), bound("logits", kLogits)));
  const TempFolder temp;
  ASSERT_TRUE(save_adapter(*adapter, temp.path(), "tiny/" + m_case.at("model").get<std::string>()).ok());
  const auto ours = read_tensors(temp.path() + "/adapter_model.safetensors");
  const bool constrained = std::string(GetParam()).starts_with("oft_constrained");
  for (const auto& [name, tensor] : read_tensors(folder() + "/adapter_model.safetensors")) {
    ASSERT_TRUE(ours.count(name)) << name;
    // A constraint is applied again to what is read, by the device's arithmetic.
    EXPECT_TRUE(constrained ? at::allclose(ours.at(name), tensor, 1e-6, 1e-8) : at::equal(ours.at(name), tensor)) << name;
  }
  if (!adapter->mergeable()) return;
  adapter->merge();
  EXPECT_TRUE(near(logits(), m_expected.at("logits"), bound("logits", kLogits)));
  adapter->unmerge();
}

TEST_P(PeftOnDevice, FreshAdapters) {
  load(emulated_device());
  const auto adapter = make_adapter(*m_model, m_case.at("config"), 5).value();
  for (const auto& [name, tensor] : adapter->trainable()) EXPECT_EQ(tensor.device(), emulated_device()) << name;
  EXPECT_TRUE(loss_of(*m_model, m_rows, *adapter).isfinite().item<bool>());
}

TEST_P(PeftOnDevice, Gradients) {
  load(emulated_device());
  for (const bool checkpointing : {false, true}) {
    m_model->gradient_checkpointing = checkpointing;
    const auto adapter = as_trained();
    const Tensor loss = loss_of(*m_model, m_rows, *adapter);
    EXPECT_NEAR(loss.item<double>(), m_expected.at("loss").item<double>(), bound("loss", kLoss) * m_expected.at("loss").item<double>());
    loss.backward();
    expect_gradients(*adapter, std::max(kGradient, bound("grad", kGradient)));
  }
}

TEST_P(PeftOnDevice, TenSteps) {
  load(emulated_device());
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
    EXPECT_NEAR(loss.item<double>(), golden, std::max(1e-4, bound("loss", kLoss)) * golden) << "step " << step;
  }
}

// Products in bf16: the loss stays near, and every gradient arrives, in fp32.
TEST_P(PeftOnDevice, InBf16) {
  if (has_empty_factors(GetParam())) GTEST_SKIP() << "LibTorch cannot multiply its empty factors in bf16";
  for (const at::Device& device : {at::Device(at::kCPU), emulated_device()}) {
    SCOPED_TRACE(device.str());
    load(device);
    m_model->compute_type = at::kBFloat16;
    for (const bool checkpointing : {false, true}) {
      m_model->gradient_checkpointing = checkpointing;
      const auto adapter = as_trained();
      const Tensor loss = loss_of(*m_model, m_rows, *adapter);
      EXPECT_EQ(loss.scalar_type(), at::kFloat);
      EXPECT_NEAR(loss.item<double>(), m_expected.at("loss").item<double>(), 0.05 * m_expected.at("loss").item<double>());
      loss.backward();
      for (const auto& [name, tensor] : adapter->trainable()) {
        const Tensor& golden = m_expected.at("grad." + name);
        if (!golden.any().item<bool>() && !tensor.grad().defined()) continue;
        ASSERT_TRUE(tensor.grad().defined()) << name;
        EXPECT_EQ(tensor.grad().scalar_type(), at::kFloat) << name;
        EXPECT_TRUE(tensor.grad().isfinite().all().item<bool>()) << name;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, PeftOnDevice, ::testing::ValuesIn(golden_cases()), [](const auto& info) { return info.param; });

}  // namespace
}  // namespace paretune::testing
