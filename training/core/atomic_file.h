// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A file written piece by piece that appears under its name only when complete.
#include "training/core/files.h"
#include "training/core/written_files.h"

namespace paretune {

// Writes to a temp file beside `path`; commit() syncs and renames. Without commit() the temp file is removed.
// Errors are thrown as Failure(io); public functions turn them into values.
class AtomicFile {
 public:
  explicit AtomicFile(std::string path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void write(std::string_view text) { write(std::as_bytes(std::span(text))); }
  void commit();

 private:
  [[noreturn]] void give_up(const char* what);
  std::string m_path, m_temp;
  int m_fd = -1;
  WrittenFiles* const m_noting = WrittenFiles::of_this_thread();
  std::vector<WrittenFiles::Piece> m_pieces;  // where somebody reads them back
};

}  // namespace paretune
