// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/prompt_init.h"

#include "training/peft/common/init.h"
#include "training/peft/common/prompt_method.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

Tensor rows_of(CausalLm& model, const Tensor& ids) {
  const Embedding& table = model.embeddings();
  return table.weight->rows_at(ids.to(model.device)).detach().to(at::kCPU, at::kFloat) * table.scale;
}

// The text's tokens, cut or repeated to `count`.
Tensor text_ids(CausalLm& model, const Json& config, int64_t count) {
  const std::vector<int64_t> ids =
      model.text_to_ids(config.at("prompt_tuning_init_text"), config.at("tokenizer_name_or_path"), config.at("tokenizer_kwargs"));
  if (ids.empty()) fail(ErrorKind::input, "has no token", "peft.prompt_tuning_init_text", "Write a text.");
  Tensor out = at::empty({count}, at::kLong);
  for (int64_t i = 0; i < count; ++i) {
    const int64_t id = ids[static_cast<std::size_t>(i) % ids.size()];
    if (id < 0 || id >= model.config.vocab_size) {
      fail(ErrorKind::input, "has the token " + std::to_string(id) + ", which the model does not know", "peft.prompt_tuning_init_text",
           "Name the model's own tokenizer in tokenizer_name_or_path.");
    }
    out[i] = id;
  }
  return out;
}

}  // namespace

std::vector<ParamSpec> prompt_init_specs(const std::vector<std::string>& more, const std::string& help_on_more) {
  std::vector<std::string> choices = {"RANDOM", "SAMPLE_VOCAB", "TEXT"};
  choices.insert(choices.end(), more.begin(), more.end());
  return {{.key = "prompt_tuning_init",
           .type = ParamType::choice,
           .default_value = "RANDOM",
           .help = "Start from random values (RANDOM), from embeddings of random tokens (SAMPLE_VOCAB) or from those of a text (TEXT)" + help_on_more + ".",
           .choices = choices},
          {.key = "prompt_tuning_init_text", .type = ParamType::text, .default_value = nullptr, .help = "The text that TEXT starts from."},
          {.key = "tokenizer_name_or_path",
           .type = ParamType::text,
           .default_value = nullptr,
           .help = "The model whose tokenizer reads that text, usually the one that is trained.",
           .advanced = true},
          any_spec("tokenizer_kwargs", nullptr, "Options of that tokenizer in Python; none are supported here.")};
}

void check_prompt_init(const Json& config) {
  const bool text = config.at("prompt_tuning_init") == Json("TEXT");
  for (const char* key : {"tokenizer_name_or_path", "prompt_tuning_init_text"}) {
    if (text && (config.at(key).is_null() || (std::string(key) == "tokenizer_name_or_path" && config.at(key) == Json("")))) {
      fail(ErrorKind::input, "must be given with \"prompt_tuning_init\": \"TEXT\"", std::string("peft.") + key);
    }
  }
  const Json& options = config.at("tokenizer_kwargs");
  if (!options.is_null() && !options.is_object()) fail(ErrorKind::input, "must be an object, not " + options.dump(), "peft.tokenizer_kwargs");
  if (!text && !options.empty()) {
    fail(ErrorKind::input, "is only for \"prompt_tuning_init\": \"TEXT\"", "peft.tokenizer_kwargs", "Remove the key.");
  }
}

Tensor fresh_prompt(CausalLm& model, const Json& config, at::Generator& generator) {
  const int64_t count = config.at("num_virtual_tokens"), width = config.at("token_dim");
  const Json& from = config.at("prompt_tuning_init");
  if (!to_be_loaded(config) && from == Json("SAMPLE_VOCAB")) {
    return rows_of(model, at::empty({count}, at::kLong).random_(0, model.config.vocab_size, generator));
  }
  if (!to_be_loaded(config) && from == Json("TEXT")) return rows_of(model, text_ids(model, config, count));
  return init::normal({count, width}, 1.0, generator);
}

}  // namespace paretune
