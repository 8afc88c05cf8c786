// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/formats/data_format.h"

namespace paretune {

extern const DataFormat chat_data_format;

namespace {

bool recognises(const Json& row) { return holds(row, "messages"); }

RowContent read(const Json& row, const std::string& where) {
  if (!row.contains("messages")) wrong_shape(row, chat_data_format, "the key \"messages\" is missing", where);
  if (holds(row, "tools") && !row["tools"].empty()) {
    fail(ErrorKind::unsupported, "the row describes tools, which are not put into the prompt", where, "Remove the key \"tools\", or write the tools into the system message.");
  }
  RowContent out;
  out.kind = RowContent::Kind::chat;
  out.messages = read_messages(row["messages"], chat_data_format, row, where);
  return out;
}

}  // namespace

const DataFormat chat_data_format{"chat", "{\"messages\": [{\"role\", \"content\"}, ...]}", recognises, read};

}  // namespace paretune
