import type { Json } from "../api";

// Simple conditions: comparisons of slots that all must hold. Anything else is written
// as text, and the server says what is wrong with it.

export const comparisons = ["is", "is not", ">", ">=", "<", "<=", "contains", "matches", "is set", "is not set"] as const;

export type Comparison = (typeof comparisons)[number];

/** Test is one comparison of a slot with a value. */
export interface Test {
  slot: string;
  comparison: Comparison;
  value: Json;
}

const byOperator: Record<string, Comparison> = { "=": "is", "==": "is", is: "is", "!=": "is not", "is not": "is not", ">": ">", ">=": ">=", "<": "<", "<=": "<=", contains: "contains", matches: "matches" };
const operators: Record<Comparison, string> = { is: "is", "is not": "is not", ">": ">", ">=": ">=", "<": "<", "<=": "<=", contains: "contains", matches: "matches", "is set": "is not", "is not set": "is" };

const one = /^\s*slots\.([\p{L}_][\p{L}\p{N}_-]*)\s*(is not\b|is\b|contains\b|matches\b|!=|>=|<=|==|=|>|<)\s*('[^'\\]*'|"[^"\\]*"|-?\d+(?:\.\d+)?|true\b|false\b|null\b|undefined\b|empty\b)\s*/iu;

/** testsOf returns the comparisons of a condition; null if it is no simple one. */
export function testsOf(condition: Json | undefined): Test[] | null {
  if (condition === undefined || condition === null) return [];
  if (Array.isArray(condition)) return testsOfList(condition);
  return typeof condition === "string" ? testsOfPredicate(condition) : null;
}

function testsOfList(list: Json[]): Test[] | null {
  const tests: Test[] = [];
  for (const item of list) {
    if (item === null || typeof item !== "object" || Array.isArray(item)) return null;
    const { type, name, value = null, ...others } = item;
    if (type !== "slot" || typeof name !== "string" || Object.keys(others).length > 0) return null;
    if (value !== null && typeof value === "object") return null;
    tests.push(value === null ? { slot: name, comparison: "is not set", value } : { slot: name, comparison: "is", value });
  }
  return tests;
}

function testsOfPredicate(text: string): Test[] | null {
  const tests: Test[] = [];
  let rest = text;
  for (;;) {
    const match = one.exec(rest);
    if (!match) return null;
    const [all, slot = "", operator = "", literal = ""] = match;
    const comparison = byOperator[operator.toLowerCase().replace(/\s+/g, " ")];
    const test = comparison && testOf(slot, comparison, literal);
    if (!test) return null;
    tests.push(test);
    rest = rest.slice(all.length);
    if (rest === "") return tests;
    const and = /^and\b/i.exec(rest);
    if (!and) return null;
    rest = rest.slice(and[0].length);
  }
}

function testOf(slot: string, comparison: Comparison, literal: string): Test | null {
  const value = valueOf(literal);
  if (value === undefined) return null; // undefined and empty are not null
  if (value !== null) return { slot, comparison, value };
  if (comparison === "is") return { slot, comparison: "is not set", value };
  return comparison === "is not" ? { slot, comparison: "is set", value } : null;
}

function valueOf(literal: string): Json | undefined {
  if (/^['"]/.test(literal)) return literal.slice(1, -1);
  const lower = literal.toLowerCase();
  if (lower === "undefined" || lower === "empty") return undefined;
  return JSON.parse(lower) as Json;
}

/** conditionOf returns a condition as the file has it; undefined for none. before is what it was. */
export function conditionOf(tests: Test[], before: Json | undefined): Json | undefined {
  if (tests.length === 0) return undefined;
  const asList = typeof before !== "string" && tests.every((test) => test.comparison === "is" || test.comparison === "is not set");
  if (asList) return tests.map(({ slot, value }) => ({ type: "slot", name: slot, value }));
  return predicateOf(tests);
}

/** predicateOf returns comparisons as a predicate. */
export function predicateOf(tests: Test[]): string {
  return tests.map(({ slot, comparison, value }) => `slots.${slot} ${operators[comparison]} ${literalOf(value)}`).join(" and ");
}

function literalOf(value: Json): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}
