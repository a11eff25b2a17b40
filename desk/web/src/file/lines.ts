// What differs between two texts, line by line, and merging the changes of two people.

/** Hunk replaces a part of a text. */
export interface Hunk {
  from: number;
  to: number;
  insert: string;
}

// Of longer differences, the lines are not compared: they are one hunk.
const longest = 20_000;

/** compare returns what turns one text into another: whole lines, from the first to the last. */
export function compare(before: string, after: string): Hunk[] {
  if (before === after) return [];
  const a = linesOf(before);
  const b = linesOf(after);
  const out: Hunk[] = [];
  const offsets: number[] = [0];
  for (const line of a) offsets.push((offsets.at(-1) ?? 0) + line.length);
  const add = (fromA: number, toA: number, fromB: number, toB: number) => {
    if (fromA === toA && fromB === toB) return;
    out.push({ from: offsets[fromA] ?? 0, to: offsets[toA] ?? before.length, insert: b.slice(fromB, toB).join("") });
  };
  walk(a, 0, a.length, b, 0, b.length, add);
  return out;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** walk finds the lines that are once in both texts, and keeps those in the same order. */
function walk(a: string[], fromA: number, toA: number, b: string[], fromB: number, toB: number, add: (fromA: number, toA: number, fromB: number, toB: number) => void): void {
  while (fromA < toA && fromB < toB && a[fromA] === b[fromB]) {
    fromA++;
    fromB++;
  }
  while (fromA < toA && fromB < toB && a[toA - 1] === b[toB - 1]) {
    toA--;
    toB--;
  }
  if (fromA === toA || fromB === toB || toA - fromA + toB - fromB > longest) {
    add(fromA, toA, fromB, toB);
    return;
  }
  const anchors = rising(common(a, fromA, toA, b, fromB, toB));
  if (anchors.length === 0) {
    add(fromA, toA, fromB, toB);
    return;
  }
  for (const [atA, atB] of anchors) {
    walk(a, fromA, atA, b, fromB, atB, add);
    fromA = atA + 1;
    fromB = atB + 1;
  }
  walk(a, fromA, toA, b, fromB, toB, add);
}

/** common returns the lines that are once in both parts, in the order of the first. */
function common(a: string[], fromA: number, toA: number, b: string[], fromB: number, toB: number): [number, number][] {
  const seen = new Map<string, { a: number; b: number; countA: number; countB: number }>();
  for (let i = fromA; i < toA; i++) {
    const one = seen.get(a[i] ?? "");
    if (one) one.countA++;
    else seen.set(a[i] ?? "", { a: i, b: -1, countA: 1, countB: 0 });
  }
  for (let i = fromB; i < toB; i++) {
    const one = seen.get(b[i] ?? "");
    if (one) {
      one.b = i;
      one.countB++;
    }
  }
  return [...seen.values()].filter((one) => one.countA === 1 && one.countB === 1).map((one) => [one.a, one.b]);
}

/** rising returns the longest run of pairs, not necessarily neighbors, in which both rise. */
function rising(pairs: [number, number][]): [number, number][] {
  const ends: number[] = [];
  const before: number[] = [];
  pairs.forEach(([, b], index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < b) low = middle + 1;
      else high = middle;
    }
    before.push(low > 0 ? (ends[low - 1] ?? -1) : -1);
    ends[low] = index;
  });
  const out: [number, number][] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair) out.push(pair);
  }
  return out.reverse();
}

/** Clash is what two people made of the same lines. */
export interface Clash {
  mine: string;
  theirs: string;
}

/** Merged is a text with the changes of two people. */
export interface Merged {
  text: string;
  clashes: Clash[];
}

/** merge makes the changes of both in a text. Where both changed the same lines, it takes those of one of them. */
export function merge(base: string, mine: string, theirs: string, prefer: "mine" | "theirs"): Merged {
  const left = compare(base, mine);
  const right = compare(base, theirs);
  const clashes: Clash[] = [];
  let text = "";
  let done = 0;
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    // What belongs together: changes that touch each other.
    const fromI = i;
    const fromJ = j;
    const from = Math.min(left[i]?.from ?? Infinity, right[j]?.from ?? Infinity);
    let to = from;
    for (;;) {
      const l = left[i];
      const r = right[j];
      if (l && l.from <= to) {
        to = Math.max(to, l.to);
        i++;
      } else if (r && r.from <= to) {
        to = Math.max(to, r.to);
        j++;
      } else break;
    }
    const ofMine = applied(base, left.slice(fromI, i), from, to);
    const ofTheirs = applied(base, right.slice(fromJ, j), from, to);
    text += base.slice(done, from);
    if (i === fromI) text += ofTheirs;
    else if (j === fromJ || ofMine === ofTheirs) text += ofMine;
    else {
      clashes.push({ mine: ofMine, theirs: ofTheirs });
      text += prefer === "mine" ? ofMine : ofTheirs;
    }
    done = to;
  }
  return { text: text + base.slice(done), clashes };
}

function applied(base: string, hunks: Hunk[], from: number, to: number): string {
  let out = "";
  let done = from;
  for (const hunk of hunks) {
    out += base.slice(done, hunk.from) + hunk.insert;
    done = hunk.to;
  }
  return out + base.slice(done, to);
}
