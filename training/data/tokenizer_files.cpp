// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizer_files.h"

#include "training/data/tokenizers/bpe_tokenizer.h"

namespace paretune {
namespace {

// What transformers needs besides tokenizer.json to name the special tokens.
Json config_from_gguf(const Json& metadata) {
  Json config = {{"tokenizer_class", "PreTrainedTokenizerFast"}, {"clean_up_tokenization_spaces", false}};
  const Json& tokens = metadata.at("tokenizer.ggml.tokens");
  for (const auto& [key, name] : {std::pair{"tokenizer.ggml.bos_token_id", "bos_token"}, std::pair{"tokenizer.ggml.eos_token_id", "eos_token"},
                                  std::pair{"tokenizer.ggml.padding_token_id", "pad_token"}, std::pair{"tokenizer.ggml.unknown_token_id", "unk_token"}}) {
    const auto id = metadata.find(key);
    if (id != metadata.end() && id->is_number_integer() && id->get<std::size_t>() < tokens.size()) config[name] = tokens[id->get<std::size_t>()];
  }
  return config;
}

}  // namespace

Status write_tokenizer_files(const TokenizerSource& source, const std::string& folder) {
  return attempt(folder, [&] {
    Json tokenizer = source.tokenizer_json, config = source.tokenizer_config;
    std::string chat_template;
    if (tokenizer.is_null() && source.gguf.is_object()) {
      tokenizer = gguf_tokenizer_json(source.gguf, folder);
      config = config_from_gguf(source.gguf);
      chat_template = source.gguf.value("tokenizer.chat_template", "");
    }
    if (tokenizer.is_null()) return;  // a model without a tokenizer stays one
    if (config.is_object() && config.contains("chat_template") && config["chat_template"].is_string()) {
      chat_template = config["chat_template"];
      config.erase("chat_template");
    }
    write_json_file(folder + "/tokenizer.json", tokenizer).value();
    if (config.is_object()) write_json_file(folder + "/tokenizer_config.json", config).value();
    if (!chat_template.empty()) write_file_atomically(folder + "/chat_template.jinja", chat_template).value();
  });
}

}  // namespace paretune
