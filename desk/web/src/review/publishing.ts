import { signal } from "@preact/signals";
import type { Draft, Published } from "../api";
import { announce } from "../announce";
import { ask } from "../ask";
import { changes, hasStore } from "../content";
import { draft } from "../draft/store";
import { forgetEdits, settle } from "../draft/edits";
import { seen } from "../releases/moving";
import { refresh } from "../releases/store";
import { Progress } from "./progress";

/** The publication that runs, or ran last. */
export const publication = new Progress<Published>();

/** What is being published; null while nothing is. The draft itself may be empty before the answer comes. */
export const publishing = signal<Draft | null>(null);

/** publish publishes the draft, to a share of the conversations if there is one, and returns whether it was published. */
export async function publish(message: string, override: string, share: number): Promise<boolean> {
  publishing.value = draft.peek();
  // What the user has seen as live is that of the click, and not what it has become since.
  const live = seen();
  const published = await publication.run(async () => {
    await settle();
    publishing.value = draft.peek();
    const store = hasStore.peek() ? { canary: share, live } : {};
    const answer = await ask<{ published: Published; draft: Draft }>("publish", undefined, { message, override, ...store });
    forgetEdits();
    draft.value = answer.draft;
    changes.value++;
    announce("Published");
    return answer.published;
  });
  publishing.value = null;
  if (hasStore.peek()) void refresh();
  // The button that has the focus may go; its owner may be elsewhere meanwhile.
  const panel = document.querySelector(".publish");
  if (document.activeElement === document.body || panel?.contains(document.activeElement)) document.getElementById("publish-title")?.focus();
  return published;
}
