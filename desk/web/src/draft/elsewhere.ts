import { computed, signal } from "@preact/signals";

// What is typed elsewhere than into fields, such as into a file, is part of what is
// unsent, and of what must be sent before the draft as a whole is changed.

/** Counts what the server does not have yet. */
export const unsentElsewhere = signal(0);

/** What is typed and cannot be sent before its author decides: where, in words, and its address. */
export const stuck = signal<{ what: string; href: string } | null>(null);

/** Set while something of it is on its way to the server. */
export const sendingElsewhere = computed(() => unsentElsewhere.value > 0 && stuck.value === null);

const senders: (() => Promise<void>)[] = [];

/** sendsBefore calls for sending before the draft is changed. */
export function sendsBefore(send: () => Promise<void>): void {
  senders.push(send);
}

export async function sendElsewhere(): Promise<void> {
  await Promise.all(senders.map((send) => send()));
}
