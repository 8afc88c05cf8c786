// SPDX-License-Identifier: GPL-3.0-or-later
// C3A (arXiv 2407.19342): the change is a grid of circulant blocks, each given by one kernel k of the length of a block,
// dW[j, t] = k[(t - j) mod block] / in within a block.
//
// A block's product with an input is a circular correlation, so it is a product of real Fourier transforms, for all blocks of one
// frequency a small matrix product.
#include <cmath>

#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/regex.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& c3a_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("block_size", 256, "Size of a block; must divide inputs and outputs of all targets. A larger one trains fewer numbers.", 1),
        any_spec("block_size_pattern", Json::object(), "Block sizes of single layers: name endings, full names or regular expressions with a number."),
        any_spec("init_weights", "xavier_uniform",
                 "First values: xavier_uniform, kaiming_uniform or gaussian, which all change the model at once; true starts without change; false "
                 "is xavier_uniform.")},
       specs_without(target_specs(true), "exclude_modules"),
       {bias_spec("c3a_only")}});
  return schema;
}

// All blocks' circular correlations: y[j] = sum over t of k[(t - j) mod block] x[t]. Saves x and k only.
//
// The gradient of x is PEFT's, sum over s of k[s] dy[s - j] where the exact one is sum over s of k[s] dy[j - s]: runs give the same
// adapters as Python's. The gradient of k is exact in both.
class Correlation : public torch::autograd::Function<Correlation> {
 public:
  static Tensor forward(torch::autograd::AutogradContext* ctx, const Tensor& x, const Tensor& kernel) {
    ctx->save_for_backward({x, kernel});
    const int64_t block = kernel.size(2);
    return rows(at::bmm(transformed(x, block), kernels(kernel).transpose(1, 2).conj()), block);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx, torch::autograd::variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    const Tensor &x = saved[0], &kernel = saved[1];
    const int64_t block = kernel.size(2);
    const Tensor dy = transformed(grads[0], block).conj();  // (frequencies, N, out / block)
    Tensor dx, dkernel;
    if (ctx->needs_input_grad(0)) dx = rows(at::bmm(dy, kernels(kernel)), block);
    if (ctx->needs_input_grad(1)) {
      const Tensor sums = at::bmm(dy.transpose(1, 2), transformed(x, block));  // (frequencies, out / block, in / block)
      dkernel = at::fft_irfft(sums.permute({1, 2, 0}), block);
    }
    return {dx, dkernel};
  }

 private:
  // (N, C) -> (frequencies, N, C / block).
  static Tensor transformed(const Tensor& x, int64_t block) {
    return at::fft_rfft(x.to(at::kFloat).reshape({x.size(0), x.size(1) / block, block})).permute({2, 0, 1}).contiguous();
  }
  static Tensor kernels(const Tensor& kernel) { return at::fft_rfft(kernel).permute({2, 0, 1}).contiguous(); }
  static Tensor rows(const Tensor& frequencies, int64_t block) {
    return at::fft_irfft(frequencies.permute({1, 2, 0}), block).reshape({frequencies.size(1), frequencies.size(2) * block});
  }
};

class C3aLinear final : public LinearAdapter {
 public:
  explicit C3aLinear(Tensor kernel) : m_kernel(std::move(kernel)) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override { return inner(x) + Correlation::apply(x, scaled()); }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + delta(), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"c3a_kernel", m_kernel}}; }

 private:
  Tensor scaled() const { return m_kernel / static_cast<double>(m_kernel.size(1) * m_kernel.size(2)); }

  // (out, in).
  Tensor delta() const {
    const int64_t m = m_kernel.size(0), n = m_kernel.size(1), block = m_kernel.size(2);
    const Tensor place = at::arange(block, at::TensorOptions(at::kLong).device(m_kernel.device()));
    const Tensor shift = (place.unsqueeze(0) - place.unsqueeze(1)).remainder(block);
    return scaled().index_select(2, shift.flatten()).view({m, n, block, block}).transpose(1, 2).reshape({m * block, n * block});
  }

  Tensor m_kernel;  // (out / block, in / block, block)
};

// The size of the first key for which .*\.key$ matches from the start of the name, as PEFT asks for it; else of the name itself.
int64_t block_size_of(const Json& config, const std::string& module) {
  const char* where = "peft.block_size_pattern";
  const Json& patterns = config.at("block_size_pattern");
  if (patterns.is_null()) return config.at("block_size");
  if (!patterns.is_object()) fail(ErrorKind::input, "must be an object of module names and sizes, not " + patterns.dump(), where);
  Json size = config.at("block_size");
  for (const auto& [key, value] : patterns.items()) {
    if (key != module && !Regex("(?P<found>.*\\." + key + "$)", where).group_at_start(module, "found")) continue;
    size = value;
    if (key != module) break;
  }
  if (!size.is_number_integer() || size.get<int64_t>() < 1) fail(ErrorKind::input, "must be a positive whole number, not " + size.dump(), where);
  return size;
}

Tensor fresh(const Json& init, int64_t in, int64_t out, int64_t block, at::Generator& generator) {
  const std::vector<int64_t> sizes{out / block, in / block, block};
  if (init == Json(true)) return at::zeros(sizes);
  if (init == Json("gaussian")) return init::normal(sizes, 1.0, generator);
  if (init == Json("kaiming_uniform")) return init::uniform(sizes, std::sqrt(1.0 / static_cast<double>(in)), generator);
  if (init == Json(false) || init == Json("xavier_uniform")) return init::uniform(sizes, std::sqrt(6.0 / static_cast<double>(in + out)), generator);
  fail(ErrorKind::input, "must be true, false, \"xavier_uniform\", \"kaiming_uniform\" or \"gaussian\", not " + init.dump(), "peft.init_weights");
}

std::unique_ptr<Adapter> make_c3a(CausalLm& model, const Json& config, at::Generator generator) {
  refuse_layers_of_one_text(config);
  LayerMethod method{.peft_type = "C3A"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "C3A");
    const int64_t in = layer.in_features(), out = layer.out_features(), block = block_size_of(config, layer.name);
    if (in % block != 0 || out % block != 0) {
      fail(ErrorKind::input,
           std::to_string(block) + " does not divide the " + std::to_string(in) + " inputs and " + std::to_string(out) + " outputs of \"" + layer.name + "\"",
           "peft.block_size", "Choose a common divisor of both for all targets (block_size_pattern gives single layers their own), or fewer targets.");
    }
    return std::make_shared<C3aLinear>(init::leaf(fresh(config.at("init_weights"), in, out, block, generator), layer.device()));
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod c3a_peft_method;
const PeftMethod c3a_peft_method{.peft_type = "C3A",
                                 .title = "C3A",
                                 .summary = "Adds circular convolutions over blocks of the input; few numbers, and needs a high learning rate.",
                                 .family = "weights",
                                 .paper = "arXiv 2407.19342",
                                 .schema = c3a_schema,
                                 .make = make_c3a,
                                 .mergeable = true,
                                 .converts_to_lora = true,
                                 .quantized_base = true,
                                 .start = {{"block_size", 64}}};

}  // namespace paretune
