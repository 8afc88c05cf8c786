// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/core/files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "training/core/atomic_file.h"
#include "training/core/json_text.h"
#include "training/core/system_error.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PARETUNE_ASAN
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(PARETUNE_ASAN)
#include <sanitizer/asan_interface.h>
#endif

namespace paretune {
namespace {

Error io_error(const std::string& what, const std::string& path, int code = errno) { return system_error(what, path, code); }

// Under AddressSanitizer, reading between the end of a mapped file and the end of its page is an error as it is behind any other memory.
void guard_rest_of_page([[maybe_unused]] const std::byte* data, [[maybe_unused]] std::size_t size, [[maybe_unused]] bool on) {
#if defined(__SANITIZE_ADDRESS__) || defined(PARETUNE_ASAN)
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t rest = (page - size % page) % page;
  on ? __asan_poison_memory_region(data + size, rest) : __asan_unpoison_memory_region(data + size, rest);
#endif
}

struct Descriptor {
  int fd = -1;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

}  // namespace

Error system_error(const std::string& what, const std::string& path, int code) {
  std::string remedy;
  switch (code) {
    case ENOENT: remedy = "Check the path; nothing is there."; break;
    case EACCES:
    case EPERM:
    case EROFS: remedy = "Check the permissions of the file and its folder."; break;
    case ENOSPC:
    case EDQUOT: remedy = "Free some disk space and try again."; break;
    case EFBIG: remedy = "The file is larger than this system allows; raise the limit or choose another disk."; break;
    case EISDIR: remedy = "Give a file, not a folder."; break;
    default: remedy = "Check the disk and the path, then try again.";
  }
  return {ErrorKind::io, what + ": " + std::system_category().message(code), path, remedy};
}

MappedFile::MappedFile(MappedFile&& other) noexcept { *this = std::move(other); }

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(m_data, other.m_data);
  std::swap(m_size, other.m_size);
  std::swap(m_path, other.m_path);
  return *this;
}

MappedFile::~MappedFile() {
  if (!m_data) return;
  guard_rest_of_page(m_data, m_size, false);
  ::munmap(const_cast<std::byte*>(m_data), m_size);
}

Result<MappedFile> MappedFile::open(const std::string& path) {
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) return io_error("cannot open", path);
  struct stat info {};
  if (::fstat(file.fd, &info) != 0) return io_error("cannot read", path);
  if (S_ISDIR(info.st_mode)) return io_error("cannot read", path, EISDIR);
  if (!S_ISREG(info.st_mode)) return Error{ErrorKind::io, "not a regular file", path, "Give a plain file."};
  MappedFile mapped;
  mapped.m_path = path;
  mapped.m_size = static_cast<std::size_t>(info.st_size);
  if (mapped.m_size == 0) return mapped;
  void* data = ::mmap(nullptr, mapped.m_size, PROT_READ, MAP_PRIVATE, file.fd, 0);
  if (data == MAP_FAILED) {
    const int code = errno;
    mapped.m_size = 0;
    return io_error("cannot map", path, code);
  }
  mapped.m_data = static_cast<const std::byte*>(data);
  guard_rest_of_page(mapped.m_data, mapped.m_size, true);
  return mapped;
}

void let_go_pages(std::span<const std::byte> part) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto from = (reinterpret_cast<std::uintptr_t>(part.data()) + page - 1) / page * page;
  const auto to = reinterpret_cast<std::uintptr_t>(part.data() + part.size()) / page * page;
  if (to > from) ::madvise(reinterpret_cast<void*>(from), to - from, MADV_DONTNEED);
}

Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  if (file->bytes().size() > max_bytes) {
    return Error{ErrorKind::input, "is larger than " + std::to_string(max_bytes) + " bytes", path, "This kind of file is never that large; check that it is the right one."};
  }
  return std::string(file->text());
}

Result<Json> read_json_file(const std::string& path) {
  return attempt(path, [&]() -> Json {
    auto file = MappedFile::open(path);
    if (!file) throw Failure(file.error());
    const std::string_view text = file->text();
    check_json(text, 200, path, kDocumentSpare);
    try {
      return Json::parse(text.begin(), text.end());
    } catch (const Json::parse_error& error) {
      std::size_t line = 1, column = 1;
      for (std::size_t i = 0; i + 1 < error.byte && i < text.size(); ++i) {
        ++column;
        if (text[i] == '\n') ++line, column = 1;
      }
      fail(ErrorKind::input, "not valid JSON at line " + std::to_string(line) + ", column " + std::to_string(column), path,
           "Mend the JSON there; common causes are a missing comma, a trailing comma or a cut-off file.");
    } catch (const Json::out_of_range&) {
      fail(ErrorKind::input, "holds a number that is too large for JSON readers", path, "Write a number below 1.7e308.");
    }
  });
}

Status write_file_atomically(const std::string& path, std::string_view content) {
  return attempt(path, [&] {
    AtomicFile file(path);
    file.write(content);
    file.commit();
  });
}

Status sync_folder(const std::string& folder) {
  Descriptor handle{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  // One may be free to write into a folder and not to open it, and some file systems refuse fsync on folders; that is no loss of data written so far.
  if (handle.fd < 0 && errno == EACCES) return {};
  if (handle.fd < 0) return io_error("cannot open folder", folder);
  if (::fsync(handle.fd) != 0 && errno != EINVAL && errno != ENOTSUP) return io_error("cannot write to disk", folder);
  return {};
}

Status write_json_file(const std::string& path, const Json& value) {
  return write_file_atomically(path, value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Status make_folders(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code code;
  std::vector<fs::path> missing;
  for (fs::path at = path; !at.empty() && !fs::exists(at, code); at = at.parent_path()) missing.push_back(at);
  fs::create_directories(path, code);
  if (code) return io_error("cannot make folder", path, code.value());
  // A file in a new folder is as safe as the folder's own name.
  for (const fs::path& made : missing) {
    if (Status synced = sync_folder(made.parent_path().string()); !synced) return synced;
  }
  return {};
}

}  // namespace paretune
