"""YAML as ruamel.yaml reads it, and ${VAR} as Rasa expands it (internal/yamlsrc/testdata)."""
import json
import os
import re

import ruamel.yaml

MADE_WITH = {"python": "3.11", "ruamel.yaml": "0.17.21"}

# The environment that env.tsv names in its second line.
ENVIRONMENT = {"FOO": "bar", "N": "5", "E": "", "SP": "a b", "D": "$FOO", "U": "é😀"}


def resolve(text):
    """The Python value of a plain scalar: YAML 1.2, dates as text."""
    yaml = ruamel.yaml.YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    tag = yaml.resolver.resolve(ruamel.yaml.nodes.ScalarNode, text, (True, False))
    if tag.endswith(":timestamp"):
        tag = "tag:yaml.org,2002:str"
    return yaml.constructor.construct_object(ruamel.yaml.nodes.ScalarNode(tag, text))


def scalars(text):
    lines = []
    for line in text.splitlines(keepends=True):
        plain = line.split("\t")[0]
        if line.startswith("# "):
            lines.append(line)
            continue
        try:
            value = resolve(plain)
            lines.append(f"{plain}\t{type(value).__name__}\t{value!r}\n")
        except Exception:  # noqa: BLE001
            lines.append(f"{plain}\terror\t\n")
    return "".join(lines)


def expand(text):
    """A plain scalar after Rasa's constructor, or None where it raises."""
    if not re.match(r".*\$\{.*\}.*$", text):  # within one line
        return text
    expanded = os.path.expandvars(text)
    unset = [word for word in expanded.split() if word.startswith("$") and word in text]
    return None if unset else expanded


def env(text):
    os.environ = ENVIRONMENT
    lines = []
    for line in text.splitlines(keepends=True):
        if line.startswith("# "):
            lines.append(line)
            continue
        source = line.split("\t")[0]
        lines.append(f"{source}\t{json.dumps(expand(json.loads(source)), ensure_ascii=False)}\n")
    return "".join(lines)


def read(text, kind):
    """The value as a reader of Rasa reads it, or the place of its error."""
    yaml = ruamel.yaml.YAML(typ=kind)
    yaml.version = (1, 2)
    try:
        return yaml.load(text), None
    except ruamel.yaml.error.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, f"{mark.line + 1}:{mark.column + 1}"


def readers(text):
    """Rasa validates a domain with the round-trip reader and loads it with the safe one, which is written in C."""
    import _ruamel_yaml  # noqa: F401 (without it, the safe reader is another one)

    lines = []
    for line in text.splitlines(keepends=True):
        if line.startswith("# "):
            lines.append(line)
            continue
        source = line.split("\t")[0].rstrip("\n")
        _, first = read(json.loads(source), ["safe", "rt"])
        value, second = read(json.loads(source), "safe")
        if first or second:
            lines.append(f"{source}\terror\t{' '.join(dict.fromkeys(filter(None, [first, second])))}\n")
        else:
            lines.append(f"{source}\tok\t{value!r}\n")
    return "".join(lines)


def files(root):
    folder = root / "internal/yamlsrc/testdata"
    return [(folder / "scalars.tsv", scalars), (folder / "env.tsv", env), (folder / "readers.tsv", readers)]
