// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Files read back from the disk and compared with what they were given.
#include <map>
#include <span>
#include <string>
#include <vector>

namespace paretune {

// While one lives, what its thread puts in place with AtomicFile is noted: a digest for each piece that was written. One at a time on a thread.
class WrittenFiles {
 public:
  struct Piece {
    std::size_t bytes, digest;
  };
  WrittenFiles();
  ~WrittenFiles();
  WrittenFiles(const WrittenFiles&) = delete;
  WrittenFiles& operator=(const WrittenFiles&) = delete;

  // Reads all that was noted since the last call, from the disk where it can be had. Failure(io) when a byte is not what was written.
  void require_intact();

  static WrittenFiles* of_this_thread();  // null where nobody asked
  static Piece piece_of(std::span<const std::byte> bytes);
  void note(const std::string& path, std::vector<Piece> pieces) { m_files[path] = std::move(pieces); }

 private:
  std::map<std::string, std::vector<Piece>> m_files;
};

}  // namespace paretune
