"""Jinja2 as Rasa uses it: a bare Template with default settings (interpolate/jinja/testdata)."""
import json

import jinja2

import rows

MADE_WITH = {"python": "3.11", "jinja2": "3.1.6"}


def outcome(template, variables):
    try:
        compiled = jinja2.Template(template)
    except Exception:  # noqa: BLE001  (also Python's own SyntaxError)
        return {"error": "syntax"}
    try:
        return {"want": compiled.render(variables)}
    except jinja2.UndefinedError:
        return {"error": "undefined"}
    except Exception:  # noqa: BLE001
        return {"error": "raised"}


def files(root):
    folder = root / "interpolate/jinja/testdata"

    def recompute(row):
        # A template may change its variables, so each gets its own.
        variables = json.loads((folder / "vars.json").read_text(encoding="utf-8"))
        return rows.replace(row, outcome(row["template"], variables), ("want", "error"))
    return [(folder / "oracle.jsonl", lambda text: rows.rewrite(text, recompute))]
