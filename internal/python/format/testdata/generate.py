"""Asks Python what its three ways of formatting print: one JSON object a line.

    python3 generate.py SEED COUNT > python.jsonl      (Python 3.11; the file here: 2026 2000)
"""
import json
import random
import sys

rnd = random.Random(int(sys.argv[1]))

INTS = [0, 1, -1, 3, 7, -42, 255, 1000, -1234, 65536, 1234567, 97, 0x20AC, 0x1F600, 0xD800, 0x10FFFF, 0x110000,
        2**31, -2**31 - 1, 2**63 - 1, -2**63, 2**63, 10**20, -10**30, 10**400, -10**4298]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 0.1, 0.1 + 0.2, 1e-5, 1e-4, 0.00012345, 123456.789, 999999.5, 1e15, 1e16,
          1.5e16, -1e22, 123456789012345680.0, 5e-324, 1.7976931348623157e308, 9.995, 0.045, 1e100, -0.0004,
          99999.95, 12345678.9, float("nan"), float("inf"), float("-inf"), 1 / 3, -2 / 3]
STRS = ["", "a", "Sara", "it's", 'a"b', "ż", "日本", "😀", "a\nb", "{x}", "%s", "\ud800x", "e\u0301", "\x00\x7f\xad", "٣"]
NESTED = [None, True, False, [], {}, [1, "a", None, True], {"k": "v", "n": None}, [[1.5], {"a": ["é"]}], {"0": 1, "real": 2}]


def value():
    pool = rnd.choice([INTS, INTS, FLOATS, FLOATS, STRS, NESTED])
    if pool is INTS and rnd.random() < 0.4:
        return rnd.choice([1, -1]) * rnd.randrange(10 ** rnd.randrange(1, 25))
    if pool is FLOATS and rnd.random() < 0.5:
        return rnd.choice([1, -1]) * rnd.random() * 10.0 ** rnd.randrange(-20, 25)
    return rnd.choice(pool)


def spec():
    if rnd.random() < 0.1:
        return "".join(rnd.choice("<>=^+- z#0123456789,_.bcdeEfFgGnosxX%é٣{}") for _ in range(rnd.randrange(6)))
    s = ""
    if rnd.random() < 0.4:
        if rnd.random() < 0.6:
            s += rnd.choice("*0 x<é😀-")
        s += rnd.choice("<>=^")
    for part, chance in (("+- ", 0.3), ("z", 0.1), ("#", 0.2), ("0", 0.25)):
        if rnd.random() < chance:
            s += rnd.choice(part)
    if rnd.random() < 0.5:
        s += str(rnd.choice([0, 1, 2, 5, 8, 9, 10, 11, 12, 13, 20, 31]))
    if rnd.random() < 0.25:
        s += rnd.choice(",_")
    if rnd.random() < 0.4:
        s += "." + str(rnd.choice([0, 1, 2, 3, 5, 6, 10, 17, 20, 40]))
    if rnd.random() < 0.7:
        s += rnd.choice("bcdeEfFgGnosxX%" if rnd.random() < 0.5 else "defgs")
    return s


def directive():
    s = "%"
    if rnd.random() < 0.1:
        s += rnd.choice(["(k)", "(n)", "(zz)", "(a(b)c)", "(", "()"])
    while rnd.random() < 0.35:
        s += rnd.choice("-+ #0")
    if rnd.random() < 0.35:
        s += rnd.choice(["*", "0", "1", "5", "10", "14"])
    if rnd.random() < 0.3:
        s += "." + rnd.choice(["", "*", "0", "1", "3", "8", "20"])
    if rnd.random() < 0.05:
        s += rnd.choice("hlL")
    return s + rnd.choice("diuoxXeEfFgGcrsa%") if rnd.random() < 0.97 else s + rnd.choice("zéyI\n")


def percent_format():
    return "".join(rnd.choice([directive, directive, lambda: rnd.choice(["a", "é", "", "{", ")", "%%"])])()
                   for _ in range(rnd.randrange(1, 4)))


def field(deep=2):
    s = rnd.choice(["", "", "0", "0", "1", "2", "k", "name", "00", "٠", "9", "zz", "99999999999999999999", "k "])
    while rnd.random() < 0.3:
        s += rnd.choice(["[0]", "[1]", "[k]", "[a", ".real", ".imag", ".numerator", ".denominator", ".zz", ".", "[]",
                         "[n].real", "]x", "[99]", "[a.b]", "[99999999999999999999]", "[٠]", "[-1]", "{"])
    if rnd.random() < 0.25:
        s += "!" + rnd.choice(["r", "s", "a", "x", "rr", "", "}", "é", "\n"])
    if rnd.random() < 0.35:
        s += ":" + (spec() if rnd.random() < 0.6 else spec()[:2] + field(deep - 1))
    return "{" + s + "}" if rnd.random() < 0.96 else "{" + s


def template():
    return "".join(rnd.choice([field, field, lambda: rnd.choice(["a", "ż", "{{", "}}", "}", "{", "[", "0["])])()
                   for _ in range(rnd.randrange(1, 4)))


def outcome(case, run):
    try:
        text = run()
        if "built-in method" in text or "object at 0x" in text or "<class" in text or len(text) > 2000:
            return None  # nothing that another interpreter could print, or too much
        case["want"] = text
    except MemoryError:
        return None
    except Exception as e:  # noqa: BLE001
        case["error"] = type(e).__name__
        case["message"] = str(e)
    return case


def one():
    kind = rnd.randrange(3)
    if kind == 0:
        v, s = value(), spec()
        return outcome({"call": "format", "value": v, "spec": s}, lambda: format(v, s))
    if kind == 1:
        f = percent_format()
        if rnd.random() < 0.2:
            v = rnd.choice([{"k": value(), "n": 3, "a(b)c": "x", "": 1.5}, value()])
            return outcome({"call": "percent", "format": f, "value": v}, lambda: f % v)
        args = [rnd.choice([value(), value(), rnd.randrange(-9, 15)]) for _ in range(max(0, f.count("%") + f.count("*") - (rnd.random() < 0.2)))]
        if "*" in f:  # a width of millions is refused on purpose
            args = [a if not isinstance(a, int) or abs(a) < 100 or abs(a) > 2**63 else 5 for a in args]
        return outcome({"call": "percent", "format": f, "args": args}, lambda: f % tuple(args))
    t, args, kwargs = template(), [value() for _ in range(rnd.randrange(4))], {"k": value(), "name": "Sara", "n": 3}
    return outcome({"call": "str.format", "template": t, "args": args, "kwargs": kwargs}, lambda: t.format(*args, **kwargs))


made = 0
while made < int(sys.argv[2]):
    case = one()
    if case:
        print(json.dumps(case))
        made += 1
