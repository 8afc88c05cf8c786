// SPDX-License-Identifier: GPL-3.0-or-later
// LoKr (arXiv 2309.14859): the change is the Kronecker product of two small matrices, W1 (a, c) and W2 (b, d) with a b = out and
// c d = in, each of which may itself be a product of rank r.
//
// The product is never made: an input is a (c, d) matrix X, and its change is W1 X W2^T.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/lycoris.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& lokr_schema() {
  static const ParamSchema schema = make_schema(
      {lycoris_specs("LoKr"),
       {whole_spec("decompose_factor", -1, "Size of the first matrix, or the divisors near it; -1 makes both matrices of about one size.", -1),
        flag_spec("decompose_both", false, "Make the first matrix from factors of rank r too, where that is smaller.", true),
        flag_spec("rank_dropout_scale", false, "Make the outputs that rank_dropout leaves larger by what it drops.", true),
        any_spec("init_weights", true, "true: start without change, W1 zero. lycoris: the same with W2 zero. false: random first values.")},
       target_specs(true)});
  return schema;
}

// Two numbers whose product is `size`, the lower one first unless the factor says otherwise (PEFT's factorization).
std::pair<int64_t, int64_t> split(int64_t size, int64_t factor) {
  if (factor > 0 && size % factor == 0) return {factor, size / factor};
  const int64_t most = factor == -1 ? size : factor;
  int64_t low = 1, high = size;
  const int64_t sum = low + high;
  while (low < high) {
    int64_t next = low + 1;
    while (size % next != 0) ++next;
    if (next > most || next + size / next > sum) break;
    low = next;
    high = size / next;
  }
  return {std::min(low, high), std::max(low, high)};
}

// A matrix as it is, or as a product of two.
struct Part {
  Tensor whole, a, b;
  Tensor value() const { return whole.defined() ? whole : at::matmul(a, b); }
  int64_t rows() const { return whole.defined() ? whole.size(0) : a.size(0); }
  int64_t columns() const { return whole.defined() ? whole.size(1) : b.size(1); }
  void add_to(std::vector<AdapterTensor>& out, const std::string& name) const {
    if (whole.defined()) out.push_back({name, whole});
    else out.insert(out.end(), {{name + "_a", a}, {name + "_b", b}});
  }
};

class LokrLinear final : public LinearAdapter {
 public:
  LokrLinear(Part first, Part second, const LycorisShape& shape) : m_first(std::move(first)), m_second(std::move(second)), m_shape(shape) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const LycorisDropout dropout(m_shape, base);
    if (dropout.skips()) return inner(x);
    const Tensor y = change(x);
    return inner(x) + (dropout.outputs().defined() ? y * dropout.outputs() : y);
  }

  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + at::kron(m_first.value(), m_second.value()) * m_shape.scale, bias};
  }

  std::vector<AdapterTensor> tensors() const override {
    std::vector<AdapterTensor> out;
    m_first.add_to(out, "lokr_w1");
    m_second.add_to(out, "lokr_w2");
    return out;
  }

 private:
  Tensor change(const Tensor& x) const {
    const int64_t n = x.size(0), a = m_first.rows(), b = m_second.rows(), c = m_first.columns(), d = m_second.columns();
    const Tensor first = m_first.value() * m_shape.scale, flat = x.reshape({n * c, d});
    const bool thin = !m_second.whole.defined() && m_second.a.size(1) * (b + d) < b * d;
    const Tensor right = thin ? at::matmul(at::matmul(flat, m_second.b.t()), m_second.a.t()) : at::matmul(flat, m_second.value().t());
    if (c == 1) return (right.unsqueeze(1) * first).view({n, a * b});
    const Tensor turned = right.view({n, c, b}).transpose(1, 2).reshape({n * b, c});  // one product for all rows
    return at::matmul(turned, first.t()).view({n, b, a}).transpose(1, 2).reshape({n, a * b});
  }

  Part m_first, m_second;
  LycorisShape m_shape;
};

enum class Start { still, lycoris, random };

Start start_of(const Json& init) {
  if (init == Json(true)) return Start::still;
  if (init == Json(false)) return Start::random;
  if (init == Json("lycoris")) return Start::lycoris;
  fail(ErrorKind::input, "must be true, false or \"lycoris\", not " + init.dump(), "peft.init_weights");
}

// The first matrix starts at zero through its left factor, the second one through its right factor.
enum class Zero { none, left, right };

Part make_part(int64_t rows, int64_t columns, bool whole, int64_t rank, Zero zero, at::Device device, at::Generator& generator) {
  auto made = [&](int64_t height, int64_t width, bool still) {
    return init::leaf(still ? at::zeros({height, width}) : init::kaiming_uniform({height, width}, generator), device);
  };
  if (whole) return {.whole = made(rows, columns, zero != Zero::none)};
  Part part;
  part.a = made(rows, rank, zero == Zero::left);
  part.b = made(rank, columns, zero == Zero::right);
  return part;
}

std::unique_ptr<Adapter> make_lokr(CausalLm& model, const Json& config, at::Generator generator) {
  check_lycoris(config);
  const Start start = start_of(config.at("init_weights"));
  const int64_t factor = config.at("decompose_factor");
  LayerMethod method{.peft_type = "LOKR"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "LoKr");
    LycorisShape shape = lycoris_shape(config, layer.name);
    shape.rank_dropout_scale = config.at("rank_dropout_scale").get<bool>();
    const auto [c, d] = split(layer.in_features(), factor);
    const auto [a, b] = split(layer.out_features(), factor);
    const bool whole_first = !config.at("decompose_both").get<bool>() || 2 * shape.rank >= std::max(a, c), whole_second = 2 * shape.rank >= std::max(b, d);
    Part first = make_part(a, c, whole_first, shape.rank, start == Start::still ? Zero::left : Zero::none, layer.device(), generator);
    Part second = make_part(b, d, whole_second, shape.rank, start == Start::lycoris ? Zero::right : Zero::none, layer.device(), generator);
    return std::make_shared<LokrLinear>(std::move(first), std::move(second), shape);
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod lokr_peft_method;
const PeftMethod lokr_peft_method{.peft_type = "LOKR",
                                  .title = "LoKr",
                                  .summary = "Builds a change from two small matrices by a Kronecker product: very few numbers for its rank.",
                                  .family = "weights",
                                  .paper = "arXiv 2309.14859",
                                  .schema = lokr_schema,
                                  .make = make_lokr,
                                  .mergeable = true,
                                  .converts_to_lora = true,
                                  .quantized_base = true};

}  // namespace paretune
