// SPDX-License-Identifier: GPL-3.0-or-later
// Uni-LoRA (arXiv 2506.00799): every entry of every low-rank factor is an entry of one learned vector, scaled by how often it is used.
// Which entry goes where is drawn once from proj_seed, with numpy's generator as in PEFT.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/low_rank.h"
#include "training/peft/common/numpy_random.h"
#include "training/peft/common/random_projection.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& unilora_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 4, "Rank of the weight change.", 1),
        whole_spec("theta_d_length", 256, "Length of the learned vector: all that is trained.", 1),
        whole_spec("proj_seed", 42, "Seed of which entry goes where.", 0, true),
        number_spec("unilora_dropout", 0.0, "Share of the inputs of A that are set to zero while training.", 0.0, 1.0),
        number_spec("init_theta_d_bound", 0.02, "The vector's first values are drawn evenly between minus this and this.", 0.0, {}, true),
        flag_spec("init_weights", true, "Draw the first values within init_theta_d_bound; false draws them from N(0, 1).", true),
        flag_spec("save_indices", false, "Save which entry goes where as well; false makes the file tiny and draws it again from the seed.", true)},
       target_specs_without_exclude(),
       {bias_spec("unilora_only"), fan_in_fan_out_spec()}});
  return schema;
}

void check(const Json& config) {
  if (config.at("init_theta_d_bound").get<double>() <= 0) fail(ErrorKind::input, "must be above 0", "peft.init_theta_d_bound", "0.02 is usual.");
  for (const char* key : {"layers_to_transform", "layers_pattern"}) {
    if (config.at("target_modules").is_string() && !config.at(key).is_null()) {
      fail(ErrorKind::input, "cannot be combined with target_modules as one text", std::string("peft.") + key,
           "Give target_modules as a list of names, or put the blocks into the expression.");
    }
  }
}

// Every index of the vector, as evenly often as `entries` allows, in random order (PEFT's generate_index).
Tensor draw_indices(int64_t entries, int64_t length, uint64_t seed) {
  NumpyRandom random(seed);
  std::vector<int64_t> all;
  all.reserve(entries);
  for (int64_t i = 0; i < length; ++i) all.insert(all.end(), entries / length, i);
  for (const int64_t extra : random.choice(length, entries % length)) all.push_back(extra);
  random.shuffle(all);
  return at::tensor(all, at::TensorOptions(at::kLong));
}

// One factor: what entry of the vector goes where.
struct Places {
  Tensor indices;  // (rows, columns)
  Tensor scales;   // the same shape, where the file is to hold them
};

class UniLoraLinear final : public LinearAdapter {
 public:
  UniLoraLinear(Tensor theta, Tensor scale_of, Places a, Places b, double dropout)
      : m_theta(std::move(theta)), m_scale_of(std::move(scale_of)), m_a(std::move(a)), m_b(std::move(b)), m_dropout(dropout) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor seen = m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x;
    return low_rank_linear(x, seen, base, this, inner, factor(m_a), factor(m_b));
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + at::matmul(factor(m_b), factor(m_a)), bias};
  }
  std::vector<AdapterTensor> tensors() const override {
    if (!m_a.scales.defined()) return {};
    return {{"unilora_indices_A", m_a.indices, false},
            {"unilora_indices_B", m_b.indices, false},
            {"unilora_scales_A", m_a.scales, false},
            {"unilora_scales_B", m_b.scales, false}};
  }

 private:
  Tensor factor(const Places& places) const {
    const Tensor flat = places.indices.flatten();
    if (places.scales.defined()) return m_theta.index_select(0, flat).view_as(places.indices) * places.scales;
    return (m_theta * m_scale_of).index_select(0, flat).view_as(places.indices);
  }

  Tensor m_theta, m_scale_of;  // (theta_d_length)
  Places m_a, m_b;             // (r, in), (out, r)
  double m_dropout;
};

void check_indices(const std::map<std::string, Tensor>& file, int64_t length) {
  for (const auto& [name, values] : file) {
    if (name.find(".unilora_indices_") == std::string::npos || values.numel() == 0) continue;
    if (values.scalar_type() != at::kLong || values.min().item<int64_t>() < 0 || values.max().item<int64_t>() >= length) {
      fail(ErrorKind::input, name + " points outside the vector of " + std::to_string(length) + " values", "adapter_model.safetensors",
           "The file is damaged, or theta_d_length is another one.");
    }
  }
}

std::unique_ptr<Adapter> make_unilora(CausalLm& model, const Json& config, at::Generator generator) {
  check(config);
  const Json usual = usual_linear_targets(model);
  const int64_t rank = config.at("r"), length = config.at("theta_d_length");
  Json scratch = config;
  int64_t entries = 0;
  for (const auto& target : find_targets(model, scratch, usual)) {
    if (target.linear) entries += rank * (target.linear->in_features() + target.linear->out_features());
  }
  const Tensor indices = draw_indices(entries, length, config.at("proj_seed").get<uint64_t>());
  const Tensor counts = at::bincount(indices, {}, length);
  const Tensor scale_of = at::where(counts > 0, counts.to(at::kFloat).rsqrt(), at::zeros({length}));
  const Tensor drawn = config.at("init_weights").get<bool>() ? init::uniform({length}, config.at("init_theta_d_bound"), generator)
                                                             : init::normal({length}, 1.0, generator);
  const Tensor theta = init::leaf(drawn, model.device), scale_on_device = scale_of.to(model.device);

  const bool save_indices = config.at("save_indices").get<bool>();
  const double dropout = config.at("unilora_dropout");
  int64_t used = 0;
  LayerMethod method{.peft_type = "UNILORA"};
  method.linear = [&](Linear& layer) {
    auto next = [&](int64_t rows, int64_t columns) {
      const Tensor part = indices.narrow(0, used, rows * columns).view({rows, columns});
      used += rows * columns;
      const Tensor scales = save_indices ? scale_of.index_select(0, part.flatten()).view_as(part).to(layer.device()) : Tensor();
      return Places{part.to(layer.device(), at::kLong, /*non_blocking=*/false, /*copy=*/true), scales};
    };
    Places a = next(rank, layer.in_features());
    Places b = next(layer.out_features(), rank);
    return std::make_shared<UniLoraLinear>(theta, scale_on_device, std::move(a), std::move(b), dropout);
  };
  method.shared = {{"base_model.unilora_theta_d", theta}};
  method.before_load = [length](const std::map<std::string, Tensor>& file) { check_indices(file, length); };
  return attach_layer_method(model, config, usual, method);
}

}  // namespace

extern const PeftMethod unilora_peft_method;
const PeftMethod unilora_peft_method{.peft_type = "UNILORA",
                                     .title = "Uni-LoRA",
                                     .summary = "Fills the low-rank factors of all layers from one learned vector; a few hundred trained numbers in all.",
                                     .family = "weights",
                                     .paper = "arXiv 2506.00799",
                                     .schema = unilora_schema,
                                     .make = make_unilora,
                                     .mergeable = true,
                                     .converts_to_lora = true,
                                     .quantized_base = true};

}  // namespace paretune
