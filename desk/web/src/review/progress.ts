import { signal } from "@preact/signals";
import { Refusal } from "../ask";
import { hear } from "../content";
import { reasonOf } from "../draft/store";
import type { Refused } from "../releases/api";

// What changes more than the draft takes its time: the server tells each step to all pages of
// its user, and the answer says what came of it.

export interface Step {
  step: string;
  words: string;
}

/** Outcome is what came of it. */
export type Outcome<T> = { done: T } | { again: string } | { failed: string; refusals: Refused[] } | { lost: true };

/** Something else is there than the user has seen: nothing has changed, and they look again. */
const overtaken = ["content_changed", "live_changed"];

/** Progress follows one thing that this page asked for. */
export class Progress<T> {
  /** The steps of what runs, or ran last. */
  readonly steps = signal<Step[]>([]);
  readonly running = signal(false);
  readonly outcome = signal<Outcome<T> | null>(null);

  /** start listens to the steps. */
  start(): void {
    hear((name, data) => {
      if (name !== "publish" || !this.follows()) return;
      try {
        this.steps.value = [...this.steps.peek(), JSON.parse(data) as Step];
      } catch {
        // What is no step is not shown.
      }
    });
  }

  /** follows reports whether the steps that the server tells are those of this. */
  private follows(): boolean {
    const now = this.outcome.peek();
    return this.running.peek() || (now !== null && "lost" in now);
  }

  /** run does it, and returns whether it was done. */
  async run(act: () => Promise<T>): Promise<boolean> {
    this.running.value = true;
    this.forget();
    try {
      this.outcome.value = { done: await act() };
      return true;
    } catch (failure) {
      this.outcome.value = outcomeOf(failure);
      return false;
    } finally {
      this.running.value = false;
    }
  }

  /** forget drops what ran last. */
  forget(): void {
    this.steps.value = [];
    this.outcome.value = null;
  }
}

function outcomeOf(failure: unknown): { again: string } | { failed: string; refusals: Refused[] } | { lost: true } {
  const problem = failure instanceof Refusal ? failure.problem : null;
  if (failure instanceof Refusal && overtaken.includes(problem?.code ?? "")) return { again: failure.message };
  // A connection may break, or a proxy give up, while the server goes on: it alone knows what came of it.
  if (!(failure instanceof Refusal) || (problem === null && failure.status >= 500)) return { lost: true };
  return { failed: reasonOf(failure), refusals: problem?.refusals ?? [] };
}
