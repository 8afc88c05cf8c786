// SPDX-License-Identifier: GPL-3.0-or-later
// The functions below have the C library's names: the program's own definitions come first for every library it loads.
#include "tests/support/file_faults.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
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

using paretune::test::judge;
using paretune::test::Verdict;

#define REAL(name) static const auto next = paretune::test::real(&::name, #name)

extern "C" {

int open(const char* path, int flags, ...) {
  REAL(open);
  va_list list;
  va_start(list, flags);
  const mode_t mode = va_arg(list, mode_t);
  va_end(list);
  return (flags & paretune::test::kWriting) && judge(path, false) != Verdict::pass ? -1 : next(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  REAL(open64);
  va_list list;
  va_start(list, flags);
  const mode_t mode = va_arg(list, mode_t);
  va_end(list);
  return (flags & paretune::test::kWriting) && judge(path, false) != Verdict::pass ? -1 : next(path, flags, mode);
}
FILE* fopen(const char* path, const char* mode) {
  REAL(fopen);
  return *mode != 'r' && judge(path, false) != Verdict::pass ? nullptr : next(path, mode);
}
FILE* fopen64(const char* path, const char* mode) {
  REAL(fopen64);
  return *mode != 'r' && judge(path, false) != Verdict::pass ? nullptr : next(path, mode);
}
ssize_t write(int fd, const void* data, size_t size) {
  REAL(write);
  const Verdict verdict = judge(fd, true);
  if (verdict == Verdict::fail) return -1;
  return next(fd, data, verdict == Verdict::half ? (size + 1) / 2 : size);
}
ssize_t writev(int fd, const struct iovec* parts, int count) {
  REAL(writev);
  return judge(fd, true) != Verdict::pass ? -1 : next(fd, parts, count);
}
ssize_t pwrite(int fd, const void* data, size_t size, off_t at) {
  REAL(pwrite);
  const Verdict verdict = judge(fd, true);
  if (verdict == Verdict::fail) return -1;
  return next(fd, data, verdict == Verdict::half ? (size + 1) / 2 : size, at);
}
ssize_t pwrite64(int fd, const void* data, size_t size, off64_t at) {
  REAL(pwrite64);
  const Verdict verdict = judge(fd, true);
  if (verdict == Verdict::fail) return -1;
  return next(fd, data, verdict == Verdict::half ? (size + 1) / 2 : size, at);
}
int posix_fallocate(int fd, off_t at, off_t size) {
  REAL(posix_fallocate);
  return judge(fd, false) != Verdict::pass ? errno : next(fd, at, size);
}
int fsync(int fd) {
  REAL(fsync);
  return judge(fd, false) != Verdict::pass ? -1 : next(fd);
}
int fdatasync(int fd) {
  REAL(fdatasync);
  return judge(fd, false) != Verdict::pass ? -1 : next(fd);
}
int ftruncate(int fd, off_t size) noexcept {
  REAL(ftruncate);
  return judge(fd, false) != Verdict::pass ? -1 : next(fd, size);
}
int ftruncate64(int fd, off64_t size) noexcept {
  REAL(ftruncate64);
  return judge(fd, false) != Verdict::pass ? -1 : next(fd, size);
}
int rename(const char* from, const char* to) noexcept {
  REAL(rename);
  return judge(to, false) != Verdict::pass ? -1 : next(from, to);
}
int mkdir(const char* path, mode_t mode) noexcept {
  REAL(mkdir);
  return judge(path, false) != Verdict::pass ? -1 : next(path, mode);
}
int unlink(const char* path) noexcept {
  REAL(unlink);
  return judge(path, false) != Verdict::pass ? -1 : next(path);
}

}  // extern "C"
