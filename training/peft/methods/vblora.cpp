// SPDX-License-Identifier: GPL-3.0-or-later
// VB-LoRA (arXiv 2405.15179): the factors of every layer are put together from pieces, each a mix of a few vectors of one bank that the
// whole model shares.
//
// With save_only_topk_weights the file holds which vectors are mixed and how much of each: enough to compute with, not to train on. As
// in PEFT logits come back as log(weight), -inf for the vectors that were not chosen.
#include <limits>

#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/low_rank.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& vblora_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 4, "Rank of the weight change.", 1), whole_spec("num_vectors", 256, "Vectors in the bank; more for larger models.", 1),
        whole_spec("vector_length", 256, "Length of a vector; must divide inputs and outputs of every adapted layer.", 1),
        whole_spec("topk", 2, "How many vectors are mixed into one piece.", 1),
        number_spec("vblora_dropout", 0.0, "Share of the inputs of A that are set to zero while training.", 0.0, 1.0),
        flag_spec("save_only_topk_weights", false, "Save only the mixed vectors' numbers and shares: a far smaller file, which cannot be trained on."),
        number_spec("init_vector_bank_bound", 0.02, "The bank's first values are drawn evenly between minus this and this.", 0.0, {}, true),
        number_spec("init_logits_std", 0.1, "Standard deviation of the logits' first values.", 0.0, {}, true)},
       target_specs(true),
       {bias_spec("vblora_only"), fan_in_fan_out_spec()}});
  return schema;
}

// The mix of one factor: logits (.., .., vectors) say which vectors of the bank and how much of each.
class Mix {
 public:
  Mix(std::string suffix, Tensor logits, int64_t topk) : m_suffix(std::move(suffix)), m_logits(std::move(logits)), m_topk(topk) {}

  // (first, second, vector_length).
  Tensor pieces(const Tensor& bank) const {
    const auto [top, indices] = m_logits.topk(m_topk, -1);
    const Tensor weights = at::softmax(top, -1).view({-1, 1, m_topk});
    const Tensor vectors = at::embedding(bank, indices.view({-1, m_topk}));
    return at::bmm(weights, vectors).view({m_logits.size(0), m_logits.size(1), bank.size(1)});
  }

  void add_to(std::vector<AdapterTensor>& out, bool only_topk) const {
    out.push_back({.suffix = m_suffix, .tensor = m_logits, .saved = !only_topk});
    if (!only_topk) return;
    const auto [indices, weights] = chosen();
    out.push_back({.suffix = m_suffix + "_topk_indices", .tensor = indices.to(index_type()), .trained = false});
    out.push_back({.suffix = m_suffix + "_topk_weights", .tensor = weights, .trained = false});
  }

  // Values of a file with save_only_topk_weights. What is missing or misshaped is left alone: loading goes on to say it.
  void restore(const std::map<std::string, Tensor>& file, const std::string& prefix) {
    const auto indices = file.find(prefix + m_suffix + "_topk_indices"), weights = file.find(prefix + m_suffix + "_topk_weights");
    if (indices == file.end() || weights == file.end()) return;
    const std::vector<int64_t> wanted{m_logits.size(0), m_logits.size(1), m_topk}, fewer{wanted[0], wanted[1], m_topk - 1};
    if (indices->second.sizes() != wanted || weights->second.sizes() != fewer) return;
    at::NoGradGuard no_grad;
    m_indices = indices->second.to(m_logits.device(), at::kLong);
    m_weights = weights->second.to(m_logits.device(), at::kFloat);
    if (((m_indices < 0) | (m_indices >= m_logits.size(2))).any().item<bool>()) {
      fail(ErrorKind::input, indices->first + " names a vector that the bank does not have", "adapter_model.safetensors",
           "The file is damaged, or num_vectors is another one.");
    }
    const Tensor all = at::cat({m_weights, 1 - m_weights.sum(-1, true)}, -1);
    m_logits.detach().copy_(at::full_like(m_logits, -std::numeric_limits<float>::infinity()).scatter(-1, m_indices, all.log()));
    m_restored_version = m_logits._version();
  }
  bool restored() const { return m_indices.defined(); }

 private:
  std::pair<Tensor, Tensor> chosen() const {
    if (restored() && m_logits._version() == m_restored_version) return {m_indices, m_weights};  // log and softmax round
    at::NoGradGuard no_grad;
    const auto [top, indices] = m_logits.topk(m_topk, -1);
    return {indices, at::softmax(top, -1).narrow(-1, 0, m_topk - 1).contiguous()};
  }
  at::ScalarType index_type() const {
    const int64_t vectors = m_logits.size(2);
    return vectors < (1 << 8) ? at::kByte : vectors < (1 << 15) ? at::kShort : vectors < (int64_t{1} << 31) ? at::kInt : at::kLong;
  }

  std::string m_suffix;
  Tensor m_logits;
  int64_t m_topk;
  Tensor m_indices, m_weights;  // as restored
  int64_t m_restored_version = -1;
};

class VbLoraLinear final : public LinearAdapter {
 public:
  VbLoraLinear(std::string module, Tensor bank, Mix a, Mix b, const Json& config)
      : m_module(std::move(module)),
        m_bank(std::move(bank)),
        m_a(std::move(a)),
        m_b(std::move(b)),
        m_dropout(config.at("vblora_dropout")),
        m_only_topk(config.at("save_only_topk_weights")),
        m_all_vectors(config.at("topk") == config.at("num_vectors")) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    if (base.training && m_a.restored() && !m_all_vectors) {
      fail(ErrorKind::unsupported, "the adapter was saved with save_only_topk_weights, so it cannot be trained on", "peft.save_only_topk_weights",
           "Start from an adapter that was saved whole.");
    }
    const Tensor seen = m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x;
    const auto [a, b] = factors();
    return low_rank_linear(x, seen, base, this, inner, a, b);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    const auto [a, b] = factors();
    return {weight + at::matmul(b, a), bias};
  }
  std::vector<AdapterTensor> tensors() const override {
    std::vector<AdapterTensor> out;
    m_a.add_to(out, m_only_topk);
    m_b.add_to(out, m_only_topk);
    return out;
  }
  void restore(const std::map<std::string, Tensor>& file) {
    m_a.restore(file, peft_prefix(m_module));
    m_b.restore(file, peft_prefix(m_module));
  }

 private:
  std::pair<Tensor, Tensor> factors() const {
    const Tensor a = m_a.pieces(m_bank), b = m_b.pieces(m_bank);
    return {a.flatten(1), b.transpose(1, 2).reshape({-1, b.size(1)})};
  }

  std::string m_module;
  Tensor m_bank;
  Mix m_a, m_b;  // logits (r, in / vector_length, vectors) and (out / vector_length, r, vectors)
  double m_dropout;
  bool m_only_topk, m_all_vectors;
};

void check_divides(int64_t features, int64_t length, const Linear& layer, const std::string& what) {
  if (features % length == 0) return;
  fail(ErrorKind::input,
       std::to_string(length) + " does not divide the " + std::to_string(features) + " " + what + " of \"" + layer.name + "\"",
       "peft.vector_length", "Choose a length that divides inputs and outputs of every adapted layer.");
}

std::unique_ptr<Adapter> make_vblora(CausalLm& model, const Json& config, at::Generator generator) {
  const int64_t rank = config.at("r"), vectors = config.at("num_vectors"), length = config.at("vector_length"), topk = config.at("topk");
  if (topk > vectors) {
    fail(ErrorKind::input, std::to_string(topk) + " vectors cannot be mixed, num_vectors is " + std::to_string(vectors), "peft.topk",
         "Lower topk, or raise num_vectors.");
  }
  const Tensor bank = init::leaf(init::uniform({vectors, length}, config.at("init_vector_bank_bound"), generator), model.device);
  const double deviation = config.at("init_logits_std");
  auto layers = std::make_shared<std::vector<std::shared_ptr<VbLoraLinear>>>();
  LayerMethod method{.peft_type = "VBLORA"};
  method.linear = [&](Linear& layer) {
    check_divides(layer.in_features(), length, layer, "inputs");
    check_divides(layer.out_features(), length, layer, "outputs");
    auto logits = [&](int64_t first, int64_t second) {
      return init::leaf(init::normal({first, second, vectors}, deviation, generator), layer.device());
    };
    Mix a("vblora_logits_A", logits(rank, layer.in_features() / length), topk);
    Mix b("vblora_logits_B", logits(layer.out_features() / length, rank), topk);
    layers->push_back(std::make_shared<VbLoraLinear>(layer.name, bank, std::move(a), std::move(b), config));
    return layers->back();
  };
  method.shared = {{"base_model.vblora_vector_bank", bank}};
  if (config.at("save_only_topk_weights").get<bool>()) {
    method.before_load = [layers](const std::map<std::string, Tensor>& file) {
      for (const auto& layer : *layers) layer->restore(file);
    };
  }
  const bool known = model.config.model_type != "mistral";  // PEFT's table for this method has no entry for it
  return attach_layer_method(model, config, known ? usual_linear_targets(model) : Json(), method);
}

}  // namespace

extern const PeftMethod vblora_peft_method;
const PeftMethod vblora_peft_method{.peft_type = "VBLORA",
                                    .title = "VB-LoRA",
                                    .summary = "Builds the low-rank factors of all layers from one shared bank of vectors; very small when saved as mixes.",
                                    .family = "weights",
                                    .paper = "arXiv 2405.15179",
                                    .schema = vblora_schema,
                                    .make = make_vblora,
                                    .mergeable = true,
                                    .converts_to_lora = true,
                                    .quantized_base = true,
                                    .start = {{"vector_length", 64}}};

}  // namespace paretune
