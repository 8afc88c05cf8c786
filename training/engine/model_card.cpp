// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/model_card.h"

#include "training/io/hf_cache.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;

std::string dumped(const Json& json, int indent = -1) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

// The id on the hub where the base was named so, else the name it gives itself.
std::string base_name(const ExportJob& job) {
  const std::string& ref = job.model_ref;
  return is_hub_id(ref) && !fs::exists(ref) ? ref : job.adapted.opened->source->name();
}

bool is_adapter(const std::string& format) { return format == "adapter" || format == "lora"; }

std::string front_matter(const ExportJob& job, const std::string& format, const std::string& peft_type) {
  const std::string base = base_name(job), licence = job.adapted.opened->source->licence();
  std::string out = "---\nbase_model: " + dumped(base) + "\nlibrary_name: ";
  out += is_adapter(format) ? "peft" : format == "merged" ? "transformers" : "gguf";
  out += "\npipeline_tag: text-generation\n";
  if (!licence.empty()) out += "license: " + dumped(licence) + "\n";
  out += "tags:\n- " + dumped("base_model:" + std::string(format == "merged" || format == "gguf" ? "finetune:" : "adapter:") + base) + "\n";
  if (peft_type == "LORA" || format == "lora" || format == "gguf-lora") out += "- lora\n";
  if (format.starts_with("gguf")) out += "- gguf\n- llama.cpp\n";
  return out + "- paretune\n---\n\n";
}

// Without its front matter, from the card that PEFT's folder came with.
std::string body_of(const std::string& card) {
  const auto end = card.starts_with("---\n") ? card.find("\n---\n", 3) : std::string::npos;
  const auto begin = end == std::string::npos ? 0 : card.find_first_not_of('\n', end + 5);
  return begin == std::string::npos ? "" : card.substr(begin);
}

std::string loading(const ExportJob& job, const std::string& format) {
  const std::string file = fs::path(job.out.path()).filename().string();
  const auto block = [](const std::string& language, const std::string& code) { return "```" + language + "\n" + code + "\n```\n\n"; };
  if (is_adapter(format)) return block("sh", "paretune generate --model BASE --adapter THIS_FOLDER --prompt \"Hello\"");
  if (format == "merged") {
    return block("python", "from transformers import AutoModelForCausalLM, AutoTokenizer\n\nmodel = AutoModelForCausalLM.from_pretrained(\"this folder\")\n"
                           "tokenizer = AutoTokenizer.from_pretrained(\"this folder\")") +
           block("sh", "paretune generate --model THIS_FOLDER --prompt \"Hello\"");
  }
  const std::string lora = format == "gguf-lora" ? " --lora " + file : "", model = lora.empty() ? file : "BASE.gguf";
  std::string out = block("sh", "llama-cli -m " + model + lora) +
                    block("python", "from llama_cpp import Llama\n\nmodel = Llama(\"" + model + "\"" + (lora.empty() ? "" : ", lora_path=\"" + file + "\"") + ")");
  if (lora.empty()) out += block("sh", "paretune generate --model " + file + " --prompt \"Hello\"");
  return out;
}

std::string row(const std::string& name, const std::string& value) { return "| " + name + " | " + value + " |\n"; }

std::string figure(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

// Names of data sets and of files; the folders of files stay here.
std::string data_names(const Json& path) {
  if (path.is_object()) return data_names(path.value("path", Json())) + (path.contains("weight") ? " × " + dumped(path["weight"]) : "");
  if (path.is_string()) {
    const std::string text = path;
    return "`" + (text.starts_with("/") ? fs::path(text).filename().string() : text) + "`";
  }
  std::string out;
  if (path.is_array()) {
    for (const Json& one : path) out += (out.empty() ? "" : ", ") + data_names(one);
  }
  return out;
}

std::string data_rows(const Json& data, const Json& hashes) {
  std::string out;
  for (const char* key : {"path", "eval_path"}) {
    if (!data.contains(key) || data[key].is_null() || data[key] == "") continue;
    const std::string hash = hashes.value(std::string("data.") + key, "");
    out += row(std::string(key) == "path" ? "training data" : "evaluation data",
               data_names(data[key]) + (hash.empty() ? "" : ", SHA-256 `" + hash + "`"));
  }
  for (const char* key : {"train_on", "max_length", "eval_fraction"}) {
    if (data.contains(key) && !data[key].is_null()) out += row(key, "`" + dumped(data[key]) + "`");
  }
  return out;
}

std::string run_facts(const RunRow& run) {
  Json facts = Json::object();
  if (fs::exists(run.folder + "/run.json")) facts = read_json_file(run.folder + "/run.json").value();
  const Json hashes = facts.value("hashes", Json::object()), versions = facts.value("versions", Json::object());
  std::string out = "## Training\n\n| | |\n| --- | --- |\n" + row("method", run.method) + row("trained", run.created) + row("steps", std::to_string(run.step)) +
                    row("trainable parameters", std::to_string(run.trainable_parameters)) + data_rows(run.config.data, hashes);
  if (hashes.contains("model")) out += row("base model's fingerprint", "`" + hashes["model"].get<std::string>() + "`");
  if (!run.config.quantization.is_null()) out += row("base quantised as", dumped(run.config.quantization));
  out += "\n```json\n" + dumped({{"peft", run.config.peft}, {"training", run.config.training}}, 1) + "\n```\n\n";
  if (!run.summary.empty()) {
    out += "### Figures at the end\n\n| | |\n| --- | ---: |\n";
    for (const auto& [key, value] : run.summary) out += row(key, figure(value));
    out += "\n";
  }
  if (!versions.empty()) {
    out += "### Made with\n\n";
    for (const auto& [name, version] : versions.items()) out += "- " + name + " " + (version.is_string() ? version.get<std::string>() : dumped(version)) + "\n";
    out += "\n";
  }
  return out;
}

std::string checks(const ExportReceipt& receipt) {
  std::string out = "## Checked\n\nRead back after writing; the largest difference of a logit is " + figure(receipt.max_abs_logit_difference) +
                    ", where the largest logit is " + figure(receipt.max_abs_logit) + ".\n";
  if (receipt.details.contains("relative_error")) {
    out += "Against the adapter it was made from, the change of the weights is off by " + figure(receipt.details["relative_error"].get<double>()) + " of its size.\n";
  }
  return out + "\n";
}

}  // namespace

void write_model_card(const ExportJob& job, const ExportReceipt& receipt, const RunRow* run) {
  const std::string format = receipt.format, type = read_adapter_config(job.adapter_folder).value().at("peft_type");
  const std::string& out = job.out.path();
  const bool folder = fs::is_directory(out);
  const std::string path = folder ? out + "/README.md" : fs::path(out).replace_extension(".README.md").string();
  std::string body;
  if (is_adapter(format) && fs::exists(path)) {
    body = body_of(read_text_file(path).value());
    const std::string named = "Made for the model `" + job.adapted.opened->path + "`.";  // adapter_config.json says it too
    if (const auto at = body.find(named); at != std::string::npos) body.replace(at, named.size(), "Made for the model " + base_name(job) + ".");
  } else {
    const PeftMethod* method = find_peft_method(type);
    body = "# " + base_name(job) + ", fine-tuned\n\n" + (format == "gguf-lora" ? "A LoRA adapter for llama.cpp" : "The base model with an adapter worked into its weights") +
           ". Method: " + (method ? method->title + ". " + method->summary : type) + "\n\n";
  }
  body += (is_adapter(format) ? "In Paretune:\n\n" : "## How to load it\n\n") + loading(job, format);
  if (run) body += run_facts(*run);
  write_file_atomically(path, front_matter(job, format, type) + body + checks(receipt)).value();
}

}  // namespace paretune
