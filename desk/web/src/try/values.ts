import { computed } from "@preact/signals";
import type { Input, Json, RecordedValues } from "../api";
import { replace, route, type Changes } from "../route";

// The values of a request are in the address as they are written: slot.NAME=JSON.
// What is not JSON (yet) stays there, and is said to be wrong, and is not sent.

/** Kind is where a value goes. */
export type Kind = "slot" | "arg";

/** Entered is a value as it is written, and what it means. */
export interface Entered {
  written: string;
  value: Json | undefined;
  /** What is wrong with it; empty for nothing. */
  fault: string;
}

const nothing: Entered = { written: "", value: undefined, fault: "" };

export function entered(kind: Kind, input: Input): Entered {
  const written = route.value.params.get(`${kind}.${input.name}`);
  if (written === null) return nothing;
  const value = jsonOf(written);
  if (value === undefined) return { written, value, fault: input.type === "float" ? "not a number" : "not JSON" };
  if (input.type === "float" && value !== null && typeof value !== "number") return { written, value: undefined, fault: "not a number" };
  return { written, value, fault: "" };
}

/** enter sets a value as written; empty removes it. */
export function enter(kind: Kind, name: string, written: string): void {
  replace({ [`${kind}.${name}`]: written || null });
}

/** jsonOf returns what JSON says; undefined if it is none. */
export function jsonOf(written: string): Json | undefined {
  try {
    return JSON.parse(written) as Json;
  } catch {
    return undefined;
  }
}

/** The context as it is written. */
export const context = computed<Entered>(() => {
  const written = route.value.params.get("context");
  if (written === null || written.trim() === "") return nothing;
  const value = jsonOf(written);
  const fits = value !== null && typeof value === "object" && !Array.isArray(value);
  return fits ? { written, value, fault: "" } : { written, value: undefined, fault: "not a JSON object" };
});

/** values returns all values of a kind that can be sent. */
export function values(kind: Kind): Record<string, Json> {
  const sent: Record<string, Json> = {};
  for (const [key, written] of route.value.params) {
    if (!key.startsWith(kind + ".")) continue;
    const value = jsonOf(written);
    if (value !== undefined) sent[key.slice(kind.length + 1)] = value;
  }
  return sent;
}

/** initials returns what the slots of a response are at the start of a conversation. */
export function initials(inputs: Input[]): Record<string, Json> {
  return Object.fromEntries(inputs.filter((input) => input.declared).map((input) => [input.name, input.initial ?? null]));
}

const ofTry = ["channel", "lang", "recording", "draw", "context", "all"];

/** reset empties the form. */
export function reset(): void {
  replace(emptied());
}

function emptied(): Changes {
  const changes: Changes = {};
  for (const key of route.peek().params.keys()) {
    if (key.startsWith("slot.") || key.startsWith("arg.") || ofTry.includes(key)) changes[key] = null;
  }
  return changes;
}

/** fill puts the values of a recorded request into the form. */
export function fill(recording: string, recorded: RecordedValues, inputs: { slots: Input[]; arguments: Input[] }): void {
  const all = route.peek().params.get("all");
  const changes: Changes = { ...emptied(), all, recording, channel: recorded.channel || null, lang: recorded.language || null };
  const put = (kind: Kind, wanted: Input[], from: Record<string, Json> | null) => {
    for (const { name } of wanted) {
      const value = from?.[name];
      if (value !== undefined) changes[`${kind}.${name}`] = JSON.stringify(value);
    }
  };
  put("slot", inputs.slots, recorded.slots);
  put("arg", inputs.arguments, recorded.arguments);
  if (recorded.context && Object.keys(recorded.context).length > 0) changes.context = JSON.stringify(recorded.context);
  replace(changes);
}
