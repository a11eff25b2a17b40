import { batch, computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import type { Change, Draft, Response, Touch, Tried, Try } from "../api";
import { ask } from "../ask";
import { announce } from "../announce";
import { canWrite, changes, connection, hear, ready, whenQuiet } from "../content";
import { loader } from "../response/store";
import { Refusal } from "../ask";
import { isWriting } from "../list/Search";
import { forgetEdits, settle, start as startEdits, underway, unsent } from "./edits";

/** What this author has changed; null until the server has said so. */
export const draft = signal<Draft | null>(null);

/** Counts the steps that were answered, so that what is tried follows at once. */
export const answered = signal(0);

/** What went wrong when the draft as a whole was changed; empty for nothing. */
export const trouble = signal("");

/** What the draft changes, by response. */
export const changedFields = grouped(() => draft.value?.changes ?? []);

/** What others change and have not published, by response. */
export const othersOf = grouped(() => draft.value?.others ?? []);

/** grouped groups a list by response; as long as it says the same, nobody draws anew. */
function grouped<T extends Change | Touch>(list: () => T[]): ReadonlySignal<Map<string, T[]>> {
  const text = computed(() => JSON.stringify(list()));
  return computed(() => group(JSON.parse(text.value) as T[]));
}

function group<T extends Change | Touch>(list: T[]): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const one of list) out.set(one.response, [...(out.get(one.response) ?? []), one]);
  return out;
}

/** What is tried along with a step, so that both are answered at once. */
export const along = {
  /** request returns what to try, for a step of a response; null for nothing. */
  request: (_response: string): { key: string; body: Try } | null => null,
  /** put takes the answer. */
  put: (_key: string, _tried: Tried): void => undefined,
};

/** take shows the draft as an answer has it, and what was tried along, by its key. */
export function take(now: Draft, response?: Response | null, key?: string, tried?: Tried | null): void {
  batch(() => {
    draft.value = now;
    if (!response || loader.state.peek().key !== response.name) return;
    loader.put(response.name, response);
    if (key && tried) along.put(key, tried);
    else answered.value++;
  });
}

const again = 200; // ms
let refreshing = false;
let stale = false; // something happened since the request that is on its way

/** refresh asks for the draft, with one request at a time. */
export async function refresh(): Promise<void> {
  stale = true;
  if (refreshing) return; // who asks now will ask again
  refreshing = true;
  try {
    while (stale && canWrite.peek() && ready.peek()) {
      stale = false;
      const before = draft.peek();
      const now = await ask<Draft>("draft");
      if (draft.peek() === before) draft.value = now;
      else stale = true; // a step was answered meanwhile: which of the two is newer is not known
      if (stale) await new Promise((go) => setTimeout(go, again)); // while somebody types, not at each step
    }
  } catch {
    // The page says that the server cannot be reached, or that there is no session.
  } finally {
    refreshing = false;
  }
}

let live: number | undefined; // what was live in the store when this was told last: whether the draft can be published depends on it

/** isKnown reports whether an event tells of the draft as this page has it. */
function isKnown(data: string): boolean {
  const now = draft.peek();
  try {
    const event = JSON.parse(data) as { version: string; check: string; touched: number; live?: number };
    const moved = event.live !== live;
    live = event.live;
    return now !== null && !moved && event.version === now.version && event.check === now.check.state && event.touched === now.touched;
  } catch {
    return false;
  }
}

/** change does something with the whole draft, and returns whether it was done. */
export async function change(what: string, body: unknown, said: string): Promise<boolean> {
  await settle();
  trouble.value = "";
  try {
    const { draft: now } = await ask<{ draft: Draft }>("draft/" + what, undefined, body);
    forgetEdits();
    draft.value = now;
    changes.value++;
    announce(said);
    return true;
  } catch (failure) {
    trouble.value = reasonOf(failure);
    void refresh();
    return false;
  }
}

/** reasonOf says in words why something was not done. */
export function reasonOf(failure: unknown): string {
  return failure instanceof Refusal ? failure.message : "the server does not answer";
}

/** The steps that can be taken: what is on its way to the server can be undone too. */
export const canUndo = computed(() => underway.value || !!draft.value?.undo);
export const canRedo = computed(() => !!draft.value?.redo);

export const undo = () => back("undo", "Undone");
export const redo = () => back("redo", "Redone");

/** back undoes or redoes a step, the newest: what was typed is sent before. */
async function back(what: "undo" | "redo", said: string): Promise<void> {
  await settle();
  const step = draft.peek()?.[what];
  if (step) await change(what, {}, `${said}: ${step}`);
}

/** The state of the draft in words. */
export const saving = computed(() => {
  if (unsent.value === 0) return draft.value?.saved === false ? "not on disk yet" : "saved";
  return connection.value === "lost" ? "offline" : "saving";
});

/** start keeps the draft that of the server. */
export function start(): void {
  effect(() => {
    if (canWrite.value && ready.value) void refresh();
  });
  // A check ends with counts that the list has not seen, and after a publication the
  // content says the same as the draft did: nothing else tells that it has changed.
  let checked = "";
  effect(() => {
    const now = draft.value;
    if (!now || now.check.state !== "done") return;
    const key = now.base + " " + now.version;
    if (key !== checked && checked) changes.value++;
    checked = key;
  });
  let last = "";
  hear((name, data) => {
    if (name !== "draft") return;
    const again = data === last; // then the stream began anew, perhaps at another server
    last = data;
    whenQuiet("draft", () => (again || !isKnown(data)) && void refresh());
  });
  startEdits();
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !canWrite.peek() || !draft.peek()) return;
    if (isWriting(event.target)) return; // a field has its own undo
    const key = event.key.toLowerCase();
    const again = (key === "z" && event.shiftKey) || key === "y";
    if (key !== "z" && !again) return;
    event.preventDefault();
    if (again && canRedo.peek()) void redo();
    if (!again && canUndo.peek()) void undo();
  });
}
