"""Predicate conditions: Jinja2 first, then pypred (selector/predicate/testdata).

Rasa Pro brings a pypred of its own (rasa.utils.pypred); the one on PyPI (pypred 0.4.0,
with ply 3.11) is used where Rasa Pro is not installed. The two agree on these rows
as far as is known: conformance.jsonl was made by Rasa Pro itself.
"""
import re

import jinja2

import rows

try:
    from rasa.utils.pypred import Predicate
    MADE_WITH = {"python": "3.11", "jinja2": "3.1.6"}
except ModuleNotFoundError:
    from pypred import Predicate
    MADE_WITH = {"python": "3.11", "jinja2": "3.1.6", "ply": "3.11"}

ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # differs from run to run
OUTCOME = ("rendered", "raises", "refused", "want", "invalid", "error")


def render(source, slots):
    """What Jinja makes of a condition: the text, and what a row says of it."""
    if not any(mark in source for mark in ("{{", "{%", "{#")):
        return source, {}
    try:
        template = jinja2.Template(source)
    except Exception as e:  # noqa: BLE001
        return None, {"refused": str(e)}
    try:
        text = template.render({"slots": slots})
    except Exception as e:  # noqa: BLE001
        return None, {"raises": str(e)}
    return text, {"rendered": ADDRESS.sub(" at 0x7f33199bee00", text)}


def evaluate(text, slots):
    predicate = Predicate(text)
    if not predicate.is_valid():
        return {"want": False, "invalid": True}
    try:
        return {"want": bool(predicate.evaluate({"slots": slots}))}
    except Exception:  # noqa: BLE001
        return {"want": False, "error": True}


def recompute(text, reasons):
    slots = None

    def row(r):
        nonlocal slots
        if "predicate" not in r:
            slots = r["slots"]
            return r
        source, outcome = render(r["predicate"], slots)
        outcome |= {"want": False} if source is None else evaluate(source, slots)
        if not reasons:
            outcome = {key: value for key, value in outcome.items() if key not in ("invalid", "error")}
        return rows.replace(r, outcome, OUTCOME)
    return rows.rewrite(text, row)


def files(root):
    folder = root / "selector/predicate/testdata"
    return [
        (folder / "specification.jsonl", lambda text: recompute(text, reasons=True)),
        (folder / "conformance.jsonl", lambda text: recompute(text, reasons=False)),
        (folder / "python.jsonl", lambda text: recompute(text, reasons=True)),
    ]
