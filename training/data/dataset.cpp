// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/dataset.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "training/data/containers/row_file.h"
#include "training/data/formats/data_format.h"
#include "training/data/row_encoder.h"
#include "training/data/row_order.h"

namespace paretune {
namespace {

constexpr uint64_t kSplitSeed = 42;  // the held-out rows are the same for every training seed, so that runs compare

std::string text_setting(const Json& data, const char* key) {
  const auto it = data.find(key);
  if (it == data.end() || it->is_null()) return {};
  if (!it->is_string()) fail(ErrorKind::input, "must be a text", std::string("data.") + key);
  return it->get<std::string>();
}

// A row of any format may say which task it is of. Datasets use the key for other things too ("HumanEval/0"): those are -1, which only
// adapters that learn per task refuse.
int64_t task_of(const Json& row) {
  const auto it = row.find("task_id");
  if (it == row.end() || it->is_null()) return 0;
  const Json value = it->is_string() ? Json::parse(it->get<std::string>(), nullptr, false) : *it;  // a text: a cell of a CSV file
  return value.is_number_integer() && value.get<int64_t>() >= 0 ? value.get<int64_t>() : -1;
}

struct FileRows {
  std::string format, container;
  std::vector<Example> examples;
};

FileRows read_rows(const std::string& path, const std::string& wanted, const RowEncoder& encoder, const std::function<void(double)>& progress, std::stop_token stop) {
  const auto file = RowFile::open(path).value();
  FileRows out;
  out.container = file->container();
  const DataFormat* format = nullptr;
  if (wanted != "auto") {
    format = find_data_format(wanted);
    if (!format) {
      std::string known = "auto";
      for (const DataFormat* one : data_formats()) known += std::string(", ") + one->name;
      fail(ErrorKind::input, "unknown format \"" + wanted + "\"", "data.format", "Known are " + known + ".");
    }
  }
  double told = -1;
  RawRow row;
  while (file->next(row)) {
    if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped while reading the data", path);
    const std::string where = path + ":" + std::to_string(row.row);
    if (!format) format = &recognise_format(row.value, where);
    Example example = encoder.encode(format->read(row.value, where), row.row, where);
    example.task_id = task_of(row.value);
    out.examples.push_back(std::move(example));
    if (progress && file->fraction() >= told + 0.01) progress(told = file->fraction());
  }
  if (out.examples.empty()) fail(ErrorKind::input, "the file has no row", path, "Give a file with at least one row.");
  out.format = format->name;
  return out;
}

void split(Dataset& dataset, std::vector<Example> rows, double fraction) {
  const auto count = static_cast<int64_t>(rows.size());
  int64_t held_out = 0;
  if (fraction > 0 && count > 1) held_out = std::clamp<int64_t>(std::llround(fraction * static_cast<double>(count)), 1, count - 1);
  std::vector<bool> is_eval(rows.size(), false);
  const auto order = shuffled_rows(count, kSplitSeed);
  for (int64_t i = count - held_out; i < count; ++i) is_eval[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])] = true;
  for (std::size_t i = 0; i < rows.size(); ++i) (is_eval[i] ? dataset.eval : dataset.train).push_back(std::move(rows[i]));  // both in the file's order
}

}  // namespace

Result<Dataset> load_dataset(const Json& data, const Tokenizer& tokenizer, const std::function<void(double)>& progress, std::stop_token stop) {
  return attempt("data", [&] {
    const RowEncoder encoder(data, tokenizer);
    Dataset dataset;
    dataset.path = text_setting(data, "path");
    std::string format = text_setting(data, "format");
    if (format.empty()) format = "auto";
    const std::string eval_path = text_setting(data, "eval_path");
    const auto part = [&](double from, double size) -> std::function<void(double)> {
      if (!progress) return {};
      return [&progress, from, size](double fraction) { progress(from + size * fraction); };
    };
    FileRows rows = read_rows(dataset.path, format, encoder, part(0, eval_path.empty() ? 1.0 : 0.9), stop);
    dataset.format = rows.format + ", " + rows.container;
    if (!eval_path.empty()) {
      dataset.train = std::move(rows.examples);
      dataset.eval = read_rows(eval_path, format, encoder, part(0.9, 0.1), stop).examples;
    } else {
      const auto fraction = data.find("eval_fraction");
      if (fraction != data.end() && !fraction->is_null() && !fraction->is_number()) fail(ErrorKind::input, "must be a number", "data.eval_fraction");
      split(dataset, std::move(rows.examples), fraction == data.end() || fraction->is_null() ? 0.05 : fraction->get<double>());
    }
    dataset.rows = static_cast<int64_t>(dataset.train.size() + dataset.eval.size());
    for (const auto* list : {&dataset.train, &dataset.eval}) {
      dataset.truncated_rows += std::count_if(list->begin(), list->end(), [](const Example& example) { return example.truncated(); });
    }
    if (progress) progress(1.0);
    return dataset;
  });
}

}  // namespace paretune
