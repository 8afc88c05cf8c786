// SPDX-License-Identifier: GPL-3.0-or-later
// Against what transformers renders (tests/goldens/make_chat_goldens.py), and against templates that mean harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "training/core/files.h"
#include "training/data/chat_template.h"

namespace paretune {
namespace {
using testing::HasSubstr;

const std::string kGoldens = PARETUNE_SOURCE_DIR "/tests/goldens/chat/";

Result<ChatTemplate::Rendered> render(const std::string& source, const Json& variables = {{"messages", Json::array()}}) {
  auto parsed = ChatTemplate::parse(source, "t");
  if (!parsed) return parsed.error();
  return parsed.value()->render(variables);
}

TEST(ChatTemplate, RendersAsTransformersDoes) {
  const Json goldens = read_json_file(kGoldens + "cases.json").value();
  int compared = 0, errors = 0;
  for (const Json& entry : goldens["cases"]) {
    Json variables;
    std::string source, name;
    if (entry.contains("source")) {
      source = entry["source"].get<std::string>();
      name = source;
      variables = {{"messages", Json::array()}, {"tools", nullptr}, {"documents", nullptr}, {"add_generation_prompt", false}, {"x", goldens["x"]}};
    } else {
      source = read_text_file(kGoldens + "templates/" + entry["template"].get<std::string>() + ".jinja").value();
      name = entry["template"].get<std::string>() + " on " + entry["chat"].get<std::string>();
      variables = entry["variables"];
      variables["messages"] = goldens["chats"][entry["chat"].get<std::string>()];
      variables["tools"] = entry["tools"] == true ? goldens["tools"] : Json();
      variables["documents"] = nullptr;
    }
    SCOPED_TRACE(name);
    const auto result = render(source, variables);
    if (entry.contains("error")) {
      ++errors;
      EXPECT_FALSE(result.ok()) << "python said: " << entry["error"] << "\nwe rendered: " << (result.ok() ? result->text : "");
      if (result.ok()) continue;
      EXPECT_NE(result.error().kind, ErrorKind::internal) << result.error().text();
      EXPECT_THAT(result.error().where, HasSubstr("line ")) << result.error().text();
      continue;
    }
    if (!result.ok()) {
      ADD_FAILURE() << result.error().text() << "\nwanted: " << entry["text"];
      continue;
    }
    ++compared;
    EXPECT_EQ(result->text, entry["text"].get<std::string>());
    const auto spans = entry.value("generation", Json::array()).get<std::vector<std::pair<std::size_t, std::size_t>>>();
    EXPECT_EQ(result->generation, spans);
  }
  EXPECT_GT(compared, 250);
  EXPECT_GT(errors, 30);
}

TEST(ChatTemplate, ErrorsSayTheLine) {
  const auto error = render("one\ntwo\n{% if true %}\n{{ 1 +\n }}{% endif %}").error();
  EXPECT_EQ(error.kind, ErrorKind::input);
  EXPECT_EQ(error.where, "t line 5");
  EXPECT_EQ(render("a\n\n{{ missing.x }}").error().where, "t line 3");
  EXPECT_THAT(render("a\n\n{{ missing.x }}").error().message, HasSubstr("'missing' is undefined"));
  const auto raised = render("{% for m in [1] %}\n{{ raise_exception('no ' ~ m) }}{% endfor %}").error();
  EXPECT_EQ(raised.message, "no 1");
  EXPECT_EQ(raised.where, "t line 2");
  EXPECT_FALSE(raised.remedy.empty());
}

// What the body changes counts for the items that were not asked for yet.
TEST(ChatTemplate, AConditionOfALoopIsAskedWhenItsItemIsNeeded) {
  const std::string start = "{% set n = namespace(a=0) %}{% for i in [1, 2, 3, 4] if i > n.a %}{{ i }}";
  EXPECT_EQ(render(start + "{% set n.a = n.a + 2 %}{{ loop.index }};{% endfor %}").value().text, "11;32;");
  EXPECT_EQ(render(start + "{{ loop.last }}{% set n.a = n.a + 2 %}{{ loop.length }}{{ loop.revindex }}{{ loop.nextitem }}{{ loop.previtem }};{% endfor %}").value().text,
            "1False442;2False4331;3False4242;4True413;");
  EXPECT_EQ(render(start + "{{ loop.nextitem }}{% set n.a = n.a + 2 %};{% endfor %}").value().text, "12;23;3;");
  EXPECT_EQ(render("{% for i in [1, 2] if i > 5 %}{{ i }}{% else %}none{% endfor %}").value().text, "none");
}

TEST(ChatTemplate, KnowsTheDate) {
  const auto text = render("{{ strftime_now('%Y') }}").value().text;
  EXPECT_EQ(text.size(), 4u);
  EXPECT_GE(std::stoi(text), 2024);
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(ChatTemplate, HostileTemplatesAreRefusedQuickly) {
  const std::pair<const char*, std::string> cases[] = {
      {"endless loop", "{% for a in range(100000000000) %}{% endfor %}"},
      {"loops in loops", "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}"},
      {"huge output", "{% set s = 'x' * 1000000 %}{% for a in range(1000) %}{{ s }}{% endfor %}"},
      {"doubling", "{% set ns = namespace(s='x') %}{% for a in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}"},
      {"repetition", "{{ 'x' * 99999999999 }}"},
      {"list repetition", "{{ [1] * 99999999999 }}"},
      {"shared lists", "{% set ns = namespace(a=[1, 1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a, ns.a] %}{% endfor %}{{ ns.a }}"},
      {"shared lists as json", "{% set ns = namespace(a=[1, 1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a, ns.a] %}{% endfor %}{{ ns.a | tojson }}"},
      {"shared lists compared", "{% set n = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set n.a = [n.a, n.a] %}{% set n.b = [n.b, n.b] %}{% endfor %}{{ n.a == n.b }}"},
      {"deep value", "{% set ns = namespace(a=[]) %}{% for i in range(100000) %}{% set ns.a = [ns.a] %}{% endfor %}"},
      {"deep mapping", "{% set ns = namespace(a={}) %}{% for i in range(100000) %}{% set ns.a = {'k': ns.a} %}{% endfor %}"},
      {"deep loops", "{% set ns = namespace(x=1) %}{% for i in range(100000) %}{% for y in [ns.x] %}{% set ns.x = loop %}{% endfor %}{% endfor %}"},
      {"loop asks itself", "{% set n = namespace(l=none) %}{% for i in [1, 2, 3] if n.l is none or not n.l.last %}{% set n.l = loop %}{% endfor %}"},
      {"macro recursion", "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"},
      {"macro recursion in brackets", "{% macro f() %}{{ " + repeated("(", 40) + "f()" + repeated(")", 40) + " ~ " + repeated("[", 40) + "f()" + repeated("]", 40) + " }}{% endmacro %}{{ f() }}"},
      {"caller kept", "{% set ns = namespace() %}{% macro m() %}{% set ns.c = caller %}{% endmacro %}{% for i in [1] %}{% call m() %}{{ i }}{% endcall %}{% endfor %}{{ ns.c() }}"},
      {"brackets", "{{ " + repeated("(", 200000) + " }}"},
      {"lists", "{{ " + repeated("[", 200000) + " }}"},
      {"mappings", "{{ " + repeated("{1:", 100000) + " }}"},
      {"not", "{{ " + repeated("not ", 200000) + "1 }}"},
      {"minus", "{{ " + repeated("-", 200000) + "1 }}"},
      {"long sum", "{{ 1" + repeated("+1", 200000) + " }}"},
      {"long attributes", "{{ a" + repeated(".b", 200000) + " }}"},
      {"long filters", "{{ a" + repeated("|trim", 200000) + " }}"},
      {"long calls", "{{ a" + repeated("()", 200000) + " }}"},
      {"conditions", "{{ " + repeated("1 if 0 else ", 100000) + "1 }}"},
      {"blocks", repeated("{% if 1 %}", 100000)},
      {"loops nested", repeated("{% for a in [1] %}", 5000)},
      {"big power", "{{ 9 ** 99999 }}"},
      {"big number", "{{ 99999999999999999999999 }}"},
      {"overflow", "{{ 9223372036854775807 + 1 }}"},
      {"slow replace", "{% set s = 'a' * 100000 %}{% for i in range(100000) %}{% set t = s.replace('a', 'bb') %}{% endfor %}"},
      {"slow sort", "{% for i in range(1000) %}{{ range(100000) | sort(reverse=true) | length }}{% endfor %}"},
      {"file", "{% include '/etc/passwd' %}"},
      {"import", "{% import 'os' as os %}"},
      {"class", "{{ ''.__class__.__mro__ }}"},
      {"globals", "{{ range.__globals__['os'] }}"},
      {"unclosed comment", "{# "},
      {"unclosed raw", "{% raw %} x"},
      {"step zero", "{{ [1][::0] }}"},
      {"wide indent", "{{ 'a\nb' | indent(100000000) }}"},
      {"wide format", "{{ '%999999999d' % 1 }}"},
      {"wide center", "{{ 'a'.center(9999999999) }}"},
      {"round", "{{ 1.5 | round(400) }}"},
      {"unknown escape", "{{ '\\u12' }}"},
  };
  for (const auto& [name, source] : cases) {
    SCOPED_TRACE(name);
    const auto start = std::chrono::steady_clock::now();
    const auto result = render(source);
    EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 10);
    ASSERT_FALSE(result.ok());
    EXPECT_TRUE(result.error().kind == ErrorKind::input || result.error().kind == ErrorKind::unsupported) << result.error().text();
    EXPECT_LT(result.error().text().size(), 2000u);
  }
}

TEST(ChatTemplate, OddInputsRender) {
  // A namespace that holds itself, slices at the ends of the number range, invalid UTF-8 in a message.
  EXPECT_EQ(render("{% set n = namespace() %}{% set n.self = n %}{{ n.self.self is defined }}").value().text, "True");
  EXPECT_EQ(render("{{ [1, 2][-9223372036854775807:9223372036854775807:9223372036854775807] }}").value().text, "[1]");
  EXPECT_EQ(render("{{ messages[0] }}", {{"messages", {std::string("a\xFF") + "b"}}}).value().text, "a\uFFFDb");
  EXPECT_EQ(render("{{ range(9223372036854775806, 9223372036854775807) | list }}").value().text, "[9223372036854775806]");
  EXPECT_EQ(render("").value().text, "");
  EXPECT_EQ(render("{{").error().kind, ErrorKind::input);
}

// Cutting a template anywhere, or changing a byte, gives a text or an error, never a crash.
TEST(ChatTemplate, BrokenTemplatesDoNotCrash) {
  const std::string source = read_text_file(kGoldens + "templates/llama31.jinja").value();
  const Json goldens = read_json_file(kGoldens + "cases.json").value();
  const Json variables = {{"messages", goldens["chats"]["tools"]}, {"tools", goldens["tools"]}, {"bos_token", "<s>"}};
  uint64_t state = 1;
  int failed = 0;
  for (int i = 0; i < 1500; ++i) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    std::string broken = i % 3 == 0 ? source.substr(0, state >> 33) : source;
    if (broken.empty() || i % 3 == 0) broken = source.substr(0, (state >> 33) % source.size());
    if (i % 3 != 0) {
      const std::size_t at = (state >> 33) % broken.size();
      i % 3 == 1 ? broken[at] = static_cast<char>("{}%[](){}|.:'\"\\- \nx1"[(state >> 20) % 20]) : static_cast<char>(broken.erase(at, 1 + (state >> 20) % 8).size());
    }
    const auto result = render(broken, variables);
    if (!result.ok()) {
      ++failed;
      EXPECT_NE(result.error().kind, ErrorKind::internal) << result.error().text();
    }
  }
  EXPECT_GT(failed, 100);
}

}  // namespace
}  // namespace paretune
