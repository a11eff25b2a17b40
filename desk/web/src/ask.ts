import { signal } from "@preact/signals";
import type { Problem } from "./api";

/** Set once the server has said that there is no session, or no longer one. */
export const signedOut = signal(false);

/** What the server has said about how to get in; null before it has. */
export const refused = signal<Problem | null>(null);

// Somebody whom the server knows how to refuse: signing in would not help.
const outside = ["not_a_user", "untrusted_proxy", "not_encrypted"];

/** The server could not be reached when it was last asked. */
export const unreachable = signal(false);

let over = false;

/** end lets nothing more be sent: the page is about to be loaded for another user, whose draft is another one. */
export function end(): void {
  over = true;
}

/** What stands for the user of this page in its requests; empty before the server has said so. */
let user = "";

/** speakFor lets all requests say for whom they speak: another window may sign somebody else in, and all windows share the cookie. */
export function speakFor(id: string): void {
  user = id;
}

const anotherUser = "another_user";

// Who asks who they are, or signs in, speaks for nobody yet.
const forNobody = ["session", "sign-in"];

const base = "/api/desk/v1/";

/** Refusal is an answer that is not the one that was asked for. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
  ) {
    super(problem?.detail || problem?.title || `the server answered with status ${status}`);
  }

  /** Whether the session of the page's user has ended, also because it is another one's now: what was sent waits for its author. */
  get ended(): boolean {
    return this.status === 401 || this.problem?.code === anotherUser;
  }
}

/** ask returns what the server answers; it throws a Refusal or a network error. */
export async function ask<T>(path: string, signal?: AbortSignal, body?: unknown, keepalive = false): Promise<T> {
  const init: RequestInit = { keepalive };
  if (signal) init.signal = signal;
  return body === undefined ? request<T>(path, init) : request<T>(path, { ...init, body: JSON.stringify(body) }, "application/json");
}

/** request sends a request, with a body if it has a type, and returns the JSON that the server answers. */
export async function request<T>(path: string, init: RequestInit, type = ""): Promise<T> {
  return (await (await respond(path, init, type)).json()) as T;
}

/** respond is request for an answer of any type. Everything that the page sends goes through it, but the stream of events. */
export async function respond(path: string, init: RequestInit, type = ""): Promise<globalThis.Response> {
  // What was typed before a session ended is not for whoever signs in next.
  if (type && path !== "sign-in" && (over || signedOut.peek())) throw new Refusal(401, null);
  const headers: Record<string, string> = { Accept: "application/json" };
  if (type) headers["Content-Type"] = type;
  if (user && !forNobody.includes(path)) headers["Desk-For"] = user;
  let answer: globalThis.Response;
  try {
    answer = await fetch(base + path, { ...init, method: type ? "POST" : "GET", headers, credentials: "same-origin" });
  } catch (failure) {
    if (!isAbort(failure)) unreachable.value = true;
    throw failure;
  }
  unreachable.value = false;
  if (answer.ok) return answer;
  const problem = await problemOf(answer);
  if (problem?.code === anotherUser) makeWay(problem);
  else if (answer.status === 401 || (path !== "sign-in" && outside.includes(problem?.code ?? ""))) {
    refused.value = problem;
    signedOut.value = true;
  }
  throw new Refusal(answer.status, problem);
}

const madeWay = "desk-made-way"; // when this window last did
const mostOften = 60_000; // ms

/** makeWay loads the page again for whoever is signed in now; or it says so, if it has just done that: behind a proxy, each request may be another one's. */
function makeWay(problem: Problem): void {
  if (over) return;
  end();
  try {
    const last = Number(sessionStorage.getItem(madeWay));
    sessionStorage.setItem(madeWay, String(Date.now()));
    if (Math.abs(Date.now() - last) > mostOften) {
      location.reload();
      return;
    }
  } catch {
    // Without storage, nobody knows how often.
  }
  refused.value = problem;
  signedOut.value = true;
}

/** isAbort reports whether a request failed because we no longer wanted it. */
export function isAbort(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === "AbortError";
}

async function problemOf(answer: globalThis.Response): Promise<Problem | null> {
  try {
    return (await answer.json()) as Problem;
  } catch {
    return null;
  }
}
