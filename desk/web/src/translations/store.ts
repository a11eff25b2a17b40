import { computed, signal } from "@preact/signals";
import { announce } from "../announce";
import { ask, isAbort } from "../ask";
import { Loader } from "../loader";
import { replace, route } from "../route";
import { count, number } from "../words";
import type { Coverage, TranslationRow, Translations } from "./api";

/** How far the content is translated. */
export const coverage = new Loader<Coverage>();

export function loadCoverage(): void {
  void coverage.load("coverage", "translations/coverage");
}

/** The language of the address, or else the first that has something left to do. */
export const language = computed(() => {
  const asked = route.value.params.get("lang");
  if (asked) return asked;
  const all = coverage.state.value.data?.languages ?? [];
  const open = all.find((one) => one.missing + one.empty + one.differs > 0);
  return (open ?? all[0])?.language ?? "";
});

/** The query of the address as a request has it, without the page; empty without a language. */
export const query = computed(() => {
  if (!language.value) return "";
  const { params } = route.value;
  const to = new URLSearchParams({ language: language.value });
  for (const name of ["state", "q", "response"]) {
    const value = params.get(name)?.trim();
    if (value) to.set(name, value);
  }
  return to.toString();
});

/** choose changes what is listed. */
export function choose(changes: Record<string, string | null>): void {
  replace(changes);
}

/** Listing is what is known of the texts that a query selects. */
export interface Listing extends Omit<Translations, "rows" | "offset" | "next"> {
  query: string;
  /** The count of changes of the content that it is of. */
  change: number;
  /** Pages by their number. Those that were not visible are not there. */
  pages: ReadonlyMap<number, Page>;
}

/** Page is a part of the listing, of the content that it had at a change. An older one stays until its newer one is there, so that nobody loses the field they write in. */
interface Page {
  change: number;
  rows: readonly TranslationRow[];
}

const pageSize = 100;
const mostKept = 50;

/** The texts to show; null before the first answer. */
export const listing = signal<Listing | null>(null);
export const failure = signal<unknown>(null);

/** The texts that were written since the query was chosen: they stay listed. */
let kept: string[] = [];

/** keep keeps a text listed, whatever its state will be. */
export function keep(id: string): void {
  if (kept.at(-1) === id) return;
  kept = [...kept.filter((one) => one !== id), id].slice(-mostKept);
}

let wanted = { query: "", change: 0, first: 0, last: 0 };
const running = new Map<number, AbortController>();

/** rowAt returns the text with an index, if it is loaded. */
export function rowAt(list: Listing, index: number): TranslationRow | undefined {
  return list.pages.get(Math.floor(index / pageSize))?.rows[index % pageSize];
}

/** changeAt returns the count of changes that the text with an index is of. */
export function changeAt(list: Listing, index: number): number {
  return list.pages.get(Math.floor(index / pageSize))?.change ?? 0;
}

/** indexOf returns the index of a text, as far as it is known; else -1. */
export function indexOf(list: Listing, id: string): number {
  for (const [page, { rows }] of list.pages) {
    const at = rows.findIndex((row) => row.id === id);
    if (at >= 0) return page * pageSize + at;
  }
  return -1;
}

/** want asks for the visible texts that are not loaded, and for no others. */
export function want(query: string, change: number, first: number, last: number): void {
  if (query !== wanted.query) kept = [];
  if (query !== wanted.query || change !== wanted.change) cancelAll();
  wanted = { query, change, first, last };
  const known = listing.peek();
  const current = known && known.query === query ? known.pages : null;
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  for (let page = from; page <= to; page++) {
    if (!running.has(page) && current?.get(page)?.change !== change) void load(query, change, page);
  }
}

/** again asks once more after a failure. */
export function again(): void {
  failure.value = null;
  want(wanted.query, wanted.change, wanted.first, wanted.last);
}

function cancelAll(): void {
  for (const controller of running.values()) controller.abort();
  running.clear();
}

function withKept(query: string): URLSearchParams {
  const to = new URLSearchParams(query);
  if (to.has("state")) for (const id of kept) to.append("keep", id);
  return to;
}

async function load(query: string, change: number, page: number): Promise<void> {
  const controller = new AbortController();
  running.set(page, controller);
  const asked = withKept(query);
  asked.set("offset", String(page * pageSize));
  asked.set("limit", String(pageSize));
  try {
    const answer = await ask<Translations>("translations?" + asked.toString(), controller.signal);
    if (running.get(page) === controller) take(query, change, page, answer);
  } catch (problem) {
    if (isAbort(problem) || running.get(page) !== controller) return;
    failure.value = problem;
  } finally {
    if (running.get(page) === controller) running.delete(page);
  }
}

function take(query: string, change: number, page: number, answer: Translations): void {
  const known = listing.peek();
  const same = known !== null && known.query === query;
  failure.value = null;
  const { rows, offset: _offset, next: _next, ...rest } = answer;
  listing.value = { ...rest, query, change, pages: new Map([...(same ? known.pages : []), [page, { change, rows }]]) };
  if (known?.query !== query) announce(countWords(answer));
}

/** countWords says how many texts are listed. */
export function countWords(list: { matched: number; total: number; name: string }): string {
  if (list.matched === list.total) return `${count(list.total, "text")} in ${list.name}`;
  return `${number(list.matched)} of ${count(list.total, "text")} in ${list.name}`;
}

/** nextOpen returns the index of the next text that is left to do; -1 if none is. */
export async function nextOpen(after: number): Promise<number> {
  const asked = withKept(query.peek());
  asked.set("limit", "1");
  if (after >= 0) asked.set("after", String(after));
  return (await ask<Translations>("translations?" + asked.toString())).next;
}
