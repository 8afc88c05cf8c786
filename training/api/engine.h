// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The one door to training. No torch, no Qt. Every call is thread-safe; calls that compute block the caller
// (use a worker thread) and queue on the device's lane behind running work.
#include <functional>
#include <memory>
#include <stop_token>

#include "training/api/run_config.h"
#include "training/api/run_event.h"

namespace paretune {

struct EngineOptions {
  std::string home;           // empty: PARETUNE_HOME, else the platform's data folder
  std::string device = "auto";  // auto | cpu | cuda
  int threads = 0;            // 0 = all cores
};

struct MethodInfo {
  std::string peft_type;  // "LORA"
  std::string title, summary, family, paper;  // family: "weights", "prompt", "selects", "mixture"
  ParamSchema schema;     // without peft_type
  bool mergeable = false, converts_to_lora = false, quantized_base = false;
  Json start = Json::object();  // values of a sensible first run where the defaults alone are none
};

// A run that others recorded, with figures under this program's metric keys.
struct PublishedRun {
  std::string name, peft_type;
  std::map<std::string, double> figures;
};

struct ModelInfo {
  std::string ref, path, architecture, name, licence, storage;  // storage: "Q4_1 + F32", "BF16"
  int64_t parameters = 0, file_bytes = 0;
  int64_t hidden_size = 0, layers = 0, heads = 0, kv_heads = 0, intermediate_size = 0, vocab_size = 0, context_length = 0;
  bool tied_embeddings = false, has_chat_template = false;
};
struct ModelChoice {
  std::string ref, title, detail;
};

struct TokenView {
  std::string text;  // rendered
  std::vector<int64_t> ids;
  std::vector<std::string> tokens;  // pieces as text (bytes that are no UTF-8 shown as <0xNN>)
  std::vector<bool> trained;        // would a loss see this token
};

struct DataRow {
  int64_t row = 0;  // 1-based, as in the file
  bool is_eval = false, truncated = false;
  int64_t trained_tokens = 0;
  std::string summary;  // first words, one line
  TokenView tokens;     // after the cut
};
struct DataPreview {
  std::string path, format;  // recognised format
  int64_t rows = 0, train_rows = 0, eval_rows = 0, truncated_rows = 0;
  int64_t tokens = 0, trained_tokens = 0;     // over all rows, after the cut
  std::vector<int64_t> lengths;               // tokens per row before the cut
  int64_t max_length = 0;
  std::vector<DataRow> first;
};

struct Plan {
  struct Part {
    std::string name;  // weights, adapter, gradients, optimizer, activations, head, reserve
    int64_t bytes = 0;
  };
  std::vector<Part> parts;
  int64_t total_bytes = 0, available_bytes = 0;
  bool fits = true;
  int64_t steps = 0, trainable_parameters = 0, total_parameters = 0, tokens_per_step = 0;
  double step_seconds = 0, total_seconds = 0;  // guesses, corrected by past runs
  std::vector<std::string> suggestions;        // settings that would make it fit, each planned to do so
  std::vector<std::string> notes;              // what past runs changed
  int64_t uncorrected_bytes = 0;               // the plan without past runs
  double uncorrected_step_seconds = 0;
};

struct RunRow {
  std::string id, name, state, error, created, method, model, note;  // state: queued running finished stopped interrupted failed
  RunConfig config;
  std::string folder;
  int64_t step = 0, total_steps = 0, trainable_parameters = 0;
  std::map<std::string, double> summary;  // last / best values of every metric, adapter_bytes, wall_seconds
  std::vector<std::string> tags;
};
struct MetricPoint {
  int64_t step = 0, wall_ms = 0;
  double value = 0;
};

// A base model as a command uses it.
struct ModelWithAdapters {
  std::string model;                  // HF folder, .gguf file, org/name or demo
  std::vector<std::string> adapters;  // PEFT folders or run ids, all at work together, the first innermost; none = base
  std::string quantization;           // as in a run file, or "none"; empty = as an adapter that is a run had it, else none
};

struct ChatMessage {
  std::string role, content;
};
struct GenerateRequest : ModelWithAdapters {
  std::string prompt;  // used when messages is empty
  std::vector<ChatMessage> messages;
  int64_t max_new_tokens = 128;
  double temperature = 0, top_p = 1;
  int64_t top_k = 0;
  uint64_t seed = 0;
};
struct GenerateResult {
  std::string text;
  std::vector<int64_t> ids;
  int64_t prompt_tokens = 0;
  double tokens_per_second = 0;
  std::string finish;  // "stop", "length", "stopped"
};

struct EvalRequest : ModelWithAdapters {
  Json data;  // keys of data_schema(); all rows are evaluated
  std::vector<std::string> metrics = {"loss"};  // loss perplexity exact_match
  int64_t max_rows = 0;                         // 0 = all
};

struct ExportRequest {
  std::string source, model, format, out;  // source: run id or PEFT folder; model is taken from the run when empty; format: adapter | merged
  std::string quantization;                // as in ModelWithAdapters; merged weights are those it stands for, dense
};
struct ExportReceipt {
  std::string format, path;
  int64_t bytes = 0, tensors = 0;
  double max_abs_logit_difference = 0, max_abs_logit = 0;
  bool verified = false;
  std::string text;
};

struct ConversionRequest {
  std::string source, model, out;  // source: run id or PEFT folder; model is taken from the run when empty
  std::string quantization;        // as in ModelWithAdapters
  int64_t rank = 0;                // > 0: for every layer
  double threshold = 0;            // (0, 1], with rank 0: share of each layer's change to keep
};
struct ConversionReceipt {
  struct Layer {
    std::string module;
    int64_t rank = 0;
    double relative_error = 0;  // Frobenius, of the weight change
  };
  std::string path;
  int64_t bytes = 0, parameters = 0;
  double relative_error = 0;  // over all layers together
  // On a fixed short text: against the source adapter, the largest logit, and what the source adapter itself changes.
  double max_abs_logit_difference = 0, max_abs_logit = 0, logit_change = 0;
  std::vector<Layer> layers;
};

struct CombinationRequest {
  std::vector<std::string> sources;  // run ids or PEFT folders of LoRA adapters
  std::vector<double> weights;       // empty: 1 each
  std::string model, out;            // model is taken from the first run when empty
  std::string type = "cat";          // linear cat svd ties dare_linear dare_ties magnitude_prune and *_svd, as PEFT's add_weighted_adapter
  int64_t svd_rank = 0;              // 0: the largest rank of the sources
  std::optional<double> svd_clamp, density;
  std::string majority_sign_method = "total";
  uint64_t seed = 0;
};
struct CombinationReceipt {
  std::string path;
  int64_t bytes = 0, rank = 0, tensors = 0;
};

struct DoctorItem {
  std::string name, value;
  bool ok = true;
  std::string remedy;
};

using Progress = std::function<void(const std::string& phase, double fraction)>;

class Engine {
 public:
  static Result<std::shared_ptr<Engine>> open(const EngineOptions& options);
  virtual ~Engine() = default;

  virtual std::string home() const = 0;
  virtual const std::vector<MethodInfo>& methods() const = 0;
  virtual const std::vector<PublishedRun>& published() const = 0;  // PEFT's benchmark: MetaMathQA, Llama-3.2-3B
  virtual std::vector<ModelChoice> local_models() = 0;
  virtual Result<ModelInfo> inspect_model(const std::string& ref) = 0;
  virtual Result<DataPreview> preview_data(const std::string& model, const Json& data, int64_t rows, std::stop_token stop = {}) = 0;
  virtual Result<TokenView> tokenize(const std::string& model, const std::string& text) = 0;
  virtual Result<TokenView> tokenize_chat(const std::string& model, const Json& messages, const std::string& train_on) = 0;
  virtual Result<Plan> plan(const RunConfig& config, int64_t available_bytes = 0) = 0;  // 0: what the machine has free
  // How many numbers a method with these settings (keys of its config, peft_type among them) trains on the model; no weights are read.
  virtual Result<int64_t> trainable_parameters(const std::string& model, const Json& peft) = 0;
  virtual Result<RunConfig> demo_config() = 0;  // the bundled example, ready to submit

  // A run is a row from the moment submit returns; events go to `sink` (may be null) and to the store.
  virtual Result<std::string> submit(const RunConfig& config, std::shared_ptr<RunSink> sink) = 0;
  virtual Result<std::string> resume(const std::string& run_id, std::shared_ptr<RunSink> sink) = 0;
  virtual void stop(const std::string& run_id) = 0;          // ends with a checkpoint and Finished{stopped}
  virtual void sample_now(const std::string& run_id) = 0;
  virtual void save_now(const std::string& run_id) = 0;
  virtual void wait(const std::string& run_id) = 0;          // until its ending event has been stored

  virtual std::vector<RunRow> runs() = 0;  // newest first
  virtual Result<RunRow> run(const std::string& id) = 0;  // id, unique prefix of an id, or name
  virtual std::vector<std::string> metric_keys(const std::string& run_id) = 0;
  virtual std::vector<MetricPoint> metric(const std::string& run_id, const std::string& key) = 0;
  virtual std::vector<RunSample> samples(const std::string& run_id) = 0;
  virtual std::vector<std::string> notes(const std::string& run_id) = 0;
  virtual Status remove_run(const std::string& id) = 0;
  virtual Status tag_run(const std::string& id, const std::string& tag, bool on) = 0;
  virtual Status rename_run(const std::string& id, const std::string& name) = 0;
  virtual Status set_note(const std::string& id, const std::string& note) = 0;

  using OnText = std::function<void(const std::string& piece)>;
  virtual Result<GenerateResult> generate(const GenerateRequest& request, OnText on_text, std::stop_token stop = {}) = 0;
  virtual Result<std::map<std::string, double>> evaluate(const EvalRequest& request, Progress progress, std::stop_token stop = {}) = 0;
  virtual Result<ExportReceipt> export_to(const ExportRequest& request, Progress progress, std::stop_token stop = {}) = 0;
  // Any mergeable adapter as a plain LoRA folder.
  virtual Result<ConversionReceipt> convert_to_lora(const ConversionRequest& request, Progress progress, std::stop_token stop = {}) = 0;
  // Several LoRA adapters of one base as a new folder.
  virtual Result<CombinationReceipt> combine(const CombinationRequest& request) = 0;
  virtual Result<void> forward_file(const ModelWithAdapters& model, const std::string& input, const std::string& output, bool grads) = 0;
  virtual std::vector<DoctorItem> doctor() = 0;
  virtual Result<Json> bench(const std::string& what, const Json& options) = 0;  // "kernels" | "train" | "methods"
};

}  // namespace paretune
