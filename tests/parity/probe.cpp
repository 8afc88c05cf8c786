// SPDX-License-Identifier: GPL-3.0-or-later
// What tests/parity/table.py asks of the engine: one JSON request a line on stdin, one JSON answer a line on stdout.
//   {"do": "adapter", "model", "adapter", "input", "out"}   everything one adapter folder shows: tensors to out/tensors.safetensors
//                                                            (logits, loss, grad.*, losses, merged_logits), the adapter to out/adapter;
//                                                            "start" and "config" where the file does not hold what was trained
//   {"do": "fresh", "model", "config", "seeds", "out"}      fresh values: out/<seed>.safetensors
//   {"do": "refuse", "model", "config"}                     {"refused": text or null}
#include <iostream>

#include "tests/peft/peft_support.h"
#include "training/io/safetensors.h"

namespace paretune::testing {
namespace {

using Named = std::vector<std::pair<std::string, Tensor>>;

std::string type_name(const Tensor& tensor) {
  switch (tensor.scalar_type()) {
    case at::kLong: return "I64";
    case at::kInt: return "I32";
    case at::kShort: return "I16";
    case at::kByte: return "U8";
    default: return "F32";
  }
}

void write(const std::string& path, const Named& tensors) {
  std::vector<Tensor> held;
  std::vector<SafeTensor> out;
  for (const auto& [name, tensor] : tensors) {
    held.push_back(tensor.detach().contiguous());
    const Tensor& t = held.back();
    out.push_back({name, type_name(t), t.sizes().vec(), {static_cast<const std::byte*>(t.data_ptr()), t.nbytes()}});
  }
  write_safetensors(path, out).value();
}

std::unique_ptr<CausalLm> open(const Json& request) { return load_model(*ModelSource::open(request.at("model")).value(), at::kCPU); }

Tensor ten_steps(CausalLm& model, const Rows& rows, Adapter& adapter) {
  std::vector<Tensor> leaves;
  for (auto& [name, tensor] : adapter.trainable()) leaves.push_back(tensor);
  torch::optim::AdamW optimizer(leaves, torch::optim::AdamWOptions(5e-3).weight_decay(1e-2));
  std::vector<float> losses;
  for (int64_t step = 0; step < 10; ++step) {
    optimizer.zero_grad();
    const Tensor loss = loss_of(model, rows, adapter);
    loss.backward();
    optimizer.step();
    adapter.on_step(step + 1, 10);
    losses.push_back(loss.item<float>());
  }
  return at::tensor(losses);
}

// The loaded folder; where the file does not hold what was trained (prompt encoders), "start" names a file with the trained values.
std::unique_ptr<Adapter> to_train(CausalLm& model, const Json& request) {
  const std::string folder = request.at("adapter");
  if (!request.contains("start")) return load_adapter(model, folder).value();
  auto adapter = make_adapter(model, request.at("config"), 0).value();
  at::NoGradGuard no_grad;
  const auto stored = read_tensors(folder + "/adapter_model.safetensors"), start = read_tensors(request.at("start"));
  for (auto& [name, tensor] : adapter->saved()) {
    if (stored.count(name)) tensor.detach().copy_(stored.at(name));  // what is frozen; of no effect on what is made
  }
  for (auto& [name, tensor] : adapter->trainable()) tensor.copy_(start.at(name));
  return adapter;
}

Json probe_adapter(const Json& request) {
  const std::string folder = request.at("adapter"), out = request.at("out");
  const auto input = read_tensors(request.at("input"));
  const Rows rows{input.at("input_ids"), input.at("labels"), input.count("task_ids") ? input.at("task_ids") : Tensor()};
  const auto model = open(request);
  auto logits = [&] { return logits_of(*model, rows.ids, rows.task_ids); };
  const auto base = base_weights(*model);
  const Tensor base_logits = logits();
  Named tensors = {{"base_logits", base_logits}};
  Json answer = Json::object();
  {
    const auto adapter = load_adapter(*model, folder).value();
    const Tensor on = logits();
    tensors.emplace_back("logits", on);
    adapter->set_enabled(false);
    tensors.emplace_back("disabled_logits", logits());
    answer["disabled_is_base"] = at::equal(tensors.back().second, base_logits) && bool(same_base(*model, base));
    adapter->set_enabled(true);
    answer["enabled_again"] = at::equal(logits(), on);
    answer["mergeable"] = adapter->mergeable();
    if (adapter->mergeable()) {
      adapter->merge();
      tensors.emplace_back("merged_logits", logits());
      adapter->unmerge();
      answer["unmerge_is_exact"] = at::equal(logits(), on);
    }
    save_adapter(*adapter, out + "/adapter", "").value();
  }
  {
    const auto adapter = to_train(*model, request);
    const Tensor loss = loss_of(*model, rows, *adapter);
    tensors.emplace_back("loss", loss.reshape({1}));
    loss.backward();
    for (const auto& [name, tensor] : adapter->trainable()) {
      tensors.emplace_back("grad." + name, tensor.grad().defined() ? tensor.grad().clone() : at::zeros_like(tensor));
      tensor.mutable_grad() = Tensor();
    }
    bool base_untouched = true;
    for (const auto& [name, param] : model->parameters()) base_untouched = base_untouched && !param->base.requires_grad();
    answer["only_adapter_gradients"] = base_untouched;
    tensors.emplace_back("losses", ten_steps(*model, rows, *adapter));
  }
  answer["base_comes_back"] = at::equal(logits(), base_logits) && bool(same_base(*model, base));
  write(out + "/tensors.safetensors", tensors);
  return answer;
}

Json probe_fresh(const Json& request) {
  for (const auto& seed : request.at("seeds")) {
    const auto model = open(request);
    const auto adapter = make_adapter(*model, request.at("config"), seed.get<uint64_t>()).value();
    write(request.at("out").get<std::string>() + "/" + seed.dump() + ".safetensors", adapter->saved());
  }
  return Json::object();
}

Json probe_refusal(const Json& request) {
  const auto model = open(request);
  const auto made = make_adapter(*model, request.at("config"), 0);
  return {{"refused", made.ok() ? Json() : Json(made.error().text())}};
}

Json answer_to(const Json& request) {
  const std::string what = request.at("do");
  if (what == "adapter") return probe_adapter(request);
  if (what == "fresh") return probe_fresh(request);
  return probe_refusal(request);
}

}  // namespace
}  // namespace paretune::testing

int main() {
  at::set_num_threads(1);
  for (std::string line; std::getline(std::cin, line);) {
    paretune::Json answer;
    try {
      answer = paretune::testing::answer_to(paretune::Json::parse(line));
    } catch (const paretune::Failure& failure) {
      answer = {{"error", failure.error().text()}};
    } catch (const std::exception& error) {
      answer = {{"error", error.what()}};
    }
    std::cout << answer.dump() << std::endl;
  }
}
