// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_file.h"

#include <filesystem>

#include "training/core/files.h"

namespace paretune {

void add_run_file_options(CLI::App& app, RunFileOptions& options, bool required) {
  auto* file = app.add_option("RUN.json", options.file, "The run file, or \"demo\"");
  if (required) file->required();
  app.add_option("--set", options.sets, "Change a key of the run file, e.g. --set training.max_steps=20")->allow_extra_args(false);
  // After --set, which fills the list anew.
  app.add_option_function<std::string>(
         "--quantization", [&options](const std::string& kind) { options.sets.push_back("quantization=" + kind); },
         "Keep the base's linear layers as nf4, int8 or gguf (the file's own blocks), or none: short for --set quantization=…")
      ->check(CLI::IsMember({"none", "nf4", "int8", "gguf"}));
}

namespace {

// A file beside the run file, or a data set's name; in lists and {path, weight} too.
void locate_data(Json& given, const std::string& folder) {
  if (given.is_array()) {
    for (Json& one : given) locate_data(one, folder);
  } else if (given.is_object()) {
    if (given.contains("path")) locate_data(given["path"], folder);
  } else if (given.is_string() && given != "") {
    const std::string near = located(given.get<std::string>(), folder);
    const auto& text = given.get_ref<const std::string&>();
    const bool may_be_name = text.find('/') != std::string::npos && text.front() != '/' && text.front() != '.';
    if (std::filesystem::exists(near) || !may_be_name) given = near;
  }
}

}  // namespace

std::string located(const std::string& path, const std::string& folder) {
  const std::filesystem::path given = path;
  std::error_code code;
  const bool here = given.is_absolute() || std::filesystem::exists(given, code);
  return std::filesystem::absolute(here ? given : folder / given).lexically_normal().string();
}

void locate_paths(Json& json, const std::string& folder) {
  const auto locate = [&](Json& owner, const char* key) {
    if (owner.is_object() && owner.contains(key) && owner[key].is_string() && owner[key] != "") owner[key] = located(owner[key].get<std::string>(), folder);
  };
  if (json.contains("data") && json["data"].is_object()) {
    for (const char* key : {"path", "eval_path"}) locate_data(json["data"][key], folder);
  }
  locate(json, "init_adapter");
  // A model may be a reference; only what exists beside the run file is a path.
  if (json.contains("model") && json["model"].is_string() && json["model"] != "demo") {
    const std::string near = located(json["model"].get<std::string>(), folder);
    if (std::filesystem::exists(near)) json["model"] = near;
  }
}

void override_run(Json& json, const std::vector<std::string>& sets, const Engine& engine) {
  const auto type = [&] { return json.contains("peft") && json["peft"].is_object() ? json["peft"].value("peft_type", Json("LORA")) : Json("LORA"); };
  const Json before = type();
  for (const auto& set : sets) apply_override(json, set).value();
  const Json now = type();
  if (now == before) return;
  json["peft"] = Json::object();
  for (const auto& method : engine.methods()) {
    if (now == Json(method.peft_type)) json["peft"] = method.start;
  }
  for (const auto& set : sets) {
    if (set.starts_with("peft.")) apply_override(json, set).value();
  }
}

RunConfig read_run_config(const RunFileOptions& options, Engine& engine) {
  const bool demo = options.file == "demo";
  Json json = demo ? engine.demo_config().value().to_json() : read_json_file(options.file).value();
  if (!json.is_object()) fail(ErrorKind::input, "must be a JSON object", options.file, "See README \"Run file\" for an example.");
  Json reproduction;
  if (json.contains("config") && json.contains("hashes") && json["config"].is_object()) {
    reproduction = json;
    json = reproduction["config"];
  }
  for (const auto& set : options.sets) apply_override(json, set).value();
  locate_paths(json, (demo ? std::filesystem::current_path() : std::filesystem::absolute(options.file).parent_path()).string());
  if (!reproduction.is_null()) {
    reproduction["config"] = json;
    const Reproduction checked = engine.read_reproduction(reproduction).value();
    for (const auto& note : checked.notes) std::fprintf(stderr, "note: %s\n", note.c_str());
    return checked.config;
  }
  auto config = parse_run_config(json);
  if (!config) {
    Error error = config.error();
    if (!demo && error.where.rfind(options.file, 0) != 0) error.where = options.file + ": " + error.where;
    throw Failure(error);
  }
  return *config;
}

}  // namespace paretune
