// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/device_table.h"

#include <cstdlib>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>

namespace paretune::kernels {

#ifdef PARETUNE_CUDA
DeviceKernels cuda_device_kernels();
#endif

namespace {

const DeviceKernels* g_emulated = nullptr;

const std::vector<std::pair<std::string, std::function<void(DeviceKernels&)>>>& switches() {
  static const std::vector<std::pair<std::string, std::function<void(DeviceKernels&)>>> table = {
      {"rms_norm", [](DeviceKernels& t) { t.rms_norm_forward = nullptr, t.rms_norm_backward = nullptr; }},
      {"rope", [](DeviceKernels& t) { t.rope = nullptr; }},
      {"swiglu", [](DeviceKernels& t) { t.swiglu_forward = nullptr, t.swiglu_backward = nullptr; }},
      {"linear_cross_entropy", [](DeviceKernels& t) { t.cross_entropy_rows = nullptr; }},
      {"dequantize", [](DeviceKernels& t) { t.dequantize_nf4 = nullptr, t.dequantize_int8 = nullptr, t.dequantize_blocks = nullptr; }},
      {"adamw", [](DeviceKernels& t) { t.adamw = nullptr; }},
      {"block_rotation", [](DeviceKernels& t) { t.rotate_blocks = nullptr; }},
      {"sparse_gather", [](DeviceKernels& t) { t.gather_product = nullptr; }},
  };
  return table;
}

std::string wish() {
  const char* text = std::getenv("PARETUNE_DEVICE_KERNELS");
  return text ? text : "";
}

}  // namespace

const std::vector<std::string>& device_kernel_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const auto& [name, turn_off] : switches()) out.push_back(name);
    return out;
  }();
  return names;
}

DeviceKernels without(DeviceKernels table, const std::string& names) {
  if (names == "off") return {};
  for (std::size_t from = 0; from < names.size();) {
    const std::size_t to = std::min(names.find(',', from), names.size());
    const std::string word = names.substr(from, to - from);
    bool known = word.empty();
    for (const auto& [name, turn_off] : switches()) {
      if (name != word) continue;
      turn_off(table);
      known = true;
    }
    if (!known) throw std::invalid_argument("\"" + word + "\" is no accelerator kernel");
    from = to + 1;
  }
  return table;
}

std::string device_kernels_fault() {
  try {
    without({}, wish());
    return {};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

const DeviceKernels* compiled_device_kernels() {
#ifdef PARETUNE_CUDA
  static const std::optional<DeviceKernels> table = device_kernels_fault().empty() ? std::optional(without(cuda_device_kernels(), wish())) : std::nullopt;
  return table ? &*table : nullptr;
#else
  return nullptr;
#endif
}

const DeviceKernels* emulated_device_kernels() { return g_emulated; }
void set_emulated_device_kernels(const DeviceKernels* table) { g_emulated = table; }

}  // namespace paretune::kernels
