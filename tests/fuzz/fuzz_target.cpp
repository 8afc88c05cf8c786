// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include <fcntl.h>
#include <unistd.h>

#include <map>

namespace paretune::fuzz {
namespace {

// One folder a process; a file stays open, since making one anew takes longer than most parsers.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "paretune-fuzz-XXXXXX").string();
    if (!mkdtemp(pattern.data())) report("cannot make a folder", pattern);
    m_path = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  const std::string& path() const { return m_path; }
  std::string put(const std::string& name, std::string_view content) {
    const std::string path = m_path + "/" + name;
    auto [it, fresh] = m_files.try_emplace(name, -1);
    if (fresh) it->second = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const auto written = content.empty() ? 0 : ::pwrite(it->second, content.data(), content.size(), 0);
    if (written != static_cast<ssize_t>(content.size()) || ::ftruncate(it->second, static_cast<off_t>(content.size())) != 0) report("cannot write", path);
    return path;
  }

 private:
  std::string m_path;
  std::map<std::string, int> m_files;
};

Folder& own_folder() {
  static Folder folder;
  return folder;
}

}  // namespace

std::string as_file(const std::string& name, std::string_view content) { return own_folder().put(name, content); }
std::string folder() { return own_folder().path(); }

void report(const char* what, const std::string& details) {
  std::fprintf(stderr, "finding: %s: %s\n", what, details.c_str());
  std::abort();
}

}  // namespace paretune::fuzz
