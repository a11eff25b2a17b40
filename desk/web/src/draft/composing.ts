// Chinese, Japanese, Korean and accented letters are composed: the field has what was
// chosen so far, which is no text yet, and is not sent.

let composing = false;
const late = new Set<() => void>();

/** composed does something now, or as soon as nothing is being composed. */
export function composed(then: () => void): void {
  if (composing) late.add(then);
  else then();
}

function end(): void {
  composing = false;
  const all = [...late];
  late.clear();
  for (const then of all) then();
}

/** start listens for what is composed in any field. */
export function start(): void {
  addEventListener("compositionstart", () => (composing = true));
  addEventListener("compositionend", end);
  addEventListener("focusout", end); // a field that goes away ends nothing
}
