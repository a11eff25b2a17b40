import { effect } from "@preact/signals";
import { opened } from "../response/store";

let asked = false;

/** focusOpened moves the focus to the response that is opened next. */
export function focusOpened(): void {
  asked = true;
}

/** start keeps the focus somewhere when what had it goes away. */
export function start(): void {
  let last: string | null = null;
  effect(() => {
    const name = opened.value?.name ?? null;
    if (name === null) return;
    const first = last === null && !asked;
    if (name === last && !asked) return;
    last = name;
    requestAnimationFrame(() => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (asked || (lost && !first)) document.getElementById("response-title")?.focus({ preventScroll: true });
      asked = false;
      document.getElementById("response")?.scrollTo(0, 0);
    });
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (!(event.target instanceof Element) || !event.target.closest("#response, #try")) return;
    document.querySelector<HTMLElement>("#list [data-index][tabindex='0']")?.focus();
  });
}
