import { clock, dayWords } from "../review/days";
import { count, number } from "../words";
import type { Known } from "./store";
import type { Live, Now, Release, Replica } from "./api";

/** stateWords says how a replica is. */
export function stateWords(replica: Replica, now: Now, at: number): string {
  switch (replica.state) {
    case "says":
      if (!now.live) return "waits for a release";
      return "says it";
    case "ready":
      return "ready for the next";
    case "behind":
      return now.live ? `behind: does not say release ${now.live.canary && replica.release === now.live.release ? now.live.canary.release : now.live.release} yet` : "behind";
    case "refuses":
      return refusesWords(replica);
    case "lost":
      return `lost since ${timeWords(heardAt(replica, at))}`;
  }
}

function refusesWords(replica: Replica): string {
  const numbers = [...new Set((replica.refusals ?? []).map((one) => one.release))];
  if (numbers.length === 0) return "refuses";
  return `refuses ${numbers.map((one) => (one > 0 ? `release ${one}` : "what is being published")).join(" and ")}`;
}

/** saysWords names what a replica says. */
export function saysWords(replica: Replica): string {
  if (replica.error) return "not known";
  const main = replica.release > 0 ? `release ${replica.release}` : replica.version ? `content ${replica.version.slice(0, 12)}` : "nothing yet";
  return replica.canary ? `${main}, canary release ${replica.canary}` : main;
}

/** heardAt returns when a replica was heard of last. */
export function heardAt(replica: Replica, at: number): string {
  return new Date(at - replica.age * 1000).toISOString();
}

/** timeWords names a time: of today by the clock only. */
export function timeWords(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.valueOf())) return "an unknown time";
  return date.toDateString() === new Date().toDateString() ? clock(time) : `${dayWords(time)}, ${clock(time)}`;
}

/** countWords says how many replicas say what is live. Those that are lost are not waited for, and counted apart. */
export function countWords(now: Now): string {
  const living = now.replicas.filter((one) => one.state !== "lost");
  const lost = now.replicas.length - living.length;
  const tail = lost > 0 ? `; ${number(lost)} ${lost === 1 ? "is" : "are"} lost` : "";
  if (living.length === 0) return `No replica is heard of${tail}`;
  if (!now.live) return `${count(living.length, "replica")}, nothing is live${tail}`;
  const says = living.filter((one) => one.state === "says" || one.state === "ready" || (one.state === "refuses" && saysLive(one, now.live))).length;
  return `${number(says)} of ${count(living.length, "replica")} ${living.length === 1 ? "says" : "say"} release ${now.live.release}${now.live.canary ? ` and the canary, release ${now.live.canary.release}` : ""}${tail}`;
}

/** saysLive reports whether a replica says what is live, although it refuses what is to come. */
function saysLive(replica: Replica, live: Live | null): boolean {
  return live !== null && replica.release === live.release && (replica.canary ?? 0) === (live.canary?.release ?? 0);
}

/** titleOf returns the first line of a message. */
export function titleOf(message: string): string {
  return message.split("\n", 1)[0]?.trim() ?? "";
}

/** How what is live came to be so, before the name of who did it. */
export const moveWords: Record<Live["move"], string> = {
  publish: "published by",
  canary: "canary started by",
  promote: "given to all by",
  abort: "canary ended by",
  rollback: "brought back by",
};

export function changesWords({ changes }: Release): string {
  if (!changes) return "";
  const parts = [
    changes.added > 0 && `${number(changes.added)} added`,
    changes.changed > 0 && `${number(changes.changed)} changed`,
    changes.removed > 0 && `${number(changes.removed)} removed`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : "nothing changed by meaning";
}

export function checksWords({ checks }: Release): string {
  if (!checks) return "";
  const found = [checks.errors > 0 && count(checks.errors, "error"), checks.warnings > 0 && count(checks.warnings, "warning")].filter(Boolean).join(", ") || "no findings";
  if (checks.expectations === 0) return found;
  return `${found}, ${checks.failed > 0 ? `${number(checks.failed)} of ${count(checks.expectations, "test")} failed` : `${count(checks.expectations, "test")} passed`}`;
}

/** Event is what became of a release. */
export interface Event {
  words: string;
  by: string;
  at: string;
}

/** fateOf returns what became of a release after it was published, the latest first. */
export function fateOf(release: Release, { releases, now }: Known): Event[] {
  const own = [...(release.moves ?? [])].sort((a, b) => b.sequence - a.sequence);
  const after = new Map<number, Live>(now.live ? [[now.live.sequence, now.live]] : []);
  for (const one of releases) for (const move of one.moves ?? []) after.set(move.sequence, move);
  const out: Event[] = [];
  const add = (words: string, move: Live) => out.push({ words, by: move.by, at: move.at });
  for (const move of own) {
    const next = after.get(move.sequence + 1);
    const tried = move.canary?.release === release.number;
    if (next && tried && next.move === "abort") add("canary ended", next);
    else if (next && tried && next.move === "rollback") add(`canary ended, for release ${next.release}`, next);
    else if (next && !tried && next.move === "rollback" && next.release !== release.number) add(`taken back for release ${next.release}`, next);
    if (tried && move.move === "canary") add(`canary for ${move.canary?.percent}% of the conversations`, move);
    else if (move.release !== release.number) continue;
    else if (move.move === "promote") add("given to all", move);
    else if (move.move === "rollback") add("brought back", move);
  }
  return out;
}
