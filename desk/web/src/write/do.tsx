import { signal } from "@preact/signals";
import type { Op } from "../api";
import { announce } from "../announce";
import { step } from "../draft/edits";

/** Why the last change of the order or number of things was not made, by response. */
export const notDone = signal<{ response: string; number: number; why: string } | null>(null);

/** act does ops, says so, and moves the focus to what it is about. */
export async function act(said: string, ops: Op[], focus?: string): Promise<boolean> {
  notDone.value = null;
  const before = document.activeElement;
  const { refused } = await step(ops);
  const first = ops[0];
  if (refused) {
    notDone.value = { response: first?.response ?? "", number: first?.number ?? 0, why: refused };
    return false;
  }
  announce(said);
  if (focus) focusSoon(focus, before);
  return true;
}

/**
 * focusSoon moves the focus once the page is drawn, and what it moves to has come; not if its owner has moved it from
 * where it was before.
 */
export function focusSoon(id: string | (() => string), before = document.activeElement): void {
  let frames = 60;
  const look = () => {
    const now = document.activeElement;
    if (now !== before && now !== document.body && now?.id !== "response-title") return; // its owner went on
    const target = document.getElementById(typeof id === "string" ? id : id());
    if (!target && frames-- > 0) {
      requestAnimationFrame(look);
      return;
    }
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "nearest" });
  };
  requestAnimationFrame(() => requestAnimationFrame(look));
}

/** NotDone says why the last change was not made. */
export function NotDone({ response, number }: { response: string; number: number }) {
  const last = notDone.value;
  if (!last || last.response !== response || last.number !== number) return null;
  return (
    <p class="finding bad" role="alert" dir="auto">
      Not done: {last.why}
    </p>
  );
}
