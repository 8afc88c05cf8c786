// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/arithmetic.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/headeronly/version.h>

#include "kernels/common/isa.h"
#include "training/core/process.h"

namespace paretune {

Json arithmetic_here(const c10::Device& device, int processes) {
  return {{"threads", at::get_num_threads()},
          {"processes", processes},
          {"device", device.str()},
          {"processor", processor_name()},
          {"instructions", at::get_cpu_capability() + "/" + kernels::isa_name(kernels::active_isa())},
          {"libtorch", TORCH_VERSION}};
}

std::vector<std::string> notes_on_arithmetic(const Json& then, const Json& here) {
  std::vector<std::string> notes;
  for (const auto& [key, value] : here.items()) {
    if (!then.is_object() || !then.contains(key) || then[key] == value) continue;
    const auto word = [](const Json& one) { return one.is_string() ? one.get<std::string>() : one.dump(); };
    notes.push_back("Not bit-identical to a run without a break: the checkpoint was made with " + key + " " + word(then[key]) + ", here it is " + word(value) +
                    ". The last digits may differ from here on.");
  }
  return notes;
}

}  // namespace paretune
