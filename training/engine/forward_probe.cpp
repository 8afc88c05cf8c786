// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/forward_probe.h"

#include <cstring>

#include "training/io/safetensors.h"

namespace paretune {
namespace {

// int64 (B, T), or (B) with one dimension, from an I64 or I32 tensor of the file; undefined when it is not there.
Tensor integers(const SafetensorsFile& file, const std::string& name, const std::string& where, std::size_t dimensions = 2) {
  const SafeTensor* found = file.find(name);
  if (!found) return {};
  if (found->shape.size() != dimensions) {
    fail(ErrorKind::input, "\"" + name + "\" must have " + (dimensions == 2 ? "two dimensions (batch, tokens)" : "one dimension (batch)"), where);
  }
  const auto type = found->dtype == "I64" ? at::kLong : found->dtype == "I32" ? at::kInt : found->dtype == "BOOL" || found->dtype == "U8" ? at::kByte : at::kFloat;
  if (type == at::kFloat) fail(ErrorKind::input, "\"" + name + "\" must hold integers, not " + found->dtype, where);
  Tensor out = at::empty(found->shape, type);
  if (!found->data.empty()) std::memcpy(out.data_ptr(), found->data.data(), found->data.size());
  return out.to(at::kLong);
}

SafeTensor stored(const std::string& name, const Tensor& tensor) {
  return {name, "F32", tensor.sizes().vec(), {static_cast<const std::byte*>(tensor.data_ptr()), static_cast<std::size_t>(tensor.nbytes())}};
}

}  // namespace

void forward_probe(const Adapted& adapted, const std::string& input, const std::string& output, bool grads) {
  const auto file = SafetensorsFile::open(input).value();
  const Tensor ids = integers(file, "input_ids", input), labels = integers(file, "labels", input);
  Tensor mask = integers(file, "attention_mask", input);
  if (!ids.defined()) fail(ErrorKind::input, "\"input_ids\" is missing", input, "Write an int64 tensor input_ids (batch, tokens).");
  for (const auto& [name, tensor] : {std::pair{"labels", labels}, std::pair{"attention_mask", mask}}) {
    if (tensor.defined() && tensor.sizes() != ids.sizes()) fail(ErrorKind::input, std::string("\"") + name + "\" has another shape than input_ids", input);
  }
  if (grads && !labels.defined()) fail(ErrorKind::input, "--grads needs \"labels\"", input, "Add an int64 tensor labels (batch, tokens), -100 where nothing is trained.");
  if (grads && adapted.adapters.size() != 1) fail(ErrorKind::usage, "--grads needs --adapter, once", input);
  CausalLm& model = adapted.model;
  const int64_t b = ids.size(0), t = ids.size(1), v = model.config.vocab_size;
  if (ids.numel() > 0 && (ids.min().item<int64_t>() < 0 || ids.max().item<int64_t>() >= v)) {
    fail(ErrorKind::input, "an id lies outside the vocabulary of " + std::to_string(v), input, "Tokenise the text with this model's tokenizer.");
  }
  if (!mask.defined()) mask = at::ones_like(ids);
  const Tensor task_ids = integers(file, "task_ids", input, 1);
  if (task_ids.defined() && task_ids.size(0) != b) fail(ErrorKind::input, "\"task_ids\" must have one entry for each row of input_ids", input);

  // Padding is taken out: the real tokens of each row become one flattened sample.
  const Tensor kept = (mask.reshape(-1) != 0).nonzero().squeeze(1);
  TokenBatch batch;
  batch.ids = ids.reshape(-1).index_select(0, kept).to(model.device);
  batch.positions = at::arange(t, at::kLong).repeat({b}).index_select(0, kept).to(model.device);
  batch.offsets = {0};
  for (int64_t row = 0; row < b; ++row) batch.offsets.push_back(batch.offsets.back() + (mask[row] != 0).sum().item<int64_t>());

  if (task_ids.defined()) batch.task_ids = task_ids.to(model.device);
  if (labels.defined() && t > 0) batch.first_labels = labels.select(1, 0).masked_fill(mask.select(1, 0) == 0, -100).to(model.device);

  at::AutoGradMode grad_mode(grads);
  const Tensor hidden = model.hidden(batch);
  Tensor loss, logits;
  if (labels.defined()) {
    Tensor targets = at::full_like(ids, -100);
    if (t > 1) targets.slice(1, 0, t - 1).copy_(labels.slice(1, 1, t));
    targets = targets.reshape(-1).index_select(0, kept);
    const Tensor counted = labels.masked_select(labels != -100);
    if (counted.numel() > 0 && (counted.min().item<int64_t>() < 0 || counted.max().item<int64_t>() >= v)) {
      fail(ErrorKind::input, "a label lies outside the vocabulary of " + std::to_string(v), input);
    }
    loss = model.loss(hidden, targets.to(model.device), 0);
    for (const auto& adapter : adapted.adapters) {
      if (const Tensor extra = adapter->extra_loss(); extra.defined()) loss = loss + extra;
    }
  }
  {
    at::NoGradGuard no_grad;
    logits = at::zeros({b * t, v}, at::kFloat);
    logits.index_copy_(0, kept, model.logits(hidden.detach()).to(at::kCPU).to(at::kFloat));
    logits = logits.view({b, t, v});
  }
  std::vector<Tensor> held;
  std::vector<SafeTensor> out = {stored("logits", logits)};
  if (loss.defined()) {
    held.push_back(loss.detach().to(at::kCPU).reshape({}).contiguous());
    out.push_back(stored("loss", held.back()));
  }
  if (grads) {
    const NamedTensors trainable = adapted.adapter().trainable();
    for (const auto& [name, tensor] : trainable) tensor.mutable_grad() = Tensor();
    loss.backward();
    for (const auto& [name, tensor] : trainable) {
      held.push_back((tensor.grad().defined() ? tensor.grad() : at::zeros_like(tensor)).to(at::kCPU).to(at::kFloat).contiguous());
      out.push_back(stored("grad." + name, held.back()));
    }
  }
  write_safetensors(output, out).value();
}

}  // namespace paretune
