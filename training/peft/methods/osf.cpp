// SPDX-License-Identifier: GPL-3.0-or-later
// OSF (arXiv 2504.07097): the strongest singular directions of a weight stay, the others are trained, W' = W + U S V - U0 S0 V0, with
// gradients kept orthogonal to what stays. The split is made again from the base weight when an adapter is loaded.
#include "training/peft/common/effective_weight.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/regex.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/thin_svd.h"

namespace paretune {
namespace {

const ParamSchema& osf_schema() {
  static const ParamSchema schema = make_schema(
      {{any_spec("effective_rank", nullptr,
                 "How many singular directions stay: a number, or a share of all written as 0.25; missing = half of them. The rest is trained.", false),
        any_spec("rank_pattern", nullptr, "effective_rank of single layers: regular expressions found anywhere in the name, with a number or a share."),
        any_spec("init_weights", true, "Start without change; false draws the trained part at random.")},
       specs_without(target_specs(false), "exclude_modules"),
       {any_spec("target_svd_config", nullptr, "Accepted for compatibility; PEFT does not read it.")}});
  return schema;
}

// PEFT's table; families that are not in it get every linear layer.
Json usual_osf_targets(const CausalLm& model) {
  const std::string& type = model.config.model_type;
  const std::vector<std::string> split = {"llama", "llama4", "mistral", "mixtral", "gemma", "gemma2", "gemma3_text", "qwen2", "qwen3", "phi"};
  if (std::find(split.begin(), split.end(), type) != split.end()) {
    return Json({"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "down_proj", "up_proj"});
  }
  if (type == "gpt2" || type == "gpt_bigcode") return Json({"c_attn", "c_proj"});
  if (type == "bloom" || type == "gpt_neox" || type == "falcon") return Json({"query_key_value", "dense_4h_to_h"});
  if (type == "opt") return Json({"q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"});
  if (type == "gptj") return Json({"q_proj", "k_proj", "v_proj", "out_proj", "fc_in", "fc_out"});
  return "all-linear";
}

int64_t rank_of(const Json& config, const Linear& layer) {
  const int64_t all = std::min(layer.in_features(), layer.out_features());
  Json value = config.at("effective_rank");
  std::string where = "peft.effective_rank";
  if (config.at("rank_pattern").is_object()) {
    for (const auto& [pattern, rank] : config.at("rank_pattern").items()) {
      if (!Regex("(?s:.*?)(?:" + pattern + ")(?s:.*)", "peft.rank_pattern").full_match(layer.name)) continue;
      value = rank;
      where = "peft.rank_pattern";
      break;
    }
  }
  if (value.is_null()) value = all / 2;
  if (!value.is_number()) fail(ErrorKind::input, "must be a number, not " + value.dump(), where);
  const double number = value.get<double>();
  const double rank = value.is_number_float() && number > 0 && number <= 1 ? static_cast<double>(all) * number : number;
  const int64_t whole = static_cast<int64_t>(std::min(rank, static_cast<double>(all)));
  if (whole <= 0) {
    fail(ErrorKind::input, value.dump() + " leaves no direction of \"" + layer.name + "\" (" + std::to_string(all) + " in all) as it is", where,
         "Keep at least one.");
  }
  return whole;
}

class OsfLinear final : public LinearAdapter {
 public:
  OsfLinear(const Linear& layer, int64_t kept, bool usual, at::Generator& generator) {
    at::NoGradGuard no_grad;
    const auto [u, s, vh] = thin_svd(layer.dense_weight());
    m_u0 = u.slice(1, kept).contiguous();
    m_s0 = s.slice(0, kept).contiguous();
    m_v0 = vh.slice(0, kept).contiguous();
    auto start = [&](const Tensor& split) { return init::leaf(usual ? split : init::normal(split.sizes(), 1.0, generator), layer.device()); };
    m_u = start(m_u0);
    m_s = start(m_s0);
    m_v = start(m_v0);
    // A square factor's trained half spans just what the kept half does not, so the smaller of two exact projections is that of PEFT.
    if (layer.out_features() <= layer.in_features()) {
      m_u.register_hook([u0 = m_u0](const Tensor& g) { return at::matmul(u0, at::matmul(u0.t(), g)); });
    } else {
      m_u.register_hook([stays = u.slice(1, 0, kept).contiguous()](const Tensor& g) { return g - at::matmul(stays, at::matmul(stays.t(), g)); });
    }
    if (layer.out_features() >= layer.in_features()) {
      m_v.register_hook([v0 = m_v0](const Tensor& g) { return at::matmul(at::matmul(g, v0.t()), v0); });
    } else {
      m_v.register_hook([stays = vh.slice(0, 0, kept).contiguous()](const Tensor& g) { return g - at::matmul(at::matmul(g, stays.t()), stays); });
    }
  }

  // The cheaper of: one product with the changed weight; one with the weight that stays, and two thin ones.
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const double in = static_cast<double>(base.in_features()), out = static_cast<double>(base.out_features());
    const double rank = static_cast<double>(m_s.size(0)), rows = static_cast<double>(std::max<int64_t>(x.size(0), 1));
    const double making = rank / rows, thin = rank * (in + out) / (in * out);  // in units of the layer's own product
    if (3 + 6 * making < 2 + 2 * making + 3 * thin) return changed_linear(x, x, base, inner, [this] { return change(); });
    const Tensor kept = changed_linear(x, x, base, inner, [this] { return -at::matmul(m_u0 * m_s0, m_v0); });
    return kept + at::linear(at::linear(x, m_v), m_u * m_s);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + change(), bias};
  }
  std::vector<AdapterTensor> tensors() const override {
    return {{"osf_svd_params.U_low", m_u}, {"osf_svd_params.S_low", m_s}, {"osf_svd_params.V_low", m_v}};
  }

 private:
  Tensor change() const { return at::matmul(at::cat({m_u * m_s, m_u0 * -m_s0}, 1), at::cat({m_v, m_v0})); }

  Tensor m_u, m_s, m_v, m_u0, m_s0, m_v0;  // (out, rank), (rank), (rank, in)
};

std::unique_ptr<Adapter> make_osf(CausalLm& model, const Json& config, at::Generator generator) {
  const Json& patterns = config.at("rank_pattern");
  if (!patterns.is_null() && !patterns.is_object()) fail(ErrorKind::input, "must be an object, not " + patterns.dump(), "peft.rank_pattern");
  const Json& start = config.at("init_weights");
  if (!start.is_null() && !start.is_boolean()) fail(ErrorKind::input, "must be true or false, not " + start.dump(), "peft.init_weights");
  LayerMethod method{.peft_type = "OSF"};
  method.skips = [](const ModelModule& module) { return !module.linear || module.linear->conv1d; };
  method.linear = [&](Linear& layer) {
    return std::make_shared<OsfLinear>(layer, rank_of(config, layer), start != Json(false), generator);
  };
  return attach_layer_method(model, config, usual_osf_targets(model), method);
}

}  // namespace

extern const PeftMethod osf_peft_method;
const PeftMethod osf_peft_method{.peft_type = "OSF",
                                 .title = "OSF",
                                 .summary = "Trains only the weaker singular directions of the weights, so that what was learnt before stays; large and slow.",
                                 .family = "weights",
                                 .paper = "arXiv 2504.07097",
                                 .schema = osf_schema,
                                 .make = make_osf,
                                 .mergeable = true,
                                 .quantized_base = true};

}  // namespace paretune
