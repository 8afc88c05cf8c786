// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/data_looks.h"

namespace paretune {
namespace {

class Watch final : public WeightAdapter {
 public:
  explicit Watch(Look look) : m_look(std::move(look)) {}
  Tensor forward(const Tensor& x, const Linear&, const InnerLinear& inner) override {
    m_look(x);
    return inner(x);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override { return {weight, bias}; }

 private:
  Look m_look;
};

// Weights are leaves that need gradients, on the model's own storage, until the end of the scope.
class TrainedForNow {
 public:
  explicit TrainedForNow(const std::vector<Linear*>& layers) {
    for (Linear* layer : layers) {
      if (layer->weight->packed && !layer->weight->packed->exact()) {
        fail(ErrorKind::unsupported, "\"" + layer->name + "\" is quantised, and LoRA-GA needs gradients in full precision, in PEFT too", "peft.init_lora_weights",
             "Use another choice, or a model that is not quantised.");
      }
      if (layer->weight->trained.defined()) continue;  // tied to one that is named already
      layer->weight->trained = layer->dense_weight().requires_grad_(true);
      m_params.push_back(layer->weight);
    }
  }
  ~TrainedForNow() {
    for (const auto& param : m_params) param->trained = Tensor();
  }

 private:
  std::vector<ParamPtr> m_params;
};

struct Mode {
  CausalLm& model;
  Mode(CausalLm& on, bool training) : model(on) { model.set_training(training); }
  ~Mode() { model.set_training(false); }
};

}  // namespace

Watches::~Watches() {
  for (auto& [layer, watch] : m_watched) std::erase(layer->adapters, watch);
}

void Watches::add(Linear& layer, Look look) {
  if (&layer == &m_model.head()) {
    m_head = std::move(look);
    return;
  }
  m_watched.emplace_back(&layer, std::make_shared<Watch>(std::move(look)));
  layer.adapters.push_back(m_watched.back().second);
}

void Watches::run(const TokenBatch& batch) {
  at::NoGradGuard no_grad;
  const Mode mode(m_model, false);
  const Tensor hidden = m_model.hidden(batch);
  if (m_head) m_head(hidden);
}

std::vector<SampleBatch> data_of(CausalLm& model, int64_t count) {
  auto batches = model.sample_batches ? model.sample_batches(count) : std::vector<SampleBatch>();
  if (batches.empty()) {
    fail(ErrorKind::input, "needs training data; only train can make such an adapter", "peft.init_lora_weights",
         "Start a training run, load an adapter that was made so, or set init_lora_weights to true.");
  }
  return batches;
}

SampleBatch sample_of(const SampleBatch& batch, std::size_t number) {
  const auto& all = batch.tokens;
  const int64_t begin = all.offsets.at(number), end = all.offsets.at(number + 1), i = static_cast<int64_t>(number);
  const auto part = [&](const Tensor& of_samples) { return of_samples.defined() ? of_samples.slice(0, i, i + 1) : Tensor(); };
  return {{all.ids.slice(0, begin, end), all.positions.slice(0, begin, end), {0, end - begin}, part(all.task_ids), part(all.first_labels)},
          batch.targets.slice(0, begin, end)};
}

Tensor labels_of(const SampleBatch& batch) {
  const auto& offsets = batch.tokens.offsets;
  const Tensor labels = batch.targets.roll(1);
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    if (offsets[i] == offsets[i + 1]) continue;
    const Tensor first = labels[offsets[i]];
    if (batch.tokens.first_labels.defined()) first.copy_(batch.tokens.first_labels[static_cast<int64_t>(i)]);
    else first.fill_(-100);
  }
  return labels;
}

std::map<std::string, Tensor> weight_gradients(CausalLm& model, const std::vector<Linear*>& layers, const std::vector<SampleBatch>& batches) {
  const TrainedForNow trained(layers);
  const Mode mode(model, true);
  at::AutoGradMode with_gradients(true);
  for (const auto& batch : batches) {
    // Sample by sample, with the whole batch's divisor: the same gradient in less memory.
    const double tokens = (batch.targets != -100).sum().item<double>();
    for (std::size_t i = 0; i + 1 < batch.tokens.offsets.size(); ++i) {
      const SampleBatch sample = sample_of(batch, i);
      if (!(sample.targets != -100).any().item<bool>()) continue;
      model.loss(model.hidden(sample.tokens), sample.targets, tokens).backward();
    }
  }
  std::map<std::string, Tensor> out;
  for (Linear* layer : layers) {
    const Tensor& gradient = layer->weight->trained.grad();
    if (gradient.defined()) out[layer->name] = gradient.detach();
  }
  return out;
}

}  // namespace paretune
