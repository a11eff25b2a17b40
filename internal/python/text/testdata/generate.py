"""Calls Python's methods of str, and textwrap, one JSON object a line.

    python3 generate.py SEED COUNT > python.jsonl      (Python 3.11)

casefold.json holds pairs of a string and its casefold, of the same Python.
"""
import json
import random
import sys
import textwrap

rnd = random.Random(int(sys.argv[1]))

PIECES = ["a", "B", "hello", "World", " ", "  ", "\t", "\n", "\r\n", "\x1c", "\x85", "\u2028", "\xa0", "ß", "Σ", "σας", "ὈΔΥΣΣΕΎΣ", "ŉ",
          "İ", "ı", "ǆ", "ﬁ", "日本", "😀", "\ud83d", "'", "-", "--", ".", ",", "1", "42", "²", "٣", "½", "一", "_", "x1", "+", "e-mail",
          "well-known", "it's", "ᾳ", "é", "e\u0301", "A"]
PLAIN = ["upper", "lower", "capitalize", "title", "swapcase", "casefold", "strip", "lstrip", "rstrip", "splitlines", "isalpha",
         "isdecimal", "isdigit", "isnumeric", "isalnum", "isspace", "islower", "isupper", "istitle", "isidentifier", "isascii",
         "isprintable"]


def text(most=6):
    return "".join(rnd.choice(PIECES) for _ in range(rnd.randrange(most + 1)))


def case():
    s, name = text(), rnd.choice(PLAIN + ["split", "rsplit", "splitsep", "rsplitsep", "center", "ljust", "rjust", "zfill", "expandtabs", "find",
                                          "rfind", "count", "replace", "partition", "rpartition", "keepends", "stripchars", "wrap"])
    part, n, fill = rnd.choice(PIECES), rnd.randrange(-1, 5), rnd.choice(["*", "é", "日"])
    args, want = [], None
    if name in PLAIN:
        want = getattr(s, name)()
    elif name in ("split", "rsplit"):
        args, want = [n], getattr(s, name)(None, n)
    elif name in ("splitsep", "rsplitsep"):
        args, want = [part, n], getattr(s, name[:-3])(part, n)
    elif name in ("center", "ljust", "rjust"):
        n = rnd.randrange(20)
        args, want = [n, fill], getattr(s, name)(n, fill)
    elif name in ("zfill", "expandtabs"):
        n = rnd.randrange(12)
        args, want = [n], getattr(s, name)(n)
    elif name in ("find", "rfind", "count"):
        part = rnd.choice([part, ""])
        args, want = [part], getattr(s, name)(part)
    elif name == "replace":
        part = rnd.choice([part, ""])
        args, want = [part, fill, n], s.replace(part, fill, n)
    elif name in ("partition", "rpartition"):
        args, want = [part], getattr(s, name)(part)
    elif name == "keepends":
        want = s.splitlines(True)
    elif name == "stripchars":
        chars = text(2)
        args, want = [chars], s.strip(chars)
    else:
        s, width, long, hyphens = text(14).replace("\t", " "), rnd.randrange(1, 20), rnd.random() < 0.7, rnd.random() < 0.7
        args = [width, long, hyphens]
        want = textwrap.wrap(s, width=width, expand_tabs=False, replace_whitespace=False, break_long_words=long, break_on_hyphens=hyphens)
    return {"call": name, "s": s, "args": args, "want": want}


for _ in range(int(sys.argv[2])):
    print(json.dumps(case()))
