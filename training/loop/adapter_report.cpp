// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/adapter_report.h"

#include <cmath>
#include <set>

#include "training/core/files.h"
#include "training/loop/sample_prompt.h"
#include "training/peft/common/targets.h"

namespace paretune {
namespace {

constexpr double kRounding = 1e-6;  // a relative change below it is none
constexpr std::size_t kTexts = 4;
constexpr std::size_t kTextTokens = 48;
constexpr int64_t kLogitRows = 16;  // at once: logits of all texts would take more memory than training did

double norm_of(const Tensor& t) { return at::linalg_vector_norm(t.detach(), 2, {}, false, at::kDouble).item<double>(); }

// What the layers of a report are made of, in squares.
struct Sum {
  double change = 0, whole = 0;
  void add(double change_norm, double whole_norm) {
    change += change_norm * change_norm;
    whole += whole_norm * whole_norm;
  }
  double relative() const { return whole > 0 ? std::sqrt(change / whole) : change > 0 ? 1 : 0; }
};

AdapterReport::Layer layer_of(const std::string& name, const Sum& sum) {
  return {name, std::sqrt(sum.change), sum.relative(), sum.relative() < kRounding};
}

void compare(const Tensor& before, const Tensor& after, Sum& sum) {
  if (before.is_same(after) || !after.defined()) return;
  sum.add(norm_of(before.defined() ? after - before : after), before.defined() ? norm_of(before) : 0);
}

// Every module the adapter stands on, its weight with the adapter folded in against the one without.
void compare_weights(CausalLm& model, AdapterReport& report) {
  Sum all;
  std::set<const Param*> seen;  // tied weights count once
  for (const ModelModule& module : model_modules(model)) {
    Sum sum;
    bool touched = false;
    for (const auto& [part, place] : module.params()) {
      const Param& param = **place;
      if (!param.trained.defined() || !seen.insert(&param).second) continue;
      touched = true;
      compare(param.frozen(), param.trained.detach(), sum);
    }
    if (module.linear && module.linear->adapted()) {
      touched = true;
      const Linear& linear = *module.linear;
      const Tensor weight = linear.weight->frozen(), bias = linear.bias ? linear.bias->base : Tensor();
      Tensor changed = weight, changed_bias = bias;
      for (const auto& adapter : linear.adapters) {
        if (adapter->enabled) std::tie(changed, changed_bias) = adapter->merged(changed, changed_bias, linear);
      }
      compare(weight, changed, sum);
      compare(bias, changed_bias, sum);
    }
    if (module.embedding && !module.embedding->adapters.empty()) {
      const Tensor weight = module.embedding->weight->frozen();
      Tensor changed = weight;
      for (const auto& adapter : module.embedding->adapters) {
        if (!adapter->enabled) continue;
        touched = true;
        changed = adapter->merged(changed);
      }
      compare(weight, changed, sum);
    }
    if (!touched) continue;
    report.layers.push_back(layer_of(module.name, sum));
    all.change += sum.change;
    all.whole += sum.whole;
  }
  report.compared = "weights";
  report.relative_change = all.relative();
}

// Looks at what every block gives for the real tokens, around whatever stands there already.
class BlockWatch final : public BlockAdapter {
 public:
  explicit BlockWatch(std::shared_ptr<BlockAdapter> inner) : m_inner(std::move(inner)) {}
  void begin_forward(const TokenBatch& batch, const EmbeddedRows& rows) override {
    m_real = batch.offsets;
    m_with_virtual = rows.offsets;
    if (m_inner && m_inner->enabled) m_inner->begin_forward(batch, rows);
  }
  Tensor around(int64_t block, const Tensor& x, const std::function<Tensor(const Tensor&)>& run) override {
    Tensor out = m_inner && m_inner->enabled ? m_inner->around(block, x, run) : run(x);
    std::vector<Tensor> parts;
    for (std::size_t s = 0; s + 1 < m_real.size(); ++s) {
      const int64_t length = m_real[s + 1] - m_real[s];
      parts.push_back(out.slice(0, m_with_virtual[s + 1] - length, m_with_virtual[s + 1]));
    }
    outputs[block] = at::cat(parts).to(at::kCPU);
    return out;
  }
  Tensor loss(CausalLm& model, const Tensor& targets, double normaliser) override {
    return m_inner ? m_inner->loss(model, targets, normaliser) : Tensor();
  }
  std::map<int64_t, Tensor> outputs;

 private:
  std::shared_ptr<BlockAdapter> m_inner;
  std::vector<int64_t> m_real, m_with_virtual;
};

struct Seen {
  Tensor hidden;
  std::map<int64_t, Tensor> blocks;
};

Seen look(CausalLm& model, const TokenBatch& batch) {
  const auto watch = std::make_shared<BlockWatch>(model.blocks);
  struct Restore {
    CausalLm& model;
    std::shared_ptr<BlockAdapter> before;
    ~Restore() { model.blocks = before; }
  } restore{model, std::exchange(model.blocks, watch)};
  Tensor hidden = model.hidden(batch);
  return {std::move(hidden), std::move(watch->outputs)};
}

// The adapter is off while this lives.
struct Off {
  explicit Off(Adapter& adapter) : m_adapter(adapter) { adapter.set_enabled(false); }
  ~Off() { m_adapter.set_enabled(true); }

 private:
  Adapter& m_adapter;
};

void compare_logits(CausalLm& model, Adapter& adapter, const Tensor& hidden_off, const Tensor& hidden_on, AdapterReport& report) {
  double change = 0, before = 0, numbers = 0;
  int64_t changed = 0;
  const int64_t rows = hidden_off.size(0);
  for (int64_t row = 0; row < rows; row += kLogitRows) {
    const auto logits = [&](const Tensor& hidden) { return model.logits(hidden.slice(0, row, row + kLogitRows)).to(at::kCPU, at::kFloat); };
    const Tensor off = [&] {
      const Off off(adapter);
      return logits(hidden_off);
    }();
    const Tensor on = logits(hidden_on), difference = (on - off).abs_();
    change += difference.sum(at::kDouble).item<double>();
    report.max_abs_logit_change = std::max(report.max_abs_logit_change, difference.max().item<double>());
    before += off.abs().sum(at::kDouble).item<double>();
    numbers += static_cast<double>(off.numel());
    changed += (on.argmax(1) != off.argmax(1)).sum().item<int64_t>();
  }
  report.mean_abs_logit_change = change / numbers;
  report.mean_abs_logit = before / numbers;
  report.next_tokens_changed = static_cast<double>(changed) / static_cast<double>(rows);
}

void compare_outputs(const Seen& off, const Seen& on, AdapterReport& report) {
  Sum all;
  report.layers.clear();
  for (const auto& [block, before] : off.blocks) {
    const auto after = on.blocks.find(block);
    if (after == on.blocks.end()) continue;
    Sum sum;
    sum.add(norm_of(after->second - before), norm_of(before));
    report.layers.push_back(layer_of("block " + std::to_string(block), sum));
    all.change += sum.change;
    all.whole += sum.whole;
  }
  report.compared = "outputs";
  report.relative_change = all.relative();
}

}  // namespace

ReportTexts report_texts(const RunConfig& config, const Dataset& data, const Tokenizer& tokenizer) {
  ReportTexts out;
  const auto add = [&](std::vector<int64_t> ids) {
    if (ids.size() > kTextTokens) ids.erase(ids.begin(), ids.end() - kTextTokens);  // where the answer begins
    if (!ids.empty()) out.ids.push_back(std::move(ids));
  };
  out.from = "sample_prompts";
  for (std::size_t i = 0; i < std::min(kTexts, config.sample_prompts.size()); ++i) {
    add(sample_prompt_ids(config.sample_prompts[i], config.data, data.format, tokenizer));
  }
  for (const auto& [from, rows] : {std::pair{"eval rows", &data.eval}, std::pair{"train rows", &data.train}}) {
    if (!out.ids.empty()) break;
    out.from = from;
    for (std::size_t i = 0; i < std::min(kTexts, rows->size()); ++i) {
      std::vector<int64_t> ids = (*rows)[i].ids;
      if (ids.size() > kTextTokens) ids.resize(kTextTokens);
      add(std::move(ids));
    }
  }
  return out;
}

AdapterReport examine_adapter(CausalLm& model, Adapter& adapter, const ReportTexts& texts) {
  at::NoGradGuard no_grad;
  model.set_training(false);
  AdapterReport report;
  report.text_from = texts.from;
  report.texts = static_cast<int64_t>(texts.ids.size());
  Seen off, on;
  if (!texts.ids.empty()) {
    const TokenBatch batch = TokenBatch::of(texts.ids, model.device);
    report.tokens = batch.ids.size(0);
    {
      const Off without(adapter);
      off = look(model, batch);
    }
    on = look(model, batch);
    compare_logits(model, adapter, off.hidden, on.hidden, report);
  }
  const auto by_weights = adapter.mergeable() ? attempt("weights", [&] { compare_weights(model, report); }) : Status(Error{});
  if (!by_weights || report.layers.empty()) compare_outputs(off, on, report);
  return report;
}

std::optional<std::string> note_on(const AdapterReport& report) {
  if (report.texts > 0 && report.mean_abs_logit_change <= kRounding * report.mean_abs_logit) {
    return "The adapter changes nothing: on " + std::to_string(report.texts) + " fixed texts the logits are those of the base model.";
  }
  if (const int64_t dead = report.dead_modules(); dead > 0) {
    std::string first;
    for (const auto& layer : report.layers) {
      if (layer.dead && first.empty()) first = layer.module;
    }
    return std::to_string(dead) + " of " + std::to_string(report.layers.size()) + " modules are unchanged by training, " + first +
           " first among them.";
  }
  return std::nullopt;
}

Status write_adapter_report(const std::string& run_folder, const AdapterReport& report) {
  return write_json_file(run_folder + "/adapter_report.json", report.to_json());
}

Result<AdapterReport> read_adapter_report(const std::string& run_folder) {
  return attempt(run_folder + "/adapter_report.json",
                 [&] { return AdapterReport::from_json(read_json_file(run_folder + "/adapter_report.json").value()); });
}

}  // namespace paretune
