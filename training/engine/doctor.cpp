// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/doctor.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "kernels/common/device_table.h"
#include "kernels/common/self_test.h"
#include "training/core/process.h"
#include "training/engine/locations.h"

namespace paretune {
namespace {

std::string gigabytes(int64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f GB", static_cast<double>(bytes) / 1e9);
  return text;
}

DoctorItem folder_item(const std::string& home) {
  std::error_code code;
  std::filesystem::create_directories(home, code);
  if (code || ::access(home.c_str(), W_OK) != 0) return {"Studio folder", home + " is not writable", false, "Choose another folder with --home or PARETUNE_HOME."};
  const auto space = std::filesystem::space(home, code);
  const bool enough = !code && space.available > 2'000'000'000;
  return {"Studio folder", home + ", " + gigabytes(static_cast<int64_t>(space.available)) + " free", enough, enough ? "" : "Free some disk space; a run needs up to 1 GB."};
}

}  // namespace

std::string load_cuda() {
  if (at::globalContext().hasCUDA()) return {};
  if (!dlopen("libcuda.so.1", RTLD_NOW | RTLD_GLOBAL)) return "no NVIDIA driver (libcuda.so.1) is installed";
  if (!dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL)) {
    const char* reason = dlerror();
    return std::string("LibTorch's CUDA library does not load: ") + (reason ? reason : "unknown reason");
  }
  return at::globalContext().hasCUDA() ? "" : "LibTorch finds no usable CUDA device";
}

std::vector<DoctorItem> examine_machine(const std::string& home) {
  std::vector<DoctorItem> items;
  const unsigned cores = std::thread::hardware_concurrency();
  items.push_back({"Processor cores", std::to_string(cores), true, {}});
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  items.push_back({"Vector units", avx2 ? (__builtin_cpu_supports("avx512f") ? "AVX2, AVX-512" : "AVX2") : "none", avx2, avx2 ? "" : "Training works, but slowly: the kernels use their portable path."});
#endif
  const int64_t available = available_memory();
  items.push_back({"Memory", gigabytes(available) + " free of " + gigabytes(total_memory()), available > 2'000'000'000, available > 2'000'000'000 ? "" : "Close other programs; the demo needs about 2 GB."});
  items.push_back({"LibTorch", std::string(PARETUNE_TORCH_VERSION) + ", " + std::to_string(at::get_num_threads()) + " threads", true, {}});
  const std::string cuda = load_cuda();
  items.push_back({"NVIDIA GPU", cuda.empty() ? "usable" : "not used: " + cuda, true, {}});
  if (cuda.empty()) items.push_back({"GPU kernels", kernels::compiled_device_kernels() ? "of this program" : "ATen's: this build has none of its own", true, {}});
  items.push_back(folder_item(home));
  const auto demo = attempt("demo", [&] { return resolve_model("demo", home); });
  items.push_back({"Demo model", demo ? *demo : demo.error().message, demo.ok(), demo ? "" : demo.error().remedy});
  const auto resources = attempt("resources", [&] { return resource_folder(); });
  items.push_back({"Bundled resources", resources ? *resources : resources.error().message, resources.ok(), resources ? "" : resources.error().remedy});
  std::string faults;
  for (const auto& check : kernels::check_operators(at::kCPU)) {
    if (check.ok()) continue;
    faults += (faults.empty() ? "" : "; ") + check.name + " " + check.shape + (check.problem.empty() ? " is off by " + std::to_string(check.error) : ": " + check.problem);
  }
  items.push_back({"Kernels", faults.empty() ? "all agree with their references" : faults, faults.empty(),
                   faults.empty() ? "" : "Please report this with your processor's name; results of training may be wrong. 'paretune doctor --self-test' says more."});
  return items;
}

}  // namespace paretune
