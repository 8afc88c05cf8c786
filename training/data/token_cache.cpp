// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/token_cache.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "training/core/files.h"
#include "training/data/data_files.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKept = 4;
constexpr const char* kEnding = ".tokens";
constexpr const char* kDecides[] = {"format", "chat_template", "train_on", "max_length", "eval_fraction", "labels"};

// Changes when the file does; null when there is none.
Json identity_of(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return nullptr;
  std::error_code none;
  return {{"path", fs::absolute(path, none).string()}, {"size", info.st_size}, {"inode", info.st_ino}, {"device", info.st_dev},
          {"modified", {info.st_mtim.tv_sec, info.st_mtim.tv_nsec}}, {"changed", {info.st_ctim.tv_sec, info.st_ctim.tv_nsec}}};
}

}  // namespace

std::string kept_tokens(const TokenCache& cache, const Json& data, const Tokenizer& tokenizer) {
  if (cache.folder.empty() || !cache.tokenizer) return {};
  Json key = Json::object();
  int64_t bytes = 0;
  for (const char* name : {"path", "eval_path"}) {
    key[name] = Json::array();
    for (const DataSource& source : data_sources(data, name)) {
      Json files = Json::array();
      for (const std::string& file : source.files) {
        files.push_back(identity_of(file));
        if (files.back().is_null()) return {};
        bytes += files.back()["size"].get<int64_t>();
      }
      key[name].push_back(std::move(files));
    }
  }
  if (bytes < cache.smallest || key["path"].empty()) return {};
  for (const char* name : kDecides) key[name] = data.value(name, Json());
  key["tokenizer"] = cache.tokenizer();
  key["vocabulary"] = tokenizer.vocab_size();
  key["program"] = identity_of("/proc/self/exe");  // another build may encode otherwise
  return cache.folder + "/" + sha256_hex(key.dump(-1, ' ', true, Json::error_handler_t::replace)).substr(0, 32) + kEnding;
}

void tidy_kept_tokens(const std::string& path) {
  std::error_code none;  // what cannot be tidied stays
  fs::last_write_time(path, fs::file_time_type::clock::now(), none);
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (fs::directory_iterator it(fs::path(path).parent_path(), none), end; !none && it != end; it.increment(none)) {
    std::error_code gone;
    const auto used = fs::last_write_time(it->path(), gone);
    if (!gone && it->path().extension() == kEnding) files.emplace_back(used, it->path());
  }
  std::sort(files.rbegin(), files.rend());
  for (std::size_t i = kKept; i < files.size(); ++i) fs::remove(files[i].second, none);  // a run that reads it goes on: it holds the file
}

}  // namespace paretune
