import { computed } from "@preact/signals";
import { route } from "../route";

// The parameters that select responses. Those of the try pane have other names.

/** Filters that are on or off. */
export const flags = ["changed", "findings", "failing", "untested", "unused"] as const;

/** Filters with a value, by their parameter in the address and in a request. */
export const choices = { on: "channel", if: "slot", missing: "missing", since: "since" } as const;

export type Flag = (typeof flags)[number];
export type Choice = keyof typeof choices;

/** The words that are searched for. */
export const words = computed(() => route.value.params.get("q") ?? "");

/** The query as a request of the API has it, without the page. */
export const query = computed(() => {
  const from = route.value.params;
  const to = new URLSearchParams();
  const q = from.get("q")?.trim();
  if (q) to.set("q", q);
  for (const flag of flags) if (from.get(flag)) to.set(flag, "1");
  for (const [key, name] of Object.entries(choices)) {
    const value = from.get(key);
    if (value) to.set(name, value);
  }
  return to.toString();
});

/** Everything that clears the query. */
export function cleared(): Record<string, null> {
  const changes: Record<string, null> = { q: null };
  for (const key of [...flags, ...Object.keys(choices)]) changes[key] = null;
  return changes;
}
