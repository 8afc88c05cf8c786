// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/api/run_config.h"

#include <algorithm>

#include "training/core/files.h"

namespace paretune {
namespace {

ParamSpec flag(const char* key, bool value, const char* help, bool advanced = false) {
  return {key, ParamType::boolean, value, help, {}, {}, {}, advanced};
}
ParamSpec whole(const char* key, Json value, double min, const char* help, bool advanced = false) {
  return {key, ParamType::integer, std::move(value), help, min, {}, {}, advanced};
}
ParamSpec real(const char* key, Json value, std::optional<double> min, std::optional<double> max, const char* help, bool advanced = false) {
  return {key, ParamType::number, std::move(value), help, min, max, {}, advanced};
}
ParamSpec text(const char* key, Json value, const char* help, bool advanced = false) {
  return {key, ParamType::text, std::move(value), help, {}, {}, {}, advanced};
}
ParamSpec any(const char* key, Json value, const char* help) { return {key, ParamType::any, std::move(value), help, {}, {}, {}, false}; }
ParamSpec choice(const char* key, const char* value, std::vector<std::string> choices, const char* help, bool advanced = false) {
  return {key, ParamType::choice, value, help, {}, {}, std::move(choices), advanced};
}

const std::vector<std::string> kTopKeys = {"name", "model", "data", "peft", "training", "init_adapter", "quantization", "sample_prompts"};

std::string text_or_empty(const Json& file, const char* key) {
  const auto it = file.find(key);
  if (it == file.end() || it->is_null()) return {};
  if (!it->is_string()) fail(ErrorKind::input, "must be a text, not " + it->dump(), key);
  return it->get<std::string>();
}

}  // namespace

const ParamSchema& data_schema() {
  static const ParamSchema schema{{
      any("path", nullptr, "The training rows: a file, org/name or org/name:split in the HF cache, {path, weight}, or a list of these."),
      choice("format", "auto", {"auto", "chat", "sharegpt", "instruction", "prompt_completion", "text", "pretokenized", "classification"},
             "What a row looks like; auto recognises it by content."),
      text("chat_template", "model", "\"model\" uses the model's own chat template, \"none\" none; anything else is a Jinja template.", true),
      choice("train_on", "assistant", {"all", "assistant", "completion", "last_assistant"}, "Which tokens the loss sees."),
      {"labels", ParamType::text_list, nullptr, "Names of the classes by number, for task_type SEQ_CLS; null takes them from the rows.", {}, {}, {}, true},
      whole("max_length", 1024, 1, "Longer rows are cut to this many tokens."),
      real("eval_fraction", 0.05, 0.0, 0.9, "Share of the rows held out for evaluation; 0 for none."),
      text("eval_path", nullptr, "A file with held-out rows; it replaces eval_fraction."),
      flag("packing", true, "Lay rows end to end without padding, up to 1,024 tokens a pass, each seeing only itself; off: one row a pass (slower, less memory). The loss is the same."),
      flag("shuffle", true, "A new order of rows for every epoch; off keeps the file's order."),
  }};
  return schema;
}

const ParamSchema& training_schema() {
  static const ParamSchema schema{{
      whole("max_steps", -1, -1, "Optimiser steps; -1 trains for num_train_epochs."),
      real("num_train_epochs", 3.0, 0.0, {}, "Passes over the data when max_steps is -1."),
      whole("per_device_train_batch_size", 8, 1, "Rows in one micro-batch."),
      whole("gradient_accumulation_steps", 1, 1, "Micro-batches in one optimiser step."),
      real("learning_rate", 5e-5, 0.0, {}, "Peak learning rate; LoRA usually likes 1e-4 to 2e-3."),
      choice("optim", "adamw_torch",
             {"adamw", "adamw_torch", "adamw_torch_fused", "sgd", "adafactor", "adamw_8bit", "adamw_bnb_8bit", "lora_plus", "lora_fa",
              "lora_riemannian"},
             "The optimiser; those that begin with lora_ are PEFT's for LoRA (LoRA+, LoRA-FA, Riemannian preconditioning)."),
      real("loraplus_lr_ratio", 16.0, 0.0, {}, "lora_plus: how many times faster B learns than A.", true),
      real("loraplus_lr_embedding", 1e-6, 0.0, {}, "lora_plus: learning rate of adapters of the embedding.", true),
      real("riemannian_reg", 1e-2, 0.0, {}, "lora_riemannian: damping of the preconditioner.", true),
      choice("lr_scheduler_type", "linear", {"linear", "cosine", "constant", "constant_with_warmup"}, "How the learning rate falls."),
      real("warmup_ratio", 0.0, 0.0, 1.0, "Share of the steps in which the learning rate rises from 0."),
      whole("warmup_steps", 0, 0, "Steps of rise; above 0 it replaces warmup_ratio.", true),
      real("weight_decay", 0.0, 0.0, {}, "Decoupled weight decay (not on biases and norms)."),
      real("max_grad_norm", 1.0, 0.0, {}, "Gradients are scaled down to this norm; 0 turns it off."),
      whole("seed", 42, 0, "Seeds initial values, data order and dropout."),
      whole("data_seed", nullptr, 0, "Seeds the data order in place of seed, so that runs with several seeds see the same order.", true),
      whole("eval_steps", 0, 0, "Evaluate every so many steps; 0: only before the first and after the last."),
      whole("save_steps", 500, 0, "Checkpoint every so many steps; 0: only when stopped."),
      whole("save_total_limit", 2, 0, "Checkpoints kept; 0 keeps all.", true),
      whole("logging_steps", 1, 1, "Taken for HF's sake: every step is logged and stored.", true),
      flag("bf16", false, "Compute products in bf16, what adds up in fp32, as torch.autocast: quicker and smaller on a GPU, slow on most CPUs.", true),
      flag("gradient_checkpointing", false, "Recompute activations in the backward pass: less memory, slower.", true),
      flag("preflight", true, "Make the largest pass once before the first step: its memory and time are measured, the run stays the same.", true),
      flag("eval_on_start", true, "Measure the untouched model before the first step.", true),
      whole("eval_max_rows", 100, 0, "Held-out rows used by each evaluation; 0: all.", true),
      whole("eval_max_new_tokens", 64, 1, "Longest answer when exact match is measured.", true),
      {"eval_metrics", ParamType::text_list, Json::array({"loss"}), "Among loss, perplexity, exact_match, accuracy of classifiers, and once at the end forgetting and drift.", {}, {}, {}, true},
      whole("per_device_eval_batch_size", 8, 1, "Taken for HF's sake: evaluation packs about 2,048 tokens into a pass.", true),
      real("adam_beta1", 0.9, 0.0, 1.0, "Adam's first decay.", true),
      real("adam_beta2", 0.999, 0.0, 1.0, "Adam's second decay.", true),
      real("adam_epsilon", 1e-8, 0.0, {}, "Adam's epsilon.", true),
      real("momentum", 0.0, 0.0, 1.0, "Momentum of SGD.", true),
  }};
  return schema;
}

Json RunConfig::to_json() const {
  Json prompts = Json::array();
  for (const auto& prompt : sample_prompts) prompts.push_back(prompt);
  return {{"name", name.empty() ? Json() : Json(name)},
          {"model", model},
          {"data", data},
          {"peft", peft},
          {"training", training},
          {"init_adapter", init_adapter.empty() ? Json() : Json(init_adapter)},
          {"quantization", quantization},
          {"sample_prompts", prompts}};
}

std::string RunConfig::hash() const {
  Json canonical = to_json();
  canonical.erase("name");
  return sha256_hex(canonical.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<RunConfig> parse_run_config(const Json& file) {
  return attempt("run file", [&]() -> RunConfig {
    if (!file.is_object()) fail(ErrorKind::input, "must be a JSON object", "run file", "See README \"Run file\" for an example.");
    for (const auto& [key, value] : file.items()) {
      if (std::find(kTopKeys.begin(), kTopKeys.end(), key) != kTopKeys.end()) continue;
      const std::string near = nearest_name(key, kTopKeys);
      fail(ErrorKind::input, "unknown key \"" + key + "\"" + (near.empty() ? "" : "; did you mean \"" + near + "\"?"), "run file",
           near.empty() ? "Known keys are name, model, data, peft, training, init_adapter, quantization, sample_prompts."
                        : "Write \"" + near + "\", or remove the key.");
    }
    RunConfig config;
    config.name = text_or_empty(file, "name");
    config.model = text_or_empty(file, "model");
    if (config.model.empty()) fail(ErrorKind::input, "\"model\" is missing", "run file", "Give an HF folder, a .gguf file, org/name from the HF cache, or \"demo\".");
    config.data = data_schema().complete(file.value("data", Json()), "data").value();
    if (config.data["path"].is_null()) fail(ErrorKind::input, "\"path\" is missing", "data", "Give the file with the training rows.");
    config.training = training_schema().complete(file.value("training", Json()), "training").value();
    config.peft = file.value("peft", Json::object());
    if (config.peft.is_null()) config.peft = Json::object();
    if (!config.peft.is_object()) fail(ErrorKind::input, "must be an object with \"peft_type\"", "peft");
    if (!config.peft.contains("peft_type")) config.peft["peft_type"] = "LORA";
    if (!config.peft["peft_type"].is_string()) fail(ErrorKind::input, "must be a text such as \"LORA\"", "peft.peft_type", "'paretune methods' lists them.");
    config.init_adapter = text_or_empty(file, "init_adapter");
    config.quantization = file.value("quantization", Json());
    if (const Json& kind = config.quantization; !kind.is_null() && kind != Json("none") && kind != Json("nf4") && kind != Json("int8") && kind != Json("gguf")) {
      fail(ErrorKind::input, "is " + kind.dump() + ", which is no known kind", "quantization",
           "Use null, \"nf4\", \"int8\", \"gguf\" to keep the blocks of a GGUF file, or \"none\" for fp32 in memory.");
    }
    const Json prompts = file.value("sample_prompts", Json::array());
    if (!prompts.is_null()) {
      if (!prompts.is_array()) fail(ErrorKind::input, "must be a list of texts", "sample_prompts");
      for (const auto& prompt : prompts) {
        if (!prompt.is_string()) fail(ErrorKind::input, "must be a list of texts", "sample_prompts");
        config.sample_prompts.push_back(prompt);
      }
    }
    return config;
  });
}

Result<RunConfig> read_run_file(const std::string& path) {
  auto json = read_json_file(path);
  if (!json) return json.error();
  auto config = parse_run_config(*json);
  if (!config) {
    Error error = config.error();
    error.where = path + ": " + error.where;
    return error;
  }
  return config;
}

Status apply_override(Json& file, const std::string& assignment) {
  const auto equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    return Error{ErrorKind::usage, "expected KEY=VALUE, got \"" + assignment + "\"", "--set", "For example: --set training.max_steps=20"};
  }
  const std::string text = assignment.substr(equals + 1);
  Json value = Json::parse(text, nullptr, false);
  if (value.is_discarded()) value = text;
  Json* node = &file;
  std::string key;
  const std::string path = assignment.substr(0, equals);
  std::size_t start = 0;
  while (true) {
    const auto dot = path.find('.', start);
    key = path.substr(start, dot == std::string::npos ? dot : dot - start);
    if (key.empty()) return Error{ErrorKind::usage, "empty part in \"" + path + "\"", "--set", "For example: --set training.max_steps=20"};
    if (dot == std::string::npos) break;
    Json& next = (*node)[key];
    if (next.is_null()) next = Json::object();
    if (!next.is_object()) return Error{ErrorKind::usage, "\"" + key + "\" is not an object", "--set", {}};
    node = &next;
    start = dot + 1;
  }
  (*node)[key] = value;
  return {};
}

}  // namespace paretune
