// SPDX-License-Identifier: GPL-3.0-or-later
// Polytropon (arXiv 2202.13914) and its multi-head routing (2211.03831): an inventory of LoRAs ("skills") per layer; every task has its
// own learned mixture of them.
//
// PEFT mixes the factors for every sample and multiplies then. Here all skills are one product each way and the shares are put between:
// x (sum_s w_s A_s) = sum_s w_s (x A_s), so samples of any length share a product.
#include <limits>

#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& poly_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 8, "Rank of each skill.", 1),
        whole_spec("n_tasks", 1, "Number of tasks; the rows of the data say theirs by task_id, from 0.", 1),
        whole_spec("n_skills", 4, "Number of skills in every layer, which the tasks mix.", 1),
        whole_spec("n_splits", 1, "Parts of a layer that are mixed apart (multi-head routing); must divide its sizes.", 1),
        {.key = "poly_type",
         .type = ParamType::choice,
         .default_value = "poly",
         .help = "Kind of routing; PEFT has one.",
         .choices = {"poly"},
         .advanced = true},
        flag_spec("init_weights", true, "Start without change; false draws both factors.", true)},
       target_specs(false)});
  return schema;
}

// Which rows of the running pass belong to which sample, and the samples' tasks.
class TaskRouting final : public MixtureAdapter {
 public:
  explicit TaskRouting(int64_t tasks) : m_tasks(tasks) {}

  // Samples without a task are of task 0.
  void begin_forward(CausalLm& model, const TokenBatch& batch, KvCache*) override {
    const int64_t samples = static_cast<int64_t>(batch.offsets.size()) - 1;
    Tensor tasks = batch.task_ids.defined() ? batch.task_ids.to(at::kCPU, at::kLong) : at::zeros({samples}, at::kLong);
    if (tasks.dim() != 1 || tasks.size(0) != samples) fail(ErrorKind::input, "there must be one task per sample", "task_ids");
    if (samples > 0 && (tasks.min().item<int64_t>() < 0 || tasks.max().item<int64_t>() >= m_tasks)) {
      fail(ErrorKind::input, "the adapter has the tasks 0 to " + std::to_string(m_tasks - 1) + ", but a sample is of another one", "task_ids",
           "Raise n_tasks, or number the tasks from 0.");
    }
    std::vector<int64_t> lengths;
    for (int64_t i = 0; i < samples; ++i) lengths.push_back(batch.offsets[i + 1] - batch.offsets[i]);
    m_sample_of_row = at::repeat_interleave(at::tensor(lengths, at::kLong)).to(model.device);
    m_task_of_sample = tasks.to(model.device);
  }

  const Tensor& task_of_sample() const { return m_task_of_sample; }
  // per_sample (S, ...) -> (rows, ...), or (1, ...) where all rows are of one sample.
  Tensor by_row(const Tensor& per_sample, int64_t rows) const {
    if (per_sample.size(0) == 1) return per_sample;
    if (rows != m_sample_of_row.size(0)) fail(ErrorKind::internal, "rows are missing from the pass", "poly");
    return per_sample.index_select(0, m_sample_of_row);
  }

 private:
  int64_t m_tasks;
  Tensor m_task_of_sample, m_sample_of_row;
};

class PolyLinear final : public LinearAdapter {
 public:
  // a (splits, skills, in / splits, r), b (splits, skills, r, out / splits), logits (tasks, splits * skills).
  PolyLinear(Tensor a, Tensor b, Tensor logits, std::shared_ptr<TaskRouting> routing)
      : m_a(std::move(a)), m_b(std::move(b)), m_logits(std::move(logits)), m_routing(std::move(routing)) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const int64_t n = x.size(0), splits = m_a.size(0), skills = m_a.size(1), part = m_a.size(2), r = m_a.size(3);
    const Tensor share = m_routing->by_row(shares(base.training), n).unsqueeze(-1);  // (n or 1, splits, skills, 1)
    const Tensor down = m_a.permute({0, 2, 1, 3}).reshape({splits, part, skills * r});
    const Tensor each = at::bmm(x.view({n, splits, part}).transpose(0, 1), down).transpose(0, 1).reshape({n, splits, skills, r});
    const Tensor low = (each * share).sum(at::IntArrayRef{1, 2});  // (n, r)
    const Tensor spread = (low / static_cast<double>(r)).view({n, 1, 1, r}) * share;
    const Tensor up = at::bmm(spread.transpose(0, 1).reshape({splits, n, skills * r}), m_b.reshape({splits, skills * r, m_b.size(3)}));
    return inner(x) + up.transpose(0, 1).reshape({n, -1});
  }
  std::pair<Tensor, Tensor> merged(const Tensor&, const Tensor&, const Linear&) const override {
    fail(ErrorKind::unsupported, "POLY cannot be merged: its change differs by task", "merge", "Export the adapter instead.");
  }
  std::vector<AdapterTensor> tensors() const override {
    return {{"poly_lora_A", m_a}, {"poly_lora_B", m_b}, {"poly_router.module_logits", m_logits}};
  }

 private:
  // (S, splits, skills), of sum 1 over the skills. Training draws the shares from relaxed Bernoulli distributions of temperature 1.
  Tensor shares(bool training) const {
    const Tensor logits = m_logits.index_select(0, m_routing->task_of_sample()).view({-1, m_a.size(0), m_a.size(1)});
    Tensor on = at::sigmoid(logits);
    if (training) {
      constexpr double eps = std::numeric_limits<float>::epsilon(), tiny = std::numeric_limits<float>::min();
      const Tensor chance = on.clamp(eps, 1 - eps), u = at::rand(logits.sizes(), at::kFloat).to(logits.device()).clamp(eps, 1 - eps);
      on = at::sigmoid(at::logit(u) + at::logit(chance)).clamp(tiny, 1 - eps);
    }
    return on / (on.sum(-1, true) + 1e-12);
  }

  Tensor m_a, m_b, m_logits;
  std::shared_ptr<TaskRouting> m_routing;
};

// (splits, skills, rows, columns): each matrix as torch.nn.Linear makes the transposed one.
Tensor drawn(at::IntArrayRef shape, at::Generator& generator) {
  const Tensor out = at::empty(shape, at::kFloat);
  for (int64_t skill = 0; skill < shape[1]; ++skill) {
    for (int64_t split = 0; split < shape[0]; ++split) out[split][skill].copy_(init::kaiming_uniform({shape[3], shape[2]}, generator).t());
  }
  return out;
}

std::unique_ptr<Adapter> make_poly(CausalLm& model, const Json& given, at::Generator generator) {
  const Json config = given;
  const int64_t r = config.at("r"), tasks = config.at("n_tasks"), skills = config.at("n_skills"), splits = config.at("n_splits");
  auto routing = std::make_shared<TaskRouting>(tasks);
  LayerMethod method{.peft_type = "POLY", .mergeable = false, .merge_refusal = "POLY cannot be merged: its change differs by task"};
  method.mixture = routing;
  method.linear = [&](Linear& layer) {
    if (layer.conv1d) {
      fail(ErrorKind::unsupported, "\"" + layer.name + "\" is a Conv1D layer, which POLY cannot adapt", "peft.target_modules",
           "Use LoRA for this model.");
    }
    const int64_t in = layer.in_features(), out = layer.out_features();
    if (in % splits != 0 || out % splits != 0) {
      fail(ErrorKind::input,
           std::to_string(splits) + " does not divide the sizes of \"" + layer.name + "\" (" + std::to_string(in) + " in, " + std::to_string(out) + " out)",
           "peft.n_splits", "Choose a common divisor of both.");
    }
    const Tensor a = drawn({splits, skills, in / splits, r}, generator);
    const std::vector<int64_t> shape = {splits, skills, r, out / splits};
    const Tensor b = config.at("init_weights") == Json(true) ? at::zeros(shape) : drawn(shape, generator);
    const Tensor logits = init::uniform({tasks, splits * skills}, 1e-3, generator);
    return std::make_shared<PolyLinear>(init::leaf(a, layer.device()), init::leaf(b, layer.device()), init::leaf(logits, layer.device()), routing);
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod poly_peft_method;
const PeftMethod poly_peft_method{.peft_type = "POLY",
                                  .title = "Polytropon",
                                  .summary = "Several small LoRAs per layer that every task mixes in its own way; for data with several tasks.",
                                  .family = "mixture",
                                  .paper = "arXiv 2202.13914",
                                  .schema = poly_schema,
                                  .make = make_poly,
                                  .quantized_base = true};

}  // namespace paretune
