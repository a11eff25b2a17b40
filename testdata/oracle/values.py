"""Python's values: equality, order, truth, repr, casefold and floats (internal/python/testdata)."""
import json
import struct

MADE_WITH = {"python": "3.11"}


def order(a, b):
    try:
        return "<" if a < b else ">" if a > b else "=" if a <= b and a >= b else "?"
    except TypeError:
        return "x"


def values(text):
    table = json.loads(text)
    # parse_constant makes every nan an object of its own: [x] == [x] holds for one and the same nan.
    left = [json.loads(v, parse_constant=float) for v in table["values"]]
    right = [json.loads(v, parse_constant=float) for v in table["values"]]
    table["equal"] = ["".join("=" if a == b else "." for b in right) for a in left]
    table["order"] = ["".join(order(a, b) for b in right) for a in left]
    table["truth"] = "".join("T" if v else "F" for v in left)
    table["repr"] = [repr(v) for v in left]
    return json.dumps(table, indent=1)


def pairs(row):
    def recompute(text):
        return json.dumps([row(r[0]) for r in json.loads(text)], indent=1)
    return recompute


def floats(text):
    lines = []
    for line in text.splitlines(keepends=True):
        bits = line.split()[0]
        lines.append(line if bits == "#" else f"{bits} {struct.unpack('>d', bytes.fromhex(bits))[0]!r}\n")
    return "".join(lines)


def files(root):
    folder = root / "internal/python/testdata"
    return [
        (folder / "values.json", values),
        (folder / "strings.json", pairs(lambda s: [s, repr(s), len(s)])),
        (folder / "casefold.json", pairs(lambda s: [s, s.casefold()])),
        (folder / "floats.txt", floats),
    ]
