// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/formats/data_format.h"

namespace paretune {

extern const DataFormat text_data_format;

namespace {

bool recognises(const Json& row) { return holds(row, "text"); }

RowContent read(const Json& row, const std::string& where) {
  RowContent out;
  out.kind = RowContent::Kind::text;
  out.text = text_of(row, "text", text_data_format, where);
  if (out.text.empty()) wrong_shape(row, text_data_format, "\"text\" is empty", where);
  return out;
}

}  // namespace

const DataFormat text_data_format{"text", "{\"text\"}", recognises, read};

}  // namespace paretune
