import type { Text } from "@codemirror/state";

/** Where says what a place in a YAML file is for, as far as its lines tell. */
export interface Where {
  /** The keys that lead there; # stands for an item of a list. */
  path: string[];
  /** key: a key begins here. value: the value of the last key does. text: inside of a text. */
  kind: "key" | "value" | "text";
  /** What is written of it. */
  word: string;
  /** The column at which the key begins, to write below it. */
  column: number;
  /** The rest of the line. */
  after: string;
}

const entry = /^(\s*)((?:-[ \t]+)*)(?:("[^"]*"|'[^']*'|[^\s#'"[\]{},&*!|>%@`-][^#]*?|[^\s#'"[\]{},&*!|>%@`][^#:]*?)[ \t]*:(?=[ \t]|$)(.*))?/;

interface Line {
  dashes: number[];
  key: string;
  column: number;
  /** What is after the colon. */
  value: string;
}

function read(text: string): Line {
  const match = entry.exec(text);
  const dashes: number[] = [];
  const indent = match?.[1]?.length ?? 0;
  const marks = match?.[2] ?? "";
  for (let i = 0; i < marks.length; i++) if (marks[i] === "-") dashes.push(indent + i);
  return { dashes, key: unquoted(match?.[3] ?? ""), column: indent + marks.length, value: match?.[4] ?? "" };
}

function unquoted(key: string): string {
  return /^(".*"|'.*')$/.test(key) ? key.slice(1, -1) : key;
}

const farthest = 5000; // lines to look up

/** whereIs returns what a position is for. */
export function whereIs(doc: Text, position: number): Where {
  const line = doc.lineAt(position);
  const before = line.text.slice(0, position - line.from);
  const after = line.text.slice(position - line.from);
  const now = read(before);
  const bare = /^(\s*)(?:-[ \t]+)*([\w.-]*)$/.exec(before);
  const limit = now.dashes[0] ?? now.column;
  const { path, block } = above(doc, line.number - 1, limit, now.dashes.length > 0);
  for (let i = 0; i < now.dashes.length; i++) path.push("#");
  if (block) return { path, kind: "text", word: "", column: now.column, after };
  if (bare && !now.key) return { path, kind: "key", word: bare[2] ?? "", column: now.column, after };
  if (now.key) path.push(now.key);
  return inside(now.key ? now.value : before.slice(now.column), { path, kind: "value", word: "", column: now.column, after });
}

/** inside goes into what is written on a line: texts in quotes, and maps and lists in brackets. */
function inside(value: string, at: Where): Where {
  const closed: string[] = [];
  let quote = "";
  let token = "";
  let isKey = false;
  let pending = "";
  for (let i = 0; i < value.length; i++) {
    const c = value[i] ?? "";
    if (quote) {
      if (c === "\\" && quote === '"') i++;
      else if (c === quote) quote = "";
      continue;
    }
    if ((c === '"' || c === "'") && token.trim() === "") {
      quote = c;
      token = "";
      pending = value.slice(i + 1);
    } else if (c === "#" && /\s$/.test(value.slice(0, i))) return { ...at, kind: "text" };
    else if ((c === "{" || c === "[") && token.trim() === "") {
      closed.push(c);
      if (c === "[") at.path.push("#");
      isKey = c === "{";
      token = "";
    } else if ((c === "}" || c === "]") && closed.length > 0) {
      if (closed.pop() === "[") at.path.pop();
      else if (!isKey) at.path.pop();
      isKey = false;
      token = "";
    } else if (c === "," && closed.length > 0) {
      if (closed.at(-1) === "{" && !isKey) at.path.pop();
      isKey = closed.at(-1) === "{";
      token = "";
    } else if (c === ":" && isKey) {
      at.path.push(unquoted(token.trim()));
      isKey = false;
      token = "";
    } else token += c;
  }
  if (quote) return { ...at, kind: "text", word: pending };
  const word = token.trimStart();
  if (isKey) return { ...at, kind: "key", word };
  return { ...at, kind: /^[\w.-]*$/.test(word) ? "value" : "text", word };
}

/** above returns the keys that a line is below, by the indentation of the lines before it. */
function above(doc: Text, from: number, limit: number, isItem: boolean): { path: string[]; block: boolean } {
  const path: string[] = [];
  let block = false;
  for (let number = from; number > 0 && from - number < farthest && (limit > 0 || isItem); number--) {
    const { text } = doc.line(number);
    if (/^\s*(#|$)/.test(text)) continue;
    const one = read(text);
    if (one.key && (one.column < limit || (isItem && one.column === limit))) {
      path.unshift(one.key);
      block ||= /^[ \t]*[|>][-+\d]*[ \t]*(#.*)?$/.test(one.value);
      limit = one.column;
      isItem = false;
    }
    for (const dash of one.dashes.toReversed()) {
      if (dash >= limit) continue;
      path.unshift("#");
      limit = dash;
      isItem = true;
    }
  }
  return { path, block };
}

/** responseAt returns the name of the response in which a line is; empty if it is in none. */
export function responseAt(doc: Text, number: number): string {
  const { text } = doc.line(number);
  const now = read(text);
  if (/^\s*$/.test(text)) return "";
  const { path } = above(doc, number - 1, now.dashes[0] ?? now.column, now.dashes.length > 0);
  if (path.length === 1 && now.key && now.dashes.length === 0) path.push(now.key);
  return (path[0] === "responses" || path[0] === "templates") && path[1] && path[1] !== "#" ? path[1] : "";
}
