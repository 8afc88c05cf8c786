// SPDX-License-Identifier: GPL-3.0-or-later
// Texts with the class they are of, for task_type SEQ_CLS.
#include "training/data/formats/data_format.h"

namespace paretune {

extern const DataFormat classification_data_format;

namespace {

// A language model learns the text of such a row: only the task says that the label is meant.
bool recognises(const Json&) { return false; }

RowContent read(const Json& row, const std::string& where) {
  RowContent out;
  out.kind = RowContent::Kind::labelled;
  out.text = text_of(row, "text", classification_data_format, where);
  if (out.text.empty()) wrong_shape(row, classification_data_format, "\"text\" is empty", where);
  if (!holds(row, "label")) wrong_shape(row, classification_data_format, "the key \"label\" is missing", where);
  out.label = row["label"];
  if (!out.label.is_string() && !out.label.is_number_integer()) {
    wrong_shape(row, classification_data_format, std::string("\"label\" is ") + out.label.type_name() + ", neither a text nor a whole number", where);
  }
  return out;
}

}  // namespace

const DataFormat classification_data_format{"classification", "{\"text\", \"label\"}", recognises, read};

}  // namespace paretune
