import type { Count } from "../api";
import { number } from "../words";

/** From this part of a limit on, a text is near it. */
const near = 0.9;

/** levelOf says how a text is to its limit. */
export function levelOf({ count, limit }: Count): "" | "near" | "over" {
  if (count > limit) return "over";
  return count >= near * limit ? "near" : "";
}

/** isWorthSaying reports whether a text is long enough to think of its limit: a greeting is not. */
export function isWorthSaying(count: Count): boolean {
  return count.count >= 0.1 * count.limit;
}

/** CountOf says how long a text is, and how long its channel lets it be: quietly, until it is nearly too long. */
export function CountOf({ count, id }: { count: Count; id?: string }) {
  const level = levelOf(count);
  return (
    <p class={"text-count " + level} id={id}>
      {number(count.count)} of {number(count.limit)} {count.unit} on {count.channel}
      {count.open && <span class={level ? "" : "hidden"}>, variables not counted</span>}
      {level === "over" && (count.cut ? `: ${count.channel} cuts the rest` : `: ${count.channel} rejects it`)}
    </p>
  );
}
