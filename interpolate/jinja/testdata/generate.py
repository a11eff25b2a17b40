"""Renders templates with Jinja2 as Rasa does (section 4.5), one JSON object a line.

    python3 generate.py again oracle.jsonl > oracle.new       the templates of a file once more
    python3 generate.py blocks SEED COUNT > blocks.jsonl      random templates with blocks

Needs Jinja2 3.1.6 (Debian: python3-jinja2). The variables are those of vars.json. To add cases, write lines that have
only "template" and run `again`.
"""
import json
import pathlib
import random
import sys

import jinja2

VARS = json.loads((pathlib.Path(__file__).parent / "vars.json").read_text())


def case(template):
    try:
        compiled = jinja2.Template(template)
    except Exception as e:  # also Python's own errors, such as two parameters of the same name
        return {"template": template, "error": "syntax", "message": str(e)}
    try:
        return {"template": template, "want": compiled.render(json.loads(json.dumps(VARS)))}
    except jinja2.UndefinedError as e:
        return {"template": template, "error": "undefined", "message": str(e)}
    except Exception as e:
        return {"template": template, "error": "raised", "message": str(e)}


def again(path):
    for line in pathlib.Path(path).read_text().splitlines():
        print(json.dumps(case(json.loads(line)["template"]), ensure_ascii=True))


NAMES = ["a", "b", "x", "y", "n", "name", "item", "loop", "self", "super", "_p"]


class Writer:
    """Writes templates in which each block has a name of its own, and now and then one that is taken."""

    def __init__(self, rnd):
        self.rnd, self.blocks = rnd, 0

    def expr(self):
        name = self.rnd.choice(NAMES)
        if self.rnd.random() < 0.6:
            return self.rnd.choice([name, name + "|default('-')", "html", "n + 1"])
        return self.rnd.choice([name, name, name, f"{name}|default('-')", "self.k%d()" % self.rnd.randrange(4), "super()",
                                "super|default('none')", "self.k%d" % self.rnd.randrange(4) + ".name", "loop.index", "m()",
                                "x ~ y", "html", "self['k0']()|upper", "self.k1.super", "namespace(a=1).a"])

    def body(self, depth):
        return "".join(self.piece(depth) for _ in range(self.rnd.randrange(1, 4)))

    def piece(self, depth):
        kinds = ["text", "print", "print", "print", "set", "set"]
        if depth > 0:
            kinds += ["block"] * 5 + ["for", "if", "macro", "with", "filter", "setblock", "autoescape", "call"]
        kind = self.rnd.choice(kinds)
        inside = lambda: self.body(depth - 1)
        if kind == "text":
            return self.rnd.choice([" t ", "<", "\n", ""])
        if kind == "print":
            return "{{ " + self.expr() + " }}"
        if kind == "set":
            return self.rnd.choice(["{%% set %s = %s %%}" % (self.rnd.choice(["x", "y", "_p", "name"]), self.rnd.choice(["1", "x", "'<'", "name"])),
                                    "{% set x, y = 7, 8 %}"])
        if kind == "block":
            name = "k%d" % (self.blocks if self.rnd.random() < 0.98 else 0)
            self.blocks += 1
            flags = self.rnd.choice(["", "", "", " scoped", " scoped", " scoped"])
            end = self.rnd.choice(["", "", " " + name])
            if self.rnd.random() < 0.02:
                return "{%% block %s%s required %%} {%% endblock %%}" % (name, flags)
            return "{%% block %s%s %%}%s{%% endblock%s %%}" % (name, flags, inside(), end)
        if kind == "for":
            return "{%% for %s in %s %%}%s{%% endfor %%}" % (self.rnd.choice(["item", "x", "item"]), self.rnd.choice(["items", "l", "[1, 2]"]), inside())
        if kind == "if":
            return "{%% if %s %%}%s{%% else %%}%s{%% endif %%}" % (self.expr(), inside(), inside())
        if kind == "macro":
            return "{%% macro m(a=1) %%}%s{%% endmacro %%}%s" % (inside(), self.rnd.choice(["{{ m() }}", ""]))
        if kind == "with":
            return "{%% with %s = %s %%}%s{%% endwith %%}" % (self.rnd.choice(["x", "y"]), self.expr(), inside())
        if kind == "filter":
            return "{% filter upper %}" + inside() + "{% endfilter %}"
        if kind == "setblock":
            return "{% set x %}" + inside() + "{% endset %}"
        if kind == "call":
            return "{% macro w() %}({{ caller() }}){% endmacro %}{% call w() %}" + inside() + "{% endcall %}"
        return "{% autoescape " + self.rnd.choice(["true", "true", "false", "n"]) + " %}" + inside() + "{% endautoescape %}"


def blocks(seed, count):
    rnd, seen = random.Random(seed), set()
    while len(seen) < count:
        template = Writer(rnd).body(3)
        if "block" not in template or template in seen or len(template) > 400:
            continue
        made = case(template)
        if "maximum recursion depth" in made.get("message", "") or " at 0x" in made.get("want", "") or len(made.get("want", "")) > 2000:
            continue  # a limit of ours, or an address
        seen.add(template)
        print(json.dumps(made, ensure_ascii=True))


if sys.argv[1] == "again":
    again(sys.argv[2])
else:
    blocks(int(sys.argv[2]), int(sys.argv[3]))
