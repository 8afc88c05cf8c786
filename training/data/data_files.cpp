// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/data_files.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "training/io/hf_cache.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;

// What the hub's file names call the splits.
const std::vector<std::vector<std::string>> kSplits = {
    {"train", "training"}, {"validation", "valid", "val", "dev"}, {"test", "testing", "eval", "evaluation"}};
constexpr const char* kKinds[] = {".parquet", ".jsonl", ".ndjson", ".json", ".csv", ".tsv"};  // where several are there, the first counts
constexpr std::size_t kMostFiles = 10'000;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// `word` stands alone in `text`: "data/train-00000-of-00002.parquet" has "train", "training_set.csv" has not.
bool has_word(const std::string& text, const std::string& word) {
  const auto letter = [&](std::size_t i) { return i < text.size() && std::isalnum(static_cast<unsigned char>(text[i])); };
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
  }
  return false;
}

std::vector<std::string> names_of_split(const std::string& split) {
  for (const auto& names : kSplits) {
    if (std::find(names.begin(), names.end(), split) != names.end()) return names;
  }
  return {split};
}

// Data files below `folder`, relative, sorted, of the kind that counts.
std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> all;
  std::error_code code;
  for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end && all.size() < kMostFiles; it.increment(code)) {
    if (it.depth() > 6) it.disable_recursion_pending();
    std::error_code none;
    if (!it->is_regular_file(none)) continue;  // links to blobs count as their files
    const std::string name = it->path().filename().string();
    if (name.starts_with(".") || name.starts_with("dataset_info") || name == "config.json" || name == "metadata.json") continue;
    all.push_back(it->path().lexically_relative(folder).string());  // links keep their own names
  }
  std::sort(all.begin(), all.end());
  for (const char* kind : kKinds) {
    std::vector<std::string> out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](const std::string& file) { return lower(fs::path(file).extension().string()) == kind; });
    if (!out.empty()) return out;
  }
  return {};
}

std::string listed(const std::vector<std::string>& files) {
  std::string out;
  for (std::size_t i = 0; i < files.size() && i < 6; ++i) out += (i ? ", " : "") + files[i];
  return files.size() > 6 ? out + ", …" : out;
}

std::vector<std::string> files_of_dataset(const std::string& id, const std::string& subset, std::string split, const std::string& where) {
  const std::string snapshot = hf_snapshot("datasets", id, [&](const fs::path& folder) { return !files_below(folder / subset).empty(); });
  if (snapshot.empty()) {
    fail(ErrorKind::input, "there is no such file, nor such a data set in the HF cache (" + hf_cache_folder().string() + ")", where,
         "Check the name, or download it first: paretune download --dataset " + id);
  }
  const fs::path folder = fs::path(snapshot) / subset;
  const auto all = files_below(folder);
  const bool asked = !split.empty();
  split = lower(asked ? split : "train");
  std::vector<std::string> chosen;
  const auto names = names_of_split(split);
  std::copy_if(all.begin(), all.end(), std::back_inserter(chosen), [&](const std::string& file) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return has_word(lower(file), name); });
  });
  const bool any_split = std::any_of(all.begin(), all.end(), [](const std::string& file) {
    return std::any_of(kSplits.begin(), kSplits.end(), [&](const auto& known) { return std::any_of(known.begin(), known.end(), [&](const auto& name) { return has_word(lower(file), name); }); });
  });
  if (chosen.empty() && !asked && !any_split) chosen = all;  // a data set without splits is its train split, as for `datasets`
  if (chosen.empty()) {
    fail(ErrorKind::input, "the data set has no split \"" + split + "\"; its files are " + listed(all), where, "Name one of its splits, for example " + id + ":test.");
  }
  std::set<std::string> folders;
  for (const auto& file : chosen) folders.insert(fs::path(file).parent_path().string());
  if (folders.size() > 1) {
    fail(ErrorKind::input, "the data set has several parts: " + listed({folders.begin(), folders.end()}), where, "Name one of them: " + id + "/" + (subset.empty() ? *folders.rbegin() : subset + "/" + *folders.rbegin()) + ".");
  }
  for (auto& file : chosen) file = (folder / file).string();
  return chosen;
}

DataSource source_of(const Json& given, const std::string& where) {
  DataSource out;
  if (given.is_object()) {
    for (const auto& [key, value] : given.items()) {
      if (key != "path" && key != "weight") fail(ErrorKind::input, "unknown key \"" + key + "\"", where, "Known keys are path and weight.");
    }
    if (const auto weight = given.find("weight"); weight != given.end()) {
      if (!weight->is_number() || !(weight->get<double>() > 0) || weight->get<double>() > 1000) fail(ErrorKind::input, "must be a number above 0, up to 1000", where + ".weight", "2 shows its rows twice in an epoch, 0.5 half of them.");
      out.weight = *weight;
    }
  }
  const Json path = given.is_object() ? given.value("path", Json()) : given;
  if (!path.is_string() || path == "") fail(ErrorKind::input, "must be a text, {\"path\", \"weight\"}, or a list of these", where, "For example \"rows.jsonl\".");
  out.ref = path;
  std::error_code code;
  const auto colon = out.ref.rfind(':');
  const std::string split = colon == std::string::npos ? "" : out.ref.substr(colon + 1), name = out.ref.substr(0, colon);
  const auto slash = std::count(name.begin(), name.end(), '/');
  const bool hub = slash >= 1 && name.front() != '/' && name.front() != '.' && name.back() != '/' && split.find('/') == std::string::npos && name.find("..") == std::string::npos;
  if (fs::exists(out.ref, code) || !hub) {
    out.files = {out.ref};
    return out;
  }
  const auto second = name.find('/', name.find('/') + 1);
  out.files = files_of_dataset(name.substr(0, second), second == std::string::npos ? "" : name.substr(second + 1), split, out.ref);
  return out;
}

}  // namespace

std::vector<DataSource> data_sources(const Json& data, const std::string& key) {
  const auto it = data.find(key);
  if (it == data.end() || it->is_null() || *it == "") return {};
  if (!it->is_array()) return {source_of(*it, "data." + key)};
  if (it->empty()) fail(ErrorKind::input, "the list is empty", "data." + key, "Name at least one file.");
  std::vector<DataSource> out;
  for (const Json& one : *it) out.push_back(source_of(one, "data." + key + "[" + std::to_string(out.size()) + "]"));
  return out;
}

std::string data_refs(const std::vector<DataSource>& sources) {
  std::string out;
  for (const DataSource& source : sources) {
    out += (out.empty() ? "" : ", ") + source.ref;
    if (source.weight != 1) out += " × " + Json(source.weight).dump();
  }
  return out;
}

std::vector<std::string> data_file_paths(const Json& data, const std::string& key) {
  std::vector<std::string> out;
  for (const DataSource& source : data_sources(data, key)) out.insert(out.end(), source.files.begin(), source.files.end());
  return out;
}

}  // namespace paretune
