import { signal } from "@preact/signals";
import { announce } from "../announce";
import { ask } from "../ask";
import { Progress } from "../review/progress";
import type { Moved } from "./api";
import { now, put, refresh } from "./store";

// Moves of what is live that need no content: back to a release, and the end of a canary.

/** What going back does, and what came of it. */
export const back = new Progress<Moved>();

/** What becomes of the canary. */
export const canary = new Progress<Moved>();

/** The sequence of what was live when the end of the canary was asked for. */
const asked = signal(0);

/**
 * concerns reports whether what came of the canary is about what is live, by its sequence. What was asked for
 * has made it one more, or somebody else has come first. If it was refused, nothing has moved.
 */
export function concerns(sequence: number): boolean {
  const outcome = canary.outcome.value;
  if (canary.running.value || !outcome) return true;
  return sequence <= asked.value + ("failed" in outcome ? 0 : 1);
}

/** start listens to the steps of moves. */
export function start(): void {
  back.start();
  canary.start();
}

/** seen is the sequence of what is live, as the page shows it. */
export function seen(): number {
  return now.peek()?.live?.sequence ?? 0;
}

/** goBack makes an older release live again. */
export function goBack(number: number, message: string): Promise<boolean> {
  return move(back, "rollback", { number, message }, `Release ${number} is live again`);
}

/** promote gives the canary to all. */
export function promote(number: number): Promise<boolean> {
  asked.value = seen();
  return move(canary, "promote", { message: "" }, `Release ${number} is live for all conversations`);
}

/** abort ends the canary. */
export function abort(number: number): Promise<boolean> {
  asked.value = seen();
  return move(canary, "abort", { message: "" }, `The canary, release ${number}, has ended`);
}

async function move(progress: Progress<Moved>, what: string, body: object, said: string): Promise<boolean> {
  const done = await progress.run(async () => {
    const answer = await ask<Moved>("releases/" + what, undefined, { ...body, live: seen() });
    put(answer.now);
    return answer;
  });
  if (done) announce(said);
  else void refresh(); // what is live may be something else than was seen
  return done;
}
