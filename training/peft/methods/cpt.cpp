// SPDX-License-Identifier: GPL-3.0-or-later
// Context-aware prompt tuning, CPT (arXiv 2410.17222): the embeddings of a hard prompt, usually some solved examples, in front of every
// sample; each may move inside a small ball. The answers inside the prompt are trained on too.
//
// cpt_tokens_type_mask says what a prompt token is, by its value modulo 4: 1 and 3 = template, 2 = input, 0 = answer (where it is not 0);
// every example has values of its own, counting up.
#include "training/peft/common/init.h"
#include "training/peft/common/prompt_method.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

const ParamSchema& cpt_schema() {
  static const ParamSchema schema = make_schema(
      {{any_spec("cpt_token_ids", nullptr, "Ids of the prompt's tokens; missing = [0].", false),
        any_spec("cpt_mask", nullptr, "One number for each of them, read by nothing; missing = ones."),
        any_spec("cpt_tokens_type_mask", nullptr,
                 "What each of them is: 1 + 4k template, 2 + 4k input, 3 + 4k template of the answer, 4 + 4k answer of example k; missing = ones.",
                 false),
        {.key = "opt_weighted_loss_type",
         .type = ParamType::choice,
         .default_value = "none",
         .help = "\"decay\" lets earlier examples of the prompt count less in the loss.",
         .choices = {"none", "decay"}},
        number_spec("opt_loss_decay_factor", 1.0, "How much less, for each example further back.", {}, {}),
        number_spec("opt_projection_epsilon", 0.1, "How far the embedding of an input token may move.", 0, {}),
        number_spec("opt_projection_format_epsilon", 0.1, "How far the embedding of a template token may move.", 0, {}),
        {.key = "tokenizer_name_or_path", .type = ParamType::text, .default_value = nullptr, .help = "Read by nothing.", .advanced = true},
        whole_spec("num_virtual_tokens", nullptr, "Always the number of cpt_token_ids.", 1, true)},
       prompt_specs()});
  return schema;
}

std::vector<int64_t> whole_numbers(const Json& config, const char* key) {
  std::vector<int64_t> out;
  const Json& given = config.at(key);
  const bool fits = given.is_array() && std::all_of(given.begin(), given.end(), [](const Json& entry) { return entry.is_number_integer(); });
  if (!fits) fail(ErrorKind::input, "must be a list of whole numbers, not " + given.dump(), std::string("peft.") + key);
  for (const auto& entry : given) out.push_back(entry);
  return out;
}

class CptEncoder final : public PromptEncoder {
 public:
  CptEncoder(CausalLm& model, const Json& config, const std::vector<int64_t>& ids, const std::vector<int64_t>& types)
      : m_ids(ids), m_types(types), m_decay(config.at("opt_weighted_loss_type") == Json("decay") ? config.at("opt_loss_decay_factor").get<double>() : 1.0) {
    const auto& options = model.embeddings().weight->base.options();
    const Tensor places = at::tensor(ids, at::kLong).to(model.device);
    m_base = model.embeddings().weight->rows_at(places).detach().to(at::kFloat) * model.embeddings().scale;
    m_delta = init::leaf(at::zeros_like(m_base), model.device);
    const Tensor type = at::tensor(types, at::kLong), kind = at::remainder(type, 4);
    m_moves = (kind != 0).unsqueeze(1).to(model.device);
    // The ball shrinks with the width of the embedding; a token of no kind may not move.
    const Tensor scale = at::sqrt(at::tensor({static_cast<float>(m_base.size(1) / 2048.0)}, at::kFloat));
    const Tensor input = scale * config.at("opt_projection_epsilon").get<double>(), format = scale * config.at("opt_projection_format_epsilon").get<double>();
    const Tensor radius = at::where(kind == 2, input, at::where(kind != 0, format, at::full({1}, 1e-10)));
    m_radius = at::where(type > 0, radius, at::full({1}, 1e-10)).to(options);
    count_labels();
  }

  int64_t virtual_tokens() const override { return m_base.size(0); }
  void begin_forward(const TokenBatch& batch) override {
    at::NoGradGuard no_grad;
    m_delta.copy_(projected());
  }
  Tensor prompt_embeddings() override { return m_base + at::where(m_moves, m_delta, m_delta.detach()); }

  NamedTensors trainable() const override { return {{"delta_embedding.weight", m_delta}}; }
  NamedTensors saved() const override {
    at::NoGradGuard no_grad;
    return {{"prompt_embeddings", m_base + projected()}};
  }
  // The file holds where the prompt has got to: the ball is then around that.
  void before_load(const std::map<std::string, Tensor>& tensors) override {
    const auto found = tensors.find("prompt_embeddings");
    if (found == tensors.end() || found->second.sizes() != m_base.sizes()) return;
    at::NoGradGuard no_grad;
    m_base.copy_(found->second);
    m_delta.zero_();
  }

  Tensor loss(CausalLm& model, const LossRows& rows) override {
    const Tensor first = rows.first_labels.defined() ? rows.first_labels : at::full({rows.ahead.size(0)}, -100, rows.targets.options());
    const int64_t samples = rows.ahead.size(0), answers = samples * m_label_rows.size(0);
    const double real = (rows.targets != -100).sum().item<double>();
    const double counted = static_cast<double>(answers) + (m_real_labels ? real + (first != -100).sum().item<double>() : 0.0);
    if (counted == 0) return nothing_to_learn(model);
    // A mean over what counts in this pass. One of several passes of a step weighs as its share of the step's labels.
    const double divisor = rows.normaliser == 0 || real == 0 ? counted : rows.normaliser * counted / real;
    Tensor sum;
    if (m_real_labels) sum = model.row_loss(at::cat({rows.hidden, rows.ahead.select(1, -1)}), at::cat({rows.targets, first}), divisor);
    if (answers > 0) {
      const Tensor hidden = rows.ahead.index_select(1, m_label_rows).reshape({answers, -1});
      const Tensor each = at::cross_entropy_loss(model.logits(hidden), m_labels.repeat({samples}), {}, at::Reduction::None);
      const Tensor own = (each * m_label_weights.repeat({samples})).sum() / divisor;
      sum = sum.defined() ? sum + own : own;
    }
    return sum;
  }

 private:
  Tensor projected() const {
    const Tensor norm = m_delta.norm(2, 1).detach();
    const Tensor shrunk = m_delta.detach() * (m_radius / at::maximum(norm, m_radius)).unsqueeze(1);
    return at::where((norm > 0).unsqueeze(1), shrunk, m_delta.detach());
  }

  // Which rows of the prompt predict an answer of it, and how much that counts. Real tokens are answers of one more example, whose type
  // is 4 above the prompt's largest: where that is no multiple of 4, PEFT takes them for something else and trains on none.
  void count_labels() {
    const int64_t real = 4 + *std::max_element(m_types.begin(), m_types.end());
    const auto is_answer = [](int64_t type) { return type > 0 && type % 4 == 0; };
    m_real_labels = is_answer(real);
    std::map<int64_t, double, std::greater<>> weights;  // by type, the last example first
    if (m_real_labels) weights[real] = 1;
    for (std::size_t i = 1; i < m_types.size(); ++i) {
      if (is_answer(m_types[i])) weights[m_types[i]] = 1;
    }
    double weight = 1;
    for (auto& [type, value] : weights) {
      value = weight;
      weight *= m_decay;
    }
    std::vector<int64_t> rows, labels;
    std::vector<double> factors;
    for (std::size_t i = 1; i < m_types.size(); ++i) {
      if (!is_answer(m_types[i])) continue;
      rows.push_back(static_cast<int64_t>(i) - 1);
      labels.push_back(m_ids[i]);
      factors.push_back(weights.at(m_types[i]));
    }
    m_label_rows = at::tensor(rows, at::kLong).to(m_base.device());
    m_labels = at::tensor(labels, at::kLong).to(m_base.device());
    m_label_weights = at::tensor(factors, at::kDouble).to(m_base.device(), at::kFloat);
  }

  // A mean over nothing, as in PEFT.
  Tensor nothing_to_learn(CausalLm& model) const {
    if (model.head().training) {
      fail(ErrorKind::input, "leaves no token to train on: no prompt token is an answer, and the largest value is no multiple of 4",
           "peft.cpt_tokens_type_mask", "Let the last example's answer have the largest value, a multiple of 4.");
    }
    return (m_delta * 0).sum() + std::numeric_limits<double>::quiet_NaN();
  }

  std::vector<int64_t> m_ids, m_types;
  double m_decay;
  bool m_real_labels = false;
  Tensor m_base, m_delta;                          // (P, C): the hard prompt, and the leaf that moves it
  Tensor m_moves, m_radius;                        // (P, 1) bool, (P)
  Tensor m_label_rows, m_labels, m_label_weights;  // (K)
};

std::unique_ptr<Adapter> make_cpt(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  if (config.at("cpt_token_ids").is_null()) config["cpt_token_ids"] = {0};
  const std::vector<int64_t> ids = whole_numbers(config, "cpt_token_ids");
  for (const char* key : {"cpt_mask", "cpt_tokens_type_mask"}) {
    if (config.at(key).is_null()) config[key] = std::vector<int64_t>(ids.size(), 1);
    if (whole_numbers(config, key).size() != ids.size()) {
      fail(ErrorKind::input, "must be as long as cpt_token_ids, " + std::to_string(ids.size()), std::string("peft.") + key, "Give one number for each token.");
    }
  }
  for (const int64_t id : ids) {
    if (id < 0 || id >= model.config.vocab_size) fail(ErrorKind::input, std::to_string(id) + " is no token of the model", "peft.cpt_token_ids");
  }
  if (ids.empty()) fail(ErrorKind::input, "is empty", "peft.cpt_token_ids", "Give the ids of a prompt.");
  // PEFT fills these from the model whatever was given.
  for (const char* key : {"token_dim", "num_attention_heads", "num_layers", "num_transformer_submodules"}) config[key] = nullptr;
  config["num_virtual_tokens"] = ids.size();
  complete_prompt_config(config, model, false);
  return attach_prompt_method(model, config, std::make_shared<CptEncoder>(model, config, ids, whole_numbers(config, "cpt_tokens_type_mask")));
}

}  // namespace

extern const PeftMethod cpt_peft_method;
const PeftMethod cpt_peft_method{.peft_type = "CPT",
                                 .title = "Context-aware prompt tuning (CPT)",
                                 .summary = "Solved examples in front of every text, whose embeddings are tuned a little; for very small data sets.",
                                 .family = "prompt",
                                 .paper = "arXiv 2410.17222",
                                 .schema = cpt_schema,
                                 .make = make_cpt,
                                 .quantized_base = true};

}  // namespace paretune
