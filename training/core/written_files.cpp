// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/core/written_files.h"

#include <fcntl.h>
#include <unistd.h>

#include "training/core/files.h"

namespace paretune {
namespace {

thread_local WrittenFiles* t_noting = nullptr;

// The pages are on the disk already, so that the kernel can drop them: what is read next comes from there.
void forget_pages(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  ::close(fd);
}

bool holds(std::span<const std::byte> file, const std::vector<WrittenFiles::Piece>& pieces) {
  for (const auto& piece : pieces) {
    if (piece.bytes > file.size()) return false;
    const auto part = file.first(piece.bytes);
    if (WrittenFiles::piece_of(part).digest != piece.digest) return false;
    let_go_pages(part);
    file = file.subspan(piece.bytes);
  }
  return file.empty();
}

}  // namespace

WrittenFiles::WrittenFiles() { t_noting = this; }
WrittenFiles::~WrittenFiles() { t_noting = nullptr; }
WrittenFiles* WrittenFiles::of_this_thread() { return t_noting; }

WrittenFiles::Piece WrittenFiles::piece_of(std::span<const std::byte> bytes) {
  return {bytes.size(), std::hash<std::string_view>()({reinterpret_cast<const char*>(bytes.data()), bytes.size()})};
}

void WrittenFiles::require_intact() {
  for (const auto& [path, pieces] : m_files) {
    forget_pages(path);
    const auto file = MappedFile::open(path);
    if (file && holds(file->bytes(), pieces)) continue;
    fail(ErrorKind::io, "the file read back is not what was written", path, "The disk or its connection may be failing: check it, or write to another disk.");
  }
  m_files.clear();
}

}  // namespace paretune
