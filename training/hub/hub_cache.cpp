// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/hub_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <vector>

#include "training/core/files.h"
#include "training/io/hf_cache.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kSpare = int64_t{64} << 20;  // left free on the disk

[[noreturn]] void fail_errno(const std::string& what, const fs::path& path, int code) {
  fail(ErrorKind::io, what + ": " + std::strerror(code), path.string(), "Check the room on the disk and the permissions of the cache (HF_HOME and HF_HUB_CACHE choose another folder).");
}

void copy(const std::string& from, const std::string& to, const std::stop_token& stop) {
  struct Descriptor {
    int fd;
    ~Descriptor() {
      if (fd >= 0) ::close(fd);
    }
  };
  const Descriptor in{::open(from.c_str(), O_RDONLY | O_CLOEXEC)}, out{::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644)};
  if (in.fd < 0) fail_errno("cannot be read", from, errno);
  if (out.fd < 0) fail_errno("cannot be written", to, errno);
  std::vector<char> piece(std::size_t{1} << 20);
  for (;;) {
    if (stop.stop_requested()) fail_stopped();
    const ssize_t n = ::read(in.fd, piece.data(), piece.size());
    if (n < 0) fail_errno("cannot be read", from, errno);
    if (n == 0) break;
    for (ssize_t done = 0; done < n;) {
      const ssize_t written = ::write(out.fd, piece.data() + done, static_cast<std::size_t>(n - done));
      if (written < 0) fail_errno("cannot be written", to, errno);
      done += written;
    }
  }
  if (::fsync(out.fd) != 0) fail_errno("cannot be written to disk", to, errno);
}

std::string gigabytes(int64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f GB", static_cast<double>(bytes) / 1e9);
  return text;
}

}  // namespace

HubCache::HubCache(const HubRequest& request) {
  std::string name = (request.dataset ? "datasets--" : "models--") + request.id;
  name.replace(name.find('/'), 1, "--");
  const fs::path hub = fs::absolute(hf_cache_folder());
  m_repo = hub / name;
  m_locks = hub / ".locks" / name;
  for (const auto& folder : {m_repo / "blobs", m_repo / "snapshots", m_locks}) make_folders(folder.string()).value();
}

bool HubCache::has(const HubFile& file) const {
  std::error_code code;
  return fs::is_regular_file(blob(file), code) && static_cast<int64_t>(fs::file_size(blob(file), code)) == file.size && !code;
}

fs::path HubCache::lock_path(const HubFile& file) const { return m_locks / (file.digest() + ".lock"); }

HubCache::Lock::Lock(const fs::path& path, const std::function<void()>& waiting, const std::stop_token& stop) {
  m_fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0664);
  if (m_fd < 0) fail_errno("cannot be opened", path, errno);
  for (bool told = false; ::flock(m_fd, LOCK_EX | LOCK_NB) != 0;) {
    const int code = errno;
    if (code != EWOULDBLOCK && code != EINTR) {
      ::close(m_fd);
      fail_errno("cannot be locked", path, code);
    }
    if (stop.stop_requested()) {
      ::close(m_fd);
      fail_stopped();
    }
    if (!std::exchange(told, true) && waiting) waiting();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

HubCache::Lock::~Lock() { ::close(m_fd); }

void HubCache::place(const std::string& verified, const HubFile& file, std::stop_token stop) const {
  const fs::path to = blob(file);
  if (::rename(verified.c_str(), to.c_str()) != 0) {
    if (errno != EXDEV) fail_errno("cannot be put into the cache", to, errno);
    const std::string temp = to.string() + "." + std::to_string(::getpid()) + ".incomplete";
    try {
      copy(verified, temp, stop);
      if (!matches(temp, file, {}, stop)) fail(ErrorKind::io, "was not copied faithfully", temp, "Check the disk, then try again.");
    } catch (...) {
      ::unlink(temp.c_str());
      throw;
    }
    if (::rename(temp.c_str(), to.c_str()) != 0) {
      const int code = errno;
      ::unlink(temp.c_str());
      fail_errno("cannot be put into the cache", to, code);
    }
  }
  sync_folder(to.parent_path().string()).value();
}

void HubCache::link(const std::string& commit, const std::vector<HubFile>& files) const {
  const auto link_one = [&](const HubFile& file) {
    const fs::path at = snapshot(commit) / file.path, folder = at.parent_path();
    make_folders(folder.string()).value();
    const std::string target = fs::relative(m_repo, folder).string() + "/blobs/" + file.digest();
    std::error_code code;
    if (fs::is_symlink(at, code) && fs::read_symlink(at, code) == target) return;
    if (::symlink(target.c_str(), at.c_str()) == 0) return sync_folder(folder.string()).value();
    static std::atomic<unsigned> counter{0};  // something else stands there and is replaced
    const std::string temp = (m_repo / "blobs" / ("link." + std::to_string(::getpid()) + "." + std::to_string(counter++) + ".incomplete")).string();
    ::unlink(temp.c_str());
    if (::symlink(target.c_str(), temp.c_str()) != 0 || ::rename(temp.c_str(), at.c_str()) != 0) {
      const int why = errno;
      ::unlink(temp.c_str());
      fail_errno("cannot be linked", at, why);
    }
    sync_folder(folder.string()).value();
  };
  const HubFile* config = nullptr;
  for (const auto& file : files) {
    if (file.path == "config.json") config = &file;
    else link_one(file);
  }
  if (config) link_one(*config);
}

void HubCache::set_ref(const std::string& revision, const std::string& commit) const {
  if (revision == commit) return;
  const fs::path path = m_repo / "refs" / revision;
  if (const auto old = read_text_file(path.string(), 4096); old && *old == commit) return;
  make_folders(path.parent_path().string()).value();
  write_file_atomically(path.string(), commit).value();
}

void expect_room(const fs::path& folder, int64_t bytes, const std::string& what) {
  if (bytes <= 0) return;
  struct statvfs info {};
  if (::statvfs(folder.c_str(), &info) != 0) fail_errno("cannot be looked at", folder, errno);
  const double free = static_cast<double>(info.f_bavail) * static_cast<double>(info.f_frsize);
  if (free >= static_cast<double>(bytes) + kSpare) return;
  fail(ErrorKind::io, what + " takes " + gigabytes(bytes) + ", and only " + gigabytes(static_cast<int64_t>(free)) + " are free", folder.string(),
       "Free some disk space, or choose another folder (HF_HOME or HF_HUB_CACHE for the cache, --home for what is under way).");
}

}  // namespace paretune
