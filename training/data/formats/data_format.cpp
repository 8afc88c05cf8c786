// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/formats/data_format.h"

namespace paretune {
namespace {

std::string keys_of(const Json& row) {
  std::string out;
  std::size_t count = 0;
  for (const auto& item : row.items()) {
    if (++count > 12) return out + ", ...";
    std::string key = item.key().substr(0, 60);
    out += (out.empty() ? "\"" : ", \"") + key + "\"";
  }
  return out.empty() ? "none" : out;
}

std::string content_of(const Json& content, std::size_t index, const std::string& where) {
  const std::string what = "messages[" + std::to_string(index) + "].content";
  if (content.is_string()) return content.get<std::string>();
  if (content.is_null()) return {};
  if (!content.is_array()) fail(ErrorKind::input, what + " is " + content.type_name() + ", not a text", where, "Write the words of the message as a text.");
  std::string out;
  for (const Json& part : content) {
    const auto type = part.is_object() ? part.find("type") : part.end();
    const auto text = part.is_object() ? part.find("text") : part.end();
    if (!part.is_object() || type == part.end() || *type != "text" || text == part.end() || !text->is_string()) {
      fail(ErrorKind::unsupported, what + " has a part that is no text", where, "Only text can be trained on; leave out images and sounds.");
    }
    out += text->get_ref<const std::string&>();
  }
  return out;
}

}  // namespace

const DataFormat* find_data_format(const std::string& name) {
  for (const DataFormat* format : data_formats()) {
    if (name == format->name) return format;
  }
  return nullptr;
}

const DataFormat& recognise_format(const Json& row, const std::string& where) {
  std::string known;
  for (const DataFormat* format : data_formats()) {
    if (format->recognises(row)) return *format;
    known += (known.empty() ? "" : "; ") + std::string(format->expected);
  }
  fail(ErrorKind::input, "the row has the keys " + keys_of(row) + ", which is no known format", where, "Rename the keys to one of: " + known + ".");
}

void wrong_shape(const Json& row, const DataFormat& format, const std::string& what, const std::string& where) {
  fail(ErrorKind::input, what + " (the row has the keys " + keys_of(row) + ")", where,
       std::string("Rows of format \"") + format.name + "\" are " + format.expected + ". Mend or remove the row, or set data.format.");
}

std::string text_of(const Json& row, const char* key, const DataFormat& format, const std::string& where) {
  const auto it = row.find(key);
  if (it == row.end()) wrong_shape(row, format, std::string("the key \"") + key + "\" is missing", where);
  if (!it->is_string()) wrong_shape(row, format, std::string("\"") + key + "\" is " + it->type_name() + ", not a text", where);
  return it->get<std::string>();
}

std::string text_or_empty(const Json& row, const char* key, const DataFormat& format, const std::string& where) {
  return holds(row, key) ? text_of(row, key, format, where) : std::string();
}

bool holds(const Json& row, const char* key) {
  const auto it = row.find(key);
  return it != row.end() && !it->is_null();
}

Json read_messages(const Json& messages, const DataFormat& format, const Json& row, const std::string& where) {
  if (!messages.is_array()) wrong_shape(row, format, std::string("the messages are ") + messages.type_name() + ", not a list", where);
  if (messages.empty()) wrong_shape(row, format, "the list of messages is empty", where);
  Json out = Json::array();
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Json& message = messages[i];
    const std::string what = "messages[" + std::to_string(i) + "]";
    if (!message.is_object()) wrong_shape(row, format, what + " is " + message.type_name() + ", not {\"role\", \"content\"}", where);
    const auto role = message.find("role"), content = message.find("content");
    if (role == message.end() || !role->is_string() || role->get_ref<const std::string&>().empty()) {
      wrong_shape(row, format, what + " has no \"role\"; its keys are " + keys_of(message), where);
    }
    if (content == message.end() && !message.contains("tool_calls")) {
      wrong_shape(row, format, what + " has no \"content\"; its keys are " + keys_of(message), where);
    }
    Json copy = message;
    copy["content"] = content == message.end() ? std::string() : content_of(*content, i, where);
    out.push_back(std::move(copy));
  }
  return out;
}

}  // namespace paretune
