// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/memory/tensor_memory.h"

#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "kernels/memory/arena.h"

#if defined(__SANITIZE_ADDRESS__)
#define PARETUNE_SANITIZED 1
#else
#define PARETUNE_SANITIZED 0
#endif

namespace paretune::kernels {
namespace {

constexpr std::size_t kSmall = std::size_t{32} << 10;  // below, malloc is as good and leaves the arena's list short

constexpr std::size_t kLook = std::size_t{64} << 20;  // bytes made between two looks at what the system has left
constexpr long long kOther = 256LL << 20;             // what the process holds beside tensors, and some air

std::function<SystemMemory()> g_look;    // set before the allocator is
std::atomic<std::size_t> g_unlooked{0};  // bytes made since the last look

Arena* g_arena = nullptr;  // lives as long as the process: tensors may die after everything else

thread_local long long t_live = 0, t_peak = 0;  // bytes made less bytes freed by this thread, and the most that was

void count(long long bytes) {
  t_live += bytes;
  if (t_live > t_peak) t_peak = t_live;
}

long long system_size(void* block) {
#if defined(__GLIBC__)
  return static_cast<long long>(malloc_usable_size(block));
#else
  return 0;
#endif
}

void release(void* block) {
  if (g_arena->holds(block)) {
    count(-static_cast<long long>(g_arena->release(block)));
  } else {
    count(-system_size(block));
    c10::free_cpu(block);
  }
}

void refuse_beyond_memory(std::size_t bytes) {
  if (!g_look || g_unlooked.fetch_add(bytes) + bytes < kLook) return;
  g_unlooked = 0;
  SystemMemory now = g_look();
  if (static_cast<long long>(bytes) + kOther > now.available) {
    g_arena->trim();  // holes that this block does not fit
    now = g_look();
  }
  // Counted is what was promised, written or not.
  if (static_cast<long long>(g_arena->live_bytes() + bytes) + kOther > now.held + now.available) throw std::bad_alloc();
}

class ArenaAllocator final : public c10::Allocator {
 public:
  c10::DataPtr allocate(std::size_t bytes) override {
    refuse_beyond_memory(bytes);
    void* block = bytes >= kSmall ? g_arena->allocate(bytes) : nullptr;
    if (block) {
      count(static_cast<long long>(Arena::size_of(bytes)));
    } else {
      block = c10::alloc_cpu(bytes);
      count(system_size(block));
    }
    return {block, block, &release, c10::Device(c10::kCPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
  void copy_data(void* to, const void* from, std::size_t bytes) const override { std::memcpy(to, from, bytes); }
};

// Twice the machine's memory, within what the process may map: a reservation counts there.
std::size_t wanted_capacity() {
  const auto pages = static_cast<std::size_t>(std::max(1L, sysconf(_SC_PHYS_PAGES)));
  std::size_t capacity = 2 * pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) capacity = std::min<std::size_t>(capacity, limit.rlim_cur / 2);
  return capacity;
}

}  // namespace

void use_arena_for_tensors(std::function<SystemMemory()> look) {
  static std::once_flag once;
  std::call_once(once, [&] {
    const char* wish = std::getenv("PARETUNE_ARENA");
    if (PARETUNE_SANITIZED || (wish && std::strcmp(wish, "0") == 0)) return;
    auto arena = std::make_unique<Arena>(wanted_capacity());
    if (arena->capacity() == 0) return;
    g_arena = arena.release();
    g_look = std::move(look);
    static ArenaAllocator allocator;
    c10::SetCPUAllocator(&allocator, 1);
  });
}

void trim_tensor_memory() {
  if (g_arena) g_arena->trim();
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

CountedMemory::CountedMemory() : m_before(t_live) { t_peak = t_live; }
long long CountedMemory::live() const { return t_live - m_before; }
long long CountedMemory::peak() const { return t_peak - m_before; }
bool CountedMemory::available() { return g_arena != nullptr; }

}  // namespace paretune::kernels
