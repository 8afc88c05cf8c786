// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/partial_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "training/core/files.h"
#include "training/core/sha256.h"
#include "training/hub/sha1.h"

namespace paretune {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

template <class Digest>
std::string digest_of(int fd, const std::string& path, Digest digest, const std::function<void(int64_t)>& read, const std::stop_token& stop) {
  std::vector<char> piece(kPiece);
  for (;;) {
    if (stop.stop_requested()) fail_stopped();
    const ssize_t n = ::read(fd, piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(ErrorKind::io, std::string("cannot be read: ") + std::strerror(errno), path, "Check the disk, then try again.");
    if (n == 0) return digest.hex();
    digest.add({piece.data(), static_cast<std::size_t>(n)});
    if (read) read(n);
  }
}

}  // namespace

PartialFile::PartialFile(std::string path) : m_path(std::move(path)) {
  m_fd = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0644);
  struct stat info {};
  if (m_fd < 0 || ::fstat(m_fd, &info) != 0) fail_io("cannot be opened", errno);
  m_size = info.st_size;
  if (m_size > 0) {
    const auto etag = read_text_file(m_path + ".etag", 8192);
    if (etag) m_etag = *etag;
  }
}

PartialFile::~PartialFile() {
  if (m_fd >= 0) ::close(m_fd);
}

void PartialFile::fail_io(const std::string& what, int code) const {
  const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  fail(ErrorKind::io, what + ": " + std::strerror(code), m_path,
       full ? "Free some disk space (or lift the limit on file sizes) and run the same command again; what came so far is kept." : "Check the disk and the permissions of the folder, then try again.");
}

void PartialFile::restart(const std::string& etag) {
  if (::ftruncate(m_fd, 0) != 0) fail_io("cannot be emptied", errno);
  m_size = 0;
  m_etag = etag;
  write_file_atomically(m_path + ".etag", etag).value();
}

void PartialFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(m_fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail_io("cannot be written", errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    m_size += n;
  }
}

void PartialFile::sync() {
  if (::fsync(m_fd) != 0) fail_io("cannot be written to disk", errno);
}

void PartialFile::moved() {
  ::unlink(m_path.c_str());
  ::unlink((m_path + ".etag").c_str());
}

bool matches(const std::string& path, const HubFile& file, const std::function<void(int64_t)>& read, std::stop_token stop) {
  struct Descriptor {
    int fd;
    ~Descriptor() {
      if (fd >= 0) ::close(fd);
    }
  };
  const Descriptor handle{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat info {};
  if (handle.fd < 0 || ::fstat(handle.fd, &info) != 0) fail(ErrorKind::io, std::string("cannot be opened: ") + std::strerror(errno), path, "Check the permissions of the folder.");
  if (info.st_size != file.size) return false;
  if (!file.sha256.empty()) return digest_of(handle.fd, path, Sha256(), read, stop) == file.sha256;
  Sha1 blob;
  blob.add("blob " + std::to_string(file.size));
  blob.add(std::string_view("", 1));
  return digest_of(handle.fd, path, blob, read, stop) == file.git_sha1;
}

}  // namespace paretune
