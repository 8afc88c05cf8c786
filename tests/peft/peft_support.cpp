// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/peft/peft_support.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cstdlib>
#include <filesystem>
#include <regex>

#include "training/io/safetensors.h"

namespace paretune::testing {

namespace fs = std::filesystem;

namespace {
at::Device g_device = at::kCPU;
}
void set_test_device(const at::Device& device) { g_device = device; }

std::string golden_folder() { return std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/peft"; }

std::vector<std::string> golden_cases() {
  const char* only = std::getenv("PARETUNE_CASES");
  const std::regex wanted(only ? only : ".*");
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(golden_folder())) {
    if (std::regex_match(entry.path().filename().string(), wanted) && fs::exists(entry.path() / "case.json")) out.push_back(entry.path().filename().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

Json golden_case(const std::string& name) {
  Json golden = read_json_file(golden_folder() + "/" + name + "/case.json").value();
  if (golden.at("config").contains("adapters")) {
    for (auto& path : golden["config"]["adapters"]) path = golden_folder() + "/" + name + "/" + path.get<std::string>();
  }
  return golden;
}

std::map<std::string, Tensor> read_tensors(const std::string& path) {
  const auto file = SafetensorsFile::open(path);
  std::map<std::string, Tensor> out;
  for (const auto& stored : file.value().tensors()) {
    static const std::map<std::string, at::ScalarType> whole = {{"I64", at::kLong}, {"I32", at::kInt}, {"I16", at::kShort}, {"U8", at::kByte}};
    const auto type = whole.count(stored.dtype) ? whole.at(stored.dtype) : at::kFloat;
    Tensor tensor = at::empty(stored.shape, type);
    if (tensor.nbytes() != stored.data.size()) fail(ErrorKind::io, stored.name + " has an unexpected type " + stored.dtype, path);
    std::memcpy(tensor.data_ptr(), stored.data.data(), stored.data.size());
    out.emplace(stored.name, tensor);
  }
  return out;
}

std::unique_ptr<CausalLm> tiny_model(const std::string& name) {
  const auto source = ModelSource::open(golden_folder() + "/models/" + name).value();
  return load_model(*source, g_device);
}

namespace {

TokenBatch batch_of(const Tensor& ids, const Tensor& task_ids, const Tensor& labels = {}) {
  std::vector<std::vector<int64_t>> samples;
  for (int64_t b = 0; b < ids.size(0); ++b) {
    const Tensor row = ids[b].contiguous();
    samples.emplace_back(row.data_ptr<int64_t>(), row.data_ptr<int64_t>() + row.numel());
  }
  TokenBatch batch = TokenBatch::of(samples, g_device);
  batch.task_ids = task_ids.defined() ? task_ids.to(g_device) : task_ids;
  if (labels.defined()) batch.first_labels = labels.select(1, 0).to(g_device);
  return batch;
}

}  // namespace

std::unique_ptr<CausalLm> case_model(const std::string& name) {
  const Json golden = golden_case(name);
  auto model = tiny_model(golden.at("model"));
  if (!golden.value("samples", false)) return model;
  const auto expected = read_tensors(golden_folder() + "/" + name + "/expected.safetensors");
  std::vector<SampleBatch> batches;
  const Tensor ids = expected.at("samples.input_ids"), labels = expected.at("samples.labels");  // (batch, row, token)
  for (int64_t b = 0; b < ids.size(0); ++b) {
    const Tensor targets = at::full_like(labels[b], -100);
    targets.slice(1, 0, targets.size(1) - 1).copy_(labels[b].slice(1, 1));
    batches.push_back({batch_of(ids[b], {}, labels[b]), targets.flatten().to(g_device)});
  }
  model->sample_batches = [batches](int64_t count) { return std::vector(batches.begin(), batches.begin() + std::min<int64_t>(count, std::ssize(batches))); };
  return model;
}

Rows some_rows(int64_t vocab, uint64_t seed) {
  at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  Rows rows;
  rows.ids = at::empty({2, 6}, at::kLong).random_(0, vocab, generator);
  rows.labels = rows.ids.clone();
  rows.labels[0].slice(0, 0, 2).fill_(-100);
  return rows;
}

Tensor task_ids_of(const Json& golden) {
  return golden.contains("task_ids") ? at::tensor(golden.at("task_ids").get<std::vector<int64_t>>(), at::kLong) : Tensor();
}

Tensor logits_of(CausalLm& model, const Tensor& ids, const Tensor& task_ids) {
  at::NoGradGuard no_grad;
  return model.logits(model.hidden(batch_of(ids, task_ids))).view({ids.size(0), ids.size(1), -1});
}

Tensor loss_of(CausalLm& model, const Rows& rows) {
  const Tensor targets = at::full_like(rows.labels, -100);
  targets.slice(1, 0, targets.size(1) - 1).copy_(rows.labels.slice(1, 1));
  return model.loss(model.hidden(batch_of(rows.ids, rows.task_ids, rows.labels)), targets.flatten().to(g_device), 0);
}

Tensor loss_of(CausalLm& model, const Rows& rows, Adapter& adapter) {
  const Tensor loss = loss_of(model, rows);
  const Tensor extra = adapter.extra_loss();
  return extra.defined() ? loss + extra : loss;
}

void perturb(Adapter& adapter, double size, uint64_t seed) {
  at::NoGradGuard no_grad;
  at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  for (auto& [name, tensor] : adapter.trainable()) tensor.add_(at::empty_like(tensor).normal_(0, size, generator));
}

std::map<std::string, Tensor> base_weights(CausalLm& model) {
  std::map<std::string, Tensor> out;
  for (const auto& [name, param] : model.parameters()) out.emplace(name, param->base.clone());
  return out;
}

::testing::AssertionResult same_base(CausalLm& model, const std::map<std::string, Tensor>& before) {
  const auto now = model.parameters();
  if (now.size() < before.size()) return ::testing::AssertionFailure() << now.size() << " parameters instead of " << before.size();
  for (const auto& [name, param] : now) {
    auto found = before.find(name);
    // A tied head that is trained apart from the embedding has a weight of its own for so long.
    if (found == before.end() && name == "lm_head.weight") found = before.find(model.embeddings().name + ".weight");
    if (found == before.end()) return ::testing::AssertionFailure() << name << " is new";
    if (!at::equal(param->value(), found->second)) return ::testing::AssertionFailure() << name << " changed";
  }
  return ::testing::AssertionSuccess();
}

::testing::AssertionResult near(const Tensor& a, const Tensor& b, double bound) {
  if (a.sizes() != b.sizes()) return ::testing::AssertionFailure() << "shapes differ";
  if (!a.isfinite().all().item<bool>()) return ::testing::AssertionFailure() << "not finite";
  const double difference = (a - b).abs().max().item<double>(), scale = b.abs().max().item<double>();
  if (difference <= bound * scale) return ::testing::AssertionSuccess() << difference / scale;
  return ::testing::AssertionFailure() << "largest difference " << difference << " of largest value " << scale << ", relative " << difference / scale
                                       << ", allowed " << bound;
}

}  // namespace paretune::testing
