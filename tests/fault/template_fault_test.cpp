// SPDX-License-Identifier: GPL-3.0-or-later
// Chat templates that try to hang, to grow or to reach out; beside those of tests/data/chat_template_test.cpp, and held to the budgets.
#include "tests/fault/cases.h"
#include "training/data/chat_template.h"

namespace paretune {
namespace {
using namespace test;
using Want = Cases::Want;

std::string times(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

TEST(TemplateFault, HostileTemplates) {
  Cases cases;
  const Json variables = {{"messages", {{{"role", "user"}, {"content", std::string(1000, 'a') + "\n"}}}}, {"text", std::string(1 << 20, 'a')}};
  const auto check = [&](const std::string& source, Want want = Want::refused) {
    cases.run(source, source.size() + (1 << 20), [&] { ChatTemplate::parse(source, "t").value()->render(variables).value(); }, want);
  };
  const auto loop = [](const std::string& body) { return "{% set n = namespace(a=[], s='x', i=0) %}{% for i in range(1000000000) %}" + body + "{% endfor %}"; };
  const auto long_loop = [](const std::string& body) { return "{% set n = namespace(a=[], s='x', i=0) %}{% for i in range(1000) %}{% for j in range(1000) %}" + body + "{% endfor %}{% endfor %}"; };
  // Macros that call themselves, each other, through their caller, their defaults and a filter block.
  check("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}");
  check("{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}");
  check("{% macro f(x=f()) %}{% endmacro %}{{ f() }}");
  check("{% macro f() %}{% call f() %}{% endcall %}{{ caller() }}{% endmacro %}{{ f() }}");
  check("{% macro f() %}{% call f() %}{{ f() }}{% endcall %}{% endmacro %}{% call f() %}{% endcall %}");
  check("{% macro f() %}{% filter upper %}{{ f() }}{% endfilter %}{% endmacro %}{{ f() }}");
  check("{% macro f() %}{% set x %}{{ f() }}{% endset %}{% endmacro %}{{ f() }}");
  check("{% macro f() %}{% for i in [1] %}{{ f() }}{% endfor %}{% endmacro %}{{ f() }}");
  check("{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(25) }}");
  check("{% macro f() %}{{ [f()] | map('string') | list }}{% endmacro %}{{ f() }}");
  // Loops without end, and many small ones.
  check(loop(""));
  check(loop("{% if true %}{% continue %}{% endif %}"));
  check(loop("{{ 'x' }}"));
  check(long_loop("{% for k in range(1000) %}{% endfor %}"));
  check(long_loop("{% set n.a = n.a + [j] %}"));
  check(long_loop("{% set n.s = n.s + 'x' %}"));
  check(long_loop("{% set n.s = text %}{% set n.s = n.s | upper %}"));
  check(long_loop("{{ text | length }}"));
  check(long_loop("{{ text in text }}{{ 'b' in text }}"));
  check(long_loop("{{ text == text }}"));
  check(long_loop("{{ text | trim }}{{ text.strip('b') }}"));
  check(long_loop("{{ text.split('b') | length }}"));
  check(long_loop("{{ text.startswith(text) }}{{ text[1:].count('b') }}"));
  check(long_loop("{{ messages | tojson }}"));
  check(long_loop("{{ messages | string }}"));
  check("{% for a in range(-9223372036854775807, 9223372036854775807) %}{% endfor %}");
  check("{% for a in range(9223372036854775807, -9223372036854775807, -1) %}{% endfor %}");
  check("{{ range(1000000000) | list }}");
  check("{{ range(1000000000) | sum }}");
  check("{{ text | list | unique | list | join(text) }}", Want::either);
  check("{{ text | list | sort | map('upper') | join(text) }}");
  // Output and values of a gigabyte.
  check("{% set s = 'x' * 1000000 %}{% for i in range(1000) %}{{ s }}{% endfor %}");
  check("{{ text * 1000 }}");
  check("{{ [text] * 1000 | join }}{{ ([text] * 1000) | join }}");
  check("{{ ([text] * 1000) | tojson }}");
  check("{{ ([text] * 1000) | string }}");
  check("{{ text | replace('a', text) }}");
  check("{{ text.replace('', 'b' * 10000) }}");
  check("{{ text.join(text) }}");
  check("{{ '\\n'.join(text) | indent(1000) }}");
  check("{{ text | indent(text, true, true) | indent(text) }}{{ ('\\n' * 10000) | indent(text, true, true) }}");
  check("{{ '{0}{0}{0}{0}'.format(text * 100) }}");
  check("{{ ('{0}' * 10000).format(text) }}");
  check("{{ '%s' * 10000 % text }}");
  check("{{ ('%s' * 3) | format(text * 10, text * 10, text * 10) }}", Want::either);
  check("{% set n = namespace(s='x') %}{% for i in range(100) %}{% set n.s = n.s ~ n.s %}{% endfor %}{{ n.s }}");
  check("{% set n = namespace(a=[0]) %}{% for i in range(100) %}{% set n.a = n.a + n.a %}{% endfor %}{{ n.a }}");
  check("{% set n = namespace(a=[text]) %}{% for i in range(100) %}{% set n.a = [n.a, n.a] %}{% endfor %}{{ n.a | tojson }}");
  check("{{ range(1000000) | list | tojson(indent=64) }}");
  check("{{ range(1000000) | batch(1) | list }}");
  check("{{ [1] | batch(1000000, text) | list | tojson }}");
  check("{{ text | wordwrap(1) }}");
  check("{{ 'x'.center(1000000000) }}");
  check("{{ 'x'.zfill(1000000000) }}");
  check("{{ 'x' | center(1000000000) }}");
  check("{{ '%1000000000d' % 1 }}");
  check("{{ '%.1000000000f' | format(1.5) }}");
  check("{{ '{:>1000000000}'.format(1) }}");
  // Steps and widths at the ends of the numbers.
  check("{{ [1, 2][1::9223372036854775807] }}{{ 'ab'[1::9223372036854775807] }}", Want::taken);
  check("{{ 'abc'.center(-9223372036854775807) }}", Want::taken);
  check("{{ [1, 2][::-9223372036854775807] }}{{ 'ab'[0::-9223372036854775807] }}", Want::taken);
  // Deep nesting.
  for (const int depth : {150, 100'000}) {
    check("{{ " + times("(", depth) + "1" + times(")", depth) + " }}", Want::either);
    check("{{ " + times("[", depth) + times("]", depth) + " }}", Want::either);
    check("{{ " + times("{'a':", depth) + "1" + times("}", depth) + " }}", Want::either);
    check("{{ " + times("not ", depth) + "1 }}", Want::either);
    check("{{ x" + times("[0]", depth) + " }}");
    check("{{ 1" + times(" if 1 else 2", depth) + " }}", Want::either);
    check(times("{% if 1 %}", depth) + times("{% endif %}", depth), Want::either);
    check(times("{% for i in [1] %}", depth) + "x" + times("{% endfor %}", depth), Want::either);
    check(times("{% filter upper %}", depth) + "x" + times("{% endfilter %}", depth), Want::either);
    check(times("{% macro f() %}", depth) + times("{% endmacro %}", depth), Want::either);
    check(times("{% set x %}", depth) + times("{% endset %}", depth), Want::either);
    check(times("{% generation %}", depth) + times("{% endgeneration %}", depth), Want::either);
  }
  // What would reach out, or is not there.
  for (const char* source : {"{% include 'x' %}", "{% import 'x' as y %}", "{% from 'x' import y %}", "{% extends 'x' %}", "{% block x %}{% endblock %}", "{% do x() %}", "{{ self }}{{ self.x() }}",
                             "{{ [].__class__.__base__.__subclasses__() }}", "{{ cycler.__init__.__globals__ }}", "{{ messages.append(1) }}", "{{ messages.__len__() }}",
                             "{{ open('/etc/passwd') }}", "{{ x|nonesuch }}", "{{ 1 is nonesuch }}", "{{ ''.nonesuch() }}", "{{ nonesuch() }}",
                             "{% nonesuch %}", "{{ 1/0 }}", "{{ 1 % 0 }}", "{{ 1 // 0 }}", "{{ (-9223372036854775807 - 1) // -1 }}", "{{ (-9223372036854775807 - 1) * -1 }}", "{{ 2 ** 64 }}", "{{ 1 ~ }}",
                             "{{ raise_exception('" "no" "') }}"}) {
    check(source);
  }
  for (const char* source : {"{{ ''.__class__ }}", "{{ range.__globals__ }}", "{{ ''|attr('__class__') }}"}) {  // undefined, which prints nothing
    check(source, Want::taken);
    EXPECT_EQ(ChatTemplate::parse(source, "t").value()->render(variables).value().text, "");
  }
  EXPECT_GE(cases.tries(), 60);
}

TEST(TemplateFault, DamagedTemplates) {
  Cases cases;
  const std::string folder = PARETUNE_SOURCE_DIR "/tests/goldens/chat/templates/";
  const Json goldens = read_json_file(PARETUNE_SOURCE_DIR "/tests/goldens/chat/cases.json").value();
  const Json variables = {{"messages", goldens["chats"]["tools"]}, {"tools", goldens["tools"]}, {"bos_token", "<s>"}, {"eos_token", "</s>"}, {"add_generation_prompt", true}};
  for (const char* name : {"qwen25", "mistral", "gemma", "qwen3", "llama3", "generation"}) {
    const std::string whole = read_text_file(folder + name + ".jinja").value();
    Damage damage(19);
    for (int copy = 0; copy < 300; ++copy) {
      const std::string source = damage.of(whole);
      cases.run(name, source.size(), [&] { ChatTemplate::parse(source, "t").value()->render(variables).value(); }, Want::either);
    }
  }
}

}  // namespace
}  // namespace paretune
