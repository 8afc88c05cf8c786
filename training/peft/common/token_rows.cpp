// SPDX-License-Identifier: GPL-3.0-or-later
// The rows take the place of the model's (no differences), so a fresh adapter changes nothing. PEFT copies the whole matrix in every forward
// pass; here the rows, and the head's columns, are put into the layer's output.
#include "training/peft/common/token_rows.h"

#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"

namespace paretune {
namespace {

// The trained rows of one weight (V, C).
struct TokenRows {
  Tensor ids;    // (n) int64
  Tensor place;  // (V) int64: where in `rows` an id is, or -1
  Tensor rows;   // (n, C), the trained leaf
  Tensor put_into(const Tensor& weight) const { return weight.index_copy(0, ids, rows.detach()); }
};

class RowsOnEmbedding final : public EmbeddingAdapter {
 public:
  explicit RowsOnEmbedding(std::shared_ptr<const TokenRows> rows) : m_rows(std::move(rows)) {}
  Tensor forward(const Tensor& ids, const Tensor& inner_output) override {
    if (m_rows->ids.numel() == 0) return inner_output;
    const Tensor place = m_rows->place.index_select(0, ids);
    return at::where((place >= 0).unsqueeze(1), m_rows->rows.index_select(0, place.clamp_min(0)), inner_output);
  }
  Tensor merged(const Tensor& weight) const override { return m_rows->put_into(weight); }

 private:
  std::shared_ptr<const TokenRows> m_rows;
};

// Rows of a linear layer's weight are columns of its output.
class RowsOnLinear final : public WeightAdapter {
 public:
  explicit RowsOnLinear(std::shared_ptr<const TokenRows> rows) : m_rows(std::move(rows)) {}
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    Tensor out = inner(x);
    if (base.bias) out = out - base.bias->value();  // PEFT's layer has none
    return m_rows->ids.numel() == 0 ? out : out.index_copy(1, m_rows->ids, at::linear(x, m_rows->rows).to(out.scalar_type()));
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear& base) const override {
    return {m_rows->put_into(weight), bias};
  }

 private:
  std::shared_ptr<const TokenRows> m_rows;
};

std::shared_ptr<TokenRows> make_rows(const ParamPtr& weight, const Json& given, const TokenRowsOptions& options, at::Generator& generator) {
  const int64_t count = weight->base.size(0), width = weight->base.size(1);
  const at::Device device = weight->base.device();
  const std::string& where = options.where;
  if (!given.is_array()) fail(ErrorKind::input, "must be a list of token ids, not " + given.dump(), where);
  std::vector<int64_t> ids, place(static_cast<std::size_t>(count), -1);
  for (const auto& entry : given) {
    if (!entry.is_number_integer()) fail(ErrorKind::input, "must be a list of token ids, not " + given.dump(), where);
    const int64_t id = entry;
    if (id < 0 || id >= count) fail(ErrorKind::input, std::to_string(id) + " is no row of a layer with " + std::to_string(count), where, "Choose ids of this model's vocabulary; 'paretune tokenize' shows them.");
    if (place[static_cast<std::size_t>(id)] >= 0) fail(ErrorKind::input, "has " + std::to_string(id) + " twice", where, "Name every token once.");
    place[static_cast<std::size_t>(id)] = static_cast<int64_t>(ids.size());
    ids.push_back(id);
  }
  auto out = std::make_shared<TokenRows>();
  out->ids = at::tensor(ids, at::kLong).to(device);
  out->place = at::tensor(place, at::kLong).to(device);
  const Tensor values = options.from_model ? weight->rows_at(out->ids).detach() : init::normal({static_cast<int64_t>(ids.size()), width}, 1.0, generator);
  out->rows = init::leaf(values, device);
  return out;
}

class TokenRowsAdapter final : public Adapter {
 public:
  TokenRowsAdapter(const Json& completed, const std::vector<TokenLayer>& layers, const TokenRowsOptions& options, at::Generator& generator)
      : m_options(options) {
    config = completed;
    for (const auto& [module, ids, follows] : layers) {
      if ((!module.linear && !module.embedding) || (module.linear && module.linear->conv1d)) {
        fail(ErrorKind::input, "\"" + module.name + "\" has no rows that stand for tokens", options.where, "Name the embedding or a linear layer.");
      }
      const ParamPtr& weight = module.linear ? module.linear->weight : module.embedding->weight;
      const auto rows = follows ? m_layers.back().rows : make_rows(weight, ids, options, generator);
      m_layers.push_back({peft_prefix(module.name), module.linear, module.embedding, rows, weight, !follows});
    }
    for (auto& layer : m_layers) {
      if (layer.linear) layer.linear->adapters.push_back(layer.on_linear = std::make_shared<RowsOnLinear>(layer.rows));
      else layer.embedding->adapters.push_back(layer.on_embedding = std::make_shared<RowsOnEmbedding>(layer.rows));
    }
  }
  ~TokenRowsAdapter() override {
    unmerge();
    for (auto& layer : m_layers) {
      if (layer.linear) std::erase(layer.linear->adapters, layer.on_linear);
      else std::erase(layer.embedding->adapters, layer.on_embedding);
    }
  }

  NamedTensors trainable() override {
    NamedTensors out;
    for (const auto& layer : m_layers) {
      if (layer.owns_rows) out.emplace_back(layer.prefix + m_options.suffix, layer.rows->rows);
    }
    return out;
  }
  NamedTensors saved() override {
    NamedTensors out;
    for (const auto& layer : m_layers) {
      if (layer.owns_rows || m_options.saves_followers) out.emplace_back(layer.prefix + m_options.suffix, layer.rows->rows);
    }
    return out;
  }
  void set_enabled(bool on) override {
    m_enabled = on;
    apply();
  }
  bool mergeable() const override { return true; }
  void merge() override {
    if (m_merged) return;
    at::NoGradGuard no_grad;
    std::map<const TokenRows*, ParamPtr> made;  // tied layers stay tied
    for (auto& layer : m_layers) {
      ParamPtr& merged = made[layer.rows.get()];
      if (!merged) {
        merged = std::make_shared<Param>();
        merged->base = layer.rows->put_into(layer.weight->frozen());
        if (!layer.rows->rows.isfinite().all().item<bool>()) {
          fail(ErrorKind::input, "the merged weight of \"" + layer.prefix + "\" is not finite", "merge", "The adapter is broken; use an earlier checkpoint.");
        }
      }
      layer.merged = merged;
    }
    m_merged = true;
    apply();
  }
  void unmerge() override {
    m_merged = false;
    apply();
    for (auto& layer : m_layers) layer.merged = nullptr;
  }

 private:
  struct Layer {
    std::string prefix;
    Linear* linear = nullptr;
    Embedding* embedding = nullptr;
    std::shared_ptr<TokenRows> rows;
    ParamPtr weight;  // the layer's own
    bool owns_rows = true;
    ParamPtr merged = nullptr;
    std::shared_ptr<RowsOnLinear> on_linear = nullptr;
    std::shared_ptr<RowsOnEmbedding> on_embedding = nullptr;
  };
  void apply() {
    for (auto& layer : m_layers) {
      const ParamPtr& weight = m_merged && m_enabled ? layer.merged : layer.weight;
      if (layer.linear) layer.linear->weight = weight;
      else layer.embedding->weight = weight;
      if (layer.linear) layer.on_linear->enabled = m_enabled && !m_merged;
      else layer.on_embedding->enabled = m_enabled && !m_merged;
    }
  }
  const TokenRowsOptions m_options;
  std::vector<Layer> m_layers;
  bool m_enabled = true, m_merged = false;
};

}  // namespace

std::unique_ptr<Adapter> attach_token_rows(const Json& config, const std::vector<TokenLayer>& layers, const TokenRowsOptions& options,
                                           at::Generator& generator) {
  return std::make_unique<TokenRowsAdapter>(config, layers, options, generator);
}

}  // namespace paretune
