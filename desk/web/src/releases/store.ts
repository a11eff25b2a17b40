import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../ask";
import { hasStore, hear } from "../content";
import type { Now, Page, Release } from "./api";

// What is live, and the history: asked for only while something on the page shows it.

/** Known is the last answer. */
export interface Known {
  now: Now;
  /** When it came, by the clock of the page. */
  at: number;
  releases: Release[];
  more: boolean;
}

export const known = signal<Known | null>(null);
export const failure = signal<unknown>(null);

/** What the store says at the moment; null until the server has said so. */
export const now = computed(() => known.value?.now ?? null);

const step = 20;
const most = 100; // in one answer

let wanted = step;
let shows = 0; // how many views show it
let reading = false;
let stale = false; // something happened since the request that is on its way
let puts = 0;

/** useReleases keeps what is known of releases up to date while something shows it. */
export function useReleases(on = true): void {
  const reads = on && hasStore.value;
  useEffect(() => {
    if (!reads) return;
    shows++;
    void refresh();
    return () => {
      shows--;
      if (shows === 0) wanted = step;
    };
  }, [reads]);
}

/** start hears of what changes. */
export function start(): void {
  hear((name) => {
    if (name === "releases" && shows > 0) void refresh();
  });
}

/** refresh asks again, with one request at a time. */
export async function refresh(): Promise<void> {
  stale = true;
  if (reading) return; // who asks now will ask again
  reading = true;
  try {
    while (stale) {
      stale = false;
      const before = puts;
      const answer = await read(wanted);
      if (puts !== before) continue; // something newer is shown already; more was asked for then
      known.value = answer;
      failure.value = null;
    }
  } catch (why) {
    failure.value = why;
  } finally {
    reading = false;
  }
}

/** read returns the latest releases: about as many as wanted. */
async function read(wanted: number): Promise<Known> {
  const first = await ask<Page>(`releases?limit=${Math.min(wanted, most)}`);
  const releases = first.releases ?? [];
  let more = first.more;
  while (more && releases.length < wanted) {
    const last = releases[releases.length - 1];
    if (!last) break;
    const next = await ask<Page>(`releases?before=${last.number}&limit=${Math.min(wanted - releases.length, most)}`);
    if (!next.releases?.length) break;
    releases.push(...next.releases);
    more = next.more;
  }
  return { now: first.now, at: Date.now(), releases, more };
}

/** put shows what an answer says of the store, and asks for what has become of its history. */
export function put(now: Now): void {
  puts++;
  known.value = { releases: [], more: false, ...known.peek(), now, at: Date.now() };
  void refresh();
}

/** showMore shows older releases, too. */
export function showMore(): void {
  wanted = (known.peek()?.releases.length ?? 0) + step;
  void refresh();
}

/** releaseOf returns a release, if it is loaded. */
export function releaseOf(number: number): Release | undefined {
  return known.value?.releases.find((one) => one.number === number);
}
