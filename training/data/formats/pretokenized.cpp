// SPDX-License-Identifier: GPL-3.0-or-later
// Ids made elsewhere. Without labels every token is trained; positions with attention_mask 0 are padding and left out.
#include <limits>

#include "training/data/formats/data_format.h"

namespace paretune {

extern const DataFormat pretokenized_data_format;

namespace {

bool recognises(const Json& row) { return holds(row, "input_ids"); }

std::vector<int64_t> whole_numbers(const Json& row, const char* key, const std::string& where) {
  const auto it = row.find(key);
  if (it == row.end()) wrong_shape(row, pretokenized_data_format, std::string("the key \"") + key + "\" is missing", where);
  if (!it->is_array()) wrong_shape(row, pretokenized_data_format, std::string("\"") + key + "\" is " + it->type_name() + ", not a list of whole numbers", where);
  std::vector<int64_t> out;
  out.reserve(it->size());
  for (std::size_t i = 0; i < it->size(); ++i) {
    const Json& number = (*it)[i];
    const bool fits = number.is_number_integer() && (!number.is_number_unsigned() || number.get<uint64_t>() <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max()));
    if (!fits) wrong_shape(row, pretokenized_data_format, std::string(key) + "[" + std::to_string(i) + "] is not a whole number", where);
    out.push_back(number.get<int64_t>());
  }
  return out;
}

std::vector<int64_t> same_length(const Json& row, const char* key, std::size_t count, const std::string& where) {
  auto out = whole_numbers(row, key, where);
  if (out.size() != count) {
    wrong_shape(row, pretokenized_data_format, std::string("\"") + key + "\" has " + std::to_string(out.size()) + " entries, but input_ids has " + std::to_string(count), where);
  }
  return out;
}

RowContent read(const Json& row, const std::string& where) {
  const auto ids = whole_numbers(row, "input_ids", where);
  if (ids.empty()) wrong_shape(row, pretokenized_data_format, "\"input_ids\" is empty", where);
  const auto labels = holds(row, "labels") ? same_length(row, "labels", ids.size(), where) : ids;
  const auto mask = holds(row, "attention_mask") ? same_length(row, "attention_mask", ids.size(), where) : std::vector<int64_t>(ids.size(), 1);
  RowContent out;
  out.kind = RowContent::Kind::ids;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (mask[i] != 0 && mask[i] != 1) wrong_shape(row, pretokenized_data_format, "attention_mask[" + std::to_string(i) + "] is neither 0 nor 1", where);
    if (mask[i] == 0) continue;
    out.ids.push_back(ids[i]);
    out.labels.push_back(labels[i]);
  }
  return out;
}

}  // namespace

const DataFormat pretokenized_data_format{"pretokenized", "{\"input_ids\": [...], \"labels\": [...] (may be left out), \"attention_mask\": [...] (may be left out)}", recognises, read};

}  // namespace paretune
