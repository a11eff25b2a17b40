"""Python's re (internal/python/regex/testdata)."""
import re
import warnings

import rows

MADE_WITH = {"python": "3.11"}
FLAGS = {"i": re.I, "m": re.M, "s": re.S, "u": re.U}


def recompute(row):
    flags = 0
    for letter in row["flags"]:
        flags |= FLAGS[letter]
    try:
        compiled = re.compile(row["pattern"], flags)
    except Exception as e:  # noqa: BLE001
        outcome = {"error": str(e)}
    else:
        texts = row.get("match", []) + row.get("miss", [])
        match = [text for text in texts if compiled.search(text)]
        outcome = {"match": match, "miss": [text for text in texts if text not in match]}
    return rows.replace(row, outcome, ("error", "match", "miss"))


def files(root):
    warnings.simplefilter("ignore")
    folder = root / "internal/python/regex/testdata"
    return [(folder / name, lambda text: rows.rewrite(text, recompute)) for name in ("python.jsonl", "nested.jsonl")]
