// SPDX-License-Identifier: GPL-3.0-or-later
// Texts, or two lists of messages (TRL's conversational prompt and completion).
#include "training/data/formats/data_format.h"

namespace paretune {

extern const DataFormat prompt_completion_data_format;

namespace {

bool recognises(const Json& row) { return holds(row, "prompt") && holds(row, "completion"); }

RowContent read(const Json& row, const std::string& where) {
  RowContent out;
  if (holds(row, "prompt") && row["prompt"].is_array() && holds(row, "completion") && row["completion"].is_array()) {
    out.kind = RowContent::Kind::chat;
    out.messages = read_messages(row["prompt"], prompt_completion_data_format, row, where);
    out.completion_from = static_cast<int64_t>(out.messages.size());
    for (Json& message : read_messages(row["completion"], prompt_completion_data_format, row, where)) out.messages.push_back(std::move(message));
    return out;
  }
  out.kind = RowContent::Kind::completion;
  out.prompt = text_of(row, "prompt", prompt_completion_data_format, where);
  out.completion = text_of(row, "completion", prompt_completion_data_format, where);
  if (out.completion.empty()) wrong_shape(row, prompt_completion_data_format, "\"completion\" is empty", where);
  return out;
}

}  // namespace

const DataFormat prompt_completion_data_format{"prompt_completion", "{\"prompt\", \"completion\"}", recognises, read};

}  // namespace paretune
