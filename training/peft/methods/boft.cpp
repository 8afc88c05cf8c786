// SPDX-License-Identifier: GPL-3.0-or-later
// BOFT (arXiv 2311.06243): turns the input of a layer by a product of block-diagonal orthogonal matrices with butterfly permutations
// between them, and scales every output, y = ((x M) W^T) * s + b.
//
// PEFT builds M, a matrix of in x in. Here x goes through the factors one by one: a permutation is a transposed view of chunks, a factor
// one batched product of small blocks.
#include <cmath>

#include "kernels/block_rotation/block_rotation.h"
#include "training/peft/common/cayley.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& boft_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("boft_block_size", 4, "Size of one block; must divide the inputs of every layer. 0 when boft_block_num is given.", 0),
        whole_spec("boft_block_num", 0, "Number of blocks instead of their size. 0 when boft_block_size is given.", 0),
        whole_spec("boft_n_butterfly_factor", 1,
                   "Number of factors: with each one more the blocks reach twice as far. As in PEFT new adapters on the CPU have one.", 1),
        number_spec("boft_dropout", 0.0, "Share of the blocks of one factor that do nothing while training.", 0.0, 1.0),
        flag_spec("init_weights", true, "Start without change; false draws the blocks and scales.", true)},
       target_specs(true),
       {bias_spec("boft_only"), fan_in_fan_out_spec()}});
  return schema;
}

struct BoftShape {
  int64_t factors = 1, blocks = 0, size = 0;  // blocks * size = features
};

constexpr const char* kFactors = "peft.boft_n_butterfly_factor";

void check_factors(const BoftShape& shape, const std::string& layer) {
  if (shape.factors == 1) return;
  const int64_t reach = shape.factors < 32 ? int64_t{1} << (shape.factors - 1) : 0;
  if (reach == 0 || shape.blocks % reach != 0 || shape.blocks % 2 != 0 || shape.size % 2 != 0) {
    fail(ErrorKind::input,
         std::to_string(shape.factors) + " factors do not fit \"" + layer + "\" with " + std::to_string(shape.blocks) + " blocks of size " +
             std::to_string(shape.size),
         kFactors, "The number of blocks must be a multiple of 2^(factors - 1), and the size of a block even.");
  }
}

BoftShape shape_of(const Json& config, const Linear& layer) {
  const int64_t features = layer.in_features(), size = config.at("boft_block_size"), blocks = config.at("boft_block_num");
  const bool by_size = size != 0;
  const int64_t divisor = by_size ? size : blocks;
  if (features % divisor != 0) {
    fail(ErrorKind::input, std::to_string(divisor) + " does not divide the " + std::to_string(features) + " inputs of \"" + layer.name + "\"",
         by_size ? "peft.boft_block_size" : "peft.boft_block_num", "Choose a divisor of the inputs of all targets, or fewer targets.");
  }
  BoftShape shape;
  shape.size = by_size ? size : features / blocks;
  shape.blocks = features / shape.size;
  // PEFT's factors beyond the first need its CUDA kernel; without it PEFT goes on with one.
  if (!layer.device().is_cpu()) shape.factors = config.at("boft_n_butterfly_factor");
  check_factors(shape, layer.name);
  return shape;
}

// Leaves out int(share * blocks) blocks of one factor, both drawn as PEFT draws them. q (factors, blocks, size, size).
Tensor drop_blocks(const Tensor& q, double share) {
  const int64_t factors = q.size(0), blocks = q.size(1), factor = at::randint(factors, {1}, at::kLong).item<int64_t>();
  const int64_t dropped = static_cast<int64_t>(share * static_cast<double>(blocks));
  const Tensor order = at::randperm(blocks, at::kLong);
  const Tensor mask = at::zeros({factors, blocks, 1, 1}, at::kFloat);
  mask[factor].copy_((order < dropped).view({blocks, 1, 1}));
  const Tensor on = mask.to(q.device());
  return (1 - on) * q + on * at::eye(q.size(2), q.options());
}

class BoftLinear final : public LinearAdapter {
 public:
  BoftLinear(const BoftShape& shape, Tensor r, Tensor s, double dropout)
      : m_shape(shape), m_r(std::move(r)), m_s(std::move(s)), m_dropout(dropout) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    Tensor q = rotations();
    if (m_dropout > 0 && base.training) q = drop_blocks(q, m_dropout);
    Tensor turned = x;
    for (int64_t f = m_shape.factors - 1; f >= 0; --f) turned = turn(turned, q[f], f);
    const Tensor y = inner(turned), s = m_s.flatten();
    if (!base.bias) return y * s;
    const Tensor& b = base.bias->value();  // is in y, and is not to be scaled
    return at::addcmul(b - b * s, y, s);
  }

  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    const Tensor back = rotations().transpose(2, 3);
    Tensor out = weight;
    for (int64_t f = 0; f < m_shape.factors; ++f) out = turn(out, back[f], f);
    return {out * m_s, bias};
  }

  std::vector<AdapterTensor> tensors() const override { return {{"boft_R", m_r}, {"boft_s", m_s}}; }

  // The number of factors is that of the file, whatever the config says: it tells on which machine the adapter was made.
  void fit(const Tensor& stored, const std::string& layer) {
    if (stored.dim() != 4 || stored.size(0) == m_shape.factors || stored.size(0) == 0 || stored[0].sizes() != m_r[0].sizes()) return;
    m_shape.factors = stored.size(0);
    check_factors(m_shape, layer);
    m_r = init::leaf(at::zeros(stored.sizes()), m_r.device());
  }

 private:
  Tensor rotations() const { return cayley((m_r - m_r.transpose(2, 3)) * 0.5); }

  // Rows of x (rows, features) times P B P^T. P brings the even and the odd halves of blocks together within groups of 2^factor blocks.
  Tensor turn(const Tensor& x, const Tensor& blocks, int64_t factor) const {
    const int64_t rows = x.size(0), features = x.size(1), size = m_shape.size, reach = int64_t{1} << factor, groups = m_shape.blocks / reach;
    Tensor t = x;
    if (factor > 0) t = t.reshape({rows, groups, 2, reach, size / 2}).transpose(2, 3);
    t = kernels::block_rotation(t.reshape({rows, m_shape.blocks * size}), blocks);
    if (factor > 0) t = t.reshape({rows, groups, reach, 2, size / 2}).transpose(2, 3);
    return t.reshape({rows, features});
  }

  BoftShape m_shape;
  Tensor m_r, m_s;  // (factors, blocks, size, size), (out, 1)
  double m_dropout;
};

std::unique_ptr<Adapter> make_boft(CausalLm& model, const Json& config, at::Generator generator) {
  if ((config.at("boft_block_size") == Json(0)) == (config.at("boft_block_num") == Json(0))) {
    fail(ErrorKind::input,
         "exactly one of boft_block_size (" + config.at("boft_block_size").dump() + ") and boft_block_num (" + config.at("boft_block_num").dump() +
             ") must be other than 0",
         "peft.boft_block_size", "To give boft_block_num, set boft_block_size to 0.");
  }
  std::map<std::string, std::shared_ptr<BoftLinear>> layers;
  LayerMethod method{.peft_type = "BOFT"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "BOFT");
    const BoftShape shape = shape_of(config, layer);
    const std::vector<int64_t> sizes{shape.factors, shape.blocks, shape.size, shape.size};
    const bool still = config.at("init_weights").get<bool>();
    const Tensor r = still ? at::zeros(sizes) : init::normal(sizes, 0.1, generator);
    const Tensor s = still ? at::ones({layer.out_features(), 1}) : init::normal({layer.out_features(), 1}, 0.1, generator) + 1;
    return layers[layer.name] = std::make_shared<BoftLinear>(shape, init::leaf(r, layer.device()), init::leaf(s, layer.device()),
                                                             config.at("boft_dropout").get<double>());
  };
  auto made = std::make_shared<decltype(layers)>();
  method.before_load = [made](const std::map<std::string, Tensor>& tensors) {
    for (const auto& [name, layer] : *made) {
      if (const auto found = tensors.find(peft_prefix(name) + "boft_R"); found != tensors.end()) layer->fit(found->second, name);
    }
  };
  auto adapter = attach_layer_method(model, config, usual_linear_targets(model), method);
  *made = std::move(layers);
  return adapter;
}

}  // namespace

extern const PeftMethod boft_peft_method;
const PeftMethod boft_peft_method{.peft_type = "BOFT",
                                  .title = "BOFT",
                                  .summary = "Turns the inputs of layers by small orthogonal blocks, mixed like a butterfly, and scales the outputs.",
                                  .family = "weights",
                                  .paper = "arXiv 2311.06243",
                                  .schema = boft_schema,
                                  .make = make_boft,
                                  .mergeable = true,
                                  .quantized_base = true};

}  // namespace paretune
