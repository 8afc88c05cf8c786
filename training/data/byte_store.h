// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Bytes that are appended once and then read anywhere: in memory while they are few, in a file beyond. The file is read with pread, not
// mapped: what was read does not stay in the process, and a file cut off by others is an error, not a crash.
#include <cstdint>
#include <optional>
#include <string>

namespace paretune {

class ByteStore {
 public:
  // The file has no name, so that nothing is left of it when the program ends. It lies in `folder` (made when needed), or, where that is
  // empty or cannot be used, in the system's temporary folder.
  explicit ByteStore(std::string folder) : m_where(std::move(folder)) {}
  ByteStore(ByteStore&& other) noexcept;
  ByteStore& operator=(ByteStore&&) = delete;
  ~ByteStore();
  // An existing file, to read.
  static std::optional<ByteStore> open(const std::string& path);

  // These throw Failure(io). Nothing may be read between an append and finish().
  void append(const void* data, std::size_t size);
  void overwrite(uint64_t at, const void* data, std::size_t size);
  void finish();
  void read(uint64_t at, void* to, std::size_t size) const;  // any thread
  [[noreturn]] void lost() const;  // what read() throws where the bytes are not those that were written

  // Gives the file a name, in place of what is there; false where the file system cannot.
  bool keep(const std::string& path);
  uint64_t size() const { return m_written + m_buffer.size(); }

 private:
  ByteStore(std::string where, int file, uint64_t size) : m_where(std::move(where)), m_file(file), m_written(size) {}
  void make_file();
  void write_out();
  void write_at(uint64_t at, const char* data, std::size_t size);

  std::string m_where;  // the folder, later the file, for errors
  int m_file = -1;
  uint64_t m_written = 0;  // bytes in the file
  std::string m_buffer;    // what comes after them
};

}  // namespace paretune
