// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/locations.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "training/io/hf_cache.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

fs::path program_folder() {
  std::error_code code;
  return fs::read_symlink("/proc/self/exe", code).parent_path();
}

bool on_disk(const fs::path& path) {
  std::error_code code;
  return fs::exists(path, code);
}

std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code code;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) out.push_back(it->path());
  std::sort(out.begin(), out.end());
  return out;
}

// The demo model's folder is laid by the installer beside the program, or by the build beside its outputs.
std::string demo_model() {
  if (const auto given = environment("PARETUNE_DEMO_MODEL"); !given.empty()) return given;
  const fs::path program = program_folder();
  for (const fs::path& folder : {program / "../share/paretune/models/demo", program / "../../deps/demo", fs::path(PARETUNE_DEMO_FOLDER)}) {
    for (const auto& file : entries(folder)) {
      if (file.extension() == ".gguf") return fs::weakly_canonical(file).string();
    }
  }
  return {};
}

std::vector<fs::path> gguf_files(const fs::path& folder) {
  auto out = entries(folder);
  std::erase_if(out, [](const fs::path& path) { return path.extension() != ".gguf" || !on_disk(path); });
  return out;
}

// The model in a snapshot of the HF cache: the folder itself, or its GGUF file. "" when none is there.
std::string cached_model(const std::string& id) {
  const std::string snapshot =
      hf_snapshot("models", id, [](const fs::path& folder) { return on_disk(folder / "config.json") || !gguf_files(folder).empty(); });
  if (snapshot.empty() || on_disk(fs::path(snapshot) / "config.json")) return snapshot;
  const auto files = gguf_files(snapshot);
  return files.size() == 1 ? files.front().string() : snapshot;
}

// "models--org--name" -> "org/name"
std::string repo_name(const std::string& folder) {
  if (folder.rfind("models--", 0) != 0) return {};
  const auto dashes = folder.find("--", 8);
  return dashes == std::string::npos ? folder.substr(8) : folder.substr(8, dashes - 8) + "/" + folder.substr(dashes + 2);
}

}  // namespace

std::string home_folder(const std::string& wanted) {
  if (!wanted.empty()) return fs::absolute(wanted).lexically_normal().string();
  if (const auto home = environment("PARETUNE_HOME"); !home.empty()) return fs::absolute(home).lexically_normal().string();
  if (const auto data = environment("XDG_DATA_HOME"); !data.empty()) return data + "/paretune";
  return environment("HOME") + "/.local/share/paretune";
}

std::string resource_folder() {
  if (const auto given = environment("PARETUNE_RESOURCES"); !given.empty()) return given;
  const fs::path program = program_folder();
  for (const fs::path& folder : {program / "../share/paretune/resources", program / "../../../resources", fs::path(PARETUNE_RESOURCE_FOLDER)}) {
    if (on_disk(folder / "demo/demo.json")) return fs::weakly_canonical(folder).string();
  }
  fail(ErrorKind::io, "the bundled resources are not beside the program", program.string(), "Set PARETUNE_RESOURCES to the folder \"resources\" of the source tree.");
}

std::string resolve_model(const std::string& ref, const std::string& home) {
  if (ref.empty()) fail(ErrorKind::input, "no model is given", "model", "Give an HF folder, a .gguf file, org/name from the HF cache, or \"demo\".");
  if (ref == "demo") {
    const std::string path = demo_model();
    if (path.empty() || !on_disk(path)) {
      fail(ErrorKind::io, "the demo model is not installed", path.empty() ? "demo" : path, "Run packaging/run.sh once, or set PARETUNE_DEMO_MODEL to its .gguf file.");
    }
    return path;
  }
  if (on_disk(ref)) return fs::absolute(ref).lexically_normal().string();
  if (on_disk(fs::path(home) / "models" / ref)) return (fs::path(home) / "models" / ref).string();
  if (is_hub_id(ref)) {
    const std::string model = cached_model(ref);
    if (!model.empty()) return model;
    fail(ErrorKind::input, "there is no such file or folder, nor such a model in the HF cache (" + hf_cache_folder().string() + ")", ref,
         "Download it: paretune download " + ref + ". Or check the name, or give the path of an HF folder or a .gguf file.");
  }
  fail(ErrorKind::input, "there is no such file or folder", ref, "Give an HF folder, a .gguf file, org/name from the HF cache, or \"demo\".");
}

std::vector<ModelChoice> find_local_models(const std::string& home) {
  std::vector<ModelChoice> out;
  if (const std::string demo = demo_model(); !demo.empty() && on_disk(demo)) out.push_back({"demo", "SmolLM2-135M-Instruct (demo)", demo});
  for (const auto& path : entries(fs::path(home) / "models")) {
    if (path.extension() == ".gguf" || on_disk(path / "config.json")) out.push_back({path.string(), path.filename().string(), path.string()});
  }
  for (const auto& repo : entries(hf_cache_folder())) {
    const std::string name = repo_name(repo.filename().string());
    if (!is_hub_id(name)) continue;
    if (const std::string model = cached_model(name); !model.empty()) out.push_back({name, name, model});
  }
  return out;
}

}  // namespace paretune
