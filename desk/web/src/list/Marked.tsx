/** Marked is a text with the words of a search marked. */
export function Marked({ text, words }: { text: string; words: string }) {
  const parts = split(text, words);
  return <>{parts.map((part, index) => (index % 2 ? <mark key={index}>{part}</mark> : part))}</>;
}

const lead = 24; // characters before the first match that a row has room for

/** near leaves out the start of a long text, so that a row shows the first match. */
export function near(text: string, words: string): string {
  const first = split(text, words)[0] ?? "";
  if (first.length <= lead || first.length === text.length) return text;
  const cut = first.lastIndexOf(" ", first.length - lead / 2);
  return "…" + text.slice(cut > 0 ? cut + 1 : first.length - lead / 2);
}

/** split returns a text in pieces, of which every second one is a match. */
function split(text: string, words: string): string[] {
  const wanted = words.split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [text];
  wanted.sort((a, b) => b.length - a.length); // a longer word first, where both match
  const pattern = wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return text.split(new RegExp(`(${pattern})`, "iu"));
}
