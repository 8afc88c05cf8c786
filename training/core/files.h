// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Files as the rest needs them: mapped reads, atomic writes, digests. Errors are Results with kind io.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "training/api/schema.h"

namespace paretune {

// A whole file mapped read-only; moves, never copies. An empty file gives an empty span.
class MappedFile {
 public:
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();
  static Result<MappedFile> open(const std::string& path);

  std::span<const std::byte> bytes() const { return {m_data, m_size}; }
  std::string_view text() const { return {reinterpret_cast<const char*>(m_data), m_size}; }
  const std::string& path() const { return m_path; }

 private:
  const std::byte* m_data = nullptr;
  std::size_t m_size = 0;
  std::string m_path;
};

// Pages of a mapped file's part that were read and are not needed soon leave this process's memory; a later read brings them back.
void let_go_pages(std::span<const std::byte> part);

// Whole file as text; refuses files above max_bytes.
Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes = std::size_t{1} << 30);
Result<Json> read_json_file(const std::string& path);  // errors say line and column; nesting is limited to 200

// Temp file in the same folder, write, fsync, rename, fsync of the folder: readers see the old or the new file, never a part.
Status write_file_atomically(const std::string& path, std::string_view content);
Status write_json_file(const std::string& path, const Json& value);
Status make_folders(const std::string& path);
Status sync_folder(const std::string& folder);  // fsync of a folder after a rename inside it

std::string sha256_hex(std::string_view content);
Result<std::string> sha256_file(const std::string& path);

// Throws Failure(input) when JSON nests deeper than `depth`. For readers that keep no Json value; before parsing into one, check_json
// (json_text.h) looks at its memory too.
void check_json_depth(std::string_view text, int depth, const std::string& where);

}  // namespace paretune
