import { computed, signal } from "@preact/signals";
import type { Facets, List, Row } from "../api";
import { route } from "../route";
import { ask, isAbort, Refusal } from "../ask";
import { announce } from "../announce";
import { count, number } from "../words";

/** Listing is what is known of the responses that a query selects. */
export interface Listing {
  query: string;
  /** The count of changes of the content that it is of. */
  version: number;
  total: number;
  matched: number;
  facets: Facets;
  /** The index of the response that is open, as far as it is known; else -1. */
  at: number;
  /** The response that at is of. */
  atName: string;
  /** Pages by their number. Those that were not visible are not there. */
  pages: ReadonlyMap<number, readonly Row[]>;
}

export const pageSize = 100;

/** The responses to show; null before the first answer. */
export const listing = signal<Listing | null>(null);
export const failure = signal<unknown>(null);
export const slow = signal(false);

/** Why nothing has changed since a release: there is none of that number; empty if that is not why. */
export const noRelease = computed(() => {
  const why = failure.value;
  return why instanceof Refusal && ["unknown_release", "no_store"].includes(why.problem?.code ?? "") ? why.message : "";
});

let wanted = { query: "", version: 0, first: 0, last: 0 };
const running = new Map<number, AbortController>();
let slowTimer: ReturnType<typeof setTimeout> | undefined;

/** rowAt returns the row with an index, if it is loaded. */
export function rowAt(list: Listing, index: number): Row | undefined {
  return list.pages.get(Math.floor(index / pageSize))?.[index % pageSize];
}

/** indexOf returns the index of a response, as far as it is known; else -1. */
export function indexOf(list: Listing, name: string): number {
  if (name === list.atName) return list.at;
  for (const [page, rows] of list.pages) {
    const at = rows.findIndex((row) => row.name === name);
    if (at >= 0) return page * pageSize + at;
  }
  return -1;
}

/** want asks for the visible rows that are not loaded, and for no others. */
export function want(query: string, version: number, first: number, last: number): void {
  const fresh = query !== wanted.query || version !== wanted.version;
  wanted = { query, version, first, last };
  if (fresh) cancelAll();
  const known = listing.peek();
  const current = known && known.query === query && known.version === version ? known.pages : null;
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  for (const [page, controller] of running) {
    if (page < from || page > to) {
      controller.abort();
      running.delete(page);
    }
  }
  for (let page = from; page <= to; page++) {
    if (!running.has(page) && !current?.has(page)) void load(query, version, page);
  }
}

/** again asks once more after a failure. */
export function again(): void {
  failure.value = null;
  want(wanted.query, wanted.version, wanted.first, wanted.last);
}

function cancelAll(): void {
  for (const controller of running.values()) controller.abort();
  running.clear();
}

async function load(query: string, version: number, page: number): Promise<void> {
  const controller = new AbortController();
  running.set(page, controller);
  if (!listing.peek()) slowTimer ??= setTimeout(() => (slow.value = true), 150);
  const asked = new URLSearchParams(query);
  const name = route.peek().name;
  if (name) asked.set("at", name);
  asked.set("offset", String(page * pageSize));
  asked.set("limit", String(pageSize));
  try {
    const list = await ask<List>("responses?" + asked.toString(), controller.signal);
    if (running.get(page) !== controller) return;
    take(query, version, page, list, name);
  } catch (problem) {
    if (isAbort(problem) || running.get(page) !== controller) return;
    failure.value = problem;
  } finally {
    if (running.get(page) === controller) running.delete(page);
  }
}

function take(query: string, version: number, page: number, list: List, name: string): void {
  const known = listing.peek();
  const same = known !== null && known.query === query && known.version === version;
  clearTimeout(slowTimer);
  slow.value = false;
  failure.value = null;
  listing.value = {
    query,
    version,
    total: list.total,
    matched: list.matched,
    facets: list.facets,
    at: list.at,
    atName: name,
    pages: new Map([...(same ? known.pages : []), [page, list.rows]]),
  };
  if (known?.query !== query) announce(countWords(list));
}

/** countWords says how many responses are listed. */
export function countWords(list: { matched: number; total: number }): string {
  if (list.matched === list.total) return count(list.total, "response");
  return `${number(list.matched)} of ${count(list.total, "response")}`;
}
