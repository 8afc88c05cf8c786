// SPDX-License-Identifier: GPL-3.0-or-later
// Alpaca rows. The prompt is the instruction and, after a blank line, the input.
#include "training/data/formats/data_format.h"

namespace paretune {

extern const DataFormat instruction_data_format;

namespace {

bool recognises(const Json& row) { return holds(row, "instruction") && holds(row, "output"); }

RowContent read(const Json& row, const std::string& where) {
  RowContent out;
  out.kind = RowContent::Kind::completion;
  out.prompt = text_of(row, "instruction", instruction_data_format, where);
  const std::string input = text_or_empty(row, "input", instruction_data_format, where);
  if (!input.empty()) out.prompt += "\n\n" + input;
  out.system = text_or_empty(row, "system", instruction_data_format, where);
  out.completion = text_of(row, "output", instruction_data_format, where);
  if (out.completion.empty()) wrong_shape(row, instruction_data_format, "\"output\" is empty", where);
  return out;
}

}  // namespace

const DataFormat instruction_data_format{"instruction", "{\"instruction\", \"input\" (may be left out), \"output\"}", recognises, read};

}  // namespace paretune
