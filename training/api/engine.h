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
  // Rows with the same tokens as an earlier one, and held-out rows that are trained on as well: how many among the rows compared, and
  // the first few by their numbers in their files.
  struct Same {
    int64_t row = 0, other = 0;
  };
  int64_t compared_rows = 0, duplicate_rows = 0, leaked_rows = 0;
  std::vector<Same> duplicates, leaks;
};

// The largest pass of a run, forward and backward, made once before the run starts.
struct Preflight {
  int64_t peak_bytes = 0;                            // resident, at most; on an accelerator, of tensors there
  int64_t rows = 0, tokens = 0, trained_tokens = 0;  // of the pass; no rows: there is nothing to train
  double seconds = 0;                                // of the pass
  double step_seconds = 0, total_seconds = 0;        // of a mean step and of all steps, at that speed
};

// What is worth knowing of data before they are trained on. Rows that cannot be used are counted, not refused.
struct DataReport {
  struct Problem {
    std::string where, message;
  };
  struct Pair {
    int64_t row = 0, as_row = 0;  // the same tokens; numbers as in their files
    std::string summary;
  };
  std::string path, format;
  int64_t rows = 0, train_rows = 0, eval_rows = 0, truncated_rows = 0, tokens = 0, trained_tokens = 0, max_length = 0;  // of usable rows
  std::vector<int64_t> lengths;                        // tokens per row before the cut
  int64_t unusable_rows = 0, duplicate_rows = 0, leaked_rows = 0;  // of the train rows; of the held-out rows that are train rows too
  std::vector<Problem> problems;                       // the first few of each
  std::vector<Pair> duplicates, leaks;
};

struct Plan {
  struct Part {
    std::string name;  // weights, adapter, gradients, optimizer, activations, head, reserve
    int64_t bytes = 0;
  };
  std::vector<Part> parts;
  std::optional<Preflight> measured;  // by measure_plan(); the seconds below are then its
  int64_t total_bytes = 0, available_bytes = 0;
  bool fits = true;
  int64_t steps = 0, trainable_parameters = 0, total_parameters = 0, tokens_per_step = 0;
  double step_seconds = 0;        // a guess, corrected by past runs
  double evaluation_seconds = 0;  // of all evaluations and samples together, a guess likewise
  double total_seconds = 0;       // of the steps and the evaluations
  // Of what an evaluation is made of, passes without gradients: a token through the model, one that the head sees, the square of a row's
  // length, a token that is written.
  struct PassSeconds {
    double token = 0, scored = 0, square = 0, written = 0;
  } pass_seconds;
  // The run trains with gradient_checkpointing although its config does not ask for it: without it there is too little memory. All figures
  // are then those with it. A run looks anew at its start; its config stays as it is.
  bool checkpointing = false;
  std::vector<std::string> suggestions;        // settings that would make it fit, each planned to do so
  std::vector<std::string> notes;              // what past runs changed, and that checkpointing is turned on
  int64_t uncorrected_bytes = 0;               // the plan without past runs
  double uncorrected_step_seconds = 0, uncorrected_evaluation_seconds = 0;
  double evaluated_tokens = 0;                 // that go through the model in the evaluations
  // Times as that pass took. Where no past run told of evaluations, their guess is off as that of the steps was.
  void set_measured(const Preflight& made) {
    if (evaluation_seconds == uncorrected_evaluation_seconds && step_seconds > 0) evaluation_seconds *= made.step_seconds / step_seconds;
    measured = made;
    step_seconds = made.step_seconds;
    total_seconds = made.total_seconds + evaluation_seconds;
  }
};

// What an adapter does to the model it was trained on, against the same model without it.
struct AdapterReport {
  struct Layer {
    std::string module;               // "model.layers.0.self_attn.q_proj", or a block where outputs were compared
    double change = 0, relative = 0;  // Frobenius norm of the change, and its share of the norm of what was changed
    bool dead = false;                // no change beyond rounding
  };
  std::string compared;   // "weights", or "outputs" of the blocks where the adapter is no change of weights
  std::string text_from;  // which text: "sample_prompts", "eval rows" or "train rows"
  int64_t texts = 0, tokens = 0;
  double mean_abs_logit_change = 0, max_abs_logit_change = 0, mean_abs_logit = 0, next_tokens_changed = 0;  // the last: a share of all places
  double relative_change = 0;                                                                               // of all layers together
  std::vector<Layer> layers;
  int64_t dead_modules() const {
    int64_t count = 0;
    for (const auto& layer : layers) count += layer.dead;
    return count;
  }
  Json to_json() const;  // what adapter_report.json in a run's folder holds
  static AdapterReport from_json(const Json& json);
};

struct RunRow {
  int style = -1;                                                    // colour and line in charts; -1: not chosen yet
  std::string id, name, state, error, created, method, model, note;  // state: queued running finished stopped interrupted failed
  RunConfig config;
  std::string folder;
  int64_t step = 0, total_steps = 0, trainable_parameters = 0;
  std::map<std::string, double> summary;  // last / best values of every metric, adapter_bytes, wall_seconds
  std::vector<std::string> tags;
  std::string purpose;            // "" = a run for its own sake; "search": a short one that looks for a learning rate, which lists and fronts hide
  std::string sweep, sweep_item;  // id of the sweep it belongs to, and SweepItem::key
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
  bool logprobs = false;     // fills GenerateResult::tokens
  int64_t top_logprobs = 0;  // with so many of the likeliest tokens at each place
};
struct TokenChance {
  int64_t id = 0;
  std::string text;    // bytes that are no UTF-8 shown as <0xNN>
  double logprob = 0;  // natural logarithm, by the model itself: before temperature, top_k and top_p
};
struct GeneratedToken : TokenChance {
  std::vector<TokenChance> top;  // falling
};
struct GenerateResult {
  std::string text;
  std::vector<int64_t> ids;
  int64_t prompt_tokens = 0;
  double tokens_per_second = 0;
  std::string finish;  // "stop", "length", "stopped"
  std::vector<GeneratedToken> tokens;  // of the answer, with logprobs asked for; the ending token is not among them
};

struct EvalRequest : ModelWithAdapters {
  Json data;  // keys of data_schema(); all rows are evaluated
  std::vector<std::string> metrics = {"loss"};  // loss perplexity exact_match forgetting drift
  int64_t max_rows = 0;                         // 0 = all
};

struct ExportRequest {
  std::string source, model, format, out;  // source: run id or PEFT folder; model is taken from the run when empty; format: a word of exporters/
  std::string quantization;                // as in ModelWithAdapters; merged weights are those it stands for, dense
  std::string type;                        // of GGUF tensors: f32 f16 bf16 q8_0 q4_0 q4_1; empty: f16 for models, f32 for adapters
  int64_t rank = 0;                        // for adapters written as a plain LoRA: as in ConversionRequest
  double threshold = 0;
};
struct ExportReceipt {
  std::string format, path;
  int64_t bytes = 0, tensors = 0;
  double max_abs_logit_difference = 0, max_abs_logit = 0;
  bool verified = false;
  std::string text;
  Json details = Json::object();  // what this format has to say besides
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

// One comparison of the self-test.
struct SelfTestRow {
  std::string device, part, name, detail;  // part: "kernel" or "training"
  double error = 0, allowed = 0;           // relative to the largest value
  bool ok = false;
  std::string problem;                     // empty unless it could not be computed
};

// A PEFT adapter folder becomes a finished run: a copy that can be scored, compared, talked to and exported.
struct ImportRequest {
  std::string folder, model, name;  // name: empty = made from method and model
  Json data;                        // keys of data_schema(): rows to score it on; null = only what needs no data is measured
  std::string quantization;
};

// A reproducibility file that fits this machine's files.
struct Reproduction {
  RunConfig config;
  std::vector<std::string> notes;  // differences that may change the last digits: versions, processor
};

struct DoctorItem {
  std::string name, value;
  bool ok = true;
  std::string remedy;
};

using Progress = std::function<void(const std::string& phase, double fraction)>;

class RunQueue;  // training/api/run_queue.h
class Sweeps;    // training/api/sweep.h

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
  virtual Result<DataReport> inspect_data(const std::string& model, const Json& data, Progress progress, std::stop_token stop = {}) = 0;
  virtual Result<TokenView> tokenize(const std::string& model, const std::string& text) = 0;
  virtual Result<TokenView> tokenize_chat(const std::string& model, const Json& messages, const std::string& train_on) = 0;
  virtual Result<Plan> plan(const RunConfig& config, int64_t available_bytes = 0) = 0;  // 0: what the machine has free
  // The plan with its largest pass made for real: the model is loaded, nothing is kept. Waits behind running work.
  virtual Result<Plan> measure_plan(const RunConfig& config, Progress progress, std::stop_token stop = {}) = 0;
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
  // For a program that is asked to end: nothing starts any more, what is under way saves a checkpoint and is "interrupted", so that it goes
  // on at the next start like what waits. Returns at once; the destructor waits.
  virtual void close() = 0;

  virtual std::vector<RunRow> runs() = 0;  // newest first
  virtual Result<RunRow> run(const std::string& id) = 0;  // id, unique prefix of an id, or name
  virtual std::vector<std::string> metric_keys(const std::string& run_id) = 0;
  virtual std::vector<MetricPoint> metric(const std::string& run_id, const std::string& key) = 0;
  virtual std::vector<RunSample> samples(const std::string& run_id) = 0;
  virtual std::vector<std::string> notes(const std::string& run_id) = 0;
  virtual std::vector<RunNote> health(const std::string& run_id) = 0;           // the same notes with step and suggestion
  virtual Result<AdapterReport> adapter_report(const std::string& run_id) = 0;  // made when a run ends
  virtual Status set_style(const std::string& run_id, int style) = 0;
  virtual Status remove_run(const std::string& id) = 0;
  virtual Status tag_run(const std::string& id, const std::string& tag, bool on) = 0;
  virtual Status rename_run(const std::string& id, const std::string& name) = 0;
  virtual Status set_note(const std::string& id, const std::string& note) = 0;
  virtual Result<std::string> import_adapter(const ImportRequest& request, Progress progress, std::stop_token stop = {}) = 0;  // the new run's id
  // Everything that makes a run again: exact config, hashes of model and data, versions, hardware, and what it came to.
  virtual Result<Json> reproduction(const std::string& run_id) = 0;
  virtual Result<Reproduction> read_reproduction(const Json& file) = 0;  // an error says which file is another one
  virtual RunQueue& queue() = 0;
  virtual Sweeps& sweeps() = 0;

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
  // Every kernel and small trainings on each device there is, against fp64 and the CPU. `row` is told of each as it comes.
  virtual Result<std::vector<SelfTestRow>> self_test(const std::function<void(const SelfTestRow&)>& row = {}) = 0;
  virtual Result<Json> bench(const std::string& what, const Json& options) = 0;  // "kernels" | "train" | "methods"
};

}  // namespace paretune
