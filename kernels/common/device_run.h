// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What launchers of every operator share. A Run is how kernels are run somewhere: run.rows(rows, packs, op), run.elements(count, op),
// run.parts(parts, most, op), and the type Run::bf16. CUDA's is in kernels/cuda/run.cuh; the tests have one on the host.
#include <stdexcept>
#include <type_traits>

#include "kernels/common/device_table.h"
#include "kernels/common/lanes.h"
#include "kernels/common/launch.h"

namespace paretune::kernels {

template <typename T>
struct Tag {
  using type = T;
};
template <int V>
using Width = std::integral_constant<int, V>;

// body(Tag<T>) with the element type of this code.
template <class Run, class Body>
void with_type(DeviceType type, const Body& body) {
  if (type == DeviceType::f32) body(Tag<float>{});
  else if (type == DeviceType::bf16) body(Tag<typename Run::bf16>{});
  else throw std::runtime_error("no accelerator kernel for this type");
}

// body(Tag<T>, Width<V>) for packs of `width` elements, as pack_width() gives it.
template <class Run, class Body>
void with_type_and_width(DeviceType type, std::initializer_list<const void*> addresses, std::initializer_list<int64_t> lengths, const Body& body) {
  with_type<Run>(type, [&](auto tag) {
    using T = typename decltype(tag)::type;
    constexpr int most = kPackBytes / static_cast<int>(sizeof(T));
    if (pack_width(sizeof(T), addresses, lengths) == most) body(tag, Width<most>{});
    else body(tag, Width<1>{});
  });
}

}  // namespace paretune::kernels
