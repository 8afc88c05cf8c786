// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What accelerator kernels are written with, free of any accelerator's language: nvcc compiles them for the device, and the tests for the
// host, where loops play the lanes.
//
// A kernel is a struct with its arguments and one call operator. Over elements: op(i), each i once, in any order. Over rows:
// op(block, row), where block.each(f) runs f(Lane) on every lane, and block.reduce(join, f) gives every lane the joined values f(Lane) of
// all, in a fixed order, with a barrier before and after. What comes between two reductions must touch other lanes' elements only to read
// what no lane writes there.
#include <cmath>
#include <cstdint>
#include <cstring>

#ifdef __CUDACC__
#define PARETUNE_LANE __device__ inline
#define PARETUNE_UNROLL_TWICE _Pragma("unroll 2")
#else
#define PARETUNE_LANE inline
#define PARETUNE_UNROLL_TWICE
#endif

namespace paretune::kernels {

struct Lane {
  int64_t index, count;
};

// V neighbouring elements, moved at once; their address is a multiple of their size.
template <typename T, int V>
struct alignas(sizeof(T) * V) Pack {
  T v[V];
};

template <int V, typename T>
PARETUNE_LANE Pack<T, V> load_pack(const T* from) {
#ifdef __CUDA_ARCH__
  return *reinterpret_cast<const Pack<T, V>*>(from);
#else
  if (reinterpret_cast<std::uintptr_t>(from) % sizeof(Pack<T, V>) != 0) __builtin_trap();  // would fault on a device
  Pack<T, V> out;
  std::memcpy(&out, from, sizeof out);
  return out;
#endif
}

template <int V, typename T>
PARETUNE_LANE void store_pack(T* to, const Pack<T, V>& values) {
#ifdef __CUDA_ARCH__
  if constexpr (sizeof values == sizeof(uint4)) {  // said outright: the compiler splits some assignments
    uint4 word;
    memcpy(&word, &values, sizeof word);
    __stwb(reinterpret_cast<uint4*>(to), word);
  } else {
    *reinterpret_cast<Pack<T, V>*>(to) = values;
  }
#else
  if (reinterpret_cast<std::uintptr_t>(to) % sizeof(Pack<T, V>) != 0) __builtin_trap();
  std::memcpy(to, &values, sizeof values);
#endif
}

// Products and sums that no compiler may fuse: their bits are those of a file format's definition.
PARETUNE_LANE float exact_product(float a, float b) {
#ifdef __CUDA_ARCH__
  return __fmul_rn(a, b);
#else
  return a * b;  // sources that need the bits are compiled with -ffp-contract=off
#endif
}
PARETUNE_LANE float exact_sum(float a, float b) {
#ifdef __CUDA_ARCH__
  return __fadd_rn(a, b);
#else
  return a + b;
#endif
}

struct Add {
  PARETUNE_LANE float operator()(float a, float b) const { return a + b; }
};

}  // namespace paretune::kernels
