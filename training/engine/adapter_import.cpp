// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/adapter_import.h"

#include "training/core/atomic_file.h"
#include "training/core/clock.h"
#include "training/engine/adapted.h"
#include "training/engine/forgetting.h"
#include "training/engine/run_folder.h"
#include "training/loop/evaluator.h"
#include "training/loop/planner.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;

// Removes a half-made folder.
class FolderGuard {
 public:
  explicit FolderGuard(std::string path) : m_path(std::move(path)) {}
  ~FolderGuard() {
    std::error_code code;
    if (!m_kept) fs::remove_all(m_path, code);
  }
  void keep() { m_kept = true; }

 private:
  std::string m_path;
  bool m_kept = false;
};

// All but links: nothing outside the folder is taken along. What returns is safe on the disk.
void copy_folder(const fs::path& from, const fs::path& to) {
  make_folders(to.string()).value();
  for (const auto& entry : fs::directory_iterator(from)) {
    if (entry.is_symlink()) fail(ErrorKind::input, "is a link", entry.path().string(), "Put the file itself there.");
    if (entry.is_directory()) copy_folder(entry.path(), to / entry.path().filename());
    if (!entry.is_regular_file()) continue;
    const auto file = MappedFile::open(entry.path().string()).value();
    AtomicFile copy((to / entry.path().filename()).string());
    copy.write(file.bytes());
    copy.commit();
  }
}

Json measured_data(const Json& given) {
  Json data = data_schema().complete(given, "data").value();
  data["eval_fraction"] = 0.0;  // every row counts
  data["eval_path"] = nullptr;
  return data;
}

}  // namespace

std::string import_adapter_folder(Workbench& bench, RunStore& store, const std::string& home, const ImportRequest& request, const Progress& progress,
                                  std::stop_token stop) {
  const auto report = [&](const char* phase) {
    return [&progress, phase](double f) {
      if (progress) progress(phase, f);
    };
  };
  RunConfig config;
  config.model = request.model;
  config.peft = read_adapter_config(request.folder).value();
  config.quantization = request.quantization.empty() ? Json() : Json(request.quantization);
  config.data = request.data.is_null() ? data_schema().defaults() : measured_data(request.data);
  config.training = training_schema().defaults();
  config.name = request.name.empty() ? default_run_name(config) + " (imported)" : request.name;

  report("load")(0);
  const auto opened = bench.open(request.model);
  Adapted adapted(bench, request.model, {request.folder}, storage_of(config, *opened->source));
  std::map<std::string, double> values;
  if (!request.data.is_null()) {
    const auto data = bench.dataset(request.model, config.data, report("tokenize"), stop);
    auto scores = evaluate_examples(adapted.model, *opened->tokenizer, data->train, {"loss", "exact_match"}, report("evaluate"), stop);
    values["eval_loss"] = scores.at("loss");
    if (scores.contains("exact_match")) values["exact_match"] = scores.at("exact_match");
  }
  std::vector<std::string> notes;
  const auto general = attempt("", [&] {
    return measure_on_general_text({adapted.model, *opened->tokenizer, [&](bool on) { adapted.set_enabled(on); }}, {"forgetting", "drift"},
                                   report("forgetting"), stop);
  });
  if (general) values.insert(general->begin(), general->end());
  else if (general.error().kind == ErrorKind::stopped) throw Failure(general.error());
  else notes.push_back("Forgetting and drift could not be measured: " + general.error().text());

  RunRow row;
  row.id = new_run_id(config.peft_type());
  row.folder = home + "/runs/" + row.id;
  make_folders(home + "/runs").value();
  if (!fs::create_directory(row.folder)) fail(ErrorKind::io, "the run's folder exists already", row.folder, "Try again.");
  FolderGuard guard(row.folder);
  sync_folder(home + "/runs").value();
  copy_folder(request.folder, row.folder + "/adapter");
  for (const auto& [name, leaf] : adapted.adapter().trainable()) row.trainable_parameters += leaf.numel();
  values["adapter_bytes"] = static_cast<double>(fs::file_size(row.folder + "/adapter/adapter_model.safetensors"));
  row.name = config.name;
  row.config = config;
  row.tags = {"imported"};
  row.note = "Imported from " + fs::absolute(request.folder).lexically_normal().string();
  write_json_file(row.folder + "/run.json", {{"id", row.id}, {"created", utc_now()}, {"imported", row.note}, {"config", config.to_json()}}).value();
  store.add_run(row).value();
  for (const auto& note : notes) store.record(row.id, {0, RunNote{0, note}});
  store.record(row.id, {0, RunFinished{"completed", 0, row.folder + "/adapter", values}});
  store.flush();
  guard.keep();
  return row.id;
}

}  // namespace paretune
