// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "training/hub/listing.h"

namespace paretune {

// The beginning of a file under way, and beside it the ETag of the answer it came from. Failures are kind io; what was written stays.
class PartialFile {
 public:
  explicit PartialFile(std::string path);
  ~PartialFile();
  PartialFile(const PartialFile&) = delete;

  const std::string& path() const { return m_path; }
  int64_t size() const { return m_size; }
  const std::string& etag() const { return m_etag; }
  void restart(const std::string& etag);  // from zero, for an answer with this ETag
  void append(std::string_view bytes);
  void sync();
  void moved();  // the file has been taken away: nothing is left behind

 private:
  [[noreturn]] void fail_io(const std::string& what, int code) const;
  std::string m_path, m_etag;
  int m_fd = -1;
  int64_t m_size = 0;
};

// Reads the file and compares size and digest with what the hub's list says. `read` is told of bytes as they are read.
bool matches(const std::string& path, const HubFile& file, const std::function<void(int64_t bytes)>& read, std::stop_token stop);

}  // namespace paretune
