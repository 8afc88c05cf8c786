// SPDX-License-Identifier: GPL-3.0-or-later
// Parses a template and renders it over a conversation with everything that chat templates ask for.
#include "training/data/chat_template.h"

#include "tests/fuzz/fuzz_target.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Json variables = Json::parse(R"({
    "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "2 < 3 & \"4\"?\n"},
                 {"role": "assistant", "content": null, "tool_calls": [{"type": "function", "function": {"name": "f", "arguments": {"x": 1, "y": [2.5, true]}}}]},
                 {"role": "tool", "content": "7"}, {"role": "assistant", "content": "<think>so</think>  Yes é中 "}],
    "tools": [{"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object", "properties": {"x": {"type": "integer"}}}}}],
    "add_generation_prompt": true, "bos_token": "<s>", "eos_token": "</s>", "date_string": "26 Jul 2024"})");
  fuzz::accepted([&] {
    const auto parsed = ChatTemplate::parse(std::string(fuzz::text_of(data, size)), "input").value();
    const auto rendered = parsed->render(variables).value();
    std::size_t last = 0;
    for (const auto& [begin, end] : rendered.generation) {
      if (begin < last || end < begin || end > rendered.text.size()) fuzz::report("a generation mark lies outside the text", std::to_string(begin));
      last = begin;
    }
  });
  return 0;
}
