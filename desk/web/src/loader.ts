import { signal, type Signal } from "@preact/signals";
import { ask, isAbort } from "./ask";

/** Loaded is what is known of something that the server is asked for. */
export interface Loaded<T> {
  /** The last answer, also while a newer one is on its way. */
  data: T | null;
  /** What data answers. */
  key: string;
  failure: unknown;
  /** Set once an answer takes long enough for the page to say so. */
  slow: boolean;
  busy: boolean;
}

const slowAfter = 150; // ms; shorter waits would only flicker

/** Loader asks for one thing at a time: a new question cancels the one before. */
export class Loader<T> {
  readonly state: Signal<Loaded<T>> = signal({ data: null, key: "", failure: null, slow: false, busy: false });
  private running: AbortController | null = null;

  async load(key: string, path: string, body?: unknown): Promise<void> {
    this.running?.abort();
    const mine = (this.running = new AbortController());
    const timer = setTimeout(() => this.set({ slow: true }), slowAfter);
    this.set({ busy: true });
    try {
      const data = await ask<T>(path, mine.signal, body);
      if (this.running === mine) this.set({ data, key, failure: null, slow: false, busy: false });
    } catch (failure) {
      if (this.running === mine && !isAbort(failure)) this.set({ key, failure, slow: false, busy: false });
    } finally {
      clearTimeout(timer);
    }
  }

  /** put gives the answer that is known from elsewhere, and cancels the question. */
  put(key: string, data: T): void {
    this.running?.abort();
    this.running = null;
    this.state.value = { data, key, failure: null, slow: false, busy: false };
  }

  /** forget drops the answer, and cancels the question. */
  forget(): void {
    this.running?.abort();
    this.running = null;
    this.state.value = { data: null, key: "", failure: null, slow: false, busy: false };
  }

  private set(part: Partial<Loaded<T>>): void {
    this.state.value = { ...this.state.peek(), ...part };
  }
}
