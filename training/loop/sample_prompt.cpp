// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/sample_prompt.h"

namespace paretune {

std::vector<int64_t> sample_prompt_ids(const std::string& prompt, const Json& data, const std::string& format, const Tokenizer& tokenizer) {
  const std::string wanted = data.value("chat_template", "model");
  const bool plain_rows = format.starts_with("text") || format.starts_with("pretokenized");
  if (plain_rows || wanted == "none" || (wanted == "model" && tokenizer.chat_template().empty())) return tokenizer.encode(prompt, true);
  const Json messages = Json::array({{{"role", "user"}, {"content", prompt}}});
  if (wanted == "model") return tokenizer.encode(render_chat(tokenizer, messages, "all", true).value().text, false);
  const Json variables{{"messages", messages}, {"add_generation_prompt", true}, {"bos_token", tokenizer.bos_token()}, {"eos_token", tokenizer.eos_token()}};
  return tokenizer.encode(ChatTemplate::parse(wanted, "data.chat_template").value()->render(variables).value().text, false);
}

}  // namespace paretune
