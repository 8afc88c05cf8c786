// SPDX-License-Identifier: GPL-3.0-or-later
// paretune methods [NAME]
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

Json method_json(const MethodInfo& m) {
  Json params = Json::array();
  for (const auto& param : m.schema.params) params.push_back(param_json(param));
  return {{"peft_type", m.peft_type}, {"title", m.title}, {"summary", m.summary}, {"family", m.family}, {"paper", m.paper}, {"mergeable", m.mergeable},
          {"converts_to_lora", m.converts_to_lora}, {"quantized_base", m.quantized_base}, {"parameters", params}};
}

void print_range(const ParamSpec& p) {
  if (!p.choices.empty()) {
    std::printf("  one of");
    for (const auto& choice : p.choices) std::printf(" %s", choice.c_str());
  } else if (p.min || p.max) {
    std::printf("  range %s .. %s", p.min ? Json(*p.min).dump().c_str() : "", p.max ? Json(*p.max).dump().c_str() : "");
  }
}

void print_whole(const MethodInfo& m) {
  std::printf("%s - %s\n%s\nPaper: %s\nMerges: %s   Converts to LoRA: %s   Quantised base: %s\n\n", m.peft_type.c_str(), m.title.c_str(), m.summary.c_str(),
              m.paper.c_str(), m.mergeable ? "yes" : "no", m.converts_to_lora ? "yes" : "no", m.quantized_base ? "yes" : "no");
  for (const auto& p : m.schema.params) {
    std::printf("  %-28s %-10s default %s", p.key.c_str(), type_name(p.type), p.default_value.dump().c_str());
    print_range(p);
    std::printf("\n      %s\n", p.help.c_str());
  }
}

int methods(std::string name, CliContext& context) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
  std::vector<std::string> names;
  bool found = name.empty();
  for (const auto& method : context.engine->methods()) {
    names.push_back(method.peft_type);
    if (!name.empty() && method.peft_type != name) continue;
    found = true;
    if (context.json) print_json(method_json(method));
    else if (name.empty()) std::printf("%-16s %-9s %s\n", method.peft_type.c_str(), method.family.c_str(), method.summary.c_str());
    else print_whole(method);
  }
  if (!found) {
    const std::string near = nearest_name(name, names);
    fail(ErrorKind::usage, "unknown method \"" + name + "\"" + (near.empty() ? "" : "; did you mean \"" + near + "\"?"), "methods", "'paretune methods' lists them.");
  }
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto name = std::make_shared<std::string>();
  app.add_option("NAME", *name, "HF peft_type, e.g. LORA");
  return [name, &context] { return methods(*name, context); };
}

}  // namespace

extern const CliCommand methods_command;
const CliCommand methods_command{"methods", "The catalogue of methods, or one with all its parameters", define};

}  // namespace paretune
