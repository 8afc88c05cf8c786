// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/run_folder.h"

#include <algorithm>
#include <random>
#include <thread>

#include "training/core/clock.h"
#include "training/core/files.h"
#include "training/core/process.h"
#include "training/data/data_files.h"
#include "training/engine/locations.h"

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

Json this_machine(int threads, const std::string& device) {
  return {{"processor", processor_name()}, {"cores", std::thread::hardware_concurrency()}, {"memory_bytes", total_memory()}, {"threads", threads}, {"device", device}};
}

namespace {

Json hashes_of(const RunConfig& config, const std::string& model_path) {
  Json hashes = {{"model", model_fingerprint(model_path)}, {"config", config.hash()}};
  for (const char* key : {"path", "eval_path"}) {
    const auto files = data_file_paths(config.data, key);
    std::string all;
    for (const std::string& file : files) all += sha256_file(file).value();
    if (!files.empty()) hashes[std::string("data.") + key] = files.size() == 1 ? all : sha256_hex(all);
  }
  if (!config.init_adapter.empty()) hashes["init_adapter"] = sha256_file(config.init_adapter + "/adapter_model.safetensors").value();
  return hashes;
}

Json versions() { return {{"paretune", PARETUNE_VERSION}, {"libtorch", PARETUNE_TORCH_VERSION}, {"compiler", __VERSION__}}; }

}  // namespace

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

Status write_run_json(const std::string& folder, const std::string& id, const RunConfig& config, const std::string& model_path, int threads, const std::string& device,
                      int processes) {
  return attempt(folder, [&] {
    Json json = {{"id", id},
                       {"created", utc_now()},
                       {"config", config.to_json()},
                       {"model_path", model_path},
                       {"hashes", hashes_of(config, model_path)},
                       {"versions", versions()},
                       {"hardware", this_machine(threads, device)}};
    if (processes > 1) json["hardware"]["processes"] = processes;
    write_json_file(folder + "/run.json", json).value();
  });
}

int64_t processes_of_run(const std::string& folder) {
  const auto json = read_json_file(folder + "/run.json");
  if (!json || !json->is_object()) return 1;
  const Json hardware = json->value("hardware", Json());
  const Json count = hardware.is_object() ? hardware.value("processes", Json(1)) : Json(1);
  return count.is_number_integer() ? std::clamp<int64_t>(count.get<int64_t>(), 1, 1 << 14) : 1;
}

Result<RunConfig> read_run_json(const std::string& folder) {
  auto json = read_json_file(folder + "/run.json");
  if (!json) return json.error();
  return parse_run_config(json->value("config", Json()));
}

Result<Json> reproduction_of(const RunRow& row) {
  return attempt(row.id, [&] {
    Json json = read_json_file(row.folder + "/run.json").value();
    if (!json.is_object() || !json.contains("hashes")) fail(ErrorKind::input, "was imported, not trained here; nothing says how to make it again", row.id);
    Json results = {{"state", row.state}, {"step", row.step}, {"metrics", Json::object()}};
    for (const auto& [key, value] : row.summary) results["metrics"][key] = value;
    const std::string adapter = row.folder + "/adapter/adapter_model.safetensors";
    if (fs::exists(adapter)) results["adapter_sha256"] = sha256_file(adapter).value();
    json["results"] = results;
    return json;
  });
}

Reproduction checked_reproduction(const Json& file, const std::string& home) {
  if (!file.is_object() || !file.contains("config") || !file.contains("hashes") || !file["hashes"].is_object()) {
    fail(ErrorKind::input, "is no reproducibility file: it needs \"config\" and \"hashes\"", "reproduction", "'paretune runs reproduce RUN --out FILE' writes one.");
  }
  Reproduction out;
  out.config = parse_run_config(file["config"]).value();
  const Json now = hashes_of(out.config, resolve_model(out.config.model, home));
  for (const auto& [key, wanted] : file["hashes"].items()) {
    if (key == "config" || now.value(key, Json()) == wanted) continue;
    const std::string place = key == "model"          ? out.config.model
                              : key == "init_adapter" ? out.config.init_adapter
                                                      : out.config.data.value(key.substr(std::string("data.").size()), Json()).dump();
    const std::string set = key == "data.path" || key == "data.eval_path" || key == "model" ? "--set " + key + "=FILE" : "--set " + key + "=FOLDER";
    fail(ErrorKind::input, key + " is not what the run was made with: its digest is " + now.value(key, Json()).dump() + ", the file says " + wanted.dump(), place,
         "Give the right one with " + set + ", or start a new run with other files by 'paretune train --from RUN'.");
  }
  const auto note = [&](const char* part, const Json& here) {
    for (const auto& [key, value] : here.items()) {
      const Json then = file.value(part, Json::object()).value(key, Json());
      if (!then.is_null() && then != value) out.notes.push_back(key + " was " + then.dump() + ", here it is " + value.dump() + ": the last digits may differ");
    }
  };
  note("versions", versions());
  note("hardware", {{"processor", processor_name()}});
  if (const Json hardware = file.value("hardware", Json()); hardware.is_object() && hardware.contains("processes")) {
    out.notes.push_back("the run was made by " + hardware["processes"].dump() + " processes; a step sees the same rows only with 'paretune train FILE --processes " +
                        hardware["processes"].dump() + "'");
  }
  return out;
}

}  // namespace paretune
