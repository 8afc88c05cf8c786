// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A data format turns one row into one of five things to learn from.
#include <span>
#include <string>
#include <vector>

#include "training/api/schema.h"

namespace paretune {

struct RowContent {
  enum class Kind { chat, completion, text, ids, labelled };
  Kind kind = Kind::text;
  Json messages;                  // chat: [{role, content, ...}]
  int64_t completion_from = 0;    // chat: messages before this one are never trained (conversational prompt/completion)
  std::string system;             // completion: a system message for templates; may be empty
  std::string prompt, completion; // completion; `text` holds plain text
  std::string text;
  Json label;                     // labelled: the class of `text`, its number or its name
  std::vector<int64_t> ids, labels;  // ids; same length, -100 = not trained
};

struct DataFormat {
  const char* name;
  const char* expected;                                   // for messages: the keys of a row
  bool (*recognises)(const Json& row);
  RowContent (*read)(const Json& row, const std::string& where);  // throws Failure at `where` on a wrong shape
};

std::span<const DataFormat* const> data_formats();  // in the order in which they are tried
const DataFormat* find_data_format(const std::string& name);
// The format of a row; an error lists the keys that were found and those that are known.
const DataFormat& recognise_format(const Json& row, const std::string& where);

// Shared by the formats. `what` names the key.
[[noreturn]] void wrong_shape(const Json& row, const DataFormat& format, const std::string& what, const std::string& where);
std::string text_of(const Json& row, const char* key, const DataFormat& format, const std::string& where);
std::string text_or_empty(const Json& row, const char* key, const DataFormat& format, const std::string& where);  // absent or null: ""
// Messages with role and content as texts; content parts of type text are joined.
Json read_messages(const Json& messages, const DataFormat& format, const Json& row, const std::string& where);
bool holds(const Json& row, const char* key);  // there and not null

}  // namespace paretune
