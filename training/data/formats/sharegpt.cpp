// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "training/data/formats/data_format.h"

namespace paretune {

extern const DataFormat sharegpt_data_format;

namespace {

// Roles of ShareGPT and of the sets that copied it.
const char* role_of(const std::string& from) {
  static const struct {
    const char *from, *role;
  } kRoles[] = {{"human", "user"},      {"user", "user"},       {"gpt", "assistant"},  {"assistant", "assistant"}, {"chatgpt", "assistant"},
                {"bing", "assistant"},  {"bard", "assistant"},  {"model", "assistant"}, {"bot", "assistant"},      {"system", "system"},
                {"tool", "tool"},       {"observation", "tool"}, {"function", "tool"}};
  for (const auto& known : kRoles) {
    if (from == known.from) return known.role;
  }
  return nullptr;
}

bool recognises(const Json& row) { return holds(row, "conversations"); }

RowContent read(const Json& row, const std::string& where) {
  const auto list = row.find("conversations");
  if (list == row.end()) wrong_shape(row, sharegpt_data_format, "the key \"conversations\" is missing", where);
  if (!list->is_array()) wrong_shape(row, sharegpt_data_format, std::string("\"conversations\" is ") + list->type_name() + ", not a list", where);
  Json messages = Json::array();
  const std::string system = text_or_empty(row, "system", sharegpt_data_format, where);
  if (!system.empty()) messages.push_back({{"role", "system"}, {"content", system}});
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Json& turn = (*list)[i];
    const std::string what = "conversations[" + std::to_string(i) + "]";
    const bool shaped = turn.is_object() && turn.contains("from") && turn["from"].is_string() && turn.contains("value");
    if (!shaped && turn.is_object() && turn.contains("role") && turn.contains("content")) {  // chat turns under ShareGPT's key
      messages.push_back(turn);
      continue;
    }
    if (!shaped) wrong_shape(row, sharegpt_data_format, what + " has no \"from\" and \"value\"", where);
    const auto& from = turn["from"].get_ref<const std::string&>();
    const char* role = role_of(from);
    if (!role) wrong_shape(row, sharegpt_data_format, what + ".from is \"" + from.substr(0, 60) + "\", not human, gpt, system or tool", where);
    messages.push_back({{"role", role}, {"content", turn["value"]}});
  }
  RowContent out;
  out.kind = RowContent::Kind::chat;
  out.messages = read_messages(messages, sharegpt_data_format, row, where);
  return out;
}

}  // namespace

const DataFormat sharegpt_data_format{"sharegpt", "{\"conversations\": [{\"from\", \"value\"}, ...]}", recognises, read};

}  // namespace paretune
