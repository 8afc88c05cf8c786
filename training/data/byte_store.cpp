// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/byte_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "training/core/files.h"

namespace paretune {
namespace {

constexpr std::size_t kInMemory = std::size_t{4} << 20;

[[noreturn]] void cannot_write(const std::string& where, int code) {
  const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  fail(ErrorKind::io, std::string("cannot write the encoded rows: ") + std::strerror(code), where,
       full ? "Free some disk space and try again." : "Check the disk and the permissions of the folder.");
}

int nameless_file(const std::string& folder) { return ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0644); }

// For file systems without O_TMPFILE.
int unlinked_file(const std::string& folder) {
  std::string path = folder + "/paretune-rows-XXXXXX";
  const int file = ::mkostemp(path.data(), O_CLOEXEC);
  if (file >= 0) ::unlink(path.c_str());
  return file;
}

}  // namespace

ByteStore::ByteStore(ByteStore&& other) noexcept
    : m_where(std::move(other.m_where)), m_file(std::exchange(other.m_file, -1)), m_written(std::exchange(other.m_written, 0)),
      m_buffer(std::move(other.m_buffer)) {
  other.m_buffer.clear();
}

ByteStore::~ByteStore() {
  if (m_file >= 0) ::close(m_file);
}

std::optional<ByteStore> ByteStore::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  ByteStore store(path, file, 0);
  struct stat info {};
  if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) return {};
  store.m_written = static_cast<uint64_t>(info.st_size);
  return store;
}

void ByteStore::make_file() {
  if (!m_where.empty() && make_folders(m_where)) {
    m_file = nameless_file(m_where);
    if (m_file < 0) m_file = unlinked_file(m_where);
  }
  if (m_file >= 0) return;
  std::error_code none;
  m_where = std::filesystem::temp_directory_path(none).string();
  m_file = nameless_file(m_where);
  if (m_file < 0) m_file = unlinked_file(m_where);
  if (m_file < 0) cannot_write(m_where, errno);
}

void ByteStore::write_at(uint64_t at, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t n = ::pwrite(m_file, data, size, static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) cannot_write(m_where, errno);
    data += n, at += static_cast<uint64_t>(n), size -= static_cast<std::size_t>(n);
  }
}

void ByteStore::write_out() {
  if (m_file < 0) make_file();
  write_at(m_written, m_buffer.data(), m_buffer.size());
  m_written += m_buffer.size();
  m_buffer.clear();
}

void ByteStore::append(const void* data, std::size_t size) {
  m_buffer.append(static_cast<const char*>(data), size);
  if (m_buffer.size() >= kInMemory) write_out();
}

void ByteStore::overwrite(uint64_t at, const void* data, std::size_t size) {
  if (m_file < 0) m_buffer.replace(at, size, static_cast<const char*>(data), size);
  else write_at(at, static_cast<const char*>(data), size);
}

void ByteStore::finish() {
  if (m_file >= 0) write_out();
  m_buffer.shrink_to_fit();
}

void ByteStore::lost() const {
  fail(ErrorKind::io, "the encoded rows were changed or cut off", m_where, "Start again; they are made anew from the data file.");
}

void ByteStore::read(uint64_t at, void* to, std::size_t size) const {
  if (at > SIZE_MAX - size || at + size > this->size()) lost();
  if (m_file < 0) {
    std::memcpy(to, m_buffer.data() + at, size);
    return;
  }
  char* out = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t n = ::pread(m_file, out, size, static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) lost();
    out += n, at += static_cast<uint64_t>(n), size -= static_cast<std::size_t>(n);
  }
}

bool ByteStore::keep(const std::string& path) {
  if (m_file < 0 && !attempt(m_where, [this] { write_out(); })) {  // a full disk: the bytes stay in memory
    if (m_file >= 0) ::close(std::exchange(m_file, -1));
    return false;
  }
  ::unlink(path.c_str());
  const std::string file = "/proc/self/fd/" + std::to_string(m_file);
  if (::linkat(AT_FDCWD, file.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) != 0) return false;
  m_where = path;
  return true;
}

}  // namespace paretune
