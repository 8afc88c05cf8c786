// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/bench_methods.h"

#include <ATen/CPUGeneratorImpl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "kernels/memory/tensor_memory.h"
#include "training/core/process.h"
#include "training/peft/adapter.h"

namespace paretune {
namespace {

using Clock = std::chrono::steady_clock;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Measured {
  double attach_ms = 0;
  std::vector<double> step_ms;
  int64_t parameters = 0, peak_bytes = 0;
};

class MethodBench {
 public:
  MethodBench(CausalLm& model, int64_t tokens, int64_t steps) : m_model(model), m_steps(steps) {
    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(20260715);
    std::vector<std::vector<int64_t>> samples(2);
    for (auto& sample : samples) {
      const Tensor ids = at::empty({tokens / 2}, at::kLong).random_(0, model.config.vocab_size, generator);
      sample.assign(ids.data_ptr<int64_t>(), ids.data_ptr<int64_t>() + ids.numel());
    }
    m_batch = TokenBatch::of(samples, model.device);
    m_batch.task_ids = at::zeros({2}, at::kLong).to(model.device);
    m_targets = m_batch.ids.roll(-1);
    for (std::size_t s = 1; s < m_batch.offsets.size(); ++s) m_targets[m_batch.offsets[s] - 1] = -100;
  }

  Measured run(const Json& config) {
    Measured out;
    kernels::trim_tensor_memory();
    reset_peak_resident();
    const auto start = Clock::now();
    const auto adapter = make_adapter(m_model, config, 0).value();
    out.attach_ms = since(start);
    std::vector<Tensor> leaves;
    for (auto& [name, tensor] : adapter->trainable()) {
      leaves.push_back(tensor);
      out.parameters += tensor.numel();
    }
    torch::optim::AdamW optimizer(leaves, torch::optim::AdamWOptions(1e-5));
    m_model.set_training(true);
    for (int64_t step = 0; step <= m_steps; ++step) {  // the first warms up
      const auto began = Clock::now();
      const double count = static_cast<double>((m_targets != -100).sum().item<int64_t>());
      Tensor loss = m_model.loss(m_model.hidden(m_batch), m_targets, count);
      if (const Tensor extra = adapter->extra_loss(); extra.defined()) loss = loss + extra;
      loss.backward();
      optimizer.step();
      adapter->on_step(step + 1, m_steps + 1);
      optimizer.zero_grad();
      if (step > 0) out.step_ms.push_back(since(began));
    }
    m_model.set_training(false);
    out.peak_bytes = peak_resident_bytes();
    return out;
  }

 private:
  static double since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

  CausalLm& m_model;
  int64_t m_steps;
  TokenBatch m_batch;
  Tensor m_targets;
};

const Json kLora = {{"peft_type", "LORA"}, {"r", 32}, {"lora_alpha", 64}, {"target_modules", "all-linear"}};

Json config_of(const PeftMethod& method, CausalLm& model, const std::string& scratch) {
  Json config = {{"peft_type", method.peft_type}};
  if (method.schema().find("target_modules") && method.family == "weights") config["target_modules"] = "all-linear";
  config.update(method.start);
  if (method.peft_type == "LORA") config = kLora;
  for (const char* tokens : {"token_indices", "cpt_token_ids"}) {  // which ones is a person's choice
    if (method.schema().find(tokens)) config[tokens] = Json({1, 2, 3, 4, 5, 6, 7, 8});
  }
  if (config.contains("cpt_token_ids")) config["cpt_tokens_type_mask"] = Json({1, 2, 3, 4, 5, 6, 7, 8});
  if (method.schema().find("adapters")) {  // a mixture of adapters on disk: two to mix
    config["adapters"] = Json::object();
    for (const char* name : {"0", "1"}) {
      const std::string folder = scratch + "/" + name;
      Json lora = kLora;
      lora["r"] = 8;
      save_adapter(*make_adapter(model, lora, 1).value(), folder, "").value();
      config["adapters"][name] = folder;
    }
  }
  return config;
}

}  // namespace

Json bench_methods(const Json& options, Workbench& bench, const std::string& model_ref) {
  const std::vector<std::string> chosen = options.value("methods", std::vector<std::string>{});
  CausalLm& model = bench.weights(model_ref);
  MethodBench runner(model, options.value("tokens", int64_t{512}), options.value("steps", int64_t{3}));
  const std::string scratch = std::filesystem::temp_directory_path().string() + "/paretune-bench-methods-" + std::to_string(getpid());
  Json rows = Json::array();
  Measured lora = runner.run(kLora);
  for (const PeftMethod* method : peft_methods()) {
    if (!chosen.empty() && std::find(chosen.begin(), chosen.end(), method->peft_type) == chosen.end()) continue;
    const Json config = config_of(*method, model, scratch);
    const Measured it = runner.run(config);
    const Measured after = runner.run(kLora);
    std::vector<double> around = lora.step_ms;
    around.insert(around.end(), after.step_ms.begin(), after.step_ms.end());
    rows.push_back({{"peft_type", method->peft_type},
                    {"config", config},
                    {"trainable_parameters", it.parameters},
                    {"attach_ms", it.attach_ms},
                    {"step_ms", median(it.step_ms)},
                    {"relative_step_time", median(it.step_ms) / median(around)},
                    {"peak_bytes", it.peak_bytes},
                    {"lora_peak_bytes", after.peak_bytes}});
    lora = after;
  }
  std::filesystem::remove_all(scratch);
  return {{"model", model_ref}, {"tokens", options.value("tokens", int64_t{512})}, {"threads", at::get_num_threads()}, {"methods", rows}};
}

}  // namespace paretune
