// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/hf_cache.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <vector>

namespace paretune {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

fs::path hf_home_folder() {
  if (const auto home = environment("HF_HOME"); !home.empty()) return home;
  if (const auto cache = environment("XDG_CACHE_HOME"); !cache.empty()) return fs::path(cache) / "huggingface";
  return fs::path(environment("HOME")) / ".cache/huggingface";
}

fs::path hf_cache_folder() {
  if (const auto hub = environment("HF_HUB_CACHE"); !hub.empty()) return hub;
  return hf_home_folder() / "hub";
}

bool is_hub_id(const std::string& ref) { return std::count(ref.begin(), ref.end(), '/') == 1 && ref.front() != '/' && ref.front() != '.' && ref.back() != '/'; }

std::string hf_snapshot(const std::string& kind, const std::string& id, const std::function<bool(const fs::path&)>& good) {
  std::string folder = kind + "--" + id;
  folder.replace(folder.find('/'), 1, "--");
  const fs::path repo = hf_cache_folder() / folder;
  std::ifstream ref(repo / "refs/main");
  std::string commit;
  if (ref >> commit && commit.find('/') == std::string::npos && good(repo / "snapshots" / commit)) return (repo / "snapshots" / commit).string();
  std::vector<fs::path> snapshots;
  std::error_code code;
  for (fs::directory_iterator it(repo / "snapshots", code), end; !code && it != end; it.increment(code)) snapshots.push_back(it->path());
  std::sort(snapshots.begin(), snapshots.end());
  for (const auto& snapshot : snapshots) {
    if (good(snapshot)) return snapshot.string();
  }
  return {};
}

}  // namespace paretune
