"""Rasa's {name} texts (docs/rasa.md, section 4.3) on Python's own str.format (interpolate/testdata)."""
import re

import rows

MADE_WITH = {"python": "3.11"}
PLACEHOLDER = re.compile(r"{([^\n{}]+?)}")

# The values of docs/rasa.md, section 10.1.
SPECIFICATION = {
    "name": "Sara", "n": None, "b": True, "f": 1.0, "i": 3, "l": ["a", 1, None, True], "d": {"k": "v", "n": None},
    "0": "zero", "a.b": "dotted", "with space": "sp", "x:y": "colon", "x!r": "bang", "a[b": "br", "-1": "minus",
    "q": "it's", "s2": "both ' and \"", "nl": "a\nb", "e": "", "1a": "onea", "brace": "{name}", "big": 1e16,
    "small": 1e-5, "neg": -0.0, "nan": float("nan"), "inf": float("inf"), "uni": "ñ", "f2": 0.1 + 0.2,
    "f3": 123456789012345680.0, "i2": 10**20, "nested": {"a": [{"b": 1.5}]},
}


def fill(raw, values):
    """Steps 1 to 4; a KeyError leaves to the caller step 5, any other error step 6."""
    known = {name: values[name] for name in PLACEHOLDER.findall(raw) if name in values}
    filled = PLACEHOLDER.sub(r"{0[\1]}", raw).format(known)
    return raw.format({}) if "0[" in filled else filled


def random_row(row):
    raw = row["template"]
    try:
        outcome = {"want": fill(raw, row["vars"]), "outcome": "filled"}
    except KeyError:
        outcome = {"want": raw, "outcome": "missing"}
    except Exception as e:  # noqa: BLE001
        outcome = {"want": raw, "outcome": "raised", "message": str(e)}
    return rows.replace(row, outcome, ("want", "outcome", "message"))


def specification(text):
    lines = []
    for line in text.splitlines():
        number, cell, _, _ = line.split("\t")
        raw = cell.replace("⏎", "\n")
        values = {**SPECIFICATION, "weird": "x0[1]"} if raw == "{weird}" else SPECIFICATION
        try:
            filled = fill(raw, values)
            outcome = ["raw", ""] if filled == raw else ["text", filled.replace("\n", "⏎")]
        except KeyError:
            outcome = ["raw", ""]
        except Exception as e:  # noqa: BLE001
            outcome = [type(e).__name__, str(e)]
        lines.append("\t".join([number, cell, *outcome]) + "\n")
    return "".join(lines)


def files(root):
    folder = root / "interpolate/testdata"
    return [
        (folder / "python.jsonl", lambda text: rows.rewrite(text, random_row)),
        (folder / "specification.tsv", specification),
    ]
