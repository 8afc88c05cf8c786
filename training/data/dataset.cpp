// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/dataset.h"

#include <algorithm>
#include <cmath>

#include "training/data/containers/row_file.h"
#include "training/data/data_files.h"
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

// Encodes the rows of one file into `out`; the format that was recognised or wanted, and the container.
std::string read_rows(const std::string& path, const std::string& wanted, const RowEncoder& encoder, TokenFileWriter& out,
                      const std::function<void(double)>& progress, std::stop_token stop, const std::function<void(const Error&)>& on_problem) {
  const auto file = RowFile::open(path).value();
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
  const int64_t before = out.rows();
  RawRow row;
  while (file->next(row)) {
    if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped while reading the data", path);
    const std::string where = path + ":" + std::to_string(row.row);
    if (!format) format = &recognise_format(row.value, where);
    try {
      Example example = encoder.encode(format->read(row.value, where), row.row, where);
      example.task_id = task_of(row.value);
      out.add(example);
    } catch (const Failure& failure) {
      if (!on_problem || failure.error().kind != ErrorKind::input) throw;
      on_problem(failure.error());
    }
    file->let_go_passed();
    if (progress && file->fraction() >= told + 0.01) progress(told = file->fraction());
  }
  if (out.rows() == before) fail(ErrorKind::input, "the file has no row", path, "Give a file with at least one row.");
  return format->name + std::string(", ") + file->container();
}

// One for every row that is held out of `count`.
std::vector<bool> held_out(int64_t count, double fraction) {
  std::vector<bool> out(static_cast<std::size_t>(count), false);
  if (!(fraction > 0) || count < 2) return out;
  const int64_t wanted = std::clamp<int64_t>(std::llround(fraction * static_cast<double>(count)), 1, count - 1);
  const auto order = shuffled_rows(count, kSplitSeed);
  for (int64_t i = count - wanted; i < count; ++i) out[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])] = true;
  return out;
}

std::shared_ptr<TokenFile> encode_files(const Json& data, const Tokenizer& tokenizer, const std::function<void(double)>& progress,
                                        std::stop_token stop, const std::string& folder, const std::function<void(const Error&)>& on_problem = {}) {
  const RowEncoder encoder(data, tokenizer);
  const auto sources = data_sources(data, "path"), held_back = data_sources(data, "eval_path");
  if (sources.empty()) RowFile::open("").value();  // says that none is given
  std::string wanted = text_setting(data, "format");
  if (wanted.empty()) wanted = "auto";
  const auto part = [&](double from, double size) -> std::function<void(double)> {
    if (!progress) return {};
    return [&progress, from, size](double fraction) { progress(from + size * fraction); };
  };
  TokenFileWriter writer(folder);
  std::string format;
  const auto read_all = [&](const DataSource& source, double from, double size) {
    const int64_t before = writer.rows();
    const double each = size / static_cast<double>(source.files.size());
    for (std::size_t i = 0; i < source.files.size(); ++i) {
      const std::string one = read_rows(source.files[i], wanted, encoder, writer, part(from + each * static_cast<double>(i), each), stop, on_problem);
      if (format.empty()) format = one;
    }
    return writer.rows() - before;
  };
  std::vector<int64_t> parts;
  const double share = (held_back.empty() ? 1.0 : 0.9) / static_cast<double>(sources.size());
  for (const DataSource& source : sources) parts.push_back(read_all(source, share * static_cast<double>(parts.size()), share));
  std::vector<bool> is_eval;
  if (!held_back.empty()) {
    is_eval.assign(static_cast<std::size_t>(writer.rows()), false);
    const double each = 0.1 / static_cast<double>(held_back.size());
    for (std::size_t i = 0; i < held_back.size(); ++i) read_all(held_back[i], 0.9 + each * static_cast<double>(i), each);
    is_eval.resize(static_cast<std::size_t>(writer.rows()), true);
  } else {
    const auto fraction = data.find("eval_fraction");
    if (fraction != data.end() && !fraction->is_null() && !fraction->is_number()) fail(ErrorKind::input, "must be a number", "data.eval_fraction");
    is_eval = held_out(writer.rows(), fraction == data.end() || fraction->is_null() ? 0.05 : fraction->get<double>());
  }
  return writer.finish(is_eval, format, parts);
}

Dataset dataset_of(const Json& data, const std::shared_ptr<const TokenFile>& file) {
  const auto& about = file->about();
  const auto sources = data_sources(data, "path");
  Dataset dataset;
  dataset.path = data_refs(sources);
  for (std::size_t i = 0; i < about.parts.size() && i < sources.size(); ++i) dataset.parts.push_back({about.parts[i], sources[i].weight});
  dataset.format = about.format;
  dataset.train = Examples(file, 0, about.train);
  dataset.eval = Examples(file, about.train, about.eval);
  dataset.rows = about.train + about.eval;
  dataset.truncated_rows = about.truncated;
  return dataset;
}

}  // namespace

Result<Dataset> load_usable_rows(const Json& data, const Tokenizer& tokenizer, const std::function<void(const Error&)>& on_problem,
                                 const std::function<void(double)>& progress, std::stop_token stop) {
  return attempt("data", [&] { return dataset_of(data, encode_files(data, tokenizer, progress, stop, {}, on_problem)); });
}

Result<Dataset> load_dataset(const Json& data, const Tokenizer& tokenizer, const std::function<void(double)>& progress, std::stop_token stop,
                             const TokenCache& cache) {
  return attempt("data", [&] {
    const std::string kept = kept_tokens(cache, data, tokenizer);
    std::shared_ptr<const TokenFile> file = kept.empty() ? nullptr : TokenFile::open(kept, stop);
    if (!file) {
      const auto made = encode_files(data, tokenizer, progress, stop, cache.folder);
      // Data that changed while it was read must not be kept under the name of what it was before.
      if (!kept.empty() && kept_tokens(cache, data, tokenizer) == kept) made->keep(kept);
      file = made;
    }
    if (!kept.empty()) tidy_kept_tokens(kept);
    if (progress) progress(1.0);
    return dataset_of(data, file);
  });
}

}  // namespace paretune
