// SPDX-License-Identifier: GPL-3.0-or-later
// The functions below have the C library's names: the program's own definitions come first for every library it loads.
#include "tests/support/file_faults.h"

#include "tests/support/file_record.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <mutex>

namespace paretune::test {
namespace {

std::mutex g_mutex;  // guards the plan; held only to look at it
FaultPlan g_plan;
std::atomic<bool> g_armed{false};
std::atomic<long> g_calls{0};
std::atomic<bool> g_struck{false};

enum class Verdict { pass, fail, half };

Verdict judge(const std::string& path, bool writes) {
  std::lock_guard lock(g_mutex);
  if (!g_armed || path.rfind(g_plan.folder, 0) != 0) return Verdict::pass;
  const long call = ++g_calls;
  const bool now = g_plan.nth > 0 && (call == g_plan.nth || (g_plan.from_then_on && call > g_plan.nth));
  if (!now) return Verdict::pass;
  if (g_plan.kill) ::raise(SIGKILL);
  const bool first = !g_struck.exchange(true);
  errno = g_plan.code;
  return writes && g_plan.cut_short && first ? Verdict::half : Verdict::fail;
}

Verdict judge(const char* path, bool writes) {
  if (!g_armed || path == nullptr) return Verdict::pass;
  return judge(std::string(path), writes);
}

Verdict judge(int fd, bool writes) {
  if (!g_armed) return Verdict::pass;
  char name[64], path[4096];
  ::snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  const ssize_t n = ::readlink(name, path, sizeof path);
  return n <= 0 ? Verdict::pass : judge(std::string(path, static_cast<std::size_t>(n)), writes);
}

void tell_renamed(const std::string& from, const std::string& to) {
  std::function<void(const std::string&, const std::string&)> tell;
  {
    std::lock_guard lock(g_mutex);
    if (g_armed && to.rfind(g_plan.folder, 0) == 0) tell = g_plan.renamed;
  }
  if (tell) tell(from, to);
}

template <class F>
F real(F, const char* name) {
  return reinterpret_cast<F>(::dlsym(RTLD_NEXT, name));
}

constexpr int kWriting = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;

}  // namespace

FileFaults::FileFaults(const FaultPlan& plan) {
  std::lock_guard lock(g_mutex);
  g_plan = plan;
  g_calls = 0;
  g_struck = false;
  g_armed = true;
}
FileFaults::~FileFaults() { g_armed = false; }
long FileFaults::calls() { return g_calls; }
bool FileFaults::struck() { return g_struck; }

}  // namespace paretune::test

using paretune::test::FileCall;
using paretune::test::FileRecord;
using paretune::test::judge;
using paretune::test::Verdict;

#define REAL(name) static const auto next = paretune::test::real(&::name, #name)

namespace {

void note_open(int fd, int flags) {
  if (flags & O_CREAT) FileRecord::note(FileCall::make, FileRecord::path_of(fd));
  if (flags & O_TRUNC) FileRecord::note(FileCall::resize, FileRecord::path_of(fd), 0);
}

template <class Next>
int open_with(Next next, const char* path, int flags, mode_t mode) {
  if (!(flags & paretune::test::kWriting)) return next(path, flags, mode);
  if (judge(path, false) != Verdict::pass) return -1;
  int fd = -1;
  return FileRecord::step([&] { return fd = next(path, flags, mode); }, [&] { note_open(fd, flags); });
}

template <class Next>
FILE* open_stream_with(Next next, const char* path, const char* mode) {
  if (*mode == 'r') return next(path, mode);
  if (judge(path, false) != Verdict::pass) return nullptr;
  FILE* file = nullptr;
  return FileRecord::step([&] { return file = next(path, mode); }, [&] { note_open(::fileno(file), *mode == 'w' ? O_CREAT | O_TRUNC : O_CREAT); });
}

// `call` writes at `at`, or at the file's position (-1), which moves.
template <class Call>
ssize_t write_with(Call call, int fd, const void* data, size_t size, off64_t at) {
  const Verdict verdict = judge(fd, true);
  if (verdict == Verdict::fail) return -1;
  ssize_t done = -1;
  return FileRecord::step([&] { return done = call(verdict == Verdict::half ? (size + 1) / 2 : size); },
                          [&] {
                            const off64_t from = at >= 0 ? at : ::lseek64(fd, 0, SEEK_CUR) - done;
                            FileRecord::note(FileCall::write, FileRecord::path_of(fd), from, {static_cast<const char*>(data), static_cast<size_t>(done)});
                          });
}

template <class Call>
int sync_with(Call call, int fd) {
  if (judge(fd, false) != Verdict::pass) return -1;
  return FileRecord::step(call, [&] { FileRecord::note(FileCall::sync, FileRecord::path_of(fd)); });
}

template <class Call>
int resize_with(Call call, int fd, off64_t size) {
  if (judge(fd, false) != Verdict::pass) return -1;
  return FileRecord::step(call, [&] { FileRecord::note(FileCall::resize, FileRecord::path_of(fd), size); });
}

template <class Call>
int name_with(Call call, FileCall::Kind kind, const std::string& path, const std::string& to = {}) {
  if (judge(to.empty() ? path : to, false) != Verdict::pass) return -1;
  const int code = FileRecord::step(call, [&] { FileRecord::note(kind, path, 0, {}, to); });
  if (code == 0 && kind == FileCall::rename) paretune::test::tell_renamed(path, to);
  return code;
}

std::string path_at(int folder, const char* path) {
  return folder == AT_FDCWD || *path == '/' ? std::string(path) : FileRecord::path_of(folder) + "/" + path;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  REAL(open);
  va_list list;
  va_start(list, flags);
  const mode_t mode = va_arg(list, mode_t);
  va_end(list);
  return open_with(next, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  REAL(open64);
  va_list list;
  va_start(list, flags);
  const mode_t mode = va_arg(list, mode_t);
  va_end(list);
  return open_with(next, path, flags, mode);
}
FILE* fopen(const char* path, const char* mode) {
  REAL(fopen);
  return open_stream_with(next, path, mode);
}
FILE* fopen64(const char* path, const char* mode) {
  REAL(fopen64);
  return open_stream_with(next, path, mode);
}
ssize_t write(int fd, const void* data, size_t size) {
  REAL(write);
  return write_with([&](size_t most) { return next(fd, data, most); }, fd, data, size, -1);
}
ssize_t writev(int fd, const struct iovec* parts, int count) {
  REAL(writev);
  if (judge(fd, true) != Verdict::pass) return -1;
  ssize_t done = -1;
  return FileRecord::step([&] { return done = next(fd, parts, count); },
                          [&] {
                            std::string data;
                            for (int i = 0; i < count; ++i) data.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
                            data.resize(static_cast<size_t>(done));
                            FileRecord::note(FileCall::write, FileRecord::path_of(fd), ::lseek64(fd, 0, SEEK_CUR) - done, std::move(data));
                          });
}
ssize_t pwrite(int fd, const void* data, size_t size, off_t at) {
  REAL(pwrite);
  return write_with([&](size_t most) { return next(fd, data, most, at); }, fd, data, size, at);
}
ssize_t pwrite64(int fd, const void* data, size_t size, off64_t at) {
  REAL(pwrite64);
  return write_with([&](size_t most) { return next(fd, data, most, at); }, fd, data, size, at);
}
int posix_fallocate(int fd, off_t at, off_t size) {
  REAL(posix_fallocate);
  return judge(fd, false) != Verdict::pass ? errno : next(fd, at, size);
}
int fsync(int fd) {
  REAL(fsync);
  return sync_with([&] { return next(fd); }, fd);
}
int fdatasync(int fd) {
  REAL(fdatasync);
  return sync_with([&] { return next(fd); }, fd);
}
int ftruncate(int fd, off_t size) noexcept {
  REAL(ftruncate);
  return resize_with([&] { return next(fd, size); }, fd, size);
}
int ftruncate64(int fd, off64_t size) noexcept {
  REAL(ftruncate64);
  return resize_with([&] { return next(fd, size); }, fd, size);
}
int rename(const char* from, const char* to) noexcept {
  REAL(rename);
  return name_with([&] { return next(from, to); }, FileCall::rename, from, to);
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  REAL(renameat2);
  return name_with([&] { return next(from_folder, from, to_folder, to, flags); }, flags & RENAME_EXCHANGE ? FileCall::exchange : FileCall::rename,
                   path_at(from_folder, from), path_at(to_folder, to));
}
int link(const char* from, const char* to) noexcept {
  REAL(link);
  return name_with([&] { return next(from, to); }, FileCall::link, from, to);
}
int mkdir(const char* path, mode_t mode) noexcept {
  REAL(mkdir);
  return name_with([&] { return next(path, mode); }, FileCall::make_folder, path);
}
int unlink(const char* path) noexcept {
  REAL(unlink);
  return name_with([&] { return next(path); }, FileCall::remove, path);
}
int rmdir(const char* path) noexcept {
  REAL(rmdir);
  return name_with([&] { return next(path); }, FileCall::remove, path);
}
int remove(const char* path) noexcept {
  REAL(remove);
  return name_with([&] { return next(path); }, FileCall::remove, path);
}
int unlinkat(int folder, const char* path, int flags) noexcept {
  REAL(unlinkat);
  return name_with([&] { return next(folder, path, flags); }, FileCall::remove, path_at(folder, path));
}

}  // extern "C"
