// SPDX-License-Identifier: GPL-3.0-or-later
// paretune methods [NAME] [--model M]
#include <iostream>

#include "app/cli/command.h"

namespace paretune {
namespace {

const char* type_name(ParamType type) {
  switch (type) {
    case ParamType::boolean: return "boolean";
    case ParamType::integer: return "integer";
    case ParamType::number: return "number";
    case ParamType::text: return "text";
    case ParamType::choice: return "choice";
    case ParamType::text_list: return "text_list";
    case ParamType::any: return "any";
  }
  return "any";
}

Json param_json(const ParamSpec& p) {
  Json json = {{"key", p.key}, {"type", type_name(p.type)}, {"default", p.default_value}, {"help", p.help}, {"advanced", p.advanced}};
  if (p.min) json["min"] = *p.min;
  if (p.max) json["max"] = *p.max;
  if (!p.choices.empty()) json["choices"] = p.choices;
  return json;
}

// PEFT's recorded runs of the method, best first.
std::vector<PublishedRun> published_of(const std::string& peft_type, const Engine& engine) {
  std::vector<PublishedRun> out;
  for (const auto& run : engine.published()) {
    if (run.peft_type == peft_type && run.figures.contains("exact_match")) out.push_back(run);
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.figures.at("exact_match") > b.figures.at("exact_match"); });
  return out;
}

Json method_json(const MethodInfo& m, const Engine& engine) {
  Json published = Json::array();
  for (const auto& run : published_of(m.peft_type, engine)) published.push_back({{"name", run.name}, {"figures", run.figures}});
  Json params = Json::array();
  for (const auto& param : m.schema.params) params.push_back(param_json(param));
  return {{"peft_type", m.peft_type}, {"title", m.title}, {"summary", m.summary}, {"family", m.family}, {"paper", m.paper}, {"mergeable", m.mergeable},
          {"converts_to_lora", m.converts_to_lora}, {"quantized_base", m.quantized_base}, {"start", m.start}, {"published", published}, {"parameters", params}};
}

void print_range(const ParamSpec& p) {
  if (!p.choices.empty()) {
    std::printf("  one of");
    for (const auto& choice : p.choices) std::printf(" %s", choice.c_str());
  } else if (p.min || p.max) {
    std::printf("  range %s .. %s", p.min ? Json(*p.min).dump().c_str() : "", p.max ? Json(*p.max).dump().c_str() : "");
  }
}

std::string grouped(int64_t count) {
  std::string text = std::to_string(count);
  for (auto at = static_cast<int64_t>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

void print_whole(const MethodInfo& m, const std::string& size, const Engine& engine) {
  std::printf("%s - %s\n%s\nPaper: %s\nMerges: %s   Converts to LoRA: %s   Quantised base: %s\n\n", m.peft_type.c_str(), m.title.c_str(), m.summary.c_str(),
              m.paper.c_str(), m.mergeable ? "yes" : "no", m.converts_to_lora ? "yes" : "no", m.quantized_base ? "yes" : "no");
  if (!size.empty()) std::printf("Trains on the model: %s\n\n", size.c_str());
  for (const auto& run : published_of(m.peft_type, engine)) {
    std::printf("Published by PEFT (MetaMathQA, Llama-3.2-3B): %.1f %% right", run.figures.at("exact_match") * 100);
    if (run.figures.contains("memory_peak_bytes")) std::printf(", %s of GPU memory", megabytes(run.figures.at("memory_peak_bytes")).c_str());
    if (run.figures.contains("adapter_bytes")) std::printf(", adapter %s", megabytes(run.figures.at("adapter_bytes")).c_str());
    std::printf("   %s\n", run.name.c_str());
  }
  if (!m.start.empty()) std::printf("A sensible start: %s\n\n", m.start.dump().c_str());
  for (const auto& p : m.schema.params) {
    std::printf("  %-28s %-10s default %s", p.key.c_str(), type_name(p.type), p.default_value.dump().c_str());
    print_range(p);
    std::printf("\n      %s\n", p.help.c_str());
  }
}

// Trained by the method as it starts (its defaults, or a sensible start), on all linear layers where it chooses layers.
std::string size_on(const std::string& model, const MethodInfo& method, Engine& engine, Json& json) {
  Json config = {{"peft_type", method.peft_type}};
  config.update(method.start);
  const auto count = engine.trainable_parameters(model, config);
  json = count ? Json(*count) : Json();
  return count ? grouped(*count) : "- (" + count.error().text() + ")";
}

int methods(std::string name, const std::string& model, CliContext& context) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
  std::vector<std::string> names;
  bool found = name.empty();
  for (const auto& method : context.engine->methods()) {
    names.push_back(method.peft_type);
    if (!name.empty() && method.peft_type != name) continue;
    found = true;
    Json size;
    const std::string text = model.empty() ? "" : size_on(model, method, *context.engine, size);
    if (context.json) {
      Json json = method_json(method, *context.engine);
      if (!model.empty()) json["trainable_parameters"] = size;
      print_json(json);
    } else if (name.empty()) {
      if (!model.empty()) std::printf("%14s  ", text.substr(0, 14).c_str());
      std::printf("%-23s %-8s %s\n", method.peft_type.c_str(), method.family.c_str(), method.summary.c_str());
    } else {
      print_whole(method, text, *context.engine);
    }
  }
  if (!found) {
    const std::string near = nearest_name(name, names);
    fail(ErrorKind::usage, "unknown method \"" + name + "\"" + (near.empty() ? "" : "; did you mean \"" + near + "\"?"), "methods", "'paretune methods' lists them.");
  }
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto name = std::make_shared<std::string>(), model = std::make_shared<std::string>();
  app.add_option("NAME", *name, "HF peft_type, e.g. LORA");
  app.add_option("--model", *model, "Also say how many numbers each trains on this model");
  return [name, model, &context] { return methods(*name, *model, context); };
}

}  // namespace

extern const CliCommand methods_command;
const CliCommand methods_command{"methods", "The catalogue of methods, or one with all its parameters", define};

}  // namespace paretune
