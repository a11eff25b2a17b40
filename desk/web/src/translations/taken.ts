import { useRef } from "preact/hooks";
import type { Json } from "../api";
import { changes } from "../content";
import type { Edit } from "../draft/edits";

/** Taken is a value that the server has taken. */
interface Taken {
  value: Json | undefined;
  /** The count of changes of the content when it did. */
  change: number;
}

/** useTaken returns the value of a field in which nobody writes: what the server has taken
 * last, as long as the listing is of an earlier change and may not have it yet. */
export function useTaken(edit: Edit | undefined, saved: string | undefined, change: number): string | undefined {
  const seen = useRef<Edit | undefined>(undefined);
  const last = useRef<Taken | null>(null);
  const before = seen.current;
  seen.current = edit;
  if (edit?.dirty) last.current = null;
  else if (edit) last.current ??= { value: edit.value, change: changes.peek() };
  else if (before?.dirty && !before.conflict && !before.refused && !before.fault) last.current = { value: before.value, change: changes.peek() };
  if (!last.current || last.current.change < change) return saved;
  const { value } = last.current;
  return typeof value === "string" ? value : undefined;
}
