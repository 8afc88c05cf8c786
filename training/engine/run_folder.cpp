// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/run_folder.h"

#include <algorithm>
#include <fstream>
#include <random>
#include <thread>

#include "training/core/clock.h"
#include "training/core/files.h"
#include "training/core/process.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;

// The first and last megabyte tell models apart without reading gigabytes.
std::string file_fingerprint(const fs::path& path) {
  auto file = MappedFile::open(path.string()).value();
  const std::string_view text = file.text();
  constexpr std::size_t end = std::size_t{1} << 20;
  std::string sample = path.filename().string() + "|" + std::to_string(text.size()) + "|";
  sample += text.substr(0, end);
  if (text.size() > end) sample += text.substr(text.size() - std::min(end, text.size() - end));
  return sha256_hex(sample);
}

std::string processor_name() {
  std::ifstream in("/proc/cpuinfo");
  std::string line;
  while (std::getline(in, line)) {
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

}  // namespace

std::string model_fingerprint(const fs::path& path) {
  if (!fs::is_directory(path)) return file_fingerprint(path);
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path)) {
    const auto extension = entry.path().extension();
    if (entry.is_regular_file() && (extension == ".safetensors" || extension == ".json")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::string all;
  for (const auto& file : files) all += file_fingerprint(file);
  return sha256_hex(all);
}

Json this_machine(int threads) {
  return {{"processor", processor_name()}, {"cores", std::thread::hardware_concurrency()}, {"memory_bytes", total_memory()}, {"threads", threads}};
}

std::string new_run_id(const std::string& peft_type) {
  static constexpr char digits[] = "0123456789abcdef";
  std::random_device random;
  std::string id = utc_now("%Y%m%d-%H%M%S") + "-";
  for (char c : peft_type) id += c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  id += '-';
  for (int i = 0; i < 4; ++i) id += digits[random() % 16];
  return id;
}

std::string default_run_name(const RunConfig& config) {
  std::string model = config.model;
  if (model.find('/') != std::string::npos) model = fs::path(model).stem().string();
  std::string method = config.peft_type();
  if (config.peft.contains("r") && config.peft["r"].is_number_integer()) method += " r" + config.peft["r"].dump();
  return method + " on " + model;
}

Status write_run_json(const std::string& folder, const std::string& id, const RunConfig& config, const std::string& model_path, int threads) {
  return attempt(folder, [&] {
    Json hashes = {{"model", model_fingerprint(model_path)}, {"config", config.hash()}};
    for (const char* key : {"path", "eval_path"}) {
      if (config.data.contains(key) && config.data[key].is_string()) hashes[std::string("data.") + key] = sha256_file(config.data[key]).value();
    }
    const Json json = {{"id", id},
                       {"created", utc_now()},
                       {"config", config.to_json()},
                       {"model_path", model_path},
                       {"hashes", hashes},
                       {"versions", {{"paretune", PARETUNE_VERSION}, {"libtorch", PARETUNE_TORCH_VERSION}, {"compiler", __VERSION__}}},
                       {"hardware", this_machine(threads)}};
    write_json_file(folder + "/run.json", json).value();
  });
}

Result<RunConfig> read_run_json(const std::string& folder) {
  auto json = read_json_file(folder + "/run.json");
  if (!json) return json.error();
  return parse_run_config(json->value("config", Json()));
}

}  // namespace paretune
