// SPDX-License-Identifier: GPL-3.0-or-later
// Templates in the manner of many model families, against the live `transformers`; skipped, and said so, where it is not installed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <regex>

#include "tests/support/program.h"
#include "tests/support/promise.h"
#include "training/core/files.h"
#include "training/data/chat_template.h"

namespace paretune::test {
namespace {

namespace fs = std::filesystem;
const std::string kOurs = PARETUNE_SOURCE_DIR "/tests/data/chat_templates", kGoldens = PARETUNE_SOURCE_DIR "/tests/goldens/chat/templates";

std::vector<std::string> template_files() {
  std::vector<std::string> out;
  for (const std::string& folder : {kOurs, kGoldens}) {
    for (const auto& entry : fs::directory_iterator(folder)) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// What public templates are made of (91 of them, counted), each in two templates here at least.
TEST(ChatInterop, TemplatesHoldEveryUsualConstruct) {
  const std::map<std::string, std::string> constructs = {
      {"for", R"(\{%-? *for )"}, {"in", R"( in )"}, {"set", R"(\{%-? *set )"}, {"block set", R"(\{%-? *set \w+ *-?%\})"}, {"loop", R"(loop\.(first|last|index0?|previtem|length))"},
      {"is string", "is (not )?string"}, {"is mapping", "is mapping"}, {"is iterable", "is iterable"}, {"[::-1]", R"(\[::-1\])"}, {"[1:]", R"(\[1:\])"}, {"[:-1]", R"(\[:-1\])"},
      {"namespace", R"(namespace\()"}, {"is defined", "is (not )?defined"}, {"tojson", R"(\| *tojson)"}, {"tojson with indent", R"(tojson\(indent=)"},
      {"raise_exception", "raise_exception"}, {"trim", R"(\| *trim)"}, {"length", R"(\| *length)"}, {"inline if", R"( if [^%]* else )"}, {"macro", R"(\{%-? *macro )"},
      {"generation", R"(\{%-? *generation)"}, {"split", R"(\.split\()"}, {"is none", "is (not )?none"}, {"strip", R"(\.strip\()"}, {"lstrip", R"(\.lstrip\()"},
      {"rstrip", R"(\.rstrip\()"}, {"string", R"(\| *string)"}, {"upper", R"(\| *upper)"}, {"title", R"((\| *|\.)title)"}, {"capitalize", R"(\| *capitalize)"},
      {"items filter", R"(\| *items)"}, {"safe", R"(\| *safe)"}, {"~", " ~ "}, {"startswith", R"(\.startswith\()"}, {"endswith", R"(\.endswith\()"}, {"map", R"(\| *map\()"},
      {"default", R"(\| *default\()"}, {"join", R"(\| *join)"}, {"selectattr", R"(\| *selectattr\()"}, {"rejectattr", R"(\| *rejectattr\()"},
      {"for with if", R"(\{%-? *for [^%]* in [^%]* if )"}, {"items method", R"(\.items\(\))"}, {"get", R"(\.get\()"}, {"strftime_now", R"(strftime_now\()"},
      {"dictsort", R"(\| *dictsort)"}, {"break", R"(\{%-? *break)"}, {"continue", R"(\{%-? *continue)"}, {"replace", R"(replace\()"}};
  std::map<std::string, int> used;
  const auto files = template_files();
  for (const std::string& file : files) {
    const std::string source = read_text_file(file).value();
    for (const auto& [name, pattern] : constructs) used[name] += std::regex_search(source, std::regex(pattern));
  }
  for (const auto& [name, pattern] : constructs) EXPECT_GE(used[name], 2) << name;
  EXPECT_GE(files.size(), 58u);
}

TEST(ChatInterop, RendersAsTheInstalledTransformersDoes) {
  if (!fs::exists(python())) GTEST_SKIP() << "no Python environment";
  Promise promise("a conversation through a template gives the bytes that transformers gives, or both refuse it");
  const TempFolder folder;
  const Outcome said = run({python(), PARETUNE_SOURCE_DIR "/tests/data/chat_live.py", folder / "cases.json", kOurs, kGoldens});
  ASSERT_EQ(said.code, 0) << said.err;
  std::map<std::string, int> rendered;
  const Json cases = read_json_file(folder / "cases.json").value();
  for (const Json& entry : cases) {
    promise.try_once([&] {
      const std::string file = entry["template"];
      SCOPED_TRACE(fs::path(file).stem().string() + " on " + entry["chat"].get<std::string>() + (entry["variables"]["tools"].is_null() ? "" : " with tools"));
      const auto parsed = ChatTemplate::parse(read_text_file(file).value(), file);
      ASSERT_TRUE(parsed.ok()) << parsed.error().text();
      const auto result = parsed.value()->render(entry["variables"]);
      if (entry.contains("error")) {
        EXPECT_FALSE(result.ok()) << "python said: " << entry["error"] << "\nwe rendered: " << (result.ok() ? result->text : "");
        return;
      }
      ASSERT_TRUE(result.ok()) << result.error().text() << "\nwanted: " << entry["text"];
      EXPECT_EQ(result->text, entry["text"].get<std::string>());
      const auto spans = entry.value("generation", Json::array()).get<std::vector<std::pair<std::size_t, std::size_t>>>();
      EXPECT_EQ(result->generation, spans);
      ++rendered[file];
    });
  }
  for (const std::string& file : template_files()) EXPECT_GE(rendered[file], 6) << file << " renders too few conversations";
}

}  // namespace
}  // namespace paretune::test
