import { computed } from "@preact/signals";
import { replace, route } from "../route";

/** The languages that are hidden, by the address. */
export const hidden = computed(() => new Set((route.value.params.get("hide") ?? "").split(",").filter(Boolean)));

export function toggle(code: string): void {
  const codes = new Set(hidden.peek());
  if (!codes.delete(code)) codes.add(code);
  replace({ hide: [...codes].join(",") || null });
}

/** Whether languages are side by side, and not below each other. */
export const beside = computed(() => route.value.params.get("layout") === "columns");
