"""Writes nested.jsonl: random patterns of few characters whose parts nest and refer
to each other, and what Python's re makes of them.

Usage: python3.11 generate_nested.py SEED COUNT > nested.jsonl      (the file here: 11 400)

It keeps patterns that match some of their texts and miss others, of which those with
atomic groups, references, look-around and the like come first.
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

ATOMS = ["a", "b", "ab", "ba", "a", "b", ".", "[^a]", "[ab]", r"\w", r"\W", "é", "ß", "\ud800", r"\d", "$", "^", r"\b", r"\B", r"\Z", ""]
TIMES = "* + ? *? +? ?? *+ ++ ?+ {2} {1,3} {0,2}? {2,} {1,2}+ {2}+ {,3} {3,}? {2,4}?".split()
CHARS = "aaaabbbbbAB\né1 ßẞ\ud800"


class Pattern:
    def __init__(self):
        self.groups = 0
        self.closed = []

    def atom(self, depth):
        shape = rnd.randrange(16) if depth > 0 else 0
        if shape < 5:
            return pick(ATOMS)
        if shape < 8:
            return f"(?:{self.alternatives(depth - 1)})"
        if shape < 10:
            self.groups += 1
            number = self.groups
            inner = self.alternatives(depth - 1)
            self.closed.append(number)
            return f"({inner})"
        if shape == 10:
            return f"(?>{self.alternatives(depth - 1)})"
        if shape == 11:
            return pick(["(?=", "(?!"]) + self.alternatives(depth - 1) + ")"
        if shape == 12:
            return pick(["(?<=", "(?<!"]) + pick(["a", "ab", "a|b", "[ab].", "(?:a|b){2}", r"(?=a)\w", r"\ba"]) + ")"
        if shape == 13 and self.closed:
            return f"\\{pick(self.closed)}"
        if shape == 14 and self.groups:
            return f"(?({rnd.randint(1, self.groups)}){self.sequence(depth - 1)}|{self.sequence(depth - 1)})"
        return "(?" + pick(["i", "s", "m", "a", "i-s"]) + ":" + self.alternatives(depth - 1) + ")"

    def sequence(self, depth):
        text = ""
        for _ in range(rnd.randint(1, 4)):
            atom = self.atom(depth)
            text += atom
            if atom and rnd.random() < 0.4:
                text += pick(TIMES)
        return text

    def alternatives(self, depth):
        return "|".join(self.sequence(depth) for _ in range(pick([1, 1, 1, 2, 2, 3])))


FLAGS = {"i": re.I, "m": re.M, "s": re.S, "u": re.U}
while count > 0:
    pattern = Pattern().alternatives(rnd.randint(1, 4))
    if len(pattern) > 120 or not any(sign in pattern for sign in ["(?>", "(?=", "(?!", "(?<", "(?(", "+)", "++", "*+", "?+", "}+", "\\1", "\\2"]):
        continue
    letters = "".join(rnd.sample("imsu", pick([0, 0, 0, 1, 1, 2])))
    flags = 0
    for letter in letters:
        flags |= FLAGS[letter]
    try:
        compiled = re.compile(pattern, flags)
    except Exception:
        continue
    texts = sorted({"".join(pick(CHARS) for _ in range(rnd.randint(0, 9))) for _ in range(12)})
    try:
        match = [text for text in texts if compiled.search(text)]
    except SystemError:  # a bug of Python's own
        continue
    miss = [text for text in texts if text not in match]
    if match and miss:
        count -= 1
        print(json.dumps({"pattern": pattern, "flags": letters, "match": match[:4], "miss": miss[:4]}))
