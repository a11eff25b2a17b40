import { computed, effect, signal } from "@preact/signals";
import type { Content, Session } from "./api";
import { ask, end, signedOut, speakFor } from "./ask";
import { shorten } from "./words";

/** Whose page it is; null until the server has said so. */
export const session = signal<Session | null>(null);

/** Whether this page may change a draft. */
export const canWrite = computed(() => session.value !== null && !session.value.read_only && session.value.user.role !== "reader");

/** Whether this page may publish. */
export const canPublish = computed(() => canWrite.value && session.value?.user.role === "publisher");

/** Whether what is published becomes a release in a store. */
export const hasStore = computed(() => Boolean(session.value?.store));

/** The state of the content; null until the server has said so. */
export const content = signal<Content | null>(null);

export const summary = computed(() => content.value?.summary ?? null);

/** Whether there is content to ask for. */
export const ready = computed(() => summary.value !== null);

/** Counts the changes of the content: whoever shows something of it asks again. */
export const changes = signal(0);

let renewed = 0;

/** renewals returns a function that reports, after a change of changes, whether it is only
 * that there is another version: who has that already need not ask again. */
export function renewals(): () => boolean {
  let seen = changes.peek();
  return () => {
    const now = changes.peek();
    const is = now !== seen && now === renewed;
    seen = now;
    return is;
  };
}

const quiet = 300; // ms without a key
let typed = -Infinity;
const late = new Map<string, ReturnType<typeof setTimeout>>();

/** typing puts off what whenQuiet is to do. */
export function typing(): void {
  typed = performance.now();
}

/** whenQuiet does something once nothing was typed for a while: at once if nobody types. */
export function whenQuiet(what: string, act: () => void): void {
  clearTimeout(late.get(what));
  late.delete(what);
  const left = typed + quiet - performance.now();
  if (left <= 0) act();
  else late.set(what, setTimeout(() => whenQuiet(what, act), left));
}

/** The state of the connection that tells of changes. */
export const connection = signal<"connecting" | "live" | "lost">("connecting");

const languageNames = computed(() => new Map((summary.value?.languages ?? []).map((l) => [l.code, l.name])));

/** languageName returns the English name of a language, or its code. */
export function languageName(code: string): string {
  return languageNames.value.get(code) || code;
}

const channelTitles = computed(() => new Map((summary.value?.channels ?? []).map((c) => [c.name, c.title])));

export function channelTitle(name: string): string {
  return channelTitles.value.get(name) || name;
}

const retryAfter = 3000; // ms, as browsers do after a lost connection

/** start asks for the session and the content, and listens for changes. */
export function start(): void {
  void refresh();
  listen();
  whileVisible();
  effect(() => {
    document.title = titleParts.value.filter(Boolean).join(" · ");
  });
}

/** What the title of the window names before the assistant. */
export const titled = signal("");
const titleParts = computed(() => [titled.value, session.value?.title || "Desk"]);

let questions = 0;

async function refresh(): Promise<void> {
  const mine = ++questions;
  try {
    if (!session.peek()) {
      const whose = await ask<Session>("session");
      speakFor(whose.for);
      session.value = whose;
    }
    const before = content.peek();
    const now = await ask<Content>("content");
    if (mine !== questions) return; // a later question has the newer answer
    shorten(now.summary?.files ?? []);
    content.value = now;
    if (before && before.summary?.version !== now.summary?.version) changes.value = renewed = changes.peek() + 1;
  } catch {
    // The header says that the server cannot be reached, or the page that there is no session.
  }
}

/** whoAgain loads the page again if it is somebody else's now, or its user has another role. */
async function whoAgain(): Promise<void> {
  const was = session.peek();
  if (!was || signedOut.peek()) return;
  try {
    const now = await ask<Session>("session");
    if (now.user.name !== was.user.name || now.user.role !== was.user.role || now.read_only !== was.read_only) {
      end();
      location.reload();
    }
  } catch {
    // Whoever is signed out sees it.
  }
}

/** What the server tells besides changes of the content, by its name. */
export type Hear = (name: "draft" | "publish" | "releases", data: string) => void;

const hearing: Hear[] = [];

/** hear calls for what the server tells of a draft, and of releases. */
export function hear(one: Hear): void {
  hearing.push(one);
}

let listening: EventSource | null = null;

/** A tab that nobody sees gives its connection back: a browser has few for one server. */
function whileVisible(): void {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      listening?.close();
      listening = null;
    } else if (!listening) {
      listen();
      void refresh();
    }
  });
  addEventListener("pagehide", () => {
    listening?.close();
    listening = null;
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted || listening) return;
    listen();
    void refresh();
  });
}

function listen(): void {
  if (signedOut.peek() || document.hidden) return;
  listening?.close();
  const source = (listening = new EventSource("/api/desk/v1/events"));
  source.addEventListener("open", () => {
    const again = connection.peek() === "lost";
    connection.value = "live";
    if (again) void whoAgain();
    if (again) void refresh().then(() => changes.value++); // what failed meanwhile is asked for again
  });
  source.addEventListener("content", (event) => {
    connection.value = "live";
    const { data } = event as MessageEvent<string>;
    whenQuiet("content", () => isNews(data) && void refresh());
  });
  for (const name of ["draft", "publish", "releases"] as const) {
    source.addEventListener(name, (event) => hearing.forEach((one) => one(name, (event as MessageEvent<string>).data)));
  }
  source.addEventListener("error", () => {
    connection.value = "lost";
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again
    source.close();
    setTimeout(() => {
      if (listening === source) void refresh().then(listen);
    }, retryAfter);
  });
}

/** isNews reports whether an event tells of anything that the page does not know. */
function isNews(data: string): boolean {
  const known = content.peek();
  if (!known) return true; // what is being asked for may be older
  try {
    const event = JSON.parse(data) as { version?: string; state?: string };
    return known.state === "rejected" || event.state !== known.state || event.version !== known.summary?.version;
  } catch {
    return true;
  }
}
