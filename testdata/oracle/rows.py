"""JSON rows of a data file, kept in their order of keys and way of writing."""
import json


def rewrite(text, recompute):
    """Applies recompute(row) -> row to every line of a text."""
    lines = []
    for line in text.splitlines():
        lines.append(json.dumps(recompute(json.loads(line)), ensure_ascii=line.isascii()) + "\n")
    return "".join(lines)


def replace(row, outcome, keys):
    """A row without the keys of an outcome, and with the new outcome at their place."""
    new = {}
    for key, value in row.items():
        if key not in keys:
            new[key] = value
            continue
        new.update(outcome)
        outcome = {}
    return {**new, **outcome}
