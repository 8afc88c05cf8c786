// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/bench.h"

#include <ATen/Parallel.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <sstream>

#include "kernels/common/bench.h"
#include "training/core/process.h"
#include "training/engine/bench_methods.h"
#include "training/loop/planner.h"
#include "training/loop/trainer.h"

namespace paretune {
namespace {

constexpr int64_t kWarmUp = 2;

// Seconds since this process was started, by the kernel's clock.
double process_age() {
  std::ifstream stat("/proc/self/stat"), uptime("/proc/uptime");
  std::string all((std::istreambuf_iterator<char>(stat)), {});
  std::istringstream fields(all.substr(all.rfind(')') + 2));
  std::string field;
  for (int i = 3; i <= 22; ++i) fields >> field;  // field 22: start time in clock ticks
  double now = 0;
  uptime >> now;
  return now - std::stod(field) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// The frozen rows of the comparison; kept so that figures of different days compare.
std::vector<Example> bench_rows(int64_t count, int64_t vocabulary) {
  uint64_t state = 20260715;
  const auto next = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<int64_t>(state >> 33);
  };
  std::vector<Example> rows;
  for (int64_t i = 0; i < count; ++i) {
    Example row;
    row.row = i + 1;
    const int64_t length = 64 + next() % 385;
    for (int64_t t = 0; t < length; ++t) row.ids.push_back(next() % vocabulary);
    row.labels = row.ids;
    row.full_length = length;
    rows.push_back(std::move(row));
  }
  return rows;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Billions of multiply-adds x 2 per second of a 1024-cubed fp32 product: what this machine's BLAS reaches now.
double sgemm_gflops() {
  at::NoGradGuard no_grad;
  const Tensor a = at::rand({1024, 1024}), b = at::rand({1024, 1024});
  double best = 0;
  for (int i = 0; i < 8; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const Tensor c = at::mm(a, b);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    best = std::max(best, 2 * std::pow(1024.0, 3) / seconds / 1e9);
  }
  return best;
}

Json bench_kernels() {
  Json rows = Json::array();
  for (const auto& timing : kernels::bench_kernels(false)) {
    rows.push_back({{"kernel", timing.name}, {"shape", timing.shape}, {"ours_ms", timing.ours_ms}, {"aten_ms", timing.aten_ms},
                    {"ratio", timing.aten_ms / timing.ours_ms}, {"max_abs_diff", timing.max_abs_diff}});
  }
  return {{"kernels", rows}};
}

Json bench_train(const Json& options, Workbench& bench, RunConfig config) {
  const int64_t steps = options.value("steps", int64_t{12});
  std::shared_ptr<const Dataset> data;
  if (const std::string file = options.value("run", ""); !file.empty()) {
    config = read_run_file(file).value();
    data = bench.dataset(config.model, config.data, {}, {});
  } else {
    config.peft = {{"peft_type", "LORA"}, {"r", 16}, {"lora_alpha", 32}, {"target_modules", "all-linear"}};
    config.training["per_device_train_batch_size"] = 8;
    config.training["gradient_accumulation_steps"] = 1;
    config.training["learning_rate"] = 2e-4;
    config.training["lr_scheduler_type"] = "constant";
    config.data["shuffle"] = false;
    config.data["packing"] = options.value("packing", true);
  }
  config.peft = complete_peft_config(config.peft).value();
  config.training["max_steps"] = steps + kWarmUp;
  config.training["eval_steps"] = 0;
  config.training["save_steps"] = 0;
  config.training["eval_on_start"] = config.training["preflight"] = false;
  config.sample_prompts.clear();
  const Quantization storage = storage_of(config, *bench.open(config.model)->source);
  const int64_t without_weights = resident_bytes();
  CausalLm& model = bench.weights(config.model, storage);
  const int64_t with_weights = resident_bytes();
  if (!data) {
    auto made = std::make_shared<Dataset>();
    made->format = "pretokenized";
    made->train = bench_rows(8 * (steps + kWarmUp), model.config.vocab_size);
    data = made;
  }
  auto adapter = make_adapter(model, config.peft, 0).value();
  if (!config.init_adapter.empty()) load_adapter_values(*adapter, config.init_adapter).value();
  const std::string folder = std::filesystem::temp_directory_path().string() + "/paretune-bench-" + std::to_string(getpid());
  make_folders(folder).value();
  const int64_t load_peak = peak_resident_bytes();
  std::vector<double> step_ms, losses;
  double to_training = 0, to_first_step = 0, calibration = 0;
  int64_t tokens_before = 0, trained_before = 0, tokens = 0, trained = 0;
  const auto emit = [&](RunEvent event) {
    if (const auto* phase = std::get_if<RunPhase>(&event.body); phase && phase->name == "train" && to_training == 0) to_training = process_age() - calibration;
    const auto* metrics = std::get_if<RunMetrics>(&event.body);
    if (!metrics || !metrics->values.contains("loss")) return;
    const auto& values = metrics->values;
    if (metrics->step == 1) to_first_step = process_age() - calibration;
    losses.push_back(values.at("loss"));
    const auto all = static_cast<int64_t>(values.at("tokens")), seen = static_cast<int64_t>(values.at("trained_tokens"));
    if (metrics->step > kWarmUp) {
      step_ms.push_back(values.at("step_ms"));
      tokens = all - tokens_before;
      trained = seen - trained_before;
    } else {
      tokens_before = all;
      trained_before = seen;
    }
  };
  RunRequests requests;
  calibration = process_age();
  const double before = sgemm_gflops();
  calibration = process_age() - calibration;
  train({"bench", folder, config, model, *adapter, *bench.open(config.model)->tokenizer, *data, false, "bench"}, emit, {}, requests);
  const double after = sgemm_gflops();
  std::filesystem::remove_all(folder);
  const double total_ms = std::accumulate(step_ms.begin(), step_ms.end(), 0.0);
  return {{"steps", steps},
          {"threads", at::get_num_threads()},
          {"tokens", tokens},
          {"trained_tokens", trained},
          {"ms_per_token", total_ms / static_cast<double>(tokens)},
          {"tokens_per_second", 1000.0 * static_cast<double>(tokens) / total_ms},
          {"step_ms_median", median(step_ms)},
          {"step_ms", step_ms},
          {"weight_bytes", weight_bytes(model)},
          {"loaded_bytes", with_weights - without_weights},
          {"peak_rss_bytes", std::max(load_peak, peak_resident_bytes())},
          {"start_to_training_seconds", to_training},
          {"start_to_first_step_seconds", to_first_step},
          {"losses", losses},
          {"sgemm_gflops_before", before},
          {"sgemm_gflops_after", after}};
}

}  // namespace

Json run_bench(const std::string& what, const Json& options, Workbench& bench, const RunConfig& demo) {
  if (what == "kernels") return bench_kernels();
  if (what == "train") return bench_train(options, bench, demo);
  if (what == "methods") return bench_methods(options, bench, options.value("model", "").empty() ? demo.model : options.value("model", ""));
  fail(ErrorKind::usage, "unknown benchmark \"" + what + "\"", "bench", "Known are kernels, train and methods.");
}

}  // namespace paretune
