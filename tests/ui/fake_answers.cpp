// SPDX-License-Identifier: GPL-3.0-or-later
// What the fake engine says about models, data and adapters.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/ui/fake_engine.h"

namespace paretune {
namespace {

using namespace std::chrono_literals;

TokenView view_of(const std::string& text) {
  TokenView view;
  view.text = text;
  std::string piece;
  auto flush = [&] {
    if (piece.empty()) return;
    view.ids.push_back(int64_t(std::hash<std::string>{}(piece) % 49152));
    view.tokens.push_back(piece);
    view.trained.push_back(view.tokens.size() > 6);
    piece.clear();
  };
  for (char c : text) {
    if (c == ' ' || c == '\n' || piece.size() > 6) flush();
    piece += c;
  }
  flush();
  return view;
}

}  // namespace

Result<std::string> FakeEngine::import_adapter(const ImportRequest&, Progress, std::stop_token) {
  return Error{ErrorKind::unsupported, "the fake engine imports nothing", "import", ""};
}
Result<Json> FakeEngine::reproduction(const std::string&) { return Error{ErrorKind::unsupported, "the fake engine has no run files", "reproduce", ""}; }
Result<Reproduction> FakeEngine::read_reproduction(const Json&) { return Error{ErrorKind::unsupported, "the fake engine has no run files", "reproduce", ""}; }
std::vector<ModelChoice> FakeEngine::local_models() {
  return {{"demo", "SmolLM2 135M Instruct", "Bundled · 98 MB · Q4_1"}, {"HuggingFaceTB/SmolLM2-360M", "SmolLM2 360M", "HF cache · 724 MB · BF16"}};
}
Result<ModelInfo> FakeEngine::inspect_model(const std::string& ref) {
  std::this_thread::sleep_for(30ms);
  if (ref.find("missing") != std::string::npos)
    return Error{ErrorKind::input, "no model here", ref, "Choose a folder with config.json and *.safetensors, or a .gguf file."};
  ModelInfo info;
  info.ref = ref;
  info.path = "/models/smollm2-135m-instruct-q4_1.gguf";
  info.architecture = "llama", info.name = "SmolLM2 135M Instruct", info.licence = "apache-2.0", info.storage = "Q4_1 + F32";
  info.parameters = 134'515'008, info.file_bytes = 98'000'000;
  info.hidden_size = 576, info.layers = 30, info.heads = 9, info.kv_heads = 3, info.intermediate_size = 1536;
  info.vocab_size = 49152, info.context_length = 8192;
  info.tied_embeddings = info.has_chat_template = true;
  return info;
}
Result<DataPreview> FakeEngine::preview_data(const std::string&, const Json& data, int64_t rows, std::stop_token stop) {
  std::this_thread::sleep_for(40ms);
  const auto path = data.value("path", std::string());
  if (path.find("missing") != std::string::npos || path.empty())
    return Error{ErrorKind::input, "no such file", path, "Check the path, or drop a file on the window."};
  if (stop.stop_requested()) return Error{ErrorKind::stopped, "stopped", path, ""};
  DataPreview preview;
  preview.path = path, preview.format = "chat";
  preview.rows = 440, preview.train_rows = 400, preview.eval_rows = 40, preview.truncated_rows = 12;
  preview.tokens = 40'320, preview.trained_tokens = 15'210;
  preview.max_length = data.value("max_length", 256);
  preview.compared_rows = 440;
  if (path.find("same") != std::string::npos) {
    preview.duplicate_rows = 7, preview.duplicates = {{12, 3}, {31, 3}, {40, 22}};
    preview.leaked_rows = 2, preview.leaks = {{410, 17}, {422, 90}};
  }
  std::mt19937 random(3);
  std::lognormal_distribution<double> length(4.3, 0.5);
  for (int i = 0; i < 440; ++i) preview.lengths.push_back(int64_t(length(random)) + 12);
  for (int64_t i = 1; i <= std::min<int64_t>(rows, 40); ++i) {
    DataRow row;
    row.row = i;
    row.is_eval = i % 10 == 0, row.truncated = i % 13 == 0;
    row.summary = "Where is my order number " + std::to_string(1000 + i) + "?";
    row.tokens = view_of("<|im_start|>user\n" + row.summary + "<|im_end|>\n<|im_start|>assistant\nIt left the depot this morning.<|im_end|>");
    row.trained_tokens = std::count(row.tokens.trained.begin(), row.tokens.trained.end(), true);
    preview.first.push_back(row);
  }
  return preview;
}
Result<TokenView> FakeEngine::tokenize(const std::string&, const std::string& text) { return view_of(text); }
Result<TokenView> FakeEngine::tokenize_chat(const std::string&, const Json& messages, const std::string&) { return view_of(messages.dump()); }

const std::vector<PublishedRun>& FakeEngine::published() const {
  static const std::vector<PublishedRun> runs = {
      {"lora/llama-3.2-3B-rank32", "LORA", {{"exact_match", 0.478}, {"memory_peak_bytes", 22.3e9}, {"adapter_bytes", 36.7e6}, {"loss", 0.57}}},
      {"miss/llama-3.2-3B-default", "MISS", {{"exact_match", 0.487}, {"memory_peak_bytes", 20.2e9}, {"adapter_bytes", 58.7e6}, {"loss", 0.57}}}};
  return runs;
}

Result<int64_t> FakeEngine::trainable_parameters(const std::string&, const Json& peft) {
  return peft.value("peft_type", "") == "LORA" ? int64_t{61'000} * peft.value("r", 8) : int64_t{210'000};
}

Result<Plan> FakeEngine::plan(const RunConfig& config, int64_t) {
  std::this_thread::sleep_for(20ms);
  Plan plan;
  const int64_t batch = config.training.is_object() ? config.training.value("per_device_train_batch_size", 8) : 8;
  plan.trainable_parameters = trainable_parameters(config.model, config.peft).value();
  const int64_t adapter = plan.trainable_parameters * 4;
  plan.parts = {
      {"weights", 98'000'000},     {"adapter", adapter},   {"gradients", adapter}, {"optimizer", adapter * 2}, {"activations", batch * 31'000'000},
      {"head", batch * 9'000'000}, {"reserve", 64'000'000}};
  for (const auto& part : plan.parts) plan.total_bytes += part.bytes;
  plan.available_bytes = 6'400'000'000;
  plan.fits = plan.total_bytes < plan.available_bytes;
  if (!plan.fits) plan.suggestions = {"per_device_train_batch_size = 4", "gradient_checkpointing = true"};
  plan.steps = config.training.is_object() ? config.training.value("max_steps", m_options.steps) : m_options.steps;
  plan.total_parameters = 134'515'008, plan.tokens_per_step = batch * 96;
  plan.step_seconds = 0.31, plan.total_seconds = 0.31 * double(plan.steps);
  return plan;
}
Result<Plan> FakeEngine::measure_plan(const RunConfig& config, Progress progress, std::stop_token stop) {
  auto out = plan(config);
  for (int i = 0; i <= 10; ++i) {
    if (stop.stop_requested()) return Error{ErrorKind::stopped, "stopped before the measurement", "plan", ""};
    if (progress) progress(i < 8 ? "load" : "preflight", i < 8 ? i / 8.0 : -1);
    std::this_thread::sleep_for(10ms);
  }
  Preflight made;
  made.peak_bytes = out->total_bytes * 11 / 10, made.rows = 8, made.tokens = 704, made.trained_tokens = 290, made.seconds = 0.44;
  made.step_seconds = 0.42, made.total_seconds = 0.42 * double(out->steps);
  out->measured = made;
  out->step_seconds = made.step_seconds, out->total_seconds = made.total_seconds;
  return out;
}
Result<GenerateResult> FakeEngine::generate(const GenerateRequest& request, OnText on_text, std::stop_token stop) {
  GenerateResult result;
  const auto answer =
      view_of(request.adapters.empty() ? "France is a country in Europe with many cities and rivers." : "The capital of France is Paris.");
  for (size_t i = 0; i < answer.tokens.size(); ++i) {
    if (stop.stop_requested()) {
      result.finish = "stopped";
      return result;
    }
    std::this_thread::sleep_for(8ms);
    result.text += answer.tokens[i];
    result.ids.push_back(answer.ids[i]);
    if (request.logprobs) {
      GeneratedToken token{{answer.ids[i], answer.tokens[i], i % 4 == 3 ? std::log(0.12) : std::log(0.86)}, {}};
      if (i % 4 == 3) token.top.push_back({77, " other", std::log(0.55)});
      token.top.push_back(token);
      token.top.push_back({78, " rare", std::log(0.03)});
      result.tokens.push_back(token);
    }
    if (on_text) on_text(answer.tokens[i]);
  }
  result.prompt_tokens = 31, result.tokens_per_second = 42, result.finish = "stop";
  return result;
}
Result<std::map<std::string, double>> FakeEngine::evaluate(const EvalRequest&, Progress progress, std::stop_token) {
  if (progress) progress("eval", 0.5);
  return std::map<std::string, double>{{"loss", 1.1}, {"exact_match", 0.7}};
}
Result<ExportReceipt> FakeEngine::export_to(const ExportRequest& request, Progress progress, std::stop_token stop) {
  const std::string &source = request.source, &format = request.format, &out = request.out;
  for (int i = 0; i <= 10; ++i) {
    if (stop.stop_requested()) return Error{ErrorKind::stopped, "export stopped", out, ""};
    if (progress) progress(i < 6 ? "write" : "verify", i / 10.0);
    std::this_thread::sleep_for(10ms);
  }
  if (out.find("readonly") != std::string::npos) return Error{ErrorKind::io, "cannot write here", out, "Choose a folder you own."};
  return ExportReceipt{format, out, 4'200'000, 420, 1.2e-6, 18.3, true, "Read back and compared on 3 prompts: same logits. Source " + source + "."};
}
Result<ConversionReceipt> FakeEngine::convert_to_lora(const ConversionRequest&, Progress, std::stop_token) {
  return Error{ErrorKind::unsupported, "the fake engine converts nothing", "convert", ""};
}
Result<CombinationReceipt> FakeEngine::combine(const CombinationRequest& request) {
  if (request.sources.size() < 2) return Error{ErrorKind::usage, "one adapter alone is no combination", "combine", "Choose two or more."};
  std::error_code code;
  std::filesystem::create_directories(request.out, code);
  std::ofstream(request.out + "/adapter_config.json") << "{\"peft_type\": \"LORA\"}";
  return CombinationReceipt{request.out, 1'200'000, 16, 420};
}
Result<void> FakeEngine::forward_file(const ModelWithAdapters&, const std::string&, const std::string&, bool) {
  return Error{ErrorKind::unsupported, "no model here", "forward", ""};
}
std::vector<DoctorItem> FakeEngine::doctor() {
  return {{"CPU", "2 cores, AVX2", true, ""},
          {"Memory", "6.4 GB free of 8.0 GB", true, ""},
          {"GPU", "none", false, "Install a driver to train on a GPU."}};
}
Result<Json> FakeEngine::bench(const std::string& what, const Json&) { return Json{{"what", what}}; }

}  // namespace paretune
