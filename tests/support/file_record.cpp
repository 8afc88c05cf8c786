// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/file_record.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace paretune::test {
namespace {

std::atomic<bool> g_recording{false};
std::mutex g_mutex;  // guards what follows
std::string g_folder;
std::vector<FileCall> g_calls;

// False: not below the recorded folder.
bool make_relative(std::string& path) {
  path = std::filesystem::absolute(path).lexically_normal().string();
  if (path.ends_with('/')) path.pop_back();
  if (path == g_folder) path.clear();
  else if (path.starts_with(g_folder + "/")) path.erase(0, g_folder.size() + 1);
  else return false;
  return true;
}

}  // namespace

FileRecord::FileRecord(const std::string& folder) {
  std::lock_guard lock(g_mutex);
  g_folder = std::filesystem::canonical(folder).string();
  g_calls.clear();
  g_recording = true;
}
FileRecord::~FileRecord() { g_recording = false; }

void FileRecord::mark(int64_t number) {
  std::lock_guard lock(g_mutex);
  g_calls.push_back({FileCall::mark, {}, {}, number, {}});
}

std::vector<FileCall> FileRecord::calls() {
  std::lock_guard lock(g_mutex);
  return g_calls;
}

void FileRecord::note(FileCall::Kind kind, const std::string& path, int64_t number, std::string data, const std::string& to) {
  const int code = errno;
  FileCall call{kind, path, to, number, std::move(data)};
  if (!path.empty() && make_relative(call.path) && (to.empty() || make_relative(call.to))) g_calls.push_back(std::move(call));
  errno = code;
}

std::string FileRecord::path_of(int fd) {
  char name[64], path[4096];
  std::snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  const ssize_t n = ::readlink(name, path, sizeof path);
  if (n <= 0) return {};
  const std::string out(path, static_cast<std::size_t>(n));
  return out.ends_with(" (deleted)") ? std::string() : out;
}

bool FileRecord::recording() { return g_recording; }
std::mutex& FileRecord::mutex() { return g_mutex; }

}  // namespace paretune::test
