"""Writes python.jsonl: random patterns, and what Python's re makes of them.

Usage: python3.11 generate.py SEED COUNT > python.jsonl      (the file here: 7 3000)
"""

import json
import random
import re
import sys
import warnings

warnings.simplefilter("ignore")
seed, count = int(sys.argv[1]), int(sys.argv[2])
rnd = random.Random(seed)
pick = rnd.choice

CHARS = list("abcABC019 _-.éżKſıİßẞµͅ中٣²\n\u00a0😀xskiIz")
ESCAPES = r"\d \D \w \W \s \S \b \B \A \Z \n \t \. \\ \x41 \u0131 \101 \0 \/ \- \é \q \z \1 \2 \12 \xZ \U0001F600 \07 \400 \8 \_".split()
RANGES = r"a-z A-Z 0-9 a-é à-ÿ α-ω a- -a z-a \d-x a-\w \x41-\x5a İ-ı \b [:alpha:] && --a".split()
IN_CLASS = r"\d \D \w \W \s \S \n \] \^ \- \b \B \1 \8 \é ] ^".split()
QUANTIFIERS = "* + ? {2} {1,2} {,2} {2,} {,} {0} {2,1} {} {a} {1 *? +? ?? {1,2}? *+ ?+ ++ {1,2}+ **".split()
FLAG_GROUPS = "i m s a u x -i im i-s s-s ai L au i- - q u-i".split()
BROKEN = ["(?", "(?P", "(?<", "(?<a>b)", "(?Px)", "(", ")"]
SUBJECTS = ["", "a", "A\n", "aa", "ab", "é", "foo bar", "K", "1a", "\n", "a\n\n", " a ", "ιͅ"]


def char_class():
    text = "[" + pick(["", "", "^"])
    for _ in range(rnd.randint(1, 3)):
        text += pick(pick([CHARS, RANGES, IN_CLASS]))
    return text + ("]" if rnd.random() < 0.92 else "")


def group(depth):
    inner = alternatives(depth)
    shape = rnd.randrange(20)
    if shape < 6:
        return f"({inner})"
    if shape < 9:
        return f"(?:{inner})"
    if shape < 11:
        return pick(["(?=", "(?!", "(?<=", "(?<!"]) + inner + ")"
    if shape == 11:
        return f"(?P<{pick(['n', 'm', 'é', '1', 'a b', ''])}>{inner})"
    if shape < 14:
        return pick([r"\1", r"\2", "(?P=n)", "(?P=m)"])
    if shape == 14:
        return f"(?{pick(FLAG_GROUPS)}{pick(':)')}{inner}" + pick([")", ")", ""])
    if shape == 15:
        return f"(?({pick('12n90x')}){inner}{pick(['', '|' + sequence(depth)])})"
    if shape == 16:
        return f"(?>{inner})"
    if shape == 17:
        return pick(["(?#c)", "(?#c()", "(?#c"])
    return pick(BROKEN) if shape == 18 else f"({inner})"


def atom(depth):
    shape = rnd.random()
    if shape < 0.42 or depth <= 0:
        return pick(CHARS) if rnd.random() < 0.93 else pick("*+?{}|()[]^$")
    if shape < 0.55:
        return pick(ESCAPES)
    if shape < 0.65:
        return char_class()
    return pick(".^$") if shape < 0.70 else group(depth - 1)


def sequence(depth):
    text = ""
    for _ in range(rnd.randint(0, 4)):
        text += atom(depth)
        if rnd.random() < 0.25:
            text += pick(QUANTIFIERS)
    return text


def alternatives(depth):
    return "|".join(sequence(depth) for _ in range(1 if rnd.random() < 0.7 else rnd.randint(2, 3)))


def subject():
    text = "".join(pick(CHARS) for _ in range(rnd.randint(0, 6)))
    ending = rnd.random()
    return text + ("\n" if ending < 0.2 else "\ud800" if ending > 0.95 else "")


FLAGS = {"i": re.I, "m": re.M, "s": re.S, "u": re.U}
while count > 0:
    pattern = alternatives(rnd.randint(0, 3))
    if rnd.random() < 0.1:
        pattern = "(?" + pick(["i", "m", "s", "a", "x", "im", "ai", "u"]) + ")" + pattern
    letters = "".join(rnd.sample("imsu", pick([0, 0, 0, 1, 1, 2])))
    flags = 0
    for letter in letters:
        flags |= FLAGS[letter]
    try:
        compiled = re.compile(pattern, flags)
    except Exception as error:
        if rnd.random() < 0.4:
            count -= 1
            print(json.dumps({"pattern": pattern, "flags": letters, "error": str(error)}))
        continue
    # Texts made of the pattern's own characters match more often.
    own = [c for c in pattern if c not in "*+?{}|()[]^$\\.:<=!P#>"]
    texts = sorted({*rnd.sample(SUBJECTS, 3), *(subject() for _ in range(4))})
    texts += ["".join(own)[:8], "".join(reversed(own))[:5]]
    try:
        match = [text for text in texts if compiled.search(text)]
    except SystemError:  # a bug of Python's own
        continue
    miss = [text for text in texts if text not in match]
    count -= 1
    print(json.dumps({"pattern": pattern, "flags": letters, "match": match, "miss": miss}))
