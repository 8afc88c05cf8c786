// SPDX-License-Identifier: GPL-3.0-or-later
// Trainable tokens: some rows of the embedding trained, the others untouched. The rows take the place of the model's (no differences),
// so a fresh adapter changes nothing. A head that shares the embedding's weight shares the rows.
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/token_rows.h"

namespace paretune {
namespace {

const ParamSchema& trainable_tokens_schema() {
  static const ParamSchema schema = make_schema(
      {{any_spec("token_indices", Json::array(), "Ids of the tokens to train.", false),
        {.key = "target_modules",
         .type = ParamType::text_list,
         .default_value = nullptr,
         .help = "Layers whose rows are trained: a list of names or name endings, or one regular expression; missing = the token embedding.",
         .advanced = true},
        flag_spec("init_weights", true, "Start from the model's rows; off = random values, which changes the model from the start.", true)}});
  return schema;
}

std::unique_ptr<Adapter> make_trainable_tokens(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  const std::vector<ModelModule> targets = find_targets(model, config, model.embeddings().name);
  const bool tied = model.head().weight == model.embeddings().weight &&
                    std::any_of(targets.begin(), targets.end(), [&](const auto& target) { return target.embedding == &model.embeddings(); });
  std::vector<TokenLayer> layers;
  for (const auto& target : targets) {
    if (tied && target.linear == &model.head()) {  // it follows the embedding; PEFT makes an adapter of both that it cannot run
      fail(ErrorKind::input, "chooses \"" + target.name + "\" besides the embedding whose weight it shares", "peft.target_modules",
           "Choose the embedding alone: its head shares the trained rows.");
    }
    layers.push_back({target, config.at("token_indices")});
    if (tied && target.embedding == &model.embeddings()) layers.push_back({{.name = model.head().name, .linear = &model.head()}, {}, true});
  }
  const TokenRowsOptions options{.suffix = "trainable_tokens_delta", .where = "peft.token_indices", .from_model = config.at("init_weights").get<bool>()};
  return attach_token_rows(config, layers, options, generator);
}

}  // namespace

extern const PeftMethod trainable_tokens_peft_method;
const PeftMethod trainable_tokens_peft_method{.peft_type = "TRAINABLE_TOKENS",
                                              .title = "Trainable tokens",
                                              .summary = "Trains the embeddings of a few chosen tokens and nothing else; for new or repurposed tokens.",
                                              .family = "weights",
                                              .paper = "",
                                              .schema = trainable_tokens_schema,
                                              .make = make_trainable_tokens,
                                              .mergeable = true,
                                              .quantized_base = true};

}  // namespace paretune
