# SPDX-License-Identifier: GPL-3.0-or-later
"""What transformers 5.23.0 renders for the templates and snippets here; writes tests/goldens/chat/cases.json."""
import json
import pathlib

import transformers
from transformers.utils.chat_template_utils import _compile_jinja_template, render_jinja_template

assert transformers.__version__ == "5.23.0", transformers.__version__
HERE = pathlib.Path(__file__).parent / "chat"

U = lambda text: {"role": "user", "content": text}
A = lambda text, **more: {"role": "assistant", "content": text, **more}
S = lambda text: {"role": "system", "content": text}
CHATS = {
    "one": [U("Hi there")],
    "two": [U("What is 2+2?"), A("4.")],
    "system": [S("Be brief."), U("  padded \n"), A(" also padded  "), U("Ünïcödé 日本語 🎉"), A("line one\nline two\n")],
    "long": [S("S")] + [m for i in range(12) for m in (U(f"q{i}"), A(f"a{i}"))] + [U("last")],
    "same": [U("yes"), A("yes"), U("yes"), A("yes yes")],
    "odd": [A("I start"), U("then you")],
    "twice": [U("a"), U("b")],
    "empty": [U(""), A("")],
    "think": [U("q"), A("<think>\nhm\n</think>\n\nanswer"), U("q2"), A("<think>\nmore\n</think>\n\nanswer 2")],
    "quotes": [U("He said \"it's\" \\ {{ not }} {% a tag %} <b>&</b>"), A("'ok'")],
    "tools": [S("Use tools."), U("Weather in Paris?"),
              {"role": "assistant", "content": "", "tool_calls": [{"id": "abc123def", "type": "function", "function": {"arguments": {"city": "Paris", "days": 2, "é": [1.5, None, True]}, "name": "weather"}}]},
              {"role": "tool", "content": "sunny", "name": "weather", "tool_call_id": "abc123def"}, A("It is sunny.")],
}
TOOLS = [{"type": "function", "function": {"name": "weather", "description": "The \"weather\".", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer", "enum": [1, 2]}}, "required": ["city"]}, "return": {"type": "string"}}},
         {"type": "function", "function": {"name": "time", "description": "now", "parameters": {"type": "object", "properties": {}}}}]

SNIPPETS = r"""
{{ 1 + 2 * 3 - 4 / 2 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 2 ** 10 }} {{ 2 ** -1 }} {{ 1.5 * 2 }} {{ 10 / 4 }} {{ 1e3 }} {{ 1_000 }} {{ 0x1f }} {{ -2 ** 2 }}
{{ 'a' ~ 1 ~ none ~ true ~ [1, 'x'] ~ {'k': 1.0} ~ (1,) ~ (1, 2) ~ () }}
{{ "it's" ~ ["it's", 'say "x"', 'both \' and "', "tab\t", "nl\n", "back\\slash", "é"] }}
{{ 1 < 2 < 3 }} {{ 1 < 2 > 3 }} {{ 'a' < 'b' }} {{ [1, 2] < [1, 3] }} {{ 1 == 1.0 }} {{ true == 1 }} {{ 'a' != 'b' }} {{ none == none }} {{ 1 in [1, 2] }} {{ 'x' not in 'abc' }} {{ 'k' in {'k': 1} }}
{{ not true or false and true }} {{ (1 or 2) and 0 }} {{ '' or 'x' }} {{ none and 1 }} {{ not none }} {{ not 1 == 2 }}
{{ 'yes' if 1 else 'no' }} {{ 'yes' if 0 }}| {{ 'a' if false else 'b' if true else 'c' }}
{{ [1, 2, 3, 4, 5][1:3] }} {{ [1, 2, 3][::-1] }} {{ 'hello'[1:] }} {{ 'hello'[:-1] }} {{ 'hello'[::-1] }} {{ 'héllo'[1] }} {{ [1, 2, 3][-1] }} {{ 'abc'[5:] }} {{ [1,2,3,4][::2] }} {{ [1,2,3,4][3:0:-2] }} {{ 'abc'[-2:] }} {{ (1,2,3)[1:] }}
{{ missing }}|{{ missing is defined }}|{{ missing is undefined }}|{{ missing | default('d') }}|{{ '' | default('d') }}|{{ '' | default('d', true) }}|{{ missing | default }}|{{ none | default('x') }}
{{ x.y.z }}|{{ x['y']['z'] }}|{{ x.nope }}|{{ x['nope'] is defined }}|{{ x.list.0 }}|{{ x.list[9] }}
{{ '  pad ' | trim }}|{{ 'xxaxx' | trim('x') }}|{{ ' a '.strip() }}|{{ 'xa'.lstrip('x') }}|{{ 'ax'.rstrip('x') }}|{{ '\u2003em\u2003'.strip() }}
{{ 'Hello World' | upper }} {{ 'ÀÉß' | lower }} {{ 'straße' | upper }} {{ 'hELLO wORLD' | capitalize }} {{ "they're bill's-friends (and) x" | title }} {{ "they're bill's" .title() }}
{{ 'a,b,,c'.split(',') }} {{ ' a  b '.split() }} {{ 'a b c d'.split(' ', 2) }} {{ 'a b c d'.rsplit(' ', 2) }} {{ 'a b c'.split(none, 1) }} {{ 'l1\nl2\r\nl3'.splitlines() }} {{ 'abc'.split('x') }}
{{ 'hello'.startswith('he') }} {{ 'hello'.endswith(('x', 'lo')) }} {{ 'hello'.replace('l', 'L') }} {{ 'hello'.replace('l', 'L', 1) }} {{ 'hello' | replace('l', 'L', 1) }} {{ 'ab'.replace('', '-') }}
{{ 'hello'.find('l') }} {{ 'hello'.find('z') }} {{ 'hello'.rfind('l') }} {{ 'hello'.index('e') }} {{ 'hello'.count('l') }} {{ 'a-b'.partition('-') }} {{ 'abc'.removeprefix('a') }} {{ 'abc'.removesuffix('c') }}
{{ '12'.isdigit() }} {{ 'ab'.isalpha() }} {{ 'a1'.isalnum() }} {{ ' '.isspace() }} {{ 'AB'.isupper() }} {{ 'ab1'.islower() }} {{ ''.isdigit() }} {{ '7'.zfill(3) }} {{ 'ab'.center(7, '*') }} {{ 'ab'.ljust(4) }}| {{ 'ab'.rjust(4) }}
{{ '-'.join(['a', 'b']) }} {{ ['a', 'b'] | join }} {{ [1, 2] | join(', ') }} {{ [{'n': 'a'}, {'n': 'b'}] | join('+', attribute='n') }} {{ '%s is %d' % ('x', 3) }} {{ '%s' | format('y') }} {{ '%05.2f|%-5s|%5s' | format(3.14159, 'a', 'b') }} {{ '{} and {}'.format(1, 'b') }} {{ '{1}{0}{a}'.format(1, 2, a='z') }}
{{ [3, 1, 2] | sort }} {{ ['b', 'A', 'c'] | sort }} {{ ['b', 'A'] | sort(case_sensitive=true) }} {{ [1, 2, 3] | sort(reverse=true) }} {{ [{'n': 2}, {'n': 1}] | sort(attribute='n') }}
{{ [1, 2, 1] | unique | list }} {{ ['a', 'A', 'b'] | unique | list }} {{ {'b': 1, 'a': 2} | dictsort }} {{ {'b': 1, 'a': 2} | dictsort(by='value', reverse=true) }} {{ [1, 2, 3] | sum }} {{ [1, 5, 2] | max }} {{ [4, 2] | min }} {{ [1, 2, 3] | reverse | list }} {{ 'abc' | reverse }}
{{ [1, 2, 3] | first }} {{ [1, 2, 3] | last }} {{ 'abc' | first }} {{ 'héé' | length }} {{ {'a': 1} | length }} {{ [1, 2] | count }} {{ 'abc' | list }} {{ {'a': 1} | list }}
{{ [1, 2, 3, 4] | select('even') | list }} {{ [1, 2, 3] | reject('equalto', 2) | list }} {{ [0, 1, ''] | select | list }} {{ [{'a': 1}, {'a': 0}, {}] | selectattr('a') | list }} {{ [{'a': 1}, {'a': 2}] | selectattr('a', 'equalto', 2) | list }} {{ [{'a': 1}, {'b': 2}] | rejectattr('a', 'defined') | list }}
{{ ['a', 'b'] | map('upper') | list }} {{ [{'n': {'m': 1}}] | map(attribute='n.m') | list }} {{ [{'n': 1}, {}] | map(attribute='n', default='?') | list }} {{ [1.5, 2] | map('int') | list }} {{ ['a'] | map('replace', 'a', 'b') | list }}
{{ '42' | int }} {{ 'x' | int }} {{ 'x' | int(7) }} {{ 3.9 | int }} {{ '3.5' | int }} {{ '2.5' | float }} {{ 'x' | float }} {{ 7 | float }} {{ -3 | abs }} {{ 2.567 | round(2) }} {{ 2.5 | round }} {{ 2.1 | round(method='ceil') }} {{ 3 | string ~ '!' }} {{ '<b>' | e }} {{ '<b>' | safe }}
{{ {'b': [1, 2.5, none, true, 'é"\n'], 'a': {}} | tojson }} {{ [] | tojson }} {{ 'a/b' | tojson }} {{ '\x7f\x1f\u2028' | tojson }} {{ 1e20 | tojson }} {{ 1e-7 }} {{ 123456789.123 }} {{ 1e16 }} {{ 0.1 }} {{ 5.0 }}
{{ {'b': [1, 2], 'a': {'x': []}, 'c': {}} | tojson(indent=2) }}|{{ x | tojson(indent=4) }}|{{ x | tojson(separators=(',', ':')) }}|{{ {'b': 1, 'a': 2} | tojson(sort_keys=true) }}|{{ 'é🎉' | tojson(ensure_ascii=true) }}
{{ 'a\nb\n\nc' | indent }}|{{ 'a\nb' | indent(2, true) }}|{{ 'a\n\nb' | indent(2, blank=true) }}|{{ 'a\nb' | indent('> ') }}|{{ '' | indent(2, true) }}|
{{ 1 is number }} {{ true is number }} {{ true is boolean }} {{ 1 is integer }} {{ true is integer }} {{ 1.0 is float }} {{ 'a' is string }} {{ {} is mapping }} {{ [] is sequence }} {{ 'a' is iterable }} {{ 1 is iterable }} {{ none is none }} {{ false is false }} {{ 1 is true }} {{ 4 is divisibleby 2 }} {{ 3 is odd }} {{ 'a' is in ['a'] }} {{ 1 is eq 1 }} {{ 1 is not lt(0) }} {{ 2 is gt 1 }} {{ 'a' is lower }} {{ missing is sequence }} {{ range is callable }} {{ 1 is sameas 1 }}
{{ 'a' is string and 'b' is not number }} {{ 1 is not none or false }} {{ not missing is defined }} {{ [1, 2] is sequence }}
{% for a in [1, 2, 3] %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.cycle('x', 'y') }};{% endfor %}
{% for a in [] %}x{% else %}none{% endfor %} {% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }},{% endfor %} {% for k in {'a': 1} %}{{ k }}{% endfor %} {% for c in 'héy' %}{{ c }}.{% endfor %}
{% for a in range(10) if a % 2 %}{{ a }}{{ loop.index }} {% endfor %} {{ range(3) | list }} {{ range(1, 10, 3) | list }} {{ range(5, 0, -2) | list }}
{% for a in range(10) %}{% if a == 2 %}{% continue %}{% endif %}{% if a == 5 %}{% break %}{% endif %}{{ a }}{% endfor %}
{% for a in [1, 1, 2] %}{{ loop.changed(a) }} {% endfor %}{% for a in [[1, 2], [3, 4]] %}{% for b in a %}{{ b }}{{ loop.depth }}{% endfor %}{% endfor %}
{% set a = 1 %}{% for i in [1, 2] %}{% set a = a + i %}{{ a }}{% endfor %}{{ a }} {% set ns = namespace(n=0, s='x') %}{% for i in [1, 2, 3] %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}{{ ns.s }}{{ ns.nope is defined }}
{% if a is not defined %}{% set a = 'set inside if' %}{% endif %}{{ a }} {% set b, c = 1, 2 %}{{ b }}{{ c }} {% set t = 1, 2 %}{{ t }} {% set (d, e) = [3, 4] %}{{ d }}{{ e }}
{% set block %}in {{ 1 + 1 }} block{% endset %}[{{ block }}] {% set up | upper %}loud{% endset %}{{ up }} {% filter upper | replace('A', '4') %}banana{% endfilter %} {% with q = 5, r = 6 %}{{ q }}{{ r }}{% endwith %}{{ q is defined }}
{% macro m(a, b='B', c=none) %}({{ a }}{{ b }}{{ c }}){% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ m(c=3, a=0) }}{{ m() }} {% macro outer(x) %}<{{ m(x) }}>{% endmacro %}{{ outer('o') }} {{ m('q') | upper }}
{% macro wrap(t) %}<{{ t }}>{{ caller() }}</{{ t }}>{% endmacro %}{% call wrap('b') %}body {{ 1 }}{% endcall %} {% macro lister() %}{% for i in [1, 2] %}{{ caller(i) }}{% endfor %}{% endmacro %}{% call(i) lister() %}[{{ i }}]{% endcall %}
{# comment #}a{#- trimmed -#} b {%- set x = 1 -%} c {{- 'd' -}} e
{% raw %}{{ not }} {% run %}{% endraw %} {{ '{{' }} {{ '%}' }} {{ "a" 'b' }} {{ {'a': {'b': 1}}['a']['b'] }}
{{ {'items': 1}['items'] }} {{ {'a': 1}.get('a') }} {{ {'a': 1}.get('b') }} {{ {'a': 1}.get('b', 2) }} {{ {'a': 1, 'b': 2}.keys() | list }} {{ {'a': 1}.values() | list }} {{ {'a': 1} | items | list }} {{ [1, 2, 2].count(2) }} {{ [1, 2].index(2) }} {{ dict(a=1) }} {{ {1: 'x', true: 'y'}[1] }}
{{ [1, 2] + [3] }} {{ 'ab' * 3 }} {{ [0] * 3 }} {{ 'a' + 'b' }} {{ 1 + true }} {{ +5 }} {{ - 5 }} {{ 5 - -5 }} {{ -x.n | abs }} {{ (1, 2) + (3,) }}
{{ 'a'.b is defined }} {{ [].x is defined }} {{ 5.x is defined }}
{{ "\n\t\\ \x41 \u00e9 \q \'" }} {{ '\101' }} {{ "A" if x.n > 1 and x.s in ['t', 's'] else "B" }} {{ x.s[0] | upper ~ x.s[1:] }} {{ (x.s | length) * 2 }} {{ x.list | length - 1 }}
{{ [1, 2, 3] | batch(2) | list }} {{ 'one two  three' | wordcount }} {{ [['a', 1]] | map('first') | list }} {{ x | attr('nope') is defined }} {{ ('a', 'b') | join('-') }}
{{ missing.attr }}
{{ missing + 1 }}
{{ 'a' + 1 }}
{{ 1 / 0 }}
{{ [1] | nofilter }}
{{ 1 is notest }}
{{ undefined_function() }}
{% include 'x' %}
{% for %}
{{ 1 +
{% if 1 %}open
{{ 'open }}
{{ raise_exception('said so') }}
{{ x.s.nope() }}
{{ 'abc'.encode() | length > 99999 }}{{ 1 < 'a' }}
{% for a, b in [1, 2] %}{% endfor %}
{% break %}
{{ ) }}
{{ [1, 2 }}
{% set a.b.c = 1 %}
{{ 1 2 }}
{{ }}
""".strip("\n").split("\n")
LINES = [
    "a\n{% if true %}\nb\n{% endif %}\nc\n", "  {% if true %}\n  b\n  {% endif %}\n  c", "x {% if true %} y {% endif %} z", "{{ 1 }}\n{{ 2 }}\n", "a  \n  {%- if true -%}  \n b \n {%- endif -%} \n c",
    "a\n  {# c #}\nb\n  {#- c -#}\n d", "a\n  {%+ if true %}\n  b\n{% endif +%}\nc", "  {{ 1 }}  \n", "\n\n{% set x = 1 %}\n\n{{ x }}\n\n", "a\r\n{% if true %}\r\nb\r\n{% endif %}\r\n", "{% for i in [1, 2] %}\n\t{% if i == 1 %}\n\tone\n\t{% else %}\n\tother\n\t{% endif %}\n{% endfor %}",
    "{% raw %}\n  {{ x }}\n  {% endraw %}\nend", "{% if true %}{# c #}\n  {% if true %}y{% endif %}\n{% endif %}", "a {#- c #}\n\n b", "{{- 1 }} {{ 2 -}}\n 3", " {% set a = 1 %} {{ a }}\n {% set b %}\n  in\n {% endset %}\n[{{ b }}]",
    "{% generation %}x{% endgeneration %}y", "  {% generation %}\n  x\n  {% endgeneration %}\ny",
]


def run(source, variables):
    try:
        rendered, indices = render_jinja_template([variables.pop("messages")], chat_template=source, return_assistant_tokens_mask="generation" in source, **variables)
        out = {"text": rendered[0]}
        if indices and indices[0]:
            out["generation"] = [[len(rendered[0][:a].encode()), len(rendered[0][:b].encode())] for a, b in indices[0]]
        return out
    except Exception as error:  # the message tells a person why; only that there is one is compared
        return {"error": str(error)[:200]}


def main():
    cases = []
    canonical = lambda value: json.loads(json.dumps(value, sort_keys=True))
    for path in sorted((HERE / "templates").glob("*.jinja")):
        for name, chat in CHATS.items():
            for add, tools, extra in [(False, None, {}), (True, None, {})] + ([(True, TOOLS, {}), (False, TOOLS, {"tools_in_user_message": False})] if name in ("tools", "one", "system") else []):
                variables = canonical({"messages": chat, "add_generation_prompt": add, "tools": tools, "bos_token": "<s>", "eos_token": "</s>", **extra})
                case = {"template": path.stem, "chat": name, "variables": variables}
                cases.append({**case, **run(path.read_text(), json.loads(json.dumps(variables)))})
    for source in SNIPPETS + LINES:
        variables = canonical({"messages": [], "tools": None, "add_generation_prompt": False, "x": {"y": {"z": "deep"}, "list": [10, 20], "s": "text", "n": 3}})
        cases.append({"source": source, **run(source, json.loads(json.dumps(variables)))})
    seen = {}
    for case in cases:  # tools and chats are told once
        if "variables" in case:
            case["variables"].pop("messages")
            case["tools"] = bool(case["variables"].pop("tools"))
    out = {"chats": canonical(CHATS), "tools": canonical(TOOLS), "x": {"y": {"z": "deep"}, "list": [10, 20], "s": "text", "n": 3}, "cases": cases}
    (HERE / "cases.json").write_text(json.dumps(out, ensure_ascii=False, indent=0) + "\n")
    print(len(cases), "cases,", sum("error" in c for c in cases), "errors")


if __name__ == "__main__":
    main()
