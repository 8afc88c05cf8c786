// SPDX-License-Identifier: GPL-3.0-or-later
// OFT (arXiv 2306.07280, 2506.19847): turns the input of a layer by a block-diagonal orthogonal matrix, y = (x R) W^T + b.
//
// As in PEFT the series of use_cayley_neumann approximates the inverse of what the exact branch computes, so the two turn in opposite
// directions, and module_dropout is a key without effect.
#include <cmath>

#include "kernels/block_rotation/block_rotation.h"
#include "training/peft/common/cayley.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& oft_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("oft_block_size", 32, "Size of one block: larger ones turn more freely and cost more. 0 when r is given.", 0),
        whole_spec("r", 0, "Number of blocks instead of their size. 0 when oft_block_size is given.", 0),
        flag_spec("use_cayley_neumann", true, "Make the rotation by a short series instead of an exact solve: quicker, nearly orthogonal."),
        whole_spec("num_cayley_neumann_terms", 5, "Length of that series.", 1, true),
        flag_spec("coft", false, "Keep the rotation close to none (constrained OFT)."),
        number_spec("eps", 6e-5, "How far a constrained rotation may go.", 0.0, {}, true),
        flag_spec("block_share", false, "One block for all places of a layer."),
        flag_spec("init_weights", true, "Start without rotation; false draws it from N(0, 0.1).", true),
        number_spec("module_dropout", 0.0, "Accepted for compatibility; PEFT builds it but never applies it.", 0.0, 1.0, true)},
       target_specs(true),
       {bias_spec("oft_only"), fan_in_fan_out_spec()}});
  return schema;
}

struct OftShape {
  int64_t blocks = 0, size = 0;  // blocks * size = features
  bool shared = false, constrained = false, series = true;
  int64_t terms = 5;
  double eps = 6e-5;
};

// The nearest number that divides `features`; the lower one of two (PEFT's adjust_oft_parameters).
int64_t nearest_divisor(int64_t features, int64_t wanted) {
  if (wanted >= features) return features;
  wanted = std::max<int64_t>(wanted, 1);
  int64_t higher = wanted, lower = wanted;
  while (higher <= features && features % higher != 0) ++higher;
  while (lower > 1 && features % lower != 0) --lower;
  return wanted - lower <= higher - wanted ? lower : higher;
}

OftShape shape_of(const Json& config, int64_t features) {
  OftShape shape;
  const int64_t blocks = config.at("r"), size = config.at("oft_block_size");
  if (blocks == 0) {
    shape.size = nearest_divisor(features, size);
    shape.blocks = features / shape.size;
  } else {
    shape.blocks = nearest_divisor(features, blocks);
    shape.size = features / shape.blocks;
  }
  shape.shared = config.at("block_share").get<bool>();
  shape.constrained = config.at("coft").get<bool>();
  shape.series = config.at("use_cayley_neumann").get<bool>();
  shape.terms = config.at("num_cayley_neumann_terms");
  shape.eps = config.at("eps");
  return shape;
}

// The rotation of one layer: `angles` are the strict upper triangles of its blocks' skew matrices, (blocks or 1, size (size - 1) / 2).
class Rotation {
 public:
  Rotation(const OftShape& shape, bool zero, at::Device device, at::Generator& generator) : m_shape(shape) {
    const std::vector<int64_t> sizes{shape.shared ? 1 : shape.blocks, shape.size * (shape.size - 1) / 2};
    m_angles = init::leaf(zero ? at::zeros(sizes) : init::normal(sizes, 0.1, generator), device);
    m_places = upper_places(shape.size, device);
  }

  const Tensor& angles() const { return m_angles; }

  // Rows of x (..., features) times R, or times R^T.
  Tensor turn(const Tensor& x, bool transposed = false) const {
    Tensor r = matrices();
    if (transposed) r = r.transpose(1, 2);
    const int64_t rows = x.numel() / (m_shape.blocks * m_shape.size);
    if (m_shape.shared) return at::matmul(x.reshape({rows * m_shape.blocks, m_shape.size}), r[0]).view(x.sizes());
    return kernels::block_rotation(x.reshape({rows, m_shape.blocks * m_shape.size}), r).reshape(x.sizes());
  }

 private:
  Tensor skew(const Tensor& angles) const { return skew_of_upper(angles, m_places, m_shape.size); }

  // COFT: back into the ball of radius eps / sqrt(blocks), in place, as PEFT does before every use. Autograd is not told: what is in the ball
  // stays, so an earlier use in the same step (a head's, for logits and for the loss) can still be differentiated.
  void project() const {
    at::NoGradGuard no_grad;
    const Tensor q = skew(m_angles.detach());
    const double radius = m_shape.eps / std::sqrt(static_cast<double>(q.size(0)));
    const Tensor length = at::norm(q, 2, {1, 2}, true);
    const Tensor inside = at::where(length <= radius, q, q / length * radius);
    Tensor values = m_angles.variable_data();
    values.copy_(inside.reshape({q.size(0), -1}).index_select(1, m_places));
  }

  Tensor matrices() const {
    if (m_shape.constrained) project();
    const Tensor q = skew(m_angles);
    return m_shape.series ? cayley_series(q, m_shape.terms) : cayley(q);
  }

  OftShape m_shape;
  Tensor m_angles, m_places;
};

class OftLinear final : public LinearAdapter {
 public:
  explicit OftLinear(Rotation rotation) : m_rotation(std::move(rotation)) {}
  Tensor forward(const Tensor& x, const Linear&, const InnerLinear& inner) override { return inner(m_rotation.turn(x)); }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {m_rotation.turn(weight, true), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"oft_R.weight", m_rotation.angles()}}; }

 private:
  Rotation m_rotation;
};

class OftEmbedding final : public EmbeddingTuner {
 public:
  explicit OftEmbedding(Rotation rotation) : m_rotation(std::move(rotation)) {}
  Tensor forward(const Tensor&, const Tensor& inner_output) override { return m_rotation.turn(inner_output); }
  Tensor merged(const Tensor& weight) const override {
    at::NoGradGuard no_grad;
    return m_rotation.turn(weight);
  }
  std::vector<AdapterTensor> tensors() const override { return {{"oft_embedding_R.weight", m_rotation.angles()}}; }

 private:
  Rotation m_rotation;
};

// Files of PEFT before 0.18 were made by another series; the same numbers would turn differently.
void check_version(const Json& config) {
  if (!config.contains("peft_version") || !config.at("peft_version").is_string() || !config.at("use_cayley_neumann").get<bool>()) return;
  int major = 0, minor = 0;
  if (std::sscanf(config.at("peft_version").get<std::string>().c_str(), "%d.%d", &major, &minor) == 2 && major == 0 && minor < 18) {
    fail(ErrorKind::unsupported,
         "the adapter was trained with PEFT " + config.at("peft_version").get<std::string>() + ", whose Cayley-Neumann series was another one",
         "peft.peft_version", "Train it again, or use PEFT 0.17 for it.");
  }
}

std::unique_ptr<Adapter> make_oft(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check_version(config);
  config["fan_in_fan_out"] = false;
  if ((config.at("r") == Json(0)) == (config.at("oft_block_size") == Json(0))) {
    fail(ErrorKind::input,
         "exactly one of r (" + config.at("r").dump() + ") and oft_block_size (" + config.at("oft_block_size").dump() + ") must be other than 0",
         "peft.oft_block_size", "To give r, set oft_block_size to 0.");
  }
  const bool zero = config.at("init_weights").get<bool>();
  LayerMethod method{.peft_type = "OFT"};
  method.linear = [&](Linear& layer) {
    if (layer.conv1d) {
      fail(ErrorKind::unsupported, "\"" + layer.name + "\" is a Conv1D layer, which PEFT's OFT does not adapt", "peft.target_modules",
           "Use a method that adapts such layers, LORA for example.");
    }
    return std::make_shared<OftLinear>(Rotation(shape_of(config, layer.in_features()), zero, layer.weight->base.device(), generator));
  };
  method.embedding = [&](Embedding& layer) {
    const Tensor& weight = layer.weight->base;
    return std::make_shared<OftEmbedding>(Rotation(shape_of(config, weight.size(1)), zero, weight.device(), generator));
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod oft_peft_method;
const PeftMethod oft_peft_method{.peft_type = "OFT",
                                 .title = "OFT",
                                 .summary = "Turns the inputs of layers by small orthogonal blocks; keeps what the model knows well.",
                                 .family = "weights",
                                 .paper = "arXiv 2306.07280",
                                 .schema = oft_schema,
                                 .make = make_oft,
                                 .mergeable = true,
                                 .quantized_base = true};

}  // namespace paretune
