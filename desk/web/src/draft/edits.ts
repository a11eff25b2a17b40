import { batch, computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import type { Draft, Json, Op, Problem, Response, Tried } from "../api";
import { ask, Refusal } from "../ask";
import { canWrite, connection, session, typing } from "../content";
import { channel } from "../response/store";
import { along, draft, take } from "./store";
import { composed, start as startComposing } from "./composing";
import { sendElsewhere, sendingElsewhere, unsentElsewhere } from "./elsewhere";
import { moved } from "./moved";

// What is typed goes to the server at once, one step at a time: what is typed until the
// answer is there goes together, and nothing is sent more often than every so often. A field shows
// what was typed into it, and not what an answer says, for as long as it has the focus,
// or until the server has what was typed.

/** Field is a field of a variation. */
export interface Field {
  response: string;
  number: number;
  path: string;
  language: string;
}

/** Edit is what was typed into a field. */
export interface Edit {
  field: Field;
  /** The text as it was typed. */
  text: string;
  /** What it means; undefined removes the field. */
  value: Json | undefined;
  /** The value that it replaces: what the server has, as far as this page knows. */
  was: Json | undefined;
  /** Set until the server has it. */
  dirty: boolean;
  /** Why it is not sent: what was typed means nothing. */
  fault: string;
  /** Why the server did not take it. */
  refused: string;
  /** What the content has meanwhile, if that is why. */
  present?: Json;
  conflict: boolean;
  /** Set while the field has the focus. */
  held: boolean;
}

export const edits = signal<ReadonlyMap<string, Edit>>(new Map());

/** Counts what the server does not have yet. */
export const unsent = computed(() => [...edits.value.values()].filter((edit) => edit.dirty).length + structural.value + unsentElsewhere.value);

/** sendable reports whether the server is to get an edit as it is. */
const sendable = (edit: Edit) => edit.dirty && !edit.fault && !edit.conflict && !edit.refused;

const structural = signal(0);

/** Set while anything is on its way to the server. */
export const underway = computed(() => structural.value > 0 || sendingElsewhere.value || [...edits.value.values()].some(sendable));

/** Counts what was moved or removed: what is in its place now is something else. */
export const moves = signal(0);
const pace = 30; // ms from one step to the next
const retryAfter = 1000; // ms

/** kept names what is kept of a user in this window: the next one to sign in here is not to send it. */
const kept = () => "desk-unsent " + (session.peek()?.user.name ?? "");

export function keyOf(field: Field): string {
  return JSON.stringify([field.response, field.number, field.path, field.language]);
}

const ofFields = new Map<string, ReadonlySignal<Edit | undefined>>();
const mostFields = 1000;

/** editOf returns what was typed into a field: who shows it is drawn anew only for that. */
export function editOf(field: Field): Edit | undefined {
  const key = keyOf(field);
  let one = ofFields.get(key);
  if (!one) {
    if (ofFields.size >= mostFields) ofFields.clear();
    one = computed(() => edits.value.get(key));
    ofFields.set(key, one);
  }
  return one.value;
}

function put(edit: Edit | null, key: string): void {
  const next = new Map(edits.peek());
  if (edit) next.set(key, edit);
  else next.delete(key);
  keep(next);
}

function keep(next: ReadonlyMap<string, Edit>): void {
  edits.value = next;
  try {
    const left = [...next.values()].filter((edit) => edit.dirty);
    if (left.length > 0) sessionStorage.setItem(kept(), JSON.stringify(left));
    else sessionStorage.removeItem(kept());
  } catch {
    // Without storage, only a reload within the pause loses anything.
  }
}

/** Typed is what a field has now. */
export interface Typed {
  text: string;
  value: Json | undefined;
  fault?: string;
}

/** type takes what was typed into a field. shown is the value that the page showed. */
export function type(field: Field, typed: Typed, shown: Json | undefined): void {
  const key = keyOf(field);
  const known = edits.peek().get(key);
  const conflict = known?.conflict ?? false;
  const edit: Edit = {
    field,
    text: typed.text,
    value: typed.value,
    was: known ? known.was : shown,
    dirty: true,
    fault: typed.fault ?? "",
    refused: conflict ? (known?.refused ?? "") : "",
    present: known?.present,
    conflict,
    held: known?.held ?? false,
  };
  put(edit, key);
  typing();
  if (!edit.fault && !conflict) schedule(key);
}

/** hold keeps what a field shows for as long as it has the focus. */
export function hold(field: Field, on: boolean): void {
  const key = keyOf(field);
  const edit = edits.peek().get(key);
  if (!edit) return;
  if (!on && !edit.dirty) put(null, key);
  else put({ ...edit, held: on }, key);
}

/** decide ends the conflict of a field: with what was typed, or with what is there. */
export function decide(field: Field, mine: boolean): void {
  const key = keyOf(field);
  const edit = edits.peek().get(key);
  if (!edit) return;
  if (!mine) {
    put(null, key);
    return;
  }
  put({ ...edit, was: edit.present ?? undefined, conflict: false, refused: "", present: undefined }, key);
  schedule(key);
}

/** drop forgets what was typed and not taken. */
export function drop(field: Field): void {
  put(null, keyOf(field));
}

/** forgetEdits lets all fields show what the server says. */
export function forgetEdits(): void {
  keep(new Map([...edits.peek()].filter(([, edit]) => edit.dirty)));
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>();
let chain: Promise<unknown> = Promise.resolve();
let began = -Infinity; // the last step
let flying: { key: string; value: Json | undefined } | null = null; // what is being answered

function schedule(key: string): void {
  if (waiting.has(key)) return;
  const wait = Math.max(0, began + pace - performance.now());
  waiting.set(key, setTimeout(() => send(key), wait));
}

function send(key: string): void {
  clearTimeout(waiting.get(key));
  waiting.delete(key);
  composed(() => (chain = chain.then(() => sendNow(key))));
}

/** settle sends what was typed, and waits for the answers. */
export async function settle(): Promise<void> {
  for (const key of [...waiting.keys()]) send(key);
  await Promise.all([chain, sendElsewhere()]);
}

interface Answer {
  draft: Draft;
  response: Response | null;
  tried: Tried | null;
}

async function sendNow(key: string): Promise<void> {
  const edit = edits.peek().get(key);
  if (!edit || !edit.dirty || edit.fault || edit.conflict) return;
  const sent = edit.value;
  began = performance.now();
  flying = { key, value: sent };
  try {
    const request = along.request(edit.field.response);
    const answer = await ask<Answer>("draft/steps", undefined, { ops: [opOf(edit)], channel: channel.peek(), try: request?.body });
    typing();
    batch(() => {
      took(key, sent);
      take(answer.draft, answer.response, request?.key, answer.tried);
    });
  } catch (failure) {
    const now = edits.peek().get(key);
    if (!now) return;
    if (!(failure instanceof Refusal)) {
      setTimeout(() => send(key), retryAfter);
      return;
    }
    const { problem } = failure;
    if (failure.ended) return; // it is kept for when there is a session again
    if (problem?.code === "edit_conflict" && same(problem.present, sent)) {
      took(key, sent);
      return;
    }
    if (problem?.code === "edit_conflict" && edit.was === undefined && problem.present === "") {
      put({ ...now, was: "" }, key); // an empty text is shown as none
      schedule(key);
      return;
    }
    const conflict = problem?.code === "edit_conflict";
    if (now.text !== edit.text && !conflict) return; // a newer text is on its way
    put({ ...now, refused: refusalWords(problem, failure.message), conflict, present: problem?.present }, key);
  } finally {
    flying = null;
  }
}

/** took notes that the server has a value. */
function took(key: string, value: Json | undefined): void {
  const now = edits.peek().get(key);
  if (!now) return;
  const current = same(now.value, value);
  if (current && !now.held) put(null, key);
  else put({ ...now, was: value, dirty: !current, refused: "" }, key);
  if (!current && !waiting.has(key)) schedule(key);
}

function opOf(edit: Edit): Op {
  const { response, number, path, language } = edit.field;
  const op: Op = { kind: edit.value === undefined ? "unset" : "set", response, number, path };
  if (language) op.language = language;
  if (edit.value !== undefined) op.value = edit.value;
  if (edit.was !== undefined) op.was = edit.was;
  return op;
}

export function refusalWords(problem: Problem | null, message: string): string {
  const parts = [problem?.reason || message, problem?.hint];
  return parts.filter(Boolean).join(". ");
}

/** same reports whether two values are the same; the order of keys makes no difference. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(sorted(a ?? null)) === JSON.stringify(sorted(b ?? null));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}

/** Done says what came of a step: why it was refused, or nothing. */
export interface Done {
  refused: string;
  /** Whether that is because the content is not what was shown. */
  conflict?: boolean;
  response: Response | null;
}

/** step changes the order or number of things: after what was typed before it. */
export async function step(ops: Op[]): Promise<Done> {
  structural.value++;
  for (const key of [...waiting.keys()]) send(key);
  const mine = chain.then(async (): Promise<Done> => {
    try {
      const answer = await ask<Answer>("draft/steps", undefined, { ops, channel: channel.peek() });
      let left = edits.peek();
      for (const op of ops) left = follow(left, op);
      batch(() => {
        keep(left);
        if (ops.some((op) => /^(move|remove)_/.test(op.kind) || op.to)) moves.value++;
        take(answer.draft, answer.response);
      });
      // What was typed meanwhile is to be sent from where it was.
      for (const [key, edit] of left) if (sendable(edit)) schedule(key);
      return { refused: "", response: answer.response };
    } catch (failure) {
      if (failure instanceof Refusal) return { refused: refusalWords(failure.problem, failure.message), conflict: failure.problem?.code === "edit_conflict", response: null };
      return { refused: "the server does not answer: try again", response: null };
    } finally {
      structural.value--;
    }
  });
  chain = mine;
  return mine;
}

/** follow gives what was typed the place that it has after an op. */
function follow(all: ReadonlyMap<string, Edit>, op: Op): ReadonlyMap<string, Edit> {
  const next = new Map<string, Edit>();
  for (const edit of all.values()) {
    const field = moved(edit.field, op);
    if (field && (edit.dirty || edit.held)) next.set(keyOf(field), { ...edit, field });
  }
  return next;
}

/** start sends again what was not sent when the page was left, or the server was gone. */
export function start(): void {
  startComposing();
  let known = false;
  effect(() => {
    if (session.value === null || known) return;
    known = true;
    try {
      const left = JSON.parse(sessionStorage.getItem(kept()) ?? "[]") as Edit[];
      keep(new Map(left.map((edit) => [keyOf(edit.field), { ...edit, held: false }])));
    } catch {
      // Nothing was kept.
    }
  });
  let first = true;
  effect(() => {
    if (!canWrite.value || draft.value === null || !first) return;
    first = false;
    for (const [key, edit] of edits.peek()) if (edit.dirty && !edit.fault && !edit.conflict) schedule(key);
  });
  effect(() => {
    if (connection.value !== "live") return;
    for (const [key, edit] of edits.peek()) if (sendable(edit)) schedule(key);
  });
  addEventListener("pagehide", part);
}

/** part sends what the server does not have as the page goes away: nobody hears the answers. */
function part(): void {
  for (const [key, edit] of edits.peek()) {
    if (!sendable(edit)) continue;
    leave(edit);
    // The server may have taken what is on its way, or never get it: it takes one of the two.
    if (flying?.key === key && !same(edit.value, flying.value)) leave({ ...edit, was: flying.value });
  }
}

function leave(edit: Edit): void {
  void ask("draft/steps", undefined, { ops: [opOf(edit)] }, true).catch(() => undefined);
}
