import type { Piece } from "../api";

/** marked returns the pieces of a text from those of an earlier one: what both begin and end with keeps its marks. */
export function marked(text: string, pieces: readonly Piece[]): Piece[] {
  const before = pieces.map((piece) => piece.text).join("");
  if (before === text) return [...pieces];
  const most = Math.min(before.length, text.length);
  let start = 0;
  while (start < most && before[start] === text[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === text[text.length - 1 - end]) end++;
  const out: Piece[] = [];
  let at = 0; // in the earlier text
  let done = 0; // in the new text
  for (const piece of pieces) {
    const from = at;
    at += piece.text.length;
    if (!piece.kind) continue;
    const shift = at <= start ? 0 : from >= before.length - end ? text.length - before.length : null;
    if (shift === null) continue;
    if (from + shift > done) out.push({ text: text.slice(done, from + shift) });
    out.push(piece);
    done = at + shift;
  }
  if (done < text.length) out.push({ text: text.slice(done) });
  return out;
}
