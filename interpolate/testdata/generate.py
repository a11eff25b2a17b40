"""Fills random texts as Rasa does (section 4.3), one JSON object a line.

    python3 generate.py SEED COUNT > python.jsonl      (Python 3.11; the file here: 2026 2000)
"""
import json
import random
import re
import sys

rnd = random.Random(int(sys.argv[1]))

VALUES = [None, True, 0, 3, -7, 10**20, 1.0, 1e16, 1e-05, -0.0, float("nan"), "", "Sara", "it's", "{a}", "}", "0[", "x0",
          "[y", "é", "a\nb", [], [1, "a", None], {}, {"k": "v", "real": 1}, "5", ">9", "d"]
NAMES = ["a", "b", "n", "a.b", "a[b", "x y", " ", "é", "0", "1", "a:b", "a!r", "-1", "٣", "real", "a]", "k", "0[a", "]",
         "99999999999999999999", "99999999999999999999x", "a.real", "'a'", "[", ".", "!r", ":>3"]
PIECES = ["{", "}", "{", "}", "{{", "}}", "[", "]", "0", "0[", "a", "b", "n", ".", ":", "!", "!r", "\n", " ", ">3", "é", "real",
          "{a}", "{b}", "{n}", "{}", "{0", "{0[a]", "{0[a].real", "{0!r:", "{:", "1", "99999999999999999999", "٣"]


def text():
    if rnd.random() < 0.3:
        return "".join(rnd.choice(["{" + rnd.choice(NAMES) + "}", rnd.choice(["hi ", "{{", "}}", "{{}}", ", ", "", "x0", "[ "])])
                       for _ in range(rnd.randrange(1, 6)))
    return "".join(rnd.choice(PIECES) for _ in range(rnd.randrange(1, 12)))


def fill(raw, values):
    asked = re.findall(r"{([^\n{}]+?)}", raw)
    known = {k: v for k, v in values.items() if k in asked}
    done = re.sub(r"{([^\n{}]+?)}", r"{0[\1]}", raw).format(known)
    if "0[" in done:
        return raw.format({})
    return done


made = 0
while made < int(sys.argv[2]):
    raw = text()
    names = set(rnd.sample(NAMES, rnd.randrange(0, 12))) | set(re.findall(r"{([^\n{}]+?)}", raw) if rnd.random() < 0.7 else [])
    values = {k: rnd.choice(VALUES) for k in sorted(sorted(names), key=lambda _: rnd.random())}
    case = {"template": raw, "vars": values}
    try:
        case["want"], case["outcome"] = fill(raw, values), "filled"
    except KeyError:
        case["want"], case["outcome"] = raw, "missing"
    except (ValueError, TypeError, IndexError, AttributeError) as e:
        case["want"], case["outcome"], case["message"] = raw, "raised", str(e)
    if "built-in method" in case["want"] or len(case["want"]) > 4000:
        continue  # an address, or what the limit forbids
    made += 1
    print(json.dumps(case))
