// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/selection.h"

#include <fnmatch.h>

#include <algorithm>
#include <filesystem>

#include "training/api/schema.h"

namespace paretune {
namespace {

constexpr const char* kPickles[] = {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib"};
constexpr const char* kBesideWeights[] = {"config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
                                          "vocab.json", "merges.txt", "tokenizer.model", "chat_template.jinja", "README.md"};
constexpr const char* kRows[] = {".parquet", ".jsonl", ".ndjson", ".json", ".csv", ".tsv"};  // where several are there, the first counts

std::string extension(const std::string& path) {
  std::string out = std::filesystem::path(path).extension().string();
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool is_pickle(const HubFile& file) {
  const std::string kind = extension(file.path);
  return std::find(std::begin(kPickles), std::end(kPickles), kind) != std::end(kPickles);
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < 8; ++i) out += (i ? ", " : "") + names[i];
  return names.size() > 8 ? out + ", …" : out;
}

template <class Test>
std::vector<HubFile> those(const std::vector<HubFile>& all, Test test) {
  std::vector<HubFile> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out), test);
  return out;
}

std::vector<std::string> names(const std::vector<HubFile>& files) {
  std::vector<std::string> out;
  for (const auto& file : files) out.push_back(file.path);
  return out;
}

std::vector<HubFile> named(const std::vector<HubFile>& all, const HubRequest& request) {
  std::vector<HubFile> out;
  for (const auto& wanted : request.files) {
    const auto found = those(all, [&](const HubFile& file) { return file.path == wanted || ::fnmatch(wanted.c_str(), file.path.c_str(), 0) == 0; });
    if (found.empty()) {
      const std::string near = nearest_name(wanted, names(all));
      fail(ErrorKind::input, "has no file \"" + wanted + "\"", request.id, near.empty() ? "Its files are " + listed(names(all)) + "." : "Did you mean " + near + "?");
    }
    for (const auto& file : found) {
      if (is_pickle(file)) {
        fail(ErrorKind::unsupported, file.path + " is a pickle, which can run any program when it is opened; it is not taken", request.id,
             "Choose the model's safetensors or GGUF files, or a revision that has them (often refs/pr/1).");
      }
      if (std::none_of(out.begin(), out.end(), [&](const HubFile& have) { return have.path == file.path; })) out.push_back(file);
    }
  }
  return out;
}

std::vector<HubFile> of_model(const std::vector<HubFile>& all, const HubRequest& request) {
  const auto is = [](const char* name) { return [name](const HubFile& file) { return file.path == name; }; };
  auto weights = those(all, is("model.safetensors"));
  if (weights.empty()) {
    weights = those(all, [](const HubFile& file) { return ::fnmatch("model-*-of-*.safetensors", file.path.c_str(), FNM_PATHNAME) == 0; });
    const auto index = those(all, is("model.safetensors.index.json"));
    weights.insert(weights.end(), index.begin(), index.end());
    if (index.empty()) weights.clear();
  }
  if (weights.empty()) {
    const auto gguf = those(all, [](const HubFile& file) { return extension(file.path) == ".gguf"; });
    if (gguf.size() == 1) return gguf;
    if (!gguf.empty()) fail(ErrorKind::input, "holds several GGUF models: " + listed(names(gguf)), request.id, "Name one of them with --file.");
    const auto pickles = names(those(all, is_pickle));
    if (!pickles.empty()) {
      fail(ErrorKind::unsupported, "its weights are pickles (" + listed(pickles) + "), which can run any program when they are opened; they are not taken", request.id,
           "Choose a revision with safetensors (often --revision refs/pr/1), or another repository of the model.");
    }
    fail(ErrorKind::input, "holds no weights of a language model (model.safetensors, its shards with their index, or .gguf)", request.id, "Its files are " + listed(names(all)) + "; name some with --file.");
  }
  auto out = those(all, [](const HubFile& file) { return std::find(std::begin(kBesideWeights), std::end(kBesideWeights), file.path) != std::end(kBesideWeights); });
  out.insert(out.end(), weights.begin(), weights.end());
  return out;
}

std::vector<HubFile> of_dataset(const std::vector<HubFile>& all, const HubRequest& request) {
  for (const char* kind : kRows) {
    auto out = those(all, [&](const HubFile& file) {
      const std::string name = std::filesystem::path(file.path).filename().string();
      return extension(file.path) == kind && !name.starts_with(".") && !name.starts_with("dataset_info");
    });
    if (out.empty()) continue;
    const auto card = those(all, [](const HubFile& file) { return file.path == "README.md"; });
    out.insert(out.end(), card.begin(), card.end());
    return out;
  }
  fail(ErrorKind::input, "holds no Parquet, JSONL, JSON or CSV files", request.id, "Its files are " + listed(names(all)) + "; convert the data to one of these.");
}

}  // namespace

HubSelection select_files(const std::vector<HubFile>& all, const HubRequest& request) {
  HubSelection out;
  out.files = !request.files.empty() ? named(all, request) : request.dataset ? of_dataset(all, request) : of_model(all, request);
  const auto pickles = names(those(all, is_pickle));
  if (!pickles.empty()) out.notes.push_back("Not taken, because pickles can run any program when they are opened: " + listed(pickles));
  return out;
}

}  // namespace paretune
