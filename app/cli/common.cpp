// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>
#include <iostream>

#include "app/cli/command.h"
#include "training/core/files.h"

namespace paretune {

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);  // a closed terminal, or logging out
  return signals;
}
void block_stop_signals() {
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void add_quantization_option(CLI::App& app, std::string& quantization) {
  app.add_option("--quantization", quantization, "Keep the base's linear layers as nf4, int8 or gguf (the file's own blocks); a run knows its own")
      ->check(CLI::IsMember({"none", "nf4", "int8", "gguf"}));
}

void add_model_options(CLI::App& app, ModelWithAdapters& model) {
  app.add_option("--model", model.model, "HF folder, .gguf file, org/name or demo")->required();
  app.add_option("--adapter", model.adapters, "PEFT folder or run id; given more than once, all work together")->take_all()->expected(1);
  add_quantization_option(app, model.quantization);
}

void print_json(const Json& value) { std::cout << value.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl; }

void print_error(const Error& error, bool json) {
  std::cerr << "error: " << error.text() << std::endl;
  if (json) print_json({{"error", {{"message", error.message}, {"where", error.where}, {"remedy", error.remedy}}}});
}

int exit_code(const Error& error) {
  switch (error.kind) {
    case ErrorKind::usage: return exit_usage;
    case ErrorKind::stopped: return exit_stopped;
    default: return exit_failed;
  }
}

Json to_json(const RunRow& row) {
  return {{"id", row.id}, {"name", row.name}, {"state", row.state}, {"error", row.error}, {"created", row.created}, {"method", row.method},
          {"model", row.model}, {"note", row.note}, {"folder", row.folder}, {"step", row.step}, {"total_steps", row.total_steps},
          {"trainable_parameters", row.trainable_parameters}, {"purpose", row.purpose}, {"sweep", row.sweep}, {"sweep_item", row.sweep_item},
          {"summary", row.summary}, {"tags", row.tags}, {"config", row.config.to_json()}};
}

Json to_json(const Plan& plan) {
  Json parts = Json::object(), measured;
  for (const auto& part : plan.parts) parts[part.name] = part.bytes;
  if (const auto& made = plan.measured) {
    measured = {{"peak_bytes", made->peak_bytes},         {"rows", made->rows},       {"tokens", made->tokens},
                {"trained_tokens", made->trained_tokens}, {"seconds", made->seconds}, {"step_seconds", made->step_seconds},
                {"total_seconds", made->total_seconds}};
  }
  return {{"parts", parts},
          {"measured", measured},
          {"total_bytes", plan.total_bytes},
          {"available_bytes", plan.available_bytes},
          {"fits", plan.fits},
          {"checkpointing", plan.checkpointing},
          {"steps", plan.steps},
          {"trainable_parameters", plan.trainable_parameters},
          {"total_parameters", plan.total_parameters},
          {"tokens_per_step", plan.tokens_per_step},
          {"step_seconds", plan.step_seconds},
          {"evaluated_tokens", plan.evaluated_tokens},
          {"evaluation_seconds", plan.evaluation_seconds},
          {"total_seconds", plan.total_seconds},
          {"suggestions", plan.suggestions},
          {"notes", plan.notes},
          {"uncorrected_bytes", plan.uncorrected_bytes},
          {"uncorrected_step_seconds", plan.uncorrected_step_seconds}};
}

Json to_json(const TokenView& view) { return {{"text", view.text}, {"ids", view.ids}, {"tokens", view.tokens}, {"trained", view.trained}}; }

Json read_chat(const std::string& text_or_file) {
  const auto first = text_or_file.find_first_not_of(" \t\r\n");
  Json json;
  if (first != std::string::npos && (text_or_file[first] == '[' || text_or_file[first] == '{')) {
    check_json_depth(text_or_file, 200, "--chat");  // no argument is long enough to fill the memory
    json = Json::parse(text_or_file, nullptr, false);
    if (json.is_discarded()) fail(ErrorKind::usage, "the text is not valid JSON", "--chat", R"(For example: --chat '[{"role":"user","content":"Hello"}]')");
  } else {
    json = read_json_file(text_or_file).value();
  }
  if (json.is_object() && json.contains("messages")) json = Json(json["messages"]);
  const bool good = json.is_array() && !json.empty() && std::all_of(json.begin(), json.end(), [](const Json& message) {
    return message.is_object() && message.contains("role") && message["role"].is_string() && message.contains("content") && message["content"].is_string();
  });
  if (!good) fail(ErrorKind::input, "expected a list of messages with \"role\" and \"content\"", "--chat", R"(For example: [{"role":"user","content":"Hello"}])");
  return json;
}

std::string megabytes(double bytes) {
  char text[32];
  if (bytes >= 1e9) std::snprintf(text, sizeof text, "%.2f GB", bytes / 1e9);
  else std::snprintf(text, sizeof text, "%.1f MB", bytes / 1e6);
  return text;
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "?";
  const auto s = static_cast<int64_t>(std::llround(seconds));
  char text[32];
  if (s >= 3600) std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", static_cast<long long>(s / 3600), static_cast<long long>(s / 60 % 60), static_cast<long long>(s % 60));
  else std::snprintf(text, sizeof text, "%lld:%02lld", static_cast<long long>(s / 60), static_cast<long long>(s % 60));
  return text;
}

}  // namespace paretune
