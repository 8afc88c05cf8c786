// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/core/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "training/core/system_error.h"

namespace paretune {

AtomicFile::AtomicFile(std::string path) : m_path(std::move(path)) {
  static std::atomic<unsigned> counter{0};
  m_temp = m_path + ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
  m_fd = ::open(m_temp.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (m_fd < 0) {
    m_temp.clear();
    give_up("cannot write");
  }
}

AtomicFile::~AtomicFile() {
  if (m_fd >= 0) ::close(m_fd);
  if (!m_temp.empty()) ::unlink(m_temp.c_str());
}

void AtomicFile::give_up(const char* what) { throw Failure(system_error(what, m_path, errno)); }

void AtomicFile::write(std::span<const std::byte> bytes) {
  if (m_noting) m_pieces.push_back(WrittenFiles::piece_of(bytes));
  while (!bytes.empty()) {
    const ssize_t n = ::write(m_fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) give_up("cannot write");
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

void AtomicFile::commit() {
  if (::fsync(m_fd) != 0) give_up("cannot write to disk");
  if (::close(std::exchange(m_fd, -1)) != 0) give_up("cannot write to disk");
  if (::rename(m_temp.c_str(), m_path.c_str()) != 0) give_up("cannot put in place");
  m_temp.clear();
  if (m_noting) m_noting->note(m_path, std::move(m_pieces));
  sync_folder(std::filesystem::path(m_path).parent_path().string()).value();
}

}  // namespace paretune
