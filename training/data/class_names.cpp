// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/class_names.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "training/data/containers/row_file.h"
#include "training/data/formats/data_format.h"

namespace paretune {
namespace {

constexpr int64_t kMostClasses = 100'000;

// A whole number from 0, also where it is a cell of a CSV file; -1 for other texts.
int64_t number_of(const Json& label) {
  if (label.is_number_integer()) return label.is_number_unsigned() || label.get<int64_t>() >= 0 ? label.get<int64_t>() : -1;
  if (!label.is_string()) return -1;
  const auto text = label.get<std::string>();
  int64_t out = -1;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
  return end.ec == std::errc() && end.ptr == text.data() + text.size() && !text.empty() && text[0] != '-' ? out : -1;
}

void collect(const std::string& path, std::set<std::string>& names, int64_t& largest) {
  const auto file = RowFile::open(path).value();
  const DataFormat* format = find_data_format("classification");
  RawRow row;
  while (file->next(row)) {
    const std::string where = path + ":" + std::to_string(row.row);
    const Json label = format->read(row.value, where).label;
    const int64_t number = number_of(label);
    if (number >= kMostClasses)
      fail(ErrorKind::input, "the label " + label.dump() + " is too large for the number of a class", where, "Number the classes from 0.");
    if (label.is_number_integer() && number < 0)
      fail(ErrorKind::input, "the label " + label.dump() + " is no number of a class", where, "Number the classes from 0.");
    if (number >= 0) largest = std::max(largest, number);
    else names.insert(label.get<std::string>());
    file->let_go_passed();
  }
}

}  // namespace

std::vector<std::string> class_names(const Json& data) {
  const Json given = data.value("labels", Json());
  std::vector<std::string> out;
  if (given.is_array() && !given.empty()) {
    for (const Json& name : given) {
      if (!name.is_string()) fail(ErrorKind::input, "must be a list of texts", "data.labels");
      out.push_back(name);
    }
    const std::set<std::string> different(out.begin(), out.end());
    if (different.size() != out.size()) fail(ErrorKind::input, "has a name twice", "data.labels", "Name every class once.");
    return out;
  }
  std::set<std::string> names;
  int64_t largest = -1;
  for (const char* key : {"path", "eval_path"}) {
    const Json path = data.value(key, Json());
    if (path.is_string() && path != Json("")) collect(path, names, largest);
  }
  if (largest >= 0 && !names.empty()) {
    fail(ErrorKind::input, "some labels are numbers, others are names such as \"" + *names.begin() + "\"", data.value("path", ""),
         "Use one kind, or list all names in data.labels.");
  }
  for (int64_t number = 0; number <= largest; ++number) out.push_back(std::to_string(number));
  out.insert(out.end(), names.begin(), names.end());
  return out;
}

int64_t class_of(const Json& label, const std::vector<std::string>& names, const std::string& where) {
  if (label.is_string()) {
    const auto found = std::find(names.begin(), names.end(), label.get<std::string>());
    if (found != names.end()) return found - names.begin();
  }
  const int64_t number = number_of(label);
  if (number >= 0 && number < static_cast<int64_t>(names.size())) return number;
  std::string known;
  for (std::size_t i = 0; i < names.size() && i < 12; ++i) known += (i ? ", " : "") + names[i];
  fail(ErrorKind::input, "the label " + label.dump() + " is none of the " + std::to_string(names.size()) + " classes", where,
       "Known are: " + known + (names.size() > 12 ? ", ..." : "") + ".");
}

}  // namespace paretune
