// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/isa.h"

#include <atomic>

namespace paretune::kernels {

bool isa_available(Isa isa) {
  if (isa == Isa::baseline) return true;
#if defined(PARETUNE_HAVE_AVX2) && (defined(__x86_64__) || defined(__i386__))
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
#else
  return false;
#endif
}

static std::atomic<Isa>& chosen() {
  static std::atomic<Isa> isa{isa_available(Isa::avx2) ? Isa::avx2 : Isa::baseline};
  return isa;
}

Isa active_isa() { return chosen().load(std::memory_order_relaxed); }
void set_active_isa(Isa isa) {
  if (isa_available(isa)) chosen().store(isa, std::memory_order_relaxed);
}
const char* isa_name(Isa isa) { return isa == Isa::avx2 ? "avx2" : "baseline"; }

}  // namespace paretune::kernels
