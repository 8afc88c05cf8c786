// SPDX-License-Identifier: GPL-3.0-or-later
// The door behind api/engine.h: wiring and delegation only.
#include "training/api/engine.h"
#include "training/api/workers.h"

#include <ATen/Parallel.h>

#include <thread>

#include "kernels/common/device_table.h"
#include "kernels/memory/tensor_memory.h"
#include "training/core/process.h"
#include "training/data/data_report.h"
#include "training/engine/adapted.h"
#include "training/engine/adapter_import.h"
#include "training/engine/bench.h"
#include "training/engine/conversion.h"
#include "training/engine/doctor.h"
#include "training/engine/exporters/exporter.h"
#include "training/engine/forgetting.h"
#include "training/engine/forward_probe.h"
#include "training/engine/locations.h"
#include "training/engine/measured_plan.h"
#include "training/engine/model_card.h"
#include "training/engine/published.h"
#include "training/engine/run_folder.h"
#include "training/engine/run_lane.h"
#include "training/engine/run_plan.h"
#include "training/engine/self_test.h"
#include "training/engine/sweep_lane.h"
#include "training/engine/task.h"
#include "training/loop/adapter_report.h"
#include "training/loop/evaluator.h"
#include "training/loop/planner.h"

namespace paretune {
namespace {

std::vector<MethodInfo> method_infos() {
  std::vector<MethodInfo> out;
  for (const PeftMethod* method : peft_methods()) {
    out.push_back({method->peft_type, method->title, method->summary, method->family, method->paper, method->schema(), method->mergeable,
                   method->converts_to_lora, method->quantized_base, method->start});
  }
  return out;
}

class StudioEngine final : public Engine {
 public:
  StudioEngine(std::string home, std::unique_ptr<RunStore> store, std::vector<std::string> notices, at::Device device, int threads, WorkerPlace place)
      : m_home(std::move(home)), m_store(std::move(store)), m_notices(std::move(notices)), m_methods(method_infos()),
        m_published(read_published()),
        m_threads(threads), m_bench(m_home, device), m_runs(m_home, *m_store, m_bench, m_lane, threads, std::move(place)),
        m_sweeps(*m_store, m_runs, m_bench, threads), m_lane([threads] { at::set_num_threads(threads); }) {}
  ~StudioEngine() override {
    close();
    m_sweeps.join();
  }

  std::string home() const override { return m_home; }
  const std::vector<MethodInfo>& methods() const override { return m_methods; }
  const std::vector<PublishedRun>& published() const override { return m_published; }
  std::vector<ModelChoice> local_models() override { return find_local_models(m_home); }

  Result<ModelInfo> inspect_model(const std::string& ref) override {
    return attempt(ref, [&] {
      const auto opened = m_bench.open(ref);
      const ModelSource& source = *opened->source;
      const ModelConfig config = read_model_config(source.config());
      ModelInfo info{ref, opened->path, config.model_type, source.name(), source.licence(), source.storage(), 0, source.file_bytes(),
                     config.hidden_size, config.num_hidden_layers, config.num_attention_heads, config.num_key_value_heads,
                     config.intermediate_size, config.vocab_size, config.max_position_embeddings, config.tie_word_embeddings,
                     !opened->tokenizer->chat_template().empty()};
      for (const auto& tensor : source.tensors()) info.parameters += tensor.elements();
      return info;
    });
  }
  Result<DataPreview> preview_data(const std::string& model, const Json& data, int64_t rows, std::stop_token stop) override {
    return attempt("data", [&] { return m_bench.preview(model, data, rows, stop); });
  }
  Result<DataReport> inspect_data(const std::string& model, const Json& data, Progress progress, std::stop_token stop) override {
    return attempt("data", [&] {
      return report_on_data(data_schema().complete(data, "data").value(), *m_bench.open(model)->tokenizer, [&](double f) { if (progress) progress("tokenize", f); }, stop)
          .value();
    });
  }
  Result<TokenView> tokenize(const std::string& model, const std::string& text) override {
    return attempt(model, [&] { return view_text(*m_bench.open(model)->tokenizer, text).value(); });
  }
  Result<TokenView> tokenize_chat(const std::string& model, const Json& messages, const std::string& train_on) override {
    return attempt(model, [&] { return view_chat(*m_bench.open(model)->tokenizer, messages, train_on).value(); });
  }
  Result<Plan> plan(const RunConfig& config, int64_t available_bytes) override {
    return attempt("plan", [&] {
      RunConfig complete = config;
      complete.peft = complete_peft_config(config.peft).value();
      complete_task(complete);
      const auto opened = m_bench.open(config.model);
      const auto data = m_bench.dataset(config.model, complete.data, {}, {});
      PastRuns past(*m_store, opened->path, m_threads, m_bench.device());
      return run_plan(m_bench, *opened, *data, general_text_for(*opened), past, complete, available_bytes, m_threads);
    });
  }
  Result<Plan> measure_plan(const RunConfig& config, Progress progress, std::stop_token stop) override {
    auto planned = plan(config, 0);
    if (!planned) return planned.error();
    return m_lane.call(stop, [&] {
      RunConfig complete = config;
      complete.peft = complete_peft_config(config.peft).value();
      complete_task(complete);
      return measured_plan(
          m_bench, complete, *planned,
          [&](const std::string& phase, double f) {
            if (progress) progress(phase, f);
          },
          stop);
    });
  }
  Result<int64_t> trainable_parameters(const std::string& model, const Json& peft) override {
    return attempt("peft", [&] { return count_trainable(*m_bench.open(model)->source, complete_peft_config(peft).value()); });
  }
  Result<RunConfig> demo_config() override {
    return attempt("demo", [&] {
      const std::string folder = resource_folder() + "/demo/";
      Json json = read_json_file(folder + "demo.json").value();
      for (const char* key : {"path", "eval_path"}) {
        if (json["data"].contains(key) && json["data"][key].is_string()) json["data"][key] = folder + json["data"][key].get<std::string>();
      }
      RunConfig config = parse_run_config(json).value();
      config.peft = complete_peft_config(config.peft).value();
      return config;
    });
  }

  Result<std::string> submit(const RunConfig& config, std::shared_ptr<RunSink> sink) override { return m_runs.submit(config, std::move(sink)); }
  Result<std::string> resume(const std::string& run_id, std::shared_ptr<RunSink> sink) override {
    auto row = m_store->find(run_id);
    if (!row) return row.error();
    return m_runs.resume(*row, std::move(sink));
  }
  void stop(const std::string& run_id) override { m_runs.stop(run_id); }
  void sample_now(const std::string& run_id) override { m_runs.sample_now(run_id); }
  void save_now(const std::string& run_id) override { m_runs.save_now(run_id); }
  void close() override {
    m_sweeps.ask_to_stop();
    m_runs.close();
  }
  void wait(const std::string& run_id) override { m_runs.wait(run_id); }
  Status help_train(std::stop_token stop) {
    return m_lane.call(stop, [&] { m_runs.help(stop); });
  }

  std::vector<RunRow> runs() override { return m_store->runs(); }
  Result<RunRow> run(const std::string& id) override { return m_store->find(id); }
  std::vector<std::string> metric_keys(const std::string& id) override { return m_store->metric_keys(id); }
  std::vector<MetricPoint> metric(const std::string& id, const std::string& key) override { return m_store->metric(id, key); }
  std::vector<RunSample> samples(const std::string& id) override { return m_store->samples(id); }
  std::vector<std::string> notes(const std::string& id) override { return m_store->notes(id); }
  std::vector<RunNote> health(const std::string& id) override { return m_store->health(id); }
  Result<AdapterReport> adapter_report(const std::string& id) override {
    auto row = m_store->find(id);
    if (!row) return row.error();
    if (!std::filesystem::exists(row->folder + "/adapter_report.json")) {
      return Error{ErrorKind::input, "the run has no adapter report (it is " + row->state + ")", row->id,
                   "It is made when a run has taken its last step."};
    }
    return read_adapter_report(row->folder);
  }
  Status set_style(const std::string& id, int style) override {
    auto row = m_store->find(id);
    return row ? m_store->set_style(row->id, style) : Status(row.error());
  }
  Status remove_run(const std::string& id) override {
    return attempt(id, [&] {
      const RunRow row = m_store->find(id).value();
      if (m_runs.is_live(row.id)) fail(ErrorKind::input, "the run is " + row.state, row.id, "Stop it first.");
      m_store->remove(row.id).value();
      // Only a folder of ours is removed, whatever the row says.
      if (!row.folder.empty() && row.folder.rfind(m_home + "/runs/", 0) == 0) std::filesystem::remove_all(row.folder);
    });
  }
  Status tag_run(const std::string& id, const std::string& tag, bool on) override {
    auto row = m_store->find(id);
    return row ? m_store->tag(row->id, tag, on) : Status(row.error());
  }
  Status rename_run(const std::string& id, const std::string& name) override {
    auto row = m_store->find(id);
    return row ? m_store->rename(row->id, name) : Status(row.error());
  }
  Status set_note(const std::string& id, const std::string& note) override {
    auto row = m_store->find(id);
    return row ? m_store->set_note(row->id, note) : Status(row.error());
  }

  Result<std::string> import_adapter(const ImportRequest& request, Progress progress, std::stop_token stop) override {
    return m_lane.call(stop, [&] { return import_adapter_folder(m_bench, *m_store, m_home, request, progress, stop); });
  }
  Result<Json> reproduction(const std::string& run_id) override {
    auto row = m_store->find(run_id);
    return row ? reproduction_of(*row) : Result<Json>(row.error());
  }
  Result<Reproduction> read_reproduction(const Json& file) override {
    return attempt("reproduction", [&] { return checked_reproduction(file, m_home); });
  }
  RunQueue& queue() override { return m_runs; }
  Sweeps& sweeps() override { return m_sweeps; }

  Result<GenerateResult> generate(const GenerateRequest& request, OnText on_text, std::stop_token stop) override {
    return m_lane.call(stop, [&]() -> GenerateResult {
      const Adapted adapted(m_bench, request.model, adapter_folders(request), storage_for(request));
      const Tokenizer& tokenizer = *adapted.opened->tokenizer;
      std::vector<int64_t> prompt;
      if (request.messages.empty()) {
        prompt = tokenizer.encode(request.prompt, true);
      } else {
        Json messages = Json::array();
        for (const auto& message : request.messages) messages.push_back({{"role", message.role}, {"content", message.content}});
        prompt = tokenizer.encode(render_chat(tokenizer, messages, "all", true).value().text, false);
      }
      if (prompt.empty()) fail(ErrorKind::input, "the prompt is empty", "prompt", "Give some text.");
      return generate_text(
          adapted.model, tokenizer, prompt,
          {request.max_new_tokens, request.top_k, request.temperature, request.top_p, request.seed, request.logprobs, request.top_logprobs}, on_text,
          stop);
    });
  }
  Result<std::map<std::string, double>> evaluate(const EvalRequest& request, Progress progress, std::stop_token stop) override {
    return m_lane.call(stop, [&]() -> std::map<std::string, double> {
      Json data = data_schema().complete(request.data, "data").value();
      data["eval_fraction"] = 0.0;  // every row counts
      data["eval_path"] = nullptr;
      complete_eval_task(request, data);
      const auto report = [&](const char* phase) { return [&progress, phase](double f) { if (progress) progress(phase, f); }; };
      const auto rows = m_bench.dataset(request.model, data, report("tokenize"), stop);
      const Examples examples = request.max_rows > 0 ? rows->train.first(static_cast<std::size_t>(request.max_rows)) : rows->train;
      Adapted adapted(m_bench, request.model, adapter_folders(request), storage_for(request));
      const Tokenizer& tokenizer = *adapted.opened->tokenizer;
      if (const auto known = static_cast<std::size_t>(adapted.model.head().out_features()); adapted.model.classifies() && data["labels"].size() != known) {
        fail(ErrorKind::input, "the adapter tells " + std::to_string(known) + " classes apart, the rows have " + std::to_string(data["labels"].size()), "data.labels",
             "Name the classes in the order in which the adapter learned them: --labels.");
      }
      std::vector<std::string> metrics = request.metrics;
      std::vector<std::string> of_adapter;
      for (const char* name : {"forgetting", "drift"}) {
        if (std::erase(metrics, name) > 0) of_adapter.push_back(name);
      }
      if (!of_adapter.empty() && adapted.adapters.empty()) {
        fail(ErrorKind::usage, of_adapter.front() + " compares an adapter with its base", "--metrics", "Add --adapter.");
      }
      std::map<std::string, double> values;
      if (!metrics.empty()) values = evaluate_examples(adapted.model, tokenizer, examples, metrics, report("evaluate"), stop);
      if (!of_adapter.empty()) {
        values.merge(measure_on_general_text({adapted.model, tokenizer, [&](bool on) { adapted.set_enabled(on); }}, of_adapter, report("forgetting"), stop));
      }
      return values;
    });
  }
  Result<ExportReceipt> export_to(const ExportRequest& request, Progress progress, std::stop_token stop) override {
    return m_lane.call(stop, [&]() -> ExportReceipt {
      const std::string& source = request.source;
      const Exporter* exporter = nullptr;
      std::vector<std::string> names;
      for (const Exporter* candidate : exporters()) {
        if (candidate->name == request.format) exporter = candidate;
        names.push_back(candidate->name);
      }
      if (!exporter) {
        std::string known;
        for (const auto& name : names) known += (known.empty() ? "" : ", ") + name;
        fail(ErrorKind::usage, "unknown format \"" + request.format + "\"", "--format", "Known formats: " + known + ".");
      }
      const std::string model_ref = model_of(source, request.model);
      const Progress report = [&](const std::string& phase, double f) { if (progress) progress(phase, f); };
      const std::string folder = adapter_folder(source);
      StagedOutput out(request.out, exporter->writes);
      report("load", 0);
      const Quantization quantization = quantization_for(request.quantization, {source});
      Adapted adapted(m_bench, model_ref, {folder}, quantization);
      const ExportJob job{m_bench, adapted, model_ref, folder, out, report, stop, request, quantization};
      ExportReceipt receipt = exporter->run(job);
      char text[256];
      std::snprintf(text, sizeof text, "%lld tensors, %.1f MB; read back: largest logit difference %.2g of %.3g",
                    static_cast<long long>(receipt.tensors), static_cast<double>(receipt.bytes) / 1e6, receipt.max_abs_logit_difference, receipt.max_abs_logit);
      receipt.text = text;
      write_json_file(receipt_path(out.path()),
                      {{"format", receipt.format}, {"bytes", receipt.bytes}, {"tensors", receipt.tensors}, {"verified", receipt.verified},
                       {"max_abs_logit_difference", receipt.max_abs_logit_difference}, {"max_abs_logit", receipt.max_abs_logit},
                       {"source", source}, {"model", model_ref}, {"details", receipt.details}}).value();
      std::optional<RunRow> run;
      if (folder != source) run = m_store->find(source).value();
      write_model_card(job, receipt, run ? &*run : nullptr);
      out.commit();
      report("done", 1);
      return receipt;
    });
  }
  Result<ConversionReceipt> convert_to_lora(const ConversionRequest& given, Progress progress, std::stop_token stop) override {
    return m_lane.call(stop, [&] {
      ConversionRequest request = given;
      request.model = model_of(given.source, given.model);
      StagedOutput out(request.out, StagedOutput::Kind::folder);
      ConversionReceipt receipt =
          convert_adapter(m_bench, request, adapter_folder(given.source), quantization_for(given.quantization, {given.source}), out, [&](const std::string& phase, double f) {
            if (progress) progress(phase, f);
          });
      out.commit();
      return receipt;
    });
  }
  Result<CombinationReceipt> combine(const CombinationRequest& given) override {
    return m_lane.call({}, [&] {
      CombinationRequest request = given;
      std::vector<std::string> folders;
      for (const auto& source : given.sources) folders.push_back(adapter_folder(source));
      request.model = model_of(given.sources.empty() ? "" : given.sources.front(), given.model);
      return combine_adapters(m_bench, request, folders);
    });
  }
  Result<void> forward_file(const ModelWithAdapters& model, const std::string& input, const std::string& output, bool grads) override {
    return m_lane.call({}, [&] {
      const Adapted adapted(m_bench, model.model, adapter_folders(model), quantization_for(model.quantization, model.adapters));
      forward_probe(adapted, input, output, grads);
    });
  }
  std::vector<DoctorItem> doctor() override {
    auto items = examine_machine(m_home);
    for (const auto& notice : m_notices) items.push_back({"Run database", notice, false, "The old file was set aside, nothing was deleted."});
    return items;
  }
  Result<std::vector<SelfTestRow>> self_test(const std::function<void(const SelfTestRow&)>& row) override {
    return m_lane.call({}, [&] {
      std::vector<SelfTestRow> rows = self_test_of(at::kCPU, row);
      if (m_bench.device().is_cpu()) return rows;
      for (auto& other : self_test_of(m_bench.device(), row)) rows.push_back(std::move(other));
      return rows;
    });
  }
  Result<Json> bench(const std::string& what, const Json& options) override {
    return m_lane.call({}, [&] { return run_bench(what, options, m_bench, demo_config().value()); });
  }

 private:
  // A PEFT folder, or the adapter of a run; empty stays empty.
  std::string adapter_folder(const std::string& ref) {
    if (ref.empty() || std::filesystem::exists(ref + "/adapter_config.json")) return ref;
    auto row = m_store->find(ref);
    if (!row) {
      const bool folder = std::filesystem::is_directory(ref);
      fail(ErrorKind::input, folder ? "the folder has no adapter_config.json" : "there is no such adapter folder or run", ref,
           "Give a PEFT adapter folder or a run id; 'paretune runs' lists them.");
    }
    const std::string folder = row->folder + "/adapter";
    if (!std::filesystem::exists(folder + "/adapter_config.json")) {
      fail(ErrorKind::input, "the run has no adapter yet (it is " + row->state + ")", row->id, "Let it finish, or resume it with 'paretune train --resume'.");
    }
    return folder;
  }
  // A classifier's rows, and its classes in the order in which it learned them: as given, else as its run has them, else as the rows have them.
  void complete_eval_task(const EvalRequest& request, Json& data) {
    if (request.adapters.empty()) return;
    RunConfig config;
    config.peft = read_adapter_config(adapter_folder(request.adapters.front())).value();
    config.data = data;
    const auto row = m_store->find(request.adapters.front());
    if (row && config.data.value("labels", Json()).is_null()) config.data["labels"] = row->config.data.value("labels", Json());
    complete_task(config);
    data = config.data;
  }
  std::vector<std::string> adapter_folders(const ModelWithAdapters& given) {
    std::vector<std::string> out;
    for (const auto& adapter : given.adapters) out.push_back(adapter_folder(adapter));
    return out;
  }
  // As given ("none" included), else as the first of these that is a run had it while it was trained.
  Quantization quantization_for(const std::string& given, const std::vector<std::string>& adapters) {
    if (!given.empty()) return quantization_of(Json(given));
    for (const auto& adapter : adapters) {
      if (std::filesystem::exists(adapter + "/adapter_config.json")) continue;
      if (const auto row = m_store->find(adapter); row && !row->config.quantization.is_null()) return quantization_of(row->config.quantization);
    }
    return Quantization::none;
  }
  // The same for reading only: in the types of the file where nothing else is asked and every adapter leaves the base as it is.
  Quantization storage_for(const ModelWithAdapters& request) {
    const Quantization asked = quantization_for(request.quantization, request.adapters);
    if (asked != Quantization::none || !request.quantization.empty()) return asked;
    for (const auto& folder : adapter_folders(request)) {
      RunConfig config;
      config.peft = read_adapter_config(folder).value();
      if (storage_of(config, *m_bench.open(request.model)->source) != Quantization::stored) return asked;
    }
    return Quantization::stored;
  }
  // The given base, or the one a run was trained on.
  std::string model_of(const std::string& source, const std::string& given) {
    if (!given.empty()) return given;
    const auto row = m_store->find(source);
    if (!row) fail(ErrorKind::usage, "no base model is given for the adapter folder", source, "Add --model.");
    return row->model;
  }

  std::string m_home;
  std::unique_ptr<RunStore> m_store;
  std::vector<std::string> m_notices;
  std::vector<MethodInfo> m_methods;
  std::vector<PublishedRun> m_published;
  int m_threads;
  Workbench m_bench;
  RunLane m_runs;
  SweepLane m_sweeps;
  Lane m_lane;  // last, so that it ends first: its jobs use all of the above
};

}  // namespace

Result<std::shared_ptr<Engine>> Engine::open(const EngineOptions& options) { return open_engine(options, {}); }

Status help_train(Engine& engine, std::stop_token stop) { return dynamic_cast<StudioEngine&>(engine).help_train(stop); }

Result<std::shared_ptr<Engine>> open_engine(const EngineOptions& options, const WorkerPlace& place) {
  return attempt("engine", [&]() -> std::shared_ptr<Engine> {
    kernels::use_arena_for_tensors([] { return kernels::SystemMemory{anonymous_bytes(), available_memory()}; });
    const std::string home = home_folder(options.home);
    make_folders(home + "/runs").value();
    std::vector<std::string> notices;
    auto store = RunStore::open(home, notices).value();
    at::Device device = at::kCPU;
    if (const std::string fault = kernels::device_kernels_fault(); !fault.empty()) {
      std::string known;
      for (const auto& name : kernels::device_kernel_names()) known += (known.empty() ? "" : ", ") + name;
      fail(ErrorKind::usage, fault, "PARETUNE_DEVICE_KERNELS", "Give \"off\", or some of these with commas between: " + known + ".");
    }
    if (options.device == "cuda" || options.device == "auto") {
      const std::string reason = load_cuda();
      if (reason.empty()) device = at::Device(at::kCUDA, 0);
      else if (options.device == "cuda") fail(ErrorKind::unsupported, "no CUDA device can be used: " + reason, "--device", "Use --device cpu.");
    } else if (options.device != "cpu") {
      fail(ErrorKind::usage, "unknown device \"" + options.device + "\"", "--device", "Use auto, cpu or cuda.");
    }
    const int cores = static_cast<int>(std::thread::hardware_concurrency()) / place.local_world_size;
    const int threads = options.threads > 0 ? options.threads : std::max(1, cores);
    return std::make_shared<StudioEngine>(home, std::move(store), std::move(notices), device, threads, place);
  });
}

}  // namespace paretune
