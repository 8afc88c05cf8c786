// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which compiled copy of the raw kernels runs on this processor.

namespace paretune::kernels {

enum class Isa { baseline, avx2 };
bool isa_available(Isa isa);
Isa active_isa();            // the best available, unless set_active_isa chose another
void set_active_isa(Isa isa);  // tests compare the copies; not available = no change
const char* isa_name(Isa isa);

}  // namespace paretune::kernels

// Declares one raw kernel in every instruction set's namespace: PARETUNE_RAW(void, name, (int64_t n, float* out)).
#define PARETUNE_RAW(result, name, args) \
  namespace paretune::kernels::baseline { result name args; } \
  namespace paretune::kernels::avx2 { result name args; }

// The copy to call: raw_kernel(name)(n, out).
#define raw_kernel(name) \
  (::paretune::kernels::active_isa() == ::paretune::kernels::Isa::avx2 ? &::paretune::kernels::avx2::name : &::paretune::kernels::baseline::name)
