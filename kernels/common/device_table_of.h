// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// All launchers of one Run, for those that run on the host; CUDA's are compiled operator by operator.
#include "kernels/adamw/adamw_device.h"
#include "kernels/block_rotation/block_rotation_device.h"
#include "kernels/dequantize/dequantize_device.h"
#include "kernels/linear_cross_entropy/linear_cross_entropy_device.h"
#include "kernels/rms_norm/rms_norm_device.h"
#include "kernels/rope/rope_device.h"
#include "kernels/sparse_gather/sparse_gather_device.h"
#include "kernels/swiglu/swiglu_device.h"

namespace paretune::kernels {

template <class Run>
DeviceKernels device_table_of() {
  DeviceKernels table{};
  AdamWOn<Run>::enter(table);
  BlockRotationOn<Run>::enter(table);
  CrossEntropyOn<Run>::enter(table);
  DequantizeOn<Run>::enter(table);
  RmsNormOn<Run>::enter(table);
  RopeOn<Run>::enter(table);
  SparseGatherOn<Run>::enter(table);
  SwiGluOn<Run>::enter(table);
  return table;
}

}  // namespace paretune::kernels
